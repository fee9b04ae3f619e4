"""Questions to the people who wrote the notes of a piece, and their answers, in no order of time.

Whenever an answer comes, all answers to its question are written anew in random order, so that
neither rows nor transactions tell which came first.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.erasure_log import Went
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.questions import Answer, AnswerKind, PieceQuestion
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.gone_words import remember_runs
from plugin.store.lost_refusals import hash_of_wording

_ASKED, _SAID = t.question, t.answer


def link_hash(token: str, question_id: str) -> str:
    """Return by what an answer knows its link; no two answers of one person share it."""
    return hashlib.sha256(f"{token}:answer:{question_id}".encode()).hexdigest()


def questions_with_numbers() -> sa.Select[Any]:
    """Return what reads questions with how many answered, and how many of them yes."""
    answers = sa.select(sa.func.count()).where(_SAID.c.question_id == _ASKED.c.id)
    yeses = answers.where(_SAID.c.kind == AnswerKind.YES.value)
    return sa.select(
        _ASKED,
        answers.scalar_subquery().label("answers"),
        yeses.scalar_subquery().label("yeses"),
    )


def add_question(tx: Tx, asked: PieceQuestion) -> None:
    """Store a question; whoever did not want a note in another piece says yes to it anew."""
    on = t.source.c.piece_id == asked.piece_id
    tx.execute(sa.update(t.source).where(on, t.source.c.agreed_again).values(agreed_again=False))
    tx.execute(
        sa.insert(_ASKED).values(
            id=asked.id,
            piece_id=asked.piece_id,
            wording_id=asked.wording_id,
            asked_at=asked.asked_at,
            closes_at=asked.closes_at,
            note_ids=list(asked.note_ids),
            voices=asked.voices,
            reaches_all=asked.reaches_all,
            has_quotes=asked.has_quotes,
        )
    )


def open_in_session(tx: Tx, session_id: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the open questions to people of a session: their ids, and those of their pieces."""
    resting = sa.select(t.source.c.piece_id).where(t.source.c.session_id == session_id)
    wanted = sa.select(_ASKED.c.id, _ASKED.c.piece_id).where(
        _ASKED.c.closes_at > now, _ASKED.c.piece_id.in_(resting)
    )
    rows = tx.execute(wanted.order_by(_ASKED.c.closes_at, _ASKED.c.id)).all()
    return tuple((row.id, row.piece_id) for row in rows)


