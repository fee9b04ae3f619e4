"""Downloading everything of a partnership: a job makes the file, which waits here for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from plugin.jobs.export_jobs import EXPORT
from plugin.jobs.job_kind import Place
from plugin.memory.export import download, exports_waiting
from plugin.memory.search import partnership_of
from plugin.web import jobs
from plugin.web.current_user import current_user

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("exports", __name__)
    services = runtime.services

    @pages.get("/p/<partnership_id>/export")
    def show(partnership_id: str) -> str:
        actor = current_user(runtime)
        failed = jobs.failed_here(runtime, actor)
        return render_template(
            "exports.html",
            waiting=exports_waiting(services, actor, partnership_id),
            partnership=partnership_of(services, actor, partnership_id),
            problem=failed.problem if failed else None,
            job=None if failed else jobs.to_find_again(runtime, partnership_id, Place.EXPORT),
        )

    @pages.post("/p/<partnership_id>/export")
    def begin(partnership_id: str) -> Response:
        return jobs.begin(runtime, current_user(runtime), EXPORT, partnership_id)

    @pages.get("/p/<partnership_id>/export/<export_id>")
    def send(partnership_id: str, export_id: str) -> Response:
        content = download(services, current_user(runtime), partnership_id, export_id)
        answer = make_response(content)
        name = f"hedgerow-{services.today}.zip"
        answer.headers["Content-Type"] = "application/zip"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    return pages
