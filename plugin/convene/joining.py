"""What is said when a person joins a group, or gets another role or name in it.

Which held notes they will and will not read, and that words here are signed with their name.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.domain.held import opened_to
from plugin.domain.people import Actor, readers_in_words
from plugin.domain.sessions import Session
from plugin.govern import held_notes
from plugin.store import communities as stored_communities
from plugin.store import piece_readings
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


def namesake_told(services: Services, person: Actor, partnership_id: str) -> str:
    """Say that somebody else signed words here with the name of `person`; empty if nobody did."""
    with services.db.read() as tx:
        if not piece_readings.has_signed_as(tx, partnership_id, person.name, person.counts_as):
            return ""
    return (
        f"Somebody else signed how they read a piece with the name {person.name}. Whoever reads it "
        f"could take it for this person’s words: add to the name of {person.name} what tells them "
        "apart."
    )


def _named(sessions: Sequence[Session]) -> str:
    return readers_in_words([each.name for each in sessions])
