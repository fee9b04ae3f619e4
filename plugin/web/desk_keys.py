"""The keys of the desk: shown, printed, and switched off for as long as somebody is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from plugin.curate.desk import desk_of
from plugin.web.current_user import current_user

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_OFF = "desk_keys_off"
KEYS = (
    ("↓ ↑", "next, previous note"),
    ("Home, End", "first, last note"),
    ("X", "select"),
    ("Shift + ↓", "select this one and the next"),
    ("Space", "on Read: read, next, as a list or one at a time"),
    ("/", "on Sort: find"),
    ("G", "say why these belong together; Ctrl + Enter makes the cluster"),
    ("1 to 9", "into that cluster"),
    ("Shift + 1 to 9", "also into that cluster"),
    ("0", "belongs nowhere, and matters"),
    ("R", "take out"),
    ("K", "keep in the tray"),
    ("T", "theme, of the words that are selected or the whole note; Ctrl + Enter gives it"),
    ("M", "memo: on the note that has focus, else on the cluster or the piece that is open"),
    ("S", "set aside"),
    ("P", "make a piece from what is selected, or from the cluster of this note"),
    ("Q", "on a piece: quote the note that has focus, or the words of it that are selected"),
    ("D", "on a new piece: what does not fit"),
    ("C", "on Sort: sort on your own, and compare"),
    ("B", "on Read: the note on the picture of its board"),
    ("W", "where it went; on a piece: where it came from, and went"),
    ("Z", "undo, 20 steps back; on the study table too"),
    ("Ctrl + Enter", "the page’s main button; on a piece, how it will be asked, and then ask"),
    ("F6", "next region: Show, Notes, Tray; in Show the arrows go from cluster to cluster"),
    ("Esc", "back to the notes; on a piece: out of a field, then to the list of pieces"),
    ("?", "this page"),
)


def keys_are_on() -> bool:
    """Say whether the keys of the desk work for this browser."""
    return not session.get(_OFF)


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("desk_keys", __name__)

    @pages.get("/c/<community_id>/desk/keys")
    def show(community_id: str) -> str:
        community, partnership = desk_of(runtime.services, current_user(runtime), community_id)
        return render_template(
            "desk_keys.html",
            community=community,
            partnership=partnership,
            keys=KEYS,
            is_on=keys_are_on(),
        )

    @pages.post("/c/<community_id>/desk/keys")
    def switch(community_id: str) -> Response:
        desk_of(runtime.services, current_user(runtime), community_id)
        session[_OFF] = request.form.get("keys") == "off"
        flash("The keys are on." if keys_are_on() else "The keys are off. Every button works.")
        return redirect(url_for("desk_keys.show", community_id=community_id), 303)

    return pages
