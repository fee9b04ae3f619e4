"""Who wrote a piece's wordings here: names for those who work on it, and for nobody else.

A wording keeps an id and no name. Somebody who is erased, who left, or who is no longer of those
who work on the community's pieces is not named any more.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugin.domain.people import Actor, Power
from plugin.domain.pieces import PieceWhole
from plugin.store import people as stored_people
from plugin.store.database import Tx


def writers(
    tx: Tx, actor: Actor, whole: PieceWhole, everybody: Iterable[Actor] | None = None
) -> dict[str, str]:
    """Return the names of who wrote a piece's wordings and took its steps, by the ids of these.

    `everybody` of the partnership is read where it is not given.
    """
    here = (whole.piece.partnership_id, whole.piece.community_id)
    if not actor.may(Power.READ_BACK, *here):
        return {}
    if everybody is None:
        everybody = (who for who, _ in stored_people.people_of(tx, whole.piece.partnership_id))
    names = {each.person_id: each.name for each in everybody if each.may(Power.READ_BACK, *here)}
    wrote = {each.id: names[each.made_by] for each in whole.wordings if each.made_by in names}
    return wrote | {each.id: names[each.by] for each in whole.steps if each.by in names}
