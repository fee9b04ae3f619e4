"""The first pages after signing in: what waits for a person, their partnerships and communities."""

from __future__ import annotations

from flask import Blueprint, render_template

from plugin.convene.group_home import PartnershipHome, homes
from plugin.convene.groups_ahead import groups_ahead
from plugin.convene.passed_on_links import links_made_for
from plugin.convene.people import may_see_people
from plugin.curate.waiting import waiting_for
from plugin.domain.communities import Community
from plugin.domain.people import Actor, Power
from plugin.errors import NotHere
from plugin.memory.export import may_export
from plugin.mirror.sponsor_asks import asks_waiting
from plugin.scaffold.thumbnail import thumbnail
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.readiness import ready_lines


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("homes", __name__)

    @pages.get("/")
    def show() -> str:
        return _show(runtime, current_user(runtime))

    @pages.get("/p/<partnership_id>/")
    def partnership(partnership_id: str) -> str:
        actor = current_user(runtime)
        home = _home(runtime, actor, partnership_id)
        may_start = actor.may(Power.LOOK_AFTER, partnership_id)
        return render_template(
            "partnership.html",
            home=home,
            ways=groups_ahead(runtime.services, actor, home.communities).ways,
            partnership=home.partnership,
            may_start=may_start,
            sees_people=may_see_people(runtime.services, actor, partnership_id),
            may_export=may_export(runtime.services, actor, partnership_id),
        )

    return pages


def _show(runtime: Runtime, actor: Actor) -> str:
    services = runtime.services
    found = homes(services, actor)
    groups = [each for home in found for each in home.communities]
    ahead = groups_ahead(services, actor, groups)
    coming = ahead.next
    planned_by_me = next((each for each in groups if _runs(actor, each)), None)
    prepared = coming.community if coming else planned_by_me
    return render_template(
        "homes.html",
        homes=found,
        waiting=(*waiting_for(services, actor), *asks_waiting(services, actor)),
        links_made=links_made_for(services, actor),
        ways=ahead.ways,
        next=coming,
        runs_next=coming is not None and _runs(actor, coming.community),
        plans_in=planned_by_me.id if planned_by_me else "",
        prepared=prepared,
        ready=ready_lines(runtime, actor, prepared) if prepared else (),
        last=ahead.last,
        thumbnail=thumbnail,
        starts_in={
            home.partnership.id
            for home in found
            if actor.may(Power.LOOK_AFTER, home.partnership.id)
        },
    )


def _runs(actor: Actor, community: Community) -> bool:
    return actor.may(Power.RUN_SESSION, community.partnership_id, community.id)


def _home(runtime: Runtime, actor: Actor, partnership_id: str) -> PartnershipHome:
    for home in homes(runtime.services, actor):
        if home.partnership.id == partnership_id:
            return home
    raise NotHere("There is nothing here that you can see. Nothing was changed.")
