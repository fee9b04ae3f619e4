"""Reading and changing what a group writes down of itself."""

from __future__ import annotations

from dataclasses import replace

from plugin.convene.communities import community_of
from plugin.convene.sessions import require_near
from plugin.domain.about_group import AboutGroup, too_long
from plugin.domain.communities import Community
from plugin.domain.overtaken import put_together
from plugin.domain.people import Actor, Power
from plugin.errors import BadInput
from plugin.store import about_groups
from plugin.store.services import Services


def about_group(services: Services, actor: Actor, community: Community) -> AboutGroup:
    """Return what a group wrote of itself, for a person who may read its page."""
    actor.require(Power.READ_COMMUNITY, community.partnership_id, community.id)
    with services.db.read() as tx:
        return about_groups.about(tx, community.id)


def change_about(
    services: Services, actor: Actor, community_id: str, wanted: AboutGroup, shown: str
) -> AboutGroup:
    """Store what a group writes of itself, and return it; `shown` is the mark of the form.

    What somebody else changed since then, and this form did not, stays. Raise ChangedMeanwhile
    where both changed the same.
    """
    community = community_of(services, community_id)
    actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
    if (told := too_long(wanted)) is not None:
        raise BadInput(told)
    if wanted.next_on is not None:
        require_near(wanted.next_on)
    with services.db.begin() as tx:
        now = about_groups.about(tx, community_id)
        fields = put_together(shown if now.version else None, now.fields, wanted.fields)
        changed = replace(now, **fields)
        if changed == now:
            return now
        about_groups.save(tx, community_id, replace(changed, version=now.version + 1))
        return about_groups.about(tx, community_id)
