"""What a person who joins a group, or another role in it, will and will not read of held notes."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.domain.held import opened_to
from plugin.domain.people import Actor, readers_in_words
from plugin.domain.sessions import Session
from plugin.govern import held_notes
from plugin.store import communities as stored_communities
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services


def held_notes_told(
    services: Services, person: Actor, partnership_id: str, community_id: str | None
) -> str:
    """Return which meetings' held notes `person` will and will not read, in sentences.

    Those of one community, or (None) of all. Empty for a role that reads no notes, and where
    nothing is held.
    """
    with services.db.read() as tx:
        found = [
            session
            for each in stored_communities.communities(tx, partnership_id)
            if community_id in (None, each.id)
            for session in stored_sessions.sessions(tx, each.id)
        ]
        sessions = sorted(found, key=lambda each: each.day)
        frozen = [(each, held_notes.readers_of(tx, each)) for each in sessions]
    seen, unseen = opened_to(person, frozen, services.today)
    said = []
    if unseen:
        said.append(
            f"{person.name} will not read the held notes of {_named(unseen)}, since the board "
            "named their readers before. Later sessions are open to them."
        )
    if seen:
        said.append(f"{person.name} will read the held notes of {_named(seen)}.")
    return " ".join(said)


def _named(sessions: Sequence[Session]) -> str:
    return readers_in_words([each.name for each in sessions])
