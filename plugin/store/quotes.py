"""Quotes of pieces: stored as places in a note, read as the words that may be shown now.

Nothing of a quote is shown once its note is gone, held, changed, off the desk or taken off the
piece, or its writer said no.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.labels import Label
from plugin.domain.notes import ON_DESK
from plugin.domain.quotes import Quote, Span, joined, words_at
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.store import exports as stored_exports
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone

_OWN = t.quote.c
_IS_THERE = (
    (t.note.c.version == _OWN.version)
    & (t.note.c.label == Label.M.value)
    & t.note.c.state.in_([each.value for each in ON_DESK])
    & t.note.c.is_waiting.is_(sa.false())
    & t.note.c.text.is_not(None)
    & t.source.c.gone_because.is_(None)
    & t.source.c.note_id.is_not(None)
)


def select_quotes(pieces: sa.Select[Any]) -> sa.Select[Any]:
    """Select the quotes of some pieces, with the words of their notes where they may be shown."""
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


def quotes_of(
    rows: Iterable[Any], yes: Iterable[Any], known: KnownIdentifiers
) -> tuple[Quote, ...]:
    """Return the quotes of one piece by their numbers, disguised as its partnership decided."""
    yeses: defaultdict[int, list[str]] = defaultdict(list)
    for row in yes:
        yeses[row.number].append(row.question_id)
    return tuple(
        Quote(
            piece_id=row.piece_id,
            number=row.number,
            note_id=row.note_id,
            stands_for=joined(map(known.disguised, words_at(row.text or "", row.spans))),
            is_refused=row.is_refused,
            yes_in=tuple(sorted(yeses[row.number])),
        )
        for row in sorted(rows, key=lambda each: int(each.number))
    )


def add_quote(
    tx: Tx, piece_id: str, number: int, note_id: str, version: int, spans: Sequence[Span]
) -> None:
    """Store a quote of a piece."""
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
    """Let another piece have quotes of a piece, under other numbers; a no to one stays with it."""
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
    return {row.number: (row.note_id, tuple((a, b) for a, b in row.spans)) for row in rows}


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
    """Store that its writer does not want to be quoted with these words, or does after all."""
    own = (_OWN.piece_id == piece_id) & (_OWN.number == number)
    if is_refused:
        note_gone(tx, Went.QUOTE_REFUSED, piece_id, number=number)
        stored_exports.drop_contents_beside(tx, piece_id)
    tx.execute(sa.update(t.quote).where(own).values(is_refused=is_refused))


def let_go_of_note(tx: Tx, note_id: str) -> None:
    """Let the quotes of a note stand for nothing: its words are others now, or gone."""
    tx.execute(sa.update(t.quote).where(_OWN.note_id == note_id).values(spans=[]))
