"""The pieces that a person may read, in the wording that they may read.

Outside its own community a piece is read in its last checked wording only, and a sponsor reads
nothing else anywhere (promises 4 and 8).
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.people import Actor, Power
from plugin.domain.pieces import Check, PieceWhole, Rung, Wording, last_checked, rung_at
from plugin.errors import NotHere
from plugin.store import pieces as stored
from plugin.store.ground import Ground


@dataclass(frozen=True, slots=True)
class ReadablePiece:
    """A piece as one person may read it: in `shown`, which `check` says was checked or not."""

    whole: PieceWhole
    shown: Wording
    rung: Rung
    check: Check | None


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


def readable_piece(ground: Ground, actor: Actor, piece_id: str) -> ReadablePiece:
    """Return one piece as `actor` may read it; raise NotHere if not at all."""
    with ground.db.read() as tx:
        whole = stored.piece(tx, piece_id)
    if whole is not None:
        actor.require(Power.READ_MEMORY, whole.piece.partnership_id)
    readable = readable_by(ground, actor, whole) if whole else None
    if readable is None:
        raise NotHere("There is no piece here that you can read.")
    return readable


def readable_by(ground: Ground, actor: Actor, whole: PieceWhole) -> ReadablePiece | None:
    """Return a piece in the wording that `actor` may read, or None."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    rung = rung_at(whole.releases, ground.now)
    check = last_checked(whole, ground.now)
    own = actor.may(Power.READ_COMMUNITY, *here)
    if own and (rung.value >= Rung.US.value or actor.may(Power.READ_BACK, *here)):
        is_checked = check is not None and check.wording.id == whole.newest.id
        return ReadablePiece(whole, whole.newest, rung, check if is_checked else None)
    reaches = actor.may(Power.READ_MEMORY, whole.piece.partnership_id)
    if reaches and rung.value >= Rung.PARTNERSHIP.value and check is not None:
        return ReadablePiece(whole, check.wording, rung, check)
    return None
