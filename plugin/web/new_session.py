"""*New session* on one page: kind of meeting and date, the board as a picture, Build.

What is built is what was looked at: a form that was changed after the picture shows it once more.
A form that is pressed twice plans one session and builds one board.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin import building
from plugin.convene import sessions as convene
from plugin.convene.design_lookup import design_for
from plugin.convene.group_home import community_home
from plugin.convene.last_board import tallies
from plugin.convene.template_files import board_templates
from plugin.domain.agreements import Agreement, policy_for
from plugin.domain.people import Actor, Power
from plugin.domain.returns import ReturnCard
from plugin.domain.rooms import LETTERS, labels_in_rooms, may_be_in_rooms
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput, ConnectionBroken
from plugin.jobs.session_jobs import BUILD
from plugin.languages import SessionLanguage
from plugin.mirror.laying_out import Layable, is_chosen
from plugin.scaffold.board import WantedBoard
from plugin.scaffold.picture import board_picture
from plugin.scaffold.thumbnail import thumbnail
from plugin.use_cases import Runtime
from plugin.web import jobs
from plugin.web.asked_otherwise import ask_choices
from plugin.web.boxes import BoxView, boxes_on
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.flashes import flash_sentences
from plugin.web.forms import language_typed, new_press
from plugin.web.readiness import ready_lines
from plugin.web.rooms_form import rooms_carried
from plugin.web.safety import PICTURE_POLICY
from plugin.web.session_form import (
    WITHOUT_BOARD,
    fields_of_wish,
    keys_ticked,
    mark_of,
    press_of_showing,
    wish_typed,
)
from plugin.web.session_wish import Wish
from plugin.web.stricter_labels import (
    KeepChoice,
    keep_choices,
)

_NOT_FINISHED = "The session is planned; its board is not finished."


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("new_session", __name__)

    @pages.get("/c/<community_id>/new-session")
    def show(community_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        if "day" not in request.args:  # a design was chosen, or nothing yet
            typed = request.args.copy()
            typed["day"] = runtime.services.today.isoformat()
            return _page(runtime, actor, community_id, typed)
        return _look(runtime, actor, community_id, request.args)

    @pages.post("/c/<community_id>/new-session")
    def make(community_id: str) -> ResponseReturnValue:
        return _make(runtime, current_user(runtime), community_id)

    @pages.get("/c/<community_id>/new-session/board.svg")
    def picture(community_id: str) -> Response:
        actor = current_user(runtime)
        wish = wish_typed(runtime, actor, community_id, request.args)
        cards = _laid_out(_layable(runtime, actor, community_id, wish), keys_ticked(request.args))
        board = _board(runtime, actor, community_id, wish, cards)
        response = Response(board_picture(board), mimetype="image/svg+xml")
        response.headers["Content-Security-Policy"] = PICTURE_POLICY
        return response

    return pages


def _page(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    typed: Mapping[str, Any],
    wish: Wish | None = None,
    problem: ErrorNotice | None = None,
) -> str:
    home = community_home(runtime.services, actor, community_id)
    actor.require(Power.RUN_SESSION, home.partnership.id, community_id)
    offered, keys = _layable(runtime, actor, community_id, wish), keys_ticked(typed)
    cards = _laid_out(offered, keys)
    chosen = _chosen(runtime, community_id, typed)
    spoken = language_typed(typed) or _usual(home.sessions)
    wish = wish and replace(wish, language=spoken)
    return render_template(
        "new_session.html",
        offered=[each.card for each in offered],
        laid_out=[card.key for card in cards],
        partnership=home.partnership,
        community=home.community,
        templates=board_templates(),
        chosen=chosen,
        **(_drawn(chosen, home.agreement) if chosen and not wish else {}),
        without_board=WITHOUT_BOARD,
        typed=typed,
        wish=wish,
        shown=mark_of(typed, wish, [card.key for card in cards]) if wish else "",
        spoken=spoken,
        press=new_press(),
        boxes=_boxes(runtime, actor, community_id, wish, cards),
        keeps=_keeps(home.agreement, wish),
        asks=ask_choices(wish.template, wish.questions) if wish and wish.template else (),
        fields=fields_of_wish(wish) if wish else {},
        carried=rooms_carried(typed, chosen) if chosen and not wish else {},
        roomed=may_be_in_rooms(wish.template) if wish and wish.template else (),
        most_rooms=len(LETTERS),
        ready=ready_lines(runtime, actor, home.community, home),
        missing=_missing(runtime, actor, community_id),
        connects=actor.may(Power.CONNECT, home.partnership.id),
        nothing_agreed=home.agreement is None,
        problem=problem,
    )


def _chosen(runtime: Runtime, community_id: str, typed: Mapping[str, Any]) -> Template | None:
    """Return the design that was chosen on the page before, or in this form."""
    try:
        found = design_for(runtime.services, community_id, str(typed.get("kind", "")))
    except BadInput:
        return None
    return found if found.has_board else None


def _drawn(design: Template, agreement: Agreement | None) -> dict[str, Any]:
    """Draw a design, before a day is chosen, with the labels that the group's agreement gives."""
    held = design.labelled(policy_for(design, agreement).labels)
    return {"picture": thumbnail(held, {}), "tallies": tallies(held, None)}


