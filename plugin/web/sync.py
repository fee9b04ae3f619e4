"""Carrying to Notion and back: what would be done, what was done, what people must settle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin import sync
from plugin.curate.conflicts import ConflictView, conflict_page
from plugin.domain.comparing import Budget
from plugin.domain.jobs import PREVIEW, SYNC, JobState
from plugin.domain.judgements import JUDGED
from plugin.domain.links import Take
from plugin.domain.people import Actor
from plugin.errors import BadInput, ConnectionBroken, NotHere
from plugin.jobs import asking
from plugin.jobs.job_kind import Place
from plugin.jobs.notion_jobs import COMMENTS, PIECE, PUT_BACK
from plugin.memory.search import partnership_of
from plugin.web import jobs
from plugin.web.current_user import current_user
from plugin.web.differences import before_differences, differences, passages
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response

FIELDS = {
    "title": "Title",
    "line": "In one line",
    "narrative": "The story",
    "kind": "What it is",
    "stands": "Where it stands",
    "sure": "How sure",
    "look_again": "Look again on",
    "boundary": "Boundary",
}
_WRITTEN = ("title", "line", "narrative")
SETTLED_BEFORE = ErrorNotice(
    409,
    "Somebody else was faster",
    "This difference was settled while you looked at it. Nothing of yours was stored, and no words "
    "are lost: every wording is on the piece’s page.",
)
_SIDES = {
    Take.OURS: "the words from here",
    Take.THEIRS: "the words from Notion",
    Take.WRITTEN: "a third text",
}
COUNTS = (
    ("pushed", "Carried to Notion"),
    ("edits", "Changes brought back from Notion"),
    ("conflicts", "Conflicts to settle"),
    ("waiting", "Waiting here until checked"),
    ("trashed", "Taken down in Notion"),
)
_AT_NOTION = (Place.SYNC, Place.PIECE)
SHOWN = 12  # lines of a list; the others are folded


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("sync", __name__)

    @pages.get("/p/<partnership_id>/sync")
    def show(partnership_id: str) -> Page:
        actor = current_user(runtime)
        failed = jobs.failed_here(runtime, actor)
        return _page(runtime, actor, partnership_id, failed.problem if failed else None)

    @pages.post("/p/<partnership_id>/sync")
    def now(partnership_id: str) -> Page:
        return _begin(runtime, partnership_id, SYNC, _choices())

    @pages.post("/p/<partnership_id>/sync/preview")
    def preview(partnership_id: str) -> Page:
        return _begin(runtime, partnership_id, PREVIEW, {})

    @pages.get("/conflicts/<conflict_id>")
    def conflict(conflict_id: str) -> Page:
        return _conflict(runtime, current_user(runtime), conflict_id)

    @pages.post("/conflicts/<conflict_id>")
    def settle(conflict_id: str) -> Page:
        actor = current_user(runtime)
        view = conflict_page(runtime.services, actor, conflict_id)
        try:
            sync.resolve(runtime.services, actor, conflict_id, *_chosen())
        except BadInput as error:
            problem = error_notice(error)
            return _conflict(runtime, actor, conflict_id, problem), problem.status
        except NotHere:
            return _settled(view, SETTLED_BEFORE), SETTLED_BEFORE.status
        flash("Settled. The next sync carries these words to Notion once they may go there.")
        return redirect(url_for("pieces.show", piece_id=view.whole.piece.id), 303)

    _on_a_piece(pages, runtime)
    return pages


def _on_a_piece(pages: Blueprint, runtime: Runtime) -> None:
    """Add what is pressed on a piece's page."""

    @pages.post("/pieces/<piece_id>/put-back")
    def put_back(piece_id: str) -> Page:
        return _begin_on(runtime, piece_id, PUT_BACK)

    @pages.post("/pieces/<piece_id>/keep-here")
    def keep_here(piece_id: str) -> Page:
        flash(sync.keep_here(runtime.services, current_user(runtime), piece_id))
        return redirect(url_for("pieces.show", piece_id=piece_id), 303)

    @pages.post("/pieces/<piece_id>/comments")
    def comments(piece_id: str) -> Page:
        return _begin_on(runtime, piece_id, COMMENTS)


