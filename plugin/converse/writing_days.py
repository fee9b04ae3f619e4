"""Days for writing for people who could not come: opened and ended by whoever runs the session.

Anybody who takes part can leave an address to be reminded once, the day before the end, or of what
they can check later. It is forgotten with the last mail, or on its day, whichever comes first.
"""

from __future__ import annotations

from datetime import date, timedelta

from plugin.converse.own_page import holder
from plugin.domain.people import Actor
from plugin.domain.reminders import (
    CHECKING_IS_KEPT,
    MOST_ADDRESSES,
    RemindedOf,
    Reminder,
    is_address,
)
from plugin.domain.writing_window import is_over, last_to_choose, why_not_window
from plugin.errors import BadInput, NotNow
from plugin.govern.running_sessions import session_to_run
from plugin.languages import lazy_gettext
from plugin.store import reminders as stored_reminders
from plugin.store import writing_windows
from plugin.store.services import Services

_NO_DAYS = lazy_gettext(
    "There are no days for writing in this session now. Your address was not stored."
)
_NO_ADDRESS = lazy_gettext(
    "This is no e-mail address. It was not stored. Write it as name@example.org."
)


def let_write_until(services: Services, actor: Actor, session_id: str, until: date) -> None:
    """Let people write in a session until the end of a day; raise BadInput."""
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if (told := why_not_window(session, until, services.today)) is not None:
            raise BadInput(told)
        writing_windows.set_last_day(tx, session_id, until)


def last_day_for_writing(
    services: Services, actor: Actor, session_id: str
) -> tuple[date | None, date]:
    """Return the last day for writing, if any, and the last that can be chosen."""
    with services.db.read() as tx:
        session = session_to_run(tx, actor, session_id)
        return writing_windows.last_day(tx, session_id), last_to_choose(session)


def end_writing_days(services: Services, actor: Actor, session_id: str) -> None:
    """Forget the last day for writing, and who wanted to be reminded; the session stays open."""
    with services.db.begin() as tx:
        session_to_run(tx, actor, session_id)
        writing_windows.forget(tx, session_id)


def remind(services: Services, session_id: str, token: str, given: str, of: RemindedOf) -> None:
    """Store an address to be reminded of something; the same one again changes nothing."""
    address = given.strip()
    with services.db.begin() as tx:
        holder(tx, session_id, token)
        until = writing_windows.last_day(tx, session_id)
        if of is RemindedOf.CHECKING:
            forget_on = services.today + CHECKING_IS_KEPT
        elif until is None or is_over(until, services.today):
            raise BadInput(_NO_DAYS)
        else:
            forget_on = until + timedelta(days=1)
        if not is_address(address):
            raise BadInput(_NO_ADDRESS)
        known = stored_reminders.addresses(tx, session_id, of)
        if len(known) >= MOST_ADDRESSES:
            raise NotNow(
                lazy_gettext("Too many people are to be reminded already. Nothing was stored.")
            )
        if address not in known:
            reminder = Reminder(
                id=services.new_id(),
                session_id=session_id,
                address=address,
                of=of,
                forget_on=forget_on,
            )
            stored_reminders.add(tx, reminder)
