"""Carries out again what people said against words, after a backup was put back.

What the backup has no row of stays refused by its words, in every piece of the group.
"""

from __future__ import annotations

from datetime import date, datetime

from plugin.domain.erasure_log import LogEntry
from plugin.domain.pieces import ReadBack
from plugin.domain.questions import PieceQuestion
from plugin.store import answers, lost_refusals, questions
from plugin.store import editions as stored_editions
from plugin.store import objections as stored_objections
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services


def object_to_words(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Count an objection to a read-back again; where it is not here, its words stay refused."""
    on, after = date.fromisoformat(entry.detail["on"]), entry.detail["after"]
    if not answers.has_read_back(tx, entry.about):
        _put_objected_back(services, tx, entry)
    answers.count_objection(tx, entry.about, on, datetime.fromisoformat(after) if after else None)


def _put_objected_back(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Store the read-back that an objection was to; it holds the objection, and checks nothing.

    A meeting that the backup does not have is named by one that its notes are from: in neither can
    the words have been agreed. An entry of an older version does not say which words were meant.
    """
    piece = stored_pieces.piece(tx, entry.detail.get("piece", ""))
    wording_id = entry.detail.get("wording")
    if piece is None or wording_id not in {each.id for each in piece.wordings}:
        _refuse_words(services, tx, entry)
        return
    meetings = (entry.detail["session"], *(each.session_id for each in piece.sources))
    known = next((each for each in meetings if stored_sessions.session(tx, each)), None)
    if known is None:
        return
    day = date.fromisoformat(entry.detail["day"])
    answers.add_read_back(
        tx,
        ReadBack(
            id=entry.about,
            piece_id=piece.piece.id,
            wording_id=wording_id,
            session_id=known,
            day=day,
        ),
    )


def forget_reasons(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Erase why people objected to a read-back, since nobody had to answer it any more."""
    stored_objections.drop_reasons(tx, entry.about)


def say_no(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Say again that words are off; where nobody was asked about them here, they stay refused."""
    if not questions.is_known(tx, entry.about):
        _ask_again(services, tx, entry)
    questions.refuse(tx, entry.about)


def _ask_again(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Store the question that somebody refused; it is over, and checks nothing.

    An entry of an older version does not say which words were meant.
    """
    piece = stored_pieces.piece(tx, entry.detail.get("piece", ""))
    wording_id = entry.detail.get("wording")
    if piece is None or wording_id not in {each.id for each in piece.wordings}:
        _refuse_words(services, tx, entry)
        return
    questions.add_question(
        tx,
        PieceQuestion(
            id=entry.about,
            piece_id=piece.piece.id,
            wording_id=wording_id,
            asked_at=services.now,
            closes_at=services.now,
            note_ids=(),
            voices=0,
            reaches_all=False,
            has_quotes=False,
        ),
    )


def object_to_edition(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Count an objection to an edition again; where it is not here, its words stay refused."""
    stored_editions.count_objection(tx, entry.about)
    if not stored_editions.has_edition(tx, entry.about):
        _refuse_words(services, tx, entry)


def _refuse_words(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Keep words refused; an entry of an older version does not say which were meant."""
    community_id, words = entry.detail.get("community"), entry.detail.get("words")
    if community_id and words:
        lost_refusals.refuse_words(tx, services.new_id(), community_id, words, services.now)
