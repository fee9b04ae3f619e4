"""Who wrote whose e-mail address, and whether who recorded an answer is independent of its author

People of before count as nobody else's, and what was recorded of before as independent.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None

_ANSWERS = ("read_back", "own_yes")
_REFERENCES = (("partnership_id", "partnership"), ("person_id", "person"), ("written_by", "person"))


def upgrade() -> None:
    op.create_table(
        "address_writer",
        sa.Column("id", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.String(length=40), nullable=False) for name, _ in _REFERENCES),
        *(
            sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_address_writer_{name}"))
            for name, to in _REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_writer")),
    )
    for name, _ in _REFERENCES:
        op.create_index(op.f(f"ix_address_writer_{name}"), "address_writer", [name])
    for table in _ANSWERS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(
                sa.Column("is_independent", sa.Boolean(), server_default=sa.true(), nullable=False)
            )


def downgrade() -> None:
    for table in _ANSWERS:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("is_independent")
    op.drop_table("address_writer")
