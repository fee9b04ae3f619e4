"""Who signed in as somebody else by a link opens what they could open themselves, and no more."""

from pathlib import Path

import pytest

from plugin.convene import communities
from plugin.convene.people import remove_person
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.jobs import JobState
from plugin.domain.people import OPERATOR, Role
from plugin.jobs.running import run_one
from plugin.store import jobs as stored_jobs
from tests.promises.team import make_team
from tests.promises.test_04_links_make_nobody_two_people import house, let_in
from tests.unit.plugin.curate.meeting import HELD, meet
from tests.unit.plugin.web.house import TestHouse

__all__ = ["house"]


def test_who_is_removed_is_out_as_everybody_they_signed_in_as(house: TestHouse) -> None:
    sam = house.as_("sam")
    as_connie = let_in(house, sam, "connie")
    assert as_connie.get("/").status_code == 200

    places = house.actor("sam").memberships
    remove_person(house.services, house.actor("ruth"), house.people["sam"].person_id, places)

    page = as_connie.get(f"/c/{house.community.id}/")
    assert (page.status_code, "/sign-in" in page.location) == (302, True)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.LEARNING_PARTNER])
def test_a_new_place_of_the_person_ends_what_the_maker_may_not_open(
    house: TestHouse, role: Role
) -> None:
    as_connie = let_in(house, house.as_("sam"), "connie")
    here = house.partnership.id
    other = communities.start_community(house.services, OPERATOR, here, "Night shift", "How?")
    address = "connie@northside.example"
    communities.add_person(house.services, OPERATOR, here, other.id, "Connie Hale", address, role)
    session = meet(house.services, other.id)

    answer = as_connie.get(f"/notes/silence-{session.id}")

    assert (answer.status_code, HELD in answer.text) == (302, False)


def test_a_link_holds_while_its_maker_may_do_what_the_person_may(house: TestHouse) -> None:
    as_connie = let_in(house, house.as_("sam"), "connie")

    house.clock.pass_days(5)

    assert as_connie.get("/").status_code == 200


def test_what_a_let_in_person_asked_for_ends_with_the_makers_rights(tmp_path: Path) -> None:
    house = make_team(tmp_path)
    house.runs_at_once = False
    sam, today = house.actor("sam"), house.services.today
    planned = plan_session(house.services, sam, house.community.id, today, read_template("T3"))
    as_connie = let_in(house, house.as_("sam"), "connie")
    job_id = as_connie.post(f"/s/{planned.id}/build").headers["Location"].rsplit("/", 1)[1]
    remove_person(house.services, OPERATOR, sam.person_id, sam.memberships)

    run_one(house.runtime, job_id)

    with house.services.db.read() as tx:
        job = stored_jobs.job(tx, job_id)
    assert job is not None
    assert job.state is JobState.FAILED
    assert job.problem is not None
    assert "or let them in, is no longer here" in job.problem.sentence
