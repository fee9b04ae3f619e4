"""Sessions with their frozen policies, their boards, and what belongs to a board."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.agreements import Policy
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Board, Session, SessionState
from plugin.store import copies, phone_stickies, side_tables
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.quotable import require_quotable
from plugin.store.session_rows import name_to_store, sessions_of_rows


def save_session(tx: Tx, session: Session) -> None:
    """Store a new or changed session; raise BadInput for a name that words come back in."""
    before, name = session_name(tx, session.id), name_to_store(tx, session)
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


def session_name(tx: Tx, session_id: str) -> str | None:
    """Return what a session is called, or None where there is none."""
    return tx.execute(sa.select(t.session.c.name).where(t.session.c.id == session_id)).scalar()


def session(tx: Tx, session_id: str) -> Session | None:
    """Return a session, or None."""
    row = tx.execute(sa.select(t.session).where(t.session.c.id == session_id)).one_or_none()
    return None if row is None else sessions_of_rows(tx, [row])[0]


def sessions(tx: Tx, community_id: str) -> tuple[Session, ...]:
    """Return the sessions of a community, the newest day first."""
    rows = tx.execute(
        sa.select(t.session)
        .where(t.session.c.community_id == community_id)
        .order_by(t.session.c.day.desc())
    ).all()
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


def save_board(tx: Tx, board: Board) -> None:
    """Store the board of a session."""
    tx.execute(
        sa.insert(t.board).values(
            session_id=board.session_id,
            miro_board_id=board.miro_board_id,
            name=board.name,
            view_link=board.view_link,
        )
    )


def board(tx: Tx, session_id: str) -> Board | None:
    """Return the board of a session, or None."""
    row = tx.execute(sa.select(t.board).where(t.board.c.session_id == session_id)).one_or_none()
    return (
        None if row is None else Board(row.session_id, row.miro_board_id, row.name, row.view_link)
    )


def session_of_board(tx: Tx, miro_board_id: str) -> Session | None:
    """Return the session that a Miro board belongs to, or None.

    Miro's ids end in the filling of Base64, which people, browsers and Miro's own pages leave out.
    """
    bare = sa.func.rtrim(t.board.c.miro_board_id, "=") == miro_board_id.rstrip("=")
    row = tx.execute(sa.select(t.session).join(t.board).where(bare)).one_or_none()
    return None if row is None else sessions_of_rows(tx, [row])[0]


def link_items(tx: Tx, session_id: str, items: Mapping[str, tuple[str, str, str | None]]) -> None:
    """Remember items that we placed: key → (Miro item id, item kind, zone code)."""
    for key, (miro_item_id, item_kind, zone_code) in items.items():
        where = (t.board_item.c.session_id == session_id) & (t.board_item.c.key == key)
        tx.execute(sa.delete(t.board_item).where(where))
        tx.execute(
            sa.insert(t.board_item).values(
                session_id=session_id,
                key=key,
                miro_item_id=miro_item_id,
                item_kind=item_kind,
                zone_code=zone_code,
            )
        )


def item_links(tx: Tx, session_id: str) -> dict[str, str]:
    """Return the Miro item ids of what we placed on a session's board, by our key."""
    rows = tx.execute(sa.select(t.board_item).where(t.board_item.c.session_id == session_id)).all()
    return {row.key: row.miro_item_id for row in rows}


def frame_zones(tx: Tx, session_id: str) -> dict[str, str]:
    """Return the zone code of each frame that we placed, by Miro item id."""
    rows = tx.execute(
        sa.select(t.board_item).where(
            t.board_item.c.session_id == session_id, t.board_item.c.item_kind == "frame"
        )
    ).all()
    return {row.miro_item_id: row.zone_code for row in rows}


def placed_items(tx: Tx, session_id: str) -> dict[str, str]:
    """Return the kind of each item that we placed, by Miro item id; frames found later too."""
    rows = tx.execute(sa.select(t.board_item).where(t.board_item.c.session_id == session_id)).all()
    return {row.miro_item_id: row.item_kind for row in rows}


def session_secret(tx: Tx, session_id: str) -> bytes | None:
    """Return the key under which a session's ids are hashed; None once its window has ended."""
    return tx.execute(
        sa.select(t.session_key.c.secret).where(t.session_key.c.session_id == session_id)
    ).scalar()


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
    rows = tx.execute(sa.select(t.capture).where(mine, t.capture.c.at == newest)).all()
    row = max(rows, key=lambda each: each.counts.get("number", 0), default=None)
    return None if row is None else (row.at, dict(row.counts))


def add_returned(
    tx: Tx,
    session_id: str,
    key: str,
    title: str,
    description: str,
    *,
    piece_id: str | None = None,
    proposal_id: str | None = None,
) -> None:
    """Remember a card that brings something back to a session's board."""
    tx.execute(
        sa.insert(t.returned).values(
            session_id=session_id,
            key=key,
            title=title,
            description=description,
            piece_id=piece_id,
            proposal_id=proposal_id,
        )
    )


def forget_returned(tx: Tx, session_id: str, but: str) -> None:
    """Forget the cards of a session whose board is not built, `but` those whose keys begin so."""
    kept = t.returned.c
    tx.execute(
        sa.delete(t.returned).where(
            kept.session_id == session_id, sa.not_(kept.key.startswith(but, autoescape=True))
        )
    )


def forget_card(tx: Tx, session_id: str, key: str) -> None:
    """Forget what stands on one card; the board's item stays known."""
    kept = t.returned.c
    tx.execute(sa.delete(t.returned).where(kept.session_id == session_id, kept.key == key))


def returned(tx: Tx, session_id: str) -> tuple[tuple[str, str, str], ...]:
    """Return the cards of a session's Returns box: key, title, description."""
    rows = tx.execute(
        sa.select(t.returned)
        .where(t.returned.c.session_id == session_id)
        .order_by(t.returned.c.key)
    ).all()
    return tuple((row.key, row.title, row.description) for row in rows)


def boards_with_card(tx: Tx, key: str) -> tuple[Session, ...]:
    """Return the sessions on whose boards a card lies, the oldest first."""
    rows = tx.execute(
        sa.select(t.session)
        .join(t.returned, t.returned.c.session_id == t.session.c.id)
        .join(t.board, t.board.c.session_id == t.session.c.id)
        .where(t.returned.c.key == key)
        .order_by(t.session.c.day)
    ).all()
    return sessions_of_rows(tx, rows)


def returned_to(tx: Tx, community_id: str) -> frozenset[tuple[str, str]]:
    """Return the keys and descriptions of the cards on all boards of a community.

    A meeting whose board was never built brought nothing back.
    """
    wanted = (
        sa.select(t.returned.c.key, t.returned.c.description)
        .join(t.session, t.session.c.id == t.returned.c.session_id)
        .join(t.board, t.board.c.session_id == t.session.c.id)
        .where(t.session.c.community_id == community_id)
    )
    return frozenset((row.key, row.description) for row in tx.execute(wanted))


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
