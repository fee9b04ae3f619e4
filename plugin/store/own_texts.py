"""Every text that a group wrote of itself, wherever it is stored, for what a restore takes out.

As they are stored: what is hidden from readers is among them. Of versions the newest counts: older
ones are kept, and shown as what was agreed then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from plugin.domain.about_group import HEADINGS
from plugin.domain.blankness import fold
from plugin.domain.erasure_log import Went
from plugin.domain.overlap import Phrases
from plugin.domain.own_texts import TextsToTakeOut, hashes_of
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone


@dataclass(frozen=True, slots=True)
class _Place:
    """Columns with texts of groups, what joins their rows to a group, and which of them count."""

    table: sa.Table
    names: tuple[str, ...]
    community: sa.Column[str]
    joined: sa.FromClause | None = None
    newest: sa.Column[str] | None = None  # of whose versions the last one counts

    def select(self, community_ids: Collection[str]) -> sa.Select[Any]:
        """Return what selects the rows of some groups, each with the id of its group."""
        place = self.table if self.joined is None else self.joined
        found = sa.select(self.table, self.community.label("whose")).select_from(place)
        found = found.where(self.community.in_(list(community_ids)))
        if self.newest is None:
            return found
        other = self.table.alias()
        last = sa.select(sa.func.max(other.c.version)).where(
            other.c[self.newest.name] == self.newest
        )
        return found.where(self.table.c.version == last.scalar_subquery())

    def row(self, row: Any) -> sa.ColumnElement[bool]:
        """Return the condition that chooses one row of the table."""
        keys = self.table.primary_key.columns
        return sa.and_(*(each == getattr(row, each.name) for each in keys))


_OF_COMMUNITY = ("name", "question", "permission_note", "sponsor", "host", "contact", "rules")
_ARRANGED = ("place", "access", "other_ways", "notice", "outcome")
_PERMITTED = ("note", "sponsor", "receives", "never_asks")
PLACES = (
    _Place(t.community, _OF_COMMUNITY, t.community.c.id),
    _Place(
        t.agreement,
        ("rules", "reasons"),
        t.agreement.c.community_id,
        newest=t.agreement.c.community_id,
    ),
    _Place(t.session, ("name", "questions"), t.session.c.community_id),
    _Place(t.about_group, tuple(HEADINGS), t.about_group.c.community_id),
    _Place(t.arrangements, _ARRANGED, t.session.c.community_id, t.arrangements.join(t.session)),
    _Place(t.permission, _PERMITTED, t.permission.c.community_id),
    _Place(
        t.design_version,
        ("document",),
        t.design.c.community_id,
        t.design_version.join(t.design),
        t.design_version.c.design_id,
    ),
)


def note_changed(tx: Tx, community_id: str, before: Iterable[object], after: object = ()) -> None:
    """Note which texts of a group are not there any more, by hashes: call it where one is stored.

    `before` and `after` are texts, or lists and documents of texts.
    """
    was, now = (hashes_of(community_id, texts_in(each)) for each in (list(before), after))
    if was - now:
        note_gone(tx, Went.TEXT_CHANGED, community_id, hashes=sorted(was - now))


def note_repeating(tx: Tx, community_ids: Collection[str], phrases: Phrases) -> None:
    """Note, by hashes, in which texts of groups words stand that were taken back."""
    for community_id, found in _repeating(tx, community_ids, phrases).items():
        hashes = sorted(hashes_of(community_id, found))
        note_gone(tx, Went.TEXT_REPEATS, community_id, hashes=hashes)


def groups_repeating(tx: Tx, community_ids: Collection[str], phrases: Phrases) -> frozenset[str]:
    """Return the ids of those groups in whose texts these words stand."""
    return frozenset(_repeating(tx, community_ids, phrases))


def rules_of(tx: Tx, community_id: str) -> tuple[str, ...]:
    """Return the rules of the newest agreement of a group as they are stored."""
    own = t.agreement.c
    newest = sa.select(own.rules).where(own.community_id == community_id)
    return tuple(tx.execute(newest.order_by(own.version.desc()).limit(1)).scalar() or ())


def _repeating(
    tx: Tx, community_ids: Collection[str], phrases: Phrases
) -> Mapping[str, Collection[str]]:
    """Return texts, and single lines, in which words stand, by group."""
    found: dict[str, set[str]] = {}
    for _place, row, name in _rows(tx, community_ids):
        for text in texts_in(getattr(row, name)):
            parts = {part for part in (text, *text.split("\n")) if phrases.stand_in(fold(part))}
            if parts:
                found.setdefault(row.whose, set()).update(parts)
    return found


def take_out(tx: Tx, wanted: TextsToTakeOut) -> bool:
    """Take texts out of a group’s, with a sentence in their place; say whether there were any."""
    changed = False
    for place, row, name in _rows(tx, [wanted.community_id]):
        before = getattr(row, name)
        after = _mapped(before, wanted.without)
        if after != before:
            own = sa.update(place.table).where(place.row(row))
            tx.execute(own.values(**{name: after}))
            changed = True
    return changed


def _rows(tx: Tx, community_ids: Collection[str]) -> Iterator[tuple[_Place, Any, str]]:
    """Yield every column with texts of some groups; where a row has two that change, each anew."""
    for place in PLACES:
        for row in tx.execute(place.select(community_ids)).all():
            for name in place.names:
                yield place, row, name


def texts_in(value: object) -> Iterator[str]:
    """Yield the texts of a value, those by which a mapping knows its values among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from texts_in(key)
            yield from texts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {change(key): _mapped(each, change) for key, each in value.items()}
    return [_mapped(each, change) for each in value] if isinstance(value, list | tuple) else value
