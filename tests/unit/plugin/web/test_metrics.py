"""Figures for a monitoring server: who gets them, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from prometheus_client.parser import text_string_to_metric_families

from connectors.limits import Allowance
from plugin.accounts.rate_limits import TurnBook, pace_of, used_of_limits
from plugin.domain.connections import Vendor
from plugin.domain.jobs import SYNC, Job
from plugin.store import jobs as stored_jobs
from plugin.store.database import Database
from tests.unit.plugin.web.house import TestHouse, make_house

TOKEN = "a-token-for-figures-0123456789-abcdef"
LABELS = {"method", "route", "status", "kind", "state", "vendor", "le"}


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path, metrics_token=TOKEN)
    yield made
    made.services.db.close()


def figures(made: TestHouse) -> dict[str, float]:
    """Return every figure by its name and labels, as a monitoring server reads them."""
    answer = made.as_(None).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    samples = [
        sample
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name.startswith("hedgerow_")
    ]
    assert {name for sample in samples for name in sample.labels} <= LABELS
    return {" ".join((each.name, *each.labels.values())): each.value for each in samples}


def test_without_a_token_nobody_has_figures(made: TestHouse) -> None:
    for given in ("", "Bearer ", "Bearer None", f"Bearer {TOKEN}"):
        answer = made.as_("sam").get("/metrics", headers={"Authorization": given})
        assert answer.status_code == 404


@pytest.mark.parametrize("given", ["", TOKEN, f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"])
def test_another_token_opens_nothing(watched: TestHouse, given: str) -> None:
    headers = {"Authorization": given.encode().decode("latin-1")}

    assert watched.as_(None).get("/metrics", headers=headers).status_code == 404


def test_requests_are_counted_by_their_patterns(watched: TestHouse) -> None:
    client = watched.as_("sam")
    for _ in range(3):
        client.get(f"/c/{watched.community.id}/")
    client.get(f"/nowhere/{watched.community.id}")

    found = figures(watched)

    assert found["hedgerow_requests_total GET /c/<community_id>/ 2xx"] == 3
    assert found["hedgerow_requests_total GET (unknown) 4xx"] == 1
    assert found["hedgerow_request_seconds_count /c/<community_id>/"] == 3
    assert not any(watched.community.id in name for name in found)


def test_jobs_are_those_of_the_whole_installation(watched: TestHouse) -> None:
    services = watched.services
    job = Job(
        id="one",
        kind=SYNC,
        subject=watched.partnership.id,
        asked_by=None,
        asked_at=services.now,
    )
    with services.db.begin() as tx:
        stored_jobs.ask(tx, job)
        claimed = stored_jobs.claim(tx, "one", "a worker", 1e12, services.now, 0.0)
        assert claimed
        stored_jobs.put_back(tx, claimed, 0.0, None)
        stored_jobs.claim(tx, "one", "a worker", 1e12, services.now, 0.0)

    found = figures(watched)

    assert found["hedgerow_jobs sync running"] == 1
    assert found["hedgerow_job_retries sync running"] == 1
    assert found["hedgerow_workers"] == 0
    assert found["hedgerow_database_up"] == 1


def test_nobody_waits_less_than_no_time_where_a_clock_was_set_back(watched: TestHouse) -> None:
    services = watched.services
    later = services.now + timedelta(hours=1)
    job = Job(id="one", kind=SYNC, subject="p", asked_by=None, asked_at=later)
    with services.db.begin() as tx:
        stored_jobs.ask(tx, job)

    assert figures(watched)["hedgerow_job_waits_seconds"] == 0


def test_the_account_that_used_most_of_a_limit_is_told(watched: TestHouse) -> None:
    db, settings = watched.services.db, replace(watched.runtime.settings, sandbox_url=None)
    for account, calls in (("busy", 90), ("idle", 1)):
        pace = pace_of(settings, db, Vendor.NOTION, account, lambda: 600.0)
        for _ in range(calls):
            pace.take("GET", "/v1/users/me", {}, 600.0)
    TurnBook(db, Vendor.MIRO.value).change("other", lambda _: Allowance(0.0, 615.0))

    miro, notion = used_of_limits(settings, db, lambda: 600.0)
    _, later = used_of_limits(settings, db, lambda: 690.0)

    assert (notion.vendor, notion.accounts) == (Vendor.NOTION, 2)
    assert (notion.share, later.share) == (0.5, 0.25)
    assert (miro.vendor, miro.share, miro.held_s) == (Vendor.MIRO, 0.0, 15.0)


def test_a_database_that_is_away_is_a_figure(watched: TestHouse, tmp_path: Path) -> None:
    away = Database(f"sqlite:///{tmp_path / 'no-such-folder' / 'hedgerow.db'}")
    with patch.object(watched.services.db, "read", away.read):
        found = figures(watched)

    assert found["hedgerow_database_up"] == 0
