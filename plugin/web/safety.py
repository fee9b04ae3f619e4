"""What holds for every page: who may address us, from where a form may come, and what is said.

Unsafe methods need a browser's word that they come from our own pages (`Sec-Fetch-Site`, or
`Origin` where a browser does not send it); logs hold route patterns, never paths or texts.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.sansio.utils import host_is_trusted

from plugin.config import Settings
from plugin.languages import lazy_gettext, translate
from plugin.web.health import ASKED_UNDER_ANY_NAME
from plugin.web.language import current_language

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PICTURE_POLICY = "default-src 'none'; style-src 'none'; sandbox"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Under no-referrer a browser sends `Origin: null` with our own forms; same-origin tells
    # strangers as little.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Participants' pages: no cookie lets anybody in there, so a form from elsewhere can do nothing that
# who sent it could not. Phones that are too old to say where a form comes from may send one.
WITHOUT_COOKIE = ("/j/", "/me/")
# Programs send no word of where they come from, and their answers look at a token alone.
_OF_PROGRAMS = "/api/v1/"
# Whoever has such an address may use it, so that no answer under it lets a browser pass it on:
# neither a page, nor the refusal of one.
_SECRET_ADDRESSES = (
    *("/objections/", "/permission/", "/asks/", "/sign-in/", "/single-sign-on/", "/operator/"),
    *WITHOUT_COOKIE,
    "/miro/link/",
    "/shared/",
)
_NOT_OUR_NAME = lazy_gettext("This server is not addressed by that name.")
_FROM_ELSEWHERE = lazy_gettext(
    "This form was sent from somewhere else, and nothing was changed. Open the page here and send "
    "it again."
)
_HSTS = "max-age=31536000"


def keep_safe(app: Flask, settings: Settings) -> None:
    """Put the checks and headers on every request of an app."""
    # Werkzeug's own server writes whole paths, in which sign-in links and ids stand.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    is_https = urlsplit(settings.base_url).scheme == "https"

    @app.before_request
    def check() -> tuple[str, int, dict[str, str]] | None:
        is_asked_by_machines = request.endpoint in ASKED_UNDER_ANY_NAME
        if not is_asked_by_machines and not _names_us(request.host, settings.host_names):
            return _plain(_NOT_OUR_NAME, 421)
        if request.method not in SAFE_METHODS and not _is_own(settings.base_url):
            return _plain(_FROM_ELSEWHERE, 403)
        return None

    @app.after_request
    def finish(response: Response) -> Response:
        if request.path.startswith(_SECRET_ADDRESSES):
            response.headers["Referrer-Policy"] = "no-referrer"
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if "framed_by" in g:  # X-Frame-Options cannot name who may
            del response.headers["X-Frame-Options"]
        if is_https:
            response.headers.setdefault("Strict-Transport-Security", _HSTS)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def frame_in(response: Response, framed_by: str, scripts_of: str) -> Response:
    """Let some sites alone frame this answer, and a script of one other site run in it."""
    g.framed_by = framed_by
    own = _POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {framed_by}")
    policy = own.replace("script-src 'self'", f"script-src 'self' {scripts_of}")
    response.headers["Content-Security-Policy"] = policy
    return response


def _names_us(host: str, names: Collection[str]) -> bool:
    """Say whether a request's host is one of ours; Werkzeug's own list knows no IPv6."""
    return host_is_trusted(host) and urlsplit(f"//{host}").hostname in names


def _is_own(base_url: str) -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = urlsplit(base_url)
    own = {f"{ours.scheme}://{ours.netloc}".lower(), f"{request.scheme}://{request.host}".lower()}
    if site is not None and site != "same-origin":
        return False
    if origin is None or origin == "null":
        return site is not None or request.path.startswith((*WITHOUT_COOKIE, _OF_PROGRAMS))
    return origin.lower() in own


def _plain(sentence: str, status: int) -> tuple[str, int, dict[str, str]]:
    said = translate(sentence, current_language())
    return said, status, {"Content-Type": "text/plain; charset=utf-8"}
