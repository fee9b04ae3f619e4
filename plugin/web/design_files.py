"""A group's own design as a file: to download, and to use one that somebody sent."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from plugin.convene.agreed_changes import design_page
from plugin.convene.design_documents import toml_of
from plugin.convene.design_imports import import_design
from plugin.convene.group_designs import designs_of_group
from plugin.convene.group_home import community_home
from plugin.domain.people import Actor, Power
from plugin.errors import BadInput
from plugin.jobs.design_jobs import BOARD, READ_BOARD, STICKIES
from plugin.use_cases import Runtime
from plugin.web import jobs
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.flashes import flash_sentences


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("design_files", __name__)

    @pages.route("/c/<community_id>/designs/import", methods=["GET", "POST"])
    def from_file(community_id: str) -> ResponseReturnValue:
        return _import(runtime, current_user(runtime), community_id)

    @pages.route("/c/<community_id>/designs/from-board", methods=["GET", "POST"])
    def from_board(community_id: str) -> ResponseReturnValue:
        return _from_board(runtime, current_user(runtime), community_id)

    @pages.get("/c/<community_id>/designs/<design_id>/design.toml")
    def download(community_id: str, design_id: str) -> Response:
        actor = current_user(runtime)
        view = design_page(runtime.services, actor, community_id, design_id)
        response = Response(toml_of(view.design.newest), mimetype="application/toml")
        response.headers["Content-Disposition"] = 'attachment; filename="design.toml"'
        return response

    return pages


def _import(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    home = community_home(runtime.services, actor, community_id)
    actor.require(Power.RUN_SESSION, home.partnership.id, community_id)
    problem: ErrorNotice | None = None
    typed = request.form.get("text", "")
    if request.method == "POST":
        try:
            name, typed = _sent(typed)
            press = request.form.get("press", "")
            done = import_design(runtime.services, actor, community_id, name, typed, press)
            flash_sentences(["The design is your group’s now.", *done.told])
            design_id = done.template.design_id
            shown = url_for("group_designs.show", community_id=community_id, design_id=design_id)
            return redirect(shown, 303)
        except IN_PAGE as error:
            problem = error_notice(error)
    page = render_template(
        "import_design.html",
        partnership=home.partnership,
        community=home.community,
        typed=typed,
        problem=problem,
    )
    return page if problem is None else (page, problem.status)


def _from_board(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    home = community_home(runtime.services, actor, community_id)
    actor.require(Power.RUN_SESSION, home.partnership.id, community_id)
    failed = jobs.failed_here(runtime, actor)
    problem = failed.problem if failed else None
    typed = str(failed.payload.get(BOARD, "")) if failed else request.form.get("board", "")
    stickies = bool(failed.payload.get(STICKIES) if failed else request.form.get("stickies"))
    if request.method == "POST":
        try:
            asked = {BOARD: typed.strip(), **({STICKIES: True} if stickies else {})}
            return jobs.begin(runtime, actor, READ_BOARD, community_id, asked)
        except IN_PAGE as error:
            problem = error_notice(error)
    page = render_template(
        "board_design.html",
        partnership=home.partnership,
        community=home.community,
        own=[each.newest for each in designs_of_group(runtime.services, actor, community_id)],
        typed=typed,
        stickies=stickies,
        problem=problem,
    )
    return page if problem is None or failed else (page, problem.status)


def _sent(typed: str) -> tuple[str, str]:
    """Return the name and the text of a design that was sent as a file, or typed."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return "you typed", typed
    try:
        return sent.filename, sent.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"The file {sent.filename[:60]} is not text in UTF-8. Nothing was stored. Choose the "
            "file of a design, which ends in .toml."
        ) from error
