"""Carries out again what people took out by their own links, after a backup was put back."""

from __future__ import annotations

from plugin.domain.erasure_log import LogEntry
from plugin.store import pulse, questions
from plugin.store.database import Tx
from plugin.store.services import Services


def take_words_out(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Take words of an answer out of the piece that keeps them."""
    piece_id = questions.piece_of(tx, entry.about)
    for each in questions.answers(tx, entry.about):
        if piece_id is not None and each.link_hash == entry.detail["hash"]:
            questions.take_words_out(tx, piece_id, each, services.now)


def drop_thing(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Erase what somebody would change next time."""
    pulse.drop_thing(tx, entry.about)
