"""The tables, in portable SQL; `migrations/` makes them, this module describes them.

No table holds a writer beside a note: a note knows its writer only as a keyed hash, and only
until its session is closed. The desk holds its curators beside notes.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.agreement_tables import agreement, proposal
from plugin.store.capture_tables import board, board_item, brake, capture, said_beside
from plugin.store.columns import UTCDateTime, Words, at, json_column, metadata, own_id, ref, words
from plugin.store.desk_tables import (
    cluster,
    desk_step,
    noticed,
    own_sorting,
    placement,
    read_mark,
    seen_otherwise,
    shown_as_one,
    tray,
)
from plugin.store.dot_tables import dot, dot_count
from plugin.store.follow_up_tables import follow_up, private_line
from plugin.store.part_tables import (
    collected,
    collection,
    draft,
    edition,
    lost_refusal,
    piece_reading,
    piece_step,
    source_before,
)
from plugin.store.phone_tables import (
    join_link,
    participant,
    passphrase,
    phone_sticky,
    quiet_box,
    quiet_note,
    reminder_address,
    stay_question,
    talk_wish,
    writing_window,
)
from plugin.store.piece_tables import (
    account_name,
    answer,
    belongs_with,
    conflict,
    connection,
    former_table,
    gone_words,
    installation,
    judgement,
    link,
    notion_parent,
    notion_place,
    objection_link,
    objection_reason,
    own_yes,
    piece,
    question,
    read_back,
    release,
    returned,
    review,
    source,
    sync_run,
    sync_step,
    turn,
    wording,
)
from plugin.store.pulse_tables import pulse_answer, pulse_spread, thing_to_change
from plugin.store.quote_tables import picture, piece_evidence, quote, quote_answer, quote_refusal
from plugin.store.rights_tables import access_log, complaint, legal_hold, withdrawal
from plugin.store.search_tables import gone_run, search_text
from plugin.store.session_tables import (
    about_group,
    arrangements,
    called_off_board,
    design,
    design_answer,
    design_version,
    held_reader,
    identifier_decision,
    live_step,
    permission,
    session_key,
    suspected_copy,
    unread,
    who_is_who,
    withdrawn_words,
)
from plugin.store.sign_in_tables import (
    address_writer,
    api_token,
    known_as,
    miro_link_code,
    miro_person,
    oauth_state,
    outgoing_mail,
    passed_on_link,
    sign_in,
    sign_in_link,
)
from plugin.store.theme_tables import memo, piece_theme, set_aside, theme, theming, thing_memo
from plugin.store.webhook_tables import api_request, webhook, webhook_delivery
from plugin.store.work_tables import erasure_log, export, heartbeat, intent, job, lease, mark, watch

__all__ = [
    "UTCDateTime",
    "about_group",
    "access_log",
    "account_name",
    "address_writer",
    "agreement",
    "answer",
    "api_request",
    "api_token",
    "arrangements",
    "belongs_with",
    "board",
    "board_item",
    "brake",
    "called_off_board",
    "capture",
    "cluster",
    "collected",
    "collection",
    "complaint",
    "conflict",
    "connection",
    "design",
    "design_answer",
    "design_version",
    "desk_step",
    "dot",
    "dot_count",
    "draft",
    "edition",
    "erasure_log",
    "export",
    "follow_up",
    "former_table",
    "gone_run",
    "gone_words",
    "heartbeat",
    "held_reader",
    "identifier_decision",
    "installation",
    "intent",
    "job",
    "join_link",
    "judgement",
    "known_as",
    "lease",
    "legal_hold",
    "link",
    "live_step",
    "lost_refusal",
    "mark",
    "memo",
    "metadata",
    "miro_link_code",
    "miro_person",
    "noticed",
    "notion_parent",
    "notion_place",
    "oauth_state",
    "objection_link",
    "objection_reason",
    "outgoing_mail",
    "own_sorting",
    "own_yes",
    "participant",
    "passed_on_link",
    "passphrase",
    "permission",
    "phone_sticky",
    "picture",
    "piece",
    "piece_evidence",
    "piece_reading",
    "piece_step",
    "piece_theme",
    "placement",
    "private_line",
    "proposal",
    "pulse_answer",
    "pulse_spread",
    "question",
    "quiet_box",
    "quiet_note",
    "quote",
    "quote_answer",
    "quote_refusal",
    "read_back",
    "read_mark",
    "release",
    "reminder_address",
    "returned",
    "review",
    "said_beside",
    "search_text",
    "seen_otherwise",
    "session_key",
    "set_aside",
    "shown_as_one",
    "sign_in",
    "sign_in_link",
    "source",
    "source_before",
    "stay_question",
    "suspected_copy",
    "sync_run",
    "sync_step",
    "talk_wish",
    "theme",
    "theming",
    "thing_memo",
    "thing_to_change",
    "tray",
    "turn",
    "unread",
    "watch",
    "webhook",
    "webhook_delivery",
    "who_is_who",
    "withdrawal",
    "withdrawn_words",
    "wording",
    "writing_window",
]

partnership = sa.Table("partnership", metadata, own_id(), words("name"))

community = sa.Table(
    "community",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    words("name"),
    words("question"),
    words("permission_note"),
    words("sponsor"),
    words("host"),
    words("contact"),
    json_column("rules"),
)

person = sa.Table(
    "person",
    metadata,
    own_id(),
    words("name"),
    sa.Column("email", sa.String(320), unique=True, nullable=True),
    at("left_at", optional=True),  # when their last place ended, from 0124 on
)

membership = sa.Table(
    "membership",
    metadata,
    own_id(),
    ref("person_id", "person"),
    ref("partnership_id", "partnership"),
    ref("community_id", "community", optional=True),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("party", sa.String(80), nullable=False, server_default=""),
    at("since", optional=True),  # None: longer than we know
)

session = sa.Table(
    "session",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    ref("community_id", "community"),
    words("name"),
    sa.Column("meeting_kind", sa.String(80), nullable=False),
    sa.Column("template_code", sa.String(20), nullable=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("policy", sa.JSON, nullable=True),
    at("closed_at", optional=True),
    sa.Column("collects_other_items", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("is_short", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("questions", sa.JSON, nullable=True),  # by box, instead of its design's
    sa.Column("language", sa.String(10), nullable=False, server_default="en"),
)

note = sa.Table(
    "note",
    metadata,
    own_id(),
    ref("session_id", "session", index=False),
    sa.Column("zone_code", sa.String(20), nullable=False),
    sa.Column("label", sa.String(1), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("source", sa.String(20), nullable=False),
    sa.Column("text", Words, nullable=True),
    sa.Column("miro_item_id", sa.String(40), nullable=True, index=True),
    at("seen_at"),
    sa.Column("first_on", sa.Date, nullable=True),  # the day it came, which no change moves
    sa.Column("colour", sa.String(20), nullable=False, server_default=""),
    json_column("tags"),
    sa.Column("x", sa.Float, nullable=False),
    sa.Column("y", sa.Float, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("is_waiting", sa.Boolean, nullable=False),
    sa.Column("author_hash", sa.String(64), nullable=True),
    sa.Column("shown_author", sa.String(120), nullable=False),
    sa.Column("strand_id", sa.String(40), nullable=True),
    sa.Column("voice_id", sa.String(40), nullable=True),  # goes with the session's key
    sa.Column("container_id", sa.String(40), nullable=True),  # goes with the session's key
    sa.Column("erase_on", sa.Date, nullable=True, index=True),
    sa.Column("gone_because", sa.Text, nullable=True),
    sa.Column("own_hash", sa.String(64), nullable=True),  # by which its writer's own link knows it
    sa.Column("may_stay", sa.Boolean, nullable=False, server_default=sa.false()),
    # Every page asks for the held notes of a partnership, and reads no other for it.
    sa.Index("ix_note_session_id_label", "session_id", "label"),
    # Counting notes at the desk reads this alone, and no text.
    sa.Index(
        "ix_note_on_desk",
        *("session_id", "label", "state", "kind", "is_waiting", "erase_on", "version", "id"),
        sqlite_where=sa.text("text IS NOT NULL"),  # on PostgreSQL too: `revisions`
    ),
)

note_version = sa.Table(
    "note_version",
    metadata,
    ref("note_id", "note", key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("text", Words, nullable=False),
    at("seen_at"),
    # Under which it stood.
    sa.Column("label", sa.String(1), nullable=False, server_default="H", index=True),
    sa.Column("erase_on", sa.Date, nullable=True, index=True),  # of words that were held
)
