"""A community's own page: its question, what it agreed, when it meets, its pieces and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from plugin.convene.communities import community_home
from plugin.web.acting import acting

if TYPE_CHECKING:
    from plugin.jobs import House


def routes(house: House) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("community", __name__)

    @pages.get("/c/<community_id>/")
    def show(community_id: str) -> str:
        home = community_home(house.ground, acting(house), community_id)
        return render_template(
            "community.html", home=home, partnership=home.partnership, community=home.community
        )

    return pages
