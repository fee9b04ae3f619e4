"""The web application: one house, the safety that holds for every page, and the pages.

Nothing here decides anything; a page that is not in the list does not exist.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g

from plugin.govern.retention import UNUSED_SIGN_IN_LASTS
from plugin.jobs import House
from plugin.store.marks import require_demo
from plugin.web import (
    community,
    connections,
    desk,
    homes,
    memory,
    new_session,
    notes,
    people,
    pieces,
    read_back,
    session,
    sign_in,
    sponsor,
    sync,
)
from plugin.web.address import AtAddress
from plugin.web.connections import ended_notices
from plugin.web.errors import register_errors
from plugin.web.forms import new_press
from plugin.web.navigation import navigation
from plugin.web.safety import keep_safe
from plugin.web.words import as_filters

_PAGES = (
    *(sign_in, homes, people, community, new_session, session, read_back),
    *(desk, pieces, notes, memory, sync, sponsor, connections),
)
LARGEST_FORM_BYTES = 1_000_000


def create_app(house: House) -> Flask:
    """Make the application of one house; raise BadInput for the demo on a real database."""
    if house.settings.is_demo:
        require_demo(house.ground.db)
    app = Flask("plugin.web")
    app.config.update(
        SECRET_KEY=house.settings.secret,
        APPLICATION_ROOT=house.settings.base_path or "/",
        SESSION_COOKIE_NAME="hedgerow_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=urlsplit(house.settings.base_url).scheme == "https",
        PERMANENT_SESSION_LIFETIME=UNUSED_SIGN_IN_LASTS,
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
    )
    # Flask's documented way to add middleware.
    app.wsgi_app = AtAddress(app.wsgi_app, house.settings.base_url)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(as_filters())
    keep_safe(app, house.settings)
    register_errors(app)
    app.context_processor(lambda: _layout(house))
    for page in _PAGES:
        app.register_blueprint(page.routes(house))
    return app


def _layout(house: House) -> dict[str, Any]:
    return {
        "actor": g.get("actor"),
        "navigation": partial(navigation, house.ground),
        "new_press": new_press,
        "ended_notices": partial(ended_notices, house),
        "partnership": None,
        "community": None,
        "problem": None,
        "today": house.ground.today,
        "is_demo": house.settings.is_demo,
        "sandbox_url": house.settings.sandbox_url,
    }
