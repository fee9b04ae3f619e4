"""The *Ready?* list on a group's page and in the preview of a session, each line with its link."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from plugin.convene.group_home import CommunityHome
from plugin.convene.readiness import readiness
from plugin.domain.communities import Community
from plugin.domain.people import Actor, Power
from plugin.domain.readiness import ReadyLine, ReadyPoint
from plugin.jobs.miro_seen import miro_seen
from plugin.use_cases import Runtime


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the list, and the page that mends it; no `href` where this person has none."""

    line: ReadyLine
    href: str
    action: str


def ready_lines(
    runtime: Runtime, actor: Actor, community: Community, home: CommunityHome | None = None
) -> tuple[ShownLine, ...]:
    """Return the list for a person's page; nothing for those who run no sessions here."""
    here = (community.partnership_id, community.id)
    if not actor.may(Power.RUN_SESSION, *here):
        return ()
    seen = miro_seen(runtime, actor, community.partnership_id)
    lines = readiness(runtime.services, actor, community, seen, home)
    return tuple(ShownLine(line, *_way(actor, line, *here)) for line in lines)


def _way(actor: Actor, line: ReadyLine, partnership_id: str, community_id: str) -> tuple[str, str]:
    looks_after = actor.may(Power.LOOK_AFTER, partnership_id, community_id)
    match line.point:
        case ReadyPoint.PERMISSION if looks_after:
            return url_for("permission.ask", community_id=community_id), "Ask the sponsor"
        case ReadyPoint.CONTACT if looks_after:
            form = url_for("community.change", community_id=community_id, _anchor="contact")
            return form, "Name somebody"
        case ReadyPoint.LEARNING_PARTNER if looks_after:
            people = url_for("community.show", community_id=community_id, _anchor="people")
            return people, "Add a person"
        case ReadyPoint.AGREEMENT:
            return url_for("agreement.show", community_id=community_id), "Write it down"
        case ReadyPoint.MIRO if actor.may(Power.CONNECT, partnership_id):
            return url_for("connections.show", partnership_id=partnership_id), "Open Connections"
        case _:
            return "", ""
