import pytest

from plugin.domain.people import MAY, OPERATOR, Actor, Membership, Power, Role
from plugin.errors import NotHere, Refused

WHOLE = Membership("p", None, Role.FACILITATOR)
DAY = Membership("p", "day", Role.CONVENOR)
NIGHT = Membership("p", "night", Role.FACILITATOR)


@pytest.mark.parametrize(
    ("held", "communities", "may"),
    [
        ((WHOLE,), (), True),
        ((WHOLE,), ("day", "night"), True),
        ((DAY,), ("day",), True),
        ((DAY,), ("day", "night"), False),
        ((DAY, NIGHT), ("day", "night"), True),
        ((DAY,), (), False),
        ((Membership("p", None, Role.LEARNING_PARTNER),), ("day",), False),
        ((Membership("p", None, Role.SPONSOR), DAY), ("day", "night"), False),
    ],
)
def test_the_whole_partnership_is_for_who_hosts_all_of_it(
    held: tuple[Membership, ...], communities: tuple[str, ...], may: bool
) -> None:
    actor = Actor("x", "X", held)

    assert actor.may_everywhere(Power.CONNECT, "p", communities) is may
    if not may:
        with pytest.raises(Refused):
            actor.require_everywhere(Power.CONNECT, "p", communities)


def test_strangers_hear_that_nothing_is_there() -> None:
    with pytest.raises(NotHere):
        Actor("x", "X", (WHOLE,)).require_everywhere(Power.CONNECT, "other", ())


def test_whoever_runs_the_server_may_everywhere() -> None:
    assert OPERATOR.may_everywhere(Power.CONNECT, "p", ("day", "night"))


def test_a_supervisor_may_do_what_a_sponsor_may() -> None:
    held = {
        role: {power for power, roles in MAY.items() if role in roles}
        for role in (Role.SPONSOR, Role.SUPERVISOR)
    }

    assert held == {Role.SPONSOR: {Power.READ_MEMORY}, Role.SUPERVISOR: {Power.READ_MEMORY}}
