"""What is known of a table in Notion by kind: its columns, offered options, ends of relations

They stood together under names with *options:* and *back:* before them.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_OPTIONS, _BACK = "options:", "back:"
_PLACE = sa.table(
    "notion_place", sa.column("partnership_id", sa.String()), sa.column("sources", sa.JSON())
)


def upgrade() -> None:
    for row in op.get_bind().execute(sa.select(_PLACE)).all():
        _store(row, {name: _apart(source) for name, source in row.sources.items()})


def downgrade() -> None:
    for row in op.get_bind().execute(sa.select(_PLACE)).all():
        _store(row, {name: _together(source) for name, source in row.sources.items()})


def _store(row: Any, sources: dict[str, dict[str, Any]]) -> None:
    own = _PLACE.c.partnership_id == row.partnership_id
    op.execute(sa.update(_PLACE).where(own).values(sources=sources))


def _apart(source: dict[str, Any]) -> dict[str, Any]:
    columns, options, back_relations = {}, {}, {}
    for name, text in source["properties"].items():
        if name.startswith(_OPTIONS):
            options[name.removeprefix(_OPTIONS)] = text.split("\n") if text else []
        elif name.startswith(_BACK):
            back_relations[name.removeprefix(_BACK)] = text
        else:
            columns[name] = text
    kept = {name: value for name, value in source.items() if name != "properties"}
    return {**kept, "columns": columns, "options": options, "back_relations": back_relations}


def _together(source: dict[str, Any]) -> dict[str, Any]:
    properties = dict(source["columns"])
    for column, offered in source["options"].items():
        properties[f"{_OPTIONS}{column}"] = "\n".join(offered)
    for name, id in source["back_relations"].items():
        properties[f"{_BACK}{name}"] = id
    kept = ("database_id", "data_source_id")
    return {**{name: source[name] for name in kept}, "properties": properties}
