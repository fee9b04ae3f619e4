"""Sessions with their frozen policies, their keys, and what collecting did.

A name that repeats held words is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.agreements import SMALLEST_FOLD, Attribution, NoteLimits, Policy
from plugin.domain.blankness import fold
from plugin.domain.days import long_day
from plugin.domain.erasure_log import Went
from plugin.domain.labels import Label
from plugin.domain.overlap import Phrases
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import BoardPlan, Session, SessionState
from plugin.languages import SessionLanguage
from plugin.store import copies, own_texts, phone_stickies, side_tables, talk_wishes
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import once
from plugin.store.erasure_log import note_gone
from plugin.store.held_words import held_of
from plugin.store.quotable import require_quotable

# Made once: nearly every page asks, and making a statement takes as long as asking it.
_SESSION = sa.select(t.session).where(t.session.c.id == sa.bindparam("its_id"))
_SECRET = sa.select(t.session_key.c.secret).where(
    t.session_key.c.session_id == sa.bindparam("its_id")
)


def save_session(tx: Tx, session: Session) -> None:
    """Store a new or changed session; raise BadInput for a name that words come back in."""
    before, name = session_name(tx, session.id), name_to_store(tx, session)
    collected = sa.select(t.session.c.collects_other_items).where(t.session.c.id == session.id)
    if tx.execute(collected).scalar() and not session.collects_other_items:
        note_gone(tx, Went.COLLECTS_LESS, session.id)
    values = {
        "partnership_id": session.partnership_id,
        "community_id": session.community_id,
        "name": name,
        "meeting_kind": session.meeting_kind,
        "template_code": session.template_code,
        "day": session.day,
        "state": session.state.value,
        "policy": None if session.policy is None else _policy_as_json(session.policy),
        "closed_at": session.closed_at,
        "collects_other_items": session.collects_other_items,
        "is_short": session.is_short,
        "language": session.language.value,
    }
    changed = tx.execute(sa.update(t.session).where(t.session.c.id == session.id).values(**values))
    if not changed.rowcount:
        tx.execute(sa.insert(t.session).values(id=session.id, **values))
    if name != before:
        require_quotable(tx, session.community_id, [name], [before or ""])
        own_texts.note_changed(tx, session.community_id, [before or ""], name)


def collect_less(tx: Tx, session_id: str) -> None:
    """Collect no texts, shapes and cards of a session, as a log tells."""
    own = t.session.c.id == session_id
    tx.execute(sa.update(t.session).where(own).values(collects_other_items=False))


def session_name(tx: Tx, session_id: str) -> str | None:
    """Return what a session is called, or None where there is none."""
    return tx.execute(sa.select(t.session.c.name).where(t.session.c.id == session_id)).scalar()


def session(tx: Tx, session_id: str) -> Session | None:
    """Return a session, or None."""
    row = _stored(tx, session_id)
    return None if row is None else sessions_of_rows(tx, [row])[0]


def session_as_stored(tx: Tx, session_id: str) -> Session | None:
    """Return a session for whoever shows nothing of it: words may stand in it that are not read."""
    row = _stored(tx, session_id)
    return None if row is None else _session(row)


def _stored(tx: Tx, session_id: str) -> Any:
    values = {"its_id": session_id}
    return once(("session", session_id), lambda: tx.execute(_SESSION, values).one_or_none())


def sessions(tx: Tx, community_id: str) -> tuple[Session, ...]:
    """Return the sessions of a community, the newest day first."""
    own = sa.select(t.session).where(t.session.c.community_id == community_id)
    wanted = own.order_by(t.session.c.day.desc())
    rows = once(("sessions", community_id), lambda: tx.execute(wanted).all())
    return sessions_of_rows(tx, rows)


def sessions_of_groups(tx: Tx, community_ids: Collection[str]) -> tuple[Session, ...]:
    """Return the sessions of several communities, the newest day first."""
    rows = tx.execute(
        sa.select(t.session)
        .where(t.session.c.community_id.in_(list(community_ids)))
        .order_by(t.session.c.day.desc())
    ).all()
    return sessions_of_rows(tx, rows)


def all_sessions(tx: Tx) -> tuple[Session, ...]:
    """Return every session of this server, the newest day first."""
    rows = tx.execute(sa.select(t.session).order_by(t.session.c.day.desc())).all()
    return sessions_of_rows(tx, rows)


def number_closed(tx: Tx, community_id: str) -> int:
    """Count the sessions of a group that are closed."""
    own = t.session.c
    closed = (own.community_id == community_id) & (own.state == SessionState.CLOSED.value)
    return int(tx.execute(sa.select(sa.func.count()).where(closed)).scalar_one())


def unclosed(tx: Tx) -> tuple[Session, ...]:
    """Return every session of this server that has a board, or is open, and is not closed."""
    state, has_board = t.session.c.state, t.board.c.session_id.is_not(None)
    rows = tx.execute(
        sa.select(t.session)
        .outerjoin(t.board, t.board.c.session_id == t.session.c.id)
        .where(state != SessionState.CLOSED.value, has_board | (state == SessionState.OPEN.value))
    ).all()
    return sessions_of_rows(tx, rows)


def not_closed_yet(tx: Tx, community_id: str) -> tuple[tuple[str, str, date, bool], ...]:
    """Return id, name and day of a group's open sessions, and whether collecting asks something.

    A session is open once it has a board, or is held without one; the earliest day comes first.
    """
    column = t.session.c
    asks = sa.exists().where(t.brake.c.session_id == column.id, t.brake.c.answer.is_(None))
    rows = tx.execute(
        sa.select(column.id, column.name, column.day, asks)
        .where(column.community_id == community_id, column.state == SessionState.OPEN.value)
        .order_by(column.day, column.id)
    )
    return tuple((row[0], row[1], row[2], bool(row[3])) for row in rows)


def session_secret(tx: Tx, session_id: str) -> bytes | None:
    """Return the key under which a session's ids are hashed; None once its window has ended."""
    return tx.execute(_SECRET, {"its_id": session_id}).scalar()


