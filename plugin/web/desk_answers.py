"""Answers and Returns: two lists of the desk, each of pieces that somebody waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from plugin.curate.answers import answers_view, returns_view
from plugin.web.current_user import current_user

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("desk_answers", __name__)

    @pages.get("/c/<community_id>/desk/answers")
    def show(community_id: str) -> str:
        view = answers_view(runtime.services, current_user(runtime), community_id)
        return render_template(
            "desk_answers.html", view=view, community=view.community, partnership=view.partnership
        )

    @pages.get("/c/<community_id>/desk/returns")
    def returns(community_id: str) -> str:
        view = returns_view(runtime.services, current_user(runtime), community_id)
        return render_template(
            "desk_returns.html", view=view, community=view.community, partnership=view.partnership
        )

    return pages
