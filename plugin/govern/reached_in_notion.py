"""What a take-back reaches in Notion, as Hedgerow last saw it; nothing is asked of Notion here.

Pages of pieces that were touched are emptied by the next sync. What people made or wrote there
themselves stays: rows that they copied or made, blocks and comments beside a piece, edits that wait
to be settled. The report names it, so that somebody takes it out there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugin.domain import receipts
from plugin.domain.blankness import fold
from plugin.domain.links import Absence, Link, page_address
from plugin.domain.pieces import PieceWhole
from plugin.domain.receipts import say
from plugin.domain.sessions import Session
from plugin.govern.lost_words import Lost, Touched, name_in_report
from plugin.store import links as stored_links
from plugin.store.database import Tx

_OUT_OF_REACH = {  # no sync writes there
    Absence.TRASHED: receipts.IN_TRASH,
    Absence.BURIED: receipts.BURIED,
    Absence.HIDDEN: receipts.HIDDEN,
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is stored of Notion: links of each piece, and what waits to be settled, by link."""

    links: Mapping[str, Sequence[Link]]
    edits: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, tx: Tx, partnership_id: str) -> _Seen:
        links: defaultdict[str, list[Link]] = defaultdict(list)
        edits: defaultdict[str, list[str]] = defaultdict(list)
        for link in sorted(stored_links.links(tx, partnership_id), key=lambda each: each.key):
            links[link.our_id].append(link)
        for conflict in stored_links.open_conflicts(tx, partnership_id):
            edits[conflict.link_id].append(conflict.theirs)
        return cls(links, edits)

    def live(self, whole: PieceWhole) -> Link | None:
        own = self.links.get(whole.piece.id, ())
        return next((each for each in own if each.is_followed), None)

    def typed_on(self, link: Link) -> tuple[str, ...]:
        """Return what people wrote beside the piece, and said of it."""
        there = link.state
        said = (each.text for each in there.said)
        return (*(text for _, text in there.added), *there.boxed, *said)


def in_notion(
    tx: Tx,
    session: Session,
    lost: Lost,
    touched: Sequence[Touched],
    pieces: Collection[PieceWhole],
) -> Iterator[str]:
    """Yield what is known of the words in Notion; `pieces` are all of the partnership."""
    if not pieces:
        return
    seen = _Seen.of(tx, session.partnership_id)
    mine = {each.whole.piece.id for each in touched}
    others = [each for each in pieces if each.piece.id not in mine]
    said = [
        *(
            line
            for each in touched
            for link in seen.links.get(each.whole.piece.id, ())
            for line in _of_link(seen, each, link)
        ),
        *_rows_with_its_text(seen, touched, others),
        *_beside_others(seen, session, lost, others),
    ]
    yield from said
    if said:
        yield say(receipts.COPIED_LATELY)
        yield say(receipts.NOTION_HISTORY)
    elif touched:
        yield say(receipts.NO_PAGE_THERE)


def _of_link(seen: _Seen, each: Touched, link: Link) -> Iterator[str]:
    copies = link.state.copies
    if link.is_followed:
        yield from _on_page(seen, each, link)
    elif link.is_former:
        yield say(receipts.ON_FORMER_PAGE, piece=each.name_within, addresses=link.address)
    elif copies:
        yield say(receipts.EMPTIED_BEFORE, piece=each.name_within)
    if copies:
        yield say(receipts.COPIED, addresses=", ".join(map(page_address, copies)))


def _on_page(seen: _Seen, each: Touched, link: Link) -> Iterator[str]:
    is_told = link.told_what_went or each.is_told_in("\n".join(link.agreed.values()))
    stood = receipts.WORDS_STOOD if is_told else receipts.WORDS_NOT_FOUND
    yield say(stood, piece=each.name_within)
    if link.stands_alone:
        if is_told:
            yield say(receipts.THEY_TAKE_OUT)
    elif link.state.where is not None and link.state.where in _OUT_OF_REACH:
        yield say(_OUT_OF_REACH[link.state.where])
    else:
        yield say(receipts.NEXT_SYNC)
    if each.is_told_in(*seen.typed_on(link)):
        yield say(receipts.TYPED_BESIDE)
    if each.is_told_in(*seen.edits.get(link.id, ())):
        yield say(receipts.EDIT_WAITS)


def _rows_with_its_text(
    seen: _Seen, touched: Sequence[Touched], others: Sequence[PieceWhole]
) -> Iterator[str]:
    """Yield the rows that people made with the line or the story of a piece that rested on it."""
    made = {
        each.piece.id: link
        for each in others
        if each.is_written_in_notion and (link := seen.live(each)) and link.stands_alone
    }
    for each in touched:
        texts = {text for own in each.whole.wordings for text in _texts(own.words)}
        for other in others:
            if each.rested and other.piece.id in made and texts & _texts(other.newest.words):
                address = made[other.piece.id].address
                yield say(receipts.SAME_TEXT, piece=each.name_within, addresses=address)


def _beside_others(
    seen: _Seen, session: Session, lost: Lost, others: Iterable[PieceWhole]
) -> Iterator[str]:
    """Yield the pages of other pieces on which people wrote the words themselves."""
    for each in others:
        link = seen.live(each)
        texts = (*seen.typed_on(link), *seen.edits.get(link.id, ())) if link else ()
        if link and any(lost.anywhere.stand_in(fold(text)) for text in texts):
            is_ours = each.piece.community_id == session.community_id
            name = f"the {name_in_report(each)[4:]}" if is_ours else receipts.PIECE_OF_OTHERS_WITHIN
            yield say(receipts.BESIDE_OTHERS, piece=name, addresses=link.address)


def _texts(words: tuple[str, str, str]) -> set[str]:
    """Return what makes a row a copy: its line, its story; titles may be alike by chance."""
    _, line, story = words
    return {" ".join(fold(text).split()) for text in (line, story)} - {""}
