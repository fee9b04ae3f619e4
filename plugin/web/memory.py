"""The memory of a partnership: pieces and kept notes that this person may read, and a search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from plugin.convene.design_lookup import box_title
from plugin.convene.group_designs import versions_in
from plugin.convene.template_files import known_templates
from plugin.domain.days import long_day
from plugin.domain.judgements import FORM
from plugin.domain.note_kinds import NEVER_COUNTED, NOTE_KINDS
from plugin.domain.people import Power
from plugin.domain.pieces import KINDS
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.memory.notes import NOTES_A_PAGE
from plugin.memory.query import Query
from plugin.memory.search import MemoryPage, memory_page
from plugin.web.current_user import current_user
from plugin.web.forms import number_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Filter = tuple[str, str, str, list[tuple[str, str]], str]

_LONGEST_SEARCH = 200
_LONGEST_FILTER = 120
_FURTHEST = 100_000


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("memory", __name__)

    @pages.get("/p/<partnership_id>/memory")
    def show(partnership_id: str) -> str:
        query, start, actor = _asked(), _start(), current_user(runtime)
        own = versions_in(runtime.services, actor, partnership_id)
        designs = (*known_templates(), *own)
        found = memory_page(runtime.services, actor, partnership_id, query, designs, start)
        return render_template(
            "memory.html",
            found=found,
            may_collect=actor.may(Power.CURATE, partnership_id),
            partnership=found.partnership,
            query=query,
            kinds=KINDS,
            never_counted=NEVER_COUNTED,
            box_title=partial(box_title, runtime.services),
            filters=_filters(found, query, designs),
            start=start,
            next_start=start + NOTES_A_PAGE,
        )

    return pages


def _filters(found: MemoryPage, query: Query, designs: Sequence[Template]) -> tuple[Filter, ...]:
    """Return the filters of the form: name, label, the word for all, options, what is chosen."""
    boxes = [zone for design in designs for zone in design.zones]
    of_notes = (*(zone.kind for zone in boxes), *NOTE_KINDS)
    kinds = KINDS | {each: each.capitalize() for each in of_notes if each not in KINDS}
    groups = [(each.id, each.name) for each in found.communities.values()]
    sessions = [(each.id, _with_its_day(each)) for each in found.sessions]
    titles = [(title, title) for title in dict.fromkeys(zone.title for zone in boxes)]
    of_members: tuple[Filter, ...] = (
        ("session", "Session", "All sessions", sessions, query.session_id),
        ("box", "Box", "All boxes", titles, query.box),
    )
    themes = [(each.id, f"{'– ' * depth}{each.called}") for each, depth in found.themes]
    of_curators: tuple[Filter, ...] = (("theme", "Theme", "All themes", themes, query.theme_id),)
    return (
        ("group", "Group", "All groups", groups, query.community_id),
        ("kind", "Kind", "All kinds", list(kinds.items()), query.kind),
        ("form", "Kind of shared thing", "All pieces and notes", list(FORM.items()), query.form),
        *(of_members if sessions else ()),
        *(of_curators if themes else ()),
    )


def _with_its_day(session: Session) -> str:
    """Return the name of a session with its day, as several have the same name."""
    day = long_day(session.day)
    return session.name if day in session.name else f"{session.name}, {day}"


def _asked() -> Query:
    def filter_by(name: str) -> str:
        return request.args.get(name, "")[:_LONGEST_FILTER].strip()

    return Query(
        words=request.args.get("q", "")[:_LONGEST_SEARCH].strip(),
        community_id=filter_by("group"),
        session_id=filter_by("session"),
        box=filter_by("box"),
        kind=filter_by("kind"),
        form=filter_by("form"),
        theme_id=filter_by("theme"),
        since=_day("since"),
        until=_day("until"),
    )


def _day(name: str) -> date | None:
    """Return a day of the form; one that is none narrows nothing."""
    try:
        return date.fromisoformat(request.args.get(name, "").strip())
    except ValueError:
        return None


def _start() -> int:
    return min(number_of(request.args.get("from"), 18) or 0, _FURTHEST)
