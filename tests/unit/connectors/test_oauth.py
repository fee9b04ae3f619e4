import base64
import json
from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
import responses
from responses import matchers

from connectors.errors import ConnectorError, LookFirst, NotAnAnswer, Reconnect, RefusedForGood
from connectors.http import HTTP
from connectors.oauth import App, MiroOAuth, NotionOAuth, code_of, is_over
from connectors.retry import Patience
from schemas.oauth import Grant, read_miro_grant, read_notion_grant

APP = App("client-1", "secret-hazel", "https://hedgerow.example/connect/x/return")
MIRO_TOKEN = "https://api.miro.com/v1/oauth/token"
NOTION_TOKEN = "https://api.notion.com/v1/oauth/token"
BASIC = "Basic " + base64.b64encode(b"client-1:secret-hazel").decode()
MIRO_ANSWER = {
    "access_token": "a-1",
    "refresh_token": "r-1",
    "token_type": "bearer",
    "expires_in": 3599,
    "scope": "boards:read boards:write",
    "user_id": 3074457345618265000,
    "team_id": 3074457345618265999,
}
NOTION_ANSWER = {
    "access_token": "a-1",
    "refresh_token": "r-1",
    "token_type": "bearer",
    "bot_id": "b-1",
    "workspace_name": "Northside",
    "owner": {"type": "user", "user": {"object": "user", "id": "u-1", "name": "Sam"}},
    "duplicated_template_id": None,
}


def http() -> HTTP:
    return HTTP(sleep=lambda _s: None, patience=Patience(attempts=1))


@pytest.mark.parametrize(
    ("read", "body", "grant"),
    [
        (
            read_miro_grant,
            MIRO_ANSWER,
            Grant("a-1", "3074457345618265000:3074457345618265999", "r-1", 3599),
        ),
        (read_miro_grant, {"access_token": "a", "user_id": "7", "team_id": "8"}, Grant("a", "7:8")),
        (read_miro_grant, {"access_token": "a", "user_id": 7}, Grant("a", "7:")),
        (
            read_notion_grant,
            NOTION_ANSWER,
            Grant("a-1", "b-1", "r-1", None, "Sam", "Northside"),
        ),
        (
            read_notion_grant,
            {"access_token": "a", "refresh_token": None, "bot_id": "b", "owner": {}},
            Grant("a", "b"),
        ),
    ],
)
def test_grants_are_read_with_all_that_may_be_missing(
    read: Callable[[object], Grant], body: object, grant: Grant
) -> None:
    assert read(body) == grant
    assert "a-1" not in repr(grant)


@responses.activate
def test_miro_is_sent_a_form_with_the_secret_in_its_body() -> None:
    form = {
        "grant_type": "authorization_code",
        "code": "c-1",
        "redirect_uri": APP.redirect_uri,
        "client_id": "client-1",
        "client_secret": "secret-hazel",
    }
    responses.post(MIRO_TOKEN, json=MIRO_ANSWER)

    assert MiroOAuth(http(), APP).exchange("c-1").refresh_token == "r-1"
    sent = responses.calls[0].request
    assert dict(parse_qsl(str(sent.body, "ascii"))) == form
    assert sent.url == MIRO_TOKEN
    assert "Authorization" not in sent.headers


@responses.activate
def test_notion_is_sent_json_with_the_secret_as_basic_authentication() -> None:
    body = {"grant_type": "refresh_token", "refresh_token": "r-0"}
    headers = {"Authorization": BASIC, "Notion-Version": "2026-03-11"}
    match = [matchers.json_params_matcher(body), matchers.header_matcher(headers)]
    responses.post(NOTION_TOKEN, json=NOTION_ANSWER, match=match)

    assert NotionOAuth(http(), APP).refresh("r-0").account_key == "b-1"


