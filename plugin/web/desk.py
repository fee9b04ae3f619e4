"""The desk: what waits today, the pieces of the group, and the form in which notes become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import find_design
from plugin.curate.choosing_notes import choose
from plugin.curate.clusters import became_a_piece
from plugin.curate.drafting import forget_new, own_drafts, require_none_went_of_new
from plugin.curate.pieces import make_piece
from plugin.curate.today import today_view
from plugin.domain.blankness import one_line
from plugin.domain.clusters import first_clause
from plugin.domain.drafts import FormShown, PieceDraft
from plugin.domain.people import Actor
from plugin.domain.pieces import (
    FAMILIES,
    KINDS,
    LINE_MAX,
    PERSONS,
    TITLE_MAX,
    changed_since_checked,
    needs_review,
    standing_objection,
)
from plugin.errors import BadInput
from plugin.web.current_user import current_user
from plugin.web.desk_keys import keys_are_on
from plugin.web.desk_places import chosen_notes, with_those_shown
from plugin.web.desk_sort import add_to_piece, sort_page
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import left_words, new_press, press_of, shown_in, version_in

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response

_UNUSED = (
    "A theme or a reason stands in its field, and no button has used it yet. No piece was begun. "
    "Press its button, or empty the field."
)
_FITS = (
    "Say what does not fit: choose a note, or “Nothing yet”. Nothing was made, and your words are "
    "still in the form."
)
FAMILY_WORDS = {
    "representation": "A picture of how things are",
    "story": "A story",
    "evidence": "What was seen or counted",
    "projection": "Something to try, ask or promise",
}
PERSON_WORDS = {1: "One person learns about their own practice", 2: "We learn", 3: "Others learn"}
FRAMES = {
    "story": "Where it was… what choices there were… what tipped it… what I still doubt…",
    "doubt": "We are not sure whether… because… it would help to…",
    "assumption": "We take it that… because… we would notice it is wrong when…",
    "tension": "… and … are both good. This time we drew the line at…",
    "pattern": "When… people… which leads to… except when…",
    "experiment": "We try… because… safe because… we stop if… what must not change…",
    "ask": "We ask… to… because… by…",
    "good practice for now": "When… we… the standard says… we do this because…",
    "tried and learnt": "We tried… it did not work because… we now know…",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed or chosen for a piece; a refused form shows it again."""

    title: str = ""
    line: str = ""
    narrative: str = ""
    kind: str = ""
    family: str = ""
    person: int = 2


def typed(form: Mapping[str, str], otherwise: Typed) -> Typed:
    """Read what a form holds; what it does not hold is as in `otherwise`."""
    person = form.get("person", "")
    return Typed(
        form.get("title", otherwise.title),
        form.get("line", otherwise.line),
        form.get("narrative", otherwise.narrative),
        form.get("kind", otherwise.kind),
        form.get("family", otherwise.family),
        int(person) if person in {"1", "2", "3"} else otherwise.person,
    )


def words_of_the_form() -> dict[str, Any]:
    """Return what both forms of a piece (new, and on its page) offer to choose from."""
    return {
        "kinds": KINDS,
        "families": {family: FAMILY_WORDS[family] for family in FAMILIES},
        "persons": {person: PERSON_WORDS[person] for person in PERSONS},
        "frames": FRAMES,
        "title_max": TITLE_MAX,
        "line_max": LINE_MAX,
    }


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("desk", __name__)

    @pages.get("/c/<community_id>/desk")
    def show(community_id: str) -> Page:
        return _today(runtime, current_user(runtime), community_id)

    @pages.get("/c/<community_id>/desk/new-piece")
    def back(community_id: str) -> Page:
        actor, draft_id = current_user(runtime), request.args.get("draft", "")
        draft = _own_draft(runtime, actor, community_id, draft_id) if draft_id else None
        if draft is None:
            return redirect(url_for("desk_sort.show", community_id=community_id))
        return _form(runtime, actor, community_id, list(draft.note_ids), draft=draft)

    @pages.post("/c/<community_id>/desk/new-piece")
    def new(community_id: str) -> Page:
        actor, ticked = current_user(runtime), chosen_notes(request.form)
        try:
            if left_words(request.form):
                raise BadInput(_UNUSED)
            return _form(runtime, actor, community_id, ticked)
        except BadInput as error:
            return sort_page(runtime, actor, community_id, ticked, error_notice(error)), 400

    pages.post("/c/<community_id>/desk/pieces", endpoint="make")(partial(_make, runtime))
    pages.post("/c/<community_id>/desk/sources", endpoint="under")(partial(_put_under, runtime))
    return pages


