"""The page of whoever runs the server: who opens it, and what it shows."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugin.accounts.operator_links import OPENS_WITHIN_S, make_operator_token
from plugin.domain.jobs import SYNC, Job, JobPhase, JobState
from plugin.domain.problems import ErrorNotice
from plugin.jobs.session_jobs import BUILD, COLLECT
from plugin.store import heartbeats as stored_heartbeats
from plugin.store import jobs as stored_jobs
from tests.unit.plugin.web.everything import Everything, everything
from tests.unit.plugin.web.house import TestHouse, make_house

WHY = ErrorNotice(409, "Miro says no", "Miro does not do this with what it was given.")


def entered(made: TestHouse, name: str | None = None) -> FlaskClient:
    client = made.as_(name)
    token = make_operator_token(made.runtime.accounts.keys, time.time())
    assert "Show it" in client.get(f"/operator/{token}").text
    assert client.post(f"/operator/{token}").headers["Location"] == "/operator"
    return client


def a_job(made: TestHouse, kind: str, subject: str) -> Job:
    services = made.services
    job = Job(
        id=services.new_id(), kind=kind, subject=subject, asked_by=None, asked_at=services.now
    )
    with services.db.begin() as tx:
        return stored_jobs.ask(tx, job)


def test_it_says_what_runs_waits_and_failed_and_why(made: TestHouse) -> None:
    services, place = made.services, made.community.id
    runs, fails = a_job(made, BUILD, "one"), a_job(made, COLLECT, "two")
    a_job(made, SYNC, "three")
    with services.db.begin() as tx:
        for job in (runs, fails):
            claimed = stored_jobs.claim(tx, job.id, "w", 1e12, services.now, time.time())
            assert claimed
            if job is fails:
                stored_jobs.put_back(tx, claimed, 0.0, WHY)
                again = stored_jobs.claim(tx, job.id, "w", 1e12, services.now, time.time())
                assert again
                stored_jobs.finish(tx, again, JobState.FAILED, services.now, problem=WHY)
        stored_jobs.note_progress(tx, runs.id, "w", (JobPhase("Boxes", 9, 11),), "")
        stored_heartbeats.beat(tx, "w", time.time())

    page = entered(made).get("/operator")

    assert page.status_code == 200
    before, waits, failed = (
        page.text.index(f'id="{each}"') for each in ("runs", "waits", "failed")
    )
    assert before < page.text.index("Boxes 9 of 11") < waits
    assert (
        failed
        < page.text.index("Miro says no. Miro does not do this")
        < page.text.rindex("tried 2 times")
    )
    assert "Notion’s limit" in page.text
    assert "No worker was seen" not in page.text
    assert place not in page.text


def test_it_says_that_there_is_no_worker(made: TestHouse) -> None:
    assert "No worker was seen in the last minute" in entered(made).get("/operator").text


@pytest.mark.parametrize("name", [None, "sam", "stranger"])
def test_nobody_opens_it_without_a_link(made: TestHouse, name: str | None) -> None:
    answer = made.as_(name).get("/operator")

    assert answer.status_code == 403
    assert "hedgerow operator-link" in answer.text


def test_a_link_ends_and_one_of_another_purpose_or_server_opens_nothing(
    made: TestHouse, tmp_path: Path
) -> None:
    keys, now_s = made.runtime.accounts.keys, time.time()
    (tmp_path / "other").mkdir()
    other = make_house(tmp_path / "other", secret="another secret, as long as the first one")
    tokens = (
        make_operator_token(keys, now_s - OPENS_WITHIN_S - 60),
        keys.locked(f"{now_s + 60}"),
        keys.locked("a stored token"),
        make_operator_token(other.runtime.accounts.keys, now_s),
        "nonsense",
    )
    other.services.db.close()

    client = made.as_(None)
    assert {client.post(f"/operator/{each}").status_code for each in tokens} == {400}
    assert client.get("/operator").status_code == 403


def test_who_opened_it_reads_nothing_of_anybody(made: TestHouse) -> None:
    whole: Everything = everything(made)
    client = entered(made)

    page = client.get("/operator").text

    assert not any(word in page for word in whole.words)
    assert made.community.name not in page
    for path in ("/", f"/c/{made.community.id}/", f"/p/{made.partnership.id}/memory"):
        assert "/sign-in" in client.get(path).headers["Location"]


def test_who_signs_out_leaves_it_too(made: TestHouse) -> None:
    client = entered(made, "sam")
    client.post("/sign-out")

    assert client.get("/operator").status_code == 403
