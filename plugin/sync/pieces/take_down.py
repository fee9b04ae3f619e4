"""What happens to the row of a piece that may not be in Notion (any more)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from plugin.domain.links import Conflict, Link, Phase
from plugin.domain.piece_callout import is_our_callout
from plugin.domain.pieces import PieceWhole, Rung, open_reviews, rung_at
from plugin.sync import messages
from plugin.sync.actions import (
    About,
    Action,
    RemoveParagraph,
    ReplaceParagraph,
    Trash,
    UpdateProperties,
)
from plugin.sync.columns import COLUMNS, KEY, MEMORY
from plugin.sync.local_actions import CloseConflict, StartEmptying
from plugin.sync.merge import to_put_back
from plugin.sync.pieces.kept_quotes import with_quotes_kept
from plugin.sync.pieces.read_as import below_story
from plugin.sync.pieces.sides import OurPiece, Row, RowPlan, rest_of_body, story_of, wording_of
from plugin.sync.pieces.story import WORDED, TheirBlock, added
from plugin.sync.pieces.values import (
    FOOT,
    TAKEN_DOWN,
    Values,
    joined,
    paragraphs,
    words_of,
)

# Why a row lies in Notion's trash, in a clause.
WORDS_TAKEN_BACK = "the words it rested on were taken back"
OWN_GROUP_ONLY = "it is read in its own group only"
NOT_CHECKED_ANY_MORE = "it does not count as checked any more"


def taken_down(
    piece: OurPiece, link: Link, row: Row, conflicts: Sequence[Conflict], now: datetime
) -> RowPlan:
    """Empty and trash the row of a piece that may not be in Notion (any more); say why on it.

    What cannot be read there is emptied too: it cannot be kept, and it may hold the words.
    """
    about, story = piece.about, story_of(link, row, None, is_leaving=True)
    _, spoilt = with_quotes_kept(story, link, piece.whole.quotes)
    own = {*link.blocks, *(block.id for block in story.paragraphs)}
    told = [
        block
        for block in row.body
        if (block.is_by_us or block.id in own)
        and (block.is_unread or block.text not in ("", FOOT))
        and block is not story.callout
    ]
    beside = below_story(row.body, own)
    own_words = [block for block in told if block not in beside]
    turned = [block for block in row.body if _is_turned(block, link)]
    top = (story.callout,) if story.callout else ()
    typed = [each for each in top if not is_our_callout(each.text)]
    why = why_taken_down(piece.whole, now)
    boxed = tuple(dict.fromkeys((*link.state.boxed, *(block.text for block, _ in spoilt))))
    return RowPlan(
        (
            *_keeping(piece, link, row, [*typed, *own_words], spoilt),
            *(CloseConflict(about=about, conflict_id=each.id) for each in conflicts),
            *_blank(about, row),
            *(_said_in(about, each, "") for each in told if each not in turned),
            *_removed(about, link, row, turned),
            *(_said_in(about, each, why) for each in top if each.text != why),
            Trash(
                about=about,
                boxed=boxed if piece.whole.voices else (),
                copies=row.copies,
            ),
        ),
        tuple(_said(piece, turned, added(row.body, story))),
    )


def why_taken_down(whole: PieceWhole, now: datetime) -> str:
    """Return the sentence that stays on the page of a piece that was taken down."""
    if (open_reviews(whole) or whole.repeating) and whole.voices:
        why = "its group is looking at it again"
    elif whole.voices == 0:
        why = WORDS_TAKEN_BACK
    elif rung_at(whole.releases, now).value < Rung.PARTNERSHIP.value:
        why = OWN_GROUP_ONLY
    else:
        why = NOT_CHECKED_ANY_MORE
    return f"Taken down: {why}."


def _blank(about: About, row: Row) -> Iterable[Action]:
    blank = {each.field: "" for each in COLUMNS[MEMORY] if each.field != KEY}
    blank["title"] = TAKEN_DOWN
    unread = {field: text for field, text in blank.items() if field in row.unread}
    if differing := {**to_put_back(blank, row.values), **unread}:
        yield UpdateProperties(about=about, values=differing)


def _said_in(about: About, block: TheirBlock, text: str) -> Action:
    return ReplaceParagraph(about=about, block_id=block.id, text=text, type=block.type)


def _removed(about: About, link: Link, row: Row, turned: Iterable[TheirBlock]) -> Iterable[Action]:
    """Remove what holds no words to be set, and what was dragged away (or deleted: no harm)."""
    dragged = {*link.blocks} - {block.id for block in row.body}
    for block_id in (*(block.id for block in turned), *sorted(dragged)):
        yield RemoveParagraph(about=about, block_id=block_id)


def _said(
    piece: OurPiece, turned: Sequence[TheirBlock], theirs: Sequence[TheirBlock]
) -> Iterable[str]:
    if turned:
        yield messages.DOWN_TURNED.format(url=piece.url)
    if {*theirs} - {*turned}:
        yield messages.DOWN_WITH_THEIRS.format(url=piece.url)


def _is_turned(block: TheirBlock, link: Link) -> bool:
    """Say whether a block of ours was made into something that holds no words to be set."""
    is_ours = block.id in link.blocks or (block.is_by_us and block.type != "divider")
    return is_ours and block.type not in WORDED


def _keeping(
    piece: OurPiece,
    link: Link,
    row: Row,
    told: Sequence[TheirBlock],
    spoilt: Iterable[tuple[TheirBlock, str]],
) -> Iterable[Action]:
    """Keep words of people that are only in Notion, those written while it was emptied too.

    Words over a quote are no words of the piece: `spoilt` says what stood there.
    """
    right = {block.id: text for block, text in spoilt}
    begins = link.state.phase is not Phase.EMPTYING
    is_part = not begins or _is_part(piece, link, row, told)
    story = joined(right.get(block.id, block.text) for block in told)
    kept = _kept(piece.whole, link, row, story, is_part=is_part)
    if begins or kept:
        is_part = not begins or (is_part and "narrative" in kept)
        about = piece.about
        yield StartEmptying(about=about, kept=kept, is_part=is_part)


def _is_part(piece: OurPiece, link: Link, row: Row, told: Sequence[TheirBlock]) -> bool:
    """Say whether what stands there is half of our story, or more than it."""
    sent = wording_of(piece.whole, link.state.revision)
    rest = rest_of_body(piece, sent, link)
    is_half = link.state.phase is Phase.WRITING or bool(rest)
    return is_half or not {*told} <= {*story_of(link, row, None, is_leaving=True).paragraphs}


def _kept(whole: PieceWhole, link: Link, row: Row, story: str, *, is_part: bool) -> Values:
    """Return words of people that are only in Notion; none where words were taken back.

    Half of a story of ours is nobody's edit, as long as every paragraph has words of ours.
    """
    if whole.voices == 0:
        return {}
    theirs = {name: row.values.get(name, "") for name in ("title", "line")}
    if not (is_part and _is_ours(whole, link, story)):
        theirs["narrative"] = story
    known = [words_of(each) for each in whole.wordings]
    return {
        name: text
        for name, text in theirs.items()
        if text not in ("", TAKEN_DOWN, link.agreed.get(name))
        and all(each[name] != text for each in known)
    }


def _is_ours(whole: PieceWhole, link: Link, story: str) -> bool:
    """Say whether every paragraph of a story stands in the agreed one or in a wording."""
    told = (link.agreed.get("narrative", ""), *(each.narrative for each in whole.wordings))
    own = {paragraph for each in told for paragraph in paragraphs(each)}
    return set(paragraphs(story)) <= own
