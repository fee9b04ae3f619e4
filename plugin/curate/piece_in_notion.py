"""What a piece's page says of its page in Notion: where it is, and what people wrote there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugin.domain.links import Absence, Conflict, Link, Said
from plugin.domain.pieces import Check, Piece, PieceWhole
from plugin.store import links as stored_links
from plugin.store.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceInNotion:
    """A piece's page in Notion, for one reader; without one `page_id` is None."""

    page_id: str | None
    where: Absence | None  # None: in its place
    is_alone: bool  # a person made its row, and nothing of ours is on it yet
    added: tuple[tuple[str, str], ...]  # type and text of what people put there
    shows_newer: bool  # it has words that are not checked
    may_carry: bool
    said: tuple[Said, ...]  # for those who carry to Notion and back
    conflicts: tuple[Conflict, ...]  # for those who may settle them


def in_notion(
    tx: Tx, whole: PieceWhole, last_check: Check | None, *, may_carry: bool
) -> PieceInNotion:
    """Return what the page says of it; `last_check` is of the words that outside readers see.

    What people wrote there is left out where words stand in it to which their writer said no.
    """
    piece = whole.piece
    link, conflicts = stored_links.link_of(tx, piece.id), _conflicts(tx, piece)
    written = (*(link.state.added if link else ()), *_boxed(tx, piece.id))
    return PieceInNotion(
        page_id=link.notion_page_id if link else None,
        where=link.state.where if link else None,
        is_alone=link is not None and link.stands_alone,
        added=tuple(each for each in written if not whole.tells_refused(each[1])),
        shows_newer=_shows_newer(link, last_check, conflicts),
        may_carry=may_carry,
        said=link.state.said if link and may_carry else (),
        conflicts=conflicts if may_carry else (),
    )


def _conflicts(tx: Tx, piece: Piece) -> tuple[Conflict, ...]:
    found = stored_links.open_conflicts(tx, piece.partnership_id)
    return tuple(each for each in found if each.piece_id == piece.id)


def _boxed(tx: Tx, piece_id: str) -> Iterator[tuple[str, str]]:
    """Yield what people wrote into Hedgerow's own box on a page, as blocks that they added."""
    for link in stored_links.every_link_of(tx, piece_id):
        yield from (("callout", text) for text in link.state.boxed)


def _shows_newer(link: Link | None, check: Check | None, conflicts: tuple[Conflict, ...]) -> bool:
    """Say whether the page in Notion has other words than those that were checked.

    It has the words on which both sides agreed when pieces were last carried, or those of a
    conflict: an edit of its readers stands there at once, before anybody has checked it.
    """
    if link is None or check is None:
        return False
    if conflicts:
        return True
    names = ("title", "line", "narrative", "kind")
    return any(
        link.agreed.get(name, "").split() != check.wording.says(name).split() for name in names
    )
