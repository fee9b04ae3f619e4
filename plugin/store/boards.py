"""Boards of sessions: what we placed on them, and the cards that bring something back."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from plugin.domain.hidden_texts import hide
from plugin.domain.sessions import Board, Session
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import once
from plugin.store.held_words import held_of
from plugin.store.sessions import sessions_of_rows


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
    wanted = sa.select(t.board).where(t.board.c.session_id == session_id)
    row = once(("board", session_id), lambda: tx.execute(wanted).one_or_none())
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
    if not items:
        return
    own = t.board_item.c
    tx.execute(sa.delete(t.board_item).where(own.session_id == session_id, own.key.in_(items)))
    names = ("miro_item_id", "item_kind", "zone_code")
    rows = [
        {"session_id": session_id, "key": key, **dict(zip(names, item, strict=True))}
        for key, item in items.items()
    ]
    tx.execute(sa.insert(t.board_item), rows)


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


def cards_as_read(tx: Tx, session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return the same with a sign where words stand that nobody reads now."""
    held = held_of(tx, [session.partnership_id])[session.partnership_id]
    found = returned(tx, session.id)
    return tuple((key, hide(title, held), hide(said, held)) for key, title, said in found)


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
