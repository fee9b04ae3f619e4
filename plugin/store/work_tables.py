"""The tables of work: jobs, workers, whom to look at, writes to vendors, who works alone on what.

They hold ids, counts and times; no words of people, but for exports that wait.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, let_in_by, metadata, only_in, own_id, ref, words

# Who asked for what, how far it is, and what came of it.
job = sa.Table(
    "job",
    metadata,
    own_id(),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False, index=True),
    # One unfinished job at a time has it; null when it has ended, or waits for that one.
    sa.Column("open_key", sa.String(64), nullable=True, unique=True),
    sa.Column("asked_by", sa.String(40), nullable=True),  # null: whoever runs the server
    let_in_by(),
    only_in(),
    sa.Column("asked_in", sa.String(64), nullable=True),  # the id of a request, in the log
    json_column("payload"),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    json_column("phases"),
    words("says"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("not_before_s", sa.Double, nullable=False),  # as `lease.until`
    sa.Column("owner", sa.String(300), nullable=False),
    sa.Column("until_s", sa.Double, nullable=False),
    at("asked_at"),
    at("started_at", optional=True),
    at("ended_at", optional=True),
    sa.Column("is_cancelling", sa.Boolean, nullable=False),
    json_column("outcome"),
)

# Workers that run, by the names of their processes.
heartbeat = sa.Table(
    "heartbeat",
    metadata,
    sa.Column("worker", sa.String(300), primary_key=True),
    sa.Column("seen_s", sa.Double, nullable=False),  # as `lease.until`
)

# Partnerships that are looked at in Notion by themselves: when, and what looks know.
watch = sa.Table(
    "watch",
    metadata,
    ref("partnership_id", "partnership", key=True),
    sa.Column("credential", sa.String(200), nullable=False, index=True),
    sa.Column("is_open", sa.Boolean, nullable=False),
    sa.Column("cost", sa.Double, nullable=False),
    sa.Column("quiet_looks", sa.Integer, nullable=False),
    sa.Column("due_at_s", sa.Double, nullable=False, index=True),  # as `job.until_s`
    sa.Column("free_at_s", sa.Double, nullable=False),  # when its credential may ask again
    at("since", optional=True),  # when the last whole run began
    sa.Column("whole_at_s", sa.Double, nullable=False),
    sa.Column("ours", sa.String(64), nullable=True),  # a hash of our side as it was then
)

intent = sa.Table(
    "intent",
    metadata,
    own_id(),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),
    sa.Column("key", sa.String(160), nullable=False),
    json_column("payload"),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    at("made_at", index=True),
    json_column("outcome"),
    sa.Index("ix_intent_subject_state", "subject", "state"),
)

# What went, ended or got stricter, so that no backup brings it back: ids, never words or names.
erasure_log = sa.Table(
    "erasure_log",
    metadata,
    own_id(),
    sa.Column("number", sa.Integer, nullable=False, index=True),
    sa.Column("went", sa.String(20), nullable=False),
    sa.Column("about", sa.String(80), nullable=False),
    json_column("detail"),
)

# Copies that somebody took of a partnership; those asked for on a page wait here for a day to be
# downloaded.
export = sa.Table(
    "export",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    at("made_at"),
    at("until", optional=True),  # None: it never waited here
    sa.Column("content", sa.LargeBinary, nullable=True),
    sa.Column("what", sa.String(20), nullable=False, server_default="everything"),
    sa.Column("file_format", sa.String(10), nullable=False, server_default="zip"),
    # No reference: a backup that was made before a person came does not know them.
    sa.Column("made_by", sa.String(40), nullable=True),
    json_column("holds", where_none_is_given="[]"),  # ids of its communities, or of its pieces
)

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("subject", sa.String(120), primary_key=True),
    sa.Column("owner", sa.String(300), nullable=False),
    sa.Column("until", sa.Double, nullable=False),  # seconds since 1970, by the machine's clock
)

mark = sa.Table("mark", metadata, sa.Column("name", sa.String(40), primary_key=True))