def set_session_secret(tx: Tx, session_id: str, secret: bytes) -> None:
    """Store the key of a new session."""
    tx.execute(sa.insert(t.session_key).values(session_id=session_id, secret=secret))


def forget_session_secret(tx: Tx, session_id: str) -> int:
    """Erase the key and the hashes made with it, wherever they are; return how many keys went.

    Miro's ids of notes lead to their writers: they become hashes that nobody can make again.
    """
    secret = session_secret(tx, session_id)
    if secret is None:
        return 0
    side_tables.hash_item_ids(tx, session_id, SessionKey(secret))
    tx.execute(
        sa.update(t.note)
        .where(
            t.note.c.session_id == session_id,
            t.note.c.author_hash.is_not(None)
            | t.note.c.voice_id.is_not(None)
            | t.note.c.container_id.is_not(None),
        )
        .values(author_hash=None, voice_id=None, container_id=None)
    )
    tx.execute(sa.delete(t.unread).where(t.unread.c.session_id == session_id))
    copies.forget_all(tx, session_id)
    phone_stickies.forget_stickies(tx, session_id)
    talk_wishes.forget_all(tx, session_id)
    tx.execute(sa.delete(t.who_is_who).where(t.who_is_who.c.session_id == session_id))
    return tx.execute(
        sa.delete(t.session_key).where(t.session_key.c.session_id == session_id)
    ).rowcount


def set_who_is_who(tx: Tx, session_id: str, roles: Mapping[str, str]) -> None:
    """Store the facilitator's table: keyed hash of a writer → role, replacing the older one."""
    tx.execute(sa.delete(t.who_is_who).where(t.who_is_who.c.session_id == session_id))
    for author_hash, role in roles.items():
        tx.execute(
            sa.insert(t.who_is_who).values(
                session_id=session_id, author_hash=author_hash, role=role
            )
        )


def who_is_who(tx: Tx, session_id: str) -> dict[str, str]:
    """Return the facilitator's table; empty once it was folded at Close."""
    rows = tx.execute(sa.select(t.who_is_who).where(t.who_is_who.c.session_id == session_id)).all()
    return {row.author_hash: row.role for row in rows}


def add_capture(
    tx: Tx, capture_id: str, session_id: str, at: datetime, counts: Mapping[str, Any]
) -> None:
    """Store what a capture did, in counts and in sentences that hold nobody's words."""
    tx.execute(
        sa.insert(t.capture).values(id=capture_id, session_id=session_id, at=at, counts=counts)
    )


