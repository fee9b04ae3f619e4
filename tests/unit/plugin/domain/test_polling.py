import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.polling import OPEN, QUIET, Watch, Window, distance_s, wait_s

MIRO = Window(100_000, 60)
NOTION = Window(180, 60)
WATCHES = st.lists(
    st.tuples(st.floats(0, 50_000), st.integers(0, 1_000_000), st.booleans()), max_size=30
)


def waits_s(found: tuple[Watch, ...], window: Window) -> dict[str, float]:
    costs = {False: 0.0, True: 0.0}
    for each in found:
        costs[each.is_open] += each.cost
    return {each.key: wait_s(each, costs, window) for each in found}


def watches(given: list[tuple[float, int, bool]]) -> tuple[Watch, ...]:
    return tuple(Watch(str(place), *each) for place, each in enumerate(given))


def spent_in_a_window(found: tuple[Watch, ...], window: Window, is_open: bool) -> float:
    waits = waits_s(found, window)
    chosen = [watch for watch in found if watch.is_open is is_open]
    return sum(watch.cost / waits[watch.key] for watch in chosen) * window.seconds


@given(WATCHES, st.sampled_from([MIRO, NOTION]))
def test_looking_never_takes_more_than_its_share(
    chosen: list[tuple[float, int, bool]], window: Window
) -> None:
    found = watches(chosen)

    assert spent_in_a_window(found, window, is_open=False) <= window.units * 0.1 * 1.000001
    assert spent_in_a_window(found, window, is_open=True) <= window.units * 0.5 * 1.000001


@pytest.mark.parametrize(
    ("looked_at", "expected_s"),
    [
        (Watch("b", 300, 0, is_open=True), OPEN.shortest_s),
        (Watch("b", 300, 1, is_open=True), OPEN.shortest_s * 1.5),
        (Watch("b", 300, 9, is_open=True), OPEN.longest_s),
        (Watch("b", 300, 0), QUIET.shortest_s),
        (Watch("b", 300, 10**9), QUIET.longest_s),
        (Watch("b", 50_000, 0), 300),
    ],
)
def test_quiet_makes_looks_rarer_and_news_brings_them_back(
    looked_at: Watch, expected_s: float
) -> None:
    assert waits_s((looked_at,), MIRO)["b"] == pytest.approx(expected_s)


def test_many_quiet_boards_wait_for_each_other_and_not_for_the_open_one() -> None:
    quiet = tuple(Watch(str(place), 20, 0) for place in range(100))
    session = Watch("open", 20, 0, is_open=True)

    found = waits_s((*quiet, session), NOTION)

    assert found["0"] == pytest.approx(2000 / 0.3)
    assert found["open"] == OPEN.shortest_s


@given(st.floats(0.01, 1_000), st.sampled_from([MIRO, NOTION]), st.booleans())
def test_no_single_window_holds_more_than_the_share(
    spent: float, window: Window, is_open: bool
) -> None:
    share = window.units * (0.5 if is_open else 0.1)

    apart_s = distance_s(spent, window, is_open=is_open)

    in_a_window = window.seconds / apart_s * spent
    assert in_a_window <= share * 1.000001
    assert in_a_window >= share / 2 or spent > share


def test_what_cost_nothing_is_followed_at_once() -> None:
    assert distance_s(0, NOTION) == 0
