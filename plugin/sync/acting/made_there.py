"""Rows that people made in Notion: taken here in one transaction, framed there once they are ours.

The piece and its link come first, by the id of the page; the key is written there afterwards. A run
that breaks off between the two finds the link, and makes nothing twice. What is put around a story
is looked for on the page before it is put there, so a lost answer doubles nothing either.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.notion.new_blocks import NewBlock
from plugin import intents
from plugin.domain.links import ALONE, JOINED, MADE_THERE, Link
from plugin.domain.pieces import Piece, Wording, starts_as
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync.acting.blocks import as_block
from plugin.sync.acting.keeping import forget_reading
from plugin.sync.acting.walking import as_theirs, walked
from plugin.sync.acting.writing import LeftForLater, Pen
from plugin.sync.deciding.actions import FrameRow, TakeRow
from plugin.sync.deciding.bodies import is_our_box, said_of_left, told
from plugin.sync.deciding.fields import REVISION
from plugin.sync.deciding.pages import FOOT
from plugin.sync.deciding.story import Story


def take_row(pen: Pen, action: TakeRow) -> str:
    """Make the piece of a row with its words as they are there, and link the two.

    Return what is to be said of blocks that could not be taken, empty where there are none.
    """
    found = walked(pen.notion.children, action.page_id)
    body, unwalked = [as_theirs(each) for each in found], [e.block.id for e in found if e.is_left]
    story = told(body)
    with intents.writing_alone(pen.services) as tx:
        is_new = stored_pieces.piece(tx, action.about.our_id) is None
        if is_new:
            piece, wording = _piece(pen.services, pen.partnership_id, action, story.text)
            stored_pieces.add_piece(tx, piece, wording, ())
        is_framed = any(each.text.strip() == FOOT or is_our_box(each) for each in body)
        stored_links.save_link(tx, _link(pen, action, story, is_new=is_new, is_framed=is_framed))
    return said_of_left(body, story, unwalked)


def frame_row(pen: Pen, action: FrameRow) -> None:
    """Put what is missing of our callout above, and of our last lines below, what stands there."""
    with pen.services.db.read() as tx:
        link = stored_links.link_of(tx, action.about.our_id)
    if link is None:
        raise LeftForLater("")
    pen.written.add(link.our_id)
    forget_reading(pen.services, link.our_id)
    for blocks, at_start in ((action.top, True), (action.foot, False)):
        if blocks:
            _append(pen, link, [as_block(block) for block in blocks], at_start=at_start)


def _append(pen: Pen, link: Link, blocks: list[NewBlock], *, at_start: bool) -> None:
    pen.writes += 1
    intents.write(
        pen.services,
        kind="frame_row",
        subject=pen.partnership_id,
        key=f"body:{link.key}",
        payload={"our_id": link.our_id},
        send=lambda: pen.notion.append(link.notion_page_id, blocks, at_start=at_start),
        settle=_nothing_more,
    )


def _nothing_more(_tx: Tx, _made: object) -> Mapping[str, object]:
    """Which blocks are ours is learnt by reading the page."""
    return {}


def _piece(
    services: Services, partnership_id: str, action: TakeRow, narrative: str
) -> tuple[Piece, Wording]:
    our_id, values, (_, family, person) = action.about.our_id, action.values, starts_as(None)
    where = (our_id, partnership_id, action.community_id)
    words = (values["title"], values["line"], narrative)
    return (
        Piece(*where, services.now),
        Wording(
            services.new_id(),
            our_id,
            1,
            *words,
            action.kind,
            family,
            person,
            services.now,
            "notion",
        ),
    )


def _link(pen: Pen, action: TakeRow, story: Story, *, is_new: bool, is_framed: bool) -> Link:
    """Return the link; with a piece that was here before nothing is agreed on yet."""
    our_id = action.about.our_id
    return Link(
        pen.services.new_id(),
        pen.partnership_id,
        "piece",
        our_id,
        our_id,
        action.page_id,
        agreed={**action.values, "narrative": story.text} if is_new else {},
        blocks=tuple(block.id for block in story.paragraphs),
        extras={MADE_THERE: JOINED if is_framed else ALONE, REVISION: "1"},
    )
