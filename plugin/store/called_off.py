"""Forgetting a session that will not take place, with all that was prepared for it.

Every table that names a session either holds what was prepared, and goes with it, or holds words
or what people decided, and keeps the session. Of its Miro board a hash stays: the board still says
who reads its held notes, and another session's readers would be other people.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.columns import metadata
from plugin.store.database import Tx
from plugin.store.sign_ins import hash_of

PREPARED = frozenset(
    {
        *("session_key", "board", "board_item", "held_reader", "returned", "arrangements"),
        *("live_step", "join_link", "participant", "passphrase", "phone_sticky", "quiet_box"),
        *("writing_window", "reminder_address"),
    }
)


def is_without_words(tx: Tx, session_id: str) -> bool:
    """Say whether nothing was collected, read back, asked or decided in a session."""
    return not any(
        tx.execute(sa.select(sa.literal(1)).where(own == session_id).limit(1)).first()
        for table, own in _references()
        if table.name not in PREPARED
    )


def forget_session(tx: Tx, session_id: str) -> None:
    """Forget a session without words, and what was prepared for it; its board is used up."""
    of_session = sa.select(t.board.c.miro_board_id).where(t.board.c.session_id == session_id)
    for miro_board_id in tx.execute(of_session).scalars().all():
        _use_up(tx, miro_board_id)
    for table, own in _references():
        if table.name in PREPARED:
            tx.execute(sa.delete(table).where(own == session_id))
    tx.execute(sa.delete(t.session).where(t.session.c.id == session_id))


def is_used_up(tx: Tx, miro_board_id: str) -> bool:
    """Say whether a session was called off whose board this was, however its id is written."""
    same = t.called_off_board.c.board_hash == _hash(miro_board_id)
    return tx.execute(sa.select(sa.literal(1)).where(same)).first() is not None


def _use_up(tx: Tx, miro_board_id: str) -> None:
    if not is_used_up(tx, miro_board_id):
        tx.execute(sa.insert(t.called_off_board).values(board_hash=_hash(miro_board_id)))


def _hash(miro_board_id: str) -> str:
    # Miro's ids end in the filling of Base64, which people and browsers leave out.
    return hash_of(miro_board_id.strip().rstrip("="))


def _references() -> list[tuple[sa.Table, sa.Column[str]]]:
    """Return every table with its column that names a session, by foreign key or by name."""
    return [
        (table, table.c.session_id)
        for table in metadata.sorted_tables
        if "session_id" in table.c and table is not t.session
    ]
