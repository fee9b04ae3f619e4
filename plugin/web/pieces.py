"""A piece's page: words, sources, checking, and who may read it.

People of other communities, and sponsors, read the same address in the wording that was checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import box_title
from plugin.converse.asking import asking_of
from plugin.converse.outcomes import may_tell
from plugin.curate.drafting import drafting_of
from plugin.curate.page import PieceView, piece_page
from plugin.curate.piece_themes import themes_to_choose
from plugin.curate.said_beside import said_beside
from plugin.domain import blockers
from plugin.domain.agreement_words import FURTHEST_WORDS
from plugin.domain.harm_questions import ANSWERS, QUESTIONS
from plugin.domain.judgements import CHOICES
from plugin.domain.links import Absence
from plugin.domain.people import Actor, Power
from plugin.domain.piece_records import parted, with_other_view
from plugin.domain.piece_whole import band
from plugin.domain.pieces import KINDS, PieceWhole, Rung, Standing
from plugin.errors import BadInput, Refused
from plugin.memory.search import reading_page
from plugin.sync import why_it_stays
from plugin.web import jobs, piece_pictures
from plugin.web.current_user import current_user
from plugin.web.desk import Typed, typed, words_of_the_form
from plugin.web.desk_keys import keys_are_on
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import shown_in, version_in
from plugin.web.labels import whose
from plugin.web.piece_acts import ACTS, Act
from plugin.web.piece_drafts import with_draft
from plugin.web.sync import FIELDS, notion_link

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response
_WORDS = {
    "choices": {name: tuple(words.values()) for name, words in CHOICES.items()},
    **{"steps": tuple(Standing), "fields": FIELDS, "rungs": Rung, "absences": Absence},
    **{"harm_questions": QUESTIONS, "harm_answers": ANSWERS, "furthest": FURTHEST_WORDS},
}


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("pieces", __name__)
    pages.add_app_template_filter(rests_on, "rests_on")
    pages.add_app_template_global(partial(box_title, runtime.services), "box_title")
    pages.add_app_template_global(whose)

    @pages.get("/pieces/<piece_id>")
    def show(piece_id: str) -> Page:
        actor = current_user(runtime)
        failed = jobs.failed_here(runtime, actor)
        try:
            return _page(runtime, actor, piece_id, problem=failed.problem if failed else None)
        except Refused:
            return _reading(runtime, actor, piece_id)

    @pages.post("/pieces/<piece_id>/answer-in-words")
    def take_answer(piece_id: str) -> Page:
        return _page(runtime, current_user(runtime), piece_id, "answer")

    for part, act in ACTS.items():
        pages.add_url_rule(
            f"/pieces/<piece_id>/{part}",
            part.replace("-", "_"),
            partial(_done, runtime, part, act),
            methods=["POST"],
        )
    return pages


def rests_on(whole: PieceWhole) -> str:
    """Write what a piece rests on in a band, never in numbers: *A few notes from one session*."""
    if not whole.sources:
        return "No notes of the group yet"
    if not whole.voices:
        return "None of the words it was made from are left"
    words = band(whole.voices, whole.sessions)
    return f"{words} from one session" if whole.sessions == 1 < whole.voices else words


def _done(runtime: Runtime, part: str, act: Act, piece_id: str) -> Page:
    """Do what a form asks; on a refusal show the page again with what was typed in it."""
    actor = current_user(runtime)
    try:
        said = act(runtime, actor, piece_id)
    except (BadInput, Refused) as error:
        problem = error_notice(error)
        try:
            return _page(runtime, actor, piece_id, part, problem), problem.status
        except Refused:
            raise error from None
    flash(said)
    return redirect(url_for("pieces.show", piece_id=piece_id), 303)


def _page(
    runtime: Runtime,
    actor: Actor,
    piece_id: str,
    part: str = "",
    problem: ErrorNotice | None = None,
) -> str:
    view = piece_page(runtime.services, actor, piece_id)
    newest, piece = view.whole.newest, view.whole.piece
    stored = Typed(
        newest.title, newest.line, newest.stored_story, newest.kind, newest.family, newest.person
    )
    is_read_back, is_words = part == "read-back", part in ("words", "kind")
    drafting = drafting_of(runtime.services, actor, view.whole)
    begins = with_draft(stored, drafting.own)
    begins = _with_answer(begins) if part == "answer" else begins
    return render_template(
        "piece.html",
        view=view,
        blockers=blockers,
        piece=piece,
        newest=newest,
        partnership=view.partnership,
        community=view.community,
        typed=typed(request.form, begins) if is_words else begins,
        agreed=typed(request.form, stored) if is_read_back else stored,
        form=request.form,
        judged=_judged(view.whole, request.form if part == "judgement" else {}),
        drafting=drafting,
        version=version_in(request.form) if part == "words" else drafting.version,
        draft_shown=shown_in(request.form) if part == "words" else drafting.shown,
        part=part,
        problem=problem,
        has_keys=view.may_write and keys_are_on(),
        themes=themes_to_choose(runtime.services, view.whole) if view.may_write else (),
        tells=may_tell(runtime.services, actor, view.whole),
        asking=asking_of(runtime.services, actor, piece_id, view.whole),
        said_beside=said_beside(runtime.services, actor, piece_id),
        **piece_pictures.boxes_shown(runtime, actor, view),
        notion_link=notion_link(runtime, view.in_notion.page_id),
        why_it_stays_in_trash=_why_it_stays(runtime, view),
        **_WORDS,
        **words_of_the_form(),
    )


def _with_answer(stored: Typed) -> Typed:
    """Return what the form holds once somebody's answer is to be used, or kept beside the story."""
    words = request.form.get("words", "").strip()
    if words and request.form.get("as") == "other":
        return replace(stored, narrative=with_other_view(stored.narrative, words))
    return replace(stored, narrative=f"{stored.narrative.rstrip()}\n\n{words}".strip())


def _judged(whole: PieceWhole, form: Mapping[str, str]) -> dict[str, str]:
    """Return what is judged of a piece by field, as stored or as somebody just chose."""
    return {name: form.get(name, text) for name, text in whole.judged.every_field.items()}


def _why_it_stays(runtime: Runtime, view: PieceView) -> str | None:
    is_in_trash = view.in_notion.where is Absence.TRASHED
    return why_it_stays(runtime.services, view.whole.piece.id) if is_in_trash else None


def _reading(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    found = reading_page(runtime.services, actor, piece_id)
    told, otherwise = parted(found.readable.shown.narrative)
    return render_template(
        "piece_reading.html",
        found=found,
        told=told,
        otherwise=otherwise,
        readable=found.readable,
        may_collect=actor.may(Power.CURATE, found.partnership.id),
        partnership=found.partnership,
        kinds=KINDS,
    )
