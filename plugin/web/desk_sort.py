"""Sort: notes to select, clusters to put them in, and a tray; one form, which works as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import find_design
from plugin.curate import clusters, themes
from plugin.curate.clusters import SortOutcome
from plugin.curate.desk import ShownNotes, desk_of
from plugin.curate.desk_pages import NOTES_A_PAGE
from plugin.curate.sorting import sort_view
from plugin.curate.undoing import undo
from plugin.domain.clusters import SENTENCE_MAX, How
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.web import desk_acts
from plugin.web.current_user import current_user
from plugin.web.desk_keys import keys_are_on
from plugin.web.desk_places import (
    meant,
    named_by_button,
    next_note,
    others,
    places_seen,
    put_under,
    sentence_left,
    with_those_shown,
)
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import asks_for_fragment, left_words, number_of, press_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_FURTHEST = 10_000_000
_LONGEST_SEARCH = 200
_KEPT = ("session", "box", "cluster", "shows", "aside", "unsorted", "columns", "from", "q")
_APART, _MOST_APART = "desk_apart", 60  # groups to which somebody said No, while signed in
_USES = {"theme": ("theme", "words"), "untheme": ("theme",), "aside": ("reason",)}
_LEFT = "What else you typed is not used yet: it is still in its field."
Page = str | tuple[str, int] | Response
Form = MultiDict[str, str]


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("desk_sort", __name__)

    @pages.get("/c/<community_id>/desk/sort")
    def show(community_id: str) -> Page:
        ticked = request.args.getlist("note")
        return sort_page(runtime, current_user(runtime), community_id, ticked)

    @pages.post("/c/<community_id>/desk/sort")
    def sort(community_id: str) -> Page:
        actor = current_user(runtime)
        try:
            return _sorted(runtime, actor, community_id, with_those_shown(request.form))
        except BadInput as error:
            ticked, problem = request.form.getlist("note"), error_notice(error)
            return sort_page(runtime, actor, community_id, ticked, problem), 400

    return pages


def sort_page(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    ticked: list[str],
    problem: ErrorNotice | None = None,
    left: Mapping[str, str] | None = None,
    at: str = "",
    without: Sequence[str] = (),
) -> str:
    """Return *Sort* with these notes ticked, beside those in the tray.

    `left` is what stays in its small fields, and in that of the sentence; on a refusal all that was
    typed does. `at` is the note that has focus, `without` what the form named and is not here now.
    """
    given = {name: text for name, text in request.values.items() if name not in without}
    shown = _shown(given)
    designs = partial(find_design, runtime.services)
    view = sort_view(runtime.services, actor, community_id, designs, shown, ticked)
    return render_template(
        "desk_sort.html",
        view=view,
        desk=view.desk,
        partnership=view.desk.partnership,
        community=view.desk.community,
        shown=shown,
        start=shown.start,
        earlier_start=max(shown.start - NOTES_A_PAGE, 0),
        at=at or given.get("at", ""),
        because=(given if left is None else left).get("because"),
        wanting=view.wanting,
        together=[each for each in view.together if _mark(_ids(each)) not in _apart()],
        chosen=given.get("piece", ""),
        held=Label.H,
        is_fragment=asks_for_fragment(request),
        sentence_max=SENTENCE_MAX,
        problem=problem,
        left=_not_used(request.form) if left is None and problem else left or {},
        keys=keys_are_on(),
    )


def _not_used(form: Form) -> dict[str, str]:
    """Return what was typed into a form that was refused."""
    words = form.get("because", "").strip()
    is_typed = words and words != form.get("was", "").strip()
    return left_words(form) | ({"because": words} if is_typed else {})


def _shown(given: Mapping[str, str]) -> ShownNotes:
    """Return which notes an address, or a form that was sent, asks for."""
    start = min(number_of(given.get("from"), 18) or 0, _FURTHEST)
    return ShownNotes(
        session_id=given.get("session", ""),
        zone_code=given.get("box", ""),
        start=start,
        cluster_id=given.get("cluster", ""),
        theme_id=given.get("shows", ""),
        piece_id=given.get("piece", ""),
        shows_aside=bool(given.get("aside")),
        shows_unsorted=bool(given.get("unsorted")),
        shows_columns=bool(given.get("columns")),
        words=given.get("q", "")[:_LONGEST_SEARCH].strip(),
    )


def _sorted(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> Page:
    """Do what a button of the form says, and show the page again with the next note in focus."""
    act = _ACTS.get(form.get("do", "").partition(" ")[0])
    if act is None:
        raise BadInput("That button is not known here. Nothing was changed. Open the page again.")
    if meant(form) == "under":
        return add_to_piece(runtime, actor, community_id, form)
    says, at = act(runtime, actor, community_id, form)
    if form.get("quiet"):
        return "", 204  # a script of ours asks, and stays on the page
    left = left_words(form, _USES.get(meant(form), ())) | sentence_left(form)
    flash(f"{says} {_LEFT}" if left else says)
    without = desk_acts.gone_with(runtime, actor, community_id, form)
    if left:
        here = (runtime, actor, community_id, others(form))
        return sort_page(*here, left=left, at=at, without=without)
    kept = {name: form[name] for name in _KEPT if form.get(name) and name not in without}
    place: dict[str, Any] = {"community_id": community_id, "at": at or None, **kept}
    return redirect(url_for("desk_sort.show", **place), 303)


def add_to_piece(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> Page:
    """Add the selected notes to the piece that was chosen; go there unless words are left here."""
    goes_there = put_under(runtime, actor, form)
    left = left_words(form, ("why",)) | sentence_left(form)
    if not left:
        return goes_there
    flash(_LEFT)
    return sort_page(runtime, actor, community_id, [], left=left)


Act = Callable[["Runtime", Actor, str, Form], tuple[str, str]]


def _moving(how: How) -> Act:
    def act(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
        into = form.get("cluster" if how is How.OUT else "into", "")
        if how is not How.OUT and not into:
            raise BadInput("Choose a cluster first. Nothing was changed.")
        ids, seen = form.getlist("note"), places_seen(form)
        done = clusters.sort_notes(runtime.services, actor, community_id, ids, into, how, seen)
        return done.says, next_note(form)

    return act


def _gather(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    done = clusters.gather(
        runtime.services,
        actor,
        community_id,
        form.getlist("note"),
        form.get("because", ""),
        places_seen(form),
        press_of(form),
    )
    return done.says, next_note(form)


def _keep_together(
    runtime: Runtime, actor: Actor, community_id: str, form: Form
) -> tuple[str, str]:
    """Make a cluster of notes that people left together; the button names them.

    A sentence is theirs only where nothing else is selected.
    """
    ids = named_by_button(form)
    words = "" if form.get("cluster") or others(form) else form.get("because", "")
    given = (actor, community_id, ids, words, places_seen(form), press_of(form))
    says = clusters.gather(runtime.services, *given).says
    clusters.fill_tray(runtime.services, actor, community_id, others(form))
    return says, next_note(form, ids)


def _keep_apart(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    """Offer a group no more, as long as this person is signed in."""
    desk_of(runtime.services, actor, community_id)
    session[_APART] = [*_apart(), _mark(named_by_button(form))][-_MOST_APART:]
    clusters.fill_tray(runtime.services, actor, community_id, form.getlist("note"))
    return "Left as they are. They are not offered again while you are signed in.", ""


def _drop(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    """Move the note that was dragged; the button names it, how, and its new cluster."""
    note_id, how, into = (*named_by_button(form), "", "", "")[:3]
    given = (runtime.services, actor, community_id, [note_id])
    if how == "nowhere":
        done = clusters.put_nowhere(*given, places_seen(form))
    elif how in (How.MOVE.value, How.OUT.value):
        into = into if how == How.MOVE.value else ""
        done = clusters.sort_notes(*given, into, How(how), places_seen(form))
    else:
        raise BadInput("Drop the note on a cluster. Nothing was changed.")
    clusters.fill_tray(runtime.services, actor, community_id, others(form))
    return done.says, next_note(form, [note_id])


def _apart() -> list[str]:
    return list(session.get(_APART, ()))


def _mark(note_ids: Sequence[str]) -> str:
    return sha256(" ".join(note_ids).encode()).hexdigest()[:10]


def _ids(notes: Sequence[Note]) -> list[str]:
    return [each.id for each in notes]


def _nowhere(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    ids, seen = form.getlist("note"), places_seen(form)
    done = clusters.put_nowhere(runtime.services, actor, community_id, ids, seen)
    return done.says, next_note(form)


def _reword(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    done: SortOutcome = clusters.reword(
        runtime.services,
        actor,
        community_id,
        form.get("cluster", ""),
        form.get("because", ""),
        number_of(form.get("version"), 9),
    )
    return _still_selected(runtime, actor, community_id, form, done.says)


def _remove(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    cluster_id = form.get("cluster", "")
    says = clusters.remove_cluster(runtime.services, actor, community_id, cluster_id).says
    return _still_selected(runtime, actor, community_id, form, says)


def _undo(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    says, at = undo(runtime.services, actor, community_id)
    return _still_selected(runtime, actor, community_id, form, says, at)


def _still_selected(
    runtime: Runtime, actor: Actor, community_id: str, form: Form, says: str, at: str = ""
) -> tuple[str, str]:
    """Keep the selected notes in the tray after what a button did that is not about them."""
    if form.getlist("note"):
        clusters.fill_tray(runtime.services, actor, community_id, form.getlist("note"))
    return says, at


def _fill(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    ids = form.getlist("note")
    clusters.fill_tray(runtime.services, actor, community_id, ids)
    return "The tray keeps what you selected, on every page of the desk.", next_note(form)


def _clear(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    clusters.fill_tray(runtime.services, actor, community_id, ())
    return "The tray is empty. The notes stay where they are.", ""


def _themed(do: Callable[..., str]) -> Act:
    def act(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
        ids, name = form.getlist("note"), form.get("theme", "")
        return do(runtime.services, actor, community_id, ids, name), next_note(form)

    return act


def _set_aside(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    ids, why = form.getlist("note"), form.get("reason", "")
    says = themes.set_aside(runtime.services, actor, community_id, ids, why)
    return says, next_note(form)


def _bring_back(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    ids = form.getlist("note")
    return themes.bring_back(runtime.services, actor, community_id, ids), ""


def _enter(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    return _ACTS[meant(form)](runtime, actor, community_id, form)


_ACTS: Mapping[str, Act] = {
    "new": _gather,
    "put": _moving(How.MOVE),
    "also": _moving(How.ALSO),
    "out": _moving(How.OUT),
    "drop": _drop,
    "together": _keep_together,
    "apart": _keep_apart,
    "one": desk_acts.show_under,
    "two": desk_acts.apart_again,
    "nowhere": _nowhere,
    "sentence": _reword,
    "remove": _remove,
    "undo": _undo,
    "theme": desk_acts.give_theme,
    "untheme": _themed(themes.take_theme),
    "aside": _set_aside,
    "back": _bring_back,
    "tray": _fill,
    "clear": _clear,
    "enter": _enter,
}