def closed_in_session(tx: Tx, session_id: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the closed questions to people of a session with their pieces, the last first."""
    resting = sa.select(t.source.c.piece_id).where(t.source.c.session_id == session_id)
    wanted = sa.select(_ASKED.c.id, _ASKED.c.piece_id).where(
        _ASKED.c.closes_at <= now, _ASKED.c.piece_id.in_(resting)
    )
    rows = tx.execute(wanted.order_by(_ASKED.c.closes_at.desc(), _ASKED.c.id)).all()
    return tuple((row.id, row.piece_id) for row in rows)


def closing_words(tx: Tx, question_id: str) -> str:
    """Return what all who were asked are told, or nothing."""
    wanted = sa.select(_ASKED.c.closing_words).where(_ASKED.c.id == question_id)
    return tx.execute(wanted).scalar() or ""


def set_closing_words(tx: Tx, question_id: str, words: str) -> None:
    """Store what all who were asked are told."""
    tx.execute(sa.update(_ASKED).where(_ASKED.c.id == question_id).values(closing_words=words))


def piece_of(tx: Tx, question_id: str) -> str | None:
    """Return the piece that a question is about, or None."""
    return tx.execute(sa.select(_ASKED.c.piece_id).where(_ASKED.c.id == question_id)).scalar()


def answers(tx: Tx, question_id: str) -> tuple[Answer, ...]:
    """Return the answers to a question."""
    wanted = sa.select(_SAID).where(_SAID.c.question_id == question_id)
    return tuple(_answer(row) for row in tx.execute(wanted.order_by(_SAID.c.link_hash)))


def save_answers(tx: Tx, question_id: str, given: Iterable[Answer]) -> None:
    """Store all answers to a question in place of what was stored, in random order.

    Where one says that the words are off, the question keeps it as long as that stands; so does a
    database that is restored from a backup. There no yes counts either that was changed since.
    """
    given = tuple(given)
    rows = [_as_values(each) for each in given]
    random.SystemRandom().shuffle(rows)
    own = _ASKED.c.id == question_id
    asked = tx.execute(sa.select(_ASKED).where(own)).one()
    before = answers(tx, question_id)
    # A refusal of which no answer is left came with a restored log, and stays.
    stays_refused = asked.is_refused and not _are_refusing(before)
    tx.execute(sa.delete(_SAID).where(_SAID.c.question_id == question_id))
    if rows:
        tx.execute(sa.insert(_SAID), rows)
    is_refused = stays_refused or _are_refusing(given)
    if is_refused and not asked.is_refused:
        about = {"piece": asked.piece_id, "wording": asked.wording_id}
        words = hash_of_wording(tx, asked.wording_id)
        note_gone(tx, Went.NOT_AGREED, question_id, **about, **words)
    if _who_agree(before) - _who_agree(given):
        note_gone(tx, Went.YES_CHANGED, question_id)
    stays = {(each.link_hash, each.words) for each in given}
    for each in before:
        if each.words and (each.link_hash, each.words) not in stays:
            note_gone(tx, Went.ANSWER_CHANGED, question_id, hash=each.link_hash)
    tx.execute(sa.update(_ASKED).where(own).values(is_refused=is_refused))


def forget_words_of(tx: Tx, question_id: str, link_hash_of: str) -> None:
    """Empty the words of one answer: whoever gave it says something else since."""
    own = (_SAID.c.question_id == question_id) & (_SAID.c.link_hash == link_hash_of)
    tx.execute(sa.update(_SAID).where(own).values(words="", told_words=""))


def _are_refusing(given: Iterable[Answer]) -> bool:
    return any(each.kind is AnswerKind.OFF for each in given)


def _who_agree(given: Iterable[Answer]) -> set[str]:
    return {each.link_hash for each in given if each.kind is AnswerKind.YES}


def is_known(tx: Tx, question_id: str) -> bool:
    """Say whether there is such a question."""
    return piece_of(tx, question_id) is not None


def count_no_more(tx: Tx, question_id: str, at: datetime) -> None:
    """End a question by which nothing is checked: a yes to it was changed, and nobody knows whose.

    The people can be asked again.
    """
    own = _ASKED.c.id == question_id
    tx.execute(sa.delete(_SAID).where(_SAID.c.question_id == question_id))
    here = sa.select(_ASKED.c.piece_id).where(own)
    on = t.source.c.piece_id.in_(here) & t.source.c.agreed_again
    tx.execute(sa.update(t.source).where(on).values(agreed_again=False))
    tx.execute(sa.update(_ASKED).where(own).values(reaches_all=False))
    tx.execute(sa.update(_ASKED).where(own, _ASKED.c.closes_at > at).values(closes_at=at))


def refuse(tx: Tx, question_id: str) -> None:
    """Store that somebody said that the words are off, of whose answer nothing else is left."""
    tx.execute(sa.update(_ASKED).where(_ASKED.c.id == question_id).values(is_refused=True))


def words_said(
    tx: Tx, partnership_id: str
) -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    """Return what people said in answers: its piece, the notes whose writers were asked, words."""
    wanted = (
        sa.select(_ASKED.c.piece_id, _ASKED.c.note_ids, _SAID.c.words, _SAID.c.told_words)
        .join(_SAID, _SAID.c.question_id == _ASKED.c.id)
        .join(t.piece, t.piece.c.id == _ASKED.c.piece_id)
        .where(t.piece.c.partnership_id == partnership_id)
        .where((_SAID.c.words != "") | (_SAID.c.told_words != ""))
    )
    return tuple(
        (row.piece_id, frozenset(row.note_ids), tuple(filter(None, (row.words, row.told_words))))
        for row in tx.execute(wanted)
    )


def with_words(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Return the questions to which words are kept, each with its piece."""
    kept = sa.select(_SAID.c.question_id).where((_SAID.c.words != "") | (_SAID.c.told_words != ""))
    wanted = sa.select(_ASKED.c.id, _ASKED.c.piece_id).where(_ASKED.c.id.in_(kept))
    return tuple((row.id, row.piece_id) for row in tx.execute(wanted))


def drop_words(tx: Tx, question_id: str, kept_in: Iterable[str] = ()) -> None:
    """Erase what people would say instead; what they answered stays.

    Words that stand in `kept_in`, what pieces say now, stay: their writer can take them out.
    """
    folded = fold("\n".join(kept_in))
    for each in answers(tx, question_id):
        is_kept = phrases_of(each.texts, with_short=True).stand_in(folded)
        if each.texts and not is_kept:
            forget_words_of(tx, question_id, each.link_hash)
            note_gone(tx, Went.ANSWER_CHANGED, question_id, hash=each.link_hash)


def drop_repeating(
    tx: Tx, note_id: str, partnership_id: str, texts: Collection[str], but_for: str = ""
) -> int:
    """Erase the words of answers in a partnership that repeat a note's; return of how many.

    As in reasons of objections, five words in a row count, and of what was said to a piece that
    rested on the note fewer as a whole. The answer `but_for`, by the hash of its link, stays.
    """
    near, anywhere = phrases_of(texts, with_short=True), phrases_of(texts)
    here = t.piece.c.partnership_id == partnership_id
    rested = set(
        tx.execute(sa.select(t.source.c.piece_id).where(t.source.c.note_id == note_id)).scalars()
    )
    wanted = (
        sa.select(_SAID, _ASKED.c.piece_id, t.piece.c.community_id)
        .join(_ASKED, _ASKED.c.id == _SAID.c.question_id)
        .join(t.piece, t.piece.c.id == _ASKED.c.piece_id)
        .where(here, (_SAID.c.words != "") | (_SAID.c.told_words != ""))
        .where(_SAID.c.link_hash != but_for)
    )
    rows = [
        row
        for row in tx.execute(wanted).all()
        if (near if row.piece_id in rested else anywhere).stand_in(
            fold(f"{row.words}\n{row.told_words}")
        )
    ]
    gone = [row.link_hash for row in rows]
    said = [text for row in rows for text in (row.words, row.told_words)]
    remember_runs(tx, {row.community_id for row in rows}, anywhere, said)
    tx.execute(sa.update(_SAID).where(_SAID.c.link_hash.in_(gone)).values(words="", told_words=""))
    return len(gone) + drop_closing_words(tx, here, anywhere)


def drop_closing_words(tx: Tx, here: sa.ColumnElement[bool], phrases: Phrases) -> int:
    """Erase what all who were asked about some pieces were told, where it repeats these words."""
    wanted = (
        sa.select(_ASKED.c.id, _ASKED.c.closing_words, t.piece.c.community_id)
        .join(t.piece, t.piece.c.id == _ASKED.c.piece_id)
        .where(here, _ASKED.c.closing_words.is_not(None))
    )
    rows = [row for row in tx.execute(wanted) if phrases.stand_in(fold(row.closing_words))]
    told = [row.closing_words for row in rows]
    remember_runs(tx, {row.community_id for row in rows}, phrases, told)
    gone = _ASKED.c.id.in_([row.id for row in rows])
    tx.execute(sa.update(_ASKED).where(gone).values(closing_words=None))
    return len(rows)


def _answer(row: Any) -> Answer:
    return Answer(
        link_hash=row.link_hash,
        question_id=row.question_id,
        kind=AnswerKind(row.kind),
        words=row.words,
        comes_out=row.comes_out,
        told=None if row.told is None else AnswerKind(row.told),
        told_words=row.told_words,
    )


def _as_values(each: Answer) -> dict[str, str | date | None]:
    return {
        "link_hash": each.link_hash,
        "question_id": each.question_id,
        "kind": each.kind.value,
        "words": each.words,
        "comes_out": each.comes_out,
        "told": None if each.told is None else each.told.value,
        "told_words": each.told_words,
    }
