"""What a take-back reaches in Notion, as Hedgerow last saw it; nothing is asked of Notion here.

Pages of pieces that were touched are emptied by the next sync. What people made or wrote there
themselves stays: rows that they copied or made, blocks and comments beside a piece, edits that wait
to be settled. The report names it, so that somebody takes it out there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugin.domain.links import Absence, Link, page_address
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.domain.text_search import fold
from plugin.govern.lost_words import Lost, Touched, name_in_report
from plugin.store import links as stored_links
from plugin.store.database import Tx

_HISTORY = "Notion keeps a history and a trash of its own, which Hedgerow does not reach."
_COPIED = (
    "Not reached: somebody copied its row in Notion ({addresses}). Somebody who can open a copy "
    "has to delete it."
)
_COPIED_LATELY = (
    "Not reached: copies that people made in Notion and that no sync has seen. Ask the people who "
    "work there."
)
NO_PAGE_THERE = "None of these pieces has a page there."
NEXT_SYNC = "Not reached yet: the next sync empties it and puts it into Notion’s trash."
_OUT_OF_REACH = (Absence.TRASHED, Absence.BURIED, Absence.HIDDEN)  # no sync writes there
_ON_FORMER_PAGE = (
    "Not reached: an old page of {name}, which Hedgerow does not follow any more ({address}). Its "
    "words may stand there; somebody who can open it has to delete it."
)
_SAME_TEXT = (
    "Not reached: somebody made a row in Notion with the text of {name} ({address}). The person "
    "who made it has to change or delete it."
)
_BESIDE_OTHERS = (
    "Not reached: people wrote its words in Notion on the page of {name} ({address}), which did "
    "not rest on it. The people who wrote them have to take them out."
)


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
        yield _COPIED_LATELY
        yield _HISTORY
    elif touched:
        yield NO_PAGE_THERE


def _of_link(seen: _Seen, each: Touched, link: Link) -> Iterator[str]:
    copies = link.state.copies
    if link.is_followed:
        yield from _on_page(seen, each, link)
    elif link.is_former:
        yield _ON_FORMER_PAGE.format(name=each.name_within, address=link.address)
    elif copies:
        yield f"The page of {each.name_within} was emptied before."
    if copies:
        yield _COPIED.format(addresses=", ".join(map(page_address, copies)))


def _on_page(seen: _Seen, each: Touched, link: Link) -> Iterator[str]:
    is_told = each.is_told_in("\n".join(link.agreed.values()))
    stood = "stood on it" if is_told else "were not found on it"
    yield f"The page of {each.name_within}: its words {stood} as Hedgerow last saw it."
    if link.stands_alone:
        if is_told:
            yield "Not reached: the people who wrote them there have to take them out."
    elif link.state.where in _OUT_OF_REACH:
        where = link.state.where.value
        yield f"Not reached: it is {where}. Somebody who can open it there has to delete it."
    else:
        yield NEXT_SYNC
    if each.is_told_in(*seen.typed_on(link)):
        yield (
            "Not reached: people wrote its words there themselves, beside the piece. The people "
            "who wrote them have to take them out."
        )
    if each.is_told_in(*seen.edits.get(link.id, ())):
        yield "Not reached: an edit that waits to be settled repeats its words."


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
                yield _SAME_TEXT.format(name=each.name_within, address=address)


def _beside_others(
    seen: _Seen, session: Session, lost: Lost, others: Iterable[PieceWhole]
) -> Iterator[str]:
    """Yield the pages of other pieces on which people wrote the words themselves."""
    for each in others:
        link = seen.live(each)
        texts = (*seen.typed_on(link), *seen.edits.get(link.id, ())) if link else ()
        if link and any(lost.anywhere.stand_in(fold(text)) for text in texts):
            is_ours = each.piece.community_id == session.community_id
            name = f"the {name_in_report(each)[4:]}" if is_ours else "a piece of another group"
            yield _BESIDE_OTHERS.format(name=name, address=link.address)


def _texts(words: tuple[str, str, str]) -> set[str]:
    """Return what makes a row a copy: its line, its story; titles may be alike by chance."""
    _, line, story = words
    return {" ".join(fold(text).split()) for text in (line, story)} - {""}
