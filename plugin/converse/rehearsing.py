"""A rehearsal on the session's own board: pretend notes come, are collected, and are cleared.

It is for a facilitator alone, before people come: where somebody has written, none is begun.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.brought_notes import writable
from plugin.domain.notes import BY_PHONE, Note
from plugin.domain.people import Actor
from plugin.domain.presses import id_of
from plugin.domain.pretend_words import pretend_words
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import Sticky, StickyState, own_hash
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.govern.rehearsal import forget_pretend_notes, pretend_ids, pretend_token
from plugin.govern.running_sessions import session_to_run
from plugin.govern.sticky_work import ask_for_sticky_work
from plugin.store import boards as stored_boards
from plugin.store import live_steps, phone_stickies
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services

_NOT_OPEN = (
    "A rehearsal needs a session that is open and has its board. Nothing was changed. Build the "
    "board first."
)
_WRITTEN = (
    "People have written in this session already. Nothing was changed. Rehearse with the next one, "
    "before people come."
)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How many pretend notes there are now, and the job that brings them to the board."""

    notes: int
    job_id: str | None


def rehearse(services: Services, actor: Actor, session_id: str, template: Template) -> Rehearsed:
    """Write pretend notes into an open session; where they are here already, nothing is added."""
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        token, secret = (
            pretend_token(tx, session_id),
            stored_sessions.session_secret(tx, session_id),
        )
        has_board = stored_boards.board(tx, session_id) is not None
        if session.state is not SessionState.OPEN or not has_board or not token or not secret:
            raise BadInput(_NOT_OPEN)
        here = pretend_ids(tx, session_id)
        if here:
            return Rehearsed(len(here), None)
        if any(each.text is not None for each in stored_notes.notes(tx, session_id)):
            raise BadInput(_WRITTEN)
        said = _notes(services, session, template, (token, secret))
        for note in said:
            stored_notes.save_note(tx, note)
            phone_stickies.save_sticky(tx, _to_place(note))
        return Rehearsed(len(said), ask_for_sticky_work(services, tx, session_id))


def _notes(
    services: Services, session: Session, template: Template, keys: tuple[str, bytes]
) -> tuple[Note, ...]:
    token, secret = keys
    labels = session.policy.labels if session.policy else {}
    boxes = {each.code: each for each in writable(template.zones, labels)}
    press = services.new_id()
    found = []
    for at, (code, words) in enumerate(pretend_words(tuple(boxes))):
        note_id, label = id_of(session.id, f"{press} {at}"), labels.get(code, boxes[code].label)
        found.append(
            Note(
                id=note_id,
                session_id=session.id,
                zone_code=code,
                label=label,
                kind=boxes[code].kind,
                source=BY_PHONE,
                text=words,
                miro_item_id=None,
                seen_at=services.now,
                author_hash=SessionKey(secret).of_author(token),
                erase_on=session.erases_on(label),
                own_hash=own_hash(token, note_id),
            )
        )
    return tuple(found)


def _to_place(note: Note) -> Sticky:
    return Sticky(note_id=note.id, session_id=note.session_id, state=StickyState.TO_PLACE)


def end_rehearsal(services: Services, actor: Actor, session_id: str) -> Rehearsed:
    """Forget every pretend note of a session and let their stickies be deleted.

    The session is not started any more, unless somebody has written meanwhile.
    """
    with services.db.begin() as tx:
        session_to_run(tx, actor, session_id)
        many = len(pretend_ids(tx, session_id))
        done = Rehearsed(many, forget_pretend_notes(services, tx, session_id))
        if many and not stored_notes.notes(tx, session_id):
            live_steps.forget_live_steps(tx, session_id)
        return done
