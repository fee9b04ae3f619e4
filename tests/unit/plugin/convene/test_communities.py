from pathlib import Path

import pytest

from plugin.convene.communities import add_person, start_community
from plugin.convene.group_home import community_home
from plugin.domain.people import OPERATOR, Role
from plugin.errors import BadInput, Refused
from tests.unit.plugin.curate.place import make_place


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "a@b@c.example",
        "a@b.example,me@evil.example",
        "a@b.example\nBcc:me@evil.example",
        "a@b.example\r\nSubject:x",
        "A <a@b.example>",
        "a@b.example\tx",
        "a@b.example\x00",
        '"a"@b.example',
    ],
)
def test_an_address_is_one_address_and_no_header(tmp_path: Path, address: str) -> None:
    place = make_place(tmp_path)

    with pytest.raises(BadInput, match="not an e-mail address"):
        add_person(
            place.services,
            OPERATOR,
            place.partnership.id,
            place.community.id,
            "Tom",
            address,
            Role.PARTICIPANT,
        )


def test_a_name_from_another_partnership_is_not_told(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    services, sam = place.services, place.actor("sam")
    ours = (place.partnership.id, place.community.id)
    theirs = (place.elsewhere.id, None)
    add_person(services, OPERATOR, *theirs, "Rosa Quint", "rosa@x.example", Role.CONVENOR)

    added = add_person(services, sam, *ours, "Whoever", "ROSA@x.example", Role.PARTICIPANT)
    nobody = add_person(services, sam, *ours, "Whoever", "new@x.example", Role.PARTICIPANT)
    here = community_home(services, sam, place.community.id).people
    there = community_home(
        services, OPERATOR, start_community(services, OPERATOR, theirs[0], "Group", "What?").id
    ).people

    assert (added.name, added.roles(*ours)) == (nobody.name, nobody.roles(*ours))
    assert {(who.name, email) for who, email in here} >= {
        ("Whoever", "ROSA@x.example"),
        ("Whoever", "new@x.example"),
    }
    assert ("Rosa Quint", "rosa@x.example") in {(who.name, email) for who, email in there}
    assert "Rosa Quint" not in str(here)


def test_a_name_is_no_novel(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    ours = (place.partnership.id, place.community.id)

    with pytest.raises(BadInput, match="120 characters"):
        add_person(place.services, place.actor("sam"), *ours, "n" * 121, None, Role.PARTICIPANT)


@pytest.mark.parametrize("second_community", [False, True])
def test_a_host_of_one_community_gives_no_role_in_all(
    tmp_path: Path, second_community: bool
) -> None:
    place = make_place(tmp_path)
    ours, services = place.partnership.id, place.services
    if second_community:
        start_community(services, OPERATOR, ours, "Night shift", "Who is up?")
    whole = add_person(services, OPERATOR, ours, None, "Whole", None, Role.CONVENOR)

    with pytest.raises(Refused, match="whole partnership"):
        add_person(services, place.actor("sam"), ours, None, "Tom", None, Role.FACILITATOR)

    added = add_person(services, whole, ours, None, "Tom", None, Role.SPONSOR)
    assert added.roles(ours) == {Role.SPONSOR}
