from tests.unit.connectors.sandbox.miro.asking import Room

MEMBERS = "/v2/boards/{board}/members"


def invite(room: Room, *emails: str) -> list[int]:
    found: list[int] = room.ask("POST", MEMBERS, {"emails": list(emails)}).json["successful"]
    return found


def test_an_invited_member_is_shown_given_a_role_and_taken_off(room: Room) -> None:
    (member_id,) = invite(room, "sam@example.org")
    address = f"{MEMBERS}/{member_id}"

    assert room.ask("GET", address).json["role"] == "commenter"
    assert room.ask("PATCH", address, {"role": "editor"}).json["role"] == "editor"
    assert room.ask("DELETE", address).status_code == 204
    assert room.ask("GET", address).status_code == 404


def test_the_owner_keeps_the_board(room: Room) -> None:
    owner = room.ask("GET", MEMBERS).json["data"][0]["id"]

    assert room.ask("PATCH", f"{MEMBERS}/{owner}", {"role": "viewer"}).status_code == 400
    assert room.ask("DELETE", f"{MEMBERS}/{owner}").status_code == 400


def test_a_stranger_is_no_member(room: Room) -> None:
    assert room.ask("GET", f"{MEMBERS}/17").status_code == 404
    assert room.ask("PATCH", f"{MEMBERS}/17", {"role": "editor"}).status_code == 404
