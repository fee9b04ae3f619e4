"""Carries out again what people took out or replaced by links, after a backup was put back."""

from __future__ import annotations

from datetime import datetime

from plugin.domain.erasure_log import LogEntry
from plugin.domain.pieces import Source
from plugin.store import follow_ups, lost_refusals, questions, quotes, taking_out
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.let_go import let_go_of_thing
from plugin.store.services import Services


def take_words_out(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Take words of an answer out of the piece that keeps them."""
    piece_id = questions.piece_of(tx, entry.about)
    for each in questions.answers(tx, entry.about):
        if piece_id is not None and each.link_hash == entry.detail["hash"]:
            taking_out.take_words_out(tx, piece_id, each, services.now)


def forget_older_words(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Empty words of an answer in place of which its writer said something else, or nothing."""
    questions.forget_words_of(tx, entry.about, entry.detail["hash"])


def drop_thing(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Erase what somebody would change next time."""
    let_go_of_thing(tx, entry.about, services.now)


def forget_reply(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Forget an answer of a sponsor, who answered anew since: the ask waits for an answer."""
    follow_ups.forget_reply(tx, entry.about)


def forget_what_became(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Empty what was said to have become of a commitment or an ask, until it was said anew."""
    follow_ups.forget_what_became(tx, entry.about)


def leave_out(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Take a note out of a piece; where it was put under it later, it can be no more."""
    note, piece = stored_notes.note(tx, entry.about), stored_pieces.piece(tx, entry.detail["piece"])
    session = None if note is None else stored_sessions.session(tx, note.session_id)
    if note is None or session is None:
        return
    # On its day, so that what waited for its writer's yes waits on.
    on = entry.detail.get("on")
    at = datetime.fromisoformat(on) if on else services.now
    if piece is None:
        community_id = session.community_id
        lost_refusals.refuse_note(tx, services.new_id(), community_id, note.id, at)
        taking_out.take_out_of_others(tx, community_id, note.id, at)
        return
    if note.id not in {each.note_id for each in piece.all_sources}:
        source = Source(
            piece_id=piece.piece.id,
            note_id=note.id,
            session_id=session.id,
            zone_code=note.zone_code,
            day=session.day,
            since=piece.newest.basis,
        )
        stored_pieces.add_sources(tx, [source])
    taking_out.leave_out(tx, piece.piece.id, note.id, at)


def refuse_quote(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Say again that a note’s writer does not want to be quoted with some of its words."""
    quotes.refuse_again(tx, entry.about, entry.detail["number"], entry.detail)
