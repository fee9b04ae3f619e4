import pytest

from plugin.domain.authority import hosted, looks_after, looks_after_all_of, may_let_in
from plugin.domain.people import OPERATOR, Actor, Membership, Role

COMMUNITIES = {"p": ("day", "night"), "q": ("far",)}


def person(*places: tuple[str, str | None, Role]) -> Actor:
    return Actor("x", "X", tuple(Membership(*place) for place in places))


DAY_HOST = person(("p", "day", Role.FACILITATOR))
HOST_OF_BOTH = person(("p", "day", Role.CONVENOR), ("p", "night", Role.FACILITATOR))
WHOLE_HOST = person(("p", None, Role.FACILITATOR))
BOTH_HATS = person(("p", "day", Role.FACILITATOR), ("p", "day", Role.LEARNING_PARTNER))


@pytest.mark.parametrize(
    ("actor", "place", "may"),
    [
        (DAY_HOST, ("p", "day", Role.LEARNING_PARTNER), True),
        (DAY_HOST, ("p", "night", Role.PARTICIPANT), False),
        (DAY_HOST, ("p", None, Role.SPONSOR), False),
        (HOST_OF_BOTH, ("p", None, Role.SPONSOR), True),
        (HOST_OF_BOTH, ("p", None, Role.SUPERVISOR), True),
        (HOST_OF_BOTH, ("p", None, Role.LEARNING_PARTNER), False),
        (HOST_OF_BOTH, ("p", None, Role.FACILITATOR), False),
        (WHOLE_HOST, ("p", None, Role.LEARNING_PARTNER), True),
        (WHOLE_HOST, ("q", None, Role.SPONSOR), False),
        (OPERATOR, ("q", None, Role.CONVENOR), True),
    ],
)
def test_places_are_looked_after_by_who_hosts_them(
    actor: Actor, place: tuple[str, str | None, Role], may: bool
) -> None:
    assert looks_after(actor, Membership(*place), COMMUNITIES[place[0]]) is may


@pytest.mark.parametrize(
    ("actor", "places", "may"),
    [
        (DAY_HOST, [("p", "day", Role.PARTICIPANT)], True),
        (DAY_HOST, [("p", "day", Role.FACILITATOR)], True),
        (DAY_HOST, [("p", "day", Role.LEARNING_PARTNER)], False),
        (BOTH_HATS, [("p", "day", Role.LEARNING_PARTNER)], True),
        (DAY_HOST, [("p", "day", Role.PARTICIPANT), ("p", "night", Role.PARTICIPANT)], False),
        (DAY_HOST, [("p", "day", Role.PARTICIPANT), ("q", "far", Role.PARTICIPANT)], False),
        (WHOLE_HOST, [("p", "day", Role.PARTICIPANT), ("q", None, Role.SPONSOR)], False),
        (DAY_HOST, [("p", "day", Role.PARTICIPANT), ("p", None, Role.SPONSOR)], False),
        (HOST_OF_BOTH, [("p", None, Role.SPONSOR)], True),
        (WHOLE_HOST, [("p", None, Role.LEARNING_PARTNER)], False),
        (WHOLE_HOST, [("p", None, Role.CONVENOR)], True),
        (HOST_OF_BOTH, [("p", None, Role.CONVENOR)], False),
        (OPERATOR, [("p", None, Role.LEARNING_PARTNER), ("q", "far", Role.SPONSOR)], True),
    ],
)
def test_nobody_lets_in_who_may_do_more_or_is_elsewhere_too(
    actor: Actor, places: list[tuple[str, str | None, Role]], may: bool
) -> None:
    assert may_let_in(actor, person(*places), COMMUNITIES) is may


def test_a_learning_partner_is_looked_after_but_not_let_in() -> None:
    helen = person(("p", "day", Role.LEARNING_PARTNER))

    assert looks_after_all_of(DAY_HOST, helen, COMMUNITIES)
    assert not may_let_in(DAY_HOST, helen, COMMUNITIES)


def test_a_place_is_hosted_through_a_role_in_it_or_in_the_whole() -> None:
    assert hosted([DAY_HOST], "p", ("day", "night")) == {"p", "day"}
    assert hosted([WHOLE_HOST], "p", ("day", "night")) == {"p", "day", "night"}
    assert hosted([person(("p", "day", Role.PARTICIPANT))], "p", ("day", "night")) == set()
