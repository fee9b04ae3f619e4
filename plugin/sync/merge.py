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
    a       a     b       any      │ TheirsChanged(b)
    a       b     b       any      │ SameOnBoth(b)
    a       b     c       any      │ BothChanged(a, b, c)
    none    a     a       any      │ SameOnBoth(a)
    none    a     b       any      │ BothChanged("", a, b)
    a       a     empty   any      │ BothChanged(a, a, "") where words are needed,
                                   │ else TheirsChanged

A story is compared by its paragraphs. p, q are two of them, ' marks a changed one:

    agreed  ours   theirs │ what to do
    ──────────────────────┼──────────────────────────────────────────────────────────────────
    p q     p' q   p q'   │ TheirsChanged(p' q')  each side changed another one
    p q     p' q   p' q'  │ TheirsChanged(p' q')  they have our change, and one more
    p q     p' q'  p' q   │ SameOnBoth(p' q)      we have their change, and one more
    p q     p' q   p'' q  │ BothChanged           both changed the same one

Themes are compared one by one, whatever their case. One that is *shared* is marked for partners,
one that is *asked* was typed there, and a curator has yet to decide:

    agreed  there  here   │ the theme
    ──────────────────────┼──────────────────────────────────────────────────────────────────
    no      yes    any    │ is given to the piece here; a new name is a proposal
    yes     no     shared │ is taken from the piece here
    yes     yes    shared │ stays
    yes     yes    asked  │ stays there, and is put nowhere else
    yes     yes    other  │ is taken off there
    no      no     shared │ is put there

Fields that only we keep have two sides: where theirs differs from ours, ours is put back; what was
agreed of them tells only whether a person changed them there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugin.domain.comparing import Budget, opcodes

BETWEEN = "\n\n"  # paragraphs, in the form that can be compared


@dataclass(frozen=True, slots=True)
class Nothing:
    """Both sides have what they agreed on."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Ours changed, and may not travel before it is checked."""


@dataclass(frozen=True, slots=True)
class TheirsChanged:
    """Theirs changed: `text` makes the next wording here; it holds changes of ours to others."""

    text: str


@dataclass(frozen=True, slots=True)
class PushOurs:
    """Only ours changed, and may go to Notion."""

    text: str


@dataclass(frozen=True, slots=True)
class SameOnBoth:
    """Whatever theirs changed to, ours holds it: theirs is agreed."""

    text: str


@dataclass(frozen=True, slots=True)
class BothChanged:
    """Both changed, differently: a person chooses."""

    agreed: str
    ours: str
    theirs: str


Outcome = Nothing | Waits | TheirsChanged | PushOurs | SameOnBoth | BothChanged


def compare(
    agreed: str | None,
    ours: str,
    theirs: str,
    pushable: str | None,
    *,
    needs_words: bool = False,
    by_paragraph: bool = False,
) -> Outcome:
    """Decide one field that both sides keep, by the tables above."""
    if theirs == agreed:
        if pushable is not None and pushable != agreed:
            return PushOurs(pushable)
        return Nothing() if ours == agreed else Waits()
    if ours == theirs:
        return SameOnBoth(theirs)
    if needs_words and not theirs:
        return BothChanged(agreed or "", ours, theirs)
    if ours == agreed:
        return TheirsChanged(theirs)
    both = merged(agreed, ours, theirs) if by_paragraph and agreed is not None else None
    if both is None:
        return BothChanged(agreed or "", ours, theirs)
    return SameOnBoth(theirs) if both == ours else TheirsChanged(both)


def is_at_rest(agreed: str | None, ours: str, theirs: str | None, pushable: str | None) -> bool:
    """Say whether both sides are as they were agreed, as most are, and nothing else may go out."""
    return ours == theirs == agreed and pushable in (None, ours)


def compare_entries(
    agreed: str, theirs: str, goes: Mapping[str, str], asked: Collection[str]
) -> Outcome:
    """Decide a list whose entries both sides keep, a line each, by the table above.

    `goes` are ours that may stand there, by their casefolded names; `asked` are those proposed.
    """
    if not (agreed or theirs or goes):
        return Nothing()
    before, there = {each.casefold() for each in agreed.split("\n")}, theirs.split("\n")
    now = {each.casefold() for each in there}
    if now != before:
        is_ours = before - {""} <= now and now - before <= goes.keys()
        return SameOnBoth(theirs) if is_ours else TheirsChanged(theirs)
    kept = {e.casefold(): e for e in there if e.casefold() in goes or e.casefold() in asked}
    wanted = "\n".join(sorted({**goes, **kept}.values()))
    return Nothing() if wanted == theirs else PushOurs(wanted)


def to_put_back(ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """Return what is to be written of fields that only we keep; a column not shown is left."""
    return {name: text for name, text in ours.items() if theirs.get(name, text) != text}


def same_on_both(
    agreed: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, str]:
    """Return what is now the same of fields that only we keep, and is not yet agreed."""
    return {n: text for n, text in ours.items() if agreed.get(n) != text and theirs.get(n) == text}


def merged(agreed: str, ours: str, theirs: str) -> str | None:
    """Return a story with the changes of both sides, or None where they touch one paragraph."""
    before = _parted(agreed)
    edits = sorted({*_edits(before, _parted(ours)), *_edits(before, _parted(theirs))})
    if _clash(edits):
        return None
    found: list[str] = []
    done = 0
    for start, end, new in edits:
        found += [*before[done:start], *new]
        done = end
    return BETWEEN.join((*found, *before[done:]))


_Edit = tuple[int, int, tuple[str, ...]]  # from, to, what stands there instead


def _parted(story: str) -> list[str]:
    return story.split(BETWEEN) if story else []


def _edits(before: Sequence[str], after: Sequence[str]) -> Iterator[_Edit]:
    """Return what turns `before` into `after`; as many for as many are told one by one."""
    for tag, start, end, new_start, new_end in opcodes(before, after, Budget()):
        if tag == "replace" and end - start == new_end - new_start:
            for at in range(end - start):
                yield (start + at, start + at + 1, (after[new_start + at],))
        elif tag != "equal":
            yield (start, end, tuple(after[new_start:new_end]))


def _clash(edits: Sequence[_Edit]) -> bool:
    """Say whether two edits, in their order, touch one paragraph.

    What is put between touches both neighbours.
    """
    changed_until = put_until = -1
    for start, end, _ in edits:
        is_put = start == end
        if start <= put_until or start < changed_until or (is_put and start <= changed_until):
            return True
        if is_put:
            put_until = max(put_until, end)
        else:
            changed_until = max(changed_until, end)
    return False
