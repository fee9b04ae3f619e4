"""Words of notes and wordings, folded for searching"""

import sqlalchemy as sa
from alembic import op

from plugin.domain.blankness import fold

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WORDINGS = """
    SELECT wording.id AS owner_id, piece.community_id, 'wording' AS kind,
           wording.title || char(10) || wording.line || char(10) || wording.narrative AS text
    FROM wording JOIN piece ON piece.id = wording.piece_id
"""
_NOTES = """
    SELECT note.id AS owner_id, session.community_id, 'note' AS kind, note.text AS text
    FROM note JOIN session ON session.id = note.session_id
    WHERE note.label = 'M' AND note.text IS NOT NULL AND note.state IN ('here', 'tidied')
"""


def upgrade() -> None:
    table = op.create_table(
        "search_text",
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_search_text_community_id")
        ),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_search_text")),
    )
    op.create_index(op.f("ix_search_text_community_id"), "search_text", ["community_id"])
    connection = op.get_bind()
    newline = "char(10)" if connection.dialect.name == "sqlite" else "chr(10)"
    for texts in (_WORDINGS.replace("char(10)", newline), _NOTES):
        for row in connection.execute(sa.text(texts)).mappings().all():
            values = {name: row[name] for name in ("owner_id", "kind", "community_id")}
            connection.execute(sa.insert(table).values(words=fold(row["text"]), **values))
    if connection.dialect.name == "sqlite":
        op.execute("DROP TABLE wording_fts")


def downgrade() -> None:
    op.drop_index(op.f("ix_search_text_community_id"), "search_text")
    op.drop_table("search_text")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE wording_fts USING fts5(wording_id UNINDEXED, words)")
        op.execute(
            "INSERT INTO wording_fts (wording_id, words) SELECT id, "
            "title || char(10) || line || char(10) || narrative FROM wording"
        )
