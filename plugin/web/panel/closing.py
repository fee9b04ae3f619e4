"""Closing from the panel, in the four steps of the page, and the text to send afterwards.

Nobody's words are here: sentences that wait to be read to the group are on our own page.
"""

from __future__ import annotations

from typing import Any

from flask import url_for

from plugin import building
from plugin.capture.clearing import begin_clearing
from plugin.convene import sessions as convene
from plugin.convene.closing_session import ClosingView, after_closing, closing_page
from plugin.convene.design_lookup import design_for
from plugin.convene.session_page import session_page
from plugin.converse.pulse import pulse_of
from plugin.domain.days import long_day
from plugin.domain.labels import Label, first_line
from plugin.domain.people import Actor
from plugin.domain.pulse import fewest_answers
from plugin.domain.rooms import rooms_of
from plugin.domain.sessions import Session
from plugin.jobs import asking
from plugin.jobs.session_jobs import BUILD, CLOSE
from plugin.store import boards as stored_boards
from plugin.use_cases import Runtime
from plugin.web.forms import day_of
from plugin.web.panel import views
from plugin.web.panel.answers import SaidJobAnswer
from plugin.web.panel.asked import ClearSent, NextSent
from plugin.web.panel.bearer import at_board
from plugin.web.panel.closing_answers import AfterAnswer, ClearAnswer, ClosingAnswer
from plugin.web.panel.operations import Operations, Sent
from plugin.web.session import board_link

_DAYS_OVER = (
    "The days for held notes and for taking notes back are over. What was made from kept notes "
    "stays with the group."
)


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.get("/closing", ClosingAnswer, "Show what closing will do.")
    def closing() -> Any:
        actor, session = at_board(runtime)
        return _steps(closing_page(runtime.services, actor, session.id))

    @api.post("/close", SaidJobAnswer, "Collect once more, and close the session.")
    def close() -> Any:
        actor, session = at_board(runtime)
        job = asking.ask(runtime, actor, CLOSE, session.id)
        return {"job": job.id, "said": views.whose(runtime, actor, session, job)}

    @api.get("/after", AfterAnswer, "Show what came of a session that is closed.")
    def after() -> Any:
        actor, session = at_board(runtime)
        page = session_page(runtime.services, actor, session.id)
        view = after_closing(runtime.services, actor, page)
        how = _how_it_was(runtime, actor, session)
        return {**_after(runtime, session, view), "how": how}

    @api.post("/clear", ClearAnswer, "Say what the panel deletes from the board.", ClearSent)
    def clear(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        spoken, held = sent["spoken"], sent["held"]
        found = begin_clearing(runtime.services, actor, session.id, spoken=spoken, held=held)
        return {"frames": found.frames, "stickies": found.stickies}

    @api.post("/next", SaidJobAnswer, "Plan the next session, on a board of its own.", NextSent)
    def plan_next(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        return _plan_next(runtime, actor, session, sent)


def _after(runtime: Runtime, session: Session, view: ClosingView | None) -> dict[str, Any]:
    """Return what came of a session; once its days are over, only that they are."""
    if view is None:
        closed = views.seconds(session.closed_at)
        where = _DAYS_OVER if closed else ""
        nothing = {"thanks": "", "coming": None, "next_day": "", "closed": closed, "where": where}
        return {**nothing, **_fates(None)}
    return {
        "thanks": view.thank_you,
        "coming": _coming(runtime, view.coming) if view.coming else None,
        "next_day": view.next_day.isoformat(),
        "closed": views.seconds(view.session.closed_at),
        "where": view.view.where_kept_notes_are,
        **_fates(view),
    }


def _how_it_was(runtime: Runtime, actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Return how the taps spread, where enough people answered; nobody's words are in it."""
    shown = pulse_of(runtime.services, actor, session.id)
    return [
        {
            "asks": str(each.question.asks),
            "taps": [{"says": str(tap.says), "many": many} for tap, many in each.rows],
        }
        for each in (shown.spreads if shown else ())
    ]


def _coming(runtime: Runtime, session: Session) -> dict[str, str]:
    with runtime.services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
    page = url_for("session.show", session_id=session.id, _external=True)
    return {
        "name": session.name,
        "page": page,
        "board": board_link(runtime, board),
    }


def _plan_next(runtime: Runtime, actor: Actor, session: Session, sent: Sent) -> dict[str, Any]:
    """Plan a session of the same kind on a board of its own; pressed twice, it plans one."""
    here = session.community_id
    design = design_for(runtime.services, here, session.template_code or "")
    convene.require_board(design)
    day = day_of(sent["day"])
    building.require_miro(runtime, actor, here)
    press = f"next {session.id} {sent['press']} {day}"
    is_short = session.is_short and bool(design.short_minutes)
    form, policy = design.in_short if is_short else design, session.policy
    planned = convene.plan_session(
        runtime.services,
        actor,
        here,
        day,
        design,
        None,
        press,
        is_short=is_short,
        rooms=rooms_of(policy.labels, form, form) if policy else None,
    )
    building.lay_out(runtime, actor, planned, None)
    job = asking.ask(runtime, actor, BUILD, planned.id)
    return {"job": job.id, "said": f"Planned for {long_day(day)}. Hedgerow builds its board now."}


def _steps(view: ClosingView) -> dict[str, Any]:
    session_id = view.session.id
    spoken = [fate.boxes[-1] for fate in view.fates if fate.label is Label.X]
    return {
        "spoken": spoken[0] if spoken else "",
        "waiting": len(view.unread),
        "outside": view.outside,
        "asks": len(view.view.brakes),
        "fewest": fewest_answers(view.session.policy),
        "readback": url_for("read_back.show", session_id=session_id, _external=True),
        "page": url_for("session.show", session_id=session_id, _external=True),
        **_fates(view),
    }


def _fates(view: ClosingView | None) -> dict[str, Any]:
    """Return what happens to the notes, by label; those that stay here are not counted."""
    fates = view.fates if view else ()
    until = view.session.held_until if view else None
    return {
        "fates": [
            {"label": first_line(each.label, until), "count": each.count, "says": each.says}
            for each in fates
        ]
    }
