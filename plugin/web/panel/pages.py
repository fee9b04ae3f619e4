"""The pages of the panel: the one without a face that waits for the icon, the panel, and linking.

Only Miro may frame the first two, and only Miro's own script comes from outside; on the sandbox
both are the sandbox's. Linking happens in a window of ours, under our own sign-in.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.group_home import homes
from plugin.convene.linked_names import link_by_code, require_code
from plugin.domain.people import Actor, Power
from plugin.errors import ConnectionBroken
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.safety import frame_in

_MIRO_SCRIPT = "https://miro.com/app/static/sdk/v2/miro.js"
_MIRO_FRAMES = "https://miro.com https://*.miro.com"
_SANDBOX_SCRIPT = "/_sandbox/static/miro.js"


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("panel", __name__)

    @pages.get("/miro/app")
    def app() -> Response:
        return _framed(runtime, "panel/app.html")

    @pages.get("/miro/panel")
    def show() -> Response:
        return _framed(runtime, "panel/panel.html")

    @pages.get("/miro/link/<code>")
    def link(code: str) -> str:
        actor = current_user(runtime)
        require_code(runtime.services, code)
        return render_template("panel/link.html", code=code, person=actor)

    @pages.post("/miro/link/<code>")
    def confirm(code: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        link_by_code(runtime.services, actor, code)
        to_connect = _not_connected(runtime, actor)
        return render_template("panel/linked.html", person=actor, to_connect=to_connect)

    return pages


def _not_connected(runtime: Runtime, actor: Actor) -> list[tuple[str, str]]:
    """Return the partnerships for which this person can connect Miro: each's name, and where."""
    found = []
    for home in homes(runtime.services, actor):
        here = home.partnership
        if not actor.may(Power.CONNECT, here.id):
            continue
        try:
            runtime.accounts.miro(here.id)
        except ConnectionBroken:
            found.append((here.name, url_for("connections.show", partnership_id=here.id)))
    return found


def _framed(runtime: Runtime, template: str) -> Response:
    sandbox = runtime.settings.sandbox_url
    script = f"{sandbox}{_SANDBOX_SCRIPT}" if sandbox else _MIRO_SCRIPT
    page = render_template(
        template, sdk_script=script, api=url_for("panel_api.state").removesuffix("/state")
    )
    parts = urlsplit(script)
    site = f"{parts.scheme}://{parts.netloc}"
    return frame_in(make_response(page), sandbox or _MIRO_FRAMES, site)
