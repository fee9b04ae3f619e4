"""Asking a sponsor for their permission by a link, and agreeing to it without an account.

Whoever looks after a group drafts it. The sponsor changes the words as they like and agrees with
one press; opening the link does nothing. Pages say who made the link by which it was agreed. A link
ends when whoever made it looks after the group no more.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from plugin.convene.communities import community_of
from plugin.domain.communities import Community
from plugin.domain.days import long_day
from plugin.domain.people import Actor, Power
from plugin.domain.permissions import LINK_LASTS, Permission, PermissionWords, too_long, why_not
from plugin.errors import BadInput, NotHere
from plugin.govern.passed_on_rights import maker_still_may
from plugin.store import communities as stored_communities
from plugin.store import people as stored_people
from plugin.store import permissions as stored_permissions
from plugin.store.database import Tx
from plugin.store.services import Services

_OVER = (
    "This link was used already, it is too old, or whoever made it looks after the group no more. "
    "Nothing was changed. Ask the group for a new one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionView:
    """What members read of a group's permission; `asked_by` is a name known in the partnership."""

    agreed: Permission | None
    asked_by: str
    waiting: Permission | None
    is_changed: bool  # the group's own sentences say something else by now
    is_due: bool


def permission_page(services: Services, actor: Actor, community: Community) -> PermissionView:
    """Return a group's permission for a person who may read its page."""
    actor.require(Power.READ_COMMUNITY, community.partnership_id, community.id)
    with services.db.read() as tx:
        found = stored_permissions.permissions(tx, community.id)
        agreed = next((each for each in found if each.agreed_on is not None), None)
        waiting = next((each for each in found if each.agreed_on is None), None)
        if waiting is not None and not _is_open(services, tx, waiting, community):
            waiting = None
        return PermissionView(
            agreed=agreed,
            asked_by=_name(tx, community, agreed.asked_by) if agreed else "",
            waiting=waiting,
            is_changed=agreed is not None and agreed.words.note != community.permission_note,
            is_due=agreed is not None and agreed.is_due(services.today),
        )


def ask_for_permission(
    services: Services, actor: Actor, community_id: str, draft: PermissionWords
) -> tuple[str, datetime]:
    """Store a draft and return the token of the link for its sponsor, and when the link ends."""
    community = community_of(services, community_id)
    actor.require(Power.LOOK_AFTER, community.partnership_id, community.id)
    if (problem := too_long(draft)) is not None:
        raise BadInput(problem)
    token, until = secrets.token_urlsafe(32), services.now + LINK_LASTS
    asked = Permission(
        id=services.new_id(),
        community_id=community_id,
        words=draft,
        asked_by=actor.stored_id,
        let_in_by=actor.let_in_by,
        until=until,
    )
    with services.db.begin() as tx:
        stored_permissions.ask_permission(tx, asked, token)
    return token, until


def stop_asking(services: Services, actor: Actor, community_id: str) -> None:
    """End the link that waits for an answer."""
    community = community_of(services, community_id)
    actor.require(Power.LOOK_AFTER, community.partnership_id, community.id)
    with services.db.begin() as tx:
        stored_permissions.drop_waiting(tx, community_id)


def open_permission(services: Services, token: str) -> tuple[Permission, Community]:
    """Return what a link leads to; raise NotHere for one that is unknown, used or too old."""
    with services.db.read() as tx:
        return _of(tx, services, token)


def give_permission(services: Services, token: str, words: PermissionWords) -> Community:
    """Agree for whoever holds the link; the group's boards print these words from now on."""
    if (problem := why_not(words, services.today)) is not None:
        raise BadInput(problem)
    with services.db.begin() as tx:
        permission, community = _of(tx, services, token)
        stored_permissions.agree(tx, permission.id, words, services.today)
        given = replace(community, permission_note=words.note, sponsor=words.sponsor)
        stored_communities.save_community(tx, given)
    return given


def review_day(words: str) -> date | None:
    """Read the day of a date field; None for an empty one; raise BadInput."""
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError as error:
        raise BadInput(
            "That day cannot be read. Nothing was stored. Choose it in the calendar, or write it "
            f"as 2027-03-31 for {long_day(date(2027, 3, 31))}."
        ) from error


def _of(tx: Tx, services: Services, token: str) -> tuple[Permission, Community]:
    permission = stored_permissions.permission_by_link(tx, token, services.now)
    if permission is None:
        raise NotHere(_OVER)
    community = stored_communities.community(tx, permission.community_id)
    if community is None or not _is_open(services, tx, permission, community):
        raise NotHere(_OVER)
    return permission, community


def _is_open(services: Services, tx: Tx, asked: Permission, community: Community) -> bool:
    """Say whether whoever made the link of a permission still looks after the group."""
    here = (community.partnership_id, community.id)
    made_by = (asked.asked_by, *asked.let_in_by)
    return maker_still_may(services, tx, Power.LOOK_AFTER, made_by, here)


def _name(tx: Tx, community: Community, person_id: str | None) -> str:
    people = stored_people.people_of(tx, community.partnership_id)
    names = (person.name for person, _ in people if person.person_id == person_id)
    return next(names, "the administrator" if person_id is None else "somebody who has left")
