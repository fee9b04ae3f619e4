"""When a wording of a piece counts as checked.

*Checked* is computed from what was stored of the group's answers, never set. A wording is all
that is shown, and a change of it makes the next, unchecked wording.

Several voices: a closed meeting of the group agreed to the wording. It was over after the wording
was written, and none of the piece's notes come from it (`counts`). Seven days for objections have
passed, and no objection holds: it holds against the same words for good, in every piece of the
group and whatever the piece is called, and against later words until a later meeting agreed
(`stands_against`). One voice: its writer's own yes, which two people
heard in person and recorded, or which they gave by their own link. Those who wrote it by phone can
all be asked by their links: `checks`. As long as they are, and once one of them said that it
is off, the words are not checked in any way. Nor are they once somebody did not want a note under
them in another piece, until that person says yes to these.

Whoever records is not the author of any wording so far, as long as somebody else may record; the
words that a group changed in the meeting are the group's, whoever typed them. Of a yes in person
the author is neither of the two who heard it, unless no two others may record. Pages then say
*recorded by its author*. Who counts as somebody else, `plugin.curate.recorders` says; where nobody
does, pages say *recorded by nobody independent of its author*. Who edited in Notion is not known
here, so that such words have no author.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from plugin.domain.checks import (
    Check,
    agreed_with_its_people,
    has_lost_a_reading,
    is_author_known,
    is_held_up,
    is_refused,
    is_still_asked,
    not_agreed,
    objections_close,
    rests_on_unwanted,
)
from plugin.domain.days import begin_of
from plugin.domain.overlap import are_same_words
from plugin.domain.piece_records import Objections, OwnYes, ReadBack, Wording
from plugin.domain.piece_whole import PieceWhole


def check_of(whole: PieceWhole, wording: Wording, now: datetime) -> Check | None:
    """Compute whether `wording` is checked at `now`; None if not, whatever the reason."""
    if has_lost_a_reading(whole, wording):
        return None
    found = _check_of(whole.as_of(wording), wording, now)
    return None if found and rests_on_unwanted(whole, wording, found.since) else found


def lost_check(whole: PieceWhole, wording: Wording, now: datetime) -> Check | None:
    """Return how a wording was checked until people were asked or spoke about it again, or None.

    It counts no more. Left out is what was recorded, asked or objected to since it was checked.
    """
    same = {each.id for each in whole.wordings if each.shown == wording.shown}
    yes = own_yes_of(whole, wording)
    moments = [objections_close(whole, read) for read in read_backs_of(whole, wording)]
    moments += [each.closes_at for each in whole.questions if each.wording_id in same]
    moments += [yes.confirmed.at] if yes and yes.confirmed else []
    found = (check_of(_as_at(whole, then), wording, then) for then in moments if then <= now)
    return next((check for check in found if check is not None), None)


def _as_at(whole: PieceWhole, then: datetime) -> PieceWhole:
    """Return a piece without what people were asked, or said, about its words from then on."""
    day = then.date()
    reads = (each for each in whole.read_backs if (each.recorded_on or each.day) <= day)
    return replace(
        whole,
        read_backs=tuple(_without_objections_from(day, each) for each in reads),
        questions=tuple(each for each in whole.questions if each.asked_at < then),
        objected_elsewhere=frozenset(),
    )


def _without_objections_from(day: date, read: ReadBack) -> ReadBack:
    last = read.objections.on if read.objections else None
    return replace(read, objections=None) if last is not None and last >= day else read


def _check_of(whole: PieceWhole, wording: Wording, now: datetime) -> Check | None:
    if is_still_asked(whole, wording, now) or is_refused(whole, wording) or not whole.voices:
        return None
    by_group = _by_the_group(whole, wording, now)
    if whole.voices > 1:
        return by_group or _by_its_people(whole, wording, now)
    yes = own_yes_of(whole, wording)
    if yes is None or yes.confirmed is None:
        return _by_its_people(whole, wording, now)
    if by_group is None and is_objected_to(whole, wording):
        return None
    read = by_group.read_back if by_group else None
    return Check(wording, yes.confirmed.at, read, yes, is_author_known(whole, wording))


def _by_its_people(whole: PieceWhole, wording: Wording, now: datetime) -> Check | None:
    asked = agreed_with_its_people(whole, wording, now)
    if asked is None or is_objected_to(whole, wording) or not_agreed(whole, wording, now):
        return None
    return Check(wording, asked.closes_at, question=asked)


def _is_about_these_notes(whole: PieceWhole, yes: OwnYes) -> bool:
    """Say whether the voice that agreed is the one that the piece rests on now.

    No note came since, which can be another writer's, and what carries it now was that voice then.
    Where nobody stored whose voice it was, every note has to be there still.
    """
    until = yes.confirmed.at if yes.confirmed else None
    added = (each.added_at for each in whole.sources)
    if until is not None and any(at is not None and at > until for at in added):
        return False
    return not whole.absent if yes.note_ids is None else whole.voice_notes <= set(yes.note_ids)


def _by_the_group(whole: PieceWhole, wording: Wording, now: datetime) -> Check | None:
    if wording.id in whole.objected_elsewhere:
        return None
    for read in read_backs_of(whole, wording):
        since = objections_close(whole, read)
        objected = any(stands_against(whole, each, read) for each in whole.read_backs)
        is_over = now >= since and not is_held_up(whole, read)
        if is_over and not objected and counts(whole, read):
            known = is_author_known(whole, wording)
            return Check(wording, since, read, is_author_known=known)
    return None


def counts(whole: PieceWhole, read: ReadBack) -> bool:
    """Say whether a meeting can have agreed to what was read: closed, and later than all of it.

    That is the wording, or where the group changed the words the one that it changed, and the notes
    that the piece rests on.
    """
    basis = whole.wording(read.read_id or read.wording_id)
    return can_have_read(whole, basis, read.session_id, read.met_until)


def can_have_read(
    whole: PieceWhole, wording: Wording, session_id: str, met_until: datetime | None
) -> bool:
    """Say whether `wording` and what it rests on were there before that meeting was over."""
    if met_until is None or wording.made_at > met_until:
        return False
    return all(
        source.session_id != session_id and (source.added_at or whole.piece.made_at) <= met_until
        for source in whole.as_of(wording).sources
    )


def waits_to_be_read(
    whole: PieceWhole, session_id: str, met_until: datetime | None, now: datetime
) -> bool:
    """Say whether a meeting can still agree to the newest wording, or could until it was over."""
    newest = whole.newest
    if not whole.sources or read_backs_of(whole, newest) or standing_objection(whole):
        return False
    is_checked = check_of(whole, newest, now) is not None
    return not is_checked and can_have_read(whole, newest, session_id, met_until)


def over_at(day: date, closed_at: datetime | None) -> datetime | None:
    """Return when a meeting was over: when it was closed, and at the end of its day at the latest.

    A meeting may be closed days later, or be entered long after it took place; days are UTC.
    """
    end = begin_of(day + timedelta(days=1))
    return None if closed_at is None else min(closed_at, end)


def stands_against(whole: PieceWhole, objected: ReadBack, read: ReadBack) -> bool:
    """Say whether an objection to one read-back holds against another (or the same) one.

    It holds until the wording was changed and a later meeting agreed to that: later than the
    meeting that was objected to, and than the objection.
    """
    if objected.objections is None:
        return False
    then, now = whole.wording(objected.wording_id), whole.wording(read.wording_id)
    if are_same_words(then.words, now.words):
        return True
    return now.number > then.number and not _is_later(read, objected, objected.objections)


def _is_later(read: ReadBack, objected: ReadBack, last: Objections) -> bool:
    """Say whether a meeting is later than the one that was objected to, and than the objection.

    The moment of an objection could tell who objected, so it is not stored: the end of the last
    meeting that was over by then is. A meeting of the same day is later if it was not over. What
    was objected to before that was stored (None) has no later meeting on its day.
    """
    if read.met_until is None or read.session_id == objected.session_id:
        return False
    if objected.met_until is not None and read.met_until <= objected.met_until:
        return False
    if last.on is None or read.day != last.on:
        return read.day >= (last.on or objected.day)
    return last.after is not None and read.met_until > last.after


def objects_from(
    whole: PieceWhole, read: ReadBack, today: date, over: datetime | None
) -> Objections:
    """Return how an objection counts of somebody who was shown one read-back, and nothing newer.

    `over` is when the last meeting was. Where later words were read back meanwhile, it is older
    than these, as if given in its own meeting: nobody can object to words that they never saw. What
    others objected later stays as it was.
    """
    number = whole.wording(read.wording_id).number
    newer = any(whole.wording(each.wording_id).number > number for each in whole.read_backs)
    on, after = (read.day, read.met_until) if newer else (today, over)
    before = read.objections or Objections(0)
    if before.on is not None and before.on >= on:
        on, after = before.on, before.after if before.on > on else _later_of(before.after, after)
    return Objections(before.count + 1, on, after)


def _later_of(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)


def is_answered(whole: PieceWhole, read: ReadBack, now: datetime) -> bool:
    """Say whether nobody has to answer the objections to a read-back any more.

    Its days are over, and none stands, or words that were written later are checked.
    """
    if now < objections_close(whole, read):
        return False
    check = last_checked(whole, now)
    number = whole.wording(read.wording_id).number
    return standing_objection(whole) is None or (
        check is not None and check.wording.number > number
    )


def is_settled(whole: PieceWhole, question_id: str, now: datetime) -> bool:
    """Say whether nobody has to answer what people said by their links any more.

    The question has closed, and words that were written later are checked.
    """
    asked = next((each for each in whole.questions if each.id == question_id), None)
    check = last_checked(whole, now)
    if asked is None or check is None or now < asked.closes_at:
        return False
    return check.wording.number > whole.wording(asked.wording_id).number


def objections_to(whole: PieceWhole, wording: Wording) -> tuple[ReadBack, ...]:
    """Return the read-backs with objections to this wording, or to one before it."""
    return tuple(
        read
        for read in whole.read_backs
        if read.objections
        and (
            whole.wording(read.wording_id).number < wording.number
            or are_same_words(whole.wording(read.wording_id).words, wording.words)
        )
    )


def is_objected_to(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether an objection is to this wording, to one before it, or to its words elsewhere."""
    return wording.id in whole.objected_elsewhere or bool(objections_to(whole, wording))


