"""Changing a session that was planned: its name, its day, or calling it off.

What a board says holds: held notes are deleted on the day that it prints, or earlier. Once notes
were collected a session keeps its day and is closed, not called off.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plugin.convene.sessions import require_near
from plugin.domain.blankness import is_blank
from plugin.domain.days import long_day
from plugin.domain.overtaken import put_together
from plugin.domain.people import Actor
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput, NotHere
from plugin.govern import gone_words
from plugin.govern.running_sessions import session_to_run
from plugin.languages import SessionLanguage
from plugin.store import boards as stored_boards
from plugin.store import called_off
from plugin.store import jobs as stored_jobs
from plugin.store import links as stored_links
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

LONGEST_NAME = 60  # as in Miro
_CLOSED = "This session is closed, so its day stays. Nothing was changed."
_COLLECTED = "Notes were collected from this session, so its day stays. Nothing was changed."
_WORKING = (
    "Hedgerow is working on this session right now. Nothing was changed. Try again in a minute."
)
_HAS_WORDS = (
    "People’s words were collected in this session or read back in it, so it cannot be called off. "
    "Nothing was changed. Close it instead."
)


def change_session(
    services: Services,
    actor: Actor,
    session_id: str,
    name: str,
    day: date,
    shown: str | None = None,
    language: SessionLanguage | None = None,
) -> Session:
    """Give a session another name, day or language; return it as it is now.

    A board that is built keeps what it prints. `shown` is the mark of what a form was filled with,
    where one was used: what somebody else changed since then, and this form did not, stays. Raise
    ChangedMeanwhile where both changed the same.
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if is_blank(name):
            raise BadInput("A session needs a name. Nothing was changed.")
        if len(name.strip()) > LONGEST_NAME:
            raise BadInput(
                f"A name may have {LONGEST_NAME} characters, as in Miro. Nothing was changed."
            )
        wanted = {"name": name.strip(), "day": day, "language": language or session.language}
        fields = put_together(shown, session.fields, wanted)
        name, day = fields["name"], fields["day"]
        if name != session.name:
            gone_words.require_none_in_name(tx, session.community_id, name)
        changed = replace(session, name=name, language=fields["language"])
        if day != session.day:
            _require_movable(tx, session, day, services.today)
            changed = _moved(tx, changed, day)
        stored_sessions.save_session(tx, changed)
    return changed


def call_off(services: Services, actor: Actor, session_id: str) -> Session:
    """Forget a session that will not take place; return it as it was.

    Its Miro board stays where it is, and no other session can be built on it; a job can remove it
    (`plugin.jobs.call_off_jobs`).
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        _require_not_held(tx, session)
        called_off.forget_session(tx, session_id)
    return session


def require_called_off_can_be(services: Services, session_id: str) -> None:
    """Return for a session that can still be called off; raise NotHere, BadInput for any other."""
    with services.db.read() as tx:
        session = stored_sessions.session(tx, session_id)
        if session is None:
            raise NotHere("There is no such session. Nothing was changed.")
        _require_not_held(tx, session)


def _require_not_held(tx: Tx, session: Session) -> None:
    if session.state is SessionState.CLOSED:
        raise BadInput("This session is closed, so it took place. Nothing was changed.")
    _require_no_work(tx, session.id)
    if not called_off.is_without_words(tx, session.id) or stored_links.link_of(tx, session.id):
        raise BadInput(_HAS_WORDS)


def _require_no_work(tx: Tx, session_id: str) -> None:
    if stored_jobs.unfinished(tx, session_id):
        raise BadInput(_WORKING)


def _require_movable(tx: Tx, session: Session, day: date, today: date) -> None:
    require_near(day)
    if session.state is SessionState.CLOSED:
        raise BadInput(_CLOSED)
    if day < today:
        raise BadInput("That day is over. Nothing was changed. Choose today or a later day.")
    _require_no_work(tx, session.id)
    if not called_off.is_without_words(tx, session.id):
        raise BadInput(_COLLECTED)


def _moved(tx: Tx, session: Session, day: date) -> Session:
    """Return the session on another day; held notes go on the day that its board prints."""
    on_board = session.on_board
    if on_board is None or stored_boards.board(tx, session.id) is None:
        return replace(session, day=day)
    printed = session.held_until
    if day > printed:
        raise BadInput(
            f"The board says that held notes are deleted on {long_day(printed)}, and the new day "
            "is later. Nothing was changed. Call this session off and plan a new one, whose board "
            "says its own day."
        )
    held_days = min(on_board.policy.held_days, (printed - day).days)
    policy = replace(on_board.policy, held_days=held_days)
    return replace(session, day=day, on_board=replace(on_board, policy=policy))
