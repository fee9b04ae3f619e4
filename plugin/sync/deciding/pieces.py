"""What happens to the row of one piece: made, compared, or taken down; promise 4 is kept here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from plugin.domain.links import Conflict, Link
from plugin.domain.pieces import KINDS, Check, PieceWhole, Wording, check_of
from plugin.sync import words
from plugin.sync.deciding.actions import (
    About,
    Action,
    AddParagraphs,
    Agree,
    AppendRest,
    CloseConflict,
    CreateRow,
    FinishStory,
    KeepBoth,
    LearnBody,
    NoteAdded,
    NoteWhere,
    RemoveParagraph,
    ReplaceParagraph,
    StartEmptying,
    StartStory,
    TakeTheirs,
    Trash,
    UpdateProperties,
)
from plugin.sync.deciding.columns import COLUMNS, KEY, MEMORY, Keeper
from plugin.sync.deciding.fields import (
    CALLOUT,
    EMPTYING,
    REVISION,
    SENT,
    WRITING,
    Case,
    Decided,
    decide,
)
from plugin.sync.deciding.pages import (
    FOOT,
    TAKEN_DOWN,
    BodyBlock,
    Shown,
    Values,
    callout,
    paragraphs,
    piece_body,
    tags_with_ours,
    why_taken_down,
    words_of,
)
from plugin.sync.deciding.related import BELONGS_WITH
from plugin.sync.deciding.sides import Absence, OurPiece, Row, RowPlan
from plugin.sync.deciding.story import Change, Story, Way, added, changes, known, learnt, with_lost


def new_row(
    piece: OurPiece, check: Check, key: str, now: datetime, belongs_with: str | None = None
) -> RowPlan:
    """Make the row of a piece that is not in Notion yet, in its last checked wording."""
    wording, newest = check.wording, piece.whole.newest
    is_newest = wording.words == newest.words
    shown = Shown(True, is_newest, newest.made_at.date())
    values = {
        **piece.facts,
        **words_of(piece.whole, wording),
        "checked": shown.checked_word,
        "revision": str(wording.number),
    }
    if belongs_with:
        values[BELONGS_WITH] = belongs_with
    narrative = values.pop("narrative")
    body = piece_body(callout(piece.whole, check, now, shown), narrative, piece.url)
    made = CreateRow(about=_about(piece), key=key, values=values, body=body, wording=wording.number)
    return RowPlan((made,), waits=not is_newest)


def row_there(
    piece: OurPiece,
    check: Check,
    link: Link,
    row: Row,
    conflicts: Sequence[Conflict],
    now: datetime,
    belongs_with: str | None = None,
) -> RowPlan:
    """Compare a piece with its row, and decide each field; `belongs_with` is None if it stays."""
    wording = _wording(piece.whole, link.extras.get(WRITING, link.extras.get(REVISION)))
    rest = _rest_of_body(piece, wording, link, now)
    if rest and wording and check_of(piece.whole, wording, now):
        sent = int(link.extras[SENT])
        last = [block.id for block in row.body if block.is_by_us]
        after = last[-1] if last else None
        return RowPlan((AppendRest(about=_about(piece), blocks=rest, sent=sent, after=after),))
    half = wording if rest or WRITING in link.extras else None
    case = Case(piece, check, link, row, _story(link, row, half), half, now)
    decided = decide(case)
    way = _way(case, decided)
    properties, put_back = _properties(case, decided, belongs_with)
    return RowPlan(
        (
            *_learning(case),
            *_conflict_actions(case, decided, conflicts),
            *_taking(case, decided),
            *_story_actions(case, decided, way),
            *_updating(case, decided, properties),
            *_callout_actions(case, decided),
            *_noting(case),
        ),
        tuple(sentence.format(url=piece.url) for sentence in _said(case, way, put_back=put_back)),
        decided.waits,
        len(decided.disputes),
        way.remade if way else (),
    )


def taken_down(
    piece: OurPiece, link: Link, row: Row, conflicts: Sequence[Conflict], now: datetime
) -> RowPlan:
    """Empty and trash the row of a piece that may not be in Notion (any more); say why on it."""
    blank = {each.field: "" for each in COLUMNS[MEMORY] if each.field != KEY}
    blank["title"] = TAKEN_DOWN
    differing = {n: text for n, text in blank.items() if row.values.get(n, text) != text}
    story = _story(link, row, None)
    own = {*link.blocks, *(block.id for block in story.paragraphs)}
    about = About("piece", piece.id, TAKEN_DOWN)
    emptied = [
        ReplaceParagraph(about=about, block_id=block.id, text="", type=block.type)
        for block in row.body
        if (block.is_by_us or block.id in own)
        and block.text not in ("", FOOT)
        and block is not story.callout
    ]
    why = why_taken_down(piece.whole, now)
    if story.callout and story.callout.text != why:
        said = ReplaceParagraph(about=about, block_id=story.callout.id, text=why, type="callout")
        emptied.append(said)
    begins = EMPTYING not in link.extras
    sent = _wording(piece.whole, link.extras.get(REVISION))
    is_half = WRITING in link.extras or bool(_rest_of_body(piece, sent, link, now))
    kept = _kept(piece.whole, link, row, None if is_half else story) if begins else {}
    return RowPlan(
        (
            *((StartEmptying(about=about, kept=kept),) if begins else ()),
            *(CloseConflict(about=about, conflict_id=each.id) for each in conflicts),
            *((UpdateProperties(about=about, values=differing),) if differing else ()),
            *emptied,
            Trash(about=about),
        )
    )


def _kept(whole: PieceWhole, link: Link, row: Row, story: Story | None) -> Values:
    """Return words of people that are only in Notion; none where words were taken back.

    Without a story, half of ours stands there, which is nobody's edit.
    """
    if whole.voices == 0:
        return {}
    theirs = {name: row.values.get(name, "") for name in ("title", "line")}
    if story is not None:
        theirs["narrative"] = story.text
    known = [words_of(whole, each) for each in whole.wordings]
    return {
        name: text
        for name, text in theirs.items()
        if text and text != link.agreed.get(name) and all(each[name] != text for each in known)
    }


def _about(piece: OurPiece) -> About:
    return About("piece", piece.id, piece.name)


def _wording(whole: PieceWhole, number: str | None) -> Wording | None:
    return next((each for each in whole.wordings if str(each.number) == number), None)


def _rest_of_body(
    piece: OurPiece, wording: Wording | None, link: Link, now: datetime
) -> tuple[BodyBlock, ...]:
    """Return the blocks of a new page that were not sent yet; the callout always was."""
    sent = link.extras.get(SENT)
    if not sent or wording is None:
        return ()
    return piece_body("", wording.narrative, piece.url)[int(sent) :]


def _story(link: Link, row: Row, half: Wording | None) -> Story:
    if SENT in link.extras:
        return learnt(row.body)
    agreed = link.agreed.get("narrative", "")
    found = known(row.body, link.blocks, link.extras.get(CALLOUT, ""), agreed)
    if half is None:
        return found
    return with_lost(found, row.body, link.blocks, paragraphs(half.narrative))


def _learning(case: Case) -> Iterable[Action]:
    ids = tuple(block.id for block in case.story.paragraphs)
    top = case.story.callout.id if case.story.callout else case.link.extras.get(CALLOUT, "")
    is_news = SENT in case.link.extras or not set(ids) <= set(case.link.blocks)
    if is_news:
        yield LearnBody(about=_about(case.piece), blocks=ids, callout=top)


def _conflict_actions(
    case: Case, decided: Decided, conflicts: Sequence[Conflict]
) -> Iterable[Action]:
    open_now = {each.field: each for each in conflicts}
    about = _about(case.piece)
    for name, found in decided.disputes.items():
        texts = {"agreed": found.agreed, "ours": found.ours, "theirs": found.theirs}
        before = open_now.get(name)
        if before is None or any(getattr(before, side) != text for side, text in texts.items()):
            yield KeepBoth(about=about, field=name, edited=case.row.edited, **texts)
    for name, conflict in open_now.items():
        if name not in decided.disputes and case.theirs(name) is not None:
            yield CloseConflict(about=about, conflict_id=conflict.id)


def _taking(case: Case, decided: Decided) -> Iterable[Action]:
    if decided.taken:
        ours = words_of(case.piece.whole, case.piece.whole.newest)
        yield TakeTheirs(
            about=_about(case.piece),
            values=decided.taken,
            agreed={name: case.theirs(name) or "" for name in decided.taken},
            instead_of={name: ours[name] for name in decided.taken},
        )
    if decided.same:
        yield Agree(about=_about(case.piece), values=decided.same)


def _way(case: Case, decided: Decided) -> Way | None:
    """Return how the story is changed, None where it stays."""
    target = decided.pushed.get("narrative")
    return None if target is None else changes(case.story, paragraphs(target))


def _story_actions(case: Case, decided: Decided, way: Way | None) -> Iterable[Action]:
    if way is None:
        return
    about, target = _about(case.piece), decided.pushed["narrative"]
    source = case.pushable or case.half_written
    if way.steps and source:
        yield StartStory(about=about, wording=source.number)
    for step in way.steps:
        yield _step(about, step)
    yield FinishStory(about=about, narrative=target, is_order_left=bool(way.left))


def _step(about: About, step: Change) -> Action:
    if step.adds:
        return AddParagraphs(about=about, after=step.block_id, texts=step.texts or ())
    if step.texts is None:
        return RemoveParagraph(about=about, block_id=step.block_id or "")
    block_id = step.block_id or ""
    return ReplaceParagraph(about=about, block_id=block_id, text=step.texts[0], type=step.type)


def _noting(case: Case) -> Iterable[Action]:
    """Remember what people added, and where the row is."""
    about = _about(case.piece)
    theirs = tuple((block.type, block.text) for block in added(case.row.body, case.story))
    if theirs != case.link.added:
        yield NoteAdded(about=about, blocks=theirs)
    where = Absence.MOVED.value if case.row.is_elsewhere else ""
    lacks_values = any(case.row.values.get(name) == "" for name in ("line", "kind"))
    if where != case.link.where and (where or not lacks_values):
        yield NoteWhere(about=about, where=where)


def _said(case: Case, way: Way | None, *, put_back: bool) -> Iterable[str]:
    if put_back:
        yield words.PUT_BACK
    if case.row.values.get("kind", "") not in {"", *KINDS.values()}:
        yield words.UNKNOWN_KIND
    if case.row.is_elsewhere:
        yield words.MOVED
    if way and way.left:
        yield words.ORDER_LEFT


def _properties(case: Case, decided: Decided, belongs_with: str | None) -> tuple[Values, bool]:
    """Return the properties to be set, and whether one of them is put back."""
    wanted = {
        **case.piece.facts,
        KEY: case.link.key,
        "checked": decided.shown.checked_word,
        "revision": str(decided.revision),
    }
    if belongs_with is not None:
        wanted[BELONGS_WITH] = belongs_with
    found = {n: text for n, text in decided.pushed.items() if n != "narrative"}
    put_back = False
    for column in COLUMNS[MEMORY]:
        theirs, ours = case.row.values.get(column.field), wanted.get(column.field)
        if theirs is None or ours is None:
            continue
        if column.kept is Keeper.ADDED:
            ours = tags_with_ours(ours, theirs)
        if ours != theirs:
            found[column.field] = ours
            was_theirs = column.kept is Keeper.HERE
            put_back |= was_theirs and case.link.agreed.get(column.field, theirs) != theirs
    return found, put_back


def _updating(case: Case, decided: Decided, properties: Values) -> Iterable[Action]:
    if properties:
        about = _about(case.piece)
        yield UpdateProperties(about=about, values=properties, wording=decided.revision)


def _callout_actions(case: Case, decided: Decided) -> Iterable[Action]:
    present = case.story.callout
    wanted = callout(case.piece.whole, case.check, case.now, decided.shown)
    if present is not None and present.text != wanted:
        about = _about(case.piece)
        yield ReplaceParagraph(about=about, block_id=present.id, text=wanted, type="callout")
