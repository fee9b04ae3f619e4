"""What a sync will do: our rows, their rows and the links between them → a list of actions.

    the piece                      its row in Notion        │ actions
    ────────────────────────────────────────────────────────┼───────────────────────────────────
    checked, partners may read it  no link                  │ CreateRow with the checked wording
                                   no link, one has our key │ AdoptRow
                                   there, archived          │ each field by `merge`
                                   moved elsewhere          │ title and story by `merge`, and said
                                   trashed, hidden          │ NoteWhere, and a message asks
                                   not to be read           │ nothing, and a message says so
    not (or no longer) so,         no link                  │ nothing
    or looked at again
                                   no link, one has our key │ AdoptRow, and taken down at once
                                   there, archived, moved   │ their words kept, emptied, Trash
                                   trashed, hidden          │ NoteWhere, and a message says where
    made there, as above           there                    │ FrameRow, then as any other
    made there, not so             there, archived, moved   │ their words taken, none of ours sent
                                   trashed, hidden          │ NoteWhere, and a message asks
    none                           made there by a person   │ TakeRow, or a message asks whose it is
    any                            many gone at once        │ nothing at all: the run stops

Rows of sessions and communities are made for the pieces that need them, and kept as they are here.
What people made there is decided in `pieces.made_in_notion`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.notion import rich_text
from plugin.domain.links import Absence, Conflict, Link, Phase
from plugin.domain.pieces import Check
from plugin.sync import messages
from plugin.sync.actions import About, Action, CreateRow, TellPage, UpdateProperties
from plugin.sync.body_blocks import BodyBlock
from plugin.sync.columns import BELONGS_WITH, KEY, MEMORY, SOURCE_OF_KIND, in_words, quoted
from plugin.sync.local_actions import AdoptRow, Agree, NoteWhere
from plugin.sync.merge import same_on_both, to_put_back
from plugin.sync.pieces import sides
from plugin.sync.pieces.follows import following_first, with_follows
from plugin.sync.pieces.made_in_notion import offered, taken
from plugin.sync.pieces.related import Cell, Related, cell_of, pair_updates, relate, taken_pairs
from plugin.sync.pieces.row import new_row, row_there
from plugin.sync.pieces.sides import OurPiece, OurRow, Ours, Row, RowPlan, Theirs, allowed
from plugin.sync.pieces.take_down import taken_down
from plugin.sync.pieces.values import paragraphs

# One row that is gone was meant: its piece asks. More than one, and more than that part, stop.
FEWEST_GONE, LARGEST_PART_GONE = 2, 0.2

_ASKS = {
    Absence.TRASHED: messages.TRASHED,
    Absence.HIDDEN: messages.HIDDEN,
    Absence.BURIED: messages.BURIED,
    Absence.UNREAD: messages.UNREAD,
}

_IN_TRASH = (Absence.TRASHED, Absence.BURIED)


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What a sync will do, in order, and what people are told."""

    actions: tuple[Action, ...]
    messages: tuple[str, ...]
    waiting: int  # pieces whose newest words are not in Notion because they are not checked
    conflicts: int  # fields that wait for somebody to choose
    remade: tuple[str, ...] = ()  # blocks to be made anew, if nobody commented on them


def plan(
    ours: Ours,
    links: Sequence[Link],
    theirs: Theirs,
    conflicts: Iterable[Conflict] = (),
    only: Collection[str] = (),
) -> SyncPlan:
    """Decide what to do, and what people are told; `only` names pieces, empty means all."""
    has_pairs = _has_pairs(ours, links, theirs)
    everything = following_first(ours) if has_pairs else ours
    ours = sides.restricted(everything, only) if only else everything
    known = _Known.of(everything, links, theirs, conflicts)
    chosen = {each.id for each in ours.pieces}
    related = _related(known, everything, chosen) if has_pairs else None
    pieces, said = ours.pieces, related.said if related else {}
    if related:
        pieces = with_follows(ours, related, known.checks, known.live, theirs.rows)
    new_rows = () if only else theirs.new_rows
    rows = (*ours.rows, *offered(ours, new_rows)) if new_rows else ours.rows
    found = [
        *(_row_plan(row, known) for row in rows),
        *((RowPlan(tuple(taken_pairs(ours.pieces, related))),) if related else ()),
        *(_piece_plan(piece, known, said.get(piece.id)) for piece in pieces),
        *((RowPlan(tuple(pair_updates(ours.pieces, related))),) if related else ()),
        *(taken(ours, new_rows) if new_rows else ()),
    ]
    urls = {piece.id: piece.url for piece in ours.pieces}
    return _together([_within_limits(each, urls) for each in found], theirs)


