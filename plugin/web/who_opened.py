"""Writes down who opens pages that show words of a group, and shows it to the group's members.

A page is written down before it is sent: once for each person, kind and day, so that most pages
cost nothing. Where the database cannot take it just now, the page is shown all the same, the log of
the server says so, and the next page of that kind is written down.

Pages behind a participant's own link are not in it: they show that person's own words. Nor are the
pages on which a group only says what it is, such as its own page and its agreement.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from threading import Lock
from typing import Any

from flask import Blueprint, Flask, Response, g, render_template, request, template_rendered

from plugin.domain.access_log import IN_WORDS, LOG_IS_KEPT, Opened
from plugin.domain.people import Actor
from plugin.errors import HedgerowError
from plugin.govern.access_log import access_log, note_opening
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ERROR_PAGE

LOG = logging.getLogger("hedgerow.web")
WRITTEN_DOWN: Mapping[str, Opened] = {
    **dict.fromkeys(("notes.show", "notes.ask", "session.show", "read_back.show"), Opened.NOTES),
    **dict.fromkeys(("moderate.show", "talk_first.show"), Opened.NOTES),
    "dots.show": Opened.NOTES,
    **dict.fromkeys(("desk.show", "desk.back", "desk_keys.show", "desk_read.show"), Opened.DESK),
    **dict.fromkeys(("desk_sort.show", "desk_themes.show", "desk_themes.memo"), Opened.DESK),
    **dict.fromkeys(("desk_compare.show", "desk_themes.memo_of", "study_table.show"), Opened.DESK),
    **dict.fromkeys(("names.show", "desk_answers.show", "desk_answers.returns"), Opened.DESK),
    **dict.fromkeys(("new_session.show", "new_session.picture"), Opened.NEXT_BOARD),
    **dict.fromkeys(
        (
            *("pieces.show", "piece_way.show", "checking_sheet.show", "editions.show"),
            *("piece_pictures.show", "sync.conflict"),
        ),
        Opened.PIECES,
    ),
    "between.show": Opened.COMMITMENTS,
    "look_up.find": Opened.LOOKED_UP,
    **dict.fromkeys(("memory.show", "piece_collections.show"), Opened.MEMORY),
    "sponsor.show": Opened.SPONSORS_PAGE,
    **dict.fromkeys(("exports.send", "chosen_exports.send"), Opened.FILE),
    **dict.fromkeys(("api.notes", "api.piece", "api.pieces"), Opened.BY_PROGRAM),
    **dict.fromkeys(("panel_api.sentences", "panel_api.decide"), Opened.NOTES),
    **dict.fromkeys(
        ("panel_api.piece", "panel_api.pieces_to_read", "panel_api.piece_was_read"), Opened.PIECES
    ),
}
# A form of these pages that is refused shows the page again, with all its words.
_FORMS_OF = {
    endpoint.partition(".")[0]: what
    for endpoint, what in WRITTEN_DOWN.items()
    if what not in (Opened.FILE, Opened.BY_PROGRAM)
}
_SHOWN_AGAIN = (200, 400, 409)
_MOST_REMEMBERED = 20_000


class WrittenToday:
    """What this process has written down today already; the database knows it too."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._day: date | None = None
        self._known: set[tuple[str, ...]] = set()

    def has(self, day: date, key: tuple[str, ...]) -> bool:
        """Say whether a page was written down; forget what was on another day."""
        with self._lock:
            if day != self._day or len(self._known) > _MOST_REMEMBERED:
                self._day, self._known = day, set()
            return key in self._known

    def add(self, day: date, key: tuple[str, ...]) -> None:
        """Remember that a page was written down."""
        with self._lock:
            if day == self._day:
                self._known.add(key)


def keep_access_log(app: Flask, runtime: Runtime) -> None:
    """Write down what signed-in people and their programs open."""
    written = WrittenToday()

    @template_rendered.connect_via(app)
    def shown(_app: Flask, template: Any, **_given: object) -> None:
        g.shown_template = template.name

    @app.after_request
    def note(response: Response) -> Response:
        what = _shown(response)
        actor, ids = _who()
        if what is not None and actor is not None:
            key = (actor.person_id, what.value, *sorted(map(str, ids.values())))
            if not written.has(runtime.services.today, key):
                _note(runtime, actor, what, ids, written, key)
        return response


def _shown(response: Response) -> Opened | None:
    """Return what kind of page with words an answer shows, None for any other."""
    endpoint = request.endpoint or ""
    if response.status_code == 200 and endpoint in WRITTEN_DOWN:
        return WRITTEN_DOWN[endpoint]
    is_page = g.get("shown_template") not in (None, ERROR_PAGE)
    if request.method != "POST" or not is_page or response.status_code not in _SHOWN_AGAIN:
        return None
    return WRITTEN_DOWN.get(endpoint) or _FORMS_OF.get(endpoint.partition(".")[0])


def opened_in_panel(actor: Actor, ids: Mapping[str, str]) -> None:
    """Remember who asks in the panel, and about what: no address there names it."""
    g.opened_in_panel = (actor, ids)


def _who() -> tuple[Actor | None, Mapping[str, str]]:
    """Return who asked, and the ids of what they asked for."""
    in_panel: tuple[Actor, Mapping[str, str]] | None = g.get("opened_in_panel")
    if in_panel is not None:
        return in_panel
    caller = g.get("api_caller")
    found: Actor | None = g.get("actor") if caller is None else caller.actor
    return found, dict(request.view_args or {})


def _note(
    runtime: Runtime,
    actor: Actor,
    what: Opened,
    ids: Mapping[str, str],
    written: WrittenToday,
    key: tuple[str, ...],
) -> None:
    try:
        note_opening(runtime.services, actor, what, ids)
    except HedgerowError as error:
        LOG.error("A page that was opened is not in the access log (%s).", type(error).__name__)
    else:
        written.add(runtime.services.today, key)


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("who_opened", __name__)

    @pages.get("/c/<community_id>/opened")
    def show(community_id: str) -> str:
        found = access_log(runtime.services, current_user(runtime), community_id)
        return render_template(
            "who_opened.html",
            found=found,
            words=IN_WORDS,
            notes=(Opened.NOTES, Opened.BY_PROGRAM),
            kept_days=LOG_IS_KEPT.days,
            community=found.community,
            partnership=found.partnership,
        )

    return pages
