"""Who made the link by which somebody is signed in, and since when a place is held

Sign-ins, wordings and yeses of before are taken as their person's own, and places as held for long.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ACTED_IN = ("sign_in_link", "sign_in", "wording", "own_yes")
_REFERENCES = (("partnership_id", "partnership"), ("person_id", "person"), ("made_by", "person"))


def upgrade() -> None:
    for table in _ACTED_IN:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("let_in_by", sa.JSON(), nullable=True))
    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("since", sa.DateTime(), nullable=True))
    columns = (sa.Column(name, sa.String(length=40), nullable=False) for name, _ in _REFERENCES)
    op.create_table(
        "passed_on_link",
        sa.Column("id", sa.String(length=40), nullable=False),
        *columns,
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_passed_on_link_{name}"))
            for name, to in _REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_on_link")),
    )
    for name, _ in _REFERENCES:
        op.create_index(op.f(f"ix_passed_on_link_{name}"), "passed_on_link", [name])


def downgrade() -> None:
    op.drop_table("passed_on_link")
    with op.batch_alter_table("membership") as batch:
        batch.drop_column("since")
    for table in _ACTED_IN:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("let_in_by")
