"""The body of a piece's page: which blocks are the story, whatever people did with them.

   what people did with a paragraph of ours   │ what it is
 ─────────────────────────────────────────────┼─────────────────────────────────────────────
 1 nothing                                    │ unchanged
 2 other words in it                          │ its new words
 3 split it: a neighbouring new block holds   │ both are the story, the new block is ours
   what is gone from it                       │   from now on; nothing is lost
 4 joined it to its neighbour                 │ the neighbour's new words; the other is gone
 5 turned it into a heading, a quote, a list  │ its words; they are written in that form
 6 cut it and pasted it elsewhere             │ the new block of the same words is ours, there
 7 nested it under another block              │ its words, where it stands now
 8 dragged it elsewhere                       │ the story in the order of the page
 9 deleted it, wrote another one in its place │ the new block is ours from now on
10 deleted it                                 │ gone from the story
11 made a page or a formula of it             │ gone from the story, and theirs
12 added a block anywhere                     │ theirs: never compared, changed, moved, removed

On a page that a person made every block whose words can be set is the story if it has any, in page
order and however deep it lies, up to our last lines where they are there.

Comments below name the rows of the table where they are decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plugin.domain.comparing import Budget, TooMuchToCompare, matching_blocks, opcodes, ratio
from plugin.domain.piece_callout import is_our_callout
from plugin.sync.actions import BELOW_STORY, IN_THEIR_WORDS
from plugin.sync.body_blocks import BULLET
from plugin.sync.pieces.values import FOOT, joined, paragraphs

LIKE = 0.7  # how much of a new block must stand in what is gone, for it to be a split
PASTED = 0.8  # how alike a new block and a paragraph that is gone are, if it was pasted there
SHORTEST = 4  # characters in a row that are no chance
MOST_COMPARED = 100_000_000  # characters of new blocks times those gone: beyond, only equal ones
MOST_STEPS = 20_000_000  # of comparing them character by character: beyond, the same
_HEADINGS = ("heading_1", "heading_2", "heading_3", "heading_4")
PLAIN = {"paragraph", "quote", "bulleted_list_item", "numbered_list_item", *_HEADINGS}
MORE = " (more inside)"
UNDER = "something_under_a_paragraph"
FRAMES = frozenset(
    {"column_list", "column", "synced_block", "template", "tab"}
)  # hold, say nothing
_SENT = ("paragraph", "quote", "heading_3", BULLET)  # forms in which we send paragraphs of a story
# Blocks whose words can be set; what people made of a paragraph beyond these is theirs.
WORDED = PLAIN | {"callout", "to_do", "toggle", "code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirBlock:
    """A block as Notion shows it; `is_by_us`: made by our connection, whoever edited it since."""

    id: str
    type: str
    text: str = ""
    has_children: bool = False
    is_by_us: bool = False
    is_bound: bool = False  # it carries comments, or formatting of theirs
    below: str = ""  # the block on the page itself under which it is nested
    is_unread: bool = False  # its words, or its type, cannot be read

    @property
    def may_be_remade(self) -> bool:
        """Say whether nothing of anybody else would go with it."""
        return not (self.has_children or self.is_bound or self.below)


@dataclass(frozen=True, slots=True)
class Story:
    """Our paragraphs on a page in the order of the page, and our callout where it is left.

    `is_headed`: the callout stands above all of them.
    """

    paragraphs: tuple[TheirBlock, ...]
    callout: TheirBlock | None
    is_headed: bool = True

    @property
    def text(self) -> str:
        """Return the story as one text that can be compared."""
        return joined(block.text for block in self.paragraphs)

    @property
    def is_unread(self) -> bool:
        """Say whether a paragraph is there whose words cannot be read."""
        return any(block.is_unread for block in self.paragraphs)


def story_by_maker(body: Sequence[TheirBlock]) -> Story:
    """Find our blocks on a page whose block ids are not known yet: those that we made.

    The grey line is no part of the story, wherever somebody dragged it; with other words in it, it
    is the last one behind our divider.
    """
    above = {block.id for block in above_divider(body)}
    sent = [each for each in body if each.is_by_us and not each.below]
    forms = {each.id for each in sent if each.type in _SENT and each.id in above}
    told = [e for e in sent if e.type == "paragraph" or e.is_unread or e.id in forms]
    callout = next((each for each in body if each.is_by_us and each.type == "callout"), None)
    grey = _grey(body, told)
    return _story(body, {block.id for block in told if block not in grey}, callout)


def _grey(body: Sequence[TheirBlock], told: Sequence[TheirBlock]) -> Sequence[TheirBlock]:
    """Return the grey line: by its words, else the last one of ours behind our divider."""
    grey = [block for block in told if block.text.strip() == FOOT]
    above = {block.id for block in above_divider(body)}
    return grey or [block for block in told if block.id not in above][-1:]


def story_by_ids(
    body: Sequence[TheirBlock],
    block_ids: Collection[str],
    callout_id: str,
    agreed: str = "",
    noted: Collection[tuple[str, str]] = (),
    *,
    is_being_written: bool = False,
) -> Story:
    """Find the story by the ids of our blocks, and what people split off, pasted or wrote of it.

    `noted` are type and text of the blocks that were theirs before. While a page is being written
    or taken down, what is missing is not missing because of people: nothing stands for it.
    """
    own = [block for block in body if block.id in block_ids]
    # Rows 1, 2, 4, 5, 7 and 8: the block has its id still. Row 11: its type holds no words.
    ids = {block.id for block in own if block.type in WORDED or block.is_unread}
    top = next((block for block in body if block.id == callout_id), None)
    if any(block.is_unread for block in own):
        return _story(body, ids, top)  # what is gone cannot be told from what cannot be read
    gone = _gone(body, ids, agreed)
    if gone:
        above = _not_theirs_before(body, ids, noted)
        ids |= set(_found_again(above, ids, gone))  # rows 3 and 6
        if not is_being_written:
            # One block may hold all of it, where pages are short.
            told = (agreed,) if len(block_ids) == 1 else paragraphs(agreed)
            ids |= set(_written_instead(above, ids, told))  # row 9
    return _story(body, ids, top)  # row 10: what is gone still


def _gone(body: Sequence[TheirBlock], ids: Collection[str], agreed: str) -> list[str]:
    """Return the paragraphs of the agreed story that our blocks do not show any more."""
    told = [block.text for block in body if block.id in ids]
    if "\n\n".join(told) == agreed:
        return []  # most stories are as they were agreed, to the letter
    shown = joined(told)
    return list((Counter(paragraphs(agreed)) - Counter(paragraphs(shown))).elements())


def _not_theirs_before(
    body: Sequence[TheirBlock], ids: Collection[str], noted: Collection[tuple[str, str]]
) -> list[TheirBlock]:
    """Return what stands above our divider, without what was theirs before: row 12."""
    before = {(type, text.removesuffix(MORE)) for type, text in noted}
    return [
        each
        for each in above_divider(body)
        if each.id in ids or (each.type, each.text) not in before
    ]


def _story(body: Sequence[TheirBlock], ids: Collection[str], callout: TheirBlock | None) -> Story:
    ours = {*ids, callout.id} if callout is not None else ids
    first = next((block.id for block in above_divider(body) if block.id in ours), "")
    told = tuple(block for block in body if block.id in ids)
    return Story(told, callout, callout is not None and first == callout.id)


def with_lost(
    found: Story, body: Sequence[TheirBlock], block_ids: Collection[str], wanted: Iterable[str]
) -> Story:
    """Add paragraphs that we sent without hearing of it: by us, unknown, and of wanted words."""
    lost = set(wanted)
    above = {block.id for block in above_divider(body)}
    ours = {*block_ids, *(block.id for block in found.paragraphs)}
    arrived = {
        block.id
        for block in body
        if block.id in above and block.is_by_us
        if block.type in _SENT and block.text.strip() in lost
    }
    return _story(body, ours | arrived, found.callout)


def added(body: Sequence[TheirBlock], story: Story) -> tuple[TheirBlock, ...]:
    """Return what people put on the page themselves, in its order: row 12."""
    own = {block.id for block in story.paragraphs} | {story.callout.id if story.callout else ""}
    return tuple(
        block
        for block in body
        if not block.is_by_us and block.id not in own and (block.text or block.type != "paragraph")
    )


def describe_added(body: Sequence[TheirBlock], story: Story) -> tuple[tuple[str, str], ...]:
    """Return type and text of what people added; of what lies below a block, that it is there."""
    theirs, own = set(added(body, story)), {block.id for block in story.paragraphs}
    held = {block.below for block in body}
    theirs -= {each for each in theirs if each.type in FRAMES and (each.below or each.id) in held}
    found = []
    for block in body:
        if block in theirs:
            found.append((block.type, f"{block.text}{MORE if block.has_children else ''}".strip()))
        elif block.id in own and block.has_children and block.id not in held:
            found.append((UNDER, ""))
    return tuple(found)


def is_our_divider(block: TheirBlock) -> bool:
    """Say whether what stands below a block is no story."""
    return block.is_by_us and block.type == "divider"


def above_divider(body: Sequence[TheirBlock]) -> Sequence[TheirBlock]:
    """Return the blocks above our divider and how it is read, all of them where both are gone."""
    return body[: next((at for at, each in enumerate(body) if _ends_story(each)), None)]


def _ends_story(block: TheirBlock) -> bool:
    is_heading = block.is_by_us and block.type == "heading_3" and block.text in BELOW_STORY
    return is_heading or is_our_divider(block)


def _found_again(
    body: Sequence[TheirBlock], ours: Collection[str], gone: Sequence[str]
) -> Iterator[str]:
    """Return new blocks that hold what is gone from ours: pasted, or split off beside it."""
    new = sum(len(each.text) for each in body if each.id not in ours)
    budget = Budget(MOST_STEPS)
    is_too_much = new * sum(map(len, gone)) > MOST_COMPARED
    for at, block in enumerate(body):
        text = block.text.strip()
        if block.id in ours or block.is_by_us or text in ("", FOOT) or block.type not in WORDED:
            continue
        if is_too_much:
            yield from (block.id,) if text in gone else ()  # row 6
            continue
        neighbours = (_next_of_ours(body[:at][::-1], ours), _next_of_ours(body[at + 1 :], ours))
        around = [each.text.strip() for each in neighbours if each]
        if _holds_what_is_gone(text, around, gone, budget):
            yield block.id


def _next_of_ours(line: Iterable[TheirBlock], ours: Collection[str]) -> TheirBlock | None:
    """Return the first block of ours; between it and here stand only blocks of theirs."""
    for block in line:
        if block.id in ours:
            return block
        if block.is_by_us:
            return None
    return None


def _holds_what_is_gone(
    text: str, around: Sequence[str], gone: Sequence[str], budget: Budget
) -> bool:
    """Say whether a new block is what is gone or was split off it; beyond the budget, the same."""
    try:
        is_pasted = any(ratio(text, each, budget) >= PASTED for each in gone)  # row 6
        return is_pasted or any(_is_split(text, each, gone, budget) for each in around)  # row 3
    except TooMuchToCompare:
        return text in gone


def _is_split(part: str, left: str, gone: Sequence[str], budget: Budget) -> bool:
    """Say whether a paragraph that is gone was made of what is left and, beside it, this part."""
    return any(
        left
        and _stands_in(left, whole, budget)
        and _stands_in(part, _without(left, whole, budget), budget)
        for whole in gone
    )


def _stands_in(part: str, whole: str, budget: Budget) -> bool:
    """Say whether most of a text stands in another one, in longer runs of characters."""
    found = matching_blocks(part, whole, budget)
    least = min(SHORTEST, len(part))
    return sum(run.size for run in found if run.size >= least) >= LIKE * len(part)


def _without(left: str, whole: str, budget: Budget) -> str:
    """Return what of a text does not stand in what is left of it."""
    runs = matching_blocks(left, whole, budget)
    rest, done = "", 0
    for run in runs:
        if run.size >= SHORTEST:
            rest, done = rest + whole[done : run.b], run.b + run.size
    return (rest + whole[done:]).strip()


def _written_instead(
    body: Sequence[TheirBlock], ours: Collection[str], told: Sequence[str]
) -> Iterator[str]:
    """Return new blocks that stand where paragraphs of ours are gone from, between the others."""
    none = ("", IN_THEIR_WORDS)
    own = [(n, e) for n, e in enumerate(body) if e.id in ours and e.text.strip() not in none]
    texts = [block.text.strip() for _, block in own]
    for tag, start, end, first, last in opcodes(list(told), texts, Budget()):
        if tag == "equal" or end - start <= last - first:
            continue  # rows 1 and 2: as many stand there as before
        from_here = own[first - 1][0] + 1 if first else 0
        to_here = own[last][0] if last < len(own) else len(body)
        for block in body[from_here:to_here]:
            is_known = block.id in ours or block.is_by_us
            if block.type in PLAIN and block.text.strip() not in ("", FOOT) and not is_known:
                yield block.id


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
