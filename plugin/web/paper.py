"""*On paper*: a session's plan for its facilitator, posters for a room, slips to write on.

Each is a page that the browser prints; addresses, menus and buttons are left out. A poster says
what the board says of its box, so that paper promises no more and no less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, url_for

from plugin.convene.live import LiveView, live_page
from plugin.convene.session_page import SessionView, session_page
from plugin.domain.labels import Label
from plugin.domain.people import Actor
from plugin.domain.sessions import Session
from plugin.domain.templates import WELCOME, Template
from plugin.errors import NotHere
from plugin.use_cases import Runtime
from plugin.web.boxes import BoxView, boxes_of
from plugin.web.current_user import current_user
from plugin.web.join import join_shown

SHEET, POSTERS, SLIPS = "sheet", "posters", "slips"
PARTS = {SHEET: "Facilitator’s sheet", POSTERS: "Posters for the room", SLIPS: "Slips to write on"}
_SLIPS_ON_A_PAGE = 8


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("paper", __name__)

    @pages.get("/s/<session_id>/paper")
    def sheet(session_id: str) -> str:
        return _page(runtime, current_user(runtime), session_id, SHEET)

    @pages.get("/s/<session_id>/paper/<any(posters, slips):part>")
    def part(session_id: str, part: str) -> str:
        return _page(runtime, current_user(runtime), session_id, part)

    return pages


def _page(runtime: Runtime, actor: Actor, session_id: str, part: str) -> str:
    live = live_page(runtime.services, actor, session_id, runtime.settings.time_zone)
    view = session_page(runtime.services, actor, session_id)
    boxes = _boxes(view, live.template)
    written = list(_slips(live.session, live.template, boxes))
    zone = runtime.settings.time_zone
    return render_template(
        "paper.html",
        meeting=live.session,
        community=live.community,
        template=live.template,
        part=part,
        outcome=live.outcome,
        parts=[(name, words, _address(session_id, name)) for name, words in PARTS.items()],
        steps=[
            (each, _clock(each.starts_at, zone), [_title(live, code) for code in each.step.zones])
            for each in live.steps
        ],
        boxes=boxes,
        slips=written,
        to_type=_in_words(each.title.partition(" · ")[0] for each in written),
        never_copied=_in_words(
            each.title.partition(" · ")[2]
            for each in boxes
            if each not in written and each.code != WELCOME
        ),
        on_a_page=_SLIPS_ON_A_PAGE,
        join=join_shown(runtime, actor, live.session),
    )


def _address(session_id: str, part: str) -> str:
    if part == SHEET:
        return url_for("paper.sheet", session_id=session_id)
    return url_for("paper.part", session_id=session_id, part=part)


def _boxes(view: SessionView, template: Template) -> tuple[BoxView, ...]:
    policy = view.session.policy
    if policy is None:
        raise NotHere("This session has no board, so there is nothing to print. Nothing changed.")
    day, language = view.session.day, view.session.language
    return boxes_of(template, policy, day, view.readers, language=language)


def _slips(session: Session, template: Template, boxes: tuple[BoxView, ...]) -> Iterator[BoxView]:
    """Yield the boxes that people write slips for: none for a box whose notes stay here."""
    labels = session.policy.labels if session.policy else {}
    for box in boxes:
        zone = template.zone(box.code)
        if zone is not None and labels.get(box.code, zone.label) is not Label.X:
            yield box


def _in_words(names: Iterable[str]) -> str:
    """Return numbers or titles of boxes as a sentence names them; empty for none."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _title(live: LiveView, code: str) -> str:
    zone = live.template.zone(code)
    return "" if zone is None or code == WELCOME else zone.frame_title


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%H:%M}"
