import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.sync import merge
from plugin.sync.merge import (
    BothChanged,
    Nothing,
    Outcome,
    PushOurs,
    SameOnBoth,
    TheirsChanged,
    Waits,
    compare,
    compare_entries,
    is_at_rest,
    to_put_back,
)

CASES: list[tuple[str | None, str, str, str | None, Outcome]] = [
    ("a", "a", "a", None, Nothing()),
    ("a", "a", "a", "a", Nothing()),
    ("a", "a", "a", "b", PushOurs("b")),
    ("a", "b", "a", None, Waits()),
    ("a", "b", "a", "a", Waits()),
    ("a", "b", "a", "b", PushOurs("b")),
    ("a", "c", "a", "b", PushOurs("b")),
    *(("a", "a", "b", pushable, TheirsChanged("b")) for pushable in (None, "a", "b", "c")),
    *(("a", "b", "b", pushable, SameOnBoth("b")) for pushable in (None, "a", "b", "c")),
    *(("a", "b", "c", pushable, BothChanged("a", "b", "c")) for pushable in (None, "a", "b", "d")),
    *((None, "a", "a", pushable, SameOnBoth("a")) for pushable in (None, "a", "b")),
    *((None, "a", "b", pushable, BothChanged("", "a", "b")) for pushable in (None, "a", "b")),
    ("a", "a", "", None, TheirsChanged("")),
]


@pytest.mark.parametrize(("agreed", "ours", "theirs", "pushable", "wanted"), CASES)
def test_every_case_of_the_table(
    agreed: str | None, ours: str, theirs: str, pushable: str | None, wanted: Outcome
) -> None:
    assert compare(agreed, ours, theirs, pushable) == wanted


PARAGRAPHS: list[tuple[str, str, str, Outcome]] = [
    ("p q", "P q", "p Q", TheirsChanged("P Q")),
    ("p q", "P q", "P Q", TheirsChanged("P Q")),
    ("p q", "P Q", "P q", SameOnBoth("P q")),
    ("p q", "P q", "x q", BothChanged("p q", "P q", "x q")),
    ("p q r", "P q r", "p q", TheirsChanged("P q")),
    ("p q r", "q r", "p q R", TheirsChanged("q R")),
    ("p q r", "p q r s", "P q r", TheirsChanged("P q r s")),
    ("p q r", "s p q r", "p q r t", TheirsChanged("s p q r t")),
    ("p q r", "p s q r", "P q r", BothChanged("p q r", "p s q r", "P q r")),
    ("p q", "p s q", "p t q", BothChanged("p q", "p s q", "p t q")),
    ("p q", "q", "P q", BothChanged("p q", "q", "P q")),
    ("p", "P", "", BothChanged("p", "P", "")),
    ("p q r", "x y q r", "p q R", TheirsChanged("x y q R")),
]


@pytest.mark.parametrize(("agreed", "ours", "theirs", "wanted"), PARAGRAPHS)
def test_a_story_is_compared_by_its_paragraphs(
    agreed: str, ours: str, theirs: str, wanted: Outcome
) -> None:
    agreed, ours, theirs = (each.replace(" ", "\n\n") for each in (agreed, ours, theirs))

    found = compare(agreed, ours, theirs, None, by_paragraph=True)

    assert str(found).replace("\\n\\n", " ") == str(wanted)


WORDS = st.lists(st.sampled_from("pqrstxyz"), max_size=6).map("\n\n".join)


@given(WORDS, WORDS, WORDS)
def test_no_changed_paragraph_is_lost(agreed: str, ours: str, theirs: str) -> None:
    both = merge.merged(agreed, ours, theirs)

    if both is not None:
        kept = set(both.split("\n\n"))
        before = set(agreed.split("\n\n"))
        assert {*ours.split("\n\n"), *theirs.split("\n\n")} - before - {""} <= kept


def test_the_table_has_no_case_without_a_test() -> None:
    rows = re.findall(r"^    (\S+) +(\S+) +(\S+) +(\S+) +│ (\w+)", merge.__doc__ or "", re.M)
    tested = {(a or "none", o, t or "empty", type(w).__name__) for a, o, t, _, w in CASES}
    written = {(a, o, t, what) for a, o, t, _, what in rows if a != "agreed"}

    assert len(written) == 11
    assert {row for row in written if row[2] != "empty"} <= tested


def test_a_field_that_needs_words_is_not_taken_empty() -> None:
    assert compare("a", "a", "", "a", needs_words=True) == BothChanged("a", "a", "")


@pytest.mark.parametrize(
    ("theirs", "wanted"), [({"x": "a"}, {}), ({"x": "b"}, {"x": "a"}), ({"y": "b"}, {})]
)
def test_what_only_we_keep_is_put_back(theirs: dict[str, str], wanted: dict[str, str]) -> None:
    assert to_put_back({"x": "a"}, theirs) == wanted


@pytest.mark.parametrize(
    ("agreed", "theirs", "wanted"),
    [
        ("", "", PushOurs("Trust")),
        ("Trust", "Trust", Nothing()),
        ("trust", "trust", Nothing()),
        ("Trust", "", TheirsChanged("")),
        ("Trust", "Trust new", TheirsChanged("Trust new")),
        ("Trust", "other", TheirsChanged("other")),
        ("Trust asked", "Trust asked", Nothing()),
        ("Trust other", "Trust other", PushOurs("Trust")),
        ("other", "other", PushOurs("Trust")),
        ("", "Trust", SameOnBoth("Trust")),
    ],
)
def test_themes_are_compared_one_by_one(agreed: str, theirs: str, wanted: Outcome) -> None:
    told = (agreed.replace(" ", "\n"), theirs.replace(" ", "\n"))

    found = compare_entries(*told, {"trust": "Trust"}, {"asked"})

    assert str(found).replace("\\n", " ") == str(wanted)


@pytest.mark.parametrize("side", ["agreed", "ours", "theirs", "pushable"])
def test_a_field_is_at_rest_only_where_all_sides_say_the_same(side: str) -> None:
    same = {"agreed": "a", "ours": "a", "theirs": "a", "pushable": "a"}

    assert is_at_rest(**same)
    assert is_at_rest("a", "a", "a", None)
    assert not is_at_rest(**{**same, side: "b"})