@responses.activate
def test_revoking_takes_the_secret_in_the_body_at_miro_and_basic_at_notion() -> None:
    responses.post("https://api.miro.com/v2/oauth/revoke", status=204)
    responses.post("https://api.notion.com/v1/oauth/revoke", json={"request_id": "q"})

    MiroOAuth(http(), APP).revoke("a-1")
    NotionOAuth(http(), APP).revoke("a-1")

    miro, notion = (call.request for call in responses.calls)
    assert json.loads(miro.body or "") == {
        "accessToken": "a-1",
        "clientId": "client-1",
        "clientSecret": "secret-hazel",
    }
    assert json.loads(notion.body or "") == {"token": "a-1"}
    assert notion.headers["Authorization"] == BASIC


@pytest.mark.parametrize(
    ("status", "body", "kind", "over"),
    [
        (400, {"error": "invalid_grant", "error_description": "r-0"}, RefusedForGood, True),
        (401, {"error": "invalid_grant"}, Reconnect, True),
        (400, {"type": "error", "code": "badRequest", "message": "r-0"}, RefusedForGood, True),
        (400, {"error": "invalid_request"}, RefusedForGood, False),
        (401, {"error": "invalid_client"}, Reconnect, False),
        (500, {"error": "server_error"}, LookFirst, False),
        (200, {"error": "what?"}, LookFirst, False),
        (403, "<html>", NotAnAnswer, False),
    ],
)
@responses.activate
def test_only_a_no_of_the_vendor_ends_a_grant(
    status: int, body: object, kind: type[ConnectorError], over: bool
) -> None:
    given = {"body": body} if isinstance(body, str) else {"json": body}
    responses.post(MIRO_TOKEN, status=status, **given)

    with pytest.raises(kind) as caught:
        MiroOAuth(http(), APP).refresh("r-0")

    assert is_over(caught.value) is over
    assert "r-0" not in f"{caught.value!r}{vars(caught.value)}"
    assert "secret-hazel" not in f"{caught.value!r}{vars(caught.value)}{APP!r}"


def test_people_are_sent_away_with_state_and_way_back() -> None:
    miro = MiroOAuth(http(), APP).authorise_url("s-1")
    notion = NotionOAuth(http(), APP).authorise_url("s-1")

    back = "redirect_uri=https%3A%2F%2Fhedgerow.example%2Fconnect%2Fx%2Freturn"
    query = f"response_type=code&client_id=client-1&{back}&state=s-1"
    assert miro == f"https://miro.com/oauth/authorize?{query}"
    assert notion == f"https://api.notion.com/v1/oauth/authorize?{query}&owner=user"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/connect/x/return?code=c-1&state=s-1", "c-1"),
        ("/connect/x/return?code=c-1&state=s-2", None),
        ("/connect/x/return?code=c-1", None),
        ("/connect/x/return?state=s-1", None),
        ("/connect/x/return?error=access_denied&state=s-1", None),
    ],
)
def test_a_code_counts_with_its_state_only(address: str, code: str | None) -> None:
    assert code_of(address, "s-1") == code
    assert code_of(address, "") is None


@pytest.mark.parametrize("odd", [None, "soon", float("nan"), 0, -5, [], {}, 10**400, True])
def test_an_end_that_cannot_be_read_is_none(odd: object) -> None:
    grant = read_notion_grant({**NOTION_ANSWER, "expires_in": odd})

    assert grant.expires_in_s is None
    assert grant.access_token == NOTION_ANSWER["access_token"]


@pytest.mark.parametrize("odd", [None, 7, {"first": "x"}, []])
def test_names_in_a_grant_may_be_anything(odd: object) -> None:
    body = {**NOTION_ANSWER, "owner": {"user": {"name": odd}}, "workspace_name": odd}

    assert (read_notion_grant(body).account_name, read_notion_grant(body).place_name) == ("", "")
    assert read_miro_grant({**MIRO_ANSWER, "account_name": 7, "place_name": []}).account_name == ""
