"""Reading sentences back: what a *We decide* box proposes becomes a setting when the group agrees.

One screen for all notes of these boxes, and for sentences that earlier meetings left open. Each
note's line starts with its own words and is a ground rule until the facilitator says otherwise; an
open sentence stands as it was read. The group decides, and the record never says who said what.
What was typed is carried to the large type and back, and stored by one button alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.agreements import Line, Recorded, agree_later, read_setting, record_lines
from plugin.convene.group_designs import designs_of_group
from plugin.convene.group_home import CommunityHome, community_home
from plugin.convene.session_page import SessionView, session_page
from plugin.convene.template_files import board_templates
from plugin.converse.pulse import things_to_read
from plugin.domain.agreement_words import FURTHEST_WORDS
from plugin.domain.agreements import (
    RULE,
    TAKE_BACK_DAYS,
    Attribution,
    Outcome,
    Proposal,
    Setting,
)
from plugin.domain.blankness import is_blank
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power
from plugin.domain.piece_records import Rung
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.forms import OTHERS, press_of, setting_of

_WITHOUT_NOTE, _OPEN = "new", "open-"
_OUTCOME, _SENTENCE = "outcome.", "sentence."
_USE = "use"  # what somebody would change, to be read as a sentence that nobody wrote on a board
_CHOICES = ("what", "box", "label", "attribution", "days", "furthest")
_OTHER_KINDS = {"box": "What happens to the notes of a box", "names": "How names are handled"}
_OTHER_KINDS["days"] = "How long a note can be taken back"
_OTHER_KINDS["pieces"] = "How far a checked piece may go"
_AGREED = "Agreed. It holds for every session that is planned from now on."


@dataclass(frozen=True, slots=True)
class ReadBackRow:
    """One line of the screen as it is shown; `key` stands for a note, an open sentence, or none."""

    key: str
    note: Note | None
    sentence: str
    outcome: str
    chosen: Mapping[str, str]
    proposal: Proposal | None = None  # a sentence that an earlier meeting left open

    @property
    def is_changed(self) -> bool:
        """Say whether something was typed here that is not the note's own words."""
        if self.proposal is not None:
            return False
        return self.sentence.split() != (self.note.text or "" if self.note else "").split()


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("read_back", __name__)

    @pages.get("/s/<session_id>/read-back")
    def show(session_id: str) -> str:
        return _page(runtime, current_user(runtime), session_id, {})

    @pages.post("/s/<session_id>/read-back")
    def record(session_id: str) -> ResponseReturnValue:
        return _record(runtime, current_user(runtime), session_id)

    @pages.post("/s/<session_id>/read-back/aloud")
    def aloud(session_id: str) -> str:
        return _aloud(runtime, current_user(runtime), session_id)

    @pages.post("/s/<session_id>/read-back/lines")
    def lines(session_id: str) -> str:
        typed = request.form.to_dict()
        if _USE in typed:
            typed[_SENTENCE + _WITHOUT_NOTE] = typed[_USE]
        return _page(runtime, current_user(runtime), session_id, typed)

    @pages.post("/s/<session_id>/read-back/<proposal_id>/agree")
    def agree(session_id: str, proposal_id: str) -> ResponseReturnValue:
        return _agree(runtime, current_user(runtime), session_id, proposal_id)

    return pages


def _view(runtime: Runtime, actor: Actor, session_id: str) -> SessionView:
    view = session_page(runtime.services, actor, session_id)
    actor.require(Power.RUN_SESSION, view.session.partnership_id, view.session.community_id)
    return view


def _page(
    runtime: Runtime,
    actor: Actor,
    session_id: str,
    typed: Mapping[str, str],
    problem: ErrorNotice | None = None,
    recorded: Recorded | None = None,
) -> str:
    view = _view(runtime, actor, session_id)
    rows = rows_of(view, typed)
    home = community_home(runtime.services, actor, view.community.id)
    return render_template(
        "read_back.html",
        view=view,
        meeting=view.session,
        partnership=home.partnership,
        community=view.community,
        rows=rows,
        things=things_to_read(runtime.services, actor, view.community.id),
        typed_aside=[row for row in rows if row.is_changed and not row.outcome],
        templates=[
            *(each.newest for each in designs_of_group(runtime.services, actor, view.community.id)),
            *_used_first(home),
        ],
        labels=tuple(Label),
        stays_here=Label.X,
        attributions=tuple(Attribution),
        furthest=FURTHEST_WORDS,
        kinds=OTHERS | _OTHER_KINDS,
        recorded=recorded,
        problem=problem,
    )


def _used_first(home: CommunityHome) -> list[Template]:
    """Return every design with boxes to agree on, those that the group has used before the others.

    There are many, and a group agrees on the boxes that it knows.
    """
    used = {session.template_code for session in home.sessions}
    return sorted(board_templates(), key=lambda template: template.code not in used)


