from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID, PRIVATE_PAGE_ID

BACK = "http://127.0.0.1:8420/connect/x/return"
APP = {"client_id": "app", "client_secret": "sandbox-secret"}
BASIC = ("app", "sandbox-secret")
ASKING = {"miro": "/miro/oauth/authorize", "notion": "/notion/v1/oauth/authorize"}
VERSION = {"Notion-Version": "2026-03-11"}


class Clock:
    now = datetime(2026, 11, 18, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[FlaskClient]:
    app: Flask = create_sandbox(clock=clock)
    with app.test_client() as client:
        yield client


def decide(sandbox: FlaskClient, vendor: str, answer: str = "allow", **more: str) -> dict[str, str]:
    """Return what an app is told after a person decided."""
    form = {"client_id": "app", "redirect_uri": BACK, "state": "s", "answer": answer, **more}
    gone = sandbox.post(f"/_sandbox/{vendor}/oauth/decide", data=form)
    assert gone.status_code == 303
    assert gone.location.startswith(f"{BACK}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(gone.location).query).items()}


def ask(sandbox: FlaskClient, vendor: str, client_id: str = "app", **asked: str) -> TestResponse:
    if vendor == "miro":
        form = {"client_id": client_id, "client_secret": "sandbox-secret", **asked}
        return sandbox.post("/miro/v1/oauth/token", data=form)
    auth = (client_id, "sandbox-secret")
    return sandbox.post("/notion/v1/oauth/token", json=asked, auth=auth, headers=VERSION)


def exchange(sandbox: FlaskClient, vendor: str, client_id: str = "app") -> TestResponse:
    code = decide(sandbox, vendor, client_id=client_id)["code"]
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    return ask(sandbox, vendor, client_id, **asked)


def status(sandbox: FlaskClient, vendor: str, token: str) -> int:
    address = {"miro": "/miro/v2/boards", "notion": "/notion/v1/users/me"}[vendor]
    headers = {"Authorization": f"Bearer {token}", **VERSION}
    return sandbox.get(address, headers=headers).status_code


VENDORS = pytest.mark.parametrize("vendor", ["miro", "notion"])


@VENDORS
def test_a_person_is_asked_and_the_app_is_told(sandbox: FlaskClient, vendor: str) -> None:
    query = urlencode({"response_type": "code", "client_id": "app", "redirect_uri": BACK})

    page = sandbox.get(f"{ASKING[vendor]}?{query}")
    refused = decide(sandbox, vendor, "refuse")

    assert page.status_code == 200
    assert "Allow</button>" in page.text
    assert "Refuse</button>" in page.text
    assert refused == {"error": "access_denied", "state": "s"}
    assert decide(sandbox, vendor)["state"] == "s"


@VENDORS
@pytest.mark.parametrize("back", ["https://elsewhere.example/x", "//evil.example", "javascript:1"])
def test_nobody_is_sent_away_from_this_machine(
    sandbox: FlaskClient, vendor: str, back: str
) -> None:
    form = {"client_id": "app", "redirect_uri": back, "answer": "allow"}

    assert sandbox.get(f"{ASKING[vendor]}?{urlencode(form)}").status_code == 400
    assert sandbox.post(f"/_sandbox/{vendor}/oauth/decide", data=form).status_code == 400


@VENDORS
def test_a_foreign_page_cannot_allow(sandbox: FlaskClient, vendor: str) -> None:
    form = {"client_id": "app", "redirect_uri": BACK, "answer": "allow"}
    headers = {"Origin": "https://evil.example"}

    answer = sandbox.post(f"/_sandbox/{vendor}/oauth/decide", data=form, headers=headers)

    assert answer.status_code == 403


@VENDORS
def test_a_refresh_ends_both_old_tokens(sandbox: FlaskClient, vendor: str) -> None:
    first = exchange(sandbox, vendor).json or {}
    again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second = ask(sandbox, vendor, **again).json or {}

    assert status(sandbox, vendor, first["access_token"]) == 401
    assert status(sandbox, vendor, second["access_token"]) == 200
    assert ask(sandbox, vendor, **again).json["error"] == "invalid_grant"


@VENDORS
def test_a_code_is_good_once_and_for_ten_minutes(
    sandbox: FlaskClient, clock: Clock, vendor: str
) -> None:
    codes = [decide(sandbox, vendor)["code"] for _ in range(2)]
    asked = {"grant_type": "authorization_code", "redirect_uri": BACK}

    once = [ask(sandbox, vendor, code=codes[0], **asked).status_code for _ in range(2)]
    clock.now += timedelta(minutes=11)

    assert once == [200, 400]
    assert ask(sandbox, vendor, code=codes[1], **asked).status_code == 400


@VENDORS
def test_an_app_without_ending_tokens_gets_no_refresh_token(
    sandbox: FlaskClient, clock: Clock, vendor: str
) -> None:
    grant = exchange(sandbox, vendor, "app-lasting").json or {}
    clock.now += timedelta(days=400)

    assert grant.get("refresh_token") is None
    assert "expires_in" not in grant
    assert status(sandbox, vendor, grant["access_token"]) == 200


def test_miros_tokens_end_after_an_hour_and_its_ids_are_numbers(
    sandbox: FlaskClient, clock: Clock
) -> None:
    grant = exchange(sandbox, "miro").json or {}
    before = status(sandbox, "miro", grant["access_token"])
    clock.now += timedelta(seconds=grant["expires_in"])

    assert (before, status(sandbox, "miro", grant["access_token"])) == (200, 401)
    assert isinstance(grant["user_id"], int)
    assert isinstance(grant["team_id"], int)


def test_revoking_ends_the_refresh_token_too(sandbox: FlaskClient) -> None:
    miro, notion = (exchange(sandbox, vendor).json or {} for vendor in ("miro", "notion"))
    body = {"accessToken": miro["access_token"], "clientId": "app", "clientSecret": "sandbox-x"}

    told = [sandbox.post("/miro/v2/oauth/revoke", json=body).status_code for _ in range(2)]
    token = {"token": notion["access_token"]}
    sandbox.post("/notion/v1/oauth/revoke", json=token, auth=BASIC)

    assert told == [204, 404]
    assert (
        sandbox.post("/notion/v1/oauth/introspect", json=token, auth=BASIC).json["active"] is False
    )
    for vendor, grant in (("miro", miro), ("notion", notion)):
        again = {"grant_type": "refresh_token", "refresh_token": grant["refresh_token"]}
        assert ask(sandbox, vendor, **again).status_code == 400


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/miro/v1/oauth/token", {"data": {**APP, "client_secret": "wrong"}}),
        ("/notion/v1/oauth/token", {"json": APP}),
        ("/notion/v1/oauth/token", {"json": {}, "auth": ("app", "wrong")}),
    ],
)
def test_an_app_without_its_secret_is_refused(
    sandbox: FlaskClient, path: str, given: dict[str, object]
) -> None:
    answer = sandbox.post(path, **given)

    assert (answer.status_code, (answer.json or {})["error"]) == (401, "invalid_client")


def test_notion_shares_the_pages_that_were_picked(sandbox: FlaskClient) -> None:
    headers = {"Authorization": "Bearer sandbox-hedgerow", **VERSION}
    address = f"/notion/v1/pages/{PRIVATE_PAGE_ID}"
    before = sandbox.get(address, headers=headers).status_code

    decide(sandbox, "notion", chosen=PRIVATE_PAGE_ID)

    assert (before, sandbox.get(address, headers=headers).status_code) == (404, 200)
    first = f"/notion/v1/pages/{FIRST_PAGE_ID}"
    assert sandbox.get(first, headers=headers).status_code == 200
