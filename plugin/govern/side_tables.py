"""What lies beside the notes of a closed session, cut to what the notes themselves say."""

from __future__ import annotations

from plugin.domain.sent_notes import PLACE_NOTES
from plugin.domain.sessions import Session
from plugin.store import intents as stored_intents
from plugin.store import jobs as stored_jobs
from plugin.store import participants, phone_stickies, side_tables
from plugin.store.database import Tx

# Counts that say what lies on the board now, not what came to it last.
_COUNTED = frozenset(
    {
        *("stored", "number", "is_closed", "brakes", "messages", "least_calls", "cost"),
        *("ignored_blank", "dropped_off_record", "dropped_outside"),
        *("waiting_for_writer", "asked_about"),
    }
)


def fold_side_tables(tx: Tx, session: Session, *, has_new_notes: bool) -> None:
    """Let side tables of a closed session say no more than its notes do.

    One capture is left, no answered question, no job that is over, no write that placed notes, and
    rows of notes in no order.
    Where the policy hides moments, the capture's and those of take-backs are cut to the day, and
    counts that would tell which notes came together are dropped.
    """
    hides = session.policy is not None and session.policy.hides_moments
    side_tables.forget_answered_brakes(tx, session.id)
    participants.forget_all(tx, session.id)
    phone_stickies.fold_stickies(tx, session.id)
    stored_jobs.forget_ended(tx, session.id)
    stored_intents.forget_closed_of(tx, session.id, PLACE_NOTES)
    side_tables.fold_captures(tx, session.id, _COUNTED if hides else None)
    if hides:
        side_tables.cut_withdrawals_to_the_day(tx, session.id)
    if has_new_notes:
        side_tables.shuffle_notes(tx, session.id)