def _aloud(runtime: Runtime, actor: Actor, session_id: str) -> str:
    view = _view(runtime, actor, session_id)
    return render_template(
        "read_aloud.html",
        meeting=view.session,
        partnership=view.partnership,
        community=view.community,
        sentences=[
            row.sentence for row in rows_of(view, request.form) if not is_blank(row.sentence)
        ],
        typed=request.form,
    )


def rows_of(view: SessionView, typed: Mapping[str, str]) -> tuple[ReadBackRow, ...]:
    """Return a row for each open sentence of before and each note that waits, and an empty one."""
    proposed = {proposal.note_id for proposal in view.proposals}
    waiting = [note for note in _to_decide(view) if note.id not in proposed]
    before = [each for each in view.open_proposals if each.session_id != view.session.id]
    return (
        *(_open_row(each, typed) for each in before),
        *(_row(note.id, note, typed) for note in waiting),
        _row(_WITHOUT_NOTE, None, typed),
    )


def _open_row(proposal: Proposal, typed: Mapping[str, str]) -> ReadBackRow:
    key = _OPEN + proposal.id
    outcome = typed.get(_OUTCOME + key, "")
    return ReadBackRow(key, None, proposal.sentence, outcome, {}, proposal)


def _row(key: str, note: Note | None, typed: Mapping[str, str]) -> ReadBackRow:
    words = note.text or "" if note else ""
    return ReadBackRow(
        key,
        note,
        typed.get(_SENTENCE + key, words),
        typed.get(_OUTCOME + key, ""),
        {name: typed.get(f"{name}.{key}", _AT_FIRST.get(name, "")) for name in _CHOICES},
    )


_AT_FIRST = {"what": RULE, "days": str(TAKE_BACK_DAYS // 2), "furthest": Rung.PARTNERSHIP.name}


def _to_decide(view: SessionView) -> tuple[Note, ...]:
    return tuple(
        note
        for notes in view.notes.values()
        for note in notes
        if note.label is Label.S and note.is_on_desk
    )


def _record(runtime: Runtime, actor: Actor, session_id: str) -> ResponseReturnValue:
    form = request.form
    _view(runtime, actor, session_id)
    try:
        lines = _lines(form)
        recorded = record_lines(runtime.services, actor, session_id, lines, press_of(form))
    except IN_PAGE as error:
        words = error_notice(error)
        return _page(runtime, actor, session_id, form, words), words.status
    flash(said_of(recorded))
    settled = {_key(line) for line in lines}
    left = {name: form[name] for name in form if name.partition(".")[2] not in settled}
    typed_aside = any(row.is_changed for row in rows_of(_view(runtime, actor, session_id), left))
    if not recorded.differing and not typed_aside:
        return redirect(url_for("read_back.show", session_id=session_id))
    page = _page(runtime, actor, session_id, left, recorded=recorded)
    return page, 409 if recorded.differing else 200


def _lines(form: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines for which it was said whether the group agreed; raise BadInput for none."""
    keys = [
        name.removeprefix(_OUTCOME)
        for name, outcome in form.items()
        if name.startswith(_OUTCOME) and outcome
    ]
    if not keys:
        raise BadInput(
            "Say of at least one sentence whether the group agreed, or not yet. Nothing was stored."
        )
    return tuple(line_of(form, key) for key in keys)


def line_of(form: Mapping[str, str], key: str) -> Line:
    """Return what a form says of one line; raise BadInput."""
    outcome = _outcome(form[_OUTCOME + key])
    if key.startswith(_OPEN):
        return Line(None, "", Setting(), outcome, key.removeprefix(_OPEN))
    chosen = {name: form.get(f"{name}.{key}", "") for name in _CHOICES}
    note_id = None if key == _WITHOUT_NOTE else key
    return Line(note_id, form.get(_SENTENCE + key, ""), read_setting(setting_of(chosen)), outcome)


def _key(line: Line) -> str:
    """Return what a line is called in the form."""
    return _OPEN + line.proposal_id if line.proposal_id else line.note_id or _WITHOUT_NOTE


def said_of(recorded: Recorded) -> str:
    """Say what was recorded, and what follows."""
    agreed = sum(each.outcome is Outcome.AGREED for each in recorded.standing)
    counts = f"Recorded: {agreed} agreed, {len(recorded.standing) - agreed} not yet."
    return f"{counts} What is agreed holds for every session that is planned from now on."


def _outcome(given: str) -> Outcome:
    for outcome in Outcome:
        if outcome.value == given:
            return outcome
    raise BadInput("Say whether the group agreed, or not yet. Nothing was stored.")


def _agree(
    runtime: Runtime, actor: Actor, session_id: str, proposal_id: str
) -> ResponseReturnValue:
    view = session_page(runtime.services, actor, session_id)
    try:
        agree_later(runtime.services, actor, view.community.id, proposal_id)
    except IN_PAGE as error:
        words = error_notice(error)
        return _page(runtime, actor, session_id, {}, words), words.status
    flash(_AGREED)
    return redirect(url_for("read_back.show", session_id=session_id))
