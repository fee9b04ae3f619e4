"""Who may read the held notes of a session, by id and by the name that its board prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from plugin.domain.held import HeldReader
from plugin.store import address_writers
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import once


def freeze(tx: Tx, session_id: str, readers: Sequence[HeldReader]) -> None:
    """Store the readers of a session in the order in which its board names them."""
    for number, reader in enumerate(readers):
        tx.execute(
            sa.insert(t.held_reader).values(
                session_id=session_id,
                person_id=reader.person_id,
                number=number,
                name=reader.name,
            )
        )


def named_on_boards(tx: Tx, partnership_id: str) -> dict[str, tuple[HeldReader, ...]]:
    """Return who is named on the boards of a partnership, by session."""
    return _readers(tx, t.session.c.partnership_id == partnership_id)


def frozen(tx: Tx, session_id: str) -> tuple[HeldReader, ...]:
    """Return the readers of a session; none where nobody was named."""
    return frozen_in(tx, [session_id]).get(session_id, ())


def frozen_names(tx: Tx, session_id: str) -> tuple[str, ...]:
    """Return the names that the board of a session prints as those of its readers."""
    held = t.held_reader.c
    wanted = sa.select(held.name).where(held.session_id == session_id).order_by(held.number)
    return tuple(tx.execute(wanted).scalars())


def frozen_in(tx: Tx, session_ids: Sequence[str]) -> dict[str, tuple[HeldReader, ...]]:
    """Return the readers of each of these sessions that names any."""
    those = tuple(session_ids)
    wanted = t.held_reader.c.session_id.in_(those)
    return dict(once(("readers", those), lambda: _readers(tx, wanted)))


def _readers(tx: Tx, wanted: sa.ColumnElement[bool]) -> dict[str, tuple[HeldReader, ...]]:
    """Return readers by session, each with whoever may be the one that signs in as them.

    That is who replaced their address, and who replaced that person's, over any number of steps,
    until somebody else confirms under *People* that an address is theirs.
    """
    held = t.held_reader.c
    rows = tx.execute(
        sa.select(t.held_reader, t.session.c.partnership_id)
        .join(t.session, t.session.c.id == held.session_id)
        .where(wanted)
        .order_by(held.number)
    ).all()
    written = {each: address_writers.of(tx, each) for each in {row.partnership_id for row in rows}}
    found: defaultdict[str, list[HeldReader]] = defaultdict(list)
    for row in rows:
        behind = written[row.partnership_id].behind_addresses_of([row.person_id])
        reader = HeldReader(row.person_id, row.name, behind - {row.person_id})
        found[row.session_id].append(reader)
    return {session_id: tuple(readers) for session_id, readers in found.items()}
