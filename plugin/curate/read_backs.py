"""Recording what a group said to a piece, objecting to it, and telling every member.

A read-back is a fact with what decides about it: which words were read and agreed, when the meeting
was over, who recorded it. Whether it counts is computed from that (`plugin.domain.checking`).
Telling is part of recording (`telling_members`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plugin.curate import quoting
from plugin.curate.pieces import piece_for, wording_by
from plugin.curate.recorders import Recorders, recorders
from plugin.curate.telling_members import MemberMail, name_of_group, tell_members
from plugin.domain.blockers import OBJECTED, OBJECTED_ELSEWHERE, blockers_of
from plugin.domain.days import deadline, long_day
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import (
    PieceWhole,
    ReadBack,
    Wording,
    can_have_read,
    counts,
    objections_close,
    objections_to,
    objects_from,
    over_at,
    read_backs_of,
    stands_against,
)
from plugin.domain.presses import id_of
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput
from plugin.govern import what_people_check
from plugin.store import answers as stored_answers
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services


def record_piece_read_back(
    services: Services,
    actor: Actor,
    piece_id: str,
    session_id: str,
    words: tuple[str, str, str] | None = None,
    press: str | None = None,
    after: int | None = None,
    *,
    is_changed: bool | None = True,
) -> ReadBack:
    """Record that a piece was read back in a closed meeting, and agreed; tell every member.

    `words` are title, line and narrative as the group agreed them: changed ones become the next
    wording. They must be other words if `is_changed`, else the same; no words are the same. What
    was read (the newest wording before) must be older than the end of the meeting, and so must what
    the piece rests on. `after` is the number of the wording that the recorder saw. The same `press`
    again records nothing new. Raise Refused for its author while others may record, BadInput for a
    meeting or words that cannot be.
    """
    read_back_id = id_of(piece_id, press) if press else services.new_id()
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_BACK)
        before = [read for read in whole.read_backs if read.id == read_back_id]
        if before:
            return before[0]
        who = recorders(tx, actor, whole)
        who.require(who.may_read_back)
        if after is not None and after != whole.newest.number:
            raise BadInput("These words were changed while you wrote. Nothing was stored.")
        wording = _as_agreed(services, actor, whole, words, is_changed=is_changed)
        session = _meeting(tx, services, whole, session_id)
        facts = _facts(services, whole, wording, session, who)
        read_back = replace(facts, id=read_back_id, recorded_by=actor.stored_id)
        what_people_check.require_none(tx, whole, wording, services.now)
        _require_countable(whole, wording, read_back)
        if wording is not whole.newest:
            stored_pieces.add_wording(tx, wording)
        stored_answers.add_read_back(tx, read_back)
        quoting.let_go_of_gaps(tx, whole, wording)
        _tell_members(tx, services, whole, read_back)
    return read_back


def may_be_read_aloud(tx: Tx, services: Services, whole: PieceWhole) -> bool:
    """Say whether everybody of a group may hear a piece's newest words: what is recorded later.

    They are not heard while somebody has to look at them, and where they tell what is held,
    refused, gone or not to be shared.
    """
    if blockers_of(whole, services.now):
        return False
    try:
        what_people_check.require_none(tx, whole, whole.newest, services.now)
    except BadInput:
        return False
    return True


def object_to(services: Services, actor: Actor, piece_id: str) -> None:
    """Object to what was read back, within its days; who objected is not stored.

    It stands against every read-back whose days are not over, since a person objects to the piece
    and not to one of its wordings.
    """
    with services.db.begin() as tx:
        _record_objection(tx, services, piece_for(tx, actor, piece_id, Power.READ_COMMUNITY))


def record_objection_to(
    tx: Tx, services: Services, whole: PieceWhole, read: ReadBack, *, may_be_known: bool = False
) -> None:
    """Count an objection of somebody who was shown one read-back, and no other (`objects_from`).

    Where one link is for several people, it `may_be_known`: one of the same day that no meeting
    came before is not counted twice.
    """
    over = _last_meeting_over(tx, whole.piece.community_id)
    given, known = objects_from(whole, read, services.today, over), read.objections
    if may_be_known and known and (known.on, known.after) == (given.on, given.after):
        return
    stored_answers.count_objection(tx, read.id, given.on or services.today, given.after)


def _record_objection(tx: Tx, services: Services, whole: PieceWhole) -> None:
    """Count an objection to a piece; raise BadInput when the days for it are over."""
    open_now = [read for read in whole.read_backs if services.now < objections_close(whole, read)]
    if not open_now:
        raise BadInput("The days for objections are over. Talk to the learning partner.")
    over = _last_meeting_over(tx, whole.piece.community_id)
    for read in open_now:
        stored_answers.count_objection(tx, read.id, services.today, over)


def _last_meeting_over(tx: Tx, community_id: str) -> datetime | None:
    """Return when the last of a community's closed meetings was over."""
    sessions = stored_sessions.sessions(tx, community_id)
    ends = (over_at(each.day, each.closed_at) for each in sessions)
    return max((end for end in ends if end is not None), default=None)


