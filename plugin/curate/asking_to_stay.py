"""Asks the writers of held notes whether these may stay; only they can say so.

Who asks learns of a yes, since the note is kept from then on, and of nothing else: neither of a no
nor whether anybody can be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from plugin.curate.desk import curated
from plugin.curate.sorting import is_sorted
from plugin.domain.clusters import notes_in_words
from plugin.domain.days import short_day
from plugin.domain.held import may_read_held
from plugin.domain.may_stay import StayQuestion, can_be_asked
from plugin.domain.people import Actor
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from plugin.govern import held_notes
from plugin.store import notes as stored_notes
from plugin.store import stay_questions
from plugin.store.chosen_sessions import sessions_by_id
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
        those = {each.session_id for each in found.values()}
        sessions = _sessions_read_by(tx, actor, community_id, those)
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
    asked = {each.note_id for each in new}
    days = {sessions[each.session_id].held_until for each in held if each.id in asked}
    return _told(len(new), days)


def _told(many: int, days: Collection[date]) -> str:
    """Say who finds a question about so many notes, and when they go, without saying who cannot."""
    said, first = notes_in_words(many), short_day(min(days))
    whose, goes = ("If its writer wrote it by phone, they find", f"it goes on {first}")
    if many > 1:
        whose = "Whoever wrote one of them by phone finds"
        goes = f"they go on {first}" if len(days) == 1 else f"the first of them goes on {first}"
    return (
        f"Asked about {said[0].lower()}{said[1:]}. {whose} the question under My notes. "
        "Whoever wrote on the board finds it only if they pressed Follow my notes there while the "
        f"session was open. Without a yes {goes}."
    )


def _sessions_read_by(
    tx: Tx, actor: Actor, community_id: str, session_ids: Collection[str]
) -> dict[str, Session]:
    """Return those of these sessions that are closed, and whose held notes somebody may read."""
    here = [e for e in sessions_by_id(tx, session_ids) if e.community_id == community_id]
    closed = [each for each in here if is_sorted(each)]
    readers = held_notes.readers_of_closed(tx, closed)
    return {each.id: each for each in closed if may_read_held(actor, each, readers[each.id])}
