"""No page waits for Miro or Notion: what needs them is a job (`plugin.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.jobs.running import run_one, sweep
from plugin.store import jobs as stored_jobs
from tests.unit.plugin.web.by_token import addresses, program
from tests.unit.plugin.web.everything import Everything, ask, everything, requests
from tests.unit.plugin.web.house import make_house

# What somebody who runs sessions and curates can ask for by pressing every button there is.
ASKED = {"build", "collect", "close", "let in", "writers", "sync", "preview", "comments"}


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Everything]:
    made = make_house(tmp_path, notion_parent=FIRST_PAGE_ID, miro_token="sandbox-t")
    yield everything(made)
    made.services.db.close()


def calls(whole: Everything) -> int:
    return len(whole.made.sandbox.extensions["hedgerow_sandbox"].calls)


def test_no_route_makes_a_call_to_a_vendor(whole: Everything) -> None:
    whole.made.runs_at_once = False
    clients = [whole.made.as_(name) for name in ("sam", "helen")]
    before, called = calls(whole), []

    for endpoint, method, path in requests(whole):
        for client in clients:
            ask(client, method, path)
            if calls(whole) != before:
                called.append((method, endpoint))
                before = calls(whole)

    sams = program(whole.made, "sam")
    for method, path in addresses(whole):
        assert sams.ask(method, path).status_code in (200, 202), (method, path)
        assert calls(whole) == before, (method, path)

    assert called == []
    with whole.made.services.db.read() as tx:
        kinds = {each.kind for each in stored_jobs.all_jobs(tx)}
    assert kinds >= ASKED
    for job in sweep(whole.made.runtime):
        run_one(whole.made.runtime, job.id)
    assert calls(whole) > before  # the jobs make them
