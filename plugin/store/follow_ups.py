"""What became of commitments and asks; their words stay with the notes, sentences and pieces."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.follow_ups import (
    CHOSEN_FROM,
    NOTE_KINDS,
    AnswerLink,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    NoteOfSession,
    ReplyKind,
    SponsorReply,
)
from plugin.domain.hidden_texts import hide, put_back
from plugin.domain.labels import Label
from plugin.domain.overlap import Phrases
from plugin.domain.returns import NOTE, OPEN
from plugin.domain.sessions import SessionState
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.gone_words import remember_runs
from plugin.store.held_words import held_beside, held_of
from plugin.store.note_rows import note_of_row
from plugin.store.quotable import require_each_quotable
from plugin.store.readable_notes import may_be_read
from plugin.store.repeating import empty_repeating
from plugin.store.sign_ins import hash_of

_FOLLOW_UP = t.follow_up


def follow_ups(tx: Tx, community_id: str) -> dict[str, FollowUp]:
    """Return what is known of a group's commitments and asks, by key, as it may be read."""
    rows = tx.execute(sa.select(_FOLLOW_UP).where(_FOLLOW_UP.c.community_id == community_id)).all()
    held = held_beside(tx, community_id) if rows else None
    return {row.key: _follow_up(row, held) for row in rows}


def asked_of_sponsors(tx: Tx, partnership_id: str) -> dict[str, tuple[FollowUp, str]]:
    """Return what was put to a sponsor, answered or settled, by key, with the sentence.

    Of a note or a piece the sentence is empty.
    """
    groups = sa.select(t.community.c.id).where(t.community.c.partnership_id == partnership_id)
    own = _FOLLOW_UP.c
    is_settled = own.state != FollowUpState.OPEN.value
    is_said = own.asked_on.is_not(None) | own.answer.is_not(None) | is_settled
    wanted = (
        sa.select(_FOLLOW_UP, t.proposal.c.sentence)
        .join(t.proposal, sa.literal(OPEN).concat(t.proposal.c.id) == own.key, isouter=True)
        .where(own.community_id.in_(groups), is_said)
        .order_by(own.asked_on, own.key)
    )
    rows = tx.execute(wanted).all()
    held = held_of(tx, [partnership_id])[partnership_id] if rows else None
    return {row.key: (_follow_up(row, held), hide(row.sentence or "", held)) for row in rows}


def save(tx: Tx, wanted: FollowUp) -> None:
    """Store what is known of a commitment or an ask; raise BadInput for words that come back.

    A link that waits for the sponsor's answer stays as it is, until there is one; and so does what
    was hidden. A database that is restored has no answer in place of which there is another.
    """
    own = _FOLLOW_UP.c.key == wanted.key
    before = tx.execute(sa.select(_FOLLOW_UP).where(own)).one_or_none()
    said = wanted.reply.words if wanted.reply else ""
    was = (before.became, before.answer_words) if before else ("", "")
    held = held_beside(tx, wanted.community_id) if before else None
    became, answered = put_back(wanted.became, was[0], held), put_back(said, was[1], held)
    fields = zip((became, answered), was, strict=True)
    require_each_quotable(tx, wanted.community_id, fields)
    values = _values(wanted) | {"became": became, "answer_words": answered}
    if before is None:
        tx.execute(sa.insert(_FOLLOW_UP).values(key=wanted.key, **values))
        return
    is_other = (before.answer, before.answer_words) != (values["answer"], answered)
    if before.answer is not None and is_other:
        note_gone(tx, Went.REPLY_CHANGED, wanted.key)
    if was[0] and was[0] != became:
        note_gone(tx, Went.BECAME_CHANGED, wanted.key)
    tx.execute(sa.update(_FOLLOW_UP).where(own).values(**values))


def forget_reply(tx: Tx, key: str) -> None:
    """Forget a sponsor's answer in place of which there is another, or none: nobody knows which."""
    nothing = {"answer": None, "answer_words": "", "answered_on": None, "let_in_by": None}
    tx.execute(sa.update(_FOLLOW_UP).where(_FOLLOW_UP.c.key == key).values(**nothing))


def forget_what_became(tx: Tx, key: str) -> None:
    """Empty the words of what became of a line in place of which something else was said."""
    tx.execute(sa.update(_FOLLOW_UP).where(_FOLLOW_UP.c.key == key).values(became=""))