@dataclass(frozen=True, slots=True)
class _Known:
    """What one row is decided by, beside itself."""

    now: datetime
    theirs: Theirs
    checks: Mapping[str, Check | None]  # by piece
    live: Mapping[str, Link]  # of rows that are followed, by our id
    gone: Sequence[Link]
    open_now: Mapping[str, Sequence[Conflict]]  # by link

    @classmethod
    def of(
        cls, ours: Ours, links: Sequence[Link], theirs: Theirs, conflicts: Iterable[Conflict]
    ) -> _Known:
        """Look up once what every row needs."""
        open_now: dict[str, list[Conflict]] = {}
        for conflict in conflicts:
            open_now.setdefault(conflict.link_id, []).append(conflict)
        live = {link.our_id: link for link in links if link.is_followed}
        return cls(
            now=ours.now,
            theirs=theirs,
            checks={
                each.id: allowed(each.whole, ours.now, live.get(each.id)) for each in ours.pieces
            },
            live=live,
            gone=tuple(link for link in links if not link.is_followed),
            open_now=open_now,
        )


def _together(found: Sequence[RowPlan], theirs: Theirs) -> SyncPlan:
    said = [message for each in found for message in each.messages]
    return SyncPlan(
        actions=tuple(action for each in found for action in each.actions),
        messages=tuple(dict.fromkeys((*said, *_typed(found, theirs)))),
        waiting=sum(each.waits for each in found),
        conflicts=sum(each.conflicts for each in found),
        remade=tuple(block_id for each in found for block_id in each.remade),
    )


def _within_limits(row: RowPlan, urls: Mapping[str, str]) -> RowPlan:
    """Leave out columns that would hold too much, and say so; `urls` are those of pieces.

    A piece that would be named with too many others is still named in the rows of those.
    """
    full = [action for action in row.actions if action.too_long]
    if not full:
        return row
    said = (
        messages.TOO_MANY.format(
            name=name,
            most=rich_text.MOST_IN_A_LIST,
            url=urls.get(action.about.our_id, action.about.name),
        )
        for action in full
        for name in in_words(action.too_long, SOURCE_OF_KIND[action.about.kind])
    )
    fitting = (action.fitting() if action.too_long else action for action in row.actions)
    actions = tuple(action for action in fitting if action is not None)
    return replace(row, actions=actions, messages=(*row.messages, *said))


def _typed(found: Iterable[RowPlan], theirs: Theirs) -> Iterable[str]:
    """Say that a key is none of ours: its row is not taken, for it may be a copy."""
    actions = (action for each in found for action in each.actions)
    adopted = {action.page_id for action in actions if isinstance(action, AdoptRow)}
    if any(page_id not in adopted for page_id in theirs.by_key.values()):
        yield messages.KEY_TYPED


def to_read(actions: Iterable[Action], links: Iterable[Link], theirs: Theirs) -> frozenset[str]:
    """Return the pages whose bodies have to be read after all before anything is done to them."""
    touched = {each.about.our_id for each in actions if each.needs_body}
    pages = {ln.notion_page_id for ln in links if ln.is_followed and ln.our_id in touched}
    return frozenset(
        each for each in pages & theirs.rows.keys() if theirs.rows[each].is_from_memory
    )


def newly_gone(links: Iterable[Link], theirs: Theirs) -> tuple[int, int]:
    """Return how many rows are gone that were there last time, and how many should be there."""
    live = [link for link in links if link.is_followed]
    absent = {page_id for page_id, why in theirs.absent.items() if why is not Absence.UNREAD}
    gone = [link for link in live if link.notion_page_id in absent and link.state.where is None]
    return len(gone), len(live)


def stops(gone: int, of: int) -> bool:
    """Say whether so many rows are gone at once that somebody must be asked first."""
    return gone >= FEWEST_GONE and gone > of * LARGEST_PART_GONE


def key_for(our_id: str, links: Iterable[Link]) -> str:
    """Return the key of a row to be made: our id, and how often it was there before."""
    before = sum(link.our_id == our_id and not link.is_followed for link in links)
    return f"{our_id}-{before + 1}" if before else our_id


def _row_plan(row: OurRow, known: _Known) -> RowPlan:
    about, theirs = About(row.kind, row.id, row.values["name"]), known.theirs
    link = known.live.get(row.id)
    found = theirs.by_key.get((SOURCE_OF_KIND[row.kind], row.id))
    if link is None and found:
        return RowPlan((AdoptRow(about=about, key=row.id, page_id=found),))
    if link is None:
        body = tuple(BodyBlock("paragraph", text) for text in row.body)
        return RowPlan((CreateRow(about=about, key=row.id, values=row.values, body=body),))
    there = theirs.rows.get(link.notion_page_id)
    noted = _noted(about, link, theirs)
    if there is None:
        is_unread = theirs.absent.get(link.notion_page_id) is Absence.UNREAD
        said = messages.ROW_UNREAD if is_unread else messages.ROW_ABSENT
        return RowPlan(noted, (said.format(kind=row.kind),))
    unread = tuple(_unread(row, there)) if there.unread else ()
    differing = to_put_back({**row.values, KEY: link.key}, there.values)
    same = same_on_both(link.agreed, row.values, there.values)
    # Values that are empty may have been left behind when the row was moved.
    is_edit = any(
        link.agreed.get(n, "") not in ("", there.values[n]) for n in differing if there.values[n]
    )
    return RowPlan(
        (
            *((Agree(about=about, values=same),) if same else ()),
            *((UpdateProperties(about=about, values=differing),) if differing else ()),
            *_told(about, row, link),
            *noted,
        ),
        (*unread, *((messages.ROW_PUT_BACK.format(kind=row.kind),) if is_edit else ())),
    )


