"""The page on which a person allows or refuses an app, and the way back to the app.

Only an app on this machine is sent back to: the sandbox must not be a way to anywhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
# No form-action: browsers hold it against the redirect to the app, which has another port.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
)
_SAFETY = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: an account, or a page."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks of a person."""

    vendor: str
    action: str
    legend: str
    kind: str
    choices: Sequence[Choice]


def show(asked: Asked) -> AnyResponse:
    """Return the page, or a sentence for an address that no app would send people to."""
    refusal = _refusal(request.args)
    if refusal:
        return _safe(Response(refusal + "\n", status=400, mimetype="text/plain"))
    carried = {name: request.args.get(name, "") for name in ("client_id", "redirect_uri", "state")}
    return _safe(Response(render_template("allow.html", asked=asked, carried=carried)))


def decide(offer: Callable[[str, str, Sequence[str]], str]) -> AnyResponse:
    """Send the person back to the app, with the code that `offer` makes or with a refusal.

    `offer` is given the client's id, the address of the way back and what was chosen.
    """
    refusal = _refusal({**request.form.to_dict(), "response_type": "code"})
    if refusal:
        return _safe(Response(refusal + "\n", status=400, mimetype="text/plain"))
    back, state = request.form["redirect_uri"], request.form.get("state", "")
    if request.form.get("answer") == "allow":
        code = offer(request.form["client_id"], back, request.form.getlist("chosen"))
        said = {"code": code, "client_id": request.form["client_id"]}
    else:
        said = {"error": "access_denied"}
    mark = "&" if urlsplit(back).query else "?"
    return _safe(redirect(f"{back}{mark}{urlencode({**said, 'state': state})}", 303))


def _refusal(given: Mapping[str, str]) -> str:
    back = urlsplit(given.get("redirect_uri", ""))
    if not given.get("client_id") or given.get("response_type") != "code":
        return "An app sends people here with response_type=code and its client_id."
    if back.scheme not in ("http", "https") or back.hostname not in _LOOPBACK or back.fragment:
        return "The sandbox sends people back to this machine only. Nothing was allowed."
    return ""


def _safe(response: AnyResponse) -> AnyResponse:
    response.headers.update(_SAFETY)
    return response
