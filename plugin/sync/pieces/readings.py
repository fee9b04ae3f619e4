"""Which bodies need no reading: those that cannot differ from what was last read of them.

    the link, and its row as its table lists it now      │ its body is
    ─────────────────────────────────────────────────────┼─────────────────────────────────────────
    never read in agreement, or written by us since      │ read
    half sent, half written, being emptied, elsewhere    │ read
    Notion says no time of the row                       │ read
    its minute is another one than at the last reading   │ read
    its minute was not over at the last reading          │ read
    last read seven days ago or longer, or later than now│ read
    a person asked for every body (`hedgerow sync --full`)│ read
    anything else                                        │ remembered
      and the plan would touch the story or the callout  │ read after all, and planned again

When people edit a body, the minute of its page moves. An edit through another connection may not
move it (`docs/notion.md#times-and-finding-changes`), nor do our own: so what we write is forgotten
before it is sent, and every body is read anew after seven days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugin.domain.links import Link, Phase, Reading
from plugin.sync.actions import Action
from plugin.sync.local_actions import FinishStory
from plugin.sync.pieces.sides import Theirs, story_of
from plugin.sync.pieces.story import Story, TheirBlock, describe_added, story_by_ids
from plugin.sync.pieces.story_diff import changes
from plugin.sync.pieces.values import paragraphs

ANEW_AFTER = timedelta(days=7)
MINUTE = timedelta(minutes=1)
CLOCKS_DIFFER = timedelta(seconds=10)  # how far Notion's clock may be behind ours


@dataclass(frozen=True, slots=True)
class BodyRead:
    """A body that was read in this run; `reading` is None where Notion says no time of its row."""

    blocks: tuple[TheirBlock, ...]
    reading: Reading | None


def is_remembered(link: Link, minute: datetime | None, now: datetime) -> bool:
    """Say whether a body needs no reading, by the table above."""
    reading = link.state.read
    if reading is None or minute is None or link.state.where is not None:
        return False
    is_fresh = timedelta() <= now - reading.at < ANEW_AFTER
    return is_fresh and _is_final(reading) and reading.minute == minute


def remembered(link: Link) -> tuple[TheirBlock, ...]:
    """Return blocks that say what the body said when it was last read; their ids are not all."""
    reading = link.state.read
    callout, narrative = reading.callout if reading else None, link.agreed.get("narrative", "")
    top = [TheirBlock(id=link.state.callout, type="callout", text=callout or "", is_by_us=True)]
    story = [
        TheirBlock(id=each, type="paragraph", text=narrative, is_by_us=True)
        for each in link.blocks[:1]
    ]
    theirs = [
        TheirBlock(id=f"added {at}", type=type, text=text)
        for at, (type, text) in enumerate(link.state.added)
    ]
    return (*(top if callout is not None else ()), *story, *theirs)


def remade_of(
    actions: Iterable[Action], links: Iterable[Link], theirs: Theirs, page_ids: Collection[str]
) -> Iterator[str]:
    """Yield the blocks that a story to be written makes again on pages whose bodies came late."""
    wanted = {each.about.our_id: each for each in actions if isinstance(each, FinishStory)}
    for link in links:
        if link.notion_page_id in page_ids and link.our_id in wanted:
            present = story_of(link, theirs.rows[link.notion_page_id], None)
            yield from changes(present, paragraphs(wanted[link.our_id].narrative)).remade


def with_reading(link: Link, body: Sequence[TheirBlock], reading: Reading | None) -> Link | None:
    """Return the link that remembers this reading of a body, or none; None if that is no news."""
    agreed = link.agreed.get("narrative", "")
    story = story_by_ids(body, link.blocks, link.state.callout, agreed, link.state.added)
    if reading is None or not _is_final(reading) or not _agrees(link, body, story):
        return without_reading(link)
    callout = story.callout.text if story.callout else None
    return _with(link, replace(reading, callout=callout))


def without_reading(link: Link) -> Link | None:
    """Return the link of a body that has to be read anew; None if it is so already."""
    return _with(link, None)


def _with(link: Link, reading: Reading | None) -> Link | None:
    if link.state.read == reading:
        return None
    return replace(link, state=replace(link.state, read=reading))


def _is_final(reading: Reading) -> bool:
    """Say whether the minute was over, so that a later edit has a later minute."""
    return reading.minute + MINUTE + CLOCKS_DIFFER <= reading.at


def _agrees(link: Link, body: Sequence[TheirBlock], story: Story) -> bool:
    """Say whether a body can be told from the link alone."""
    agreed = link.agreed.get("narrative", "")
    state = link.state
    if state.phase is not Phase.STANDING or state.where or (agreed and not link.blocks):
        return False
    is_same = story.text == agreed or (
        state.is_reordered and sorted(paragraphs(story.text)) == sorted(paragraphs(agreed))
    )
    return is_same and describe_added(body, story) == state.added
