"""A person's own list between sessions, and the text of a repair conversation."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.communities import group_of
from plugin.convene.private_lists import add_line, erase_line, mark_line, private_list
from plugin.convene.template_files import read_template
from plugin.curate.page import piece_page
from plugin.domain.days import long_day
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import RUNG_WORDS, rung_at
from plugin.domain.private_lists import LONGEST_LINE, PrivateVerb
from plugin.domain.repair import repair_text
from plugin.errors import BadInput
from plugin.govern.withdrawal import NoteTrail, trail
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, do_or_show_again
from plugin.web.forms import press_of

_REPAIR = "T12"


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("private_list", __name__)

    @pages.get("/c/<community_id>/between/mine")
    def show(community_id: str) -> str:
        return _page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/between/mine")
    def change(community_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        return do_or_show_again(
            partial(_do, runtime, actor, community_id),
            partial(_page, runtime, actor, community_id),
            url_for("private_list.show", community_id=community_id),
        )

    @pages.get("/c/<community_id>/between/repair")
    def repair(community_id: str) -> str:
        return _repair(runtime, current_user(runtime), community_id)

    return pages


def _do(runtime: Runtime, actor: Actor, community_id: str) -> str:
    """Do what a button asks for; return what to say of it, without the words."""
    form, here = request.form, (runtime.services, actor, community_id)
    line_id = form.get("line", "")
    match form.get("do", ""):
        case "done":
            mark_line(*here, line_id, is_done=True)
            return "Done. It stands below, until you erase it."
        case "again":
            mark_line(*here, line_id, is_done=False)
            return "It is to be done again."
        case "erase":
            erase_line(*here, line_id)
            return "Erased."
        case _:
            add_line(*here, _verb(form.get("verb", "")), form.get("words", ""), press_of(form))
            return "It is on your list. Nobody else reads it."


def _verb(given: str) -> PrivateVerb:
    try:
        return PrivateVerb(given)
    except ValueError as error:
        raise BadInput("Choose what you want to do. Nothing was stored.") from error


def _page(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    lines = private_list(runtime.services, actor, community_id)
    community, partnership = group_of(runtime.services, actor, community_id)
    return render_template(
        "private_list.html",
        lines=lines,
        verbs=list(PrivateVerb),
        mend=PrivateVerb.MEND,
        longest=LONGEST_LINE,
        community=community,
        partnership=partnership,
        problem=problem,
        typed=request.form,
    )


def _repair(runtime: Runtime, actor: Actor, community_id: str) -> str:
    lines = private_list(runtime.services, actor, community_id)
    community, partnership = group_of(runtime.services, actor, community_id)
    line = next((each for each in lines if each.id == request.args.get("line")), None)
    happened = [line.words] if line else []
    if note_id := request.args.get("note"):
        happened += _of_note(trail(runtime.services, actor, note_id))
    if piece_id := request.args.get("piece"):
        happened += _of_piece(runtime, actor, piece_id)
    return render_template(
        "repair.html",
        text=repair_text(read_template(_REPAIR), happened),
        code=_REPAIR,
        runs=actor.may(Power.RUN_SESSION, partnership.id, community_id),
        community=community,
        partnership=partnership,
    )


def _of_note(went: NoteTrail) -> list[str]:
    """Return what is known of a note, without its words: where it went, and what was reached."""
    found = [f"It is about a note of {long_day(went.session.day)}, {went.session.meeting_kind}."]
    if went.pieces:
        titles = ", ".join(f"“{each.newest.title}”" for each in went.pieces)
        found.append(f"These pieces rested on it: {titles}.")
    found += [f"It lay as a card on the board of {long_day(each.day)}." for each in went.boards]
    found += [
        f"It may stand in a file that was exported: {each.in_words}." for each in went.exports
    ]
    if went.taken_back is not None:
        at, reached = went.taken_back
        found.append(f"It was taken back on {long_day(at.date())}.")
        found += [f"{place}: {outcome}" for place, outcome in reached.items()]
    return found


def _of_piece(runtime: Runtime, actor: Actor, piece_id: str) -> list[str]:
    """Return what is known of a piece: its title, and who may read it since when."""
    whole = piece_page(runtime.services, actor, piece_id).whole
    actor.require(Power.READ_NOTES, whole.piece.partnership_id, whole.piece.community_id)
    now = runtime.services.now
    found = [f"It is about the piece “{whole.newest.title}”."]
    found += [
        f"Since {long_day(each.from_when.date())} it could be read by: {RUNG_WORDS[each.rung]}."
        for each in whole.releases
        if each.stopped_at is None and each.from_when <= now
    ]
    if not whole.releases:
        found.append(f"It is read by: {RUNG_WORDS[rung_at(whole.releases, now)]}.")
    return found
