"""Which views of a memory in Notion were made is known beside its columns"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_PLACE = sa.table(
    "notion_place", sa.column("partnership_id", sa.String()), sa.column("sources", sa.JSON())
)


def upgrade() -> None:
    _change(lambda source: {**source, "views": {}})


def downgrade() -> None:
    _change(lambda source: {name: of for name, of in source.items() if name != "views"})


def _change(change: Any) -> None:
    for row in op.get_bind().execute(sa.select(_PLACE)).all():
        own = _PLACE.c.partnership_id == row.partnership_id
        sources = {name: change(source) for name, source in row.sources.items()}
        op.execute(sa.update(_PLACE).where(own).values(sources=sources))