def _begin(runtime: Runtime, partnership_id: str, kind: str, payload: Mapping[str, Any]) -> Page:
    """Ask for a job at a partnership's memory, and lead to its page."""
    actor = current_user(runtime)
    partnership_of(runtime.services, actor, partnership_id)
    try:
        return jobs.begin(runtime, actor, kind, partnership_id, payload)
    except IN_PAGE as error:
        problem = error_notice(error)
        return _page(runtime, actor, partnership_id, problem), problem.status


def _begin_on(runtime: Runtime, piece_id: str, kind: str) -> Page:
    """Ask for a job at a piece's page in Notion, and lead to its page."""
    actor = current_user(runtime)
    partnership_id = sync.partnership_of(runtime.services, actor, piece_id)
    return jobs.begin(runtime, actor, kind, partnership_id, {PIECE: piece_id})


def _choices() -> dict[str, bool]:
    return {name: True for name in ("although_gone", "mend_columns") if name in request.form}


def _chosen() -> tuple[Take, str, str]:
    """Return which text is to be taken, what was seen of them, and a third; never our words."""
    form = request.form
    try:
        take = Take(form.get("take", ""))
    except ValueError as error:
        said = "Take one of the two texts, or write a third. Nothing was changed."
        raise BadInput(said) from error
    return take, form.get("seen", ""), form.get("text", "")


def _page(
    runtime: Runtime, actor: Actor, partnership_id: str, problem: ErrorNotice | None = None
) -> str:
    partnership = partnership_of(runtime.services, actor, partnership_id)
    view = sync.view(runtime.services, actor, partnership_id)
    seen = asking.newest(runtime, partnership_id, (PREVIEW,), JobState.DONE)
    return render_template(
        "sync.html",
        partnership=partnership,
        view=view,
        seen_at=seen.ended_at if seen else None,
        lines=sync.lines_of(runtime.services, seen.found) if seen else (),
        messages=tuple(seen.found["messages"]) if seen else (),
        trouble=problem or _missing(runtime, partnership_id),
        problem=problem,
        job=None if problem else jobs.to_find_again(runtime, partnership_id, *_AT_NOTION),
        fields=FIELDS,
        counts=COUNTS,
        shown=SHOWN,
    )


def _missing(runtime: Runtime, partnership_id: str) -> ErrorNotice | None:
    """Say what keeps everything from being carried; None for nothing. Notion is not asked."""
    try:
        runtime.accounts.notion(partnership_id)
        runtime.accounts.notion_parent(partnership_id)
    except ConnectionBroken as error:
        return error_notice(error)
    return None


def _conflict(
    runtime: Runtime, actor: Actor, conflict_id: str, problem: ErrorNotice | None = None
) -> str:
    view = conflict_page(runtime.services, actor, conflict_id)
    if view.conflict.resolved_at is not None:
        return _settled(view)
    agreed, theirs, budget = view.told.agreed, view.told.theirs, Budget()
    return render_template(
        "conflict.html",
        view=view,
        conflict=view.told,
        newest=view.read.newest,
        since=view.ours_since,
        partnership=view.partnership,
        community=view.community,
        field=FIELDS.get(view.conflict.field, view.conflict.field),
        agreed=passages(before_differences(agreed, view.ours, theirs)),
        ours=passages(differences(agreed, view.ours, budget)),
        theirs=passages(differences(agreed, theirs, budget)),
        may_take_theirs=bool(theirs) or view.conflict.field in ("narrative", *JUDGED),
        may_write=view.conflict.field in _WRITTEN,
        text=request.form.get("text", view.ours),
        problem=problem,
    )


def _settled(view: ConflictView, problem: ErrorNotice | None = None) -> str:
    """Say who settled a difference, and keep what somebody typed for it meanwhile."""
    return render_template(
        "conflict_settled.html",
        view=view,
        newest=view.read.newest,
        partnership=view.partnership,
        community=view.community,
        field=FIELDS.get(view.conflict.field, view.conflict.field),
        text=request.form.get("text", "") if request.form.get("take") == "written" else "",
        side=_SIDES[view.conflict.settled_with] if view.conflict.settled_with else "",
        problem=problem,
    )


def notion_link(runtime: Runtime, notion_page_id: str | None) -> str | None:
    """Return the address of a page in Notion, or of its stand-in; None where there is none."""
    if notion_page_id is None:
        return None
    if runtime.settings.sandbox_url:
        return f"{runtime.settings.sandbox_url}/_sandbox/notion/pages/{notion_page_id}"
    return f"https://www.notion.so/{notion_page_id.replace('-', '')}"
