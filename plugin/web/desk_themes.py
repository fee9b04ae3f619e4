"""Themes: names, what they mean, where they stand, merging; and memos beside things of the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.curate import themes
from plugin.curate.memos import theme_memos, thing_memo_view, write_thing_memo
from plugin.domain.memos import MemoAbout, ThingMemo
from plugin.domain.overtaken import shown_mark
from plugin.domain.people import Actor
from plugin.domain.themes import DEFINITION_MAX, MEMO_MAX, THEME_MAX, Memo
from plugin.errors import BadInput, NotHere
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import number_of, press_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("desk_themes", __name__)

    @pages.get("/c/<community_id>/desk/themes")
    def show(community_id: str) -> Page:
        return _themes(runtime, current_user(runtime), community_id)

    pages.post("/c/<community_id>/desk/themes", endpoint="save")(partial(_save, runtime))

    @pages.get("/c/<community_id>/desk/memo/<note_id>")
    def memo(community_id: str, note_id: str) -> Page:
        return _memo(runtime, current_user(runtime), community_id, note_id)

    pages.post("/c/<community_id>/desk/memo/<note_id>", endpoint="write")(partial(_write, runtime))

    @pages.get("/c/<community_id>/desk/memo/<what>/<about_id>")
    def memo_of(community_id: str, what: str, about_id: str) -> Page:
        return _memo_of(runtime, current_user(runtime), community_id, what, about_id)

    @pages.post("/c/<community_id>/desk/memo/<what>/<about_id>")
    def write_of(community_id: str, what: str, about_id: str) -> Page:
        return _write_of(runtime, community_id, what, about_id)

    return pages


def _themes(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    view = themes.themes_view(runtime.services, actor, community_id)
    return render_template(
        "desk_themes.html",
        view=view,
        community=view.community,
        partnership=view.partnership,
        typed=request.form if problem else {},
        memos=theme_memos(runtime.services, actor, community_id),
        theme_max=THEME_MAX,
        definition_max=DEFINITION_MAX,
        problem=problem,
    )


def _save(runtime: Runtime, community_id: str) -> Page:
    actor, form = current_user(runtime), request.form
    theme_id = form.get("theme", "")
    try:
        if form.get("do") == "merge":
            into = form.get("into", "")
            says = themes.merge_theme(runtime.services, actor, community_id, theme_id, into)
        else:
            says = themes.save_theme(
                runtime.services,
                actor,
                community_id,
                theme_id,
                form.get("name", ""),
                form.get("definition", ""),
                form.get("parent", ""),
                number_of(form.get("version"), 9),
                press_of(form),
                is_for_partners=bool(form.get("partners")),
            )
    except BadInput as error:
        return _themes(runtime, actor, community_id, error_notice(error)), 400
    flash(says)
    return redirect(url_for("desk_themes.show", community_id=community_id), 303)


def _memo(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    note_id: str,
    error: BadInput | None = None,
) -> str:
    view = themes.memo_view(runtime.services, actor, community_id, note_id)
    return render_template(
        "desk_memo.html",
        view=view,
        community=view.community,
        partnership=view.partnership,
        form_at=url_for("desk_themes.write", community_id=community_id, note_id=note_id),
        **_filled(view.own, error),
        memo_max=MEMO_MAX,
        problem=error_notice(error) if error else None,
    )


def _write(runtime: Runtime, community_id: str, note_id: str) -> Page:
    actor, words = current_user(runtime), request.form.get("words", "")
    is_shared = bool(request.form.get("shared"))
    try:
        says = themes.write_memo(
            runtime.services,
            actor,
            community_id,
            note_id,
            words,
            is_shared=is_shared,
            shown=request.form.get("shown"),
        )
    except BadInput as error:
        return _memo(runtime, actor, community_id, note_id, error), 400
    flash(says)
    session_id = request.form.get("read")
    page = "desk_read.show" if session_id else "desk_sort.show"
    place: dict[str, Any] = {
        "community_id": community_id,
        "at": note_id,
        "session": session_id or None,
    }
    return redirect(url_for(page, **place), 303)


def _filled(own: Memo | ThingMemo | None, error: BadInput | None) -> dict[str, Any]:
    """Return what a memo's form holds: as it was sent, or else as it is stored.

    Where it was changed meanwhile, what is stored stands beside it, and a second press counts.
    """
    form, stored = request.form, own.words if own else ""
    now = shown_mark(stored)
    is_sent, is_overtaken = request.method == "POST", error and form.get("shown") not in (None, now)
    return {
        "words": form.get("words", stored),
        "is_shared": bool(form.get("shared")) if is_sent else own is not None and own.is_shared,
        "stored": stored if is_overtaken else "",
        "shown": now if is_overtaken else form.get("shown", now),
    }


def _memo_of(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    what: str,
    about_id: str,
    error: BadInput | None = None,
) -> str:
    view = thing_memo_view(runtime.services, actor, community_id, _about(what), about_id)
    return render_template(
        "desk_memo.html",
        view=view,
        community=view.community,
        partnership=view.partnership,
        form_at=url_for(
            "desk_themes.write_of", community_id=community_id, what=what, about_id=about_id
        ),
        back_to=_place_of(view.about, community_id, about_id),
        **_filled(view.own, error),
        memo_max=MEMO_MAX,
        problem=error_notice(error) if error else None,
    )


def _write_of(runtime: Runtime, community_id: str, what: str, about_id: str) -> Page:
    actor, about = current_user(runtime), _about(what)
    memo = ThingMemo(
        about=about,
        about_id=about_id,
        words=request.form.get("words", "").strip(),
        is_shared=bool(request.form.get("shared")),
    )
    try:
        says = write_thing_memo(
            runtime.services, actor, community_id, memo, request.form.get("shown")
        )
    except BadInput as error:
        return _memo_of(runtime, actor, community_id, what, about_id, error), 400
    flash(says)
    return redirect(_place_of(about, community_id, about_id), 303)


def _about(what: str) -> MemoAbout:
    found = next((each for each in MemoAbout if each.value == what), None)
    if found is None:
        raise NotHere("There is no such page. Nothing was changed.")
    return found


def _place_of(about: MemoAbout, community_id: str, about_id: str) -> str:
    """Return the page on which a memo is read beside what it is about."""
    match about:
        case MemoAbout.CLUSTER:
            return url_for("desk_sort.show", community_id=community_id, cluster=about_id)
        case MemoAbout.THEME:
            there = f"t-{about_id}"
            return url_for("desk_themes.show", community_id=community_id, _anchor=there)
        case MemoAbout.PIECE:
            return url_for("pieces.show", piece_id=about_id, _anchor="memos")
