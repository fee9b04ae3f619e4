"""Carries out again what ended who may read a piece.

That is a pause that was stopped, taking down, and an objection to words of their own.
"""

from __future__ import annotations

from plugin.domain.erasure_log import LogEntry
from plugin.domain.pieces import Release, Rung, rung_at, waiting_release
from plugin.store import editions as stored_editions
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services


def stop_release(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Stop a release in its pause again."""
    stored_pieces.stop_release(tx, entry.about, services.now)


def take_down(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Let a piece stand no further than where it was taken down to, and stop what waits.

    Where it was released again since, that is gone: in doubt fewer people read it.
    """
    whole, rung = stored_pieces.piece(tx, entry.about), Rung[entry.detail["rung"]]
    if whole is None:
        return
    now = services.now
    pausing = waiting_release(whole.releases, now)
    if pausing is not None:
        stored_pieces.stop_release(tx, pausing.id, now)
    if rung_at(whole.releases, now).value > rung.value:
        down = Release(services.new_id(), entry.about, rung, now, now)
        stored_pieces.add_release(tx, down)


def object_to_edition(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Count an objection to an edition again; one that is newer than the backup binds its words.

    An entry of an older version does not say which words were meant.
    """
    piece_id, words = entry.detail.get("piece", ""), entry.detail.get("words", "")
    stored_editions.count_objection_again(tx, entry.about, piece_id, words)
