"""Rows that people made in Memory themselves: taken as pieces, and left in their own words.

    the row, with no link and no key of another row     │ what is done
    ────────────────────────────────────────────────────┼──────────────────────────────────────────
    made by us; column *Hedgerow key* cannot be used    │ nothing (copies could not be told from it)
    no title, or edited in the minute that is not over  │ nothing: somebody may still be typing
    a column that it needs cannot be read               │ nothing, and a message says which
    its Community, or there being only one              │ TakeRow, then its key and its link
      says whose it is                                  │
    nothing says whose it is                            │ a message asks, communities get their rows

    its piece, the row being there                      │
    ────────────────────────────────────────────────────┼──────────────────────────────────────────
    not checked, or not for our partners                │ their words taken, none of ours sent; what
                                                        │   would say that it was checked is emptied
    checked and for our partners                        │ FrameRow, then it is a row like any other

Notion's own templates of rows are no rows: `notion.templates` leaves them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from plugin.domain.judgements import JUDGED, THEMES, is_known
from plugin.domain.links import page_address
from plugin.domain.piece_callout import Shown, callout
from plugin.domain.pieces import KINDS, starts_as
from plugin.domain.presses import id_of
from plugin.sync import messages
from plugin.sync.actions import About, FrameRow, UpdateProperties
from plugin.sync.columns import KEY, MEMORY, in_words, quoted
from plugin.sync.local_actions import TakeRow
from plugin.sync.pieces.fields import RowComparison
from plugin.sync.pieces.sides import NewRow, OurRow, Ours, RowPlan, address_of
from plugin.sync.pieces.story import (
    FRAMES,
    WORDED,
    Story,
    TheirBlock,
    above_divider,
    is_our_box,
    is_our_divider,
)
from plugin.sync.pieces.values import FOOT, WORDS, Values, piece_body, says_the_same

_NEEDED = frozenset({"title", "line", "kind", "community", KEY})  # to take a row rightly
CLAIMS = ("checked", "rests_on", "readers", "released")  # columns that say that it was checked
TYPING = timedelta(minutes=1, seconds=10)  # a minute, and how far Notion's clock may be behind ours


def piece_id_of(partnership_id: str, page_id: str) -> str:
    """Return what the piece of a row that a person made is called; it is the row's key too."""
    return id_of(partnership_id, page_id)


def may_be_typed_still(row: NewRow, now: datetime) -> bool:
    """Say whether somebody may just be writing a row: it has no title, or its minute goes on."""
    is_untitled = not row.values.get("title") and "title" not in row.unread
    return is_untitled or row.edited_at is None or now < row.edited_at + TYPING


def taken(ours: Ours, new_rows: Iterable[NewRow]) -> Iterable[RowPlan]:
    """Decide each new row."""
    for row in new_rows:
        if may_be_typed_still(row, ours.now):
            continue
        if unread := row.unread & _NEEDED:
            columns = quoted(in_words(sorted(unread), MEMORY))
            address = page_address(row.page_id)
            said = messages.NEW_ROW_UNREAD.format(columns=columns, address=address)
            yield RowPlan(messages=(said,))
        else:
            community_id = _community_of(row, ours.communities)
            asks = (messages.CHOOSE_COMMUNITY,) if ours.communities else ()
            is_known = bool(community_id)
            yield _taken(row, community_id, ours.home) if is_known else RowPlan(messages=asks)


def offered(ours: Ours, new_rows: Iterable[NewRow]) -> tuple[OurRow, ...]:
    """Return the communities that need a row, so that people can choose them in theirs."""
    is_asked = any(
        not may_be_typed_still(row, ours.now)
        and not row.unread & _NEEDED
        and not _community_of(row, ours.communities)
        for row in new_rows
    )
    known = {each.id for each in ours.rows}
    return tuple(each for each in ours.communities if is_asked and each.id not in known)


