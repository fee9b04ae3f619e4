"""What a group has that could lie on a board, read once for all designs, and no more than is shown.

Notes are read some at a time, of few meetings or of a part of one: after years there are thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice

from plugin.domain.notes import Note
from plugin.domain.returns import ReturnCard
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.mirror.piece_cards import checked_cards
from plugin.store import identifier_decisions
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx

_AT_ONCE = 200  # notes, of as many meetings as have them


@dataclass
class Shelf:
    """The closed sessions of a group, their notes, and its checked pieces."""

    tx: Tx
    here: tuple[str, str]  # a partnership and a community
    template_of: Callable[[str], Template]
    now: datetime
    _read: dict[str, tuple[Note, ...]] = field(default_factory=dict)  # by session
    _of_large: dict[tuple[str, int], tuple[Note, ...]] = field(default_factory=dict)
    _cards: dict[int, list[ReturnCard]] = field(default_factory=dict)  # by how many are wanted

    @cached_property
    def closed(self) -> tuple[Session, ...]:
        """Return its closed sessions, the newest first."""
        held = sorted(stored_sessions.sessions(self.tx, self.here[1]), key=lambda each: each.day)
        return tuple(each for each in reversed(held) if each.state is SessionState.CLOSED)

    @cached_property
    def identifiers(self) -> KnownIdentifiers:
        """Return what points to a person here, and what was decided about it."""
        return identifier_decisions.known_in(self.tx, self.here[0])

    @cached_property
    def in_pieces(self) -> frozenset[str]:
        """Return the notes that a piece rests on."""
        return stored_pieces.notes_in_pieces(self.tx, self.here[1])

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return stored_notes.numbers_of_notes(self.tx, self.here[1])

    def notes(self, sessions: Sequence[Session]) -> Iterator[tuple[Session, Note]]:
        """Yield the notes of some sessions, with their session, as far as somebody goes on."""
        for number, session in enumerate(sessions):
            if self._is_large(session):
                yield from ((session, note) for note in self._slices(session))
                continue
            if session.id not in self._read:
                self._read |= stored_notes.notes_of_sessions(self.tx, self._next(sessions[number:]))
            yield from ((session, note) for note in self._read[session.id])

    def _is_large(self, session: Session) -> bool:
        return self._numbers.get(session.id, 0) > _AT_ONCE

    def _slices(self, session: Session) -> Iterator[Note]:
        """Yield the notes of a large session; each slice is as large as all before it."""
        first = 0
        while True:
            most = max(first, _AT_ONCE)
            if (session.id, first) not in self._of_large:
                some = stored_notes.notes(self.tx, session.id, first, most)
                self._of_large[session.id, first] = some
            some = self._of_large[session.id, first]
            yield from some
            if len(some) < most:
                return
            first += most

    def _next(self, sessions: Sequence[Session]) -> list[str]:
        found: list[str] = []
        number = 0
        for session in sessions:
            if self._is_large(session):
                break
            found.append(session.id)
            number += self._numbers.get(session.id, 0)
            if number >= _AT_ONCE:
                break
        return found

    def cards(self, most: int) -> list[ReturnCard]:
        """Return cards of the newest checked pieces; several boxes may ask for them."""
        if most not in self._cards:
            self._cards[most] = self._newest_cards(most)
        return self._cards[most]

    def _newest_cards(self, most: int) -> list[ReturnCard]:
        newest = stored_pieces.newest_pieces(self.tx, *self.here, 2 * most)
        found = list(islice(checked_cards(reversed(newest), self.now), most))
        if len(found) == most or stored_pieces.number_of_pieces(self.tx, self.here[1]) == len(
            newest
        ):
            return found
        every = stored_pieces.pieces(self.tx, *self.here)
        return list(islice(checked_cards(reversed(every), self.now), most))
