"""Takes out of pieces what people do not want in them: their notes, or words of their answers.

Words travel when a piece is split or joined, so that both are taken out of every piece that has
them, in the transaction in which somebody says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.erasure_log import Went
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.pieces import Wording
from plugin.domain.questions import LEFT_OUT, Answer, AnswerKind
from plugin.store import exports as stored_exports
from plugin.store import gone_words as stored_gone_words
from plugin.store import notes as stored_notes
from plugin.store import piece_readings, reviews
from plugin.store import questions as stored_questions
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.desk_texts import curators_texts
from plugin.store.erasure_log import note_gone
from plugin.store.gone_words import neighbours, select_neighbours
from plugin.store.let_go import GoingWords, by_day, words_go
from plugin.store.piece_evidence import drop_pictures_without_words
from plugin.store.piece_steps import pieces_with_its_words
from plugin.store.repeating import empty_repeating
from plugin.store.reviews import left_out, left_out_elsewhere
from plugin.store.side_tables import to_the_day

_SOURCE = t.source.c
_ELSEWHERE = "left out elsewhere"  # under it words stand of which nobody says whose they are
_NAME = 40  # letters of a link's hash, under which words of its answer stand among those of notes


def leave_out(tx: Tx, piece_id: str, note_id: str, at: datetime) -> None:
    """Take a note out of a piece for its writer, and of all that were split or joined with it.

    They are looked at again, and quote it no more. So is every other piece of the partnership that
    tells what the note says, and does not rest on it.
    """
    texts, those = _said(tx, note_id), pieces_with_its_words(tx, piece_id)
    for each in sorted(those):
        stands = stored_gone_words.remember_in(tx, each, note_id, texts)
        of_it = (_SOURCE.piece_id == each) & (_SOURCE.note_id == note_id)
        rests = tx.execute(sa.select(_SOURCE.note_id).where(of_it)).first() is not None
        if stands or rests:
            reviews.open_review(tx, each, note_id, at)
        if rests:
            gone = sa.update(t.source).where(of_it)
            tx.execute(gone.values(gone_because=LEFT_OUT, voice=None))
            day = to_the_day(at).isoformat()
            note_gone(tx, Went.LEFT_OUT, note_id, piece=each, on=day)
    community_id = _group_of(tx, piece_id)
    groups = neighbours(tx, community_id)
    signed = piece_readings.signed_before(tx, groups, by_day(tx, {note_id: texts}))
    for each, own in sorted(piece_readings.repeating(tx, groups, {note_id: texts}, signed)):
        if each in those:
            reviews.open_review(tx, each, own, at, of_reading=True)
    _empty_beside(tx, those, phrases_of(texts), signed)
    take_out_of_others(tx, community_id, note_id, at, those)
    stored_exports.drop_contents_beside(tx, piece_id)


def take_out_of_others(
    tx: Tx, community_id: str, note_id: str, at: datetime, but_for: Collection[str] = ()
) -> None:
    """Have each piece of a partnership looked at again that tells a note left out of another one.

    In its words, or in a reading, which goes: it is known by the words alone. One that rests on the
    note waits for its writer's yes.
    """
    texts = _said(tx, note_id)
    groups, gone = neighbours(tx, community_id), {note_id: texts}
    signed = piece_readings.signed_before(tx, groups, by_day(tx, {note_id: texts}))
    under = (_SOURCE.note_id == note_id) & _SOURCE.gone_because.is_(None) & _SOURCE.until.is_(None)
    rest = {*but_for, *tx.execute(sa.select(_SOURCE.piece_id).where(under)).scalars()}
    beside = {each for each, _ in piece_readings.repeating(tx, groups, gone, signed)}
    others = {*stored_gone_words.pieces_telling(tx, community_id, texts), *beside} - rest
    for each in sorted(others):
        stored_gone_words.remember_in(tx, each, note_id, texts)
        reviews.open_review(tx, each, note_id, at, of_reading=each in beside)
    _empty_beside(tx, others, phrases_of(texts), signed)


def agree_again(tx: Tx, piece_id: str, note_ids: Collection[str], *, is_yes: bool) -> None:
    """Store that the writer of notes says yes to a piece, of those left out of another one.

    Of no other note it is stored, so that nothing tells who answered what.
    """
    of_it = (_SOURCE.piece_id == piece_id) & _SOURCE.note_id.in_(list(note_ids))
    left = left_out(sa.select(_SOURCE.note_id).where(of_it).correlate(None))
    is_unwanted = left_out_elsewhere(_SOURCE, left).is_not(None)
    unwanted = list(tx.execute(sa.select(_SOURCE.note_id).where(of_it, is_unwanted)).scalars())
    own = of_it & _SOURCE.note_id.in_(unwanted)
    tx.execute(sa.update(t.source).where(own).values(agreed_again=is_yes))


def left_out_of(tx: Tx, piece_ids: Collection[str]) -> frozenset[str]:
    """Return the notes that their writers did not want in one of these pieces."""
    own = _SOURCE.piece_id.in_(list(piece_ids)) & (_SOURCE.gone_because == LEFT_OUT)
    return frozenset(tx.execute(sa.select(_SOURCE.note_id).where(own)).scalars())


def leave_words_out(tx: Tx, piece_id: str, answer: Answer, at: datetime) -> None:
    """Take words of an answer that came out before its writer said: please don't share it.

    Whoever curates sees the answer as it was until the next ones come out, so that nobody can watch
    when it is changed. Call it before another answer is stored: a restore takes the words out
    first, and empties them then. What repeats its words goes, or is looked at again, and nothing
    new does.
    """
    if answer.texts:
        _take_out(tx, piece_id, answer, at)
        note_gone(tx, Went.WORDS_TAKEN_OUT, answer.question_id, hash=answer.link_hash)


def left_out_elsewhere_texts(
    tx: Tx, community_id: str, piece_id: str, resting_on: Collection[str] = ()
) -> tuple[str, ...]:
    """Return texts of notes, and words of answers, that were left out of another piece.

    That may be a piece of any group of its partnership: people work in several of them, and
    sponsors read them all. Notes on which this piece rests, or will rest, wait for their writers'
    yes to it.
    """
    own = sa.select(_SOURCE.note_id).where(
        _SOURCE.piece_id == piece_id, _SOURCE.gone_because.is_(None), _SOURCE.until.is_(None)
    )
    under = list(resting_on)

    def is_beside(note_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        return note_id.not_in(own) & note_id.not_in(under)

    others = _beside(community_id, piece_id)
    said = _unshared_answers(tx, sa.select(t.piece.c.id).where(others))
    return (*_texts_left_out(tx, community_id, piece_id, is_beside), *said.values())


def texts_of_left_out(
    tx: Tx, community_id: str, piece_id: str, note_ids: Collection[str]
) -> tuple[str, ...]:
    """Return texts of those of these notes that were left out of another piece."""
    those = list(note_ids)
    return _texts_left_out(tx, community_id, piece_id, lambda note_id: note_id.in_(those))


def _beside(community_id: str, piece_id: str) -> sa.ColumnElement[bool]:
    """Say which pieces of a group’s partnership are not this one."""
    here = t.piece.c.community_id.in_(select_neighbours(community_id))
    return here & (t.piece.c.id != piece_id)


def _texts_left_out(
    tx: Tx,
    community_id: str,
    piece_id: str,
    which: Callable[[sa.ColumnElement[Any]], sa.ColumnElement[bool]],
) -> tuple[str, ...]:
    here = _beside(community_id, piece_id)
    place = t.source.join(t.piece, t.piece.c.id == _SOURCE.piece_id)
    of_others = (
        sa.select(_SOURCE.note_id)
        .select_from(place)
        .where(here, _SOURCE.gone_because == LEFT_OUT, which(_SOURCE.note_id))
    )
    # Out of a piece that a restore lost.
    lost = t.lost_refusal.c
    there = lost.community_id.in_(select_neighbours(community_id)) & lost.note_id.is_not(None)
    of_lost = sa.select(lost.note_id).where(there, which(lost.note_id))
    left = sa.union(of_others, of_lost)
    now = sa.select(t.note.c.text).where(t.note.c.id.in_(left))
    before = sa.select(t.note_version.c.text).where(t.note_version.c.note_id.in_(left))
    return tuple(text for text in tx.execute(sa.union(now, before)).scalars() if text)


def left_out_texts(tx: Tx, piece_id: str) -> dict[str, tuple[str, ...]]:
    """Return what no wording of a piece tells: texts of notes that were left out of it, by note.

    Or of one that has its words. Nobody writes by hand what its writer did not want there, nor what
    they said when they were asked.
    """
    those = pieces_with_its_words(tx, piece_id)
    texts = {note_id: _said(tx, note_id) for note_id in sorted(left_out_of(tx, those))}
    said = _unshared_answers(tx, sa.select(t.piece.c.id).where(t.piece.c.id.in_(list(those))))
    return texts | {own: (words,) for own, words in said.items()}


def _unshared_answers(tx: Tx, piece_ids: sa.Select[tuple[str]]) -> dict[str, str]:
    """Return words of answers that came out, and whose writers then said: please don't share it.

    They stand under a name that no note has.
    """
    said, asked = t.answer.c, t.question.c
    wanted = (
        sa.select(said.link_hash, said.told_words)
        .join(t.question, asked.id == said.question_id)
        .where(asked.piece_id.in_(piece_ids), said.kind == AnswerKind.NOT_SHARED.value)
        .where(said.told_words != "")
    )
    return {row.link_hash[:_NAME]: row.told_words for row in tx.execute(wanted)}


def compare_left_out(tx: Tx, wording: Wording) -> None:
    """Store where a new wording tells what was left out of its piece; it can be found already.

    Here nobody writes what was left out of another piece. In Notion they can, so that it is stored
    too where that is new.
    """
    folded = fold("\n".join(wording.kept))
    for note_id, texts in left_out_texts(tx, wording.piece_id).items():
        stored_gone_words.mark(tx, wording.id, note_id, texts, folded)
    if wording.made_in == "notion":
        _compare_elsewhere(tx, wording, folded)


def _compare_elsewhere(tx: Tx, wording: Wording, folded: str) -> None:
    community_id = _group_of(tx, wording.piece_id)
    texts = left_out_elsewhere_texts(tx, community_id, wording.piece_id)
    if not texts:
        return
    kept = t.search_text.c
    earlier = (t.wording.c.piece_id == wording.piece_id) & (t.wording.c.number < wording.number)
    known = sa.select(kept.words).where(kept.owner_id.in_(sa.select(t.wording.c.id).where(earlier)))
    before = "\n".join(tx.execute(known).scalars())
    if phrases_of(texts).without(before).stand_in(folded):
        stored_gone_words.mark(tx, wording.id, _ELSEWHERE, texts, folded)


def leave_out_what_was_left_out(tx: Tx, piece_id: str, at: datetime) -> None:
    """Take out of pieces that were joined what its writer left out of one of them."""
    those = pieces_with_its_words(tx, piece_id)
    here = _SOURCE.piece_id.in_(list(those)) & _SOURCE.gone_because.is_(None)
    stays = tx.execute(sa.select(_SOURCE.note_id).where(here)).scalars().all()
    for note_id in sorted(left_out_of(tx, those) & set(stays)):
        leave_out(tx, piece_id, note_id, at)


def take_words_out(
    tx: Tx, piece_id: str, answer: Answer, at: datetime, *, stand_in_it: bool = True
) -> None:
    """Take words of an answer out of every piece in which they stand, for whoever gave it.

    Those too that came out before they were changed.

    Those are looked at again, under a name that no note has: which note is theirs is told to
    nobody.
    """
    if stand_in_it:  # fewer than five words are looked for nowhere else
        reviews.open_review(tx, piece_id, answer.link_hash[:_NAME], at)
    _take_out(tx, piece_id, answer, at)
    same = t.answer.c.link_hash == answer.link_hash
    tx.execute(sa.update(t.answer).where(same).values(words="", told_words=""))
    note_gone(tx, Went.WORDS_TAKEN_OUT, answer.question_id, hash=answer.link_hash)


def _take_out(tx: Tx, piece_id: str, answer: Answer, at: datetime) -> None:
    """Let its words go; they stay in the answer itself, until its caller empties it."""
    own, words = answer.link_hash[:_NAME], answer.texts
    asked = sa.select(t.question.c.asked_at).where(t.question.c.id == answer.question_id)
    since = tx.execute(asked).scalar()
    day = to_the_day(since).date() if since else None
    going = GoingWords(
        _group_of(tx, piece_id), {own: words}, {day: words}, but_for=answer.link_hash
    )
    words_go(tx, going, at)


def _group_of(tx: Tx, piece_id: str) -> str:
    community = sa.select(t.piece.c.community_id).where(t.piece.c.id == piece_id)
    return str(tx.execute(community).scalar_one())


def _said(tx: Tx, note_id: str) -> tuple[str, ...]:
    """Return all that a note said, in whatever words."""
    note = stored_notes.note(tx, note_id)
    said = [note.text] if note else []
    said += [each.text for each in stored_notes.versions(tx, note_id)]
    return tuple(text for text in said if text)


def _empty_beside(
    tx: Tx, piece_ids: Collection[str], phrases: Phrases, signed: Collection[str]
) -> None:
    """Empty what stands beside the words of pieces where it tells these: readings, reasons.

    Readings that somebody `signed` before stay.
    """
    own = t.piece.c.id.in_(list(piece_ids))
    for place in curators_texts(sa.select(t.piece.c.community_id).where(own), signed):
        columns = place.column.table.c
        if "piece_id" in columns:
            here = place.here & columns.piece_id.in_(list(piece_ids))
            empty_repeating(tx, place.column, place.key, here, phrases, [])  # their note knows them
    drop_pictures_without_words(tx)
    stored_questions.drop_closing_words(tx, own, phrases)
