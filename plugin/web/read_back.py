"""Reading sentences back: what a *We decide* box proposes becomes a setting when the group agrees.

The facilitator writes the sentence and chooses the setting; the group decides, and the record
never says who said what.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.agreements import agree_later, read_setting, record_read_back
from plugin.convene.communities import community_home
from plugin.convene.sessions import SessionView, session_page
from plugin.convene.template_files import known_templates
from plugin.domain.agreements import Attribution, Outcome
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power
from plugin.domain.templates import OFF_THE_RECORD, WELCOME
from plugin.errors import BadInput
from plugin.jobs import House
from plugin.web.acting import acting
from plugin.web.errors import IN_PAGE, Told, told
from plugin.web.forms import OTHERS, press_of, setting_of

_FIXED = (WELCOME, OFF_THE_RECORD)


def routes(house: House) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("read_back", __name__)

    @pages.get("/s/<session_id>/read-back")
    def show(session_id: str) -> str:
        return _page(house, acting(house), session_id)

    @pages.post("/s/<session_id>/read-back")
    def record(session_id: str) -> ResponseReturnValue:
        return _record(house, acting(house), session_id)

    @pages.post("/s/<session_id>/read-back/<proposal_id>/agree")
    def agree(session_id: str, proposal_id: str) -> ResponseReturnValue:
        return _agree(house, acting(house), session_id, proposal_id)

    return pages


def _page(house: House, actor: Actor, session_id: str, problem: Told | None = None) -> str:
    view = session_page(house.ground, actor, session_id)
    session = view.session
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    proposed = {proposal.note_id for proposal in view.proposals}
    notes = _to_decide(view)
    chosen = request.form.get("note") or request.args.get("note")
    return render_template(
        "read_back.html",
        view=view,
        meeting=session,
        partnership=community_home(house.ground, actor, session.community_id).partnership,
        community=view.community,
        notes=[note for note in notes if note.id not in proposed],
        chosen=next((note for note in notes if note.id == chosen), None),
        templates=known_templates(),
        fixed=_FIXED,
        labels=tuple(Label),
        attributions=tuple(Attribution),
        others=OTHERS,
        open_before=[each for each in view.open_proposals if each.session_id != session_id],
        typed=request.form,
        problem=problem,
    )


def _to_decide(view: SessionView) -> tuple[Note, ...]:
    return tuple(
        note
        for notes in view.notes.values()
        for note in notes
        if note.label is Label.S and note.is_on_desk
    )


def _record(house: House, actor: Actor, session_id: str) -> ResponseReturnValue:
    form = request.form
    try:
        proposal = record_read_back(
            house.ground,
            actor,
            session_id,
            form.get("note") or None,
            form.get("sentence", ""),
            read_setting(setting_of(form)),
            _outcome(form.get("outcome", "")),
            press_of(form),
        )
    except IN_PAGE as error:
        words = told(error)
        return _page(house, actor, session_id, words), words.status
    if proposal.outcome is Outcome.AGREED:
        flash("Agreed. It holds for every session that is planned from now on.")
    else:
        flash("Not yet: the sentence stays open, and comes back to the next board.")
    return redirect(url_for("read_back.show", session_id=session_id))


def _outcome(given: str) -> Outcome:
    for outcome in Outcome:
        if outcome.value == given:
            return outcome
    raise BadInput("Say whether the group agreed, or not yet. Nothing was stored.")


def _agree(house: House, actor: Actor, session_id: str, proposal_id: str) -> ResponseReturnValue:
    view = session_page(house.ground, actor, session_id)
    try:
        agree_later(house.ground, actor, view.community.id, proposal_id)
    except IN_PAGE as error:
        words = told(error)
        return _page(house, actor, session_id, words), words.status
    flash("Agreed. It holds for every session that is planned from now on.")
    return redirect(url_for("read_back.show", session_id=session_id))
