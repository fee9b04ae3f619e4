"""Who reads the held notes of a session: asked here by every page that could show one.

The rule itself is `domain.held`; this module reads what it needs from the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from plugin.domain import held
from plugin.domain.held import HeldReader, holds_notes, is_named_later
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.domain.sessions import Session
from plugin.store import chosen_sessions
from plugin.store import held_readers as stored_held_readers
from plugin.store import people as stored_people
from plugin.store.database import Tx


def present_readers(tx: Tx, partnership_id: str, community_id: str) -> tuple[HeldReader, ...]:
    """Return who would be named on a board of this community that is built now."""
    people = (person for person, _ in stored_people.people_of(tx, partnership_id))
    return held.readers_of(people, partnership_id, community_id)


def freeze_readers(tx: Tx, session: Session) -> None:
    """Freeze who reads the held notes of a session, while its board is stored."""
    present = present_readers(tx, session.partnership_id, session.community_id)
    stored_held_readers.freeze(tx, session.id, present)


def readers_of(tx: Tx, session: Session) -> tuple[HeldReader, ...]:
    """Return who is named on a session's board, or would be if it were built now."""
    if is_named_later(session):
        return present_readers(tx, session.partnership_id, session.community_id)
    return stored_held_readers.frozen(tx, session.id)


def names_of_readers(tx: Tx, session: Session) -> tuple[str, ...]:
    """Return the names of `readers_of` alone: who may be each of them is not asked."""
    if is_named_later(session):
        return tuple(each.name for each in readers_of(tx, session))
    return stored_held_readers.frozen_names(tx, session.id)


def readers_of_closed(tx: Tx, sessions: Sequence[Session]) -> dict[str, tuple[HeldReader, ...]]:
    """Return who is named on the boards of closed sessions, by session."""
    found = stored_held_readers.frozen_in(tx, [each.id for each in sessions])
    return {each.id: found.get(each.id, ()) for each in sessions}


def readers_of_each(tx: Tx, sessions: Sequence[Session]) -> dict[str, tuple[HeldReader, ...]]:
    """Return `readers_of` of many sessions, by session, asking once for all boards."""
    found = readers_of_closed(tx, [each for each in sessions if not is_named_later(each)])
    later = {each.id: readers_of(tx, each) for each in sessions if is_named_later(each)}
    return found | later


def read_what_is_closed_to(
    tx: Tx, actor: Actor, partnership_id: str, today: date
) -> frozenset[str]:
    """Return whom a board names that does not name `actor`, and whose held notes are still here.

    Boards of one partnership. Whoever signs in there as such a person, or gives them back their
    role, would read those notes. It names `actor` only if it names everybody who may be them.
    """
    named = stored_held_readers.named_on_boards(tx, partnership_id)
    closed = [each for each, readers in named.items() if not held.is_named(actor, readers)]
    sessions = chosen_sessions.sessions_by_id(tx, closed) if closed else ()
    holding = (named[each.id] for each in sessions if holds_notes(each, today))
    return frozenset(reader.person_id for readers in holding for reader in readers)


def may_read(tx: Tx, actor: Actor, session: Session) -> bool:
    """Say whether `actor` may read the held notes of a session."""
    return held.may_read_held(actor, session, readers_of(tx, session))


def readable(tx: Tx, actor: Actor, session: Session, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return a session's notes without the held ones that `actor` may not read."""
    return held.readable(actor, session, readers_of(tx, session), notes)
