"""The sponsor's page: the permission, the rhythm of meetings, and checked pieces only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from plugin.domain.pieces import KINDS
from plugin.mirror.sponsor import sponsor_page
from plugin.web.current_user import current_user

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("sponsor", __name__)

    @pages.get("/p/<partnership_id>/sponsor")
    def show(partnership_id: str) -> str:
        page = sponsor_page(runtime.services, current_user(runtime), partnership_id)
        return render_template("sponsor.html", page=page, partnership=page.partnership, kinds=KINDS)

    return pages
