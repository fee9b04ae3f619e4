from pathlib import Path

import pytest

from plugin.convene.communities import add_person, start_community
from plugin.convene.corrections import correct_person
from plugin.convene.passed_on_links import link_for
from plugin.convene.people import (
    change_role,
    people_of,
    person_called,
    person_of,
    remove_person,
)
from plugin.convene.sign_in import actor_of
from plugin.domain.people import OPERATOR, Actor, Membership, Role
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import people as stored_people
from tests.unit.plugin.curate.place import Place, make_place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def place_of(place: Place, role: Role) -> Membership:
    return Membership(place.partnership.id, place.community.id, role)


def handle_of(place: Place, person: Actor) -> str:
    with place.services.db.read() as tx:
        return stored_people.handles(tx, place.partnership.id)[person.person_id]


def now(place: Place, person: Actor) -> Actor:
    found = actor_of(place.services, person.person_id)
    assert found is not None
    return found


def test_a_role_is_changed_in_its_place_and_twice_is_once(place: Place) -> None:
    ours = (place.partnership.id, place.community.id)
    amina, was = place.actor("amina"), place_of(place, Role.PARTICIPANT)

    change_role(
        place.services, place.actor("sam"), amina.person_id, was, Role.FACILITATOR, "housing"
    )
    with pytest.raises(BadInput, match="another role by now"):
        change_role(place.services, place.actor("sam"), amina.person_id, was, Role.CONVENOR, "")

    held = now(place, amina).memberships
    assert now(place, amina).roles(*ours) == {Role.FACILITATOR}
    assert [(each.role, each.party) for each in held] == [(Role.FACILITATOR, "housing")]


def test_nobody_gives_a_role_in_the_whole_partnership_through_a_role_that_stands_outside(
    place: Place,
) -> None:
    sponsor = Membership(place.partnership.id, None, Role.SPONSOR)
    grace = place.actor("grace").person_id

    with pytest.raises(Refused):
        change_role(place.services, place.actor("sam"), grace, sponsor, Role.LEARNING_PARTNER, "")
    change_role(place.services, place.actor("sam"), grace, sponsor, Role.SUPERVISOR, "")

    assert now(place, place.actor("grace")).roles(place.partnership.id) == {Role.SUPERVISOR}


def test_who_is_removed_has_no_place_no_address_and_no_link(place: Place) -> None:
    ours = (place.partnership.id, place.community.id)
    tom = add_person(
        place.services, place.actor("sam"), *ours, "Tom", "tom@x.example", Role.PARTICIPANT
    )
    link_for(place.services, place.actor("sam"), place.partnership.id, tom.person_id)

    remove_person(place.services, place.actor("sam"), tom.person_id, tom.memberships)

    left, address = person_called(place.services, tom.person_id)
    assert (left.name, left.memberships, address) == ("Tom", (), None)
    with pytest.raises(NotHere):
        link_for(place.services, place.actor("sam"), place.partnership.id, tom.person_id)


def test_who_leaves_one_group_stays_in_another(place: Place) -> None:
    services, ours = place.services, place.partnership.id
    night = start_community(services, OPERATOR, ours, "Night shift", "Who is up?")
    address = "tom@x.example"
    for community in (place.community.id, night.id):
        tom = add_person(services, OPERATOR, ours, community, "Tom", address, Role.PARTICIPANT)

    remove_person(services, place.actor("sam"), tom.person_id, [place_of(place, Role.PARTICIPANT)])
    with pytest.raises(Refused):
        remove_person(
            services,
            place.actor("sam"),
            tom.person_id,
            [Membership(ours, night.id, Role.PARTICIPANT)],
        )

    assert now(place, tom).memberships == (Membership(ours, night.id, Role.PARTICIPANT),)
    assert person_called(services, address)[0].person_id == tom.person_id


def test_the_last_host_goes_only_when_another_has_come(place: Place) -> None:
    services, sam, connie = place.services, place.actor("sam"), place.actor("connie")
    remove_person(services, sam, connie.person_id, [place_of(place, Role.CONVENOR)])
    mine = place_of(place, Role.FACILITATOR)

    with pytest.raises(BadInput, match="nobody would be left"):
        remove_person(services, sam, sam.person_id, [mine])
    with pytest.raises(BadInput, match="nobody would be left"):
        change_role(services, sam, sam.person_id, mine, Role.PARTICIPANT, "")
    assert now(place, sam).memberships == sam.memberships

    amina = place.actor("amina").person_id
    change_role(services, sam, amina, place_of(place, Role.PARTICIPANT), Role.FACILITATOR, "")
    remove_person(services, sam, sam.person_id, [mine])
    assert now(place, sam).memberships == ()


def test_whoever_runs_the_server_can_end_the_access_of_a_last_host(place: Place) -> None:
    for name, role in (("connie", Role.CONVENOR), ("sam", Role.FACILITATOR)):
        who = place.actor(name).person_id
        remove_person(place.services, OPERATOR, who, [place_of(place, role)])

    assert now(place, place.actor("sam")).memberships == ()


