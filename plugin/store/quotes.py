"""Quotes of pieces: stored as places in a note, read as the words that may be shown now.

Nothing of a quote is shown once its note is gone, held, changed, off the desk or taken off the
piece, or its writer said no to some of these words: in this piece or in any other.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from plugin.domain.agreements import DAYS_TO_OBJECT
from plugin.domain.erasure_log import Went
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.quotes import Quote, Refusal, Span, joined, words_at
from plugin.errors import BadInput
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.store import exports as stored_exports
from plugin.store import tables as t
from plugin.store.closed_words import follow_words, was_looked_at
from plugin.store.database import Tx, today_of
from plugin.store.erasure_log import note_gone
from plugin.store.held_words import look_again, refused_words_of
from plugin.store.readable_notes import may_be_read_on

NEVER: Mapping[int, datetime] = {}
_OWN = t.quote.c
_NO = t.quote_refusal.c
_REFUSED = (
    "Whoever wrote this note said no to being quoted with these words, and that holds in every "
    "piece. Nothing was changed. Say it without their words."
)
ANY_VERSION = -1  # no note has it, so that a no to it is one to every version
_IS_THERE = (
    (t.note.c.version == _OWN.version)
    & (t.note.c.label == Label.M.value)
    & t.note.c.is_waiting.is_(sa.false())
    & may_be_read_on(sa.bindparam("today", type_=sa.Date))
    & t.source.c.gone_because.is_(None)
    & t.source.c.note_id.is_not(None)
)


def select_quotes(pieces: sa.Select[Any]) -> sa.Select[Any]:
    """Select the quotes of some pieces, with the words of their notes where they may be shown.

    It has a parameter for the day: `today`.
    """
    of_source = (t.source.c.piece_id == _OWN.piece_id) & (t.source.c.note_id == _OWN.note_id)
    place = t.quote.join(t.note, t.note.c.id == _OWN.note_id, isouter=True).join(
        t.source, of_source, isouter=True
    )
    text = sa.case((_IS_THERE, t.note.c.text)).label("text")
    return sa.select(t.quote, text).select_from(place).where(_OWN.piece_id.in_(pieces))


def select_answers(pieces: sa.Select[Any]) -> sa.Select[Any]:
    """Select to which quotes of some pieces their writers said yes, and in which question."""
    said = t.quote_answer
    place = said.join(t.question, t.question.c.id == said.c.question_id)
    wanted = sa.select(t.question.c.piece_id, said.c.question_id, said.c.number)
    return wanted.select_from(place).where(
        t.question.c.piece_id.in_(pieces), said.c.may_be_used.is_(sa.true())
    )


def select_refusals(pieces: sa.Select[Any]) -> sa.Select[Any]:
    """Select to which words of the notes that some pieces quote their writers said no, anywhere."""
    quoted = sa.select(_OWN.note_id).where(_OWN.piece_id.in_(pieces))
    return sa.select(t.quote_refusal).where(_NO.note_id.in_(quoted))


def refusals_of(rows: Iterable[Any]) -> defaultdict[str, list[Refusal]]:
    """Return rows of `select_refusals` as values, by note."""
    found: defaultdict[str, list[Refusal]] = defaultdict(list)
    for row in rows:
        found[row.note_id].append(_refusal(row))
    return found


def quotes_of(
    rows: Iterable[Any],
    yes: Iterable[Any],
    known: KnownIdentifiers,
    refused: Mapping[str, Collection[Refusal]],
    read_at: Mapping[int, datetime] = NEVER,
) -> tuple[Quote, ...]:
    """Return the quotes of one piece by their numbers, disguised as its partnership decided.

    `read_at` says since when people were asked about each, if they were.
    """
    yeses: defaultdict[int, list[str]] = defaultdict(list)
    for row in yes:
        yeses[row.number].append(row.question_id)
    return tuple(
        Quote(
            piece_id=row.piece_id,
            number=row.number,
            note_id=row.note_id,
            stands_for=joined(
                known.disguised(each, read_at.get(row.number))
                for each in words_at(row.text or "", row.spans)
            ),
            is_refused=any(
                each.covers(row.version, row.spans) for each in refused.get(row.note_id, ())
            ),
            yes_in=tuple(sorted(yeses[row.number])),
        )
        for row in sorted(rows, key=lambda each: int(each.number))
    )


def add_quote(
    tx: Tx, piece_id: str, number: int, note_id: str, version: int, spans: Sequence[Span]
) -> None:
    """Store a quote of a piece; raise BadInput for words that their writer does not want quoted."""
    wanted = sa.select(t.quote_refusal).where(_NO.note_id == note_id)
    if any(_refusal(row).covers(version, spans) for row in tx.execute(wanted)):
        raise BadInput(_REFUSED)
    tx.execute(
        sa.insert(t.quote).values(
            piece_id=piece_id,
            number=number,
            note_id=note_id,
            version=version,
            spans=[list(each) for each in spans],
        )
    )


def copy(tx: Tx, piece_id: str, to_piece_id: str, numbers: Mapping[int, int]) -> None:
    """Let another piece have quotes of a piece, under other numbers; a no is one in every piece."""
    own = (_OWN.piece_id == piece_id) & _OWN.number.in_(list(numbers))
    rows = [
        {**row._mapping, "piece_id": to_piece_id, "number": numbers[row.number]}
        for row in tx.execute(sa.select(t.quote).where(own))
    ]
    if rows:
        tx.execute(sa.insert(t.quote), rows)


def spans_in(tx: Tx, piece_id: str) -> dict[int, tuple[str, tuple[Span, ...]]]:
    """Return which words of which note each quote of a piece stands for, by its number."""
    rows = tx.execute(sa.select(t.quote).where(_OWN.piece_id == piece_id)).all()
    return {row.number: (row.note_id, _spans(row.spans)) for row in rows}


def link_hash(token: str, question_id: str, number: int) -> str:
    """Return by what an answer to a quote knows its link; no two answers share it."""
    return hashlib.sha256(f"{token}:quote:{question_id}:{number}".encode()).hexdigest()


def said_of(tx: Tx, token: str, question_id: str, numbers: Iterable[int]) -> dict[int, bool]:
    """Return what the holder of a link said of quotes: may these words be used."""
    own = {link_hash(token, question_id, number): number for number in numbers}
    said = t.quote_answer.c
    wanted = sa.select(said.link_hash, said.may_be_used).where(said.link_hash.in_(list(own)))
    return {own[row.link_hash]: row.may_be_used for row in tx.execute(wanted)}


def say(tx: Tx, token: str, question_id: str, number: int, *, may_be_used: bool) -> None:
    """Store what the holder of a link says of a quote, among all answers in random order."""
    of = t.quote_answer.c.question_id == question_id
    own = link_hash(token, question_id, number)
    rows = [row._asdict() for row in tx.execute(sa.select(t.quote_answer).where(of))]
    rows = [each for each in rows if each["link_hash"] != own]
    rows.append(
        {
            "link_hash": own,
            "question_id": question_id,
            "number": number,
            "may_be_used": may_be_used,
        }
    )
    random.SystemRandom().shuffle(rows)
    tx.execute(sa.delete(t.quote_answer).where(of))
    tx.execute(sa.insert(t.quote_answer), rows)


def refuse(tx: Tx, piece_id: str, number: int, *, is_refused: bool = True) -> None:
    """Store that its writer does not want to be quoted with these words, or does after all.

    A no holds in every piece, and from then on: whatever quotes some of these words is empty. A
    yes ends the no that was said to this quote, and none that was said to another.
    """
    own = (_OWN.piece_id == piece_id) & (_OWN.number == number)
    quoted = sa.select(t.quote, t.piece.c.partnership_id).join(t.piece)
    said = _refusal(tx.execute(quoted.where(own)).one())
    if is_refused:
        note_gone(tx, Went.QUOTE_REFUSED, piece_id, **told_to_log(said))
        stored_exports.drop_contents_beside(tx, piece_id)
        add_refusals(tx, [said])
    else:  # in notes too that repeat it (`carried_refusals`)
        look_again(tx)
        same = (_NO.piece_id == piece_id) & (_NO.number == number)
        again = _refused(tx, tx.execute(sa.select(_NO.note_id).where(same)).scalars().all())
        tx.execute(sa.delete(t.quote_refusal).where(same))
        follow_words(tx, {said.partnership_id}, again, are_closed=False)


def refuse_again(tx: Tx, piece_id: str, number: int, detail: Mapping[str, Any]) -> None:
    """Store a no of which a log tells, whether the piece and its quote are here or not.

    An entry of an older version names the quote alone.
    """
    if "note" in detail:
        said = Refusal(
            note_id=detail["note"],
            piece_id=piece_id,
            partnership_id=detail["partnership"],
            number=number,
            version=detail["version"],
            spans=_spans(detail["spans"]),
        )
        add_refusals(tx, [said])
    elif number in spans_in(tx, piece_id):
        refuse(tx, piece_id, number)


def told_to_log(said: Refusal) -> dict[str, Any]:
    """Return what the log tells of a no besides its piece, so that `refuse_again` can store it."""
    return {
        "number": said.number,
        "note": said.note_id,
        "partnership": said.partnership_id,
        "version": said.version,
        "spans": [list(each) for each in said.spans],
    }


def refusals_to(tx: Tx, piece_ids: Collection[str]) -> tuple[Refusal, ...]:
    """Return every no to a quote of some pieces, those to notes that repeat its words too."""
    wanted = sa.select(t.quote_refusal).where(_NO.piece_id.in_(list(piece_ids)))
    return tuple(_refusal(row) for row in tx.execute(wanted))


def add_refusals(tx: Tx, refusals: Iterable[Refusal]) -> None:
    """Store with which words of notes their writers do not want to be quoted; each once."""
    said = tuple(refusals)
    rows = [
        {
            "note_id": each.note_id,
            "piece_id": each.piece_id,
            "partnership_id": each.partnership_id,
            "number": each.number,
            "version": each.version,
            "spans": [list(span) for span in each.spans],
        }
        for each in said
    ]
    if not rows:
        return
    look_again(tx)
    tx.execute(_SAME, [{f"its_{key}": row[key] for key in _KEY} for row in rows])
    tx.execute(sa.insert(t.quote_refusal), rows)
    those = {each.note_id for each in said}
    _hide_where_asked(tx, those, said)
    whose = {each.partnership_id for each in said}
    follow_words(tx, whose, _refused(tx, those), are_closed=True)


def _refused(tx: Tx, note_ids: Collection[str]) -> tuple[str, ...]:
    return tuple(text for _, texts in refused_words_of(tx, note_ids) for text in texts)


_KEY = ("note_id", "piece_id", "number")
_SAME = sa.delete(t.quote_refusal).where(*(_NO[key] == sa.bindparam(f"its_{key}") for key in _KEY))


def _refusal(row: Any) -> Refusal:
    return Refusal(
        note_id=row.note_id,
        piece_id=row.piece_id,
        partnership_id=row.partnership_id,
        number=row.number,
        version=row.version,
        spans=_spans(row.spans),
    )


def _spans(stored: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in stored)


def let_go_of_note(tx: Tx, note_id: str) -> None:
    """Let the quotes of a note stand for nothing: its words are others now, or gone."""
    tx.execute(sa.update(t.quote).where(_OWN.note_id == note_id).values(spans=[]))


def let_go_of_gaps(tx: Tx, piece_id: str, numbers: Collection[int]) -> None:
    """Let quotes of a piece stand for nothing for good: its group was read the gap."""
    own = (_OWN.piece_id == piece_id) & _OWN.number.in_(list(numbers))
    if numbers:
        tx.execute(sa.update(t.quote).where(own).values(spans=[]))


def hide_unreadable(tx: Tx, notes: Iterable[Note]) -> None:
    """Let quotes of notes that may not be quoted today stay gaps where a group is asked now."""
    hidden = [each.id for each in notes if not each.may_be_quoted(today_of(tx))]
    if hidden:
        _hide_where_asked(tx, hidden)


def _hide_where_asked(
    tx: Tx, note_ids: Collection[str], refused: Collection[Refusal] | None = None
) -> None:
    """Let quotes that nobody may read now stand for nothing where a group is asked.

    Either the notes may not be read, or their writers said no to `refused` words of them. Who may
    object to what was read back reads a gap meanwhile, and their silence is about that: no words
    come back into it, whatever becomes of the note or of the no.
    """
    read, today = t.read_back.c, today_of(tx)
    since = today - timedelta(days=DAYS_TO_OBJECT)
    days = (read.day, read.recorded_on, read.closed_on)
    stands = sa.literal("[quote ") + sa.cast(_OWN.number, sa.String) + sa.literal("]")
    wanted = (
        sa.select(t.quote)
        .join(t.wording, t.wording.c.piece_id == _OWN.piece_id)
        .join(t.read_back, read.wording_id == t.wording.c.id)
        .where(_OWN.note_id.in_(list(note_ids)), t.wording.c.narrative.contains(stands))
        .where(sa.or_(*(each >= since for each in days), was_looked_at(_OWN.piece_id, since)))
    )
    for row in tx.execute(wanted).all():
        own = [each for each in refused or () if each.note_id == row.note_id]
        if refused is None or any(each.covers(row.version, _spans(row.spans)) for each in own):
            let_go_of_gaps(tx, row.piece_id, [row.number])


def mean_all_of_note(tx: Tx, note_id: str) -> None:
    """Let a no mean all words of a note: where its words stood, other words stand now."""
    no_version = {_NO.version: ANY_VERSION, _NO.spans: []}
    tx.execute(sa.update(t.quote_refusal).where(_NO.note_id == note_id).values(no_version))
