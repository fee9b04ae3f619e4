"""Saying where a piece stands, how sure its group is, what is at its boundary: beside its words."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.curate.changing_sources import add_step, reason
from plugin.curate.pieces import piece_for
from plugin.domain.judgements import JUDGED, JUDGED_HERE, Judgement, is_known, needs_reason
from plugin.domain.people import Actor, Power
from plugin.domain.piece_steps import Did
from plugin.errors import BadInput
from plugin.store import pieces as stored_pieces
from plugin.store.services import Services


def judge_piece(
    services: Services,
    actor: Actor,
    piece_id: str,
    said: Mapping[str, str],
    after: int | None = None,
    why: str = "",
) -> Judgement:
    """Store what is said of a piece by field, in the words of the options; nothing is un-checked.

    A doubt stays open until somebody says why it is not (`why`), and nothing is set down without.

    `after` is the number of the judgement that whoever says it saw; raise BadInput for an option
    or a day that is none, and where somebody else said something since.
    """
    known = (*JUDGED, *JUDGED_HERE)
    if any(name not in known or not is_known(name, text) for name, text in said.items()):
        raise BadInput("Choose one of the options, and a day that there is. Nothing was changed.")
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        before = whole.judged
        if all(before.says(name) == text for name, text in said.items()):
            return before
        if after is not None and after != before.number:
            raise BadInput(
                "Somebody changed this while you chose, here or in Notion. Nothing was stored. "
                "What stands now is below, with what you chose: save again if it still holds."
            )
        judgement = before.followed(said, services.now, "here")
        if needs_reason(whole.newest.kind, before.stands, judgement.stands):
            because = reason(tx, whole, why)
            add_step(tx, services, actor, whole, Did.RETIRED, because)
        stored_pieces.add_judgement(tx, judgement)
    return judgement
