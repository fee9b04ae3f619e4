"""Carries out again what ended who may read a piece: a pause that was stopped, and taking down."""

from __future__ import annotations

from plugin.domain.erasure_log import LogEntry
from plugin.domain.pieces import Release, Rung, rung_at, waiting_release
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
        down = Release(
            id=services.new_id(), piece_id=entry.about, rung=rung, asked_at=now, from_when=now
        )
        stored_pieces.add_release(tx, down)
