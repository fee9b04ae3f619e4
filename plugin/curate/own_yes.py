"""The yes of a piece's one writer, heard in person by two people who work on it.

Nobody stores who the writer is. One person records the yes, a second who heard it too confirms it;
the author of the words is neither, unless no two others may record (`plugin.curate.recorders`).
Whoever finds that it was not so takes it out again before it is confirmed.
"""

from __future__ import annotations

from dataclasses import replace

from plugin.curate import quoting
from plugin.curate.pieces import piece_for
from plugin.curate.recorders import Recorders, recorders
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import Confirmation, Independence, OwnYes, PieceWhole, own_yes_of
from plugin.errors import BadInput
from plugin.govern import what_people_check
from plugin.store import answers as stored_answers
from plugin.store.database import Tx
from plugin.store.services import Services

_NOT_OPEN = (
    "There is no yes of its writer to confirm for these words. Nothing was stored. Look at the "
    "page again."
)
_RECORDED_BY_THEM = (
    "You recorded this yourself, so a second person who heard it confirms it. Nothing was stored. "
    "Ask them to open this page."
)
_ONE = (
    "You and the person who recorded this count as one person, since one of you signed in by a "
    "link that the other made, or both by links of one person. Nothing was stored. Sign in by a "
    "link that you asked for yourself, or ask somebody else who heard it."
)
_ONE_BY_ADDRESS = (
    "You and the person who recorded this count as one here: one of you wrote the other’s e-mail "
    "address, or one person wrote both. Nothing was stored. Ask {names} to confirm it, if they "
    "heard it. Or ask somebody else to confirm the address under People."
)


def record_own_yes(
    services: Services, actor: Actor, piece_id: str, after: int | None = None
) -> None:
    """Record that the one writer agreed in person to the newest wording; it waits for a second.

    `after` is the number of the wording that was agreed to; raise BadInput if another came since,
    and for a piece that rests on no voice or on several.
    """
    with services.db.begin() as tx:
        whole, who = _for(tx, services, actor, piece_id, after)
        if whole.voices != 1:
            raise BadInput("Only a piece on one voice needs its writer’s yes. Nothing was stored.")
        if own_yes_of(whole, whole.newest) is not None:
            raise BadInput("Its writer’s yes is recorded already. Nothing was stored.")
        stored_answers.add_own_yes(
            tx,
            OwnYes(
                id=services.new_id(),
                piece_id=piece_id,
                wording_id=whole.newest.id,
                recorded_on=services.today,
                recorded_by=actor.stored_id,
                recorded=who.recorded,
                let_in_by=actor.let_in_by,
                note_ids=tuple(sorted(whole.voice_notes)),
            ),
        )
        quoting.let_go_of_gaps(tx, whole, whole.newest)


def confirm_own_yes(
    services: Services, actor: Actor, piece_id: str, after: int | None = None
) -> None:
    """Confirm, as the second person who heard it, that the writer agreed to the newest wording."""
    with services.db.begin() as tx:
        whole, who = _for(tx, services, actor, piece_id, after)
        yes = own_yes_of(whole, whole.newest)
        if yes is None or yes.confirmed is not None:
            raise BadInput(_NOT_OPEN)
        if yes.recorded_by is None or yes.is_recorded_by(actor):
            raise BadInput(_RECORDED_BY_THEM if yes.recorded_by == actor.person_id else _ONE)
        if not who.may_confirm_a_yes:
            raise BadInput(_ONE_BY_ADDRESS.format(names=" or ".join(who.to_confirm)))
        are_two = not who.is_one_with_recorder
        both = Independence.INDEPENDENT if are_two else Independence.NOT_INDEPENDENT
        confirmed = replace(
            yes,
            confirmed=Confirmation(services.now, actor.acted),
            recorded=max(yes.recorded, who.recorded, both),
        )
        stored_answers.confirm_own_yes(tx, confirmed)
        quoting.let_go_of_gaps(tx, whole, whole.newest)


def take_out_own_yes(services: Services, actor: Actor, piece_id: str) -> None:
    """Take out a yes that nobody confirmed yet: it was not so, or about other words."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_BACK)
        yes = own_yes_of(whole, whole.newest)
        if yes is None or yes.confirmed is not None:
            raise BadInput(_NOT_OPEN)
        stored_answers.drop_own_yes(tx, yes.id)


def _for(
    tx: Tx, services: Services, actor: Actor, piece_id: str, after: int | None
) -> tuple[PieceWhole, Recorders]:
    """Return the piece and who may record for it; raise for whoever may not."""
    whole = piece_for(tx, actor, piece_id, Power.READ_BACK)
    if actor.stored_id is None:
        raise BadInput("Two people of the group record this. Nothing was stored.")
    if after is not None and after != whole.newest.number:
        raise BadInput("These words were changed meanwhile. Nothing was stored. Read them again.")
    who = recorders(tx, actor, whole)
    who.require(who.may_hear_a_yes)
    what_people_check.require_none(tx, whole, whole.newest, services.now)
    return whole, who
