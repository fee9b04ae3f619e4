from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.comparing import (
    Budget,
    TooMuchToCompare,
    matching_blocks,
    opcodes,
    ratio,
)
from plugin.sync.merge import merged
from plugin.web.differences import Mark, differences

WORDS = st.lists(st.sampled_from("abc"), max_size=30)
CRAFTED = [
    ("a b " * 2000, "b a " * 2000),
    ("a " * 4000, "a a b " * 1300),
    ("".join(f"{n % 7} {n % 3} " for n in range(2000)), "".join(f"{n % 5} " for n in range(4000))),
    ("a\n\n" * 2700, "b\n\na\n\n" * 1300),
]


@given(WORDS, WORDS)
def test_within_the_budget_nothing_differs_from_difflib(before: list[str], now: list[str]) -> None:
    wanted = SequenceMatcher(None, before, now, autojunk=False)

    assert opcodes(before, now, Budget()) == wanted.get_opcodes()


@given(WORDS, WORDS, st.integers(0, 200))
def test_what_is_told_is_true_whatever_the_budget(
    before: list[str], now: list[str], steps: int
) -> None:
    budget = Budget(steps)

    found = opcodes(before, now, budget)

    assert [each for _, i, j, _, _ in found for each in before[i:j]] == before
    assert [each for *_, k, m in found for each in now[k:m]] == now
    assert all(before[i:j] == now[k:m] for tag, i, j, k, m in found if tag == "equal")
    assert budget.left >= 0


def test_beyond_the_budget_the_ends_that_are_the_same_stay() -> None:
    found = opcodes([*"sameXXXXends"], [*"sameYYends"], Budget(0))

    assert found == [("equal", 0, 4, 0, 4), ("replace", 4, 8, 4, 6), ("equal", 8, 12, 6, 10)]


@pytest.mark.parametrize("compare", [matching_blocks, ratio])
def test_characters_are_compared_within_a_budget_too(compare: object) -> None:
    assert callable(compare)
    with pytest.raises(TooMuchToCompare):
        compare("ab" * 4000, "ba" * 3000 + "c", Budget(10_000))


@pytest.mark.parametrize(("older", "text"), CRAFTED)
def test_a_page_spends_one_budget_on_all_its_crafted_texts(older: str, text: str) -> None:
    budget = Budget()

    shown = [differences(older, text, budget) for _ in range(20)]

    assert budget.left >= 0
    for runs in shown:
        kept = "".join(run.words for run in runs if run.mark is not Mark.REMOVED)
        assert kept.split() == text.split()


def test_the_work_that_difflib_does_is_what_was_counted() -> None:
    before, now, looked = [*("ab" * 300)], [*("ba" * 300)], list[int]()
    budget, wanted = Budget(10**12), SequenceMatcher(None, before, now, autojunk=False)

    class Counting(list[int]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            for each in super().__iter__():
                looked.append(each)
                yield each

    wanted.b2j = {each: Counting(places) for each, places in wanted.b2j.items()}  # type: ignore[attr-defined]
    wanted.get_opcodes()
    opcodes(before, now, budget)

    assert len(looked) <= 10**12 - budget.left


def test_hundreds_of_edits_are_merged_by_looking_at_each_once() -> None:
    agreed = [f"Paragraph {number}" for number in range(600)]
    ours = [f"{each} of ours" if n % 4 == 0 else each for n, each in enumerate(agreed)]
    theirs = [f"{each} of theirs" if n % 4 == 2 else each for n, each in enumerate(agreed)]

    both = merged("\n\n".join(agreed), "\n\n".join(ours), "\n\n".join(theirs))

    assert both is not None
    assert (both.count("of ours"), both.count("of theirs")) == (150, 150)