@pytest.mark.parametrize("who", ["helen", "grace"])
def test_a_host_makes_no_link_for_who_may_do_more(place: Place, who: str) -> None:
    start_community(place.services, OPERATOR, place.partnership.id, "Night shift", "Who is up?")

    with pytest.raises(Refused, match="No link was made"):
        link_for(
            place.services, place.actor("sam"), place.partnership.id, place.actor(who).person_id
        )
    with pytest.raises(Refused):
        correct_person(
            place.services,
            place.actor("sam"),
            place.partnership.id,
            place.actor(who).person_id,
            "Name",
            "me@evil.example",
        )


def test_a_name_holds_in_its_partnership_alone(place: Place) -> None:
    services, sam = place.services, place.actor("sam")
    ours, theirs = (place.partnership.id, place.community.id), (place.elsewhere.id, None)
    tom = add_person(services, sam, *ours, "Tom", "tom@x.example", Role.PARTICIPANT)
    add_person(services, OPERATOR, *theirs, "Tom", "tom@x.example", Role.SPONSOR)

    correct_person(services, sam, ours[0], tom.person_id, "Tim", "tom@x.example")
    called = [
        {each.person.name for each in people_of(services, OPERATOR, partnership_id).people}
        for partnership_id in (ours[0], theirs[0])
    ]
    assert ["Tim" in called[0], "Tom" in called[0]] == [True, False]
    assert ["Tim" in called[1], "Tom" in called[1]] == [False, True]


def test_a_name_and_an_address_are_corrected(place: Place) -> None:
    services, sam, amina = place.services, place.actor("sam"), place.actor("amina")
    ours = (place.partnership.id, place.community.id)
    add_person(services, sam, *ours, "Tom", "tom@x.example", Role.PARTICIPANT)

    correct_person(services, sam, ours[0], amina.person_id, "Amina Yusuf-Hall", "amina@x.example")
    with pytest.raises(BadInput, match="Somebody else signs in"):
        correct_person(services, sam, ours[0], amina.person_id, "Amina", "Tom@x.example")

    assert now(place, amina).name == "Amina Yusuf-Hall"
    assert person_called(services, "amina@x.example")[0].person_id == amina.person_id


def test_the_same_role_from_elsewhere_is_not_held_twice(place: Place) -> None:
    ours = (place.partnership.id, place.community.id)
    for party in ("health", "housing"):
        tom = add_person(
            place.services, OPERATOR, *ours, "Tom", "tom@x.example", Role.PARTICIPANT, party
        )

    assert tom.memberships == (Membership(*ours, Role.PARTICIPANT, "housing"),)


def test_everybody_is_shown_to_who_looks_after_everything(place: Place) -> None:
    services, ours = place.services, place.partnership.id
    names = {each.person.name for each in people_of(services, place.actor("sam"), ours).people}

    assert {"Grace Lindqvist", "Amina Yusuf"} <= names
    assert "Otto Lang" not in names
    with pytest.raises(NotHere):
        people_of(services, place.actor("stranger"), ours)
    start_community(services, OPERATOR, ours, "Night shift", "Who is up?")
    with pytest.raises(Refused):
        people_of(services, place.actor("sam"), ours)
    with pytest.raises(NotHere):
        person_of(services, place.actor("sam"), ours, handle_of(place, place.actor("grace")))


def test_a_squatted_address_keeps_nobody_from_their_name(place: Place) -> None:
    services, sam = place.services, place.actor("sam")
    ours, theirs = (place.partnership.id, place.community.id), (place.elsewhere.id, None)
    add_person(services, OPERATOR, *theirs, "A joke", "kate@x.example", Role.SPONSOR)

    kate = add_person(services, sam, *ours, "Kate Dunn", "kate@x.example", Role.PARTICIPANT)
    view = person_of(services, sam, ours[0], handle_of(place, kate))
    squatted = Membership(*theirs, Role.SPONSOR)
    remove_person(services, OPERATOR, kate.person_id, [squatted])

    assert [each.person.name for each in view.people] == ["Kate Dunn"]
    assert view.people[0].may_correct
    assert now(place, kate).name == "Kate Dunn"


def test_whoever_has_left_leaves_no_name_and_address_behind(place: Place) -> None:
    services, sam = place.services, place.actor("sam")
    ours = (place.partnership.id, place.community.id)
    kate = add_person(services, sam, *ours, "Kate", "kate@x.example", Role.PARTICIPANT)

    remove_person(services, sam, kate.person_id, [Membership(*ours, Role.PARTICIPANT)])

    with services.db.read() as tx:
        left = tx.exec_driver_sql("SELECT count(*) FROM known_as WHERE email LIKE 'kate%'").scalar()
    assert left == 0
