"""Side tables of closed sessions say no more than their notes"""

import json
from datetime import datetime, time

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_FINE = ("new", "replaced", "new_versions", "moved", "recoloured", "forgotten")
_NOTE = sa.table(
    "note",
    sa.column("session_id"),
    sa.column("text"),
    sa.column("tags"),
    sa.column("seen_at", sa.DateTime),
)
_SESSION = sa.table(
    "session", sa.column("id"), sa.column("state"), sa.column("day", sa.Date), sa.column("policy")
)
_CAPTURE = sa.table(
    "capture",
    sa.column("id"),
    sa.column("session_id"),
    sa.column("at", sa.DateTime),
    sa.column("counts", sa.JSON),
)
_BRAKE = sa.table("brake", sa.column("session_id"), sa.column("answer"))
_UNLINK = """
    UPDATE note SET miro_item_id = 'hash:' || substr(id, 1, 35)
    WHERE miro_item_id IS NOT NULL AND session_id NOT IN (SELECT session_id FROM session_key)
"""


def upgrade() -> None:
    """Fold what sessions that are closed already left beside their notes."""
    tx = op.get_bind()
    tx.execute(sa.text(_UNLINK))
    for session in tx.execute(sa.select(_SESSION).where(_SESSION.c.state == "closed")).all():
        brakes = sa.delete(_BRAKE).where(_BRAKE.c.session_id == session.id)
        tx.execute(brakes.where(_BRAKE.c.answer.is_not(None)))
        policy = session.policy
        policy = json.loads(policy) if isinstance(policy, str) else policy
        hides = bool(policy) and policy["attribution"] == "chatham house"
        _fold_captures(tx, session.id, to_the_day=hides)
        if hides:
            _cut_notes(tx, session.id, datetime.combine(session.day, time()))


def downgrade() -> None:
    """Change nothing: what was folded cannot be told again."""


def _fold_captures(tx: sa.Connection, session_id: str, *, to_the_day: bool) -> None:
    own = _CAPTURE.c
    rows = tx.execute(sa.select(_CAPTURE).where(own.session_id == session_id)).all()
    in_order = sorted(rows, key=lambda row: (row.at, row.counts.get("number", 0)))
    for row in in_order[:-1]:
        tx.execute(sa.delete(_CAPTURE).where(own.id == row.id))
    for row in in_order[-1:] if to_the_day else ():
        counts = {name: value for name, value in row.counts.items() if name not in _FINE}
        day = datetime.combine(row.at.date(), time())
        tx.execute(sa.update(_CAPTURE).where(own.id == row.id).values(at=day, counts=counts))


def _cut_notes(tx: sa.Connection, session_id: str, day: datetime) -> None:
    mine = _NOTE.c.session_id == session_id
    tx.execute(sa.update(_NOTE).where(mine).values(tags="[]"))
    tx.execute(sa.update(_NOTE).where(mine, _NOTE.c.text.is_(None)).values(seen_at=day))
