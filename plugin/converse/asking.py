"""Asking the people who wrote the notes of a piece by their own links, and reading what they said.

Whoever curates asks; only those who hold the links answer. It is never said how many can be asked,
or which of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from plugin.domain.blankness import fold
from plugin.domain.blockers import OBJECTED, REFUSED, blockers_of
from plugin.domain.checks import carrying, is_refused, last_question, open_question
from plugin.domain.hidden_texts import hide
from plugin.domain.overlap import phrases_of
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import PieceWhole, check_of, is_objected_to
from plugin.domain.questions import (
    AnswerKind,
    PieceQuestion,
    Reach,
    closes_at,
    last_day,
    said_so_far,
)
from plugin.errors import BadInput, NotHere
from plugin.govern import what_people_check
from plugin.store import note_texts
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import questions as stored_questions
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.services import Services

_NOBODY = (
    "Nobody who wrote these notes can be asked by a link. Nothing was asked. Read the piece "
    "back to the group."
)
_CHANGED = "These words were changed meanwhile. Nothing was asked. Read them again."
_CHECKED = "These words are checked already. Nothing was asked."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What whoever curates sees: who can be asked, the last question, and what came out so far."""

    reach: Reach
    last_day: date  # of a question that is asked now
    question: PieceQuestion | None
    is_open: bool
    kinds: tuple[AnswerKind, ...]
    words: tuple[tuple[AnswerKind, str], ...]


def reach_of(tx: Tx, note_ids: Iterable[str]) -> Reach:
    """Say whether all, some or none of the writers of notes can be asked by their own link.

    Of words that another hand wrote nobody knows the writer, whatever link the note came by.
    """
    wanted = set(note_ids)
    found = stored_notes.notes_by_id(tx, wanted)
    with_link = {each.id for each in found.values() if each.is_its_links_own}
    if not with_link:
        return Reach.NONE
    return Reach.ALL if with_link == wanted else Reach.SOME


def asking_of(
    services: Services, actor: Actor, piece_id: str, read: PieceWhole | None = None
) -> Asking | None:
    """Return what is asked of those who wrote a piece; None for whoever does not curate it.

    `read` is the piece where it was just read: reading it whole again takes seven statements.
    """
    with services.db.read() as tx:
        whole = read or stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise NotHere(NOTHING_HERE)
        here = (whole.piece.partnership_id, whole.piece.community_id)
        if not actor.may(Power.CURATE, *here):
            return None
        asked = last_question(whole)
        given = stored_questions.answers(tx, asked.id) if asked else ()
        kinds, words = said_so_far(given, asked, services.now) if asked else ((), ())
        held = held_beside(tx, whole.piece.community_id) if words else None
        return Asking(
            reach=reach_of(tx, carrying(whole)),
            last_day=last_day(_until(services, tx, whole)),
            question=asked,
            is_open=open_question(whole, services.now) is not None,
            kinds=kinds,
            words=tuple((kind, hide(each, held)) for kind, each in words),
        )


def ask_its_people(
    services: Services, actor: Actor, piece_id: str, after: int | None = None
) -> PieceQuestion:
    """Ask those who wrote the notes of a piece whether its newest wording is right.

    `after` is the number of the wording that was read. Asking again while they are asked changes
    nothing. Raise BadInput where nobody can be asked, or these words cannot be.
    """
    with services.db.begin() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise NotHere(NOTHING_HERE)
        actor.require(Power.CURATE, whole.piece.partnership_id, whole.piece.community_id)
        if after is not None and after != whole.newest.number:
            raise BadInput(_CHANGED)
        before = open_question(whole, services.now)
        if before is not None:
            return before
        _require_askable(services, tx, whole)
        reach = reach_of(tx, carrying(whole))
        if reach is Reach.NONE:
            raise BadInput(_NOBODY)
        asked = _question(services, tx, whole, reach)
        stored_questions.add_question(tx, asked)
    return asked


def _question(services: Services, tx: Tx, whole: PieceWhole, reach: Reach) -> PieceQuestion:
    note_ids = tuple(sorted(carrying(whole)))
    of_asked, of_others = _tells_answers(tx, whole, note_ids)
    reaches_all = reach is Reach.ALL and not of_others
    return PieceQuestion(
        id=services.new_id(),
        piece_id=whole.piece.id,
        wording_id=whole.newest.id,
        asked_at=services.now,
        closes_at=_until(services, tx, whole),
        note_ids=note_ids,
        voices=whole.voices,
        reaches_all=reaches_all and not _quotes_others(tx, whole, note_ids),
        has_quotes=of_asked or _quotes(tx, whole, note_ids),
    )


def _require_askable(services: Services, tx: Tx, whole: PieceWhole) -> None:
    """Return if these words may be shown to those who wrote it; raise BadInput if not."""
    if check_of(whole, whole.newest, services.now) is not None:
        raise BadInput(_CHECKED)
    said = (
        (is_refused(whole, whole.newest), REFUSED),
        (is_objected_to(whole, whole.newest), OBJECTED),  # also where that is settled
    )
    stopped = [blocker for is_so, blocker in said if is_so]
    if stopped := [*stopped, *blockers_of(whole, services.now)]:
        raise BadInput(f"{stopped[0].reason} Nothing was asked.")
    what_people_check.require_none(tx, whole, whole.newest, services.now)


def _until(services: Services, tx: Tx, whole: PieceWhole) -> datetime:
    days = [each.day for each in stored_sessions.sessions(tx, whole.piece.community_id)]
    return closes_at(
        services.today, min((day for day in days if day > services.today), default=None)
    )


def _quotes(tx: Tx, whole: PieceWhole, note_ids: tuple[str, ...]) -> bool:
    """Say whether words of a note that carries a piece stand in its newest wording as typed.

    Those of a quote are asked for by themselves.
    """
    texts = note_texts.texts_of(tx, note_ids)
    return phrases_of(texts, with_short=True).stand_in(_words(whole))


def _quotes_others(tx: Tx, whole: PieceWhole, note_ids: tuple[str, ...]) -> bool:
    """Say whether the newest wording repeats words of a note that does not carry the piece.

    Its writer is not asked, so that nobody can say yes to them; unless a note that carries the
    piece says the same.
    """
    own, words = fold("\n".join(note_texts.texts_of(tx, note_ids))), _words(whole)
    went = note_texts.texts_of(tx, {each.note_id for each in whole.sources} - set(note_ids))
    if phrases_of(went, with_short=True).without(own).stand_in(words):
        return True
    phrases = phrases_of(whole.as_everybody_reads(whole.newest).kept).without(own)
    others = note_texts.texts_beside(tx, whole.piece.partnership_id, note_ids)
    return any(phrases.stand_in(fold(each)) for each in others)


def _tells_answers(tx: Tx, whole: PieceWhole, note_ids: tuple[str, ...]) -> tuple[bool, bool]:
    """Say whether it tells words of answers: of people who are asked now, and of others.

    Nobody knows whose an answer is: all are asked now who were asked then, or somebody may not be.
    """
    own, told = fold("\n".join(note_texts.texts_of(tx, note_ids))), _words(whole)
    is_told = {True: False, False: False}
    for piece_id, of_notes, words in stored_questions.words_said(tx, whole.piece.partnership_id):
        phrases = phrases_of(words, with_short=piece_id == whole.piece.id).without(own)
        if phrases.stand_in(told):
            is_told[of_notes <= set(note_ids)] = True
    return is_told[True], is_told[False]


def _words(whole: PieceWhole) -> str:
    return fold("\n".join(whole.as_everybody_reads(whole.newest).kept))
