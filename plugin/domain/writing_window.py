"""Days for writing after a meeting, for people who could not come.

The session stays open meanwhile, and the window ends by itself: after its last day nothing new is
sent, and whoever wrote can still change and delete, until the session is closed.
"""

from __future__ import annotations

from datetime import date

from plugin.domain.days import long_day
from plugin.domain.sessions import Session, SessionState


def is_over(until: date | None, today: date) -> bool:
    """Say whether the days for writing have ended."""
    return until is not None and today > until


def why_not_window(session: Session, until: date, today: date) -> str | None:
    """Return why a session cannot be written in until a day, in sentences, or None."""
    if session.state is not SessionState.OPEN:
        return "Only an open session can be written in. Nothing was changed. Open it first."
    last = session.take_back_until
    if not today <= until <= last:
        return (
            f"The last day for writing can be {long_day(last)} at the latest, since the session "
            "is closed by itself then. Nothing was changed. Choose a day from today on."
        )
    return None
