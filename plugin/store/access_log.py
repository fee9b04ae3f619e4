"""The access log: who opened what of a group, and the group that an address is of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.access_log import Opened, Opening
from plugin.store import tables as t
from plugin.store.database import Tx

_OWN = t.access_log.c


def add(tx: Tx, opening_id: str, opening: Opening) -> None:
    """Store an opening, unless it is stored already."""
    values = {
        "partnership_id": opening.partnership_id,
        "community_id": opening.community_id,
        "day": opening.day,
        "person_id": opening.person_id,
        "what": opening.what.value,
        "about": opening.session_id,
    }
    same = sa.exists().where(*(_OWN[name] == value for name, value in values.items()))
    new = {"id": opening_id, **values}
    row = sa.select(*(sa.literal(value, _OWN[name].type) for name, value in new.items()))
    tx.execute(sa.insert(t.access_log).from_select(list(new), row.where(~same)))


def openings(tx: Tx, partnership_id: str, community_id: str, since: date) -> tuple[Opening, ...]:
    """Return what was opened of a group since a day, with pages of its whole partnership."""
    of_group = (_OWN.community_id == community_id) | (
        (_OWN.partnership_id == partnership_id) & _OWN.community_id.is_(None)
    )
    wanted = sa.select(t.access_log).where(of_group, _OWN.day >= since)
    return tuple(
        Opening(
            row.partnership_id,
            row.community_id,
            row.day,
            row.person_id,
            Opened(row.what),
            row.about,
        )
        for row in tx.execute(wanted)
    )


def forget_before(tx: Tx, day: date) -> None:
    """Forget what was opened before a day."""
    tx.execute(sa.delete(t.access_log).where(_OWN.day < day))


def pieces_among(tx: Tx, ids: Collection[str], community_id: str) -> frozenset[str]:
    """Return which of these ids are pieces of a group."""
    own = t.piece.c
    here = (own.community_id == community_id) & own.id.in_(list(ids))
    return frozenset(tx.execute(sa.select(own.id).where(here)).scalars())


def place_of(tx: Tx, ids: Mapping[str, str]) -> tuple[str, str | None, str] | None:
    """Return partnership, group and session that an address names; None where it names nothing.

    `ids` are the ids in an address, by their names there. The finest of them decides.
    """
    session, piece = t.session.c, t.piece.c
    of_session = sa.select(session.partnership_id, session.community_id, session.id)
    of_piece = sa.select(piece.partnership_id, piece.community_id, sa.literal(""))
    note = sa.select(t.note.c.session_id).where(t.note.c.id == ids.get("note_id"))
    conflict = sa.select(t.conflict.c.piece_id).where(t.conflict.c.id == ids.get("conflict_id"))
    group = sa.select(t.community.c.partnership_id, t.community.c.id, sa.literal(""))
    by_name: dict[str, sa.Select[Any]] = {
        "note_id": of_session.where(session.id.in_(note)),
        "session_id": of_session.where(session.id == ids.get("session_id")),
        "piece_id": of_piece.where(piece.id == ids.get("piece_id")),
        "conflict_id": of_piece.where(piece.id.in_(conflict)),
        "community_id": group.where(t.community.c.id == ids.get("community_id")),
    }
    for name, wanted in by_name.items():
        if name in ids:
            row = tx.execute(wanted).first()
            return None if row is None else (row[0], row[1], row[2])
    return (ids["partnership_id"], None, "") if "partnership_id" in ids else None
