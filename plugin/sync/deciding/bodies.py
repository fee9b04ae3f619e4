"""Which of a page's blocks are the story of a piece, and what of it was not sent yet.

On a page that a person made every paragraph, heading, list entry and quote that has words is the
story, up to our last lines where they are there; what stands below another block is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from plugin.domain.links import Link
from plugin.domain.pieces import PieceWhole, Wording
from plugin.sync.deciding.fields import CALLOUT, SENT
from plugin.sync.deciding.pages import FOOT, BodyBlock, paragraphs, piece_body
from plugin.sync.deciding.sides import OurPiece, Row
from plugin.sync.deciding.story import (
    PLAIN,
    Story,
    TheirBlock,
    above_divider,
    known,
    learnt,
    with_lost,
)


def wording_of(whole: PieceWhole, number: str | None) -> Wording | None:
    """Return a wording of a piece by its number as links keep it, or None."""
    return next((each for each in whole.wordings if str(each.number) == number), None)


def rest_of_body(
    piece: OurPiece, wording: Wording | None, link: Link, now: datetime
) -> tuple[BodyBlock, ...]:
    """Return the blocks of a new page that were not sent yet; the callout always was."""
    sent = link.extras.get(SENT)
    if not sent or wording is None:
        return ()
    return piece_body("", wording.narrative, piece.url)[int(sent) :]


def story_of(link: Link, row: Row, half: Wording | None, *, is_leaving: bool = False) -> Story:
    """Return what a row says is the story; `half` is a wording that is being written.

    Of a row that `is_leaving` nothing is taken for ours on the strength of where it stands.
    """
    if link.stands_alone:
        return told(row.body)
    if SENT in link.extras:
        return learnt(row.body)
    agreed = link.agreed.get("narrative", "")
    found = known(
        row.body,
        link.blocks,
        link.extras.get(CALLOUT, ""),
        agreed,
        link.added,
        is_being_written=half is not None or is_leaving,
    )
    if half is None:
        return found
    return with_lost(found, row.body, link.blocks, paragraphs(half.narrative))


def told(body: Sequence[TheirBlock]) -> Story:
    """Return the story on a page that a person made, and our callout where it is there already."""
    return Story(
        tuple(
            each
            for each in above_divider(body)
            if each.type in PLAIN and each.text.strip() not in ("", FOOT)
        ),
        next((each for each in body if each.is_by_us and each.type == "callout"), None),
    )
