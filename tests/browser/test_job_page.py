import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.jobs import Job, JobPhase, JobState
from plugin.jobs.session_jobs import BUILD
from plugin.store import jobs as stored_jobs
from tests.browser.conftest import Served, barriers, is_wider_than_screen

SignIn = Callable[..., Page]


def a_session(served: Served) -> str:
    made, template = served.made, read_template("T3")
    sam, today = made.actor("sam"), made.services.today
    return plan_session(made.services, sam, made.community.id, today, template).id


def a_running_job(served: Served, session_id: str) -> str:
    """Store a board on its way, which somebody else builds; return its page."""
    services, now_s = served.made.services, time.time()
    sam = served.made.people["sam"].person_id
    with services.db.begin() as tx:
        job = stored_jobs.ask(
            tx,
            Job(id="building", kind=BUILD, subject=session_id, asked_by=sam, asked_at=services.now),
        )
        stored_jobs.claim(tx, job.id, "somebody", now_s + 100, services.now, now_s)
        phases = (JobPhase("Boxes", 9, 11), JobPhase("Texts", 0, 33))
        stored_jobs.note_progress(tx, job.id, "somebody", phases, "")
    return f"{served.url}/jobs/{job.id}"


def test_a_job_can_be_read_by_everybody_and_on_a_narrow_screen(
    served: Served, sign_in: SignIn
) -> None:
    page = sign_in("sam")
    page.goto(f"{a_running_job(served, a_session(served))}?follow=no")

    page.set_viewport_size({"width": 360, "height": 740})

    expect(page.get_by_text("9 of 11")).to_be_visible()
    assert barriers(page) == []
    assert not is_wider_than_screen(page)


def test_a_board_is_built_without_scripts_while_its_page_looks_on(
    served: Served, sign_in: SignIn
) -> None:
    page = sign_in("sam", scripts=False)
    page.goto(f"{served.url}/s/{a_session(served)}")

    page.get_by_role("button", name="Build the board").click()

    page.wait_for_url("**/s/*", timeout=60_000)
    expect(page.get_by_text("The board is built. It has 11 boxes.")).to_be_visible()


def test_a_page_follows_its_job_without_loading_again(served: Served, sign_in: SignIn) -> None:
    page, loads = sign_in("sam"), []
    session_id = a_session(served)
    page.goto(a_running_job(served, session_id))
    expect(page.get_by_text("9 of 11")).to_be_visible()
    page.on("framenavigated", lambda frame: loads.append(frame.url))

    with served.made.services.db.begin() as tx:
        phases = (JobPhase("Boxes", 10, 11), JobPhase("Texts", 0, 33))
        stored_jobs.note_progress(tx, "building", "somebody", phases, "")

    expect(page.get_by_text("10 of 11")).to_be_visible(timeout=20_000)
    assert loads == []
    with served.made.services.db.begin() as tx:
        job = stored_jobs.job(tx, "building")
        assert job
        said = ("The board is built.",)
        stored_jobs.finish(tx, job, JobState.DONE, served.made.services.now, said=said)
    page.wait_for_url(f"**/s/{session_id}", timeout=20_000)
    expect(page.get_by_text("The board is built.")).to_be_visible()
