"""Quotes on the page of a piece in Notion: words of whoever wrote them, put back where changed.

    what people did with a paragraph that tells a quote  │ what becomes of it
    ─────────────────────────────────────────────────────┼────────────────────────────────────────
    changed words of the quote, or beside them too       │ put back, and theirs kept on the piece
    changed words beside the quote alone                 │ the next wording, as elsewhere
    changed them, and cut and pasted, split or moved it  │ put back, where it stands now
    moved it, or wrote something behind it               │ the same
    deleted it                                           │ the next wording, without the quote
    changed the heading over quotes                      │ put back

Where a page is short its whole story is one block, which is put back. A quote whose words may not
be shown any more is never put back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from plugin.domain.comparing import Budget, TooMuchToCompare, opcodes, ratio
from plugin.domain.links import Link
from plugin.domain.quotes import Quote
from plugin.sync.actions import IN_THEIR_WORDS
from plugin.sync.pieces.story import LIKE, MOST_STEPS, Story, TheirBlock
from plugin.sync.pieces.values import blocks_of, paragraphs

QUOTED = "“"  # where an agreed story has none, there is nothing to look for


def with_quotes_kept(
    story: Story, link: Link, quotes: Iterable[Quote]
) -> tuple[Story, tuple[tuple[TheirBlock, str], ...]]:
    """Return a story with its quotes as they were agreed, and each block with what it is to say."""
    agreed = link.agreed.get("narrative", "")
    if story.text == agreed:
        return story, ()
    blocks = [each for each in story.paragraphs if each.text.strip()]
    wanted = (agreed,) if len(link.blocks) == 1 else blocks_of(agreed, is_short=False)
    is_headed = any(each.text.strip() == IN_THEIR_WORDS for each in blocks)
    if not is_headed and len(blocks) < len(wanted):  # a page of before it was put there
        wanted = paragraphs(agreed)
    told = [each.shown for each in quotes if each.words]
    changed = tuple(_changed(wanted, blocks, told, link.blocks))
    said = {block.id: text for block, text in changed}
    kept = [
        replace(each, text=said.get(each.id, each.text))
        for each in story.paragraphs
        if each.id in link.blocks or not _is_part(each, said)
    ]
    return replace(story, paragraphs=tuple(kept)), changed


def _is_part(block: TheirBlock, said: Mapping[str, str]) -> bool:
    """Say whether a new block is the rest of a quote that is put back whole."""
    return block.id not in said and any(block.text.strip() in text for text in said.values())


def _changed(
    wanted: Sequence[str],
    blocks: Sequence[TheirBlock],
    told: Collection[str],
    own: Collection[str],
) -> Iterator[tuple[TheirBlock, str]]:
    """Yield the blocks that tell a quote in other words, each with what it is to say."""
    texts = [each.text.strip() for each in blocks]
    there = _places(wanted, texts)
    free = {at for at, text in enumerate(texts) if text not in wanted}
    budget = Budget(MOST_STEPS)
    for of, paragraph in enumerate(wanted):
        kept = [each for each in told if each in paragraph]
        kept += [paragraph] if paragraph == IN_THEIR_WORDS else []
        if not kept or any(all(each in text for each in kept) for text in texts):
            continue
        at = there.get(of)
        if at not in free or blocks[at].id not in own:
            at = _most_like(paragraph, {at: blocks[at] for at in sorted(free)}, own, budget)
        if at is not None:
            free.remove(at)
            yield blocks[at], paragraph


def _places(wanted: Sequence[str], texts: Sequence[str]) -> dict[int, int]:
    """Return which texts stand where as many paragraphs stood, by the numbers of these."""
    return {
        start + at: first + at
        for tag, start, end, first, last in opcodes(list(wanted), list(texts), Budget())
        if tag == "replace" and end - start == last - first
        for at in range(end - start)
    }


def _most_like(
    paragraph: str, free: Mapping[int, TheirBlock], own: Collection[str], budget: Budget
) -> int | None:
    """Return what stands in the place of a paragraph; a quote of ours does, whatever it says."""
    try:
        alike = {at: ratio(paragraph, each.text.strip(), budget) for at, each in free.items()}
    except TooMuchToCompare:
        return None
    quotes = {at for at, each in free.items() if each.type == "quote" and each.id in own}
    found = [at for at in alike if at in quotes or alike[at] >= LIKE]
    return max(found, key=lambda at: (at in quotes, alike[at]), default=None)
