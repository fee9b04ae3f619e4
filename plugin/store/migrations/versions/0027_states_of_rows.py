"""What is known of a row in Notion is typed: its phase, and what is stored of it by name

A link of a row that was taken down says again what it was the row of, and keeps no words of it.
What was stored beside a phase that cannot have it was without effect, and is left out.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_DOWN = ("trashed", "former")


def upgrade() -> None:
    with op.batch_alter_table("link") as batch:
        batch.add_column(sa.Column("phase", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("row_state", sa.JSON(), nullable=True))
    objects = ("extras", "row_state", "agreed", "blocks")
    links = _table("link", "id", "kind", "our_id", "phase", **dict.fromkeys(objects, sa.JSON()))
    for row in op.get_bind().execute(sa.select(links)).all():
        phase = _phase(row.kind, row.extras)
        kind = _kind_of(row.our_id) if row.kind == "gone" else row.kind
        state = _state(phase, row.extras)
        changed: dict[str, Any] = {"kind": kind, "phase": phase, "row_state": state}
        changed |= {"agreed": {}, "blocks": []} if phase in _DOWN else {}
        op.execute(sa.update(links).where(links.c.id == row.id).values(**changed))
    with op.batch_alter_table("link") as batch:
        batch.alter_column("phase", existing_type=sa.String(length=20), nullable=False)
        batch.alter_column("row_state", existing_type=sa.JSON(), nullable=False)
        batch.drop_column("extras")


def downgrade() -> None:
    with op.batch_alter_table("link") as batch:
        batch.add_column(sa.Column("extras", sa.JSON(), nullable=True))
    links = _table("link", "id", "kind", "phase", extras=sa.JSON(), row_state=sa.JSON())
    for row in op.get_bind().execute(sa.select(links)).all():
        kind = "gone" if row.phase in _DOWN else row.kind
        changed = {"kind": kind, "extras": _extras(row.phase, row.row_state)}
        op.execute(sa.update(links).where(links.c.id == row.id).values(**changed))
    with op.batch_alter_table("link") as batch:
        batch.alter_column("extras", existing_type=sa.JSON(), nullable=False)
        batch.drop_column("row_state")
        batch.drop_column("phase")


def _phase(kind: str, extras: dict[str, str]) -> str:
    if kind == "gone":
        return "former" if "former" in extras else "trashed"
    if kind != "piece":
        return "standing"  # rows of sessions and communities have no body
    if "emptying" in extras:
        return "emptying"
    if "sent" in extras:
        return "arriving"
    return "writing" if "writing" in extras else "standing"


def _state(phase: str, extras: dict[str, str]) -> dict[str, Any]:
    """Return what a link said as what it says now; only what its phase may say."""
    boxed = json.loads(extras.get("boxed", "[]"))
    if phase in _DOWN:
        return {"boxed": boxed} if boxed else {}
    said = [
        {"who": who, "at": at or None, "text": text, "block_id": block_id}
        for who, at, text, block_id in json.loads(extras.get("said", "[]"))
    ]
    state = {
        "revision": int(extras.get("wording", "0")),
        "where": extras.get("where"),
        "added": json.loads(extras.get("added", "[]")),
        "boxed": boxed,
        "said": said,
        **_origin(phase, extras),
        **_body(phase, extras),
    }
    return {name: value for name, value in state.items() if value}


def _origin(phase: str, extras: dict[str, str]) -> dict[str, Any]:
    origin = extras.get("made there")
    if phase == "arriving":
        return {}
    return {"origin": "joined" if origin and phase != "standing" else origin}


def _body(phase: str, extras: dict[str, str]) -> dict[str, Any]:
    if "sent" in extras and phase in ("arriving", "emptying"):
        return {"sent": {"blocks": int(extras["sent"]) if extras["sent"] else None}}
    body: dict[str, Any] = {
        "callout": extras.get("callout"),
        "is_reordered": "order left" in extras,
    }
    if phase == "writing":
        body["writing"] = int(extras["writing"])
    if phase == "standing" and "read" in extras:
        minute, at, callout = json.loads(extras["read"])
        body["read"] = {"minute": minute, "at": at, "callout": callout}
    return body


def _extras(phase: str, state: dict[str, Any]) -> dict[str, str]:
    read = state.get("read")
    said = [[e["who"], e["at"] or "", e["text"], e["block_id"]] for e in state.get("said", ())]
    extras = {
        "former": "yes" if phase == "former" else "",
        "emptying": "yes" if phase == "emptying" else "",
        "made there": state.get("origin", ""),
        "wording": str(state["revision"]) if "revision" in state else "",
        "writing": str(state["writing"]) if "writing" in state else "",
        "callout": state.get("callout", ""),
        "order left": "yes" if "is_reordered" in state else "",
        "read": json.dumps([read["minute"], read["at"], read["callout"]]) if read else "",
        "where": state.get("where", ""),
        "added": json.dumps(state["added"]) if "added" in state else "",
        "boxed": json.dumps(state["boxed"]) if "boxed" in state else "",
        "said": json.dumps(said) if said else "",
    }
    kept = {name: text for name, text in extras.items() if text}
    if "sent" in state:  # empty where all of it was sent, so that it counts all the same
        blocks = state["sent"]["blocks"]
        kept["sent"] = "" if blocks is None else str(blocks)
    return kept


def _kind_of(our_id: str) -> str:
    for kind in ("session", "community"):
        table = _table(kind, "id")
        found = sa.select(table.c.id).where(table.c.id == our_id)
        if op.get_bind().execute(found).first() is not None:
            return kind
    return "piece"


def _table(name: str, *texts: str, **columns: Any) -> sa.TableClause:
    return sa.table(
        name,
        *(sa.column(each, sa.String()) for each in texts),
        *(sa.column(each, type) for each, type in columns.items()),
    )
