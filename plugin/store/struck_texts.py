"""Strikes words for good where they were hidden in texts of groups: held ones, and refused ones.

As long as a note is held, or somebody said no to being quoted with it, what repeats it in a group's
own texts is hidden as it is read (`quotable`). Once its words are gone nothing knows them any more,
and the texts would show them again: so the sign that hid them is stored in their place.

A held note whose day has come was to be deleted on that day, as everybody read: what the group
wrote stays the group's. A no to being quoted outlives the day too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from plugin.domain.about_group import HEADINGS
from plugin.domain.blankness import fold
from plugin.domain.hidden_texts import HIDDEN, hide
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.overlap import Phrases, phrases_of
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import refused_words_of


class _Place(NamedTuple):
    """Columns of a table that hold what groups wrote, and which of its rows are meant."""

    table: sa.Table
    names: tuple[str, ...]
    here: sa.ColumnElement[bool]


def strike(
    tx: Tx, session_id: str, gone: Mapping[str, Sequence[str]], *, with_held: bool = True
) -> int:
    """Strike texts of a session's notes, by their ids, where they were hidden; call it before.

    Return in how many texts of the partnership. Without `with_held` words are meant to which
    somebody said no, and no others.
    """
    phrases = phrases_of(_hidden_words(tx, gone, with_held=with_held))
    if not (phrases.by_anchor or phrases.short):
        return 0
    here = sa.select(t.session.c.partnership_id).where(t.session.c.id == session_id)
    in_it = t.community.c.partnership_id == here.scalar_subquery()
    groups = sa.select(t.community.c.id).where(in_it)
    return sum(_strike(tx, place, phrases) for place in _places(groups))


def _hidden_words(tx: Tx, gone: Mapping[str, Sequence[str]], *, with_held: bool) -> Iterator[str]:
    for _, words in refused_words_of(tx, gone):
        yield from words
    if not with_held:
        return
    for note_id in tx.execute(_held_among(gone)).scalars():
        yield from gone[note_id]
    was = t.note_version.c
    older = sa.select(was.text).where(was.note_id.in_(list(gone)), was.label == Label.H.value)
    yield from tx.execute(older).scalars()


def _held_among(note_ids: Collection[str]) -> sa.CompoundSelect[Any]:
    """Select which notes are held, or seen by their writers alone, or kept past their day."""
    note, quiet = t.note.c, t.quiet_note.c
    is_hidden = (note.label == Label.H.value) | (note.state == NoteState.DAY_PASSED.value)
    return sa.union(
        sa.select(note.id).where(note.id.in_(list(note_ids)), is_hidden),
        sa.select(quiet.id).where(quiet.id.in_(list(note_ids)), quiet.label == Label.H.value),
    )


def _places(groups: sa.Select[Any]) -> Iterator[_Place]:
    sessions = sa.select(t.session.c.id).where(t.session.c.community_id.in_(groups))
    designs = sa.select(t.design.c.id).where(t.design.c.community_id.in_(groups))
    own = ("name", "question", "permission_note", "sponsor", "host", "contact", "rules")
    yield _Place(t.community, own, t.community.c.id.in_(groups))
    for table, names in (
        (t.agreement, ("rules", "reasons")),
        (t.session, ("name", "questions", "policy")),
        (t.proposal, ("sentence", "setting")),
        (t.permission, ("note", "sponsor", "receives", "never_asks")),
        (t.about_group, tuple(HEADINGS)),
    ):
        yield _Place(table, names, table.c.community_id.in_(groups))
    arranged = ("place", "access", "other_ways", "notice", "outcome")
    yield _Place(t.arrangements, arranged, t.arrangements.c.session_id.in_(sessions))
    yield _Place(t.returned, ("title", "description"), t.returned.c.session_id.in_(sessions))
    yield _Place(t.design_version, ("document",), t.design_version.c.design_id.in_(designs))


def _strike(tx: Tx, place: _Place, phrases: Phrases) -> int:
    table, went = place.table, 0
    keys = list(table.primary_key)
    texts = [table.c[name] for name in place.names]
    for row in tx.execute(sa.select(*keys, *texts).where(place.here)).all():
        stored = dict(zip(place.names, row[len(keys) :], strict=True))
        struck = {name: _struck(value, phrases) for name, value in stored.items()}
        changed = {name: value for name, value in struck.items() if value != stored[name]}
        if changed:
            own = sa.and_(*(key == row[number] for number, key in enumerate(keys)))
            tx.execute(sa.update(table).where(own).values(**changed))
            went += len(changed)
    return went


def _struck(value: Any, phrases: Phrases) -> Any:
    """Return a stored text, or JSON with texts in it, with the sign where these words stood."""
    if isinstance(value, str):
        return hide(value, phrases)
    if isinstance(value, Mapping):  # the reasons for a rule go with the rule, which is their key
        kept = {name: each for name, each in value.items() if hide(name, phrases) == name}
        return {name: _struck(each, phrases) for name, each in kept.items()}
    if not isinstance(value, list | tuple):
        return value
    struck = [_struck(each, phrases) for each in value]
    together = "\n".join(each for each in struck if isinstance(each, str))
    return [HIDDEN] if phrases.stand_in(fold(together)) else struck  # words run on from one to one
