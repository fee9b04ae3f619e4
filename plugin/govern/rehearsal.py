"""Pretend notes of a rehearsal: notes by phone that nobody wrote, known by a link nobody has.

They lie on the real board of an open session, so that collecting, moving and deleting can be tried.
Nothing of them is kept: they are forgotten when somebody says so, or else when the session closes,
in the same transaction; then their stickies are deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import own_hash
from plugin.govern.sticky_work import take_sticky_off
from plugin.store import marked_notes, quiet_notes
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

_NOBODY = "rehearsal"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A session in which pretend notes are now."""

    session_id: str
    name: str
    notes: int


def pretend_token(tx: Tx, session_id: str) -> str | None:
    """Return the link of nobody, by which pretend notes are known; None without the key."""
    secret = stored_sessions.session_secret(tx, session_id)
    return None if secret is None else SessionKey(secret).of_author(_NOBODY)


def pretend_ids(tx: Tx, session_id: str) -> tuple[str, ...]:
    """Return the ids of the pretend notes of a session that are still here; no words are read."""
    token = pretend_token(tx, session_id)
    if token is None:
        return ()
    marked = marked_notes.marked_notes(tx, session_id)
    return tuple(each for each, mark in marked.items() if mark == own_hash(token, each))


def pretend_notes(tx: Tx, session: Session) -> int:
    """Return how many pretend notes a session has now: every page on a phone says so."""
    is_over = session.state is SessionState.CLOSED
    secret = None if is_over else stored_sessions.session_secret(tx, session.id)
    if secret is None:
        return 0
    key = SessionKey(secret)
    token = key.of_author(_NOBODY)
    marks = marked_notes.marks_to_compare(tx, session.id, key.of_author(token))
    return sum(mark == own_hash(token, note_id) for note_id, mark in marks)


def rehearsals(services: Services, community_ids: Collection[str]) -> tuple[Rehearsal, ...]:
    """Return the sessions of groups that are being rehearsed now; callers ask who may see it."""
    if not community_ids:
        return ()
    with services.db.read() as tx:
        marked = marked_notes.marked_notes_of_groups(tx, community_ids)
    nobodys = {key: SessionKey(key).of_author(_NOBODY) for _, _, key, _, _ in marked}
    found = Counter(
        (session_id, name)
        for session_id, name, key, note_id, mark in marked
        if mark == own_hash(nobodys[key], note_id)
    )
    return tuple(Rehearsal(*session, notes) for session, notes in found.items())


def forget_pretend_notes(services: Services, tx: Tx, session_id: str) -> str | None:
    """Forget every pretend note; return the job that takes their stickies off, if there is one."""
    job_id = None
    for note in stored_notes.notes_by_id(tx, pretend_ids(tx, session_id)).values():
        job_id = take_sticky_off(services, tx, note) or job_id
        stored_notes.forget_note(tx, note.id)
    token = pretend_token(tx, session_id)
    if token is None:
        return job_id
    for each in quiet_notes.quiet_notes(tx, session_id):
        if each.own_hash == own_hash(token, each.id):  # held back, or returned, to try that too
            quiet_notes.forget_quiet_note(tx, each.id)
    return job_id
