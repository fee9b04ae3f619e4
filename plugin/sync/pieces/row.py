"""What happens to the row of one piece that may be in Notion: made, or compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.judgements import JUDGED, THEMES, is_known
from plugin.domain.links import READ_AS, Absence, Conflict, Link, Phase
from plugin.domain.piece_callout import NOT_CHECKED, Shown, callout, is_our_callout
from plugin.domain.pieces import KINDS, Check, check_of
from plugin.sync import messages
from plugin.sync.actions import (
    About,
    Action,
    AddParagraphs,
    AppendRest,
    CreateRow,
    RemoveParagraph,
    ReplaceParagraph,
    UpdateProperties,
)
from plugin.sync.body_blocks import BodyBlock
from plugin.sync.columns import BELONGS_WITH, COLUMNS, KEY, MEMORY, Keeper, in_words, quoted
from plugin.sync.local_actions import (
    Agree,
    CloseConflict,
    FinishStory,
    KeepBoth,
    KeepBoxed,
    LearnBody,
    NoteAdded,
    NoteCopies,
    NoteSaid,
    NoteWhere,
    StartStory,
    TakeTheirs,
)
from plugin.sync.merge import same_on_both, to_put_back
from plugin.sync.pieces.fields import Decided, RowComparison, decide
from plugin.sync.pieces.kept_quotes import QUOTED, with_quotes_kept
from plugin.sync.pieces.made_in_notion import frame, kept_empty
from plugin.sync.pieces.read_as import FOLLOWS, below_story_actions
from plugin.sync.pieces.sides import OurPiece, Row, RowPlan, rest_of_body, story_of, wording_of
from plugin.sync.pieces.story import TheirBlock, describe_added
from plugin.sync.pieces.story_diff import Edit, EditScript, changes
from plugin.sync.pieces.values import (
    WORDS,
    Values,
    many,
    says_the_same,
    tags_once_ours,
    tags_with_ours,
    themes_going_out,
    told_of,
    words_of,
)

_ADDED = frozenset(column.field for column in COLUMNS[MEMORY] if column.kept is Keeper.ADDED)
_OF_WORDS = ("checked", "revision")  # what says how the words in Notion stand to ours
_KINDS_THERE = frozenset({"", *KINDS.values()})
_HERE = frozenset(column.field for column in COLUMNS[MEMORY] if column.kept is Keeper.HERE)


@dataclass(frozen=True, slots=True)
class Properties:
    """What is to be set, whether an edit is put back by it, and what is the same on both sides."""

    changed: Values
    is_put_back: bool
    same: Values


def new_row(
    piece: OurPiece, check: Check, key: str, now: datetime, belongs_with: str | None = None
) -> RowPlan:
    """Make the row of a piece that is not in Notion yet, in its last checked wording."""
    wording, newest = check.wording, piece.whole.newest
    is_newest = says_the_same(wording, newest)
    day = newest.made_at.date()
    shown = Shown.of(check, day, is_checked=True, is_newest_checked=is_newest)
    values = {
        **piece.facts,
        **words_of(wording),
        **piece.whole.judged.by_field,
        THEMES: many(themes_going_out(piece.whole).values()),
        "checked": shown.checked_word,
        "revision": str(wording.number),
    }
    if belongs_with:
        values[BELONGS_WITH] = belongs_with
    del values["narrative"]
    body = piece.body_of(wording, callout(piece.whole, check, now, shown))
    about = piece.about
    made = CreateRow(about=about, key=key, values=values, body=body, wording=wording.number)
    return RowPlan((made,), waits=not is_newest)


def row_there(
    piece: OurPiece,
    check: Check | None,
    link: Link,
    row: Row,
    conflicts: Sequence[Conflict],
    now: datetime,
    belongs_with: str | None = None,
) -> RowPlan:
    """Compare a piece with its row, and decide each field; `belongs_with` is None if it stays.

    Without a check the row is one that a person made: their words are taken, and none is sent.
    """
    wording = wording_of(piece.whole, link.state.wording)
    rest = rest_of_body(piece, wording, link)
    if rest and wording and check_of(piece.whole, wording, now):
        return RowPlan((_rest_of(piece, link, row, rest),))
    half = wording if rest or link.state.phase is Phase.WRITING else None
    story = story_of(link, row, half)
    told = piece.whole.quotes if QUOTED in link.agreed.get("narrative", "") else None
    story, spoilt = (story, ()) if half or told is None else with_quotes_kept(story, link, told)
    case = RowComparison(piece, check, link, row, story, half, now)
    decided = decide(case)
    if link.stands_alone and (lacking := frame(case)):
        return RowPlan((lacking,))
    way = _way(case, decided)
    properties = _properties(case, decided, belongs_with)
    said = _said(case, way, decided, put_back=properties.is_put_back, spoilt=bool(spoilt))
    return RowPlan(
        (
            *_learning(case),
            *_conflict_actions(case, decided, conflicts),
            *_taking(case, decided, properties.same),
            *_carrying(case, decided, properties.changed, way, spoilt),
        ),
        tuple(sentence.format(url=piece.url) for sentence in said),
        decided.waits,
        len(decided.fields.disputes),
        way.remade if way else (),
    )


def _carrying(
    case: RowComparison,
    decided: Decided,
    changed: Values,
    way: EditScript | None,
    spoilt: Iterable[tuple[TheirBlock, str]],
) -> Iterable[Action]:
    """Return what is sent, and what is remembered of it."""
    yield from _put_back(case.piece, spoilt)
    yield from _below_story(case)  # what lacks is put behind the story as it is
    yield from _story_actions(case, decided, way)
    yield from _updating(case, decided, changed)
    yield from _callout_actions(case, decided)
    yield from _noting(case)


def _rest_of(piece: OurPiece, link: Link, row: Row, blocks: tuple[BodyBlock, ...]) -> AppendRest:
    last = [block.id for block in row.body if block.is_by_us]
    after, sent = last[-1] if last else None, link.state.sent_blocks
    return AppendRest(about=piece.about, blocks=blocks, sent=sent, after=after)


def _learning(case: RowComparison) -> Iterable[Action]:
    ids = tuple(block.id for block in case.story.paragraphs)
    top = case.story.callout.id if case.story.callout else case.link.state.callout
    joins = case.link.stands_alone and case.check is not None
    is_news = case.link.state.sent is not None or not set(ids) <= set(case.link.blocks)
    if is_news or joins:
        yield LearnBody(about=case.piece.about, blocks=ids, callout=top, joins=joins)


def _conflict_actions(
    case: RowComparison, decided: Decided, conflicts: Sequence[Conflict]
) -> Iterable[Action]:
    open_now = {each.field: each for each in conflicts}
    about = case.piece.about
    for name, found in decided.fields.disputes.items():
        texts = {"agreed": found.agreed, "ours": found.ours, "theirs": found.theirs}
        before = open_now.get(name)
        if before is None or any(getattr(before, side) != text for side, text in texts.items()):
            yield KeepBoth(about=about, field=name, edited=case.row.edited, **texts)
    for name, conflict in open_now.items():
        if name not in decided.fields.disputes and case.theirs(name) is not None:
            yield CloseConflict(about=about, conflict_id=conflict.id)


def _taking(case: RowComparison, decided: Decided, same: Values) -> Iterable[Action]:
    for values, is_below in ((decided.fields.taken, False), (decided.fields.suggested, True)):
        if values:
            yield TakeTheirs(
                about=case.piece.about,
                values=values,
                agreed={name: case.theirs(name) or "" for name in values},
                instead_of={name: case.ours[name] for name in values},
                is_below=is_below,
            )
    if decided.fields.same or same:
        yield Agree(about=case.piece.about, values={**decided.fields.same, **same})


def _way(case: RowComparison, decided: Decided) -> EditScript | None:
    """Return how the story is changed, None where it stays."""
    target = decided.fields.pushed.get("narrative")
    if target is None:
        return None
    told = told_of(target, is_short=case.piece.is_short)
    return changes(case.story, [each.text for each in told])


def _story_actions(
    case: RowComparison, decided: Decided, way: EditScript | None
) -> Iterable[Action]:
    if way is None:
        return
    about, target = case.piece.about, decided.fields.pushed["narrative"]
    back = case.check.wording if case.row.tells_gone is not None and case.check else None
    source = case.pushable or case.half_written or back
    if way.steps and source:
        yield StartStory(about=about, wording=source.number)
    told = {each.text: each for each in told_of(target, is_short=case.piece.is_short)}
    for step in way.steps:
        yield _step(about, step, told)
    yield FinishStory(about=about, narrative=target, is_order_left=bool(way.left))


def _step(about: About, step: Edit, told: Mapping[str, BodyBlock]) -> Action:
    if step.adds:
        blocks = tuple(told[text] for text in step.texts or ())
        return AddParagraphs(about=about, after=step.block_id, blocks=blocks)
    block_id = step.block_id or ""
    if step.texts is None:
        return RemoveParagraph(about=about, block_id=block_id)
    return ReplaceParagraph(about=about, block_id=block_id, text=step.texts[0], type=step.type)


def _noting(case: RowComparison) -> Iterable[Action]:
    """Remember what people added, and where the row is."""
    about = case.piece.about
    theirs = describe_added(case.row.body, case.story)
    if theirs != case.link.state.added:
        yield NoteAdded(about=about, blocks=theirs)
    if case.row.said is not None and case.row.said != case.link.state.said:
        yield NoteSaid(about=about, said=case.row.said)
    if case.row.copies != case.link.state.copies:
        yield NoteCopies(about=about, page_ids=case.row.copies)
    where = Absence.MOVED if case.row.is_elsewhere else None
    lacks_values = case.check is not None and any(
        case.row.values.get(name) == "" for name in ("line", "kind")
    )
    if where is not case.link.state.where and (where or not lacks_values):
        yield NoteWhere(about=about, where=where)


def _said(
    case: RowComparison, way: EditScript | None, decided: Decided, *, put_back: bool, spoilt: bool
) -> Iterable[str]:
    pushed = decided.fields.pushed
    if put_back:
        yield messages.PUT_BACK
    if spoilt:
        yield messages.QUOTE_PUT_BACK
    gone = case.row.tells_gone is not None
    if gone and any(n in pushed and case.theirs(n) != case.agreed(n) for n in WORDS):
        yield messages.MAY_TELL_GONE
    if case.row.values.get("kind", "") not in _KINDS_THERE:
        yield messages.UNKNOWN_KIND
    if any(not is_known(name, case.row.values.get(name, "")) for name in JUDGED):
        yield messages.UNKNOWN_OPTION
    if case.row.is_elsewhere:
        yield messages.MOVED
    if case.unread:
        columns = quoted(in_words(case.unread, MEMORY))
        yield messages.COLUMNS_UNREAD.format(columns=columns, url=case.piece.url)
    if way and way.left:
        yield messages.ORDER_LEFT


def _properties(case: RowComparison, decided: Decided, belongs_with: str | None) -> Properties:
    """Compare what only we keep; `belongs_with` is None where nothing of it changes."""
    wanted = {
        **case.piece.facts,
        KEY: case.link.key,
        "checked": decided.shown.checked_word,
        "revision": str(decided.revision),
    }
    if case.check is None:
        wanted = kept_empty(case)
    elif belongs_with is not None:
        wanted[BELONGS_WITH] = belongs_with
    if not case.shows_all_words:
        wanted = {name: text for name, text in wanted.items() if name not in _OF_WORDS}
    theirs, agreed = case.row.values, case.link.agreed
    for name in _ADDED & wanted.keys() & theirs.keys():
        kept = agreed.get(name, "") if case.is_lost(name) else theirs[name]
        wanted[name] = tags_with_ours(wanted[name], kept, tags_once_ours(case.piece.whole))
    differing = to_put_back(wanted, theirs)
    put_back = any(
        agreed.get(name, theirs[name]) != theirs[name] and not case.is_lost(name)
        for name in _HERE & differing.keys()
    )
    pushed = {name: text for name, text in decided.fields.pushed.items() if name != "narrative"}
    same = same_on_both({**agreed, KEY: case.link.key}, wanted, theirs)
    return Properties({**pushed, **differing}, put_back, same)


def _put_back(piece: OurPiece, spoilt: Iterable[tuple[TheirBlock, str]]) -> Iterable[Action]:
    """Keep what was written over a quote, and put its writer's words back."""
    about = piece.about
    for block, text in spoilt:
        yield KeepBoxed(about=about, text=block.text)
        yield ReplaceParagraph(about=about, block_id=block.id, text=text, type=block.type)


