"""Read: every note of a closed session once, in the order of its boxes and its board.

It has two forms, a list and one note at a time; which of them somebody reads in is remembered for
as long as they are signed in.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import find_design
from plugin.curate.asking_to_stay import ask_to_stay
from plugin.curate.desk import DeskSession, ShownNotes, desk, desk_of
from plugin.curate.desk_pages import NOTES_A_PAGE
from plugin.curate.evidence import put_observation
from plugin.curate.noticing import forget_noticed, notice, put_under
from plugin.curate.reading import OneNote, ReadView, mark_read, one_of, read_view
from plugin.curate.themes import give_theme, set_aside
from plugin.curate.undoing import undo
from plugin.domain.labels import Label
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.scaffold.board_part import picture_around
from plugin.web.board_parts import boxes_of
from plugin.web.current_user import current_user
from plugin.web.desk_keys import keys_are_on
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import asks_for_fragment, left_words, number_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_FURTHEST = 10_000_000
_ONE = "desk_read_one"
_USES = {
    "theme": ("theme", "words"),
    "aside": ("reason",),
    "noticed": ("noticed",),
}
_LEFT = "What you typed is not used yet: it is still in its field."
Page = str | tuple[str, int] | Response
Form = MultiDict[str, str]


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("desk_read", __name__)

    @pages.get("/c/<community_id>/desk/read")
    def show(community_id: str) -> Page:
        return _page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/desk/read")
    def mark(community_id: str) -> Page:
        actor, form = current_user(runtime), request.form
        try:
            says, place = _done(runtime, actor, community_id, form)
        except BadInput as error:
            return _page(runtime, actor, community_id, error_notice(error)), 400
        if form.get("quiet"):
            return "", 204  # a script of ours asks, and stays on the page
        if _leaves_words(form):
            flash(f"{says} {_LEFT}" if says else _LEFT)
            return _page(runtime, actor, community_id)
        if _leaves_ticks(form):
            flash(says)
            return _page(runtime, actor, community_id)
        if says:
            flash(says)
        kept = {name: form[name] for name in ("session", "from") if form.get(name)}
        to: dict[str, Any] = {"community_id": community_id, **kept, **place}
        return redirect(url_for("desk_read.show", **to), 303)

    return pages


def _meant(form: Form) -> str:
    """Return what a button does; Enter in a field does what that field is for."""
    do = form.get("do", "")
    if do != "enter":
        return do
    return (
        "theme"
        if form.get("theme", "").strip() or form.get("words", "").strip()
        else "aside"
        if form.get("reason", "").strip()
        else "read"
    )


def _leaves_words(form: Form) -> bool:
    """Say whether something was typed that the button which was pressed does not use."""
    return bool(left_words(form, _USES.get(_meant(form), ())))


def _leaves_ticks(form: Form) -> bool:
    """Say whether notes of the list are selected and the button which was pressed is of others."""
    is_list, do = bool(form.getlist("page")), _meant(form).partition(" ")[0]
    return is_list and bool(form.getlist("note")) and (do == "undo" or do in _OF_NOTICED)


def _done(
    runtime: Runtime, actor: Actor, community_id: str, form: Form
) -> tuple[str, dict[str, str | None]]:
    """Do what a button says; return a sentence, and where the page goes on."""
    do, services, ticked = _meant(form), runtime.services, form.getlist("note")
    stays = {"at": next(iter(ticked), None) or form.get("at") or None}
    if do in ("one", "list"):
        desk_of(services, actor, community_id)
        session[_ONE] = do == "one"
        return "", stays
    if do == "undo":
        says, at = undo(services, actor, community_id)
        return says, {"at": at or None}
    act = _OF_NOTICED.get(do.partition(" ")[0])
    if act is not None:
        place = {"at": form.get("at") or None, "_anchor": "what-i-noticed"}
        return act(runtime, actor, community_id, form), place
    if do == "theme":
        named = (form.get("theme", ""), form.get("words", ""))
        return give_theme(services, actor, community_id, ticked, *named), stays
    if do == "aside":
        return set_aside(services, actor, community_id, ticked, form.get("reason", "")), stays
    if do == "stay":
        return ask_to_stay(services, actor, community_id, ticked), stays
    whole = form.getlist("page") if do == "all" else ticked
    says = mark_read(services, actor, community_id, whole)
    if form.get("after") or form.get("onward"):
        says = ""  # the next note is there, which says it
    onward: dict[str, str | None] = {"at": form.get("after") or None}
    if form.get("onward"):
        onward["from"] = form["onward"]
    return says, onward


def _notice(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> str:
    """Keep what somebody noticed with the session, or under the piece that they chose."""
    words, piece_id = form.get("noticed", ""), form.get("piece", "")
    if not piece_id:
        return notice(runtime.services, actor, community_id, form.get("session", ""), words)
    put_observation(runtime.services, actor, piece_id, words)
    return "Saved under the piece, as observed by the learning partner. It is no voice."


def _put_under(runtime: Runtime, actor: Actor, _community_id: str, form: Form) -> str:
    noticed_id = form["do"].partition(" ")[2]
    return put_under(runtime.services, actor, form.get(f"under-{noticed_id}", ""), noticed_id)


def _forget(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> str:
    noticed_id = form["do"].partition(" ")[2]
    return forget_noticed(runtime.services, actor, community_id, noticed_id)


_OF_NOTICED = {"noticed": _notice, "under": _put_under, "forget": _forget}


def _page(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    given = request.values
    start = min(number_of(given.get("from"), 18) or 0, _FURTHEST)
    designs = partial(find_design, runtime.services)
    shown = ShownNotes(session_id=given.get("session", ""), start=start)
    view = read_view(runtime.services, actor, community_id, designs, shown)
    at = next(iter(request.form.getlist("note")), "") or given.get("at", "")
    is_whole = not start and view.desk.next_start is None
    left = left_words(request.form, () if problem else _USES.get(_meant(request.form), ()))
    one = one_of(view, at) if session.get(_ONE) or given.get("alone") else None
    return render_template(
        "desk_read_one.html" if one else "desk_read.html",
        view=view,
        desk=view.desk,
        partnership=view.desk.partnership,
        community=view.desk.community,
        start=start,
        earlier_start=max(start - NOTES_A_PAGE, 0),
        at=at,
        one=one,
        picture=_picture(runtime, actor, view, one, is_whole=is_whole) if one else None,
        ticked=request.form.getlist("note"),
        left=left,
        held=Label.H,
        noticed=left.get("noticed", ""),
        beside=request.form.get("piece", ""),
        problem=problem,
        is_fragment=asks_for_fragment(request),
        keys=keys_are_on(),
    )


def _picture(
    runtime: Runtime, actor: Actor, view: ReadView, one: OneNote, *, is_whole: bool
) -> Markup | None:
    """Return the part of the board around a note, with all notes of its box around it.

    A page has some notes of a large session alone (`is_whole` says whether it has all).
    """
    here = next(each for each in view.desk.sessions if one.box in each.boxes)
    template = find_design(runtime.services, here.session.template_code or "")
    if not is_whole:
        here = _with_box(runtime, actor, view, here, one)
    return picture_around(boxes_of(here, template), one.note.id)


def _with_box(
    runtime: Runtime, actor: Actor, view: ReadView, here: DeskSession, one: OneNote
) -> DeskSession:
    """Return a session with more of the box of a note, unless the note is not among these."""
    designs, code = partial(find_design, runtime.services), one.box.zone.code
    shown = ShownNotes(session_id=here.session.id, zone_code=code)
    found = desk(runtime.services, actor, view.desk.community.id, designs, shown)
    boxes = [box for each in found.sessions for box in each.boxes if box.zone.code == code]
    if not any(one.note in (*box.kept, *box.held) for box in boxes):
        return here
    others = (each for each in here.boxes if each.zone.code != code)
    return replace(here, boxes=(*others, *boxes))
