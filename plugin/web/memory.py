"""The memory of a partnership: every piece that this person may read, with a search over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from plugin.domain.pieces import KINDS
from plugin.memory.search import memory_page
from plugin.web.acting import acting

if TYPE_CHECKING:
    from plugin.jobs import House

_LONGEST_SEARCH = 200


def routes(house: House) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("memory", __name__)

    @pages.get("/p/<partnership_id>/memory")
    def show(partnership_id: str) -> str:
        words = request.args.get("q", "")[:_LONGEST_SEARCH].strip()
        found = memory_page(house.ground, acting(house), partnership_id, words)
        return render_template(
            "memory.html", found=found, partnership=found.partnership, words=words, kinds=KINDS
        )

    return pages
