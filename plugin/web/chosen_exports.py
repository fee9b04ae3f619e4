"""Downloading pieces, notes or agreements: chosen on one page, made by a job, kept for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from plugin.domain.exports import (
    CHOOSABLE,
    FORMATS,
    MEDIA_TYPES,
    ExportChoice,
    ExportFormat,
    ExportOf,
)
from plugin.errors import BadInput
from plugin.jobs.export_jobs import EXPORT_CHOSEN, payload_of
from plugin.jobs.job_kind import Place
from plugin.memory.chosen_export import choices_for, chosen_waiting, download_chosen
from plugin.memory.search import partnership_of
from plugin.web import jobs
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_LONGEST_ID = 40
_NAMES = {
    ExportOf.PIECES: ("Pieces", "in the wording that you may read"),
    ExportOf.NOTES: ("Kept notes", "of closed sessions, with the disguises that were chosen"),
    ExportOf.AGREEMENTS: ("Agreements", "every version, and the sentences that were read back"),
}


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("chosen_exports", __name__)
    services = runtime.services

    @pages.get("/p/<partnership_id>/download")
    def show(partnership_id: str) -> str:
        failed = jobs.failed_here(runtime, current_user(runtime))
        return _page(runtime, partnership_id, failed.problem if failed else None)

    @pages.post("/p/<partnership_id>/download")
    def begin(partnership_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        try:
            choice = _chosen()
            payload = payload_of(choice, actor)
            return jobs.begin(runtime, actor, EXPORT_CHOSEN, partnership_id, payload)
        except BadInput as error:
            problem = error_notice(error)
            return _page(runtime, partnership_id, problem), problem.status

    @pages.get("/p/<partnership_id>/download/<chosen_export_id>")
    def send(partnership_id: str, chosen_export_id: str) -> Response:
        actor = current_user(runtime)
        record, content = download_chosen(services, actor, partnership_id, chosen_export_id)
        answer = make_response(content)
        day = record.made_at.date().isoformat()
        name = f"hedgerow-{record.of.value}-{day}.{record.file_format.value}"
        answer.headers["Content-Type"] = MEDIA_TYPES[record.file_format]
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    return pages


def _chosen() -> ExportChoice:
    """Return what the form asks for; raise BadInput for what it does not offer."""
    of, file_format = request.form.get("of", ""), request.form.get("format", "")
    if of not in {each.value for each in CHOOSABLE}:
        raise BadInput("Choose what to download. Nothing was exported.")
    if file_format not in {each.value for each in FORMATS}:
        raise BadInput("Choose a kind of file. Nothing was exported.")
    group = request.form.get("group", "")[:_LONGEST_ID].strip()
    return ExportChoice(ExportOf(of), ExportFormat(file_format), group)


def _page(runtime: Runtime, partnership_id: str, problem: ErrorNotice | None) -> str:
    actor, services = current_user(runtime), runtime.services
    may = choices_for(services, actor, partnership_id)
    groups = {each.id: each.name for own in may.values() for each in own}
    job = jobs.to_find_again(runtime, partnership_id, Place.CHOSEN_EXPORT)
    is_mine = job is not None and job["job"].asked_by == actor.stored_id
    return render_template(
        "chosen_exports.html",
        partnership=partnership_of(services, actor, partnership_id),
        kinds=[(of.value, *_NAMES[of]) for of in may],
        groups=groups,
        formats=[(each.value, words) for each, words in FORMATS.items()],
        chosen=request.form,
        waiting=chosen_waiting(services, actor, partnership_id),
        problem=problem,
        job=job if is_mine and problem is None else None,
    )
