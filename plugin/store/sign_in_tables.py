"""The tables of signing in, here and from inside Miro, and of mails.

No table holds a token: only its hash, which signs nobody in.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, let_in_by, metadata, only_in, own_id, ref, words

sign_in_link = sa.Table(
    "sign_in_link",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    ref("person_id", "person"),
    at("until"),
    at("used_at", optional=True),
    let_in_by(),
    only_in(),
)

# A link that one person made for another, where no mail can bring it; kept when the link is gone.
passed_on_link = sa.Table(
    "passed_on_link",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    ref("person_id", "person"),
    ref("made_by", "person"),
    at("made_at"),
)

# Whoever added a person, or wrote their address, could be them; gone once somebody confirmed them.
address_writer = sa.Table(
    "address_writer",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    ref("person_id", "person"),
    ref("written_by", "person"),
    at("replaced_at", optional=True),  # when it took another one's place; None: they came with it
)

sign_in = sa.Table(
    "sign_in",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    ref("person_id", "person"),
    at("made_at"),
    at("last_seen_at"),
    at("ended_at", optional=True),
    let_in_by(),
    only_in(),
    sa.Column("by_provider", sa.Boolean(), nullable=False, server_default=sa.false()),
)

oauth_state = sa.Table(
    "oauth_state",
    metadata,
    sa.Column("state_hash", sa.String(64), primary_key=True),
    sa.Column("sign_in_hash", sa.String(64), nullable=False),
    sa.Column("vendor", sa.String(20), nullable=False),
    ref("partnership_id", "partnership"),
    at("made_at"),
    at("used_at", optional=True),
)

# Which person a Miro name belongs to, for the panel inside Miro. Miro's own id is in no table: only
# its keyed hash, which compares with nothing that is stored beside a note.
miro_person = sa.Table(
    "miro_person",
    metadata,
    sa.Column("miro_user_hash", sa.String(64), primary_key=True),
    ref("person_id", "person"),
    at("linked_at"),
    let_in_by(),
    only_in(),
)

miro_link_code = sa.Table(
    "miro_link_code",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("miro_user_hash", sa.String(64), nullable=False, unique=True),
    at("until"),
)

# What lets a program of a person's ask the API in their place.
api_token = sa.Table(
    "api_token",
    metadata,
    own_id(),
    ref("person_id", "person"),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("name", sa.String(60), nullable=False),
    json_column("scopes"),
    at("made_at"),
    at("until"),
    sa.Column("used_on", sa.Date(), nullable=True),
    let_in_by(),
    only_in(),
)

outgoing_mail = sa.Table(
    "outgoing_mail",
    metadata,
    own_id(),
    sa.Column(
        "person_id",
        sa.String(40),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    words("subject"),
    words("body"),
    sa.Column("path", sa.String(200), nullable=False),  # of a page here; the sender adds the rest
    at("made_at"),
    at("not_after"),
    ref("partnership_id", "partnership", optional=True),  # None: written before this was stored
)

known_as = sa.Table(
    "known_as",  # how one partnership calls a person whose address another one knows too
    metadata,
    ref("person_id", "person", key=True),
    ref("partnership_id", "partnership", key=True),
    words("name"),
    sa.Column("email", sa.String(320), nullable=True),
    # In addresses of pages; a person's id would tell where else their address is known.
    sa.Column("handle", sa.String(40), nullable=False, unique=True),
)
