"""What the panel shows, as values for its script: which screen it is, and what stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from flask import url_for

from plugin.accounts.miro_app import PersonInMiro
from plugin.convene.design_lookup import find_design
from plugin.convene.live import LiveView
from plugin.convene.panel import (
    card_days,
    cards_on,
    have_pieces_to_read,
    name_of,
    runs_sessions,
    session_run_by,
    waiting_by_phone,
    where_it_stands,
)
from plugin.converse.dots import dots_state
from plugin.converse.quiet_writing import quiet_state
from plugin.domain.days import short_day
from plugin.domain.jobs import Job
from plugin.domain.labels import Label, first_line, second_line
from plugin.domain.people import Actor
from plugin.domain.returns import NOTE, PIECE
from plugin.domain.sessions import Session
from plugin.domain.templates import WELCOME
from plugin.errors import ConnectionBroken
from plugin.jobs import asking
from plugin.jobs.board_access import BoardAccess, board_access, open_to
from plugin.jobs.session_jobs import BUILD, CLOSE, COLLECT
from plugin.use_cases import Runtime
from plugin.web.panel import phone_views
from plugin.web.panel.hand_views import hands_shown
from plugin.web.panel.step_views import within_the_step
from plugin.web.panel.unchanged import ToldState
from plugin.web.session import ASKED

_ACCESS = {
    BoardAccess.MAY_NOT: "no-edit",
    BoardAccess.ASKED: "checking",
    BoardAccess.NO_ANSWER: "miro-away",
    BoardAccess.ENDED: "connection-ended",
}
_READERS = "the facilitator and the learning partner"
_DOES = {BUILD: "building", COLLECT: "collecting", CLOSE: "closing"}
_DOING = {
    BUILD: "is building the board",
    COLLECT: "is collecting",
    CLOSE: "is closing the session",
}


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at a board: as Miro knows them, and who that is here, if linked."""

    in_miro: PersonInMiro
    actor: Actor | None


def state(
    runtime: Runtime, looker: Looker, board_id: str
) -> tuple[dict[str, Any], ToldState | None]:
    """Return which screen is to be shown, with ids, counts and times; no words of anybody.

    Beside it is what that follows from, where it changes by what is stored alone.
    """
    actor = looker.actor
    if actor is None:
        return {"view": "unlinked"}, None
    session = session_run_by(runtime.services, actor, board_id)
    if session is None:
        return {"view": "new" if runs_sessions(actor) else "participant"}, None
    try:
        runtime.accounts.miro(session.partnership_id)
    except ConnectionBroken:
        return {"view": "connection-ended"}, None
    access = board_access(runtime, actor, session, looker.in_miro)
    if access is not BoardAccess.MAY_CHANGE:
        return {"view": _ACCESS[access]}, None
    return _of_session(runtime, actor, session)


def _of_session(
    runtime: Runtime, actor: Actor, session: Session
) -> tuple[dict[str, Any], ToldState | None]:
    now = where_it_stands(runtime.services, actor, session)
    # How many have written changes by the clock too; rehearsals are read by who begins them.
    quiet = quiet_state(runtime.services, actor, session.id) if now.is_quiet else {}
    dots = dots_state(runtime.services, actor, session.id, partial(find_design, runtime.services))
    others = open_to(runtime, actor, session)
    seen = f"{now.seen} {sorted(quiet.items())} {dots} {others}"
    job = _job(asking.newest(runtime, session.id, (BUILD, COLLECT, CLOSE)), actor)
    by_clock = quiet or now.has_dots
    is_busy = job is not None and not job["failed"]
    told = None if by_clock or is_busy else ToldState(session.id, now.marks)
    return {
        "view": "session",
        "state": session.state.value,
        "seen": sha256(seen.encode()).hexdigest()[:12],
        "step": now.step,
        "collected": None if now.collected_at is None else int(now.collected_at.timestamp()),
        "job": job,
    }, told


