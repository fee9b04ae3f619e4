"""Who may knock: only this machine by its loopback names, and only our own pages may post.

A page of another site could otherwise reach the sandbox through somebody's browser (by a name
that resolves to 127.0.0.1, or by a form); both are refused with a sentence.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, request

_NAMES = frozenset({"127.0.0.1", "localhost"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})


def check_hosts(app: Flask) -> None:
    """Check every request of the application before anything else looks at it."""
    app.before_request(_refuse_strangers)


def _refuse_strangers() -> Response | None:
    if urlsplit(f"//{request.host}").hostname not in _NAMES:
        return _refusal("The sandbox answers only as 127.0.0.1 or localhost. Use that address.")
    if request.path.startswith("/_sandbox") and request.method not in _SAFE and _is_foreign():
        return _refusal(
            "This came from a page that is not the sandbox's own, so nothing was changed. "
            "Open the sandbox's page and try again there."
        )
    return None


def _is_foreign() -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return True
    site = request.headers.get("Sec-Fetch-Site")
    return site is not None and site not in _OWN_SITES


def _refusal(sentence: str) -> Response:
    return Response(sentence + "\n", status=403, mimetype="text/plain")
