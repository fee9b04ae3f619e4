"""First tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intent",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intent")),
    )
    with op.batch_alter_table("intent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intent_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_intent_subject"), ["subject"], unique=False)

    op.create_table(
        "partnership",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("note_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reached", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    with op.batch_alter_table("withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withdrawal_note_id"), ["note_id"], unique=False)

    op.create_table(
        "community",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("permission_note", sa.Text(), server_default="", nullable=False),
        sa.Column("sponsor", sa.Text(), server_default="", nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_community_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
    )
    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_community_partnership_id"), ["partnership_id"], unique=False
        )

    op.create_table(
        "link",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("our_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("notion_page_id", sa.String(length=40), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("extras", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_link_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("key", name=op.f("uq_link_key")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_our_id"), ["our_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_link_partnership_id"), ["partnership_id"], unique=False
        )

    op.create_table(
        "notion_place",
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("parent_page_id", sa.String(length=40), nullable=False),
        sa.Column("memory_page_id", sa.String(length=40), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_notion_place_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_notion_place")),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_link")),
    )
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sync_run",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_sync_run_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_run")),
    )
    with op.batch_alter_table("sync_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sync_run_partnership_id"), ["partnership_id"], unique=False
        )

    op.create_table(
        "agreement",
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("attribution", sa.String(length=40), nullable=False),
        sa.Column("take_back_days", sa.Integer(), nullable=False),
        sa.Column("held_days", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_agreement_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "version", name=op.f("pk_agreement")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.String(length=40), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("party", sa.String(length=80), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_membership_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_membership_partnership_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_community_id"), ["community_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_membership_partnership_id"), ["partnership_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "piece",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_piece_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_piece_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
    )
    with op.batch_alter_table("piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_community_id"), ["community_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_piece_partnership_id"), ["partnership_id"], unique=False
        )

    op.create_table(
        "session",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("meeting_kind", sa.String(length=80), nullable=False),
        sa.Column("template_code", sa.String(length=20), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_session_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_session_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_community_id"), ["community_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_session_partnership_id"), ["partnership_id"], unique=False
        )

    op.create_table(
        "board",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("miro_board_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("view_link", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_board_session_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_board")),
        sa.UniqueConstraint("miro_board_id", name=op.f("uq_board_miro_board_id")),
    )
    op.create_table(
        "board_item",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("miro_item_id", sa.String(length=40), nullable=False),
        sa.Column("item_kind", sa.String(length=20), nullable=False),
        sa.Column("zone_code", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_board_item_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "key", name=op.f("pk_board_item")),
    )
    with op.batch_alter_table("board_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_item_miro_item_id"), ["miro_item_id"], unique=False
        )

    op.create_table(
        "brake",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("zone_code", sa.String(length=20), nullable=False),
        sa.Column("note_ids", sa.JSON(), nullable=False),
        sa.Column("frame_is_gone", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_brake_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brake")),
    )
    with op.batch_alter_table("brake", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brake_session_id"), ["session_id"], unique=False)

    op.create_table(
        "capture",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_capture_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
    )
    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capture_session_id"), ["session_id"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("link_id", sa.String(length=40), nullable=False),
        sa.Column("piece_id", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("agreed", sa.Text(), server_default="", nullable=False),
        sa.Column("ours", sa.Text(), server_default="", nullable=False),
        sa.Column("theirs", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_conflict_link_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_conflict_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_conflict_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("zone_code", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=1), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("miro_item_id", sa.String(length=40), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("colour", sa.String(length=20), server_default="", nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("author_hash", sa.String(length=64), nullable=True),
        sa.Column("shown_author", sa.String(length=120), nullable=False),
        sa.Column("strand_id", sa.String(length=40), nullable=True),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.Column("gone_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_note_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_miro_item_id"), ["miro_item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_session_id"), ["session_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("note_id", sa.String(length=40), nullable=True),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("setting", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_proposal_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_proposal_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_community_id"), ["community_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposal_session_id"), ["session_id"], unique=False)

    op.create_table(
        "release",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("piece_id", sa.String(length=40), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("from_when", sa.DateTime(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_release_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "returned",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("piece_id", sa.String(length=40), nullable=True),
        sa.Column("proposal_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_returned_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "key", name=op.f("pk_returned")),
    )
    op.create_table(
        "session_key",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_session_key_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session_key")),
    )
    op.create_table(
        "source",
        sa.Column("piece_id", sa.String(length=40), nullable=False),
        sa.Column("note_id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("zone_code", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("gone_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_source_piece_id")),
        sa.PrimaryKeyConstraint("piece_id", "note_id", name=op.f("pk_source")),
    )
    op.create_table(
        "unread",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("item_hash", sa.String(length=64), nullable=False),
        sa.Column("zone_code", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_unread_session_id")),
        sa.PrimaryKeyConstraint("session_id", "item_hash", name=op.f("pk_unread")),
    )
    op.create_table(
        "who_is_who",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("author_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_who_is_who_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "author_hash", name=op.f("pk_who_is_who")),
    )
    op.create_table(
        "wording",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("piece_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("line", sa.Text(), server_default="", nullable=False),
        sa.Column("narrative", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_in", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_wording_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("piece_id", "number", name=op.f("uq_wording_piece_id_number")),
    )
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "note_version",
        sa.Column("note_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_version_note_id")),
        sa.PrimaryKeyConstraint("note_id", "version", name=op.f("pk_note_version")),
    )
    op.create_table(
        "read_back",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("piece_id", sa.String(length=40), nullable=False),
        sa.Column("wording_id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("changes", sa.Text(), server_default="", nullable=False),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_read_back_piece_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_read_back_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_read_back_wording_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_back")),
    )
    with op.batch_alter_table("read_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_read_back_piece_id"), ["piece_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_read_back_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_read_back_wording_id"), ["wording_id"], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE wording_fts USING fts5(wording_id UNINDEXED, words)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE wording_fts")
    with op.batch_alter_table("read_back", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_read_back_wording_id"))
        batch_op.drop_index(batch_op.f("ix_read_back_session_id"))
        batch_op.drop_index(batch_op.f("ix_read_back_piece_id"))

    op.drop_table("read_back")
    op.drop_table("note_version")
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_piece_id"))

    op.drop_table("wording")
    op.drop_table("who_is_who")
    op.drop_table("unread")
    op.drop_table("source")
    op.drop_table("session_key")
    op.drop_table("returned")
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_piece_id"))

    op.drop_table("release")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_session_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_community_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_session_id"))
        batch_op.drop_index(batch_op.f("ix_note_miro_item_id"))

    op.drop_table("note")
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_piece_id"))
        batch_op.drop_index(batch_op.f("ix_conflict_link_id"))

    op.drop_table("conflict")
    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capture_session_id"))

    op.drop_table("capture")
    with op.batch_alter_table("brake", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_brake_session_id"))

    op.drop_table("brake")
    with op.batch_alter_table("board_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_item_miro_item_id"))

    op.drop_table("board_item")
    op.drop_table("board")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_session_community_id"))

    op.drop_table("session")
    with op.batch_alter_table("piece", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_piece_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_piece_community_id"))

    op.drop_table("piece")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_membership_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_membership_community_id"))

    op.drop_table("membership")
    op.drop_table("agreement")
    with op.batch_alter_table("sync_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_run_partnership_id"))

    op.drop_table("sync_run")
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_person_id"))

    op.drop_table("sign_in_link")
    op.drop_table("notion_place")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_link_our_id"))

    op.drop_table("link")
    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_community_partnership_id"))

    op.drop_table("community")
    with op.batch_alter_table("withdrawal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_withdrawal_note_id"))

    op.drop_table("withdrawal")
    op.drop_table("person")
    op.drop_table("partnership")
    with op.batch_alter_table("intent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intent_subject"))
        batch_op.drop_index(batch_op.f("ix_intent_state"))

    op.drop_table("intent")
