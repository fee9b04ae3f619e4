"""A facilitator's or learning partner's own list between sessions: nobody else reads it.

The administrator of the server has none, and reads none.
"""

from __future__ import annotations

from plugin.convene.communities import read_group
from plugin.domain.blankness import one_line
from plugin.domain.people import Actor, Power
from plugin.domain.presses import id_of
from plugin.domain.private_lists import PrivateLine, PrivateVerb, why_not_line
from plugin.errors import BadInput
from plugin.govern.private_reading import require_own_id
from plugin.store import private_lists as stored_private_lists
from plugin.store.database import Tx
from plugin.store.services import Services


def private_list(services: Services, actor: Actor, community_id: str) -> tuple[PrivateLine, ...]:
    """Return the own list of whoever acts."""
    with services.db.read() as tx:
        person_id = _person(tx, actor, community_id)
        return stored_private_lists.private_lines(tx, person_id, community_id)


def add_line(
    services: Services,
    actor: Actor,
    community_id: str,
    verb: PrivateVerb,
    words: str,
    press: str | None = None,
) -> None:
    """Add a line to the own list; the same `press` again adds nothing. Raise BadInput."""
    with services.db.begin() as tx:
        person_id = _person(tx, actor, community_id)
        known = stored_private_lists.private_lines(tx, person_id, community_id)
        if (told := why_not_line(words, len(known))) is not None:
            raise BadInput(told)
        line = PrivateLine(
            id=id_of(f"{person_id} {community_id}", press) if press else services.new_id(),
            person_id=person_id,
            community_id=community_id,
            verb=verb,
            words=one_line(words),
            made_on=services.today,
        )
        if all(each.id != line.id for each in known):
            stored_private_lists.add(tx, line)


def mark_line(
    services: Services, actor: Actor, community_id: str, line_id: str, *, is_done: bool
) -> None:
    """Say that a line of the own list is done, or that it is not."""
    with services.db.begin() as tx:
        person_id = _person(tx, actor, community_id)
        day = services.today if is_done else None
        stored_private_lists.set_done(tx, person_id, line_id, day)


def erase_line(services: Services, actor: Actor, community_id: str, line_id: str) -> None:
    """Erase a line of the own list, for good."""
    with services.db.begin() as tx:
        stored_private_lists.erase(tx, _person(tx, actor, community_id), line_id)


def _person(tx: Tx, actor: Actor, community_id: str) -> str:
    """Return whose list it is, for those who read notes here; raise Refused for all others."""
    community, partnership = read_group(tx, actor, community_id)
    actor.require(Power.READ_NOTES, partnership.id, community.id)
    return require_own_id(tx, actor, partnership.id)
