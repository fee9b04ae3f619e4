"""The first pages after signing in: what waits for a person, their partnerships and communities."""

from __future__ import annotations

from flask import Blueprint, render_template

from plugin.convene.communities import PartnershipHome, homes
from plugin.convene.passed_on_links import links_made_for
from plugin.convene.people import may_see_people
from plugin.curate.waiting import waiting_for
from plugin.domain.people import Actor, Power
from plugin.errors import NotHere
from plugin.memory.export import may_export
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("homes", __name__)

    @pages.get("/")
    def show() -> str:
        actor = current_user(runtime)
        return render_template(
            "homes.html",
            homes=homes(runtime.services, actor),
            waiting=waiting_for(runtime.services, actor),
            links_made=links_made_for(runtime.services, actor),
        )

    @pages.get("/p/<partnership_id>/")
    def partnership(partnership_id: str) -> str:
        actor = current_user(runtime)
        home = _home(runtime, actor, partnership_id)
        may_start = actor.may(Power.LOOK_AFTER, partnership_id)
        return render_template(
            "partnership.html",
            home=home,
            partnership=home.partnership,
            may_start=may_start,
            sees_people=may_see_people(runtime.services, actor, partnership_id),
            may_export=may_export(runtime.services, actor, partnership_id),
        )

    return pages


def _home(runtime: Runtime, actor: Actor, partnership_id: str) -> PartnershipHome:
    for home in homes(runtime.services, actor):
        if home.partnership.id == partnership_id:
            return home
    raise NotHere("There is nothing here that you can see. Nothing was changed.")
