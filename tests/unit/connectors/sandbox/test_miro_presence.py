"""Who has a board of the sandbox open, who is brought where, and what the plan has."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.miro.models import User
from connectors.sandbox.people.miro_presence import Presence

AMINA, SAM = "3074457350000000101", "3074457350000000501"


@pytest.fixture
def client() -> FlaskClient:
    app = create_sandbox(clock=lambda: datetime(2026, 11, 18, 9, tzinfo=UTC))
    app.extensions["hedgerow_sandbox"].miro.seed([User(AMINA, "Amina"), User(SAM, "Sam")])
    client: FlaskClient = app.test_client()
    return client


@pytest.fixture
def board(client: FlaskClient) -> str:
    made = client.post(
        "/miro/v2/boards", json={"name": "A board"}, headers={"Authorization": "Bearer sandbox-a"}
    )
    return f"/_sandbox/miro/boards/{made.get_json()['id']}"


def test_who_has_a_board_open_is_online_until_they_close_it(
    client: FlaskClient, board: str
) -> None:
    client.post(f"{board}/here", json={"person": AMINA})
    both = client.post(f"{board}/here", json={"person": SAM}).get_json()["online"]
    client.post(f"{board}/here", json={"person": AMINA, "leaves": True})

    left = client.post(f"{board}/here", json={"person": SAM}).get_json()["online"]

    assert both == [{"id": AMINA, "name": "Amina"}, {"id": SAM, "name": "Sam"}]
    assert left == [{"id": SAM, "name": "Sam"}]
    assert client.post(f"{board}/here", json={"person": "1"}).status_code == 404


def test_who_says_nothing_for_a_minute_has_left() -> None:
    clock = [100.0]
    presence = Presence(lambda: clock[0])
    presence.come("a board", AMINA)
    clock[0] += 59
    presence.come("a board", SAM)

    assert presence.online("a board") == [AMINA, SAM]
    assert presence.online("another") == []
    clock[0] += 2
    assert presence.online("a board") == [SAM]


def test_followers_alone_are_brought(client: FlaskClient, board: str) -> None:
    sent = {"person": SAM, "followers": [AMINA], "frame": "a frame"}
    assert client.post(f"{board}/bring", json=sent).status_code == 200

    brought = client.post(f"{board}/here", json={"person": AMINA}).get_json()["brought"]

    assert brought == {"number": 1, "by": "Sam", "frame": "a frame"}
    assert client.post(f"{board}/here", json={"person": SAM}).get_json()["brought"] is None
    assert client.post(f"{board}/bring", json={"person": SAM}).status_code == 400


def test_a_plan_has_the_timer_or_not(client: FlaskClient, board: str) -> None:
    for has_timer, features in ((False, []), (True, ["timer"])):
        assert client.patch("/_sandbox/miro/plan", json={"timer": has_timer}).status_code == 200
        here = client.post(f"{board}/here", json={"person": SAM}).get_json()
        assert here["features"] == features
    assert client.patch("/_sandbox/miro/plan", json={"timer": "yes"}).status_code == 400
