"""What became of pieces that somebody was asked about, once their question has closed.

Whoever curates says once to all who were asked what was changed, what was not, and why. Somebody
whose answer was kept in the text can still take those words out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugin.converse.own_page import holder
from plugin.domain.blankness import fold, is_blank
from plugin.domain.hidden_texts import hide
from plugin.domain.notes import Note
from plugin.domain.outcomes import LONGEST_CLOSING, outcome_of
from plugin.domain.overlap import phrases_of
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import PieceWhole, words_read
from plugin.domain.questions import Answer, PieceQuestion
from plugin.domain.taking_part import as_written
from plugin.errors import BadInput, NotHere
from plugin.govern import gone_words
from plugin.govern.told_words import words_elsewhere
from plugin.languages import lazy_gettext
from plugin.store import pieces as stored_pieces
from plugin.store import questions as stored_questions
from plugin.store import taking_out as stored_taking_out
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.quotable import require_quotable
from plugin.store.services import Services

_NOT_KEPT = lazy_gettext("No words of yours stand in this text any more. Nothing was changed.")
_NOT_CLOSED = "The people are still asked, or nobody was. Nothing was sent. Wait for the last day."
_SAID = "They were told already, and are told once. Nothing was sent."
_EMPTY = "There are no words in it yet. Nothing was sent."


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOutcome:
    """One piece of which somebody was asked, as their own page shows it after the last day."""

    question_id: str
    whole: PieceWhole
    title: str  # as anybody may read it
    says: str
    closing: str  # what whoever curates says to all who were asked; empty: nothing yet
    kept_answer: str | None  # the question to which their answer stands in the text


def outcomes(services: Services, session_id: str, token: str) -> tuple[AskedOutcome, ...]:
    """Return what became of pieces that the holder of a link was asked about, the last first."""
    with services.db.read() as tx:
        _, notes = holder(tx, session_id, token)
        closed = stored_questions.closed_in_session(tx, session_id, services.now)
        return tuple(
            AskedOutcome(
                question_id=asked.id,
                whole=whole,
                title=hide(whole.newest.title, held_beside(tx, whole.piece.community_id)),
                says=outcome_of(whole, asked, services.now),
                closing=hide(
                    stored_questions.closing_words(tx, asked.id),
                    held_beside(tx, whole.piece.community_id),
                ),
                kept_answer=next(_kept_answers(services, tx, token, whole), None),
            )
            for whole, asked in _asked(tx, closed, notes)
        )


def take_words_out(services: Services, session_id: str, token: str, question_id: str) -> None:
    """Take what one would say instead out of the text that keeps it; raise NotHere, BadInput.

    Nobody outside the group reads the words any more, and the learning partner changes them. The
    piece does not learn which of its notes is that person's.
    """
    with services.db.begin() as tx:
        _, notes = holder(tx, session_id, token)
        piece_id = stored_questions.piece_of(tx, question_id)
        whole = None if piece_id is None else stored_pieces.piece(tx, piece_id)
        asked = next((e for e in whole.questions if e.id == question_id), None) if whole else None
        if whole is None or asked is None or not {each.id for each in notes} & set(asked.note_ids):
            raise NotHere(NOTHING_HERE)
        answer = _own_answer(tx, token, question_id)
        told = _told_by(services, tx, whole)
        if answer is None or not _is_kept(services, tx, whole, told, answer):
            raise BadInput(_NOT_KEPT)
        stored_taking_out.take_words_out(
            tx, whole.piece.id, answer, services.now, stand_in_it=_stand_in(told, answer)
        )


def tell_who_was_asked(services: Services, actor: Actor, piece_id: str, words: str) -> None:
    """Say once, to all who were asked last, what was changed, what was not, and why.

    Raise BadInput while they are asked, a second time, or for words that cannot be told.
    """
    said = as_written(words)
    if is_blank(said):
        raise BadInput(_EMPTY)
    if len(said) > LONGEST_CLOSING:
        raise BadInput(
            f"There is room for {LONGEST_CLOSING:,} characters; yours are {len(said):,}. Nothing "
            "was sent. Shorten it."
        )
    with services.db.begin() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise NotHere(NOTHING_HERE)
        actor.require(Power.CURATE, whole.piece.partnership_id, whole.piece.community_id)
        asked = whole.questions[-1] if whole.questions else None
        if asked is None or services.now < asked.closes_at:
            raise BadInput(_NOT_CLOSED)
        if stored_questions.closing_words(tx, asked.id):
            raise BadInput(_SAID)
        require_quotable(tx, whole.piece.community_id, [said])
        gone_words.require_none_left_out(tx, whole, [said])
        stored_questions.set_closing_words(tx, asked.id, said)


def may_tell(services: Services, actor: Actor, whole: PieceWhole) -> bool:
    """Say whether those who were asked last wait to be told what became of it."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    if not whole.questions or not actor.may(Power.CURATE, *here):
        return False
    asked = whole.questions[-1]
    if services.now < asked.closes_at:
        return False
    with services.db.read() as tx:
        return not stored_questions.closing_words(tx, asked.id)


def _asked(
    tx: Tx, closed: Iterable[tuple[str, str]], notes: Iterable[Note]
) -> list[tuple[PieceWhole, PieceQuestion]]:
    """Return the last closed question of each piece that rests, or rested, on these notes."""
    own = {each.id for each in notes if not each.is_changed_by_another}
    found: dict[str, tuple[PieceWhole, PieceQuestion]] = {}
    for question_id, piece_id in closed:
        if piece_id in found:
            continue
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            continue
        asked = next(each for each in whole.questions if each.id == question_id)
        if own & set(asked.note_ids):
            found[piece_id] = (whole, asked)
    return list(found.values())


def _own_answer(tx: Tx, token: str, question_id: str) -> Answer | None:
    own = stored_questions.link_hash(token, question_id)
    given = stored_questions.answers(tx, question_id)
    return next((each for each in given if each.link_hash == own), None)


def _kept_answers(services: Services, tx: Tx, token: str, whole: PieceWhole) -> Iterator[str]:
    """Yield the questions to which words of this person's answer are read somewhere now."""
    told = _told_by(services, tx, whole)
    for each in whole.questions:
        if _is_kept(services, tx, whole, told, _own_answer(tx, token, each.id)):
            yield each.id


def _told_by(services: Services, tx: Tx, whole: PieceWhole) -> str:
    """Return what a piece tells now, with those that were split or joined with it: they do too."""
    those: tuple[PieceWhole, ...] = (whole,)
    if any(each.did.shares_words for each in whole.steps):
        those = stored_pieces.pieces_with_its_words(tx, whole.piece.id)
    return fold("\n".join(text for each in those for text in words_read(each, services.now)))


def _is_kept(
    services: Services, tx: Tx, whole: PieceWhole, told: str, answer: Answer | None
) -> bool:
    """Say whether words of an answer are read now, in its piece or in any of the partnership."""
    if answer is None or not answer.texts:
        return False
    if _stand_in(told, answer):
        return True
    elsewhere = words_elsewhere(services, tx, whole.piece.community_id, answer.texts)
    return phrases_of(answer.texts).stand_in(fold("\n".join(elsewhere)))


def _stand_in(told: str, answer: Answer) -> bool:
    return phrases_of(answer.texts, with_short=True).stand_in(told)
