"""Single sign-on: out to the organisation's OpenID provider, and back signed in.

The way out is a link, because browsers hold `form-action` against redirects. State, nonce and the
verifier of PKCE are in the browser's own signed cookie: whoever holds it is who was sent away.
A provider says who somebody is; whether that person has a place here, only the people here say.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from connectors.errors import ConnectorError
from connectors.openid import OpenIDProvider, SignInRequest
from plugin.accounts.vendors import RETURN_PATH
from plugin.convene.sign_in import sign_in_by_address
from plugin.web import current_user

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.web")
BY_PROVIDER = "by_provider"  # of the cookie: so signing out can offer to sign out there too
_ASKED = "single_sign_on"
_LASTS_S = 900  # somebody may have to find their second factor first
NOT_BEGUN = (
    "This browser has not begun to sign in, or it was too long ago. Nobody was signed in. "
    "Try again."
)
NOT_SIGNED_IN = "{name} did not sign you in. Nobody was signed in here. Try again, or use a link."
NO_ANSWER = (
    "{name} could not be reached, or gave an answer that Hedgerow does not trust. Nobody was "
    "signed in. Try again in a few minutes, or use a link. The administrator finds the reason in "
    "the log."
)
NO_ADDRESS = (
    "{name} did not tell Hedgerow an e-mail address that it has verified. Nobody was signed in. "
    "Use a link, or ask the administrator."
)
NOT_OUT = (
    "{name} could not be reached, so you may still be signed in there. Close the browser, or sign "
    "out there yourself."
)
UNKNOWN = (
    "{name} signed you in with the address {email}, and nobody here has that address. Nobody was "
    "signed in. Ask your facilitator to add you with it."
)


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module; without a provider they do not exist."""
    pages = Blueprint("single_sign_on", __name__)

    @pages.get("/single-sign-on")
    def begin() -> ResponseReturnValue:
        return _begin(_provider(runtime), _name(runtime))

    @pages.get(RETURN_PATH)
    def returned() -> ResponseReturnValue:
        return _returned(runtime, _provider(runtime), _name(runtime))

    @pages.get("/single-sign-on/out")
    def out() -> ResponseReturnValue:
        return _out(runtime, _provider(runtime))

    return pages


def _begin(provider: OpenIDProvider, name: str) -> ResponseReturnValue:
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    try:
        address = provider.authorise_url(SignInRequest(state, nonce, verifier))
    except ConnectorError as error:
        LOG.warning("Single sign-on: %s", error)  # safe to print, see connectors.errors
        return _page(NO_ANSWER.format(name=name), 503)
    session[_ASKED] = [state, nonce, verifier, int(time.time())]
    return redirect(address)


def _returned(runtime: Runtime, provider: OpenIDProvider, name: str) -> ResponseReturnValue:
    asked = _asked(session.pop(_ASKED, None))
    if asked is None:
        return _page(NOT_BEGUN, 400)
    if request.args.get("error"):
        return _page(NOT_SIGNED_IN.format(name=name), 400)
    try:
        identity = provider.identity(request.full_path, asked)
    except ConnectorError as error:
        LOG.warning("Single sign-on: %s", error)
        return _page(NO_ANSWER.format(name=name), 503)
    if identity is None:
        return _page(NOT_BEGUN, 400)
    if not identity.email:
        return _page(NO_ADDRESS.format(name=name), 403)
    begun = sign_in_by_address(runtime.services, identity.email, current_user.sign_in())
    if begun is None:
        return _page(UNKNOWN.format(name=name, email=identity.email), 403)
    response = current_user.enter(begun)
    session[BY_PROVIDER] = True
    return response


def _out(runtime: Runtime, provider: OpenIDProvider) -> ResponseReturnValue:
    """Lead to the provider's page for signing out; here nobody is signed out by a link."""
    back = f"{runtime.settings.base_url}/sign-in"
    try:
        return redirect(provider.logout_url(back) or back)
    except ConnectorError as error:
        LOG.warning("Single sign-on: %s", error)
        return _page(NOT_OUT.format(name=_name(runtime)), 503)


def _asked(kept: object) -> SignInRequest | None:
    """Return what this browser was sent away with, unless it was too long ago."""
    if not isinstance(kept, list) or len(kept) != 4:
        return None
    state, nonce, verifier, at = kept
    if time.time() - at > _LASTS_S:
        return None
    return SignInRequest(state, nonce, verifier)


def _page(sentence: str, status: int) -> tuple[str, int]:
    return render_template("single_sign_on.html", sentence=sentence), status


def _provider(runtime: Runtime) -> OpenIDProvider:
    return runtime.accounts.openid() or abort(404)


def _name(runtime: Runtime) -> str:
    known = runtime.settings.openid
    return known.name if known else ""
