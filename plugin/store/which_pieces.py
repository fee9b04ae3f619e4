"""Conditions by which pieces are chosen, each with the values that it takes."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from plugin.store import tables as t

_COMMUNITY = (t.piece.c.partnership_id == sa.bindparam("partnership_id")) & (
    t.piece.c.community_id == sa.bindparam("community_id")
)
_NEWEST = (
    sa.select(t.piece.c.id)
    .where(_COMMUNITY)
    .order_by(t.piece.c.made_at.desc(), t.piece.c.id.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_OF_SESSIONS = sa.select(t.source.c.piece_id).where(
    t.source.c.session_id.in_(sa.bindparam("session_ids", expanding=True))
)
BY: Mapping[str, sa.ColumnElement[bool]] = {
    "newest or of sessions": _COMMUNITY
    & (t.piece.c.id.in_(sa.select(_NEWEST.subquery().c.id)) | t.piece.c.id.in_(_OF_SESSIONS)),
    "newest": _COMMUNITY
    & (
        t.piece.c.id.in_(sa.select(_NEWEST.subquery().c.id))
        | t.piece.c.id.not_in(sa.select(t.source.c.piece_id))
    ),
    "piece": t.piece.c.id == sa.bindparam("piece_id"),
    "ids": t.piece.c.id.in_(sa.bindparam("ids", expanding=True)),
    "partnership": t.piece.c.partnership_id == sa.bindparam("partnership_id"),
    "community": _COMMUNITY,
    "note": t.piece.c.id.in_(
        sa.select(t.source.c.piece_id).where(t.source.c.note_id == sa.bindparam("note_id"))
    ),
    "wordings": (t.piece.c.partnership_id == sa.bindparam("partnership_id"))
    & t.piece.c.id.in_(
        sa.select(t.wording.c.piece_id).where(
            t.wording.c.id.in_(sa.bindparam("wording_ids", expanding=True))
        )
    ),
    "rung": t.piece.c.id.in_(
        sa.select(t.release.c.piece_id).where(t.release.c.rung == sa.bindparam("rung"))
    ),
    "edition": t.piece.c.id.in_(
        sa.select(t.edition.c.piece_id).where(t.edition.c.id == sa.bindparam("edition_id"))
    ),
    "session": t.piece.c.id.in_(
        sa.select(t.source.c.piece_id).where(t.source.c.session_id == sa.bindparam("session_id"))
    ),
}
