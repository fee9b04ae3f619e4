"""The tables of pieces, of what is returned to boards, and of their counterparts in Notion."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import Words, at, json_column, let_in_by, metadata, own_id, ref, words


def _person(name: str) -> sa.Column[str]:
    """Return a reference to a person that is emptied when they are erased: no name stays behind."""
    person = sa.ForeignKey("person.id", ondelete="SET NULL")
    return sa.Column(name, sa.String(40), person, nullable=True, index=True)


def _is_independent() -> sa.Column[bool]:
    """Return whether who recorded an answer could be nobody who wrote the words."""
    return sa.Column("is_independent", sa.Boolean, nullable=False, server_default=sa.true())


piece = sa.Table(
    "piece",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    ref("community_id", "community"),
    at("made_at"),
)

wording = sa.Table(
    "wording",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    sa.Column("number", sa.Integer, nullable=False),
    words("title"),
    words("line"),
    words("narrative"),
    sa.Column("kind", sa.String(40), nullable=False, server_default="pattern"),
    sa.Column("family", sa.String(40), nullable=False, server_default="representation"),
    sa.Column("person", sa.Integer, nullable=False, server_default="2"),
    at("made_at"),
    sa.Column("made_in", sa.String(20), nullable=False),
    _person("made_by"),
    let_in_by(),
    sa.Column("basis", sa.Integer, nullable=False, server_default="0"),  # what it rests on
    sa.UniqueConstraint("piece_id", "number"),
)

source = sa.Table(
    "source",
    metadata,
    ref("piece_id", "piece", key=True),
    sa.Column("note_id", sa.String(40), primary_key=True, index=True),
    sa.Column("session_id", sa.String(40), nullable=False, index=True),
    sa.Column("zone_code", sa.String(20), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("gone_because", sa.Text, nullable=True),
    at("added_at", optional=True),  # None: when the piece was made
    sa.Column("voice", sa.String(40), nullable=True),  # whose voice, in this piece alone
    sa.Column("since", sa.Integer, nullable=False, server_default="0"),  # a basis of wordings
    sa.Column("until", sa.Integer, nullable=True),  # the basis from which on it is none
    sa.Column("is_against", sa.Boolean, nullable=False, server_default=sa.false()),
    # Its writer left it out of another piece, and said yes to this one since.
    sa.Column("agreed_again", sa.Boolean, nullable=False, server_default=sa.false()),
)

read_back = sa.Table(
    "read_back",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    ref("wording_id", "wording"),
    ref("session_id", "session"),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("objections", sa.Integer, nullable=False),
    sa.Column("recorded_on", sa.Date, nullable=True),  # None: on the day of the meeting
    sa.Column("closed_on", sa.Date, nullable=True),  # last: something of it was closed to some
    at("met_until", optional=True),  # when the meeting was over; None: it was not closed
    sa.Column("read_id", sa.String(40), nullable=True),  # the wording that the group changed
    sa.Column("objected_on", sa.Date, nullable=True),
    at("objected_after", optional=True),  # the end of the last meeting that was over by then
    _person("recorded_by"),
    sa.Column("is_by_author", sa.Boolean, nullable=False, server_default=sa.false()),
    _is_independent(),
)

# By its token's hash. It stays until its day: a page that went would tell its maker who objected.
objection_link = sa.Table(
    "objection_link",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    at("until"),
    ref("read_back_id", "read_back"),
    sa.Column("made_by", sa.String(40), nullable=True),  # None: whoever runs the server
    let_in_by(),
    sa.Column("is_used", sa.Boolean, nullable=False, server_default=sa.false()),
)

objection_reason = sa.Table(
    "objection_reason",
    metadata,
    own_id(),  # random, so that reasons come in no order in which they were written
    words("words"),
    ref("read_back_id", "read_back"),
)

own_yes = sa.Table(
    "own_yes",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    ref("wording_id", "wording"),
    sa.Column("recorded_on", sa.Date, nullable=False),
    _person("recorded_by"),
    at("confirmed_at", optional=True),
    _person("confirmed_by"),
    let_in_by("confirmed_let_in_by"),
    sa.Column("is_by_author", sa.Boolean, nullable=False),
    _is_independent(),
    let_in_by(),
    sa.Column("note_ids", sa.JSON(none_as_null=True), nullable=True),  # whose voice it was
)

# To the people who wrote the notes of a piece, about one wording.
question = sa.Table(
    "question",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    ref("wording_id", "wording"),
    at("asked_at"),
    at("closes_at"),
    json_column("note_ids"),  # that carried the piece
    sa.Column("voices", sa.Integer, nullable=False),
    sa.Column("reaches_all", sa.Boolean, nullable=False),
    sa.Column("has_quotes", sa.Boolean, nullable=False),
    sa.Column("is_refused", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("closing_words", Words, nullable=True),  # told once to all who were asked
)

# By a hash of link and question: no two of one person are alike. Each answer shuffles the rows.
answer = sa.Table(
    "answer",
    metadata,
    sa.Column("link_hash", sa.String(64), primary_key=True),
    ref("question_id", "question"),
    sa.Column("kind", sa.String(20), nullable=False),
    words("words"),
    sa.Column("comes_out", sa.Date, nullable=True),
    sa.Column("told", sa.String(20), nullable=True),
    words("told_words"),
)

# Where a piece stands and how sure its group is, beside its words: codes and a day, no words.
judgement = sa.Table(
    "judgement",
    metadata,
    ref("piece_id", "piece", key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("stands", sa.String(40), nullable=False),
    sa.Column("sure", sa.String(40), nullable=False),
    sa.Column("boundary", sa.String(40), nullable=False),
    sa.Column("look_again", sa.Date, nullable=True),
    at("made_at"),
    sa.Column("made_in", sa.String(20), nullable=False),
    sa.Column("loop", sa.String(20), nullable=False, server_default=""),
    sa.Column("scale", sa.String(20), nullable=False, server_default=""),
    sa.Column("form", sa.String(20), nullable=False, server_default=""),
)

# What it rested on, or what people agreed to beside it, is gone: look again, up to that wording.
review = sa.Table(
    "review",
    metadata,
    ref("piece_id", "piece", key=True),
    sa.Column("note_id", sa.String(40), primary_key=True),
    at("opened_at"),
    sa.Column("up_to", sa.Integer, nullable=False),
    at("settled_at", optional=True),
    sa.Column("of_reading", sa.Boolean, nullable=False, server_default=sa.false()),
)

# Where words of a note that is gone stand in a wording: from and to, in the text that is searched.
gone_words = sa.Table(
    "gone_words",
    metadata,
    sa.Column("wording_id", sa.String(40), sa.ForeignKey("wording.id"), primary_key=True),
    sa.Column("note_id", sa.String(40), primary_key=True),
    json_column("places"),
)

release = sa.Table(
    "release",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    sa.Column("rung", sa.String(20), nullable=False),
    at("asked_at"),
    at("from_when"),
    at("stopped_at", optional=True),
    sa.Column("harm", sa.String(40), nullable=True),  # what was answered to three questions
    sa.Column("wording_id", sa.String(40), nullable=True),  # about whose words
)

belongs_with = sa.Table(
    "belongs_with",
    metadata,
    ref("piece_id", "piece", key=True, called="fk_belongs_with_piece_id_piece"),  # the smaller id
    ref("other_id", "piece", key=True, called="fk_belongs_with_other_id_piece"),
)

returned = sa.Table(
    "returned",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    words("title"),
    words("description"),
    sa.Column("piece_id", sa.String(40), nullable=True),
    sa.Column("proposal_id", sa.String(40), nullable=True),
)

notion_place = sa.Table(
    "notion_place",
    metadata,
    ref("partnership_id", "partnership", key=True),
    sa.Column("parent_page_id", sa.String(40), nullable=False),
    sa.Column("memory_page_id", sa.String(40), nullable=False),
    json_column("sources"),
    sa.Column("is_small", sa.Boolean, nullable=True),  # None: not asked yet
)

former_table = sa.Table(
    "former_table",
    metadata,
    sa.Column("data_source_id", sa.String(40), primary_key=True),
    ref("partnership_id", "partnership", called="fk_former_table_partnership_id_partnership"),
)

link = sa.Table(
    "link",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("our_id", sa.String(40), nullable=False, index=True),
    sa.Column("key", sa.String(40), nullable=False, unique=True),
    sa.Column("notion_page_id", sa.String(40), nullable=False),
    json_column("agreed"),
    json_column("blocks"),
    sa.Column("phase", sa.String(20), nullable=False),
    json_column("row_state"),
)

conflict = sa.Table(
    "conflict",
    metadata,
    own_id(),
    ref("link_id", "link"),
    ref("piece_id", "piece"),
    sa.Column("field", sa.String(40), nullable=False),
    words("agreed"),
    words("ours"),
    words("theirs"),
    words("theirs_by"),
    at("theirs_at", optional=True),
    at("seen_at"),
    at("resolved_at", optional=True),
    sa.Column("settled_by", sa.String(40), nullable=True),  # a person's id
    sa.Column("settled_with", sa.String(20), nullable=True),  # ours, theirs, written
    sa.Column("tells_gone", sa.Boolean, nullable=False, server_default=sa.false()),
)

sync_run = sa.Table(
    "sync_run",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    at("at"),
    json_column("outcome"),
)

sync_step = sa.Table(
    "sync_step",
    metadata,
    ref("run_id", "sync_run", key=True, called="fk_sync_step_run_id_sync_run"),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("our_id", sa.String(40), nullable=False),
    json_column("fields"),
    sa.Column("is_done", sa.Boolean, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
)

turn = sa.Table(
    "turn",
    metadata,
    sa.Column("credential", sa.String(64), primary_key=True),  # a keyed hash, never a token
    sa.Column("free_at", sa.Double, nullable=False),
    sa.Column("held_until", sa.Double, nullable=False),
    sa.Column("vendor", sa.String(20), nullable=False, server_default=""),
    # What was spent in a window of the vendor's, and in the one before, for whoever looks on.
    sa.Column("window", sa.Double, nullable=False, server_default="0"),
    sa.Column("spent", sa.Double, nullable=False, server_default="0"),
    sa.Column("spent_before", sa.Double, nullable=False, server_default="0"),
)

installation = sa.Table(
    "installation",
    metadata,
    own_id(),
    sa.Column("vendor", sa.String(20), nullable=False),
    sa.Column("site", sa.String(200), nullable=False),
    sa.Column("account_key", sa.String(120), nullable=False),
    words("account_name"),
    words("place_name"),
    sa.Column("access_token", sa.Text, nullable=False),  # encrypted
    sa.Column("refresh_token", sa.Text, nullable=True),  # encrypted
    at("got_at"),
    at("ends_at", optional=True),
    at("refreshing_until", optional=True),
    at("broken_at", optional=True),
    sa.UniqueConstraint("vendor", "site", "account_key"),
)

# Of tokens that the server's settings hold: they have no row in `installation`.
account_name = sa.Table(
    "account_name",
    metadata,
    sa.Column("credential", sa.String(64), primary_key=True),
    words("name"),
)

connection = sa.Table(
    "connection",
    metadata,
    ref("partnership_id", "partnership", key=True),
    sa.Column("vendor", sa.String(20), primary_key=True),
    ref("installation_id", "installation"),
    at("since"),
)

notion_parent = sa.Table(
    "notion_parent",
    metadata,
    ref("partnership_id", "partnership", key=True),
    sa.Column("page_id", sa.String(40), nullable=False),
)