def _make(runtime: Runtime, community_id: str) -> Page:
    actor, ticked = current_user(runtime), request.form.getlist("note")
    given, against = typed(request.form, Typed()), request.form.getlist("against")
    try:
        if not against and not request.form.get("fits"):
            raise BadInput(_FITS)
        draft_id = request.form.get("draft", "")
        require_none_went_of_new(
            runtime.services, actor, community_id, draft_id, version_in(request.form)
        )
        whole = make_piece(
            runtime.services,
            actor,
            community_id,
            ticked,
            given.title,
            given.line,
            given.narrative,
            kind=given.kind,
            family=given.family,
            person=given.person,
            press=press_of(request.form),
            against=against,
        )
    except BadInput as error:
        return _form(runtime, actor, community_id, ticked, error_notice(error)), 400
    cluster_id = request.form.get("cluster", "")
    became_a_piece(runtime.services, actor, community_id, cluster_id, whole.piece.id)
    forget_new(runtime.services, actor, community_id, draft_id, shown_in(request.form))
    flash("The piece is made. It is a draft until the group has checked it.")
    return redirect(url_for("pieces.show", piece_id=whole.piece.id), 303)


def _today(runtime: Runtime, actor: Actor, community_id: str) -> str:
    now, view = runtime.services.now, today_view(runtime.services, actor, community_id)
    wholes = [whole for whole, _ in view.pieces]
    return render_template(
        "desk.html",
        view=view,
        partnership=view.partnership,
        community=view.community,
        drafts=own_drafts(runtime.services, actor, community_id),
        kinds=KINDS,
        changed={each.piece.id for each in wholes if changed_since_checked(each, now)},
        objected={each.piece.id for each in wholes if standing_objection(each)},
        again={each.piece.id for each in wholes if needs_review(each)},
    )


def _put_under(runtime: Runtime, community_id: str) -> Page:
    actor, form = current_user(runtime), with_those_shown(request.form)
    try:
        return add_to_piece(runtime, actor, community_id, form)
    except BadInput as error:
        ticked = form.getlist("note")
        return sort_page(runtime, actor, community_id, ticked, error_notice(error)), 400


def _form(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    ticked: list[str],
    problem: ErrorNotice | None = None,
    draft: PieceDraft | None = None,
) -> str:
    is_again = problem is not None or draft is not None
    cluster_id = draft.cluster_id if draft else request.form.get("cluster", "")
    template_of = partial(find_design, runtime.services)
    chosen = choose(
        runtime.services,
        actor,
        community_id,
        ticked,
        template_of,
        may_be_none=is_again,
        cluster_id=cluster_id,
    )
    because = one_line(request.form.get("because", chosen.sentence))
    begins = Typed(
        title=draft.title if draft else first_clause(because, TITLE_MAX),
        line=draft.line if draft else because[:LINE_MAX],
        narrative=draft.narrative if draft else "",
        kind=(draft and draft.kind) or chosen.kind,
        family=chosen.family,
        person=chosen.person,
    )
    return render_template(
        "new_piece.html",
        chosen=chosen,
        cluster=cluster_id,
        partnership=chosen.partnership,
        community=chosen.community,
        typed=typed(request.form, begins),
        **_kept_besides(draft),
        problem=problem,
        draft=draft,
        version=draft.version if draft else version_in(request.form),
        draft_id=draft.id if draft else request.form.get("draft") or new_press(),
        keys=keys_are_on(),
        **words_of_the_form(),
    )


def _kept_besides(draft: PieceDraft | None) -> dict[str, Any]:
    """Return what a form shows beside its words: what does not fit, and which draft it shows."""
    if draft is not None:
        shown = FormShown(seen=draft.stamp)
        return {"against": draft.against, "fits": draft.fits, "draft_shown": shown}
    form = request.form
    ticked = {"against": form.getlist("against"), "fits": bool(form.get("fits"))}
    return {**ticked, "draft_shown": shown_in(form)}


def _own_draft(
    runtime: Runtime, actor: Actor, community_id: str, draft_id: str
) -> PieceDraft | None:
    drafts = own_drafts(runtime.services, actor, community_id)
    return next((each for each in drafts if each.id == draft_id and not each.piece_id), None)
