import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.limits import (
    Allowance,
    Limit,
    SharedPace,
    hold,
    miro_limit,
    miro_price,
    notion_limit,
    notion_price,
    take,
)
from connectors.sandbox.miro.kinds import KINDS
from connectors.sandbox.miro.limits import Level
from connectors.sandbox.miro.routes_boards import ROUTES as BOARDS
from connectors.sandbox.miro.routes_items import ROUTES as ITEMS
from connectors.sandbox.miro.routes_items import kind_routes
from connectors.sandbox.miro.routes_tags import ROUTES as TAGS

NOW = 1_795_600_000.0
LIMITS = [miro_limit(), miro_limit(10_000), notion_limit(), notion_limit(600)]
ROUTES = [
    *BOARDS,
    *ITEMS,
    *TAGS,
    *(route for kind in KINDS.values() for route in kind_routes(kind)),
]
PRICED = [route for route in ROUTES if isinstance(route.price, Level)]


class Book:
    """A book in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, Allowance] = {}

    def change(self, credential: str, decide: object) -> None:
        decided = decide(self.rows.get(credential))
        if decided is not None:
            self.rows[credential] = decided

    def read(self, credential: str) -> Allowance | None:
        return self.rows.get(credential)


def sent(limit: Limit, calls: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return when calls, each `pause` seconds after the one before it, are sent, with costs."""
    known, now, found = None, NOW, []
    for pause, cost in calls:
        now += pause
        turn = take(limit, known, now, cost, 1e9)
        known = turn.allowance
        found.append((now + turn.wait_s, cost))
    return found


@pytest.mark.parametrize("limit", LIMITS, ids=str)
@given(data=st.data())
def test_no_window_ever_holds_more_than_the_vendor_gives(limit: Limit, data: st.DataObject) -> None:
    cost = st.sampled_from([1.0] if limit.units < 1000 else [50.0, 100.0, 500.0])
    pause = st.sampled_from([0.0, 0.0, 0.0, 0.1, 3.0, 59.0])
    calls = data.draw(st.lists(st.tuples(pause, cost), min_size=1, max_size=250))

    moments = sent(limit, calls * (1 if limit.units > 600 else 4))

    for start, _ in moments:
        inside = [cost for at, cost in moments if start <= at < start + limit.window_s]
        assert sum(inside) <= limit.units


def test_four_hundred_notion_calls_take_little_more_than_even_pacing() -> None:
    moments = sent(notion_limit(180), [(0, 1)] * 400)

    assert 133 <= moments[-1][0] - moments[0][0] <= 137


def test_a_board_of_ten_thousand_notes_is_read_without_waiting() -> None:
    moments = sent(miro_limit(), [(0, 100)] * 200)

    assert moments[-1][0] == NOW


def test_what_costs_more_than_may_be_spent_at_once_waits_until_nothing_is_owed() -> None:
    limit = Limit(units=70, window_s=60, at_once=10)

    first, second = sent(limit, [(0, 30), (0, 1)])

    assert first[0] == NOW
    assert second[0] == pytest.approx(NOW + 21)


def test_a_turn_that_would_come_too_late_is_not_taken() -> None:
    limit = Limit(units=70, window_s=60, at_once=10)
    owed = take(limit, None, NOW, 40, 1e9).allowance

    turn = take(limit, owed, NOW, 10, 39)

    assert (turn.is_too_late, turn.allowance) == (True, owed)
    assert turn.wait_s == pytest.approx(40)


def test_a_hold_moves_the_next_moment_and_leaves_nothing_to_be_spent_at_once() -> None:
    limit = Limit(units=70, window_s=60, at_once=10)
    held = hold(limit, None, NOW, 30)

    first = take(limit, held, NOW, 1, 60)
    second = take(limit, first.allowance, NOW, 1, 60)

    assert [first.wait_s, second.wait_s] == pytest.approx([31, 32])


def test_a_shorter_hold_does_not_end_a_longer_one() -> None:
    limit = notion_limit()

    held = hold(limit, hold(limit, None, NOW, 50), NOW + 1, 2)

    assert held.held_until == NOW + 50


def test_a_clock_that_was_set_back_stops_nobody_for_long() -> None:
    limit = notion_limit()

    turn = take(limit, Allowance(NOW + 3600), NOW, 1, 60)

    assert not turn.is_too_late
    assert turn.wait_s < 1


@pytest.mark.parametrize("wrong", [(10, 60, 10, 0), (10, 60, 0, 0), (10, 60, 9, 1)])
def test_a_limit_into_which_nothing_flows_is_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="units"):
        Limit(*wrong)


@pytest.mark.parametrize("route", PRICED, ids=lambda route: f"{route.method} {route.pattern}")
def test_prices_are_those_of_miro(route: object) -> None:
    assert miro_price(route.method, route.pattern, {}) == int(route.price)


@pytest.mark.parametrize(
    ("method", "route", "query", "credits"),
    [
        ("GET", "/v2/boards/{board_id}/items", {"limit": "50"}, 100),
        ("GET", "/v2/boards/{board_id}/items", {"tag_id": "1"}, 50),
        ("POST", "/v2/boards/{board_id}/items/bulk", {}, 100),
        ("GET", "/v2/boards/{board_id}/connectors", {}, 100),
        ("DELETE", "/v2/boards/{board_id}/connectors/{connector_id}", {}, 500),
        ("DELETE", "/v2/boards/{board_id}/members/{board_member_id}", {}, 100),
        ("PUT", "/v2/boards", {}, 2000),
    ],
)
def test_prices_beyond_the_sandbox(
    method: str, route: str, query: dict[str, str], credits: float
) -> None:
    assert miro_price(method, route, query) == credits


def test_two_paces_on_one_book_share_one_allowance() -> None:
    book, limit = Book(), Limit(units=70, window_s=60, at_once=10)
    one, other = (SharedPace(book, "c", limit, notion_price, lambda: NOW) for _ in range(2))

    waits = [pace.take("GET", "/", {}, 60).wait_s for pace in (one, other) * 6]
    one.hold(20)

    assert waits == pytest.approx([0] * 10 + [1, 2])
    assert other.is_held()
    assert not SharedPace(book, "d", limit, notion_price, lambda: NOW).is_held()


@given(
    asked_s=st.floats(1, 600),
    back_s=st.floats(0, 100_000),
    began=st.floats(0, 600),
    tells=st.booleans(),
)
def test_quiet_that_was_asked_for_ends_however_far_a_clock_is_set_back(
    asked_s: float, back_s: float, began: float, tells: bool
) -> None:
    now = NOW + began
    book, limit = Book(), notion_limit()
    pace = SharedPace(book, "c", limit, notion_price, lambda: now)
    pace.take("GET", "/", {}, 30)
    pace.hold(asked_s)

    now -= back_s
    waited_s, step_s = 0.0, 5.0
    while pace.take("GET", "/", {}, step_s).is_too_late or (tells and pace.is_held()):
        waited_s += step_s
        now += step_s
        assert waited_s < asked_s + 2 * limit.window_s + 2 * step_s + limit.fill_s

    assert waited_s >= asked_s - step_s
