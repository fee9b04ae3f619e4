"""Notion's OAuth (`docs/notion.md#oauth`): the page picker, tokens without an end, revoking.

Only JSON with Basic authentication is taken: form encoding is not documented. A refresh gives two
new tokens and ends both old ones.
"""

import json
from collections.abc import Sequence
from functools import partial

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox import consent_page
from connectors.sandbox.grants import Issued, is_client
from connectors.sandbox.notion.models import Page
from connectors.sandbox.notion.state import (
    OWNER_ID,
    WORKSPACE_ID,
    WORKSPACE_NAME,
    NotionSandbox,
    NotionState,
)
from connectors.sandbox.notion.users import person_answer

_DECIDE = "/_sandbox/notion/oauth/decide"


def notion_oauth(sandbox: NotionSandbox) -> Blueprint:
    """Return the pages and endpoints, to be mounted at the root: they have two prefixes."""
    blueprint = Blueprint("sandbox_notion_oauth", __name__)
    state = sandbox.notion
    blueprint.add_url_rule("/notion/v1/oauth/authorize", "authorise", lambda: _ask(state))
    blueprint.add_url_rule(_DECIDE, "decide", lambda: _decide(state), methods=["POST"])
    for name, view in (("token", _token), ("introspect", _introspect), ("revoke", _revoke)):
        rule = f"/notion/v1/oauth/{name}"
        blueprint.add_url_rule(rule, name, partial(view, state), methods=["POST"])
    return blueprint


def _ask(state: NotionState) -> AnyResponse:
    tops = [one for one in state.things.values() if isinstance(one, Page) and not one.parent_id]
    choices = [
        consent_page.Choice(page.id, state.title_of(page), is_chosen=page.id in state.shared)
        for page in tops
        if not state.is_trashed(page)
    ]
    action = f"{request.script_root}{_DECIDE}"
    legend = f"Pages in {WORKSPACE_NAME} that it may use"
    return consent_page.show(consent_page.Asked("Notion", action, legend, "checkbox", choices))


def _decide(state: NotionState) -> AnyResponse:
    def offer(client_id: str, back: str, chosen: Sequence[str]) -> str:
        state.shared.update(page_id for page_id in chosen if page_id in state.things)
        return state.grants.offer(state.bot_of(f"grant:{client_id}"), client_id, back)

    return consent_page.decide(offer)


def _token(state: NotionState) -> Response:
    client_id, asked = _client(), _body()
    if client_id is None:
        return _refusal(state, 401, "invalid_client")
    kind = asked.get("grant_type")
    if kind == "authorization_code":
        issued = state.grants.exchange(
            asked.get("code", ""), client_id, asked.get("redirect_uri", "")
        )
    elif kind == "refresh_token":
        issued = state.grants.refresh(asked.get("refresh_token", ""), client_id)
    else:
        return _refusal(state, 400, "invalid_request")
    if issued is None:
        return _refusal(state, 400, "invalid_grant")
    return _answer(state, 200, _tokens(state, issued))


def _tokens(state: NotionState, issued: Issued) -> dict[str, object]:
    owner = person_answer(OWNER_ID, state.people[OWNER_ID])
    return {
        "access_token": issued.access_token,
        "token_type": "bearer",
        "refresh_token": issued.refresh_token,
        "bot_id": issued.who,
        "workspace_id": WORKSPACE_ID,
        "workspace_name": WORKSPACE_NAME,
        "workspace_icon": None,
        "owner": {"type": "user", "user": owner},
        "duplicated_template_id": None,
    }


def _introspect(state: NotionState) -> Response:
    if _client() is None:
        return _refusal(state, 401, "invalid_client")
    is_active = state.grants.who(_body().get("token", "")) is not None
    return _answer(state, 200, {"active": is_active})


def _revoke(state: NotionState) -> Response:
    if _client() is None:
        return _refusal(state, 401, "invalid_client")
    state.grants.revoke(_body().get("token", ""))
    return _answer(state, 200, {})


def _client() -> str | None:
    """Return the id of the app that asks, or None if it does not show a secret."""
    shown = request.authorization
    if shown is None or shown.type != "basic" or shown.username is None:
        return None
    return shown.username if is_client(shown.username, shown.password or "") else None


def _body() -> dict[str, str]:
    found = request.get_json(silent=True)
    rows = found.items() if isinstance(found, dict) else ()
    return {str(name): value for name, value in rows if isinstance(value, str)}


def _refusal(state: NotionState, status: int, word: str) -> Response:
    return _answer(
        state, status, {"error": word, "error_description": "The sandbox does not take this."}
    )


def _answer(state: NotionState, status: int, body: dict[str, object]) -> Response:
    request_id = state.make_id()
    text = json.dumps({**body, "request_id": request_id})
    answer = Response(text, status, mimetype="application/json")
    answer.headers["x-notion-request-id"] = request_id
    answer.headers["Cache-Control"] = "no-store"
    return answer