def _unread(row: OurRow, there: Row) -> Iterable[str]:
    columns = quoted(in_words(sorted(there.unread), SOURCE_OF_KIND[row.kind]))
    yield messages.ROW_COLUMNS_UNREAD.format(
        columns=columns, kind=row.kind, name=row.values["name"]
    )


def _told(about: About, row: OurRow, link: Link) -> tuple[Action, ...]:
    """Keep what stands on its page, where that is not what we put there last."""
    before = paragraphs(link.agreed.get("narrative", ""))
    is_same = before == paragraphs("\n\n".join(row.body))
    return () if is_same else (TellPage(about=about, before=before, texts=row.body),)


def _noted(about: About, link: Link, theirs: Theirs) -> tuple[Action, ...]:
    """Remember where a row is, if that is news."""
    row, absence = theirs.rows.get(link.notion_page_id), theirs.absent.get(link.notion_page_id)
    why = Absence.MOVED if row and row.is_elsewhere else absence
    if why is Absence.UNREAD:
        return ()
    return (NoteWhere(about=about, where=why),) if why is not link.state.where else ()


def _piece_plan(piece: OurPiece, known: _Known, said: str | None) -> RowPlan:
    link, check = known.live.get(piece.id), known.checks[piece.id]
    if link is None:
        return _new_piece(piece, known, said)
    row = known.theirs.rows.get(link.notion_page_id)
    if row is None:
        why = known.theirs.absent.get(link.notion_page_id)
        noted = _noted(piece.about, link, known.theirs)
        is_wanted = check is not None or link.stands_alone
        return RowPlan(noted, _absent(piece, why, is_wanted=is_wanted))
    own = known.open_now.get(link.id, [])
    if link.stands_alone and row.is_elsewhere:
        check = None  # it joins the others when it is back among them
    if (check is None and not link.stands_alone) or _is_emptied(link):
        return taken_down(piece, link, row, own, known.now)
    return row_there(piece, check, link, row, own, known.now, said)


def _new_piece(piece: OurPiece, known: _Known, belongs_with: str | None) -> RowPlan:
    """Find the row of a piece that no link knows again, or make it where it may be made."""
    key, check = key_for(piece.id, known.gone), known.checks[piece.id]
    found = known.theirs.by_key.get((MEMORY, key)) if piece.whole.releases else None
    if found:  # what was never released cannot have a row: somebody typed its key
        about = piece.about
        return RowPlan((AdoptRow(about=about, key=key, page_id=found),))
    return new_row(piece, check, key, known.now, belongs_with) if check else RowPlan()


def _is_emptied(link: Link) -> bool:
    return link.state.phase is Phase.EMPTYING


def _has_pairs(ours: Ours, links: Iterable[Link], theirs: Theirs) -> bool:
    """Say whether anything belongs with anything, here or in Notion, or did."""
    return (
        any(each.whole.belongs_with for each in ours.pieces)
        or any(link.agreed.get(BELONGS_WITH) for link in links)
        or any(row.values.get(BELONGS_WITH) for row in theirs.rows.values())
    )


def _related(known: _Known, ours: Ours, chosen: Collection[str]) -> Related:
    """Decide the pairs: of rows that are there and stay, and of those that will be made."""
    cells: dict[str, Cell] = {}
    new: list[str] = []
    leaving = set()
    for piece in ours.pieces:
        link = known.live.get(piece.id)
        if link is not None and link.stands_alone:
            continue  # for its neighbours it is a row of people's own until it joins them
        if known.checks[piece.id] is None or (link is not None and _is_emptied(link)):
            leaving.add(piece.id)
        elif link is not None:
            row = known.theirs.rows.get(link.notion_page_id)
            cells.update({piece.id: cell} if row and (cell := cell_of(link, row)) else {})
        elif (
            piece.id in chosen
            and (MEMORY, key_for(piece.id, known.gone)) not in known.theirs.by_key
        ):
            new.append(piece.id)
    return relate(ours.pieces, cells, new, leaving)


def _absent(piece: OurPiece, why: Absence | None, *, is_wanted: bool) -> tuple[str, ...]:
    why = why or Absence.HIDDEN
    if is_wanted:
        return (_ASKS[why].format(url=piece.url),)
    if why is Absence.UNREAD:
        return (messages.DOWN_UNREAD.format(url=piece.url),)
    sentence = messages.DOWN_IN_TRASH if why in _IN_TRASH else messages.DOWN_NOT_SEEN
    return (sentence.format(url=piece.url),)
