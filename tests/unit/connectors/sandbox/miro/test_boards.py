from typing import Any

import pytest

from tests.unit.connectors.sandbox.miro.asking import AMINA, Room

PRIVATE = {
    "access": "private",
    "inviteToAccountAndBoardLinkAccess": "no_access",
    "organizationAccess": "private",
    "teamAccess": "private",
}


def test_a_board_that_says_nothing_is_open_to_the_team(room: Room) -> None:
    sharing = room.ask("GET", "/v2/boards/{board}").json["policy"]["sharingPolicy"]

    assert sharing == PRIVATE | {"teamAccess": "edit", "accessPasswordRequired": False}


def test_all_four_sharing_fields_are_read_back(room: Room) -> None:
    wanted = {
        "access": "view",
        "inviteToAccountAndBoardLinkAccess": "viewer",
        "organizationAccess": "comment",
        "teamAccess": "private",
    }

    body = {"name": "B", "policy": {"sharingPolicy": wanted}}
    board_id = room.ask("POST", "/v2/boards", body).json["id"]

    found = room.ask("GET", f"/v2/boards/{board_id}").json["policy"]["sharingPolicy"]
    assert {name: found[name] for name in wanted} == wanted


def test_a_private_board_is_not_there_for_others(room: Room) -> None:
    body = {"name": "B", "policy": {"sharingPolicy": PRIVATE}}
    board_id = room.ask("POST", "/v2/boards", body).json["id"]

    answer = room.ask("GET", f"/v2/boards/{board_id}", as_whom="somebody-else")

    assert answer.status_code == 404
    assert answer.json["code"] == "notFound"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x" * 61}, "name"),
        ({"name": ""}, "name"),
        ({"description": "x" * 301}, "description"),
        ({"policy": {"sharingPolicy": {"access": "all"}}}, "policy.sharingPolicy.access"),
        ({"policy": []}, "policy"),
    ],
)
def test_a_board_that_miro_would_not_make_is_refused(room: Room, body: object, field: str) -> None:
    answer = room.ask("POST", "/v2/boards", body)

    assert answer.status_code == 400
    assert answer.json["context"]["fields"][0]["field"] == field


def test_the_address_of_a_board_ends_in_an_encoded_equals_sign(room: Room) -> None:
    links = room.ask("GET", "/v2/boards/{board}").json["links"]

    assert room.board.endswith("=")
    assert links["self"].startswith("http://")
    assert links["self"].endswith("%3D")


def test_inviting_answers_with_numbers_and_fails_for_some(room: Room) -> None:
    body = {"emails": ["sam@example.org", "not an address"], "role": "owner"}

    answer = room.ask("POST", "/v2/boards/{board}/members", body)

    assert answer.status_code == 201
    assert [type(each) for each in answer.json["successful"]] == [int]
    assert [each["email"] for each in answer.json["failed"]] == ["not an address"]
    members = room.ask("GET", "/v2/boards/{board}/members").json["data"]
    assert [m["role"] for m in members if m["id"] == str(answer.json["successful"][0])] == [
        "coowner"
    ]


def test_more_than_twenty_cannot_be_invited_at_once(room: Room) -> None:
    emails = [f"p{number}@example.org" for number in range(21)]

    answer = room.ask("POST", "/v2/boards/{board}/members", {"emails": emails})

    assert answer.status_code == 400


def test_the_people_of_the_room_are_members_of_every_board(room: Room) -> None:
    members: list[dict[str, Any]] = room.ask("GET", "/v2/boards/{board}/members").json["data"]

    assert {"id": AMINA, "name": "Amina Yusuf", "role": "editor", "type": "board_member"} in members


def test_query_is_ignored_beside_a_team(room: Room) -> None:
    context = room.ask("GET", "/v1/oauth-token").json
    team = context["team"]["id"]

    found = room.ask("GET", f"/v2/boards?team_id={team}&query=nothing-like-it").json
    without = room.ask("GET", "/v2/boards?query=nothing-like-it").json

    assert (found["total"], without["total"]) == (1, 0)


def test_a_deleted_board_is_gone(room: Room) -> None:
    deleted = room.ask("DELETE", "/v2/boards/{board}")

    assert deleted.status_code == 204
    assert room.ask("GET", "/v2/boards/{board}").status_code == 404
