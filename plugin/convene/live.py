"""Holding a session: which step it is in, moving on, adding minutes. It only guides people.

Counts are of collected notes, and never of a box that *stays here*. Two facilitators may hold a
session together: a press that rests on a step which is over changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from plugin.convene.design_lookup import design_in
from plugin.domain.communities import Community
from plugin.domain.invitations import Arrangements
from plugin.domain.live_steps import LiveStep, TimedStep, current_step, timed
from plugin.domain.people import Actor
from plugin.domain.rounds import LEAST_IN_ROUND, MOST_IN_ROUND, Round
from plugin.domain.sessions import Board, Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere
from plugin.govern.running_sessions import session_to_run
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import invitations as stored_invitations
from plugin.store import live_steps as stored_live_steps
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

MOST_ADDED_MINUTES = 120
_COUNTS = {"heard": 1, "back": -1}
_OVER = "This session is closed. Nothing was changed."
_NO_PLAN = "This session has no plan of steps, so there is none to move through."
_MOVED = "Somebody else moved on before you. You see the step that it is now."


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """A running session: its plan with times, and how many notes each box has; no words."""

    session: Session
    community: Community
    template: Template
    board: Board | None
    steps: tuple[TimedStep, ...]
    counts: Mapping[str, int]  # collected notes by zone code, none of a box that stays here
    frames: Mapping[str, str]  # zone code → Miro item id of its frame
    collected_at: datetime | None
    state: str  # as `live_state` writes it
    outside: int  # notes of the last collecting that lie outside every box
    outcome: str  # what should come of it, as it was agreed before
    people: int | None  # in the last round of this session
    held_before: int  # closed sessions of the group
    told: tuple[str, ...] = ()  # by the last collecting: boxes renamed or doubled, what is not read
    by_another_hand: int = 0  # notes that another hand moved to a looser box, in that collecting

    @property
    def current(self) -> TimedStep | None:
        """Return the step that it is now; None before the session is started."""
        return current_step(self.steps)


def live_page(services: Services, actor: Actor, session_id: str, zone: ZoneInfo) -> LiveView:
    """Return a running session for whoever runs it; raise NotHere where it has no plan.

    `zone` is the one in which its start was written.
    """
    with services.db.read() as tx:
        session, template = _to_hold(tx, actor, session_id)
        community = stored_communities.community(tx, session.community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        capture = stored_sessions.last_capture(tx, session_id)
        frames = stored_boards.frame_zones(tx, session_id)
        begun = stored_live_steps.live_steps(tx, session_id)
        arranged = stored_invitations.arrangements(tx, session_id)
        return LiveView(
            session=session,
            community=community,
            template=template,
            board=stored_boards.board(tx, session_id),
            steps=timed(
                template.steps,
                begun,
                _planned(session, arranged, zone),
                services.now,
            ),
            counts=stored_notes.counts_on_desk(tx, session_id),
            frames={code: item_id for item_id, code in frames.items()},
            collected_at=None if capture is None else capture[0],
            state=state_of(session, begun, capture[0] if capture else None),
            outside=0 if capture is None else int(capture[1].get("dropped_outside", 0)),
            told=() if capture is None else tuple(capture[1].get("messages", ())),
            by_another_hand=0 if capture is None else int(capture[1].get("waiting_for_writer", 0)),
            outcome=arranged.outcome if arranged else "",
            held_before=stored_sessions.number_closed(tx, session.community_id),
            people=next((each.round.people for each in reversed(begun) if each.round), None),
        )


def live_state(services: Services, actor: Actor, session_id: str) -> str:
    """Return what changes when somebody moves on, adds minutes, collects or closes.

    Open pages ask for it every few seconds, so no note is read for it.
    """
    with services.db.read() as tx:
        session, _ = _to_hold(tx, actor, session_id)
        capture = stored_sessions.last_capture(tx, session_id)
        begun = stored_live_steps.live_steps(tx, session_id)
    return state_of(session, begun, capture[0] if capture else None)


def move_to(
    services: Services, actor: Actor, session_id: str, number: int | None, shown: int | None
) -> str | None:
    """Begin a step; return a sentence where somebody else moved on before.

    `shown` is the step that the page showed as current, None for one that had not started. Going
    back begins the earlier step once more.
    """
    with services.db.begin() as tx:
        session, template = _to_hold(tx, actor, session_id)
        _require_open(session)
        if number is None or not 0 <= number < len(template.steps):
            raise BadInput("There is no such step in this session. Nothing was changed.")
        begun = stored_live_steps.live_steps(tx, session_id)
        current = begun[-1].number if begun else None
        if current != shown:
            return None if current == number else _MOVED
        now = LiveStep(number=number, began_at=services.now)
        earlier = tuple(each for each in begun if each.number < number)
        stored_live_steps.save_live_steps(tx, session_id, (*earlier, now))
    return None


def add_minutes(
    services: Services, actor: Actor, session_id: str, shown: int | None, minutes: int
) -> str | None:
    """Make the current step longer; return a sentence where somebody else moved on before."""
    with services.db.begin() as tx:
        session, _ = _to_hold(tx, actor, session_id)
        _require_open(session)
        begun = stored_live_steps.live_steps(tx, session_id)
        if not begun or begun[-1].number != shown:
            return _MOVED
        longer = begun[-1].added_minutes + minutes
        if not 0 < longer <= MOST_ADDED_MINUTES:
            raise BadInput(
                f"A step can be made {MOST_ADDED_MINUTES} minutes longer at most. Nothing was "
                "changed. Move on when you are ready."
            )
        last = replace(begun[-1], added_minutes=longer)
        stored_live_steps.save_live_steps(tx, session_id, (*begun[:-1], last))
    return None


def hold_round(
    services: Services,
    actor: Actor,
    session_id: str,
    shown: int | None,
    do: str,
    people: int | None,
) -> str | None:
    """Begin a round in the current step, count in it, or end it.

    Return a sentence where somebody else moved on before.
    """
    with services.db.begin() as tx:
        session, _ = _to_hold(tx, actor, session_id)
        _require_open(session)
        begun = stored_live_steps.live_steps(tx, session_id)
        if not begun or begun[-1].number != shown:
            return _MOVED
        last = replace(begun[-1], round=_round(begun[-1].round, do, people))
        stored_live_steps.save_live_steps(tx, session_id, (*begun[:-1], last))
    return None


def _round(now: Round | None, do: str, people: int | None) -> Round | None:
    if do == "begin":
        if people is None or not LEAST_IN_ROUND <= people <= MOST_IN_ROUND:
            raise BadInput(
                f"A round has {LEAST_IN_ROUND} to {MOST_IN_ROUND} people. Nothing was changed. "
                "Write how many of you speak."
            )
        return Round(people)
    if now is None or do not in _COUNTS:
        return None
    return now.counted(_COUNTS[do])


def _to_hold(tx: Tx, actor: Actor, session_id: str) -> tuple[Session, Template]:
    session = session_to_run(tx, actor, session_id)
    if session.template_code is None:
        raise NotHere(_NO_PLAN)
    return session, session.form_of(design_in(tx, session.template_code))


def _require_open(session: Session) -> None:
    if session.state is SessionState.CLOSED:
        raise BadInput(_OVER)


def state_of(session: Session, begun: Sequence[LiveStep], collected_at: datetime | None) -> str:
    """Write what differs when somebody moves on, adds minutes, collects or closes."""
    last = begun[-1] if begun else None
    step = f"{last.number}-{last.began_at}-{last.added_minutes}" if last else ""
    if last is not None and last.round is not None:
        step += f"-{last.round.heard}/{last.round.people}"
    return f"{session.state.value} {step} {collected_at}"


def _planned(session: Session, arranged: Arrangements | None, zone: ZoneInfo) -> datetime | None:
    if arranged is None or arranged.starts_at is None:
        return None
    return datetime.combine(session.day, arranged.starts_at, zone)
