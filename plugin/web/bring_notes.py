"""*Add notes*: typed in for somebody, pasted, or read from a table; seen before they are stored.

What was pasted or read travels in the form until it is added: nothing of it is stored before, so
that rows of a box that stays here are never kept anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.capture.bringing_in import BroughtIn, bring_in, require_time_for_it
from plugin.convene.design_lookup import find_design
from plugin.convene.session_page import SessionView, session_page
from plugin.domain import brought_notes as brought
from plugin.domain.brought_notes import BroughtNote, Sorted
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session
from plugin.domain.tables_of_text import as_text, read_table, rows_of, without_controls
from plugin.domain.templates import WELCOME, Template, Zone
from plugin.errors import BadInput
from plugin.use_cases import Runtime
from plugin.web.boxes import boxes_of
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.flashes import flash_sentences
from plugin.web.forms import press_of

WAYS = {
    brought.ENTERED_FOR: "One note",
    brought.PASTE: "Paste several",
    brought.CSV: "From a table",
}
_SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class FoundNotes:
    """What was found before it is added: the notes, and for a table its rows and columns."""

    found: Sorted
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = field(default=())  # box titles with their notes
    has_heads: bool = False  # the first row names the columns, and is no note


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("bring_notes", __name__)

    @pages.get("/s/<session_id>/notes/new")
    def show(session_id: str) -> str:
        return _page(runtime, _to_fill(runtime, current_user(runtime), session_id))

    @pages.post("/s/<session_id>/notes/new")
    def add(session_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        place = _to_fill(runtime, actor, session_id)
        try:
            look = _look(place)
            if look is not None and request.form.get("step") != "add":
                return _page(runtime, place, look)
            flash_sentences(_added(runtime, actor, place, look))
        except IN_PAGE as error:
            words = error_notice(error)
            return _page(runtime, place, _look_again(place), words), words.status
        return redirect(url_for("bring_notes.show", session_id=session_id, way=_way()), 303)

    return pages


@dataclass(frozen=True, slots=True)
class _Place:
    """The session that notes are added to, and the boxes that take some."""

    view: SessionView
    template: Template
    boxes: tuple[Zone, ...]

    @property
    def session(self) -> Session:
        return self.view.session


def _to_fill(runtime: Runtime, actor: Actor, session_id: str) -> _Place:
    view = session_page(runtime.services, actor, session_id)
    session = view.session
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    require_time_for_it(session, runtime.services)
    template = session.form_of(find_design(runtime.services, session.template_code or ""))
    labels = session.policy.labels if session.policy else {}
    return _Place(view, template, brought.writable(template.zones, labels))


def _way() -> str:
    given = request.values.get("way", "")
    return given if given in WAYS else brought.ENTERED_FOR


def _look(place: _Place) -> FoundNotes | None:
    """Return what a form found; None for a note that was typed in by itself."""
    if _way() == brought.PASTE:
        return _pasted(place)
    if _way() == brought.CSV:
        return _from_table(place, _rows_sent())
    return None


def _look_again(place: _Place) -> FoundNotes | None:
    """Return what a refused form found, if it can be read, so that nothing typed is lost."""
    try:
        return _look(place)
    except BadInput:
        return None


def _pasted(place: _Place) -> FoundNotes:
    notes = brought.split_pasted(without_controls(request.form.get("words", "")))
    if not notes:
        raise BadInput("There is no note in what you pasted. Nothing was stored.")
    box = request.form.get("box", "")
    return _counted(place, Sorted(tuple(BroughtNote(box, each) for each in notes)))


def _rows_sent() -> tuple[tuple[str, ...], ...]:
    sent = request.files.get("file")
    rows = read_table(sent.read()) if sent and sent.filename else ()
    rows = rows or rows_of(request.form.get("table", ""))
    if not rows:
        raise BadInput("There is no table to read. Nothing was stored. Choose a CSV file.")
    return rows


def _from_table(place: _Place, rows: tuple[tuple[str, ...], ...]) -> FoundNotes:
    zones = place.template.zones
    width = max(len(row) for row in rows)
    columns = brought.guess_columns(rows, zones)
    has_heads = brought.is_heading(rows[0], columns, zones)
    if "column-0" in request.form:
        columns = tuple(request.form.get(f"column-{at}", "") for at in range(width))
        has_heads = bool(request.form.get("heads"))
    is_left_out = has_heads or _names_boxes(rows[0], columns)
    # The page's own choice, where nobody has made one: what is shown is what is added.
    box = request.form.get("box", "") or next((each.code for each in place.boxes), "")
    body = rows[1:] if is_left_out else rows
    found = brought.sort_rows(body, columns, zones, place.boxes, box)
    return replace(_counted(place, found, rows, columns), has_heads=has_heads)


def _names_boxes(first: Sequence[str], columns: Sequence[str]) -> bool:
    """Say whether the first row names the boxes of its columns."""
    special = {brought.UNUSED, brought.NAMES_BOX, brought.HOLDS_WORDS}
    return len(first) > 1 and bool(set(columns) - special)


def _counted(
    place: _Place,
    found: Sorted,
    rows: tuple[tuple[str, ...], ...] = (),
    columns: tuple[str, ...] = (),
) -> FoundNotes:
    many = Counter(note.zone_code for note in found.notes)
    counts = tuple((zone.frame_title, many[zone.code]) for zone in place.boxes if many[zone.code])
    return FoundNotes(found, rows, columns, counts)


def _added(
    runtime: Runtime, actor: Actor, place: _Place, look: FoundNotes | None
) -> tuple[str, ...]:
    if look is None:
        typed = without_controls(request.form.get("words", ""))
        notes: tuple[BroughtNote, ...] = (BroughtNote(request.form.get("box", ""), typed),)
    else:
        notes = look.found.notes
    press = press_of(request.form) or runtime.services.new_id()
    services, session_id = runtime.services, place.session.id
    done = bring_in(services, actor, session_id, place.template, notes, _way(), press)
    return _said(done, look)


def _said(done: BroughtIn, look: FoundNotes | None) -> tuple[str, ...]:
    if not done.added and not done.taken_back:
        return ("These notes are here already. Nothing was added twice.",)
    added = "One note is added." if done.added == 1 else f"{done.added} notes are added."
    left_out = () if look is None else left_out_words(look.found)
    if not done.taken_back:
        return (added, *left_out)
    return (
        *((added,) if done.added else ()),
        "One note is left out: its words were taken back before."
        if done.taken_back == 1
        else f"{done.taken_back} notes are left out: their words were taken back before.",
        *left_out,
    )


def left_out_words(found: Sorted) -> tuple[str, ...]:
    """Say what of a table is not added, and why."""
    return tuple(
        f"One is left out: it is {why}." if many == 1 else f"{many} are left out: they are {why}."
        for why, many in found.left_out.items()
    )


def _page(
    runtime: Runtime,
    place: _Place,
    look: FoundNotes | None = None,
    problem: ErrorNotice | None = None,
) -> str:
    view, way = place.view, _way()
    return render_template(
        "bring_notes.html",
        meeting=place.session,
        partnership=view.partnership,
        community=view.community,
        way=way,
        ways=[
            (name, words, url_for("bring_notes.show", session_id=place.session.id, way=name))
            for name, words in WAYS.items()
        ],
        boxes=_boxes(place),
        look=look,
        left_out=left_out_words(look.found) if look else (),
        titles={zone.code: zone.frame_title for zone in place.boxes},
        shown_rows=look.rows[:_SHOWN_ROWS] if look else (),
        table=as_text(look.rows) if look and look.rows else "",
        meanings=_meanings(place),
        typed=request.form,
        problem=problem,
    )


def _boxes(place: _Place) -> list[Any]:
    policy = place.session.policy
    if policy is None:
        return []
    codes = {zone.code for zone in place.boxes}
    boxes = boxes_of(place.template, policy, place.session.day, place.view.readers)
    return [box for box in boxes if box.code in codes]


def _meanings(place: _Place) -> list[tuple[str, str]]:
    return [
        (brought.UNUSED, "Not used"),
        (brought.HOLDS_WORDS, "The notes"),
        (brought.NAMES_BOX, "The name of the box"),
        *((zone.code, f"Notes of {zone.frame_title}") for zone in place.boxes),
        *((zone.code, f"Left out: {zone.frame_title}") for zone in _that_stay(place)),
    ]


def _that_stay(place: _Place) -> list[Zone]:
    taking = {WELCOME, *(zone.code for zone in place.boxes)}
    return [zone for zone in place.template.zones if zone.code not in taking]