def own_yes_of(whole: PieceWhole, wording: Wording) -> OwnYes | None:
    """Return the yes of its writer to this wording, confirmed or not, or None."""
    same = {each.id for each in whole.wordings if each.shown == wording.shown}
    given = (yes for yes in whole.own_yeses if yes.wording_id in same)
    whole = whole.as_of(wording)
    return next((yes for yes in given if _is_about_these_notes(whole, yes)), None)


def read_backs_of(whole: PieceWhole, wording: Wording) -> tuple[ReadBack, ...]:
    """Return the read-backs of this wording: one that is put back is what was read before."""
    same = {each.id for each in whole.wordings if each.shown == wording.shown}
    return tuple(read for read in whole.read_backs if read.wording_id in same)


def objections_until(whole: PieceWhole, now: datetime) -> datetime | None:
    """Return until when the group may object to what was read back, None if it may not now."""
    ends = (objections_close(whole, read) for read in whole.read_backs)
    return max((until for until in ends if now < until), default=None)


def standing_objection(whole: PieceWhole) -> ReadBack | None:
    """Return the last read-back of which an objection holds against the newest wording, or None.

    One is settled when a later meeting agreed to changed words, and has not been objected to.
    """
    newest = whole.newest
    agreed = [read for read in read_backs_of(whole, newest) if counts(whole, read)]
    for objected in reversed(objections_to(whole, newest)):
        if all(stands_against(whole, objected, read) for read in agreed):
            return objected
    return None


def last_checked(whole: PieceWhole, now: datetime) -> Check | None:
    """Return the check of the newest wording that was ever checked, or None if it counts no more.

    What that wording replaced is not checked again because people spoke against it since.
    """
    for wording in reversed(whole.wordings):
        check = check_of(whole, wording, now)
        if check is not None or lost_check(whole, wording, now) is not None:
            return check
    return None


def changed_since_checked(whole: PieceWhole, now: datetime) -> bool:
    """Say whether anything that is shown was changed after the last check."""
    check = last_checked(whole, now)
    return check is not None and check.wording.shown != whole.newest.shown
