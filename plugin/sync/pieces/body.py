"""Which of a page's blocks are the story of a piece, and what of it was not sent yet.

On a page that a person made every block whose words can be set is the story if it has any, in page
order and however deep it lies, up to our last lines where they are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from plugin.domain.links import Link
from plugin.domain.pieces import PieceWhole, Wording
from plugin.sync import messages
from plugin.sync.actions import BodyBlock
from plugin.sync.pieces.sides import OurPiece, Row
from plugin.sync.pieces.story import (
    FRAMES,
    WORDED,
    Story,
    TheirBlock,
    above_divider,
    story_by_ids,
    story_by_maker,
    with_lost,
)
from plugin.sync.pieces.values import FOOT, is_our_callout, paragraphs, piece_body, story


def wording_of(whole: PieceWhole, number: int) -> Wording | None:
    """Return a wording of a piece by its number, or None."""
    return next((each for each in whole.wordings if each.number == number), None)


def rest_of_body(
    piece: OurPiece, wording: Wording | None, link: Link, now: datetime
) -> tuple[BodyBlock, ...]:
    """Return the blocks of a new page that were not sent yet; the callout always was."""
    sent = link.state.sent
    if sent is None or sent.blocks is None or wording is None:
        return ()
    body = piece_body("", wording.narrative, piece.url, is_short=piece.is_short)
    return body[sent.blocks :]


def story_of(link: Link, row: Row, half: Wording | None, *, is_leaving: bool = False) -> Story:
    """Return what a row says is the story; `half` is a wording that is being written.

    Of a row that `is_leaving` nothing is taken for ours on the strength of where it stands.
    """
    if link.stands_alone:
        return story_by_people(row.body)
    if link.state.sent is not None:
        return story_by_maker(row.body)
    agreed = link.agreed.get("narrative", "")
    found = story_by_ids(
        row.body,
        link.blocks,
        link.state.callout,
        agreed,
        link.state.added,
        is_being_written=half is not None or is_leaving,
    )
    if half is None:
        return found
    wanted = (*paragraphs(half.narrative), story(half.narrative))
    return with_lost(found, row.body, link.blocks, wanted)


def story_by_people(body: Sequence[TheirBlock]) -> Story:
    """Return the story on a page that a person made, and our callout where it is there already."""
    return Story(
        tuple(each for each in above_divider(body) if _is_told(each)),
        next((each for each in body if each.is_by_us and each.type == "callout"), None),
    )


def _is_told(block: TheirBlock) -> bool:
    if block.type not in WORDED or is_our_box(block):
        return False
    return block.is_unread or block.text.strip() not in ("", FOOT)


def is_our_box(block: TheirBlock) -> bool:
    """Say whether a block is the callout that we put at the head of a page, now or before."""
    says_ours = bool(block.text.strip()) and is_our_callout(block.text)
    return block.type == "callout" and (block.is_by_us or says_ours)


def left_blocks_message(body: Sequence[TheirBlock], story: Story, unwalked: Collection[str]) -> str:
    """Say how many blocks of a row that a person made were not taken, empty where all were.

    `unwalked` are the ids of blocks of which nobody looked at what they hold.
    """
    own = {block.id for block in story.paragraphs if not block.is_unread}
    left = Counter(
        _LEFT.get(block.type, "other")
        for block in above_divider(body)
        if block.id not in own and block.type not in _SILENT and not _is_blank(block)
    )
    left.update({"holder": len(unwalked)} if unwalked else {})
    if not left:
        return ""
    named = [f"{count} {_NAMES[kind][count != 1]}" for kind, count in sorted(left.items())]
    count = sum(left.values())
    return messages.BLOCKS_LEFT.format(
        blocks=f"{count} {'block' if count == 1 else 'blocks'}",
        were="was" if count == 1 else "were",
        kinds=", ".join(named),
    )


def _is_blank(block: TheirBlock) -> bool:
    """Say whether a block has nothing to be taken: no words, or words of ours."""
    if block.is_unread:
        return False
    return block.type in WORDED and (block.text.strip() in ("", FOOT) or is_our_box(block))


_SILENT = FRAMES | {"divider", "breadcrumb", "table_of_contents"}
_LEFT = {
    "image": "picture",
    "video": "video",
    "audio": "audio",
    "file": "file",
    "pdf": "file",
    "table": "table",
    "bookmark": "link",
    "embed": "link",
    "link_preview": "link",
    "link_to_page": "link",
    "equation": "formula",
    "child_page": "page",
    "child_database": "database",
}
_NAMES = {
    "picture": ("picture", "pictures"),
    "video": ("video", "videos"),
    "audio": ("sound", "sounds"),
    "file": ("file", "files"),
    "table": ("table", "tables"),
    "link": ("link", "links"),
    "formula": ("formula", "formulas"),
    "page": ("page", "pages"),
    "database": ("database", "databases"),
    "holder": ("block that holds others", "blocks that hold others"),
    "other": ("other block", "other blocks"),
}
