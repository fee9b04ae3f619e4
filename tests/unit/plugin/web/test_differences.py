import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.web.differences import Mark, before_differences, differences, passages

TEXTS = st.text(alphabet="ab., \n-’(1", max_size=40)
AS_SHOWN = {Mark.SAME: "{}", Mark.NEW: "[+{}]", Mark.REMOVED: "[-{}]"}


def shown(older: str, text: str) -> str:
    """Write two texts with what is new and what is gone in brackets."""
    return "".join(AS_SHOWN[run.mark].format(run.words) for run in differences(older, text))


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("older", "text", "as_shown"),
    [
        ("People ring.", "People ring.", "People ring."),
        ("People ring.", "People write.", "People [-ring] [+write]."),
        ("We never ring.", "We ring.", "We [-never] ring."),
        ("We ring, and never write.", "We ring.", "We ring[-, and never write]."),
        ("a b c", "b c d", "[-a] b c [+d]"),
        ("", "All new words", "[+All new words]"),
        ("All gone", "", "[-All gone]"),
        ("a b", "a", "a [-b]"),
        ("It ends", "It’s on", "[-It ends] [+It’s on]"),
    ],
)
def test_new_and_removed_words_are_told(older: str, text: str, as_shown: str) -> None:
    assert shown(older, text) == as_shown


@pytest.mark.parametrize(
    ("older", "text", "as_shown"),
    [
        ("One.\n\nTwo.", "One.\nTwo.", "One.\nTwo."),
        ("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", "One.\n\n[-Two.]\n\nThree."),
        ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "One.\n\n[+Two.]\n\nThree."),
        ("One is.\n\nTwo.", "One was.\n\nTwo.", "One [-is] [+was].\n\nTwo."),
        ("Same.\n\nOne two", "Same.\n\nOne three", "Same.\n\nOne [-two] [+three]"),
    ],
)
def test_paragraphs_stay_where_they_are(older: str, text: str, as_shown: str) -> None:
    assert shown(older, text) == as_shown


def test_one_word_that_is_the_same_by_chance_is_no_island() -> None:
    older, text = "When they ring the hospital by phone", "It happens on the phone"

    found = shown(older, text)

    assert found == "[-When they ring the hospital by] [+It happens on the] phone"


@given(TEXTS, TEXTS)
def test_no_word_of_either_text_is_lost(older: str, text: str) -> None:
    found = differences(older, text)

    now = "".join(run.words for run in found if run.mark is not Mark.REMOVED)
    before = "".join(run.words for run in found if run.mark is not Mark.NEW)
    assert without_spaces(now) == without_spaces(text)
    assert without_spaces(before) == without_spaces(older)
    assert all(run.words.strip() == run.words for run in found if run.mark is not Mark.SAME)


@given(TEXTS)
def test_a_text_that_did_not_change_is_shown_as_it_is(text: str) -> None:
    assert shown(text, text) == text


def test_very_long_paragraphs_are_told_as_a_whole() -> None:
    older, text = "other " * 5000, "word " * 5000

    found = differences(f"Same.\n\n{older}", f"Same.\n\n{text}")

    assert [run.mark for run in found if run.words.strip()] == [
        Mark.SAME,
        Mark.REMOVED,
        Mark.NEW,
    ]


def paragraphs(*numbers: int) -> str:
    return "\n\n".join(f"Paragraph {number}." for number in numbers)


def folds(older: str, text: str) -> list[str]:
    """Write each passage: its marks, or how many paragraphs are folded away."""
    found = passages(differences(older, text))
    return [
        str(each.folded) if each.folded else "".join(run.words for run in each.runs)
        for each in found
    ]


def test_paragraphs_far_from_a_change_are_folded_away() -> None:
    found = folds(paragraphs(*range(1, 21)), paragraphs(*range(1, 10), *range(11, 21)))

    assert found == ["8", paragraphs(9, 10, 11), "9"]


def test_a_changed_paragraph_is_shown_as_a_whole() -> None:
    older = paragraphs(*range(1, 11))
    text = older.replace("Paragraph 5.", "The fifth paragraph, longer.")

    assert folds(older, text)[1].endswith("paragraph, longer.")
    assert folds(older, older.replace("5.", "5, and more.")) == ["4", "Paragraph 5, and more.", "5"]


@pytest.mark.parametrize("text", [paragraphs(1, 2, 4), paragraphs(*range(1, 30)), ""])
def test_a_short_story_and_one_without_changes_are_not_folded(text: str) -> None:
    older = text or "Gone."

    assert [each.folded for each in passages(differences(older, text))] in ([0], [])


def test_what_was_agreed_shows_what_either_side_says_differently() -> None:
    older = paragraphs(*range(1, 12))
    ours, theirs = paragraphs(*range(2, 12)), older.replace("Paragraph 6.", "Another.")

    found = passages(before_differences(older, ours, theirs))

    told = [each.folded or "".join(run.words for run in each.runs) for each in found]
    assert told == ["Paragraph 1.", 4, "Paragraph 6.", 5]


@given(TEXTS, TEXTS)
def test_folding_loses_no_words(older: str, text: str) -> None:
    runs = differences(older, text)

    kept = "".join(run.words for each in passages(runs) for run in each.runs)

    assert without_spaces(kept) == without_spaces("".join(run.words for run in runs))
