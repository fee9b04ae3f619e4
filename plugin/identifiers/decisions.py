"""What people decided about words that may point to a person, and what stays open after it.

A decision holds for every way in which the words are typed (`Identifier.key`), in the whole
partnership. *Disguised* says what stands in place of the words wherever they leave the group; the
stored words stay. *No person* says that the words point to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cached_property
from hashlib import sha256

from plugin.identifiers.finder import find
from plugin.identifiers.findings import Identifier, IdentifierKind
from plugin.identifiers.names import Names

GAP = "[…]"
_MOST_REMEMBERED = 50_000
# What was found in which text, as hashes alone: texts are looked through at every reading.
_FOUND: dict[tuple[bytes, int], frozenset[int]] = {}


class DecidedAs(Enum):
    """What somebody decided about words."""

    DISGUISED = "disguised"
    NO_PERSON = "no person"
    FORGOTTEN = "forgotten"  # a disguise: a gap stands there until somebody decides again
    ERASED = "erased"  # of one note, by a keyed hash: the words themselves are gone


@dataclass(frozen=True, slots=True)
class IdentifierDecision:
    """One decision; `note_id` is where the words stand, None for words that were typed here.

    Where words point to nobody, or were forgotten, `replacement` is what stood there before.
    """

    id: str
    kind: IdentifierKind
    key: str = field(repr=False)
    decided_as: DecidedAs
    replacement: str = ""
    note_id: str | None = None
    made_at: datetime | None = None

    @property
    def is_disguise(self) -> bool:
        """Say whether other words stand in place of these."""
        return self.decided_as is DecidedAs.DISGUISED


@dataclass(frozen=True)
class KnownIdentifiers:
    """The names of a partnership, and what its people decided about words."""

    names: Names = field(default_factory=Names)
    disguises: tuple[tuple[IdentifierKind, str, str], ...] = ()
    no_person: frozenset[tuple[IdentifierKind, str]] = frozenset()
    # When each disguise was chosen, or ended since its words point to nobody.
    chosen_at: tuple[tuple[IdentifierKind, str, datetime], ...] = ()
    forgotten: frozenset[tuple[IdentifierKind, str]] = frozenset()  # disguises

    def open_in_note(self, text: str) -> tuple[Identifier, ...]:
        """Return what in a note nobody has decided about."""
        if self._hashes_in(text) <= self._decided:
            return ()
        disguised = {(kind, key) for kind, key, _ in self.disguises}
        return tuple(each for each in self.open_in_wording(text) if _is(each) not in disguised)

    def may_be_in(self, text: str) -> bool:
        """Say whether anything was found in a text, decided about or not."""
        return bool(self._hashes_in(text))

    @property
    def names_fingerprint(self) -> int:
        """Return a number by which a process tells these names from others."""
        return self._of_names

    def open_in_wording(self, text: str) -> tuple[Identifier, ...]:
        """Return what in words of a piece has to be reworded, or said to be no person.

        A disguise does not change what somebody wrote, so it closes nothing here.
        """
        if self._hashes_in(text) <= self._nobody:
            return ()
        return tuple(each for each in find(text, self.names) if _is(each) not in self.no_person)

    def disguised(self, text: str, read_at: datetime | None = None) -> str:
        """Return a text as it may leave the group: with the disguises that were chosen.

        One that was chosen after people had been asked about these words, at `read_at`, leaves a
        gap: nobody agreed to other words in their place. So does one that was forgotten, until
        somebody decides again; and it goes on where people were asked before that.
        """
        chosen = {(kind, key): replacement for kind, key, replacement in self.disguises}
        chosen |= dict.fromkeys(self.forgotten, GAP)
        if read_at is not None:
            later = ((kind, key) for kind, key, at in self.chosen_at if at > read_at)
            chosen |= dict.fromkeys(later, GAP)
        if not chosen or not self._hashes_in(text):
            return text
        return replaced(
            text,
            ((each, chosen[_is(each)]) for each in find(text, self.names) if _is(each) in chosen),
        )

    @cached_property
    def _nobody(self) -> frozenset[int]:
        return frozenset(hash(each) for each in self.no_person)

    @cached_property
    def _decided(self) -> frozenset[int]:
        return self._nobody | {hash((kind, key)) for kind, key, _ in self.disguises}

    @cached_property
    def _of_names(self) -> int:
        return hash(self.names)

    def _hashes_in(self, text: str) -> frozenset[int]:
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        known = (digest, self._of_names)
        if known not in _FOUND:
            if len(_FOUND) >= _MOST_REMEMBERED:
                _FOUND.clear()
            _FOUND[known] = frozenset(hash(_is(each)) for each in find(text, self.names))
        return _FOUND[known]


def known_identifiers(
    people: Iterable[str], decisions: Iterable[IdentifierDecision]
) -> KnownIdentifiers:
    """Return what is known of a partnership with these people and decisions."""
    found = tuple(decisions)
    disguises = [each for each in found if each.is_disguise]
    were = [each for each in found if each.replacement]  # disguises of today, and of before
    names = {each.key: each.replacement for each in were if each.kind is IdentifierKind.NAME}
    return KnownIdentifiers(
        Names(frozenset(people), frozenset(names.items())),
        tuple(sorted(((each.kind, each.key, each.replacement) for each in disguises), key=str)),
        _decided_as(found, DecidedAs.NO_PERSON),
        tuple((each.kind, each.key, each.made_at) for each in were if each.made_at),
        _decided_as(found, DecidedAs.FORGOTTEN),
    )


def _decided_as(
    decisions: Iterable[IdentifierDecision], wanted: DecidedAs
) -> frozenset[tuple[IdentifierKind, str]]:
    return frozenset((each.kind, each.key) for each in decisions if each.decided_as is wanted)


def replaced(text: str, changes: Iterable[tuple[Identifier, str]]) -> str:
    """Return a text with other words in place of what was found; *’s* behind a name stays."""
    for each, replacement in sorted(changes, key=lambda one: -one[0].start):
        owns = _OWNS.search(each.words(text)) if each.kind is IdentifierKind.NAME else None
        tail = owns[0] if owns else ""
        text = f"{text[: each.start]}{replacement}{tail}{text[each.end :]}"
    return text


_OWNS = re.compile(r"['’]s?$")


def _is(found: Identifier) -> tuple[IdentifierKind, str]:
    return (found.kind, found.key)
