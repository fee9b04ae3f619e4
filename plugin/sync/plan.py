"""What a sync will do: our rows, their rows and the links between them → a list of actions.

    the piece                      its row in Notion        │ actions
    ────────────────────────────────────────────────────────┼───────────────────────────────────
    checked, partners may read it  no link                  │ CreateRow with the checked wording
                                   no link, one has our key │ AdoptRow
                                   there                    │ each field by `merge`
                                   trashed, hidden or moved │ nothing: a message asks
    not (or no longer) so          no link                  │ nothing
                                   there                    │ emptied, renamed, Trash
                                   trashed, hidden or moved │ nothing: a message says where

Rows of sessions and communities are made for the pieces that need them, and kept as they are here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plugin.domain.links import GONE, Conflict, Link
from plugin.sync import words
from plugin.sync.deciding.actions import About, Action, AdoptRow, CreateRow, UpdateProperties
from plugin.sync.deciding.pages import Values
from plugin.sync.deciding.pieces import new_row, row_there, taken_down
from plugin.sync.deciding.sides import Absence, OurPiece, OurRow, Ours, RowPlan, Theirs, allowed

_ASKS = {
    Absence.TRASHED: words.TRASHED,
    Absence.HIDDEN: words.HIDDEN,
    Absence.MOVED: words.MOVED,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync will do, in order, and what people are told."""

    actions: tuple[Action, ...]
    messages: tuple[str, ...]
    waiting: int  # pieces whose newest words are not in Notion because they are not checked
    conflicts: int  # fields that wait for somebody to choose


def plan(
    ours: Ours, links: Sequence[Link], theirs: Theirs, conflicts: Iterable[Conflict] = ()
) -> Plan:
    """Decide what to do, and what people are told."""
    live = {link.our_id: link for link in links if link.kind != GONE}
    open_now: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        open_now.setdefault(conflict.link_id, []).append(conflict)
    found = [
        *(_row_plan(row, live.get(row.id), theirs) for row in ours.rows),
        *(_piece_plan(ours, piece, links, live, theirs, open_now) for piece in ours.pieces),
    ]
    return Plan(
        tuple(action for each in found for action in each.actions),
        tuple(dict.fromkeys(message for each in found for message in each.messages)),
        sum(each.waits for each in found),
        sum(each.conflicts for each in found),
    )


def key_for(our_id: str, links: Iterable[Link]) -> str:
    """Return the key of a row to be made: our id, and how often it was there before."""
    before = sum(link.our_id == our_id and link.kind == GONE for link in links)
    return f"{our_id}-{before + 1}" if before else our_id


def least_calls(rows: int, blocks_beyond_100: Iterable[int] = ()) -> int:
    """Return the calls that a first push cannot do without.

    What makes and reads the three data sources (1 page, 3 databases, 3 reads of their columns,
    and 2 renames of ways back: those of Communities and of Sessions), one query each (3), and per
    row one POST + ⌈(blocks − 100)/100⌉ appends; `blocks_beyond_100` are blocks − 100 of each page
    that has more.
    """
    making, queries = 1 + 3 + 3 + 2, 3
    return making + queries + rows + sum(-(-beyond // 100) for beyond in blocks_beyond_100)


def _row_plan(row: OurRow, link: Link | None, theirs: Theirs) -> RowPlan:
    about = About(row.kind, row.id, row.values["name"])
    if link is None and row.id in theirs.by_key:
        return RowPlan((AdoptRow(about=about, key=row.id, page_id=theirs.by_key[row.id]),))
    if link is None:
        return RowPlan((CreateRow(about=about, key=row.id, values=row.values),))
    there = theirs.rows.get(link.notion_page_id)
    if there is None:
        return RowPlan(messages=(words.ROW_ABSENT.format(kind=row.kind),))
    differing = _differing(row.values, there.values)
    if not differing:
        return RowPlan()
    return RowPlan((UpdateProperties(about=about, values=differing),))


def _differing(ours: Values, theirs: Values) -> Values:
    return {name: text for name, text in ours.items() if theirs.get(name, text) != text}


def _piece_plan(
    ours: Ours,
    piece: OurPiece,
    links: Sequence[Link],
    live: Mapping[str, Link],
    theirs: Theirs,
    conflicts: Mapping[str, list[Conflict]],
) -> RowPlan:
    check, link = allowed(piece.whole, ours.now), live.get(piece.id)
    if link is None:
        if check is None:
            return RowPlan()
        key = key_for(piece.id, links)
        if key in theirs.by_key:
            about = About("piece", piece.id, piece.name)
            return RowPlan((AdoptRow(about=about, key=key, page_id=theirs.by_key[key]),))
        return new_row(piece, check, key, ours.now)
    own = conflicts.get(link.id, [])
    row = theirs.rows.get(link.notion_page_id)
    if row is None:
        return _absent(piece, theirs.absent.get(link.notion_page_id), is_wanted=check is not None)
    if check is None:
        return taken_down(piece, link, row, own)
    return row_there(piece, check, link, row, own, ours.now)


def _absent(piece: OurPiece, why: Absence | None, *, is_wanted: bool) -> RowPlan:
    why = why or Absence.HIDDEN
    if is_wanted:
        return RowPlan(messages=(_ASKS[why].format(url=piece.url),))
    sentence = words.DOWN_IN_TRASH if why is Absence.TRASHED else words.DOWN_NOT_SEEN
    return RowPlan(messages=(sentence.format(url=piece.url),))