def frame(case: RowComparison) -> FrameRow | None:
    """Return what is missing around the story of a row that is to join the others, or None."""
    if case.check is None or case.row.is_elsewhere:
        return None
    piece, checked = case.piece, case.checked
    is_checked = all(case.theirs(name) == checked[name] for name in WORDS)
    is_newest = says_the_same(piece.whole.newest, case.check.wording)
    shown = Shown.of(
        case.check,
        piece.whole.newest.made_at.date(),
        is_checked=is_checked,
        is_newest_checked=is_newest,
    )
    text = callout(piece.whole, case.check, case.now, shown)
    top, *foot = piece_body(text, "", piece.url)
    has_foot = any(is_our_divider(block) for block in case.row.body)
    lacking = (() if case.story.callout else (top,)), (() if has_foot else tuple(foot))
    if not any(lacking):
        return None
    return FrameRow(
        about=piece.about,
        top=lacking[0],
        foot=lacking[1],
        story=tuple(block.id for block in case.story.paragraphs),
        callout=case.story.callout.id if case.story.callout else "",
    )


def kept_empty(case: RowComparison) -> Values:
    """Return what only we keep of a row that is not ours yet: nothing in it says it was checked."""
    return {KEY: case.link.key, "url": case.piece.url, **dict.fromkeys(CLAIMS, "")}


def agreed_at_first(values: Values) -> Values:
    """Return what both sides agree on when a row is taken; no kind of ours counts as none."""
    kind = values.get("kind", "")
    return {
        "title": values.get("title", ""),
        "line": values.get("line", ""),
        "kind": kind if kind in KINDS.values() else "",
        **{n: text for n in JUDGED if is_known(n, text := values.get(n, ""))},
        THEMES: values.get(THEMES, ""),
        **dict.fromkeys(CLAIMS, ""),
    }


def _community_of(row: NewRow, communities: Collection[OurRow]) -> str:
    """Return whose row it is, empty where nothing tells."""
    ids = {each.id for each in communities}
    chosen = ids & set(row.values.get("community", "").split("\n"))
    found = chosen or ids
    return next(iter(found)) if len(found) == 1 else ""


def _taken(row: NewRow, community_id: str, home: str) -> RowPlan:
    about = About("piece", row.our_id, row.values["title"])
    kinds = {word: code for code, word in KINDS.items()}
    kind = kinds.get(row.values.get("kind", ""), starts_as(None)[0])
    kept = {KEY: row.our_id, "url": address_of(home, row.our_id), **dict.fromkeys(CLAIMS, "")}
    differing = {n: text for n, text in kept.items() if row.values.get(n, text) != text}
    takes = TakeRow(
        about=about,
        page_id=row.page_id,
        community_id=community_id,
        kind=kind,
        values=agreed_at_first(row.values),
        themes=row.values.get(THEMES, ""),
        made_at=row.made_at,
    )
    names = UpdateProperties(about=about, values=differing, wording=1)
    return RowPlan((takes, *((names,) if differing else ())))


def left_blocks_message(body: Sequence[TheirBlock], story: Story, unwalked: Collection[str]) -> str:
    """Say how many blocks of a row that a person made were not taken, empty where all were.

    `unwalked` are the ids of blocks of which nobody looked at what they hold.
    """
    own = {block.id for block in story.paragraphs if not block.is_unread}
    left = Counter(
        _LEFT.get(block.type, _OTHER)
        for block in above_divider(body)
        if block.id not in own and block.type not in _SILENT and not _is_blank(block)
    )
    left.update({_HOLDER: len(unwalked)} if unwalked else {})
    if not left:
        return ""
    named = [f"{count} {kind[count != 1]}" for kind, count in sorted(left.items())]
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
_FILE, _LINK = ("file", "files"), ("link", "links")
_OTHER = ("other block", "other blocks")
_HOLDER = ("block that holds others", "blocks that hold others")
_LEFT = {
    "image": ("picture", "pictures"),
    "video": ("video", "videos"),
    "audio": ("sound", "sounds"),
    "file": _FILE,
    "pdf": _FILE,
    "table": ("table", "tables"),
    "bookmark": _LINK,
    "embed": _LINK,
    "link_preview": _LINK,
    "link_to_page": _LINK,
    "equation": ("formula", "formulas"),
    "child_page": ("page", "pages"),
    "child_database": ("database", "databases"),
}
