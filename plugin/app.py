"""The web application: one runtime, the safety that holds for every page, and the pages.

Nothing here decides anything; a page that is not in the list does not exist.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request

from plugin.convene.design_lookup import newest_design
from plugin.govern.retention import UNUSED_SIGN_IN_LASTS
from plugin.store.engine import begin_page, end_page
from plugin.store.marks import require_demo
from plugin.use_cases import Runtime
from plugin.web import (
    about_group,
    agreement,
    answer_link,
    between,
    bring_notes,
    change_session,
    check_piece,
    check_quotes,
    checking_sheet,
    choose_design,
    chosen_exports,
    close_session,
    community,
    complain,
    connections,
    design_files,
    desk,
    desk_answers,
    desk_compare,
    desk_keys,
    desk_read,
    desk_sort,
    desk_themes,
    dots,
    editions,
    exports,
    group_designs,
    guidance,
    health,
    homes,
    how_was_it,
    invitation,
    jobs,
    join,
    kept_how,
    live,
    look_up,
    may_stay,
    memory,
    metrics,
    moderate,
    names,
    new_session,
    notes,
    objections,
    operator,
    own_notes,
    own_words,
    paper,
    permission,
    phone_dots,
    piece_collections,
    piece_drafts,
    piece_pictures,
    piece_way,
    private_list,
    programs,
    public,
    read_back,
    rehearsal,
    session,
    session_roles,
    sign_in,
    single_sign_on,
    sponsor,
    study_table,
    take_part,
    talk_first,
    webhooks,
    who_opened,
    write_until,
)
from plugin.web import people as web_people
from plugin.web import pieces as web_pieces
from plugin.web import sync as web_sync
from plugin.web.address import at_address
from plugin.web.api import service as api_service
from plugin.web.connections import ended_notices
from plugin.web.errors import register_errors
from plugin.web.formats import as_filters
from plugin.web.forms import is_written_in, new_press
from plugin.web.language import speak_languages
from plugin.web.navigation import navigation
from plugin.web.panel import api as panel_api
from plugin.web.panel import pages as panel_pages
from plugin.web.request_log import keep_log
from plugin.web.safety import keep_safe
from plugin.web.static_files import keep_static_files
from plugin.web.uploads import InMemoryRequest

_PAGES = (
    sign_in,
    homes,
    web_people,
    community,
    choose_design,
    design_files,
    new_session,
    session,
    read_back,
    change_session,
    close_session,
    invitation,
    live,
    desk,
    desk_answers,
    desk_compare,
    desk_keys,
    desk_read,
    desk_sort,
    desk_themes,
    study_table,
    web_pieces,
    objections,
    paper,
    permission,
    notes,
    memory,
    web_sync,
    jobs,
    sponsor,
    connections,
    session_roles,
    health,
    group_designs,
    metrics,
    names,
    operator,
    single_sign_on,
    exports,
    chosen_exports,
    piece_collections,
    piece_drafts,
    piece_pictures,
    piece_way,
    about_group,
    agreement,
    bring_notes,
    join,
    take_part,
    panel_pages,
    panel_api,
    own_notes,
    own_words,
    may_stay,
    rehearsal,
    check_piece,
    check_quotes,
    checking_sheet,
    how_was_it,
    moderate,
    talk_first,
    between,
    programs,
    webhooks,
    private_list,
    answer_link,
    editions,
    public,
    who_opened,
    kept_how,
    complain,
    look_up,
    write_until,
    dots,
    phone_dots,
    guidance,
)
LARGEST_FORM_BYTES = 1_000_000


def create_app(runtime: Runtime) -> Flask:
    """Make the application of one runtime; raise BadInput for the demo on a real database."""
    if runtime.settings.is_demo:
        require_demo(runtime.services.db)
    app = Flask("plugin.web")
    app.request_class = InMemoryRequest
    app.config.update(
        SECRET_KEY=runtime.settings.secret,
        APPLICATION_ROOT=runtime.settings.base_path or "/",
        SESSION_COOKIE_NAME="hedgerow_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=urlsplit(runtime.settings.base_url).scheme == "https",
        PERMANENT_SESSION_LIFETIME=UNUSED_SIGN_IN_LASTS,
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
    )
    # Flask's documented way to add middleware.
    outer = at_address(app.wsgi_app, runtime.settings)
    app.wsgi_app = outer  # type: ignore[method-assign, assignment]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    find = partial(newest_design, runtime.services)
    app.jinja_env.filters.update(as_filters(find, runtime.settings.time_zone))
    app.jinja_env.tests["written_in"] = is_written_in
    speak_languages(app)
    keep_static_files(app)
    keep_log(app)
    _ask_once(app)
    keep_safe(app, runtime.settings)
    who_opened.keep_access_log(app, runtime)
    register_errors(app)
    app.context_processor(lambda: _layout(runtime))
    for page in _PAGES:
        app.register_blueprint(page.routes(runtime))
    app.register_blueprint(api_service.routes(runtime, panel_api.described))
    return app


def _ask_once(app: Flask) -> None:
    """Let a page that only reads ask once what many of its parts want to know."""

    @app.before_request
    def begin() -> None:
        if request.method == "GET":
            begin_page()

    @app.teardown_request
    def over(_error: BaseException | None) -> None:
        end_page()


def _layout(runtime: Runtime) -> dict[str, Any]:
    return {
        "actor": g.get("actor"),
        "navigation": partial(navigation, runtime.services),
        "new_press": new_press,
        "ended_notices": partial(ended_notices, runtime),
        "rehearsals_here": partial(rehearsal.rehearsals_here, runtime),
        "partnership": None,
        "community": None,
        "problem": None,
        "today": runtime.services.today,
        "is_demo": runtime.settings.is_demo,
        "sandbox_url": runtime.settings.sandbox_url,
    }
