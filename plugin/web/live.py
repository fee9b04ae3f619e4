"""A running session on one page: the step that it is now with its timer, boxes with counts, plan.

It works without scripts: the page then loads again every half minute. With scripts the timer runs
by the server's clock, and the page loads again when somebody else moved on or collected: it hears
so by events, and asks every few seconds where it gets none.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from flask import (
    Blueprint,
    copy_current_request_context,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import find_design
from plugin.convene.live import LiveView, add_minutes, hold_round, live_page, live_state, move_to
from plugin.converse.dots import StepDots, dots_of, dots_state
from plugin.converse.quiet_writing import quiet_state
from plugin.domain.guidance import OFFERED_AFTER, Guidance
from plugin.domain.labels import Label, first_line
from plugin.domain.live_steps import in_words, left_s
from plugin.domain.people import Actor
from plugin.domain.rounds import LEAST_IN_ROUND, MOST_IN_ROUND
from plugin.domain.sessions import SessionState
from plugin.domain.templates import WELCOME, room_of
from plugin.errors import BadInput, HedgerowError
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import error_notice
from plugin.web.event_streams import Streams
from plugin.web.flashes import flash_sentences
from plugin.web.forms import number_of
from plugin.web.guidance import guidance_for, has_chosen
from plugin.web.join import JoinShown, join_shown, with_quiet_boxes
from plugin.web.session import board_link

_ADDED_MINUTES = 2
_NOT_STARTED = ""
_STREAMS = Streams(looks_every_s=1.0)


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("live", __name__)

    @pages.get("/s/<session_id>/live")
    def show(session_id: str) -> ResponseReturnValue:
        view = _view(runtime, session_id)
        if view.session.state is SessionState.CLOSED:
            return redirect(url_for("session.show", session_id=session_id))
        return render_template("live.html", **_shown(runtime, view))

    @pages.get("/s/<session_id>/live/state")
    def state(session_id: str) -> Response:
        actor = current_user(runtime)
        now = live_state(runtime.services, actor, session_id)
        now = _with_quiet(runtime, actor, session_id, now)
        response = jsonify({"state": now})
        response.set_etag(now)
        return response.make_conditional(request)

    @pages.get("/s/<session_id>/live/events")
    def events(session_id: str) -> Response:
        return _events(runtime, current_user(runtime), session_id)

    @pages.post("/s/<session_id>/live/step")
    def step(session_id: str) -> Response:
        actor, number = current_user(runtime), number_of(request.form.get("to"), 3)
        said = move_to(runtime.services, actor, session_id, number, _shown_step())
        return _back(session_id, said)

    @pages.post("/s/<session_id>/live/longer")
    def longer(session_id: str) -> Response:
        said = add_minutes(
            runtime.services, current_user(runtime), session_id, _shown_step(), _ADDED_MINUTES
        )
        return _back(session_id, said)

    @pages.post("/s/<session_id>/live/round")
    def go_round(session_id: str) -> ResponseReturnValue:
        return _go_round(runtime, current_user(runtime), session_id)

    return pages


def _go_round(runtime: Runtime, actor: Actor, session_id: str) -> ResponseReturnValue:
    people, do = number_of(request.form.get("people"), 3), request.form.get("do", "")
    try:
        said = hold_round(runtime.services, actor, session_id, _shown_step(), do, people)
    except BadInput as error:
        words = error_notice(error)
        page = _shown(runtime, _view(runtime, session_id))
        return render_template("live.html", **page, problem=words), words.status
    return _back(session_id, said)


def _events(runtime: Runtime, actor: Actor, session_id: str) -> Response:
    """Tell an open page when something changed, and when there is nothing more to hold."""
    live_state(runtime.services, actor, session_id)  # who may not look hears so before it begins

    def look() -> str | None:
        try:
            now = live_state(runtime.services, actor, session_id)
            return _with_quiet(runtime, actor, session_id, now)
        except HedgerowError:  # called off, or no longer this person's to hold
            return None

    return _STREAMS.stream(copy_current_request_context(look))


def _view(runtime: Runtime, session_id: str) -> LiveView:
    zone = runtime.settings.time_zone
    return live_page(runtime.services, current_user(runtime), session_id, zone)


def _shown_step() -> int | None:
    """Return the step that the page showed as current when a button of it was pressed."""
    return number_of(request.form.get("shown", _NOT_STARTED), 3)


def _back(session_id: str, said: str | None) -> Response:
    if said:
        flash_sentences([said])
    return redirect(url_for("live.show", session_id=session_id), 303)


def _shown(runtime: Runtime, view: LiveView) -> dict[str, Any]:
    zone, now, current = runtime.settings.time_zone, runtime.services.now, view.current
    left = left_s(current, now) if current else 0
    link = board_link(runtime, view.board)
    return {
        "view": view,
        "meeting": view.session,
        "community": view.community,
        "steps": [(each, _clock(each.starts_at, zone)) for each in view.steps],
        "current": current,
        "ends": _clock(current.ends_at, zone) if current else "",
        "starts": _clock(current.starts_at, zone) if current else "",
        "left_s": left,
        "left": in_words(left),
        "ring": _ring(left, current.minutes if current else 0),
        "whole": (_clock(view.steps[0].starts_at, zone), _clock(view.steps[-1].ends_at, zone)),
        "boxes": _boxes(view, link),
        "rooms": _rooms(view),
        "board_link": link,
        "collected": sum(view.counts.values()),
        "collected_at": _clock(view.collected_at, zone),
        "state_now": _with_quiet(runtime, current_user(runtime), view.session.id, view.state),
        "shown": _NOT_STARTED if current is None else current.number,
        "added": _ADDED_MINUTES,
        "round": current.round if current else None,
        "each": in_words(current.round.each_s(left)) if current and current.round else "",
        "in_round": (LEAST_IN_ROUND, MOST_IN_ROUND),
        "join": _join(runtime, view),
        "guidance": guidance_for(current_user(runtime)),
        "levels": tuple(Guidance),
        "offers_less": view.held_before >= OFFERED_AFTER and not has_chosen(current_user(runtime)),
        "dots": _dots(runtime, view),
    }


def _dots(runtime: Runtime, view: LiveView) -> tuple[StepDots, ...]:
    """Return the steps with dots that have begun; most designs have none, and nothing is asked."""
    if not any(each.step.dots for each in view.steps):
        return ()
    find = partial(find_design, runtime.services)
    return dots_of(runtime.services, current_user(runtime), view.session.id, find)


def _with_quiet(runtime: Runtime, actor: Actor, session_id: str, state: str) -> str:
    """Return what changes, with what changes while people write quietly."""
    quiet = quiet_state(runtime.services, actor, session_id)
    find = partial(find_design, runtime.services)
    dots = dots_state(runtime.services, actor, session_id, find)
    return " ".join((state, *(f"{code}: {said}" for code, said in quiet.items()), dots)).rstrip()


def _join(runtime: Runtime, view: LiveView) -> JoinShown | None:
    actor = current_user(runtime)
    return with_quiet_boxes(runtime, actor, join_shown(runtime, actor, view.session), view)


def _clock(at: Any, zone: Any) -> str:
    return "" if at is None else f"{at.astimezone(zone):%H:%M}"


def _ring(left: int, minutes: int) -> int:
    """Return how much of the ring is left, of 100; a step that is over fills it."""
    if left <= 0 or not minutes:
        return 100
    return min(100, round(100 * left / (60 * minutes)))


def _boxes(view: LiveView, link: str) -> list[dict[str, Any]]:
    """Return the boxes that people write in, with counts; none for a box that stays here."""
    policy, used = view.session.policy, view.current.step.zones if view.current else ()
    found = []
    for zone in view.template.zones:
        label = policy.labels.get(zone.code, zone.label) if policy else zone.label
        if zone.code == WELCOME:
            continue
        found.append(
            {
                "title": zone.title,
                "label": first_line(label, view.session.held_until),
                "count": None if label is Label.X else view.counts.get(zone.code, 0),
                "is_current": zone.code in used,
                "href": _link_to(link, view.frames.get(zone.code)),
            }
        )
    return found


def _rooms(view: LiveView) -> list[tuple[str, int]]:
    """Return each room with how many notes its boxes have; none where all work together."""
    return [
        (room, sum(many for code, many in view.counts.items() if room_of(code) == room))
        for room in view.session.rooms
    ]


def _link_to(link: str, item_id: str | None) -> str:
    """Return the address that opens a board at a box (Miro: `moveToWidget`), or the board."""
    if not link or not item_id:
        return link
    return f"{link}{'&' if '?' in link else '?'}moveToWidget={quote(item_id, safe='')}"
