"""Notes that people sent before their session was open: they lie in their boxes when it opens.

Until then their writers alone see them, as with quiet writing; then all come in an order of chance.
Those of a session that never opened are erased some time after its day.
"""

from __future__ import annotations

from datetime import timedelta

from plugin.domain.quiet_writing import QuietNote
from plugin.domain.taking_part import Sticky, StickyState
from plugin.store import notes as stored_notes
from plugin.store import phone_stickies, quiet_notes, writing_windows
from plugin.store.database import Tx
from plugin.store.services import Services

NEVER_OPENED_IS_KEPT = timedelta(days=28)  # after the day of its session


def show_early_notes(services: Services, tx: Tx, session_id: str) -> None:
    """Make what was sent before notes of a session that opens now; its days for ideas are over."""
    for each in quiet_notes.taken_out(tx, session_id):
        show_quiet_note(services, tx, each)
    writing_windows.forget(tx, session_id)


def show_quiet_note(services: Services, tx: Tx, quiet: QuietNote) -> None:
    """Make a note of one that its writer alone saw, to lie on the board.

    One whose day has come while a legal hold keeps it goes to no board, and nobody reads it.
    """
    note = quiet.as_note(services.now).as_of(services.today)
    stored_notes.save_note(tx, note)
    if note.is_on_desk:
        sticky = Sticky(note_id=note.id, session_id=note.session_id, state=StickyState.TO_PLACE)
        phone_stickies.save_sticky(tx, sticky)
