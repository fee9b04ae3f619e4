"""Quoting notes in the story of a piece: whole, or some of their words, as tokens.

Only a note that the piece rests on can be quoted. A quote is a change of words like any other: it
makes the next wording, which is not checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from plugin.curate.sources import may_be_quoted
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import PieceWhole, Source, Wording
from plugin.domain.quotes import numbers_in, spans_of, token, with_tokens, without, words_at
from plugin.errors import BadInput, NotHere
from plugin.govern import gone_words
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import quotes as stored_quotes
from plugin.store.database import Tx
from plugin.store.services import Services

_NO_SOURCE = (
    "Only a note that the piece rests on can be quoted, and its writer has to want it here. "
    "Nothing was changed."
)
_NOT_IN_IT = (
    "These words do not stand in the note in this order. Nothing was changed. Copy them from the "
    "note, and write […] where you leave some out."
)

_NO_SUCH = (
    "This piece has no [quote {number}]. Nothing was stored, and your words are still here. Quote "
    "a note beside it first, or take [quote {number}] out of the story."
)


def require_known(whole: PieceWhole, story: str) -> str:
    """Return a story with tokens for its quotes; raise BadInput for one that is no quote.

    It could become one later, in words that were checked without it. A quote of a note that the
    piece rests on no more is none.
    """
    usable = whole.usable_quotes
    typed, known = with_tokens(story, usable), {each.number for each in usable}
    for number in numbers_in(typed):
        if number not in known:
            raise BadInput(_NO_SUCH.format(number=number))
    return typed


def let_go_of_gaps(tx: Tx, whole: PieceWhole, wording: Wording) -> None:
    """Let what a wording quotes, and nobody can read now, stay a gap: so it was agreed."""
    stand = numbers_in(wording.stored_story)
    gaps = [each.number for each in whole.quotes if each.number in stand and not each.words]
    stored_quotes.let_go_of_gaps(tx, whole.piece.id, gaps)


def put_back(whole: PieceWhole, older: Wording) -> Wording:
    """Return older words on what the piece rests on now, without their quotes of other notes."""
    others = {each.number for each in whole.quotes} - {e.number for e in whole.usable_quotes}
    story = without(older.stored_story, others)
    return whole.with_quotes(replace(older, narrative=story, typed=None, basis=whole.newest.basis))


def quote_as_typed(tx: Tx, community_id: str, first: Wording, sources: Sequence[Source]) -> None:
    """Store the quotes that somebody typed into a new piece: `[quote 2]` is its second note."""
    for number in numbers_in(first.stored_story):
        if not 1 <= number <= len(sources):
            raise BadInput(_NO_SUCH.format(number=number))
        note = stored_notes.note(tx, sources[number - 1].note_id)
        if note is None or not note.text:
            raise BadInput(_NO_SUCH.format(number=number))
        gone_words.require_none_refused(tx, community_id, [note.text])
        spans = ((0, len(note.text)),)
        stored_quotes.add_quote(tx, first.piece_id, number, note.id, note.version, spans)
    read = stored_pieces.piece(tx, first.piece_id) if numbers_in(first.stored_story) else None
    if read is not None:  # what it quotes is compared, too
        rests_on = [each.note_id for each in sources]
        gone_words.require_none(tx, community_id, read.newest, rests_on)


def quote_note(
    services: Services, actor: Actor, piece_id: str, note_id: str, wanted: str = ""
) -> int:
    """Put words of a note at the end of a story, all of them where none are named.

    Return the number of the quote: what stands in the story already is put there once. Raise
    BadInput for a note that the piece does not rest on, or words that do not stand in it.
    """
    with services.db.begin() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise NotHere(NOTHING_HERE)
        actor.require(Power.CURATE, whole.piece.partnership_id, whole.piece.community_id)
        number = _quote(tx, whole, note_id, wanted, services.today)
        newest = whole.newest
        if number in numbers_in(newest.stored_story):
            return number
        story = f"{newest.stored_story}\n\n{token(number)}".strip()
        wording = replace(
            newest,
            id=services.new_id(),
            number=newest.number + 1,
            narrative=story,
            typed=None,
            made_at=services.now,
            made_in="here",
            made_by=actor.stored_id,
            let_in_by=actor.let_in_by,
        )
        read = stored_pieces.piece(tx, piece_id) or whole  # with the quote that is new
        gone_words.require_none_new(tx, read, read.with_quotes(wording))
        stored_pieces.add_wording(tx, wording)
    return number


def _quote(tx: Tx, whole: PieceWhole, note_id: str, wanted: str, today: date) -> int:
    """Return the number of a quote of these words, stored now if it was not."""
    note = stored_notes.note(tx, note_id)
    if note is None or not note.text or not may_be_quoted(whole, note, today):
        raise BadInput(_NO_SOURCE)
    spans = spans_of(note.text, wanted)
    if spans is None:
        raise BadInput(_NOT_IN_IT)
    gone_words.require_none_refused(tx, whole.piece.community_id, words_at(note.text, spans))
    known = stored_quotes.spans_in(tx, whole.piece.id)
    quotes = {each.number: each for each in whole.quotes}
    for number, same in known.items():
        if same == (note.id, spans) and quotes[number].words:
            return number
    # As many as the notes: what was typed into the form of a new piece counts these.
    number = max((*known, len(whole.sources))) + 1
    stored_quotes.add_quote(tx, whole.piece.id, number, note.id, note.version, spans)
    return number
