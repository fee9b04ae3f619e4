"""What stands on the page of a piece in Notion below its story, kept as here.

How people of each origin read it was checked with the wording beside which it stands, and is no
part of the story: a change in Notion is put back, and what was written there is kept on the page of
the piece here. What follows from it are bullets that lead to other pieces: each names a page in
Notion, which shows what it is called there, so no words of another piece are copied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.line_digests import was_agreed
from plugin.domain.links import READ_AS, Link
from plugin.domain.piece_readings import READ_BY_EACH
from plugin.domain.piece_records import OTHER_VIEW
from plugin.domain.pieces import PieceWhole, Wording
from plugin.sync.actions import (
    WHAT_FOLLOWS,
    About,
    Action,
    AddReadings,
    RemoveParagraph,
    ReplaceParagraph,
)
from plugin.sync.body_blocks import BULLET, BodyBlock
from plugin.sync.local_actions import Agree, KeepBoxed
from plugin.sync.pieces.story import (
    Story,
    TheirBlock,
    above_divider,
    is_our_divider,
)

FOLLOWS = "follows"  # what both sides agreed on, among the values of a link
_FORMS_OF = {"heading_3": ("heading_3",), "toggle": ("toggle", "paragraph")}


def readings_told(whole: PieceWhole, wording: Wording) -> tuple[BodyBlock, ...]:
    """Return how people of each origin read a wording, as its page in Notion tells it."""
    told = [
        BodyBlock("toggle", each.origin, inside=f"{each.words} ({each.whose}.)")
        for each in whole.readings_of(wording)
        if HIDDEN not in each.origin + each.words
    ]
    return (BodyBlock("heading_3", READ_BY_EACH), *told) if told else ()


def words_of_readings(whole: PieceWhole, wording: Wording) -> frozenset[str]:
    """Return every text that they tell of a wording."""
    told = readings_told(whole, wording)
    return frozenset(text for each in told for text in (each.text, each.inside))


def agreed_of(body: Sequence[BodyBlock]) -> dict[str, str]:
    """Return what is agreed on of all that stands below a story, once a body is there."""
    read_as = [each for each in body if each.type == "toggle"]
    heading = (BodyBlock("heading_3", READ_BY_EACH),) if read_as else ()
    bullets = [each for each in body if each.type == BULLET and each.is_leading]
    found = {READ_AS: _lines((*heading, *read_as)), FOLLOWS: _leading(bullets)}
    return {name: told for name, told in found.items() if told}


def _lines(told: Iterable[BodyBlock]) -> str:
    return "\n".join(text for each in told for text in (each.text, each.inside) if text)


def _leading(bullets: Iterable[BodyBlock]) -> str:
    """Return where bullets lead, a line each."""
    return "\n".join(each.text + (each.page or each.link) for each in bullets)


def below_story(body: Sequence[TheirBlock], block_ids: Collection[str]) -> list[TheirBlock]:
    """Return what we put on a page below its story, each toggle before what stands inside."""
    tops = {
        block.id
        for block in body
        if block.is_by_us
        and not block.below
        and block.id not in block_ids
        and block.type in ("heading_3", "toggle", BULLET)
        and block.text != OTHER_VIEW
    }
    return [block for block in body if block.id in tops or (block.is_by_us and block.below in tops)]


def below_story_actions(
    about: About,
    link: Link,
    body: Sequence[TheirBlock] | None,
    story: Story,
    readings: Sequence[BodyBlock],
    follows: Sequence[BodyBlock],
) -> Iterable[Action]:
    """Put both on a page as they are wanted; without a body it is read first where they change.

    Both are put behind the story as it is: what follows first, then how it is read before it.
    """
    told = {READ_AS: _lines(readings), FOLLOWS: _leading(follows[1:])}
    news = {name: text for name, text in told.items() if text != link.agreed.get(name, "")}
    if body is not None:
        there = below_story(body, {*link.blocks, *(block.id for block in story.paragraphs)})
        ours = [each for each in there if each.type == BULLET or each.text == WHAT_FOLLOWS]
        yield from _follow(about, body, ours, follows, link.agreed.get(FOLLOWS, "").split("\n"))
        there = [each for each in there if each not in ours]
        yield from _put_right(about, body, there, readings, link)
    if news:
        yield Agree(about=about, values=news)


def _follow(
    about: About,
    body: Sequence[TheirBlock],
    there: Sequence[TheirBlock],
    wanted: Sequence[BodyBlock],
    agreed: Sequence[str],
) -> Iterable[Action]:
    """Have a heading and bullets lead where they should; what a page is called is Notion's."""
    is_whole = bool(there) and there[0].type == "heading_3"
    kept = there[: len(wanted)] if is_whole else ()
    is_known = len(there) == len(agreed) + 1
    for at, (block, each) in enumerate(zip(kept, wanted, strict=False)):
        if at and not (is_known and agreed[at - 1] == _leading((each,))):
            kind, leads = block.type, {"link": each.link, "page": each.page}
            yield ReplaceParagraph(
                about=about, block_id=block.id, text=each.text, type=kind, **leads
            )
    for block in there[len(kept) :]:
        yield RemoveParagraph(about=about, block_id=block.id)
    if lacking := tuple(wanted[len(kept) :]):
        end = next((at for at, each in enumerate(body) if is_our_divider(each)), None)
        before_them = [block.id for block in (*body[:end], *kept) if not block.below]
        after = before_them[-1] if before_them else None
        yield AddReadings(about=about, after=after, blocks=lacking)


def _put_right(
    about: About,
    body: Sequence[TheirBlock],
    there: Sequence[TheirBlock],
    wanted: Sequence[BodyBlock],
    link: Link,
) -> Iterable[Action]:
    agreed, key = link.agreed.get(READ_AS, ""), link.marked_with
    texts = [text for each in wanted for text in (each.text, each.inside) if text]
    forms = [form for each in wanted for form in _FORMS_OF[each.type]]
    kept = 0
    for block, text, form in zip(there, texts, forms, strict=False):
        if block.type != form or block.is_unread:
            break
        kept += 1
        if block.text != text:
            if block.text and not was_agreed(agreed, block.text, key):
                yield KeepBoxed(about=about, text=block.text)
            yield ReplaceParagraph(about=about, block_id=block.id, text=text, type=block.type)
    if kept and kept % 2 == 0:  # a toggle and what stands inside are put there together
        kept -= 1
    for block in there[kept:]:
        yield ReplaceParagraph(about=about, block_id=block.id, text="", type=block.type)
    for block in there[kept:]:
        if not block.below:
            yield RemoveParagraph(about=about, block_id=block.id)
    if lacking := tuple(wanted[(kept + 1) // 2 :]):
        before_them = [
            block.id for block in (*above_divider(body), *there[:kept]) if not block.below
        ]
        after = before_them[-1] if before_them else None
        yield AddReadings(about=about, after=after, blocks=lacking)
