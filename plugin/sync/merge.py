"""Three-way comparison of one field: what both sides had agreed on, ours, theirs.

`pushable` is the text that may go to Notion: that of a checked wording newer than what Notion
shows, None where there is none. a, b, c are three different texts.

    agreed  ours  theirs  pushable │ what to do
    ───────────────────────────────┼──────────────────────────────────────────────────────────
    a       a     a       –        │ Nothing
    a       a     a       a        │ Nothing
    a       a     a       b        │ PushOurs(b)   taken back here since, but b is what was checked
    a       b     a       –        │ Waits         our change is not checked yet
    a       b     a       a        │ Waits
    a       b     a       b        │ PushOurs(b)
    a       c     a       b        │ PushOurs(b)   c waits until it is checked
    a       a     b       any      │ TakeTheirs(b)
    a       b     b       any      │ SameOnBoth(b)
    a       b     c       any      │ Conflict(a, b, c)
    none    a     a       any      │ SameOnBoth(a)
    none    a     b       any      │ Conflict("", a, b)
    a       a     empty   any      │ Conflict(a, a, "") where the field needs words, else TakeTheirs

Fields that only we keep have two sides: theirs differs from ours → PushOurs(ours), else Nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nothing:
    """Both sides have what they agreed on."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Ours changed, and may not travel before it is checked."""


@dataclass(frozen=True, slots=True)
class TakeTheirs:
    """Only theirs changed: it makes the next wording here."""

    text: str


@dataclass(frozen=True, slots=True)
class PushOurs:
    """Only ours changed, and may go to Notion."""

    text: str


@dataclass(frozen=True, slots=True)
class SameOnBoth:
    """Both changed to the same text: it is agreed."""

    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both changed, differently: a person chooses."""

    agreed: str
    ours: str
    theirs: str


Outcome = Nothing | Waits | TakeTheirs | PushOurs | SameOnBoth | Conflict


def compare(
    agreed: str | None,
    ours: str,
    theirs: str,
    pushable: str | None,
    *,
    needs_words: bool = False,
) -> Outcome:
    """Decide one field that both sides keep, by the table above."""
    if theirs == agreed:
        if pushable is not None and pushable != agreed:
            return PushOurs(pushable)
        return Nothing() if ours == agreed else Waits()
    if ours == theirs:
        return SameOnBoth(theirs)
    if ours != agreed or (needs_words and not theirs):
        return Conflict(agreed or "", ours, theirs)
    return TakeTheirs(theirs)


def keep_here(ours: str, theirs: str) -> Outcome:
    """Decide one field that only we keep: an edit in Notion is put back."""
    return Nothing() if ours == theirs else PushOurs(ours)
