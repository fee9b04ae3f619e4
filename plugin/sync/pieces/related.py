"""Which pieces belong with each other: pairs without an order, kept by both sides.

A pair stands in Notion in two places, in the rows of both its pieces, and people may change either.
A place counts while both rows are in the table; then

    agreed  there now │ the pair
    ──────────────────┼─────────────────────────────────────────────────────────────
    no      yes       │ is made here too, even where the other place was emptied
    yes     no        │ is undone here too, unless the other place is new
    the same          │ is what it is here

Rows that people made themselves stay in the column; those that are not there now are left out of
what is written, and come back with their row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plugin.domain.links import Absence, Link
from plugin.domain.pieces import pair
from plugin.sync.actions import Action, UpdateProperties
from plugin.sync.columns import BELONGS_WITH
from plugin.sync.local_actions import Agree, TakePairs
from plugin.sync.pieces.sides import OurPiece, Row
from plugin.sync.pieces.values import THEIRS, many

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row in Notion says, and what was agreed on."""

    agreed: str
    theirs: str

    @property
    def was(self) -> frozenset[str]:
        """Return the pieces that were agreed on."""
        return _ours(self.agreed)

    @property
    def now(self) -> frozenset[str]:
        """Return the pieces that the row names."""
        return _ours(self.theirs)


@dataclass(frozen=True, slots=True)
class Related:
    """What the pairs come to: changes here, and by piece what its row says and is agreed on."""

    made: Pairs = frozenset()
    undone: Pairs = frozenset()
    said: Mapping[str, str] = field(default_factory=dict)  # rows that change, or are made
    later: Mapping[str, str] = field(default_factory=dict)  # once rows made after them are there
    agreed: Mapping[str, str] = field(default_factory=dict)


def relate(
    pieces: Iterable[OurPiece],
    cells: Mapping[str, Cell],
    new: Sequence[str],
    leaving: Collection[str] = (),
) -> Related:
    """Decide every pair; `new` are rows to be made in this run, in order.

    Rows that are `leaving` are taken down in this run: no other names them any more.
    """
    ours = {pair(each.id, other) for each in pieces for other in each.whole.belongs_with}
    added, removed = _edits(cells)
    undone = removed - added
    wanted: dict[str, set[str]] = {our_id: set() for our_id in (*cells, *new)}
    for one, other in (ours | added) - undone:
        if one in wanted and other in wanted:
            wanted[one].add(other)
            wanted[other].add(one)
    rows = _Rows({}, {}, {}, {our_id: at for at, our_id in enumerate(new)})
    for our_id, others in wanted.items():
        if our_id in cells:
            there = {each for each in cells[our_id].now if each in wanted or each in leaving}
            rows.add_existing(our_id, others, there - {our_id}, cells[our_id])
        else:
            rows.add_new(our_id, others)
    made, gone = frozenset(added - ours), frozenset(undone & ours)
    return Related(made, gone, rows.said, rows.later, rows.agreed)


def cell_of(link: Link, row: Row) -> Cell | None:
    """Return what a row says, None where it cannot be told; moved rows come back without values."""
    found = row.values.get(BELONGS_WITH)
    if found is None:
        return None
    came_back_empty = not found and link.state.where is Absence.MOVED
    return Cell("" if came_back_empty else link.agreed.get(BELONGS_WITH, ""), found)


def taken_pairs(pieces: Sequence[OurPiece], related: Related) -> Iterable[Action]:
    """Bring changes of pairs here, each once."""
    made: dict[str, list[str]] = {}
    undone: dict[str, list[str]] = {}
    chosen = {each.id for each in pieces}
    for pairs, found in ((related.made, made), (related.undone, undone)):
        for one, other in sorted(pairs):
            first, second = (one, other) if one in chosen else (other, one)
            found.setdefault(first, []).append(second)
    for piece in pieces:
        if piece.id in made or piece.id in undone:
            about = piece.about
            news = tuple(made.get(piece.id, ())), tuple(undone.get(piece.id, ()))
            yield TakePairs(about=about, made=news[0], undone=news[1])


def pair_updates(pieces: Iterable[OurPiece], related: Related) -> Iterable[Action]:
    """Let rows name those that were made after them, and remember what both sides say."""
    for piece in pieces:
        about = piece.about
        if piece.id in related.later:
            values = {BELONGS_WITH: related.later[piece.id]}
            yield UpdateProperties(about=about, values=values)
        if piece.id in related.agreed:
            yield Agree(about=about, values={BELONGS_WITH: related.agreed[piece.id]})


@dataclass(slots=True)
class _Rows:
    """Sorts what rows say into now and later; `order` says when a new row is made."""

    said: dict[str, str]
    later: dict[str, str]
    agreed: dict[str, str]
    order: Mapping[str, int]

    def add_existing(self, our_id: str, others: set[str], there: set[str], cell: Cell) -> None:
        """A row that names rows that are yet to be made waits for them."""
        people = {each for each in cell.theirs.split("\n") if each.startswith(THEIRS)}
        if any(each in self.order for each in others):
            self.later[our_id] = many(others | people)
        elif there != others:
            self.said[our_id] = many(others | people)
        elif left := self._news(cell, others, there):
            self.agreed[our_id] = many(left - {""})

    def _news(self, cell: Cell, others: set[str], there: set[str]) -> set[str]:
        """Return what is agreed from now on, nothing if it was so already."""
        hidden = {each for each in cell.now if each not in there} & cell.was
        return {"", *others, *hidden} if others | hidden != cell.was else set()

    def add_new(self, our_id: str, others: set[str]) -> None:
        """A row to be made names those before it at once, and those after it later."""
        own = self.order[our_id]
        before = {each for each in others if self.order.get(each, -1) < own}
        if before:
            self.said[our_id] = many(before)
        if before != others:
            self.later[our_id] = many(others)


def _edits(cells: Mapping[str, Cell]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the pairs that people made in one place, and those that they took out of one."""
    added: set[tuple[str, str]] = set()
    removed: set[tuple[str, str]] = set()
    for our_id, cell in cells.items():
        for other in cell.was ^ cell.now:
            if other != our_id and other in cells:
                (added if other in cell.now else removed).add(pair(our_id, other))
    return added, removed


def _ours(text: str) -> frozenset[str]:
    return frozenset(each for each in text.split("\n") if each and not each.startswith(THEIRS))
