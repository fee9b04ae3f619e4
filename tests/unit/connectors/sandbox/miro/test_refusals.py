from datetime import timedelta

import pytest

from tests.unit.connectors.sandbox.miro.asking import NOW, Room


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "tokenNotProvided"),
        ("Bearer", "tokenNotProvided"),
        ("Basic sandbox-x", "tokenNotProvided"),
        ("Bearer something", "invalidToken"),
        ("Bearer sandbox-", "invalidToken"),
    ],
)
def test_a_foreign_token_is_refused_in_miros_shape(room: Room, header: str, code: str) -> None:
    answer = room.client.get("/miro/v1/oauth-token", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.json is not None
    assert (answer.json["type"], answer.json["code"]) == ("error", code)


@pytest.mark.parametrize("path", ["/v2/orgs/1", "/v2/boards/{board}/docs", "/v3", "/"])
def test_an_unknown_endpoint_is_a_loud_501(room: Room, path: str) -> None:
    answer = room.ask("GET", path)

    assert answer.status_code == 501
    assert answer.json["code"] == "notInSandbox"


def test_a_route_that_miro_has_not_is_the_routers_404(room: Room) -> None:
    answer = room.ask("GET", f"/v2/boards/{{board}}/frames/{room.frame()}/items")

    assert answer.status_code == 404
    assert answer.json["servlet"] == "dispatcherServlet"
    assert answer.json["status"] == "404"


def test_every_answer_tells_what_is_left(room: Room) -> None:
    answer = room.ask("GET", "/v2/boards/{board}/items")

    assert answer.headers["X-RateLimit-Limit"] == "100000"
    assert answer.headers["X-RateLimit-Remaining"] == str(100_000 - 500 - 100)
    assert int(answer.headers["X-RateLimit-Reset"]) == int(NOW.timestamp()) + 40


def test_without_credits_it_is_429_until_the_next_minute() -> None:
    room = Room(rate="real")
    for _ in range(199):
        room.ask("POST", "/v2/boards", {})
    empty = room.ask("POST", "/v2/boards", {})

    room.now = NOW + timedelta(minutes=1)

    assert (empty.status_code, empty.json["code"]) == (429, "tooManyRequests")
    assert "Retry-After" not in empty.headers
    assert room.ask("POST", "/v2/boards", {}).status_code == 201


def test_a_body_that_is_not_json_is_a_400(room: Room) -> None:
    answer = room.client.post(
        "/miro/v2/boards", data="{", headers={"Authorization": "Bearer sandbox-x"}
    )

    assert answer.status_code == 400


def test_calls_tell_route_credits_and_no_words(room: Room) -> None:
    note = room.make("sticky_notes", data={"content": "canary"})
    room.ask("GET", "/v2/boards?query=canary&limit=5")
    room.ask("POST", "/v2/boards/{board}/items/bulk", [{"type": "card"}] * 3)

    answer = room.client.get("/_sandbox/calls")

    shown = [(c["method"], c["route"], c["status"], c["credits"]) for c in answer.json["calls"]]
    assert shown == [
        ("POST", "/v2/boards", 201, 500),
        ("POST", "/v2/boards/{board_id}/sticky_notes", 201, 100),
        ("GET", "/v2/boards", 200, 50),
        ("POST", "/v2/boards/{board_id}/items/bulk", 201, 300),
    ]
    assert "canary" not in answer.text
    assert note not in answer.text


def test_reset_forgets_boards_people_and_calls(room: Room) -> None:
    room.client.post("/_sandbox/reset")

    assert room.client.get("/_sandbox/calls").json == {"calls": [], "count": 0}
    assert room.client.get("/_sandbox/state/miro").json["boards"] == []


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_another_site_cannot_act_through_a_browser(room: Room, headers: dict[str, str]) -> None:
    answer = room.client.post("/_sandbox/reset", headers=headers)

    assert answer.status_code == 403
    assert room.ask("GET", "/v2/boards/{board}").status_code == 200
