"""How people of each origin read a piece, on its page in Notion: below its story, kept as here.

It was checked with the wording beside which it stands, and is no part of the story: a change in
Notion is put back, and what was written there is kept on the page of the piece here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.links import Link
from plugin.domain.piece_records import OTHER_VIEW
from plugin.domain.pieces import PieceWhole, Wording
from plugin.sync.actions import (
    About,
    Action,
    AddReadings,
    BodyBlock,
    RemoveParagraph,
    ReplaceParagraph,
)
from plugin.sync.local_actions import Agree, KeepBoxed
from plugin.sync.pieces.story import (
    READ_BY_EACH,
    Story,
    TheirBlock,
    above_divider,
)

READ_AS = "read_as"  # what both sides agreed on, among the values of a link
_FORMS_OF = {"heading_3": ("heading_3",), "toggle": ("toggle", "paragraph")}


def readings_told(
    whole: PieceWhole, wording: Wording, *, is_short: bool = False
) -> tuple[BodyBlock, ...]:
    """Return how people of each origin read a wording, as its page in Notion tells it."""
    told = [
        BodyBlock("toggle", each.origin, inside=f"{each.words} ({each.whose}.)")
        for each in whole.readings_of(wording)
        if HIDDEN not in each.origin + each.words
    ]
    return (BodyBlock("heading_3", READ_BY_EACH), *told) if told and not is_short else ()


def words_of_readings(whole: PieceWhole, wording: Wording) -> frozenset[str]:
    """Return every text that they tell of a wording."""
    told = readings_told(whole, wording)
    return frozenset(text for each in told for text in (each.text, each.inside))


def readings_there(body: Sequence[TheirBlock], block_ids: Collection[str]) -> list[TheirBlock]:
    """Return what we put on a page of how it is read, each toggle before what stands inside."""
    tops = {
        block.id
        for block in body
        if block.is_by_us
        and not block.below
        and block.id not in block_ids
        and block.type in ("heading_3", "toggle")
        and block.text != OTHER_VIEW
    }
    return [block for block in body if block.id in tops or (block.is_by_us and block.below in tops)]


def reading_actions(
    about: About,
    link: Link,
    body: Sequence[TheirBlock] | None,
    story: Story,
    wanted: Sequence[BodyBlock],
) -> Iterable[Action]:
    """Put them on a page as they are wanted; without a body it is read first where they change."""
    told = "\n".join(text for each in wanted for text in (each.text, each.inside) if text)
    agreed = link.agreed.get(READ_AS, "")
    if body is not None:
        own = {*link.blocks, *(block.id for block in story.paragraphs)}
        yield from _put_right(about, body, own, wanted, agreed)
    if told != agreed:
        yield Agree(about=about, values={READ_AS: told})


def _put_right(
    about: About,
    body: Sequence[TheirBlock],
    own: Collection[str],
    wanted: Sequence[BodyBlock],
    agreed: str,
) -> Iterable[Action]:
    there, known = readings_there(body, own), (*agreed.split("\n"), "")
    texts = [text for each in wanted for text in (each.text, each.inside) if text]
    forms = [form for each in wanted for form in _FORMS_OF[each.type]]
    kept = 0
    for block, text, form in zip(there, texts, forms, strict=False):
        if block.type != form or block.is_unread:
            break
        kept += 1
        if block.text != text:
            if block.text not in known:
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
