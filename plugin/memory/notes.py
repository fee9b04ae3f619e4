"""Kept notes, found by their words, for those who may read the notes of a community.

Held notes and notes that were taken back are never searched. What is found is the note as it
stands now, with its meeting; `govern.withdrawal.trail` tells where it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.memory.query import Query, boxes_named
from plugin.memory.theme_filter import theme_ids
from plugin.store import chosen_sessions, found_notes
from plugin.store import communities as stored_communities
from plugin.store.services import Services

NOTES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A kept note with the meeting that it was written in."""

    note: Note
    session: Session


@dataclass(frozen=True, slots=True)
class NotesFound:
    """One page of what was found, the newest meeting first; `total` counts all of it."""

    notes: tuple[FoundNote, ...] = ()
    total: int = 0
    may_read: bool = False  # of at least one community of the partnership


def notes_for(
    services: Services,
    actor: Actor,
    partnership_id: str,
    query: Query,
    designs: Sequence[Template],
    start: int = 0,
) -> NotesFound:
    """Return the kept notes that `actor` may read and that `query` asks for.

    They are `NOTES_A_PAGE` at most, from `start` on. An empty query finds none: a memory opens
    with its pieces. Raise NotHere for strangers.
    """
    actor.require(Power.READ_MEMORY, partnership_id)
    with services.db.read() as tx:
        mine = [
            each.id
            for each in stored_communities.communities(tx, partnership_id)
            if actor.may(Power.READ_NOTES, partnership_id, each.id)
        ]
        finds_none = query.is_empty or query.form or (query.asks_for_words and not query.terms)
        if finds_none or not mine:
            return NotesFound(may_read=bool(mine))
        wanted = found_notes.Wanted(
            terms=query.terms,
            community_ids=tuple(
                each for each in mine if not query.community_id or each == query.community_id
            ),
            session_id=query.session_id,
            boxes=boxes_named(query.box, designs) if query.box else None,
            kind=query.kind,
            theme_ids=theme_ids(tx, actor, partnership_id, query.theme_id),
            since=query.since,
            until=query.until,
        )
        notes, total = found_notes.find(tx, wanted, start, NOTES_A_PAGE)
        met = chosen_sessions.sessions_by_id(tx, {note.session_id for note in notes})
    sessions = {each.id: each for each in met}
    found = ((note, sessions.get(note.session_id)) for note in notes)
    return NotesFound(
        tuple(FoundNote(note, session) for note, session in found if session is not None),
        total,
        True,
    )
