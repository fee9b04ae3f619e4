"""Rows that people made in Notion: taken here in one transaction, framed there once they are ours.

The piece and its link come first, by the id of the page; the key is written there afterwards. A run
that breaks off between the two finds the link, and makes nothing twice. Where words of a note went
after a row was made, and before any run read it, it may tell them: its words count as such. What is
put around a story is looked for on the page before it is put there, so a lost answer doubles
nothing either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plugin import intents
from plugin.domain.judgements import JUDGED, Judgement
from plugin.domain.links import Link, Origin, RowState, page_address
from plugin.domain.pieces import Piece, Wording, starts_as
from plugin.domain.quotes import as_plain
from plugin.store import gone_words as stored_gone_words
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store import sync_runs
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync import messages
from plugin.sync.actions import FrameRow
from plugin.sync.body_blocks import BodyBlock
from plugin.sync.here.write import take_themes
from plugin.sync.local_actions import TakeRow
from plugin.sync.notion.block_tree import as_block, as_theirs, walked
from plugin.sync.notion.write import NotionWriter, relink
from plugin.sync.pieces.made_in_notion import left_blocks_message
from plugin.sync.pieces.story import Story, is_our_box, story_by_people
from plugin.sync.pieces.values import FOOT
from schemas.notion import Block


def take_row(writer: NotionWriter, action: TakeRow) -> tuple[str, ...]:
    """Make the piece of a row with its words as they are there, and link the two.

    Return what is to be said of blocks and themes that could not be taken.
    """
    found = walked(writer.notion.children, action.page_id)
    body, unwalked = [as_theirs(each) for each in found], [e.block.id for e in found if e.is_left]
    story, is_left = story_by_people(body), False
    with intents.writing_alone(writer.services) as tx:
        is_new = stored_pieces.piece(tx, action.about.our_id) is None
        if is_new:
            piece, wording = _piece(
                writer.services, writer.target.partnership_id, action, story.text
            )
            stored_pieces.add_piece(tx, piece, wording, ())
            its = (piece.partnership_id, piece.id)
            if sync_runs.may_tell_what_went(tx, *its, action.made_at):
                stored_gone_words.suspect_unseen(tx, wording, piece.community_id)
            _judge(tx, writer.services, piece, action)
            made = stored_pieces.piece(tx, piece.id)
            is_left = made is not None and not take_themes(
                tx, writer.services, made, "", action.themes, action.made_at
            )
        is_framed = any(each.text.strip() == FOOT or is_our_box(each) for each in body)
        stored_links.save_link(tx, _link(writer, action, story, is_new=is_new, is_framed=is_framed))
    blocks = left_blocks_message(body, story, unwalked)
    themes = messages.THEME_NOT_TAKEN.format(url=page_address(action.page_id)) if is_left else ""
    return tuple(each for each in (blocks, themes) if each)


def frame_row(writer: NotionWriter, action: FrameRow) -> None:
    """Put what is missing of our callout above, and of our last lines below, what stands there.

    The row joins the others once all of it is there: a run that breaks off before sends the rest.
    """
    link = writer.link_of(action.about.our_id)
    top = _put(writer, link, action.top, at_start=True)
    callout = action.callout or top[0].id
    _put(writer, link, action.foot, at_start=False)
    with intents.writing_alone(writer.services) as tx:
        relink(
            tx,
            link,
            lambda now: replace(
                now, blocks=action.story, state=now.state.with_body_known(callout, joins=True)
            ),
        )


def _put(
    writer: NotionWriter, link: Link, body: Sequence[BodyBlock], *, at_start: bool
) -> Sequence[Block]:
    blocks = [as_block(block) for block in body]
    return writer.put_on_page(link, "frame_row", blocks, at_start=at_start) if blocks else ()


def _piece(
    services: Services, partnership_id: str, action: TakeRow, narrative: str
) -> tuple[Piece, Wording]:
    our_id, values, (_, family, person) = action.about.our_id, action.values, starts_as(None)
    return (
        Piece(our_id, partnership_id, action.community_id, services.now),
        Wording(
            id=services.new_id(),
            piece_id=our_id,
            number=1,
            title=values["title"],
            line=values["line"],
            narrative=as_plain(narrative),
            kind=action.kind,
            family=family,
            person=person,
            made_at=services.now,
            made_in="notion",
        ),
    )


def _judge(tx: Tx, services: Services, piece: Piece, action: TakeRow) -> None:
    """Keep what people chose beside the words; what they left open stays as every piece begins."""
    begun = Judgement(piece_id=piece.id, number=0, made_at=services.now, made_in="notion")
    chosen = {name: text for name in JUDGED if (text := action.values.get(name, ""))}
    if chosen:
        stored_pieces.add_judgement(tx, begun.followed(chosen, services.now, "notion"))


def _link(
    writer: NotionWriter, action: TakeRow, story: Story, *, is_new: bool, is_framed: bool
) -> Link:
    """Return the link; with a piece that was here before nothing is agreed on yet."""
    our_id = action.about.our_id
    return Link(
        id=writer.services.new_id(),
        partnership_id=writer.target.partnership_id,
        kind="piece",
        our_id=our_id,
        key=our_id,
        notion_page_id=action.page_id,
        agreed={**action.values, "narrative": story.text} if is_new else {},
        blocks=tuple(block.id for block in story.paragraphs),
        state=RowState(origin=Origin.JOINED if is_framed else Origin.ALONE, revision=1),
    )