def _look(
    runtime: Runtime, actor: Actor, community_id: str, typed: Mapping[str, str]
) -> ResponseReturnValue:
    try:
        wish = wish_typed(runtime, actor, community_id, typed)
    except BadInput as error:
        words = error_notice(error)
        return _page(runtime, actor, community_id, typed, None, words), words.status
    return _page(runtime, actor, community_id, typed, wish)


def _make(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    typed = request.form
    try:
        wish = wish_typed(runtime, actor, community_id, typed)
        shown = mark_of(typed, wish, keys_ticked(typed) or ())
        if wish.template is not None and typed.get("shown") != shown:
            return _page(runtime, actor, community_id, typed, wish)
        if wish.template is not None:
            building.require_miro(runtime, actor, community_id)
        planned = convene.plan_session(
            runtime.services,
            actor,
            community_id,
            wish.day,
            wish.design,
            wish.name,
            press_of_showing(typed, shown),
            is_short=wish.is_short,
            stricter=wish.stricter,
            rooms=wish.rooms,
            questions=wish.questions,
            language=language_typed(typed),
        )
    except IN_PAGE as error:
        words = error_notice(error)
        return _page(runtime, actor, community_id, typed, None, words), words.status
    to_session = redirect(url_for("session.show", session_id=planned.id))
    if wish.template is None:
        flash_sentences(["The session is planned."])
        return to_session
    if planned.state is not SessionState.PLANNED:  # this form was sent before, and its board built
        return to_session
    try:
        building.lay_out(runtime, actor, planned, keys_ticked(typed))
        asked = {"board": wish.miro_board_id} if wish.miro_board_id else {}
        return jobs.begin(runtime, actor, BUILD, planned.id, asked)
    except IN_PAGE as error:
        flash_sentences([_NOT_FINISHED, error_notice(error).sentence])
        return to_session


def _usual(sessions: Sequence[Session]) -> SessionLanguage:
    """Return the language of a group's last session, English before its first."""
    return sessions[0].language if sessions else SessionLanguage.ENGLISH


def _boxes(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    wish: Wish | None,
    cards: Sequence[ReturnCard],
) -> tuple[BoxView, ...]:
    """Return the boxes of the very board that the picture shows and Build makes."""
    if wish is None or wish.template is None:
        return ()
    return boxes_on(_board(runtime, actor, community_id, wish, cards))


def _board(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    wish: Wish,
    cards: Sequence[ReturnCard],
) -> WantedBoard:
    if wish.on_board is None:
        raise BadInput("A session without a board has no picture. Nothing was changed.")
    labels = labels_in_rooms(wish.stricter, wish.rooms)
    return building.preview_board(
        runtime, actor, community_id, wish.on_board, wish.day, cards, labels, wish.language
    )


def _keeps(agreement: Agreement | None, wish: Wish | None) -> tuple[KeepChoice, ...]:
    """Return the boxes that this session may make stricter than the group agreed."""
    if wish is None or wish.template is None:
        return ()
    agreed = policy_for(wish.template, agreement)
    return keep_choices(wish.template, agreed, wish.day, wish.stricter)


def _layable(
    runtime: Runtime, actor: Actor, community_id: str, wish: Wish | None
) -> tuple[Layable, ...]:
    """Return what the design that is asked for can lay out as cards."""
    if wish is None or wish.template is None:
        return ()
    return building.layable(runtime, actor, community_id, wish.template)


def _laid_out(offered: Iterable[Layable], keys: Collection[str] | None) -> list[ReturnCard]:
    return [each.card for each in offered if is_chosen(each, keys)]


def _missing(runtime: Runtime, actor: Actor, community_id: str) -> ErrorNotice | None:
    """Say before anything is looked at what keeps a board from being built; None for nothing."""
    try:
        building.require_miro(runtime, actor, community_id)
    except ConnectionBroken as error:
        return error_notice(error)
    return None
