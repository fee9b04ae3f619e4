"""Who may read the held notes of a session, by id and by the name that its board prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from plugin.domain.held import HeldReader
from plugin.store import tables as t
from plugin.store.database import Tx


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


def named_on_boards(tx: Tx, partnership_id: str) -> dict[str, frozenset[str]]:
    """Return who is named on the boards of a partnership, by session."""
    held = t.held_reader.c
    found: defaultdict[str, set[str]] = defaultdict(set)
    wanted = (
        sa.select(held.session_id, held.person_id)
        .join(t.session, t.session.c.id == held.session_id)
        .where(t.session.c.partnership_id == partnership_id)
    )
    for session_id, person_id in tx.execute(wanted):
        found[session_id].add(person_id)
    return {session_id: frozenset(people) for session_id, people in found.items()}


def frozen(tx: Tx, session_id: str) -> tuple[HeldReader, ...]:
    """Return the readers of a session; none where nobody was named."""
    return frozen_in(tx, [session_id]).get(session_id, ())


def frozen_in(tx: Tx, session_ids: Sequence[str]) -> dict[str, tuple[HeldReader, ...]]:
    """Return the readers of each of these sessions that names any.

    Whoever replaced a reader's address may be the one that signs in with it, until somebody else
    confirms under *People* that it is theirs.
    """
    held, wrote = t.held_reader.c, t.address_writer.c
    found: defaultdict[str, dict[str, HeldReader]] = defaultdict(dict)
    here = t.held_reader.join(t.session, t.session.c.id == held.session_id)
    replaced = (
        (wrote.person_id == held.person_id)
        & (wrote.partnership_id == t.session.c.partnership_id)
        & wrote.replaced_at.is_not(None)
    )
    wanted = (
        sa.select(t.held_reader, wrote.written_by)
        .select_from(here.join(t.address_writer, replaced, isouter=True))
        .where(held.session_id.in_(list(session_ids)))
        .order_by(held.number)
    )
    for row in tx.execute(wanted):
        of_session = found[row.session_id]
        known = of_session.get(row.person_id, HeldReader(row.person_id, row.name))
        others = {row.written_by} if row.written_by else set()
        of_session[row.person_id] = replace(known, may_be=known.may_be | others)
    return {session_id: tuple(each.values()) for session_id, each in found.items()}
