"""Miro's OAuth (`docs/miro.md#oauth`): the page that asks, tokens that rotate, revoking.

Ids come as numbers here, as in Miro's own documents. What the token endpoint answers to a mistake
was never recorded; it is RFC 6749's `error` here.
"""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox import consent_page
from connectors.sandbox.grants import Issued, is_client
from connectors.sandbox.miro.errors import not_found
from connectors.sandbox.miro.state import TEAM, MiroState

_DECIDE = "/_sandbox/miro/oauth/decide"


def miro_oauth(state: MiroState) -> Blueprint:
    """Return the pages and endpoints, to be mounted at the root: they have two prefixes."""
    blueprint = Blueprint("sandbox_miro_oauth", __name__)
    blueprint.add_url_rule("/miro/oauth/authorize", "authorise", lambda: _ask(state))
    blueprint.add_url_rule(_DECIDE, "decide", lambda: _decide(state), methods=["POST"])
    blueprint.add_url_rule("/miro/v1/oauth/token", "token", lambda: _token(state), methods=["POST"])
    blueprint.add_url_rule(
        "/miro/v2/oauth/revoke", "revoke", lambda: _revoke(state), methods=["POST"]
    )
    return blueprint


def _ask(state: MiroState) -> AnyResponse:
    script_root = request.script_root
    choices = [
        consent_page.Choice(user.id, user.name, is_chosen=place == 0)
        for place, user in enumerate(state.accounts())
    ]
    legend = "As whom, in Sandbox team"
    return consent_page.show(
        consent_page.Asked("Miro", f"{script_root}{_DECIDE}", legend, "radio", choices)
    )


def _decide(state: MiroState) -> AnyResponse:
    def offer(client_id: str, back: str, chosen: Sequence[str]) -> str:
        known = {user.id: user for user in state.accounts()}
        user = known.get(chosen[0] if chosen else "") or state.accounts()[0]
        return state.grants.offer(user.id, client_id, back)

    return consent_page.decide(offer)


def _token(state: MiroState) -> Response:
    """Answer form fields, in the body or, as in Miro's samples, in the address."""
    given = request.values
    client_id = given.get("client_id", "")
    if not is_client(client_id, given.get("client_secret", "")):
        return _refusal(401, "invalid_client")
    kind = given.get("grant_type")
    if kind == "authorization_code":
        back = given.get("redirect_uri", "")
        issued = state.grants.exchange(given.get("code", ""), client_id, back)
    elif kind == "refresh_token":
        issued = state.grants.refresh(given.get("refresh_token", ""), client_id)
    else:
        return _refusal(400, "unsupported_grant_type")
    return _refusal(400, "invalid_grant") if issued is None else _tokens(issued)


def _tokens(issued: Issued) -> Response:
    body: dict[str, object] = {
        "access_token": issued.access_token,
        "token_type": "bearer",
        "scope": "boards:read boards:write",
        "user_id": int(issued.who),
        "team_id": int(str(TEAM["id"])),
    }
    if issued.refresh_token is not None:
        body |= {"refresh_token": issued.refresh_token, "expires_in": issued.expires_in}
    return jsonify(body)


def _revoke(state: MiroState) -> Response:
    given = request.get_json(silent=True)
    asked = given if isinstance(given, dict) else {}
    known = is_client(str(asked.get("clientId", "")), str(asked.get("clientSecret", "")))
    if known and state.grants.revoke(str(asked.get("accessToken", ""))):
        return Response(status=204)
    refusal = jsonify(not_found("Token").as_json())
    refusal.status_code = 404
    return refusal


def _refusal(status: int, word: str) -> Response:
    response = jsonify({"error": word, "error_description": "The sandbox does not take this."})
    response.status_code = status
    return response
