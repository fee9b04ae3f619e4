"""The *Ready?* list: on the group's page and in the preview, for whoever runs its sessions."""

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from plugin.convene.agreements import record_read_back
from plugin.convene.communities import change_community
from plugin.domain.agreements import Outcome, Setting
from plugin.domain.jobs import Job, JobState
from plugin.domain.people import OPERATOR
from plugin.domain.problems import ErrorNotice
from plugin.jobs.session_jobs import COLLECT
from plugin.store import jobs as stored_jobs
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse


def lines(made: TestHouse, address: str, who: str = "sam") -> dict[str, tuple[bool, str, str]]:
    html = LexborHTMLParser(made.as_(who).get(address).text)
    found = {}
    for line in html.css(".ready > li"):
        name, link = line.css_first("strong"), line.css_first("a")
        says = " ".join(line.css_first(".second").text().split())
        href = link.attributes["href"] or "" if link else ""
        is_open = "ready-open" in (line.attributes.get("class") or "")
        found[name.text()] = (not is_open, says, href)
    return found


def group(made: TestHouse) -> str:
    return f"/c/{made.community.id}/"


def a_job_failed(made: TestHouse, session_id: str, status: int) -> None:
    now, problem = made.services.now, ErrorNotice(status, "No", "Miro is busy.")
    job = Job(id=f"job-{status}", kind=COLLECT, subject=session_id, asked_by=None, asked_at=now)
    with made.services.db.begin() as tx:
        stored_jobs.ask(tx, job)
        claimed = stored_jobs.claim(tx, job.id, "a test", 0.0, now, 0.0)
        assert claimed is not None
        stored_jobs.finish(tx, claimed, JobState.FAILED, now, problem=problem)


def test_a_new_group_lacks_an_agreement_alone(made: TestHouse) -> None:
    found = lines(made, group(made))

    assert [name for name, (is_ready, *_) in found.items() if not is_ready] == ["Agreement"]
    assert list(found) == ["Permission", "Contact", "Learning partner", "Agreement", "Miro"]


def test_a_placeholder_is_told_with_its_link(made: TestHouse) -> None:
    change_community(made.services, OPERATOR, replace(made.community, contact="Name a person"))

    is_ready, says, href = lines(made, group(made))["Contact"]

    assert (is_ready, says) == (False, "The contact has a gap. The board leaves it out.")
    assert href.endswith("/change#contact")


def test_every_line_has_its_link(made: TestHouse) -> None:
    assert all(href for _, _, href in lines(made, group(made)).values())


def test_what_was_agreed_is_ready(made: TestHouse) -> None:
    filled, sam = a_session(made), made.actor("sam")
    days = Setting(take_back_days=14)
    record_read_back(made.services, sam, filled.session.id, None, "14.", days, Outcome.AGREED)

    assert lines(made, group(made))["Agreement"][:2] == (True, "Version 1 holds.")


def test_miro_is_as_the_last_job_saw_it(made: TestHouse) -> None:
    filled = a_session(made)
    a_job_failed(made, filled.session.id, 400)
    assert lines(made, group(made))["Miro"][0]

    made.clock.pass_days(1)
    a_job_failed(made, filled.session.id, 503)
    assert lines(made, group(made))["Miro"][0] is False


def test_the_preview_says_the_same(made: TestHouse) -> None:
    asked = f"/c/{made.community.id}/new-session?kind=T3&day=2026-12-16"

    assert lines(made, asked) == lines(made, group(made))


def test_members_see_no_list(made: TestHouse) -> None:
    assert lines(made, group(made), "amina") == {}
    assert lines(made, group(made), "helen") == {}
