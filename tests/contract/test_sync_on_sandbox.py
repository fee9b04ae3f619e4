"""Notion both ways over loopback: our client on one side, people of the sandbox on the other."""

from pathlib import Path

import pytest

from connectors.http import HTTP
from connectors.notion.client import NotionClient
from connectors.sandbox_people import SandboxPeople
from plugin.demo.editing_in_notion import least_calls
from plugin.errors import ConnectionBroken, NotNow
from tests.unit.plugin.sync.bench import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path, server: str, people: SandboxPeople) -> Bench:
    bench = make_bench(tmp_path)
    bench.notion = NotionClient(HTTP(), "sandbox-sync", f"{server}/notion")
    return bench


def writes(people: SandboxPeople, since: int) -> list[object]:
    calls = people.calls(since)
    return [c for c in calls if c["method"] != "GET" and not str(c["route"]).endswith("/query")]


def test_words_go_there_and_come_back(bench: Bench, people: SandboxPeople) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    first = bench.sync()
    calls = len(people.calls())
    page_id = bench.link(piece).notion_page_id
    people.edit_notion_property(page_id, "Name", "By telephone", "Ruth")
    people.edit_notion_block(bench.body(piece)[1].id, "People called each other.", "Ruth")
    other_id = bench.link(other).notion_page_id
    people.edit_notion_property(other_id, "In one line", "Theirs.", "Ruth")
    bench.rewrite(other, line="Ours.")

    second = bench.sync()
    before = len(people.calls())
    third = bench.sync()

    assert calls == least_calls(first.rows, first.blocks_beyond_100)
    assert (first.pushed, second.edits, second.conflicts) == (2, 2, 1)
    assert bench.whole(piece).newest.title == "By telephone"
    assert bench.whole(piece).newest.narrative.startswith("People called each other.")
    assert (third.writes, third.conflicts, writes(people, before)) == (0, 1, [])


def test_a_plan_writes_nothing(bench: Bench, people: SandboxPeople) -> None:
    bench.released()

    before = bench.plan()
    untouched = people.calls()
    bench.sync()
    since = len(people.calls())

    assert before[0] == "Make the page “Partnership memory”"
    assert untouched == []
    assert bench.plan() == ()
    assert writes(people, since) == []


def test_a_token_that_is_refused_is_said(bench: Bench, server: str) -> None:
    bench.released()
    bench.notion = NotionClient(HTTP(), "revoked", f"{server}/notion")

    with pytest.raises(ConnectionBroken, match="HEDGEROW_NOTION_TOKEN"):
        bench.sync()


def test_no_connection_is_said(bench: Bench) -> None:
    bench.released()
    http = HTTP(sleep=lambda _seconds: None)
    bench.notion = NotionClient(http, "sandbox-sync", "http://127.0.0.1:9/notion")

    with pytest.raises(NotNow, match="Everything is safe here"):
        bench.sync()
