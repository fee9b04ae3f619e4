"""The code of a session, and who took part in it by phone: hashes of tokens, never people.

Both go at Close. From then on a note's own hash alone knows the link of its writer.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.notes import Note
from plugin.domain.session_keys import SessionKey
from plugin.domain.taking_part import author_of, own_hash
from plugin.store import tables as t
from plugin.store import writing_windows
from plugin.store.database import Tx
from plugin.store.marked_notes import marks_to_compare
from plugin.store.notes import notes_by_id
from plugin.store.sessions import session_secret
from plugin.store.sign_ins import hash_of

_LINK, _PERSON = t.join_link, t.participant


def join_code(tx: Tx, session_id: str) -> str | None:
    """Return the code by which people join a session, or None."""
    wanted = sa.select(_LINK.c.code).where(_LINK.c.session_id == session_id)
    return tx.execute(wanted).scalar()


def session_of_code(tx: Tx, code: str) -> str | None:
    """Return the session that a code leads to, or None."""
    return tx.execute(sa.select(_LINK.c.session_id).where(_LINK.c.code == code)).scalar()


def set_join_code(tx: Tx, session_id: str, code: str) -> None:
    """Store the code of a session, in place of an older one."""
    forget_join_code(tx, session_id)
    tx.execute(sa.insert(_LINK).values(session_id=session_id, code=code))


def forget_join_code(tx: Tx, session_id: str) -> None:
    """Let the code of a session lead nowhere."""
    tx.execute(sa.delete(_LINK).where(_LINK.c.session_id == session_id))


def add_participant(tx: Tx, session_id: str, token: str) -> None:
    """Store that somebody takes part, by the hash of their token alone."""
    tx.execute(sa.insert(_PERSON).values(token_hash=hash_of(token), session_id=session_id))


def is_participant(tx: Tx, session_id: str, token: str) -> bool:
    """Say whether a token is that of somebody who takes part in a session that is open."""
    known = (_PERSON.c.token_hash == hash_of(token)) & (_PERSON.c.session_id == session_id)
    return tx.execute(sa.select(_PERSON.c.session_id).where(known)).first() is not None


def participants(tx: Tx, session_id: str) -> int:
    """Count those who take part in an open session by phone; no page shows this number."""
    counted = sa.select(sa.func.count()).where(_PERSON.c.session_id == session_id)
    return int(tx.execute(counted).scalar_one())


def notes_of_link(tx: Tx, session_id: str, token: str) -> tuple[Note, ...]:
    """Return the notes of a session that were written with a link, in the order of `notes`.

    Every phone asks for its own often, so that nothing is read of what others wrote, or their marks
    alone.
    """
    secret = session_secret(tx, session_id)
    writer = None if secret is None else SessionKey(secret).of_author(author_of(hash_of(token)))
    marks = marks_to_compare(tx, session_id, writer)
    own = [note_id for note_id, mark in marks if mark == own_hash(token, note_id)]
    found = notes_by_id(tx, own) if own else {}
    return tuple(found[each] for each in own)


def forget_all(tx: Tx, session_id: str) -> None:
    """Forget code, participants and days for writing of a session that is closed."""
    forget_join_code(tx, session_id)
    writing_windows.forget(tx, session_id)
    tx.execute(sa.delete(_PERSON).where(_PERSON.c.session_id == session_id))