def session(runtime: Runtime, actor: Actor, view: LiveView) -> dict[str, Any]:
    """Return the words of a session's design, and the counts of its last collecting."""
    meeting, current = view.session, view.current
    return {
        "name": meeting.name,
        "community": view.community.name,
        "day": short_day(meeting.day),
        "starts": seconds(view.steps[0].starts_at) if view.steps else None,
        "page": url_for("session.show", session_id=meeting.id, _external=True),
        "open_to": list(open_to(runtime, actor, meeting)),
        "close": url_for("close_session.show", session_id=meeting.id, _external=True),
        "collected": sum(view.counts.values()),
        "ends": seconds(current.ends_at) if current else None,
        "steps": [
            {
                "title": each.step.title,
                "say": each.step.say,
                "happens": each.step.happens,
                "minutes": each.minutes,
                "boxes": list(each.step.zones),
                "starts": seconds(each.starts_at),
            }
            for each in view.steps
        ],
        "boxes": _boxes(view, waiting_by_phone(runtime.services, actor, meeting)),
        "welcome": view.frames.get(WELCOME),
        "told": [said for said in view.told if ASKED not in said],
        "hands": hands_shown(runtime, actor, view),
        "cards": _cards(runtime, actor, view),
        "has_pieces": have_pieces_to_read(runtime.services, actor, meeting),
        "phone": phone_views.by_phone(runtime, actor, view),
        **phone_views.before_they_come(runtime, actor, meeting),
        **within_the_step(runtime, actor, view),
    }


def whose(runtime: Runtime, actor: Actor, session: Session, job: Job) -> str:
    """Say who asked for a job that runs already, where that was somebody else."""
    if job.asked_by == actor.stored_id:
        return ""
    name = name_of(runtime.services, job.asked_by, session.partnership_id)
    return f"{name or 'Hedgerow'} {_DOING[job.kind]}. Done in a moment."


def running(runtime: Runtime, actor: Actor, session: Session) -> str:
    """Say who else works at a session's board just now; empty for nobody."""
    job = asking.newest(runtime, session.id, tuple(_DOES))
    return whose(runtime, actor, session, job) if job is not None and not job.is_over else ""


def _boxes(view: LiveView, by_phone: Mapping[str, int]) -> list[dict[str, Any]]:
    policy, found = view.session.policy, []
    for zone in view.template.zones:
        label = policy.labels.get(zone.code, zone.label) if policy else zone.label
        if zone.code == WELCOME:
            continue
        found.append(
            {
                "code": zone.code,
                "title": zone.title,
                "name": zone.frame_title,  # as it stands on the board
                "label": first_line(label, view.session.held_until),
                "says": second_line(label, _READERS),
                "counts": label is not Label.X,
                "frame": view.frames.get(zone.code),
                "waiting": by_phone.get(zone.code, 0),
            }
        )
    return found


def _cards(runtime: Runtime, actor: Actor, view: LiveView) -> dict[str, dict[str, str]]:
    """Return what each card on the board is that came back, by Miro's id of it; not its words."""
    cards = cards_on(runtime.services, actor, view.session)
    days = card_days(runtime.services, actor, view.session, frozenset(cards.values()))
    return {item: _card(key, days.get(key)) for item, key in cards.items()}


def _card(key: str, day: date | None) -> dict[str, str]:
    when = short_day(day) if day else ""
    if key.startswith(PIECE):
        page = url_for("pieces.show", piece_id=key.removeprefix(PIECE), _external=True)
        says = f"This piece came back from {when}." if when else "This card brings a piece back."
        return {"says": says, "page": page}
    if key.startswith(NOTE):
        return {"says": f"This card is a note of {when or 'an earlier session'}.", "page": ""}
    since = f" since {when}" if when else ""
    return {"says": f"This card asks about a sentence that is still open{since}.", "page": ""}


def _job(job: Job | None, actor: Actor) -> dict[str, Any] | None:
    """Return what a panel waits for, or how the last one failed; nothing of one that is done."""
    if job is None or (job.is_over and job.problem is None):
        return None
    of = sum(phase.of for phase in job.phases)
    return {
        "id": job.id,
        "does": _DOES[job.kind],
        "failed": job.is_over,
        "is_own": job.asked_by == actor.stored_id,
        "says": job.problem.sentence if job.problem else job.says,
        "done": sum(phase.step for phase in job.phases) if of else 0,
        "of": of,
    }


def seconds(moment: datetime | None) -> int | None:
    """Return a moment as scripts count it."""
    return None if moment is None else int(moment.timestamp())
