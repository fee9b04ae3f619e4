"""Who reads *Held* notes: the people whose names a board printed, and nobody who came later.

A board says *Then only Sam and Helen*. Those people are frozen when the board is stored; joining
the group, or another role in it, opens later meetings only. Where no board stands there is nothing
to read yet, and whoever hosts the group now is who the board would name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power, holders_of
from plugin.domain.sessions import Session, SessionState


@dataclass(frozen=True, slots=True)
class HeldReader:
    """Somebody who may read the held notes of a session, and the name that its board prints."""

    person_id: str
    name: str
    may_be: frozenset[str] = frozenset()  # who replaced their address, or that person's, and so on


def readers_of(
    people: Iterable[Actor], partnership_id: str, community_id: str
) -> tuple[HeldReader, ...]:
    """Return who would read held notes of a board that is built now, as it would name them."""
    found = holders_of(Power.READ_NOTES, people, partnership_id, community_id)
    return tuple(HeldReader(each.person_id, name) for each, name in found)


def may_read_held(actor: Actor, session: Session, readers: Collection[HeldReader]) -> bool:
    """Say whether `actor` may read the held notes of a session with these frozen readers.

    They must have been named, and still have a role that reads notes; so must everybody who could
    be the one that acts. Whoever runs the server was not named on the board, so no page and no
    command shows them these words either. Who was removed and comes back is somebody else here:
    the board named who they were, and they read what anybody else reads who joins then.
    """
    if not is_named(actor, readers):
        return False
    return actor.may(Power.READ_NOTES, session.partnership_id, session.community_id)


def is_named(actor: Actor, readers: Collection[HeldReader]) -> bool:
    """Say whether everybody who could be the one that acts is among these readers."""
    named = {each.person_id for each in readers}
    others = (each.may_be for each in readers if actor.counts_as & {each.person_id})
    return actor.is_among(named) and named.issuperset(frozenset().union(*others))


def readable(
    actor: Actor, session: Session, readers: Collection[HeldReader], notes: Iterable[Note]
) -> tuple[Note, ...]:
    """Return the notes without the held ones that `actor` may not read."""
    if may_read_held(actor, session, readers):
        return tuple(notes)
    return tuple(note for note in notes if note.label is not Label.H)


def opened_to(
    person: Actor, sessions: Iterable[tuple[Session, Collection[HeldReader]]], today: date
) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
    """Return the sessions whose held notes a person will read, and those they will not.

    Only sessions that hold notes, or will once their board is built; both empty for somebody whose
    role reads no notes.
    """
    seen: list[Session] = []
    unseen: list[Session] = []
    for session, readers in sessions:
        here = (session.partnership_id, session.community_id)
        if not holds_notes(session, today) or not person.may(Power.READ_NOTES, *here):
            continue
        is_seen = is_named_later(session) or may_read_held(person, session, readers)
        (seen if is_seen else unseen).append(session)
    return tuple(seen), tuple(unseen)


def is_named_later(session: Session) -> bool:
    """Say whether the readers of a session are not frozen yet: its board is not built."""
    return session.state is SessionState.PLANNED


def holds_notes(session: Session, today: date) -> bool:
    """Say whether a session has a box whose notes are held, and their day is not over."""
    labels = session.policy.labels.values() if session.policy else ()
    return Label.H in labels and today < session.held_until
