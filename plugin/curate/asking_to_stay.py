"""Asks the writers of held notes whether these may stay; only they can say so.

Who asks learns of a yes, since the note is kept from then on, and of nothing else: neither of a no
nor whether anybody can be asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.curate.desk import curated
from plugin.curate.sorting import is_sorted
from plugin.domain.clusters import notes_in_words
from plugin.domain.days import short_day
from plugin.domain.may_stay import StayQuestion, can_be_asked
from plugin.domain.people import Actor
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from plugin.govern import held_notes
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store import stay_questions
from plugin.store.database import Tx
from plugin.store.services import Services

_NONE = (
    "Select held notes, whose writers are asked if they may stay. Nothing was changed: no note "
    "that you selected is held here for you to read."
)
_ALREADY = "The writers of these notes are asked already. Nothing was changed."


def ask_to_stay(
    services: Services, actor: Actor, community_id: str, note_ids: Sequence[str]
) -> str:
    """Ask the writers of the held ones among these notes; return a sentence.

    Raise BadInput where none is held, or all are asked about with the words that they have.
    """
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        found = stored_notes.notes_by_id(tx, note_ids)
        sessions = _sessions_read_by(tx, actor, community_id)
        held = [
            each
            for each in found.values()
            if each.session_id in sessions and can_be_asked(each, services.today)
        ]
        if not held:
            raise BadInput(_NONE)
        before = stay_questions.questions(tx, [each.id for each in held])
        new = [
            StayQuestion(
                note_id=each.id,
                version=each.version,
                until=sessions[each.session_id].kept_until,
            )
            for each in held
            if each.id not in before or before[each.id].version != each.version
        ]
        if not new:
            raise BadInput(_ALREADY)
        stay_questions.ask(tx, new)
    first = min(sessions[each.session_id].held_until for each in held)
    whose = "Its writer finds" if len(new) == 1 else "Their writers find"
    goes = "it goes" if len(new) == 1 else "they go"
    many = notes_in_words(len(new))
    return (
        f"Asked about {many[0].lower()}{many[1:]}. {whose} the question under My notes. Without a "
        f"yes {goes} on {short_day(first)}."
    )


def _sessions_read_by(tx: Tx, actor: Actor, community_id: str) -> dict[str, Session]:
    """Return the closed sessions of a group whose held notes somebody may read."""
    closed = [each for each in stored_sessions.sessions(tx, community_id) if is_sorted(each)]
    return {each.id: each for each in closed if held_notes.may_read(tx, actor, each)}
