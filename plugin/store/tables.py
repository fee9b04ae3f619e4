"""The tables, in portable SQL; `migrations/` makes them, this module describes them.

No table holds a person beside a note: a note knows its writer only as a keyed hash, and only
until its session is closed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime, stored without its zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Store UTC; a naive time is a defect."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone reached the database")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.String(40), primary_key=True)


def _ref(name: str, target: str, *, optional: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(
        name,
        sa.String(40),
        sa.ForeignKey(f"{target}.id"),
        nullable=optional,
        primary_key=key,
        index=not key,
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON, nullable=False)


def _at(name: str, *, optional: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, UTCDateTime, nullable=optional)


partnership = sa.Table("partnership", metadata, _id(), _words("name"))

community = sa.Table(
    "community",
    metadata,
    _id(),
    _ref("partnership_id", "partnership"),
    _words("name"),
    _words("question"),
    _words("permission_note"),
    _words("sponsor"),
    _words("host"),
    _words("contact"),
    _json("rules"),
)

person = sa.Table(
    "person",
    metadata,
    _id(),
    _words("name"),
    sa.Column("email", sa.String(320), unique=True, nullable=True),
)

membership = sa.Table(
    "membership",
    metadata,
    _id(),
    _ref("person_id", "person"),
    _ref("partnership_id", "partnership"),
    _ref("community_id", "community", optional=True),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("party", sa.String(80), nullable=False, server_default=""),
)

sign_in_link = sa.Table(
    "sign_in_link",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _ref("person_id", "person"),
    _at("until"),
    _at("used_at", optional=True),
)

agreement = sa.Table(
    "agreement",
    metadata,
    _ref("community_id", "community", key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _json("labels"),
    sa.Column("attribution", sa.String(40), nullable=False),
    sa.Column("take_back_days", sa.Integer, nullable=False),
    sa.Column("held_days", sa.Integer, nullable=False),
    _json("rules"),
    _at("made_at"),
)

session = sa.Table(
    "session",
    metadata,
    _id(),
    _ref("partnership_id", "partnership"),
    _ref("community_id", "community"),
    _words("name"),
    sa.Column("meeting_kind", sa.String(80), nullable=False),
    sa.Column("template_code", sa.String(20), nullable=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("policy", sa.JSON, nullable=True),
    _at("closed_at", optional=True),
)

proposal = sa.Table(
    "proposal",
    metadata,
    _id(),
    _ref("community_id", "community"),
    _ref("session_id", "session"),
    sa.Column("note_id", sa.String(40), nullable=True),
    _words("sentence"),
    _json("setting"),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
)

session_key = sa.Table(
    "session_key",
    metadata,
    _ref("session_id", "session", key=True),
    sa.Column("secret", sa.LargeBinary(64), nullable=False),
)

board = sa.Table(
    "board",
    metadata,
    _ref("session_id", "session", key=True),
    sa.Column("miro_board_id", sa.String(80), nullable=False, unique=True),
    _words("name"),
    _words("view_link"),
)

board_item = sa.Table(
    "board_item",
    metadata,
    _ref("session_id", "session", key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("miro_item_id", sa.String(40), nullable=False, index=True),
    sa.Column("item_kind", sa.String(20), nullable=False),
    sa.Column("zone_code", sa.String(20), nullable=True),
)

who_is_who = sa.Table(
    "who_is_who",
    metadata,
    _ref("session_id", "session", key=True),
    sa.Column("author_hash", sa.String(64), primary_key=True),
    sa.Column("role", sa.String(120), nullable=False),
)

note = sa.Table(
    "note",
    metadata,
    _id(),
    _ref("session_id", "session"),
    sa.Column("zone_code", sa.String(20), nullable=False),
    sa.Column("label", sa.String(1), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("source", sa.String(20), nullable=False),
    sa.Column("text", sa.Text, nullable=True),
    sa.Column("miro_item_id", sa.String(40), nullable=True, index=True),
    _at("seen_at"),
    sa.Column("colour", sa.String(20), nullable=False, server_default=""),
    _json("tags"),
    sa.Column("x", sa.Float, nullable=False),
    sa.Column("y", sa.Float, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("is_waiting", sa.Boolean, nullable=False),
    sa.Column("author_hash", sa.String(64), nullable=True),
    sa.Column("shown_author", sa.String(120), nullable=False),
    sa.Column("strand_id", sa.String(40), nullable=True),
    sa.Column("erase_on", sa.Date, nullable=True),
    sa.Column("gone_because", sa.Text, nullable=True),
)

note_version = sa.Table(
    "note_version",
    metadata,
    _ref("note_id", "note", key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    _at("seen_at"),
)

unread = sa.Table(
    "unread",
    metadata,
    _ref("session_id", "session", key=True),
    sa.Column("item_hash", sa.String(64), primary_key=True),
    sa.Column("zone_code", sa.String(20), nullable=True),  # None: still in *Stays here*
)

capture = sa.Table(
    "capture",
    metadata,
    _id(),
    _ref("session_id", "session"),
    _at("at"),
    _json("counts"),
)

brake = sa.Table(
    "brake",
    metadata,
    _id(),
    _ref("session_id", "session"),
    sa.Column("zone_code", sa.String(20), nullable=False),
    _json("note_ids"),
    sa.Column("frame_is_gone", sa.Boolean, nullable=False),
    _at("asked_at"),
    sa.Column("answer", sa.String(20), nullable=True),
)

withdrawal = sa.Table(
    "withdrawal",
    metadata,
    _id(),
    sa.Column("note_id", sa.String(40), nullable=False, index=True),
    _at("at"),
    _json("reached"),
    _at("confirmed_at", optional=True),
)

intent = sa.Table(
    "intent",
    metadata,
    _id(),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False, index=True),
    sa.Column("key", sa.String(160), nullable=False),
    _json("payload"),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    _at("made_at"),
    _json("outcome"),
)

piece = sa.Table(
    "piece",
    metadata,
    _id(),
    _ref("partnership_id", "partnership"),
    _ref("community_id", "community"),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("family", sa.String(40), nullable=False),
    sa.Column("person", sa.Integer, nullable=False),
    _at("made_at"),
)

wording = sa.Table(
    "wording",
    metadata,
    _id(),
    _ref("piece_id", "piece"),
    sa.Column("number", sa.Integer, nullable=False),
    _words("title"),
    _words("line"),
    _words("narrative"),
    _at("made_at"),
    sa.Column("made_in", sa.String(20), nullable=False),
    sa.UniqueConstraint("piece_id", "number"),
)

source = sa.Table(
    "source",
    metadata,
    _ref("piece_id", "piece", key=True),
    sa.Column("note_id", sa.String(40), primary_key=True),
    sa.Column("session_id", sa.String(40), nullable=False),
    sa.Column("zone_code", sa.String(20), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("gone_because", sa.Text, nullable=True),
)

read_back = sa.Table(
    "read_back",
    metadata,
    _id(),
    _ref("piece_id", "piece"),
    _ref("wording_id", "wording"),
    _ref("session_id", "session"),
    sa.Column("day", sa.Date, nullable=False),
    _words("changes"),
    sa.Column("objections", sa.Integer, nullable=False),
)

release = sa.Table(
    "release",
    metadata,
    _id(),
    _ref("piece_id", "piece"),
    sa.Column("rung", sa.String(20), nullable=False),
    _at("asked_at"),
    _at("from_when"),
    _at("stopped_at", optional=True),
)

returned = sa.Table(
    "returned",
    metadata,
    _ref("session_id", "session", key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    _words("title"),
    _words("description"),
    sa.Column("piece_id", sa.String(40), nullable=True),
    sa.Column("proposal_id", sa.String(40), nullable=True),
)

notion_place = sa.Table(
    "notion_place",
    metadata,
    _ref("partnership_id", "partnership", key=True),
    sa.Column("parent_page_id", sa.String(40), nullable=False),
    sa.Column("memory_page_id", sa.String(40), nullable=False),
    _json("sources"),
)

link = sa.Table(
    "link",
    metadata,
    _id(),
    _ref("partnership_id", "partnership"),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("our_id", sa.String(40), nullable=False, index=True),
    sa.Column("key", sa.String(40), nullable=False, unique=True),
    sa.Column("notion_page_id", sa.String(40), nullable=False),
    _json("agreed"),
    _json("blocks"),
    _json("extras"),
)

conflict = sa.Table(
    "conflict",
    metadata,
    _id(),
    _ref("link_id", "link"),
    _ref("piece_id", "piece"),
    sa.Column("field", sa.String(40), nullable=False),
    _words("agreed"),
    _words("ours"),
    _words("theirs"),
    _at("seen_at"),
    _at("resolved_at", optional=True),
)

sync_run = sa.Table(
    "sync_run",
    metadata,
    _id(),
    _ref("partnership_id", "partnership"),
    _at("at"),
    _json("outcome"),
)

turn = sa.Table(
    "turn",
    metadata,
    sa.Column("credential", sa.String(64), primary_key=True),  # a keyed hash, never a token
    sa.Column("free_at", sa.Double, nullable=False),
    sa.Column("held_until", sa.Double, nullable=False),
)

installation = sa.Table(
    "installation",
    metadata,
    _id(),
    sa.Column("vendor", sa.String(20), nullable=False),
    sa.Column("site", sa.String(200), nullable=False),
    sa.Column("account_key", sa.String(120), nullable=False),
    _words("account_name"),
    _words("place_name"),
    sa.Column("access_token", sa.Text, nullable=False),  # encrypted
    sa.Column("refresh_token", sa.Text, nullable=True),  # encrypted
    _at("got_at"),
    _at("ends_at", optional=True),
    _at("refreshing_until", optional=True),
    _at("broken_at", optional=True),
    sa.UniqueConstraint("vendor", "site", "account_key"),
)

connection = sa.Table(
    "connection",
    metadata,
    _ref("partnership_id", "partnership", key=True),
    sa.Column("vendor", sa.String(20), primary_key=True),
    _ref("installation_id", "installation"),
    _at("since"),
)

notion_parent = sa.Table(
    "notion_parent",
    metadata,
    _ref("partnership_id", "partnership", key=True),
    sa.Column("page_id", sa.String(40), nullable=False),
)
