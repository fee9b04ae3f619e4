"""Releasing a piece rung by rung, and stopping a release in its pause.

Each decides and writes in one transaction, so that two people can never both be right.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.curate.pieces import piece_for
from plugin.domain.answered_wordings import answered_about, waits_for_answers
from plugin.domain.blockers import reasons_against
from plugin.domain.editions import WIDE
from plugin.domain.harm_questions import HarmAnswers, has_answers
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import (
    RUNG_WORDS,
    PieceWhole,
    Release,
    Rung,
    release_starts,
    rung_at,
    waiting_release,
)
from plugin.domain.webhooks import Happened
from plugin.errors import BadInput, Refused
from plugin.store import communities as stored_communities
from plugin.store import pieces as stored_pieces
from plugin.store import webhooks as stored_webhooks
from plugin.store.database import Tx
from plugin.store.services import Services


def release(
    services: Services,
    actor: Actor,
    piece_id: str,
    rung: Rung,
    harm: HarmAnswers | None = None,
    seen: int | None = None,
) -> Release:
    """Decide who may read a piece; raise Refused with every reason against it.

    `harm` answers the three questions that are asked whenever it goes further than its group, and
    again for a newer wording of a piece that is out: until then people outside read the older one.
    `seen` is the number of the checked wording that they are about; raise ChangedMeanwhile where
    another one is checked by now.

    Leaving the group pauses 48 hours. Taking a piece down to a closer rung holds at once, and so
    does leaving it where it is, which also ends a pause.
    """
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.RELEASE)
        present = rung_at(whole.releases, services.now)
        is_further = rung.value > max(present.value, Rung.US.value)
        agreed = stored_communities.agreement(tx, whole.piece.community_id)
        pausing = waiting_release(whole.releases, services.now)
        waits = rung is present and waits_for_answers(whole, rung, services.now)
        is_asked = is_further or (waits and (pausing is None or has_answers(harm)))
        stays = rung is present and not is_asked
        reasons = () if stays else reasons_against(whole, rung, services.now, agreed)
        _require_none(rung, reasons or ((harm or HarmAnswers()).reasons if is_asked else ()))
        starts = services.now if rung.value <= present.value else release_starts(rung, services.now)
        if pausing is not None:
            stored_pieces.stop_release(tx, pausing.id, services.now)
        decided = Release(
            id=services.new_id(),
            piece_id=piece_id,
            rung=rung,
            asked_at=services.now,
            from_when=starts,
            harm=harm if is_asked else None,
            wording_id=answered_about(whole, services.now, seen) if is_asked else None,
        )
        is_down = rung.value < present.value
        (stored_pieces.take_down if is_down else stored_pieces.add_release)(tx, decided)
        _tell(tx, services, whole)
    return decided


def _require_none(rung: Rung, reasons: Sequence[str]) -> None:
    if reasons:
        said = " ".join(reasons)
        raise Refused(
            f"This piece cannot go to {RUNG_WORDS[rung]} yet. {said} Nothing was changed."
        )


def stop_release(services: Services, actor: Actor, piece_id: str) -> None:
    """Stop a release in its pause, or take a piece back to our partners that went further.

    Every member of the community can, at any time and without a reason.
    """
    with services.db.begin() as tx:
        whole, now = piece_for(tx, actor, piece_id, Power.READ_COMMUNITY), services.now
        pausing = waiting_release(whole.releases, now)
        is_wide = rung_at(whole.releases, now) in WIDE
        if pausing is None and not is_wide:
            raise BadInput("Nothing is waiting to be released. Nothing was changed.")
        if pausing is not None:
            stored_pieces.stop_release(tx, pausing.id, now)
        else:
            back = Release(
                id=services.new_id(),
                piece_id=piece_id,
                rung=Rung.PARTNERSHIP,
                asked_at=now,
                from_when=now,
            )
            stored_pieces.take_down(tx, back)
            _tell(tx, services, whole)


def _tell(tx: Tx, services: Services, whole: PieceWhole) -> None:
    changed = (whole.piece.partnership_id, Happened.READERS_CHANGED, whole.piece.id)
    stored_webhooks.tell(tx, *changed, services.now)
