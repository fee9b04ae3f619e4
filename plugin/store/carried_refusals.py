"""Lets a no to being quoted outlive its note: copies of the refused words are refused themselves.

The same words in another note are refused as long as the note is here to compare with
(`held_words`). Before its words go, in whatever way, the no is stored for each note of the
partnership that repeats them, by places in that note, so that no words need to be kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.erasure_log import Went
from plugin.domain.overlap import phrases_of, places_in
from plugin.domain.quotes import Refusal, Span
from plugin.store import quotes as stored_quotes
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_all
from plugin.store.held_words import refused_words_of

_Key = tuple[str, str, int]  # a refusal: the note, the piece, and the number of the quote there


def carry_over(tx: Tx, note_ids: Collection[str]) -> None:
    """Refuse words of a no in every other note that repeats them, before these notes go."""
    found: dict[_Key, Refusal] = {}
    refused = refused_words_of(tx, note_ids)
    if not refused:
        return
    notes = _notes(tx, {each.partnership_id for each, _ in refused})
    for said, words in refused:
        phrases = phrases_of(words)
        for note in notes:
            same = note.partnership_id == said.partnership_id and note.id != said.note_id
            if same and phrases.stand_in(fold(note.text)):
                key = (note.id, said.piece_id, said.number)
                changes = note.id in note_ids or note.is_quiet
                carried = _in_note(note, said, () if changes else _places(note.text, words))
                found[key] = carried.with_places_of(found.get(key))
    for before in stored_quotes.refusals_to(tx, {each.piece_id for each in found.values()}):
        key = (before.note_id, before.piece_id, before.number)
        if key in found:
            found[key] = found[key].with_places_of(before)
    _store(tx, tuple(found.values()))


def _notes(tx: Tx, partnership_ids: Collection[str]) -> Sequence[Any]:
    """Return every note of partnerships that has words, and those their writers alone see."""
    session = t.session.c
    rows: list[Any] = []
    for table in (t.note, t.quiet_note):
        quiet = table is t.quiet_note
        version = sa.literal(0) if quiet else t.note.c.version
        wanted = sa.select(
            session.partnership_id,
            table.c.id,
            version.label("version"),
            table.c.text,
            sa.literal(quiet).label("is_quiet"),
        ).join(t.session, session.id == table.c.session_id)
        here = session.partnership_id.in_(list(partnership_ids)) & table.c.text.is_not(None)
        rows += tx.execute(wanted.where(here)).all()
    return rows


def _places(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Return where words stand in a note; none where places as compared are others as stored."""
    if unicodedata.normalize("NFKC", text) != text:
        return ()
    return tuple(sorted({place for each in words for place in places_in(each, text)}))


def _in_note(note: Any, said: Refusal, places: tuple[Span, ...]) -> Refusal:
    """Return the no to these words of another note; without places it is one to all of them."""
    return Refusal(
        note_id=note.id,
        piece_id=said.piece_id,
        partnership_id=said.partnership_id,
        number=said.number,
        version=note.version if places else stored_quotes.ANY_VERSION,
        spans=places,
    )


def _store(tx: Tx, refusals: Sequence[Refusal]) -> None:
    stored_quotes.add_refusals(tx, refusals)
    note_all(tx, _told(refusals))


def _told(refusals: Sequence[Refusal]) -> Iterator[tuple[Went, str, dict[str, Any]]]:
    for each in refusals:
        yield Went.QUOTE_REFUSED, each.piece_id, stored_quotes.told_to_log(each)