def last_capture(tx: Tx, session_id: str) -> tuple[datetime, dict[str, Any]] | None:
    """Return when a session was last collected and the counts, or None.

    Of several at one moment, which a clock that stands still makes, the highest number is the last.
    """
    mine = t.capture.c.session_id == session_id
    newest = sa.select(sa.func.max(t.capture.c.at)).where(mine).scalar_subquery()
    wanted = sa.select(t.capture).where(mine, t.capture.c.at == newest)
    rows = once(("last capture", session_id), lambda: tx.execute(wanted).all())
    row = max(rows, key=lambda each: each.counts.get("number", 0), default=None)
    return None if row is None else (row.at, dict(row.counts))


def _policy_as_json(policy: Policy) -> dict[str, Any]:
    return {
        "labels": {code: label.value for code, label in policy.labels.items()},
        "attribution": policy.attribution.value,
        "take_back_days": policy.take_back_days,
        "held_days": policy.held_days,
        "rules": list(policy.rules),
        "agreement_version": policy.agreement_version,
        "kept_days": policy.limits.kept_days,
        "smallest_group": policy.limits.smallest_group,
    }


def sessions_of_rows(tx: Tx, rows: Iterable[Any]) -> tuple[Session, ...]:
    """Return the sessions that whole rows of the table hold, as they may be read."""
    stored = [_session(row) for row in rows]
    held = held_of(tx, {each.partnership_id for each in stored})
    return tuple(_shown(each, held[each.partnership_id]) for each in stored)


def last_language(tx: Tx, community_id: str) -> SessionLanguage:
    """Return the language of a community's latest session, English before the first."""
    own = sa.select(t.session.c.language).where(t.session.c.community_id == community_id)
    latest = own.order_by(t.session.c.day.desc(), t.session.c.id).limit(1)
    return SessionLanguage(tx.execute(latest).scalar() or SessionLanguage.ENGLISH)


def name_to_store(tx: Tx, given: Session) -> str:
    """Return the name of a session: its own, where what is shown for it was sent back."""
    wanted = sa.select(t.session.c.name, t.session.c.day).where(t.session.c.id == given.id)
    row = tx.execute(wanted).one_or_none()
    if row is None or row.name == given.name:
        return given.name
    stored = replace(given, name=row.name, day=row.day)
    held = held_of(tx, [given.partnership_id])[given.partnership_id]
    return row.name if _shown(stored, held).name == given.name else given.name


def _shown(stored: Session, held: Phrases | None) -> Session:
    """Return a session with a name and questions that may be read.

    Where held words stand in its name it is called by its day, and a box asks what its design asks.
    """
    if held is None:
        return stored
    if stored.on_board is not None and stored.on_board.questions:
        asked = {
            code: lines
            for code, lines in stored.on_board.questions.items()
            if not held.stand_in(fold("\n".join(lines)))
        }
        stored = replace(stored, on_board=replace(stored.on_board, questions=asked))
    if not held.stand_in(fold(stored.name)):
        return stored
    return replace(stored, name=f"Session, {long_day(stored.day)}")


def _session(row: Any) -> Session:
    return Session(
        id=row.id,
        partnership_id=row.partnership_id,
        community_id=row.community_id,
        name=row.name,
        meeting_kind=row.meeting_kind,
        day=row.day,
        state=SessionState(row.state),
        on_board=None if row.template_code is None else _on_board(row),
        closed_at=row.closed_at,
        language=SessionLanguage(row.language),
    )


def _on_board(row: Any) -> BoardPlan:
    return BoardPlan(
        template_code=row.template_code,
        policy=_policy(row.policy),
        is_short=row.is_short,
        collects_other_items=row.collects_other_items,
        questions={code: tuple(lines) for code, lines in (row.questions or {}).items()},
    )


def _policy(stored: Mapping[str, Any]) -> Policy:
    return Policy(
        {code: Label(label) for code, label in stored["labels"].items()},
        Attribution(stored["attribution"]),
        stored["take_back_days"],
        stored["held_days"],
        tuple(stored["rules"]),
        stored["agreement_version"],
        # Sessions that were planned before there were limits have none.
        NoteLimits(stored.get("kept_days"), stored.get("smallest_group", SMALLEST_FOLD)),
    )
