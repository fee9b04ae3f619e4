"""Work on a board for notes by phone: asked for in the transaction that makes it so."""

from __future__ import annotations

from plugin.domain.jobs import BY_ITSELF, PLACE, Job
from plugin.domain.notes import Note
from plugin.domain.session_keys import is_instead
from plugin.domain.taking_part import Sticky, StickyState
from plugin.store import jobs as stored_jobs
from plugin.store import phone_stickies
from plugin.store.database import Tx
from plugin.store.services import Services


def ask_for_sticky_work(services: Services, tx: Tx, session_id: str) -> str:
    """Ask for what is to be done on a session's board; return the job's id."""
    return _asked(services, tx, session_id)[0]


def newly_asked_sticky_work(services: Services, tx: Tx, session_id: str) -> str | None:
    """Ask for the same; return the job's id, None where one waits already.

    Somebody has told a worker of that one, and in a room that writes most notes find one waiting.
    """
    job_id, is_new = _asked(services, tx, session_id)
    return job_id if is_new else None


def _asked(services: Services, tx: Tx, session_id: str) -> tuple[str, bool]:
    job = Job(
        id=services.new_id(),
        kind=PLACE,
        subject=session_id,
        asked_by=None,
        asked_at=services.now,
        payload={BY_ITSELF: True},
    )
    asked = stored_jobs.ask_after(tx, job)
    return asked.id, asked.id == job.id


def take_sticky_off(services: Services, tx: Tx, note: Note) -> str | None:
    """Let the sticky of a note by phone be deleted; return the job, or None where there is none.

    One that is on its way is deleted once it is known to have arrived.
    """
    known = phone_stickies.sticky(tx, note.id)
    item_id = note.miro_item_id if known is None else known.miro_item_id or note.miro_item_id
    if item_id is not None and is_instead(item_id):
        return None  # the session's key is gone, and nobody knows the sticky any more
    if item_id is None and (known is None or known.state is StickyState.DELETED):
        return None
    sticky = Sticky(
        note_id=note.id,
        session_id=note.session_id,
        state=StickyState.TO_DELETE,
        miro_item_id=item_id,
    )
    phone_stickies.save_sticky(tx, sticky)
    return ask_for_sticky_work(services, tx, note.session_id)
