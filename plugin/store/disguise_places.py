"""Where words stand in whose place other words were chosen, by notes and letters, not as words.

By such a place the log of what went knows a disguise: a backup has the words themselves, in a note.
The notes of the oldest sessions are named, since a backup is more likely to have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.identifiers import IdentifierKind, find
from plugin.identifiers.decisions import IdentifierDecision
from plugin.identifiers.names import Names
from plugin.identifiers.plain_text import folded
from plugin.store import tables as t
from plugin.store.database import Tx

MOST = 20
_OWNS = re.compile(r"['’]s?$")

Place = tuple[str, int, int, int]  # a note, its version, from where to where


def places_of(tx: Tx, partnership_id: str, decision: IdentifierDecision) -> tuple[Place, ...]:
    """Return where words of a decision stand in kept notes: once in each of some notes."""
    return tuple(islice(_places(tx, partnership_id, decision), MOST))


def _places(tx: Tx, partnership_id: str, decision: IdentifierDecision) -> Iterator[Place]:
    wanted = (
        sa.select(t.note.c.id, t.note.c.version, t.note.c.text)
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(
            t.session.c.partnership_id == partnership_id,
            t.note.c.text.is_not(None),
            t.note.c.label == Label.M.value,
        )
        .order_by(t.session.c.day, t.note.c.id)
    )
    is_name = decision.kind is IdentifierKind.NAME
    if not is_name:  # found in every text by how they look: those that are quoted leave the group
        quoted = sa.select(t.quote.c.note_id)
        wanted = wanted.where(t.note.c.id.in_(quoted) | (t.note.c.id == decision.note_id))
    names = Names(frozenset([decision.key] if is_name else []))
    first = decision.key.split(" ")[0]
    for row in tx.execute(wanted):
        if is_name and first not in folded(row.text).replace("'", ""):
            continue
        for each in find(row.text, names):
            if (each.kind, each.key) == (decision.kind, decision.key):
                yield row.id, row.version, each.start, each.end
                break


def key_at(tx: Tx, kind: IdentifierKind, place: Sequence[object]) -> str | None:
    """Return how the words at a place are known by now; None where they are not there."""
    note_id, version, start, end = place
    text = _text(tx, str(note_id), int(str(version)))
    words = _OWNS.sub("", text[int(str(start)) : int(str(end))])
    names = Names(frozenset([words] if kind is IdentifierKind.NAME else []))
    found = (each for each in find(text, names) if each.kind is kind and each.start == start)
    return next((each.key for each in found), None)


def _text(tx: Tx, note_id: str, version: int) -> str:
    now, was = t.note.c, t.note_version.c
    wanted = sa.union_all(
        sa.select(now.text).where(now.id == note_id, now.version == version),
        sa.select(was.text).where(was.note_id == note_id, was.version == version),
    )
    return tx.execute(wanted).scalars().first() or ""