def wait_for_answer(tx: Tx, key: str, token: str, link: AnswerLink) -> None:
    """Let whoever has a link answer an ask; a link that waited before ends."""
    values = {
        "token_hash": hash_of(token),
        "until": link.until,
        "asked_by": link.made_by[0],
        "let_in_by": [each for each in link.made_by[1:] if each] or None,
    }
    tx.execute(sa.update(_FOLLOW_UP).where(_FOLLOW_UP.c.key == key).values(**values))


def answer_link(tx: Tx, token: str, now: datetime) -> tuple[FollowUp, AnswerLink] | None:
    """Return the ask of a link, and the link; None for one that is unknown, used or too old."""
    own = _FOLLOW_UP.c
    wanted = sa.select(_FOLLOW_UP).where(own.token_hash == hash_of(token), own.until > now)
    row = tx.execute(wanted).one_or_none()
    if row is None:
        return None
    link = AnswerLink(row.until, (row.asked_by, *(row.let_in_by or ())))
    return _follow_up(row, held_beside(tx, row.community_id)), link


def notes_to_follow(
    tx: Tx, community_id: str, known: Mapping[str, FollowUp]
) -> tuple[NoteOfSession, ...]:
    """Return the notes of closed sessions among which commitments and asks are, the oldest first.

    Those are kept notes of such boxes, and of boxes for ideas; notes that somebody chose; and the
    notes of *We decide* boxes that a sentence may rest on.
    """
    note, session = t.note.c, t.session.c
    chosen = [key.removeprefix(NOTE) for key in known if key.startswith(NOTE)]
    wanted = (
        sa.select(
            t.note,
            session.meeting_kind.label("meeting"),
            session.day.label("met_on"),
            session.template_code.label("code"),
        )
        .join(t.session, session.id == note.session_id)
        .where(
            session.community_id == community_id,
            session.state == SessionState.CLOSED.value,
            may_be_read(tx),
            note.label.in_([Label.M.value, Label.S.value]),
            note.kind.in_([*NOTE_KINDS, CHOSEN_FROM]) | note.id.in_(chosen),
        )
        .order_by(session.day, note.zone_code, note.y, note.x, note.id)
    )
    return tuple(
        NoteOfSession(note_of_row(row), row.meeting, row.met_on, row.code)
        for row in tx.execute(wanted)
    )


def forget_note(tx: Tx, note_id: str) -> None:
    """Forget what became of a note whose words go."""
    tx.execute(sa.delete(_FOLLOW_UP).where(_FOLLOW_UP.c.key == f"{NOTE}{note_id}"))


def drop_repeating(tx: Tx, community_ids: Collection[str], phrases: Phrases) -> int:
    """Erase what repeats these words; return how many lines it was said of."""
    here = _FOLLOW_UP.c.community_id.in_(list(community_ids))
    said = (_FOLLOW_UP.c.became, _FOLLOW_UP.c.answer_words)
    texts: list[str] = []
    went = sum(empty_repeating(tx, each, _FOLLOW_UP.c.key, here, phrases, texts) for each in said)
    remember_runs(tx, community_ids, phrases, texts)
    return went


def _values(wanted: FollowUp) -> dict[str, Any]:
    reply = wanted.reply
    answered = {"token_hash": None, "until": None, "asked_by": None}
    return {
        **({**answered, "let_in_by": list(reply.let_in_by) or None} if reply else {}),
        "community_id": wanted.community_id,
        "kind": wanted.kind.value if wanted.kind else None,
        "state": wanted.state.value,
        "became": wanted.became,
        "became_on": wanted.became_on,
        "asked_on": wanted.asked_on,
        "answer": reply.kind.value if reply else None,
        "answer_words": reply.words if reply else "",
        "answered_on": reply.day if reply else None,
    }


def _follow_up(row: Any, held: Phrases | None) -> FollowUp:
    reply = None
    if row.answer is not None:
        words = hide(row.answer_words, held)
        reply = SponsorReply(
            ReplyKind(row.answer), words, row.answered_on, tuple(row.let_in_by or ())
        )
    return FollowUp(
        key=row.key,
        community_id=row.community_id,
        kind=FollowUpKind(row.kind) if row.kind else None,
        state=FollowUpState(row.state),
        became=hide(row.became, held),
        became_on=row.became_on,
        asked_on=row.asked_on,
        reply=reply,
    )
