"""The first pages after signing in: what waits for a person, their partnerships and communities."""

from __future__ import annotations

from flask import Blueprint, render_template

from plugin.convene.communities import Home, homes
from plugin.convene.passed_on_links import links_made_for
from plugin.convene.people import may_see_people
from plugin.curate.waiting import waiting_for
from plugin.domain.people import Actor, Power
from plugin.errors import NotHere
from plugin.jobs import House
from plugin.web.acting import acting


def routes(house: House) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("homes", __name__)

    @pages.get("/")
    def show() -> str:
        actor = acting(house)
        return render_template(
            "homes.html",
            homes=homes(house.ground, actor),
            waiting=waiting_for(house.ground, actor),
            links_made=links_made_for(house.ground, actor),
        )

    @pages.get("/p/<partnership_id>/")
    def partnership(partnership_id: str) -> str:
        actor = acting(house)
        home = _home(house, actor, partnership_id)
        may_start = actor.may(Power.LOOK_AFTER, partnership_id)
        return render_template(
            "partnership.html",
            home=home,
            partnership=home.partnership,
            may_start=may_start,
            sees_people=may_see_people(house.ground, actor, partnership_id),
        )

    return pages


def _home(house: House, actor: Actor, partnership_id: str) -> Home:
    for home in homes(house.ground, actor):
        if home.partnership.id == partnership_id:
            return home
    raise NotHere("There is nothing here that you can see. Nothing was changed.")
