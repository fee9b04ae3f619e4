"""Which texts of a group nobody reads by now, since words of a held note stand in them, or stood.

Whoever looks after the group is told on its page, without the words: they may not be theirs to
read. One statement reads them all, as stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from plugin.domain.about_group import HEADINGS
from plugin.domain.communities import Community
from plugin.domain.hidden_texts import HIDDEN, hide
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_of
from plugin.store.own_texts import texts_in

_OF_COMMUNITY = {
    "name": "its name",
    "question": "its question",
    "permission_note": "its permission note",
    "sponsor": "the line about who gave the permission",
    "host": "the line about server and board",
    "contact": "the line about who answers questions",
}


def texts_to_change(tx: Tx, community: Community) -> tuple[str, ...]:
    """Return what is hidden of a group, in words; `community` as it may be read."""
    held = held_of(tx, [community.partnership_id])[community.partnership_id]
    row = tx.execute(_wanted(community.id)).one()
    found = [(words, HIDDEN in getattr(community, name)) for name, words in _OF_COMMUNITY.items()]
    reasons = [text for said in (row.reasons or {}).values() for text in said]
    stored = {
        "its ground rules": [*community.rules, "\n".join(row.rules or ()), *reasons],
        "what it wrote about itself": [getattr(row, name) or "" for name in HEADINGS],
        "a design of its own": list(_texts_in(row.designs)),
        "the name of a session": (row.names or "").split("\n"),
    }
    found += [
        (words, any(HIDDEN in text or hide(text, held) != text for text in texts))
        for words, texts in stored.items()
    ]
    return tuple(words for words, is_hidden in found if is_hidden)


def _wanted(community_id: str) -> sa.Select[Any]:
    agreed, about, version = t.agreement.c, t.about_group.c, t.design_version.c
    newest = sa.select(sa.func.max(agreed.version)).where(agreed.community_id == community_id)
    is_newest = (agreed.community_id == community_id) & (agreed.version == newest.scalar_subquery())
    names = sa.select(sa.func.aggregate_strings(t.session.c.name, "\n"))
    documents = sa.select(sa.func.aggregate_strings(sa.cast(version.document, sa.Text), "\n"))
    other = t.design_version.alias()
    last = sa.select(sa.func.max(other.c.version)).where(other.c.design_id == version.design_id)
    documents = documents.join(t.design, t.design.c.id == version.design_id)
    documents = documents.where(version.version == last.scalar_subquery())
    return (
        sa.select(
            agreed.rules,
            agreed.reasons,
            *(about[name] for name in HEADINGS),
            names.where(t.session.c.community_id == community_id).scalar_subquery().label("names"),
            documents.where(t.design.c.community_id == community_id)
            .scalar_subquery()
            .label("designs"),
        )
        .select_from(
            t.community.outerjoin(t.agreement, is_newest).outerjoin(
                t.about_group, about.community_id == t.community.c.id
            )
        )
        .where(t.community.c.id == community_id)
    )


def _texts_in(documents: str | None) -> Iterator[str]:
    for line in (documents or "").splitlines():
        yield from texts_in(json.loads(line))