def _updating(case: RowComparison, decided: Decided, properties: Values) -> Iterable[Action]:
    if properties:
        about = case.piece.about
        yield UpdateProperties(about=about, values=properties, wording=decided.revision)


def _below_story(case: RowComparison) -> Iterable[Action]:
    """Keep how it is read as it was checked, and what follows, where it was or is to be told."""
    piece, link = case.piece, case.link
    if case.check is None or link.stands_alone or case.row.is_elsewhere:
        return ()
    before = link.agreed.get(READ_AS) or link.agreed.get(FOLLOWS)
    if not (piece.whole.readings or piece.follows or before):
        return ()
    readings = piece.readings_of(case.check.wording)
    body = None if case.row.is_from_memory else case.row.body
    return below_story_actions(piece.about, link, body, case.story, readings, piece.follows)


def _callout_actions(case: RowComparison, decided: Decided) -> Iterable[Action]:
    present = case.story.callout
    if present is None or present.is_unread or not case.shows_all_words:
        return
    wanted = NOT_CHECKED
    if case.check is not None:
        wanted = callout(case.piece.whole, case.check, case.now, decided.shown)
    if present.text != wanted:
        about = case.piece.about
        if not is_our_callout(present.text):
            yield KeepBoxed(about=about, text=present.text)
        yield ReplaceParagraph(about=about, block_id=present.id, text=wanted, type="callout")
