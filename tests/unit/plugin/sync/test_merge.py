import re

import pytest

from plugin.sync import merge
from plugin.sync.merge import (
    Conflict,
    Nothing,
    Outcome,
    PushOurs,
    SameOnBoth,
    TakeTheirs,
    Waits,
    compare,
    keep_here,
)

CASES: list[tuple[str | None, str, str, str | None, Outcome]] = [
    ("a", "a", "a", None, Nothing()),
    ("a", "a", "a", "a", Nothing()),
    ("a", "a", "a", "b", PushOurs("b")),
    ("a", "b", "a", None, Waits()),
    ("a", "b", "a", "a", Waits()),
    ("a", "b", "a", "b", PushOurs("b")),
    ("a", "c", "a", "b", PushOurs("b")),
    *(("a", "a", "b", pushable, TakeTheirs("b")) for pushable in (None, "a", "b", "c")),
    *(("a", "b", "b", pushable, SameOnBoth("b")) for pushable in (None, "a", "b", "c")),
    *(("a", "b", "c", pushable, Conflict("a", "b", "c")) for pushable in (None, "a", "b", "d")),
    *((None, "a", "a", pushable, SameOnBoth("a")) for pushable in (None, "a", "b")),
    *((None, "a", "b", pushable, Conflict("", "a", "b")) for pushable in (None, "a", "b")),
    ("a", "a", "", None, TakeTheirs("")),
]


@pytest.mark.parametrize(("agreed", "ours", "theirs", "pushable", "wanted"), CASES)
def test_every_case_of_the_table(
    agreed: str | None, ours: str, theirs: str, pushable: str | None, wanted: Outcome
) -> None:
    assert compare(agreed, ours, theirs, pushable) == wanted


def test_the_table_has_no_case_without_a_test() -> None:
    rows = re.findall(r"^    (\S+) +(\S+) +(\S+) +(\S+) +│ (\w+)", merge.__doc__ or "", re.M)
    tested = {(a or "none", o, t or "empty", type(w).__name__) for a, o, t, _, w in CASES}
    written = {(a, o, t, what) for a, o, t, _, what in rows if a != "agreed"}

    assert len(written) == 11
    assert {row for row in written if row[2] != "empty"} <= tested


def test_a_field_that_needs_words_is_not_taken_empty() -> None:
    assert compare("a", "a", "", "a", needs_words=True) == Conflict("a", "a", "")


@pytest.mark.parametrize(("theirs", "wanted"), [("a", Nothing()), ("b", PushOurs("a"))])
def test_what_only_we_keep_is_put_back(theirs: str, wanted: Outcome) -> None:
    assert keep_here("a", theirs) == wanted
