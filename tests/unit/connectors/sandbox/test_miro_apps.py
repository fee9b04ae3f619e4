"""Apps inside the sandbox's boards: installed, framed, told who looks by a signed token."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.miro.models import User

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
AMINA = "3074457350000000101"
APP = {
    "id": "an-app",
    "name": "Hedgerow",
    "address": "http://127.0.0.1:8420/miro/app",
    "secret": "sandbox-secret",
}


@pytest.fixture
def sandbox() -> Flask:
    app = create_sandbox(clock=lambda: NOW)
    app.extensions["hedgerow_sandbox"].miro.seed([User(AMINA, "Amina")])
    return app


@pytest.fixture
def client(sandbox: Flask) -> FlaskClient:
    client: FlaskClient = sandbox.test_client()
    return client


@pytest.fixture
def board(client: FlaskClient) -> str:
    made = client.post(
        "/miro/v2/boards", json={"name": "A board"}, headers={"Authorization": "Bearer sandbox-a"}
    )
    return str(made.get_json()["id"])


def test_a_token_says_who_looks_for_five_minutes(client: FlaskClient, board: str) -> None:
    assert client.post("/_sandbox/miro/apps", json=APP).status_code == 200
    asked = {"app": "an-app", "person": AMINA}

    answer = client.post(f"/_sandbox/miro/boards/{board}/id-token", json=asked)

    key = OctKey.import_key("sandbox-secret")
    token = jwt.decode(answer.get_json()["token"], key, algorithms=["HS256"])
    assert token.claims == {
        "sub": "an-app",
        "user": AMINA,
        "team": "3074457345821141000",
        "exp": int(NOW.timestamp()) + 300,
    }


def test_nobody_gets_a_token_for_an_app_or_a_person_that_is_not_there(
    client: FlaskClient, board: str
) -> None:
    client.post("/_sandbox/miro/apps", json=APP)
    for asked in ({"app": "another", "person": AMINA}, {"app": "an-app", "person": "1"}, {}, []):
        answer = client.post(f"/_sandbox/miro/boards/{board}/id-token", json=asked)
        assert answer.status_code == 404, asked


def test_an_app_is_of_this_machine_and_known(client: FlaskClient) -> None:
    for wrong in ({"address": "https://elsewhere.example/app"}, {"secret": "real"}, {"id": ""}):
        assert client.post("/_sandbox/miro/apps", json=APP | wrong).status_code == 400, wrong


def test_a_board_frames_the_apps_that_are_installed_and_nothing_else(
    client: FlaskClient, board: str
) -> None:
    page = f"/_sandbox/miro/boards/{board}"
    before = client.get(page)
    assert "frame-src" not in before.headers["Content-Security-Policy"]
    assert "apps.js" not in before.text

    client.post("/_sandbox/miro/apps", json=APP)

    after = client.get(page)
    assert after.headers["Content-Security-Policy"].endswith("; frame-src http://127.0.0.1:8420")
    assert "apps.js" in after.text
    assert "sandbox-secret" not in after.text


def test_an_app_sees_the_items_of_a_board(client: FlaskClient, board: str) -> None:
    note = {"person": AMINA, "text": "I might be wrong", "x": 0, "y": 0}
    client.post(f"/_sandbox/miro/boards/{board}/notes", json=note)

    (seen,) = client.get(f"/_sandbox/miro/boards/{board}/items").get_json()["items"]

    assert (seen["type"], seen["parentId"], seen["createdBy"]) == ("sticky_note", None, AMINA)
    assert "I might be wrong" in seen["content"]


def test_an_app_gives_a_frame_another_title_and_changes_nothing_else(
    client: FlaskClient, board: str
) -> None:
    miro, key = f"/miro/v2/boards/{board}/frames", {"Authorization": "Bearer sandbox-hedgerow"}
    frame = {"data": {"title": "3 · The story", "format": "custom"}, "geometry": {"width": 800}}
    made = client.post(miro, json=frame, headers=key).get_json()["id"]
    note = {"person": AMINA, "text": "I might be wrong", "x": 0, "y": 0}
    written = client.post(f"/_sandbox/miro/boards/{board}/notes", json=note).get_json()["id"]
    at = f"/_sandbox/miro/boards/{board}/items"

    answer = client.post(f"{at}/{made}", json={"person": AMINA, "title": "Tales"})

    assert (answer.status_code, answer.get_json()["title"]) == (200, "Tales")
    assert client.get(f"{miro}/{made}", headers=key).get_json()["data"]["title"] == "Tales"
    for item, body in (
        (made, {"title": "Tales"}),
        (made, {"person": AMINA}),
        (written, {"person": AMINA, "title": "Tales"}),
    ):
        assert client.post(f"{at}/{item}", json=body).status_code in (400, 404), body


def test_every_call_that_the_script_knows_is_answered_by_the_board() -> None:
    folder = Path(__file__).parents[4] / "connectors/sandbox/static"
    script, page = ((folder / name).read_text(encoding="utf-8") for name in ("miro.js", "apps.js"))
    calls = {part.split('"')[0] for part in script.split('ask("')[1:]}

    assert calls
    assert {
        call for call in calls if f"{call}:" not in page and f"    {call}," not in page
    } == set()