def _as_agreed(
    services: Services,
    actor: Actor,
    whole: PieceWhole,
    words: tuple[str, str, str] | None,
    *,
    is_changed: bool | None,
) -> Wording:
    """Return the wording that the group agreed: the newest, or the next one with other words."""
    if is_changed is None:
        raise BadInput("Say whether the group changed the words. Nothing was stored.")
    if words is None:
        return whole.newest
    newest = whole.newest
    what = (newest.kind, newest.family, newest.person)
    words = (*words[:2], quoting.require_known(whole, words[2]))
    agreed = wording_by(
        services, actor, whole.piece.id, newest.number + 1, words, what, "read back", newest
    )
    is_same = agreed.shown == newest.shown
    if not is_changed:
        if is_same:
            return newest
        raise BadInput(
            "You changed the words, and said that the group changed nothing. Nothing was stored. "
            "Choose which of the two it was."
        )
    if is_same:
        raise BadInput(
            "You said that the group changed the words, and they are the same as before. Nothing "
            "was stored. Write them as they were agreed, or choose that nothing was changed."
        )
    return whole.with_quotes(agreed)


def _meeting(tx: Tx, services: Services, whole: PieceWhole, session_id: str) -> Session:
    session = stored_sessions.session(tx, session_id)
    if session is None or session.community_id != whole.piece.community_id:
        raise BadInput("Choose a session of the piece’s own group. Nothing was stored.")
    if session.state is not SessionState.CLOSED or session.day > services.today:
        raise BadInput(
            "That session is not closed yet. Nothing was stored. Close it on its page first."
        )
    return session


def _facts(
    services: Services, whole: PieceWhole, wording: Wording, session: Session, who: Recorders
) -> ReadBack:
    """Return what was read and agreed in which meeting, when that was over, and who records."""
    return ReadBack(
        id="",
        piece_id=whole.piece.id,
        wording_id=wording.id,
        session_id=session.id,
        day=session.day,
        met_until=over_at(session.day, session.closed_at),
        read_id=whole.newest.id if wording is not whole.newest else None,
        recorded_on=services.today,
        recorded=who.recorded,
    )


def _require_countable(whole: PieceWhole, wording: Wording, read: ReadBack) -> None:
    """Return if the meeting can have agreed to this wording; raise BadInput if not."""
    if not whole.sources:
        raise BadInput(
            "It rests on no notes yet, so there is nobody to read it back to. Nothing was stored. "
            "Tick what it rests on at the desk first."
        )
    if not can_have_read(whole, whole.newest, read.session_id, read.met_until):
        raise BadInput(
            "These words, or the notes that they rest on, are not older than that session. Nothing "
            "was stored. Read them back in a later session, then choose that one."
        )
    known = any(each.shown == wording.shown for each in whole.wordings)
    seen = whole if known else _with(whole, wording)
    if any(stands_against(seen, each, read) for each in objections_to(seen, wording)):
        raise BadInput(f"{OBJECTED.reason} Nothing was stored.")
    if known and wording.id in whole.objected_elsewhere:
        raise BadInput(f"{OBJECTED_ELSEWHERE.reason} Nothing was stored.")
    if any(counts(seen, each) for each in read_backs_of(seen, wording)):
        raise BadInput("This wording was read back already. Nothing was stored.")


def _with(whole: PieceWhole, wording: Wording) -> PieceWhole:
    """Return the piece as it will be."""
    return replace(whole, wordings=(*whole.wordings, wording))


def _tell_members(tx: Tx, services: Services, whole: PieceWhole, read_back: ReadBack) -> None:
    name, until = name_of_group(tx, whole.piece), objections_close(whole, read_back)
    mail = MemberMail(
        subject=f"Read back in {name}: is it right?",
        body=_MAIL.format(name=name, met=long_day(read_back.day), until=deadline(until)),
        path=f"/pieces/{whole.piece.id}#object",
        until=until,
    )
    tell_members(tx, services, whole.piece, mail)


_MAIL = """A piece of {name} was read back in the session of {met}, and recorded as agreed. A piece
is a short text that the group has made from its notes.

If something is off, object until {until}. Nobody is told who objects. If nobody
objects, the piece counts as checked after that.

Read it, and object if you want to:

{{link}}

You get this because you are a member of {name}.
"""
