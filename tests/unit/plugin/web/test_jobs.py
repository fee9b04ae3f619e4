"""The page of a job, on its way and at its end."""

import time

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.jobs import JobPhase, JobState
from plugin.jobs.running import run_one
from plugin.store import boards as stored_boards
from plugin.store import jobs as stored_jobs
from plugin.store import tables as t
from plugin.web.event_streams import MOST_STREAMS
from tests.unit.plugin.web.house import TestHouse


@pytest.fixture
def sam(made: TestHouse) -> FlaskClient:
    made.runs_at_once = False
    return made.as_("sam")


@pytest.fixture
def session_id(made: TestHouse) -> str:
    day, template = made.services.today, read_template("T3")
    return plan_session(made.services, made.actor("sam"), made.community.id, day, template).id


def asked(client: FlaskClient, session_id: str, **typed: str) -> str:
    """Ask for a board; return the address of its job."""
    return client.post(f"/s/{session_id}/build", data=typed).headers["Location"]


def begin(made: TestHouse, page: str, *phases: JobPhase) -> None:
    """Let somebody begin with a job, and say how far it is."""
    job_id = page.rpartition("/")[2]
    with made.services.db.begin() as tx:
        now_s = time.time()
        stored_jobs.claim(tx, job_id, "somebody", now_s + 60, made.services.now, now_s)
        stored_jobs.note_progress(tx, job_id, "somebody", phases, "")


def run(made: TestHouse, page: str) -> None:
    run_one(made.runtime, page.rpartition("/")[2])


def test_a_job_that_waits_is_shown_and_asked_about_again(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    page = sam.get(asked(sam, session_id))

    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.text
    assert f'data-events="{page.request.path}/events"' in page.text
    assert "Building the board" in page.text
    assert "It waits for its turn." in page.text
    assert "tell the administrator" not in page.text
    made.clock.pass_days(0.01)
    assert "tell the administrator" in sam.get(page.request.path).text


def test_the_page_can_be_told_not_to_load_by_itself(sam: FlaskClient, session_id: str) -> None:
    page = sam.get(asked(sam, session_id) + "?follow=no")

    assert 'http-equiv="refresh"' not in page.text
    assert "job.js" not in page.text
    assert "Look again" in page.text


def test_steps_are_shown_as_they_happen(made: TestHouse, sam: FlaskClient, session_id: str) -> None:
    where = asked(sam, session_id)
    begin(made, where, JobPhase("Boxes", 9, 11), JobPhase("Texts", 0, 33))

    page = sam.get(where).text

    assert "9 of 11" in page
    assert '<progress max="44" value="9"' in page
    assert "<b>Boxes</b>" in page
    assert '<li class="later">' in page


def test_a_running_job_is_found_again_where_it_was_asked_for(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = asked(sam, session_id)
    begin(made, where)
    here = f"/s/{session_id}"

    seen = {who: made.as_(who).get(here).text for who in ("sam", "amina")}
    again = asked(sam, session_id)
    run_to_its_end(made, where)

    assert f'<a href="{where}">See how far it is</a>' in seen["sam"]
    assert where not in seen["amina"]
    assert again == where
    assert where not in sam.get(here).text


def test_the_end_is_told_where_it_belongs(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = asked(sam, session_id)
    run(made, where)

    page = sam.get(where, follow_redirects=True)

    assert page.request.path == f"/s/{session_id}"
    assert "The board is built. It has 11 boxes." in page.text


def test_a_failure_is_told_where_it_belongs_with_what_was_typed(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = asked(sam, session_id, board="uXjVUnknown=")
    run(made, where)

    page = sam.get(where, follow_redirects=True)
    left = sam.get(f"/s/{session_id}").text

    assert page.request.path == f"/s/{session_id}"
    assert "There is no such board" in page.text
    assert 'value="uXjVUnknown="' in page.text
    assert "The board is not finished." in left
    assert f'<a href="{where}">See why</a>' in left


def test_what_is_tried_again_by_itself_says_why(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = asked(sam, session_id)
    begin(made, where)
    problem = {"status": 503, "title": "Not just now", "sentence": "Miro is busy."}
    waits = {"state": JobState.ASKED.value, "outcome": {"said": [], "problem": problem}}
    with made.services.db.begin() as tx:
        tx.execute(sa.update(t.job).values(**waits))

    page = sam.get(where).text

    assert "Miro is busy." in page
    assert "It is tried again by itself" in page


def test_a_job_that_waits_is_stopped_at_once(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = asked(sam, session_id)

    page = sam.post(f"{where}/cancel", follow_redirects=True)
    run(made, where)
    again = sam.post(f"{where}/cancel")

    assert page.request.path == f"/s/{session_id}"
    assert "Stopped. What was done before is kept" in page.text
    assert again.status_code == 400
    with made.services.db.read() as tx:
        assert stored_boards.board(tx, session_id) is None


def test_a_running_build_says_that_it_stops(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = asked(sam, session_id)
    begin(made, where, JobPhase("Boxes", 9, 11))

    page = sam.post(f"{where}/cancel", follow_redirects=True).text

    assert "It stops after the step that it is at." in page
    assert "Stop it" not in page


def run_to_its_end(made: TestHouse, page: str) -> None:
    """End a job that somebody else began."""
    with made.services.db.begin() as tx:
        job = stored_jobs.job(tx, page.rpartition("/")[2])
        assert job
        stored_jobs.finish(tx, job, JobState.DONE, made.services.now)


def test_steps_are_told_as_they_happen_and_so_is_the_end(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = asked(sam, session_id)
    begin(made, where, JobPhase("Boxes", 8, 11))
    stream = sam.get(f"{where}/events", buffered=False)
    told = iter(stream.iter_encoded())

    begun, first = next(told), next(told)
    begin_again(made, where, JobPhase("Boxes", 9, 11))
    second = next(told)
    run_to_its_end(made, where)
    last = list(told)
    stream.close()

    assert stream.mimetype == "text/event-stream"
    assert begun == b"retry: 250\n\n"
    assert (b"8 of 11" in first, b"9 of 11" in second) == (True, True)
    assert last == [b"event: over\ndata: over\n\n"]
    assert all(line.startswith(b"data: ") for line in second.split(b"\n")[1:-2])


def test_a_stream_ends_after_a_few_seconds_and_is_asked_for_again(
    made: TestHouse, sam: FlaskClient, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugin.web.event_streams._LASTS_S", 0.0)

    told = sam.get(f"{asked(sam, session_id)}/events", buffered=True).text

    assert "It waits for its turn." in told
    assert "event: over" not in told


def test_who_gets_no_stream_is_told_so_and_threads_are_left_for_pages(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = f"{asked(sam, session_id)}/events"
    streams = [sam.get(where, buffered=False) for _ in range(MOST_STREAMS)]

    beyond = sam.get(where)
    streams.pop().close()
    after = sam.get(where, buffered=False)

    assert (beyond.status_code, after.status_code) == (503, 200)
    for each in (*streams, after):
        each.close()


def test_only_who_sees_a_job_hears_of_it(
    made: TestHouse, sam: FlaskClient, session_id: str
) -> None:
    where = f"{asked(sam, session_id)}/events"

    assert made.as_("amina").get(where).status_code == 403
    assert made.as_("stranger").get(where).status_code == 404
    assert made.as_(None).get(where).status_code == 302


def begin_again(made: TestHouse, page: str, phase: JobPhase) -> None:
    with made.services.db.begin() as tx:
        stored_jobs.note_progress(tx, page.rpartition("/")[2], "somebody", (phase,), "")
