"""Looking up what a group has about a person or a word: shown, taken out as a file, erased.

What is looked for is sent in a form, so that no name stands in an address, a log or a history.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from plugin.domain.people import Actor
from plugin.domain.subject_requests import MOST_LINES, FoundIn
from plugin.govern.subject_requests import (
    ErasedNote,
    LookedUp,
    bundle,
    erase_notes,
    group_to_answer_for,
    holds_to_heed,
    look_up,
)
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice

NOTES = (FoundIn.NOTE, FoundIn.OLDER_NOTE)
_FILE = "what-was-found.zip"


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("look_up", __name__)

    @pages.get("/c/<community_id>/look-up")
    def show(community_id: str) -> str:
        return _page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/look-up")
    def find(community_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        try:
            return _kept_nowhere(_answer(runtime, actor, community_id))
        except IN_PAGE as error:
            words = error_notice(error)
            return _page(runtime, actor, community_id, problem=words), words.status

    return pages


def _answer(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    form, here = request.form, (runtime.services, actor, community_id)
    words, chosen = form.get("words", ""), form.getlist("note")
    match form.get("do", ""):
        case "bundle":
            return _file(bundle(*here, words))
        case "erase":
            return _page(runtime, actor, community_id, erased=erase_notes(*here, chosen))
        case "ask":
            found = look_up(*here, words)
            return _page(runtime, actor, community_id, found=found, chosen=tuple(chosen))
        case _:
            return _page(runtime, actor, community_id, found=look_up(*here, words))


def _file(content: bytes) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Content-Disposition"] = f"attachment; filename={_FILE}"
    return answer


def _kept_nowhere(answer: ResponseReturnValue) -> Response:
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    *,
    found: LookedUp | None = None,
    chosen: tuple[str, ...] = (),
    erased: tuple[ErasedNote, ...] | None = None,
    problem: ErrorNotice | None = None,
) -> str:
    community, partnership = group_to_answer_for(runtime.services, actor, community_id)
    return render_template(
        "look_up.html",
        found=found,
        chosen=[each for each in (found.found if found else ()) if each.about in chosen],
        erased=erased,
        holds=holds_to_heed(runtime.services, community.id),
        places=list(FoundIn),
        notes=NOTES,
        piece=FoundIn.PIECE,
        most_lines=MOST_LINES,
        community=community,
        partnership=partnership,
        problem=problem,
        typed=request.form,
    )
