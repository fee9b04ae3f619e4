"""What a form of the desk says of the notes on its page: where each was seen, and what with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from plugin.curate.changing_sources import add_notes
from plugin.domain.people import Actor

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_PLACED = "in-"  # names of fields: the clusters in which a note of the page was seen
_WITH = "with-"  # and the notes that were shown under it as one
_USES_SENTENCE = ("new", "sentence")
Form = MultiDict[str, str]


def chosen_notes(form: Form) -> list[str]:
    """Return the selected notes, each with those that the page showed under it as one."""
    found = (
        each
        for note_id in form.getlist("note")
        for each in (note_id, *form.get(f"{_WITH}{note_id}", "").split())
    )
    return list(dict.fromkeys(found))


def with_those_shown(form: Form) -> Form:
    """Return a form in which the notes that were shown under a selected one are selected too."""
    if "note" not in form:
        return form
    whole = MultiDict(form)
    whole.setlist("note", chosen_notes(form))
    return whole


def places_seen(form: Form) -> dict[str, tuple[str, ...]]:
    """Return in which clusters the person's page showed each note."""
    return {
        name.removeprefix(_PLACED): tuple(value.split())
        for name, value in form.items()
        if name.startswith(_PLACED)
    }


def named_by_button(form: Form) -> list[str]:
    """Return the words that the pressed button has after what it does: notes, as a rule."""
    return form["do"].split()[1:]


def put_under(runtime: Runtime, actor: Actor, form: Form) -> Response:
    """Add the selected notes to the piece that was chosen; go there. Raise BadInput."""
    piece_id, why = form.get("piece", ""), form.get("why", "")
    does_not_fit = bool(form.get("against"))
    whole = add_notes(
        runtime.services, actor, piece_id, form.getlist("note"), why, is_against=does_not_fit
    )
    flash("Saved. It rests on these notes now; ask about it, or read it back, so that it counts.")
    return redirect(url_for("pieces.show", piece_id=whole.piece.id), 303)


def next_note(form: Form, chosen: Sequence[str] = ()) -> str:
    """Return the note of the page that follows the last one chosen, or the one before it."""
    ids, ticked = list(places_seen(form)), set(chosen or form.getlist("note"))
    places = [place for place, each in enumerate(ids) if each in ticked]
    if not places:
        return ""
    after = [each for each in ids[places[-1] + 1 :] if each not in ticked]
    return next(iter(after), ids[places[-1]])


def others(form: Form) -> list[str]:
    """Return the selected notes that a button does not name: they stay selected."""
    return [each for each in form.getlist("note") if each not in named_by_button(form)]


def meant(form: Form) -> str:
    """Return what a button does; Enter does what the field is for in which something stands.

    Where something stands in none, it keeps what is selected.
    """
    do = form.get("do", "").partition(" ")[0]
    if do != "enter":
        return do
    fields = {"theme": "theme", "words": "theme", "reason": "aside", "why": "under"}
    typed = (act for name, act in fields.items() if form.get(name, "").strip())
    return next(typed, "tray")


def sentence_left(form: Form) -> dict[str, str]:
    """Return a sentence that was typed for a cluster, and that the pressed button does not use.

    A cluster's page has the sentence of that cluster there already: `was`.
    """
    do, words = meant(form), form.get("because", "").strip()
    is_new = do == "together" and not form.get("cluster") and not others(form)
    if do in _USES_SENTENCE or is_new or not words or words == form.get("was", "").strip():
        return {}
    return {"because": words}
