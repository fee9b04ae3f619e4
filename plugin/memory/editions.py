"""Editions as those read them who are not signed in: what stands now, and nothing else.

Nobody is asked who they are, so nothing here says which partnership, group or session a piece is
from. Each reading decides anew: what ended is gone from the page and from the feed at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.domain.edition_reasons import edition_read_at
from plugin.domain.editions import Edition
from plugin.domain.people import NOTHING_HERE
from plugin.domain.pieces import PieceWhole, Release, Rung, rung_at
from plugin.errors import NotHere
from plugin.store import pieces as stored_pieces
from plugin.store.services import Services

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """An edition that may be read now, what its piece is, and since when it is out."""

    edition: Edition
    kind: str
    since: datetime


def public_editions(services: Services) -> tuple[ShownEdition, ...]:
    """Return what anyone may read now, the newest first."""
    with services.db.read() as tx:
        wholes = stored_pieces.pieces_at(tx, Rung.PUBLIC)
    shown = (_shown(whole, Rung.PUBLIC, services.now) for whole in wholes)
    found = [each for each in shown if each is not None]
    found.sort(key=lambda each: (each.since, each.edition.id), reverse=True)
    return tuple(found[:MOST_SHOWN])


def edition_for_anyone(services: Services, edition_id: str) -> ShownEdition:
    """Return one public edition; raise NotHere where it stands no more."""
    return _one(services, edition_id, Rung.PUBLIC)


def edition_for_places(services: Services, edition_id: str) -> ShownEdition:
    """Return an edition for places like ours, for whoever was given its address."""
    return _one(services, edition_id, Rung.LANDSCAPE)


def _one(services: Services, edition_id: str, rung: Rung) -> ShownEdition:
    with services.db.read() as tx:
        whole = stored_pieces.piece_of_edition(tx, edition_id)
    shown = _shown(whole, rung, services.now) if whole else None
    if shown is None or shown.edition.id != edition_id:
        raise NotHere(NOTHING_HERE)
    return shown


def _shown(whole: PieceWhole, rung: Rung, now: datetime) -> ShownEdition | None:
    if rung_at(whole.releases, now).value < rung.value:
        return None
    edition = edition_read_at(whole, rung, now)
    if edition is None:
        return None
    begun = max(edition.made_at, _out_since(whole.releases, rung, now))
    return ShownEdition(edition, whole.wording(edition.wording_id).kind, begun)


def _out_since(releases: tuple[Release, ...], rung: Rung, now: datetime) -> datetime:
    """Return since when a piece is released as far as a rung, without a break."""
    done = [each for each in releases if each.stopped_at is None and each.from_when <= now]
    since = now
    for each in reversed(done):
        if each.rung.value < rung.value:
            break
        since = each.from_when
    return since
