"""Days for writing: ideas before a session opens, and notes of people who could not come.

An open session stays open meanwhile, and the window ends by itself: after its last day nothing new
is sent, and whoever wrote can still change and delete, until the session is closed.
"""

from __future__ import annotations

from datetime import date

from plugin.domain.days import long_day
from plugin.domain.labels import Label
from plugin.domain.sessions import Session, SessionState


def is_over(until: date | None, today: date) -> bool:
    """Say whether the days for writing have ended."""
    return until is not None and today > until


def last_to_choose(session: Session) -> date:
    """Return the last day that can be chosen: before it opens its own, then the day it is closed.

    Nobody has to close it then: that is done by itself.
    """
    is_planned = session.state is SessionState.PLANNED
    return session.day if is_planned else session.take_back_until


def takes_ideas(label: Label) -> bool:
    """Say whether a box takes notes before its session is open.

    Who reads held notes is named when it opens, so nobody could be told before.
    """
    return label in (Label.M, Label.S)


def why_not_window(session: Session, until: date, today: date) -> str | None:
    """Return why a session cannot be written in until a day, in sentences, or None."""
    if session.state is SessionState.CLOSED:
        return "This session is closed, so nobody can write in it. Nothing was changed."
    last = last_to_choose(session)
    if not today <= until <= last:
        return (
            f"The last day for writing can be {long_day(last)} at the latest. Nothing was changed. "
            "Choose a day from today on."
        )
    return None
