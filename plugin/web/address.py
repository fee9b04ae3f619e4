"""Lets pages know under which address people reach them, as HEDGEROW_BASE_URL says, and from where.

They may lie under a path, https://example.org/hedgerow, which a proxy passes on or leaves out; and
behind a proxy that ends TLS every request arrives by http. Either way the addresses that a page
writes are those that people use.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.middleware.proxy_fix import ProxyFix

from plugin.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def at_address(app: WSGIApplication, settings: Settings) -> WSGIApplication:
    """Return the app as people reach it, through as many proxies as the settings name.

    Each of them writes its own line into X-Forwarded-For, -Proto and -Host; a header that comes
    from further away may be anybody's, and is not looked at.
    """
    at = AtAddress(app, settings.base_url)
    hops = settings.proxy_hops
    return ProxyFix(at, x_for=hops, x_proto=hops, x_host=hops, x_prefix=0) if hops else at


class AtAddress:
    """Puts path and scheme of the server's address into each request for the app below."""

    def __init__(self, app: WSGIApplication, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._app = app
        self._scheme, self._host, self._path = parts.scheme, parts.netloc, parts.path

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        asked = environ.get("PATH_INFO", "")
        if self._path:
            if asked == self._path or asked.startswith(f"{self._path}/"):
                environ["PATH_INFO"] = asked.removeprefix(self._path) or "/"
            environ["SCRIPT_NAME"] = self._path
        if environ.get("HTTP_HOST", "").lower() == self._host:
            environ["wsgi.url_scheme"] = self._scheme
        return self._app(environ, start_response)
