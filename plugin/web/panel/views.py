"""What the panel shows, as values for its script: which screen it is, and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import url_for

from plugin.convene.live import LiveView
from plugin.convene.panel import (
    cards_on,
    hands_of,
    name_of,
    runs_sessions,
    session_run_by,
    where_it_stands,
)
from plugin.converse.quiet_writing import quiet_state
from plugin.domain.days import short_day
from plugin.domain.jobs import Job
from plugin.domain.labels import Label, first_line, second_line
from plugin.domain.people import Actor
from plugin.domain.returns import NOTE, PIECE
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import WELCOME
from plugin.errors import ConnectionBroken
from plugin.jobs import asking
from plugin.jobs.board_access import BoardAccess, board_access, open_to
from plugin.jobs.session_jobs import BUILD, CLOSE, COLLECT
from plugin.use_cases import Runtime
from plugin.web.boxes import boxes_of
from plugin.web.panel import phone_views
from plugin.web.panel.unchanged import ToldState
from plugin.web.session import ASKED, asks_of

_ACCESS = {
    BoardAccess.MAY_NOT: "no-edit",
    BoardAccess.ASKED: "checking",
    BoardAccess.NO_ANSWER: "miro-away",
}
_READERS = "the facilitator and the learning partner"
_DOES = {BUILD: "building", COLLECT: "collecting", CLOSE: "closing"}


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at a board: Miro's name as a keyed hash, and who that is here, if linked."""

    user_hash: str
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
    access = board_access(runtime, actor, session, looker.user_hash)
    if access is not BoardAccess.MAY_CHANGE:
        return {"view": _ACCESS[access]}, None
    return _of_session(runtime, actor, session)


def _of_session(
    runtime: Runtime, actor: Actor, session: Session
) -> tuple[dict[str, Any], ToldState | None]:
    now = where_it_stands(runtime.services, actor, session)
    # How many have written changes by the clock too; rehearsals are read by who begins them.
    quiet = quiet_state(runtime.services, actor, session.id) if now.is_quiet else {}
    others = open_to(runtime, actor, session)
    seen = f"{now.seen} {sorted(quiet.items())} {others}"
    job = _job(asking.newest(runtime, session.id, (BUILD, COLLECT, CLOSE)))
    told = None if quiet or (job and not job["failed"]) else ToldState(session.id, now.marks)
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
        "boxes": _boxes(view),
        "welcome": view.frames.get(WELCOME),
        "told": [said for said in view.told if ASKED not in said],
        "hands": _hands(runtime, actor, view),
        "cards": _cards(runtime, actor, view),
        "phone": phone_views.by_phone(runtime, actor, view),
        **phone_views.before_they_come(runtime, actor, meeting),
    }


def whose(runtime: Runtime, actor: Actor, session: Session, job: Job) -> str:
    """Say who asked for a job that runs already, where that was somebody else."""
    if job.asked_by == actor.stored_id:
        return ""
    name = name_of(runtime.services, job.asked_by, session.partnership_id)
    return f"{name or 'Hedgerow'} is collecting. Done in a moment."


def _boxes(view: LiveView) -> list[dict[str, Any]]:
    policy, found = view.session.policy, []
    for zone in view.template.zones:
        label = policy.labels.get(zone.code, zone.label) if policy else zone.label
        if zone.code == WELCOME:
            continue
        found.append(
            {
                "code": zone.code,
                "title": zone.title,
                "label": first_line(label, view.session.held_until),
                "says": second_line(label, _READERS),
                "counts": label is not Label.X,
                "frame": view.frames.get(zone.code),
            }
        )
    return found


def _hands(runtime: Runtime, actor: Actor, view: LiveView) -> list[dict[str, Any]]:
    """Return what waits for a person: who asks, in which box, and what can be answered."""
    session = view.session
    hands = hands_of(runtime.services, actor, session)
    boxes = boxes_of(view.template, session.policy, session.day) if session.policy else ()
    titles = {each.code: each.title for each in boxes}
    left: list[dict[str, Any]] = [
        {
            "id": each.id,
            "does": "brake",
            "says": f"{asks_of(each, boxes)} Tidying, or taken back?",
            "can_build": each.frame_is_gone and session.state is SessionState.OPEN,
        }
        for each in hands.brakes
    ]
    copies = [
        {
            "id": each.item_hash,
            "does": "copy",
            "says": f"A note in {titles.get(each.zone_code, 'a box')} says the same as one that "
            "was taken back. Keep it?",
            "can_build": False,
        }
        for each in hands.copies
    ]
    return left + copies


def _cards(runtime: Runtime, actor: Actor, view: LiveView) -> dict[str, dict[str, str]]:
    """Return what each card on the board is that came back, by Miro's id of it; not its words."""
    found = {}
    for item, key in cards_on(runtime.services, actor, view.session).items():
        about, page = "This card asks about a sentence that is still open.", ""
        if key.startswith(PIECE):
            about = "This card brings a piece back."
            page = url_for("pieces.show", piece_id=key.removeprefix(PIECE), _external=True)
        elif key.startswith(NOTE):
            about = "This card is a note of an earlier meeting."
        found[item] = {"says": about, "page": page}
    return found


def _job(job: Job | None) -> dict[str, Any] | None:
    """Return what a panel waits for, or how the last one failed; nothing of one that is done."""
    if job is None or (job.is_over and job.problem is None):
        return None
    of = sum(phase.of for phase in job.phases)
    return {
        "id": job.id,
        "does": _DOES[job.kind],
        "failed": job.is_over,
        "says": job.problem.sentence if job.problem else job.says,
        "done": sum(phase.step for phase in job.phases) if of else 0,
        "of": of,
    }


def seconds(moment: datetime | None) -> int | None:
    """Return a moment as scripts count it."""
    return None if moment is None else int(moment.timestamp())
