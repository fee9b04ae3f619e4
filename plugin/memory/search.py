"""The pieces that a person may read, in the wording that they may read.

Outside its own community a piece is read in its last checked wording only, and a sponsor reads
nothing else anywhere (promises 4 and 8).
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.communities import Community, Partnership
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import (
    Check,
    PieceWhole,
    Rung,
    Wording,
    is_for_the_group,
    last_checked,
    rung_at,
)
from plugin.errors import NotHere
from plugin.store import communities as stored_communities
from plugin.store import pieces as stored
from plugin.store.ground import Ground


@dataclass(frozen=True, slots=True)
class ReadablePiece:
    """A piece as one person may read it: in `shown`, which `check` says was checked or not."""

    whole: PieceWhole
    shown: Wording
    rung: Rung
    check: Check | None
    is_changed_since: bool  # an older wording was checked, and `shown` is not that one


@dataclass(frozen=True, slots=True)
class MemoryPage:
    """What one person finds in a partnership's memory."""

    partnership: Partnership
    communities: dict[str, Community]
    pieces: tuple[ReadablePiece, ...]


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One piece as somebody outside its community reads it."""

    partnership: Partnership
    community: Community
    readable: ReadablePiece


def memory_page(ground: Ground, actor: Actor, partnership_id: str, words: str = "") -> MemoryPage:
    """Return the memory's page for `actor`; `words` narrow it down to pieces that hold them all."""
    partnership = partnership_of(ground, actor, partnership_id)
    with ground.db.read() as tx:
        communities = stored_communities.communities(tx, partnership_id)
    return MemoryPage(
        partnership,
        {community.id: community for community in communities},
        pieces_for(ground, actor, partnership_id, words),
    )


def partnership_of(ground: Ground, actor: Actor, partnership_id: str) -> Partnership:
    """Return a partnership for one of its people; strangers are told that nothing is here."""
    actor.require(Power.READ_MEMORY, partnership_id)
    with ground.db.read() as tx:
        partnership = stored_communities.partnership(tx, partnership_id)
    if partnership is None:
        raise NotHere(NOTHING_HERE)
    return partnership


def pieces_for(
    ground: Ground, actor: Actor, partnership_id: str, words: str = ""
) -> tuple[ReadablePiece, ...]:
    """Return what `actor` may read in a partnership, the newest first; `words` narrow it down."""
    actor.require(Power.READ_MEMORY, partnership_id)
    with ground.db.read() as tx:
        pieces = stored.pieces(tx, partnership_id)
        found = stored.find_wordings(tx, words) if words.strip() else None
    readable = [readable_by(ground, actor, whole) for whole in reversed(pieces)]
    return tuple(
        piece for piece in readable if piece and (found is None or piece.shown.id in found)
    )


def reading_page(ground: Ground, actor: Actor, piece_id: str) -> ReadingPage:
    """Return the page of a piece for somebody who is not of its community."""
    readable = readable_piece(ground, actor, piece_id)
    piece = readable.whole.piece
    partnership = partnership_of(ground, actor, piece.partnership_id)
    with ground.db.read() as tx:
        community = stored_communities.community(tx, piece.community_id)
    if community is None:
        raise NotHere(NOTHING_HERE)
    return ReadingPage(partnership, community, readable)


def readable_piece(ground: Ground, actor: Actor, piece_id: str) -> ReadablePiece:
    """Return one piece as `actor` may read it; raise NotHere if not at all."""
    with ground.db.read() as tx:
        whole = stored.piece(tx, piece_id)
    if whole is not None:
        actor.require(Power.READ_MEMORY, whole.piece.partnership_id)
    readable = readable_by(ground, actor, whole) if whole else None
    if readable is None:
        raise NotHere(NOTHING_HERE)
    return readable


def readable_by(ground: Ground, actor: Actor, whole: PieceWhole) -> ReadablePiece | None:
    """Return a piece in the wording that `actor` may read, or None."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    rung = rung_at(whole.releases, ground.now)
    check = last_checked(whole, ground.now)
    own = actor.may(Power.READ_COMMUNITY, *here)
    if own and (is_for_the_group(whole, ground.now) or actor.may(Power.READ_BACK, *here)):
        is_checked = check is not None and check.wording.id == whole.newest.id
        own_check = check if is_checked else None
        return ReadablePiece(whole, whole.newest, rung, own_check, check is not own_check)
    reaches = actor.may(Power.READ_MEMORY, whole.piece.partnership_id)
    if reaches and rung.value >= Rung.PARTNERSHIP.value and check is not None:
        return ReadablePiece(whole, check.wording, rung, check, False)
    return None
