import json
from collections.abc import Iterator
from typing import Any

import pytest
import responses
from responses import matchers

from connectors.errors import LookFirst, NotAnAnswer, NotThereOrNotShared, RefusedForGood, Wait
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewCard, NewFrame, NewSticky
from tests.unit.connectors.miro.answers import (
    BOARD,
    board,
    cursor_list,
    frame,
    offset_list,
    sticky,
)
from tests.unit.connectors.speaking import TOKEN, waiting_http

BASE = "https://api.miro.com"
ON_BOARD = f"{BASE}/v2/boards/uXjVOD6LSME%3D"
ITEMS = f"{ON_BOARD}/items"
ODD_404 = {"servlet": "dispatcherServlet", "message": "Not Found", "url": "/x", "status": "404"}
MISSING = {"type": "error", "code": "notFound", "message": "Board not found", "status": 404}


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client() -> MiroClient:
    return MiroClient(waiting_http()[0], TOKEN)


def sent(vendor: responses.RequestsMock, number: int = -1) -> Any:
    return json.loads(vendor.calls[number].request.body or "null")


def asked(**query: str) -> Any:
    return matchers.query_param_matcher(query)


def test_a_board_id_is_percent_encoded(vendor: responses.RequestsMock) -> None:
    vendor.get(ON_BOARD, json=board())

    found = client().get_board(BOARD)

    assert "/v2/boards/uXjVOD6LSME%3D" in str(vendor.calls[0].request.url)
    assert (found.id, found.description, found.team_id) == (BOARD, "", "3074457345600000001")


def test_a_board_is_made_private_in_all_four_fields(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{BASE}/v2/boards", json=board(), status=201)

    made = client().create_board("Going home", team_id="t-1")

    assert sent(vendor)["policy"] == {
        "sharingPolicy": {
            "access": "private",
            "inviteToAccountAndBoardLinkAccess": "no_access",
            "organizationAccess": "private",
            "teamAccess": "private",
        }
    }
    assert sent(vendor)["teamId"] == "t-1"
    assert made.sharing.access == "private"


def test_a_board_in_doubt_is_not_made_twice(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{BASE}/v2/boards", status=502, body="<html>Bad gateway</html>")

    with pytest.raises(LookFirst):
        client().create_board("Going home")

    assert len(vendor.calls) == 1


def test_boards_are_walked_by_offset(vendor: responses.RequestsMock) -> None:
    url = f"{BASE}/v2/boards"
    first, second = asked(limit="50", offset="0"), asked(limit="50", offset="1")
    rows = [board(id=f"b{number}=") for number in range(3)]
    vendor.get(url, json=offset_list(rows[:2], 3), match=[first])
    vendor.get(url, json=offset_list(rows[1:], 3, offset=1), match=[second])

    assert [one.id for one in client().list_boards()] == ["b0=", "b1=", "b2="]


def test_a_list_that_ignores_its_offset_is_refused(vendor: responses.RequestsMock) -> None:
    vendor.get(f"{BASE}/v2/boards", json=offset_list([board()], 3))

    with pytest.raises(NotAnAnswer):
        client().list_boards()


def test_an_invitation_may_be_good_for_some(vendor: responses.RequestsMock) -> None:
    failed = [{"email": "b@example.test", "reason": "not a member"}]
    answer = {"successful": [3458764500000000001], "failed": failed}
    vendor.post(f"{ON_BOARD}/members", json=answer, status=201)

    outcome = client().invite(BOARD, ["a@example.test", "b@example.test"])

    assert outcome.invited_user_ids == ("3458764500000000001",)
    assert [one.email for one in outcome.failed] == ["b@example.test"]
    assert sent(vendor)["role"] == "coowner"


def test_both_dialects_of_stickies_come_as_they_were_sent(vendor: responses.RequestsMock) -> None:
    rows = [sticky("1", "<p>Hello</p><p>you &amp; me</p>"), sticky("2", "Hello")]
    vendor.get(ITEMS, json=cursor_list(rows))

    found = client().stickies(BOARD)

    assert [one.content for one in found] == ["<p>Hello</p><p>you &amp; me</p>", "Hello"]
    assert {(one.x, one.y, one.relative_to) for one in found} == {(300.5, 200, "parent_top_left")}
    assert found[0].parent_id == "3458764576264207700"


def test_items_are_walked_by_cursor_and_never_by_link(vendor: responses.RequestsMock) -> None:
    first = cursor_list([sticky("1", "a")], "MQ==")
    first["links"]["next"] = "http://elsewhere.example.test/steal"
    vendor.get(ITEMS, json=first, match=[asked(limit="50", type="sticky_note")])
    again = asked(limit="50", type="sticky_note", cursor="MQ==")
    vendor.get(ITEMS, json=cursor_list([sticky("2", "b")]), match=[again])

    assert [one.id for one in client().stickies(BOARD)] == ["1", "2"]


def test_items_of_a_type_we_do_not_know_come_along(vendor: responses.RequestsMock) -> None:
    odd = {"id": 3458764576264207799, "type": "hologram", "data": "odd", "position": None}
    vendor.get(ITEMS, json=cursor_list([odd]))

    found = client().items(BOARD)

    assert [(one.id, one.type, one.content) for one in found] == [
        ("3458764576264207799", "hologram", "")
    ]


def test_items_in_a_frame_are_asked_for_by_their_parent(vendor: responses.RequestsMock) -> None:
    vendor.get(ITEMS, json=cursor_list([]), match=[asked(limit="50", parent_item_id="7")])

    assert client().items(BOARD, parent_id="7") == ()


def test_created_items_come_in_the_order_asked(vendor: responses.RequestsMock) -> None:
    wanted = [
        NewSticky(x=100, y=100, parent_id="7", text="one"),
        NewSticky(x=100, y=400, parent_id="7", text="two"),
    ]
    answers = [
        sticky(str(number), text, parent={"id": "7"}, position={"x": 100, "y": y})
        for number, text, y in ((2, "two", 400), (1, "one", 100))
    ]
    vendor.post(f"{ITEMS}/bulk", json={"data": answers, "type": "list"}, status=201)

    made = client().create_items(BOARD, wanted)

    assert [one.id for one in made] == ["1", "2"]
    assert [one["type"] for one in sent(vendor)] == ["sticky_note", "sticky_note"]


def test_fewer_items_than_asked_are_looked_after(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{ITEMS}/bulk", json={"data": [], "type": "list"}, status=201)

    with pytest.raises(LookFirst) as caught:
        client().create_items(BOARD, [NewSticky(x=0, y=0, text="one")])

    assert caught.value.code == "other_items_than_asked"


@pytest.mark.parametrize("count", [0, 21])
def test_bulk_takes_1_to_20_items(count: int) -> None:
    with pytest.raises(ValueError, match=f"not {count}"):
        client().create_items(BOARD, [NewSticky(x=0, y=0, text="one")] * count)


def test_single_items_go_to_the_address_of_their_type(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{ON_BOARD}/frames", json=frame("7", "3 · The story"), status=201)
    vendor.post(f"{ON_BOARD}/cards", json=sticky("8", "", type="card"), status=201)
    vendor.post(f"{ON_BOARD}/sticky_notes", json=sticky("9", "a"), status=201)
    miro = client()

    made = [
        miro.create_frame(BOARD, NewFrame(x=0, y=0, title="3 · The story", width=9, height=9)),
        miro.create_card(BOARD, NewCard(x=0, y=0, title="A piece")),
        miro.create_sticky(BOARD, NewSticky(x=0, y=0, text="a")),
    ]

    assert [(one.id, one.type) for one in made] == [
        ("7", "frame"),
        ("8", "card"),
        ("9", "sticky_note"),
    ]
    assert made[0].wording == "3 · The story"


def test_moving_and_renaming_set_values(vendor: responses.RequestsMock) -> None:
    vendor.patch(f"{ITEMS}/9", json=sticky("9", "a"))
    vendor.patch(f"{ON_BOARD}/frames/7", json=frame("7", "W · Welcome"))
    miro = client()

    miro.move_item(BOARD, "9", 1, 2, parent_id="7")
    miro.rename_frame(BOARD, "7", "W · Welcome")

    assert sent(vendor, 0) == {"position": {"x": 1, "y": 2}, "parent": {"id": "7"}}
    assert sent(vendor, 1) == {"data": {"title": "W · Welcome"}}


def test_items_of_a_tag_are_walked_by_offset(vendor: responses.RequestsMock) -> None:
    tags = [{"id": 5, "title": "W", "fillColor": "dark_gray"}]
    vendor.get(f"{ON_BOARD}/tags", json=offset_list(tags, 1))
    asked_for = asked(limit="50", offset="0", tag_id="5")
    vendor.get(ITEMS, json=offset_list([sticky("1", "a")], 1), match=[asked_for])
    miro = client()

    tag = miro.tags(BOARD)[0]

    assert (tag.id, tag.title, tag.fill_colour) == ("5", "W", "dark_gray")
    assert [one.id for one in miro.items_with_tag(BOARD, tag.id)] == ["1"]


def test_members_come_without_addresses(vendor: responses.RequestsMock) -> None:
    rows = [{"id": 7, "name": "Hazel", "role": "guest", "type": "board_member"}]
    vendor.get(f"{ON_BOARD}/members", json=offset_list(rows, 1))

    member = client().list_members(BOARD)[0]

    assert (member.id, member.name, member.role) == ("7", "Hazel", "guest")


def test_a_token_says_whose_it_is(vendor: responses.RequestsMock) -> None:
    context = {
        "type": "OAuthToken",
        "user": {"id": "1", "name": "Hedgerow"},
        "team": {"id": 2, "name": "Home"},
        "scopes": ["boards:read"],
    }
    vendor.get(f"{BASE}/v1/oauth-token", json=context)

    found = client().token_context()

    assert (found.user_name, found.team_id, found.scopes) == ("Hedgerow", "2", ("boards:read",))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (404, MISSING, NotThereOrNotShared),
        (404, ODD_404, RefusedForGood),
        (404, {"message": "No endpoint GET /v2/x."}, RefusedForGood),
        (400, {**MISSING, "code": 2.074, "context": "text"}, RefusedForGood),
        (400, {**MISSING, "context": {"fields": [{"field": "0"}]}}, RefusedForGood),
        (502, "<html>cut", Wait),
    ],
)
def test_refusals_say_what_to_do(
    vendor: responses.RequestsMock, status: int, body: object, expected: type[Exception]
) -> None:
    reply = {"body": body} if isinstance(body, str) else {"json": body}
    vendor.get(f"{ITEMS}/9", status=status, **reply)

    with pytest.raises(expected) as caught:
        client().item(BOARD, "9")

    assert type(caught.value) is expected


@pytest.mark.parametrize("row", ["text", None, 7, [], {"type": "sticky_note"}, {"id": ""}])
def test_rows_that_are_no_items_do_not_hide_the_others(
    vendor: responses.RequestsMock, row: object
) -> None:
    fine = {"id": "9", "type": "sticky_note"}
    vendor.get(ITEMS, json=cursor_list([row, fine]))  # type: ignore[list-item] # the point of it

    assert [item.id for item in client().items(BOARD)] == ["9"]


def test_tags_that_cannot_be_read_shift_no_other(vendor: responses.RequestsMock) -> None:
    tags: list[Any] = [{"id": f"{number}", "title": f"t{number}"} for number in range(60)]
    tags[3], tags[7], tags[49], tags[55] = None, {"id": "7"}, None, {"title": "x"}
    vendor.get(f"{ON_BOARD}/tags", json=offset_list(tags[:50], 60))
    vendor.get(f"{ON_BOARD}/tags", json=offset_list(tags[49:], 60, 49))

    found = client().tags(BOARD)

    odd = {3, 7, 49, 55}
    assert [tag.title for tag in found] == [f"t{n}" for n in range(60) if n not in odd]


@pytest.mark.parametrize("answer", [[], {"data": None}, {"data": {}}, {}])
def test_a_list_without_rows_is_not_an_answer(
    vendor: responses.RequestsMock, answer: object, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.get(ITEMS, json=answer)

    with pytest.raises(NotAnAnswer):
        client().items(BOARD)

    assert "miro GET /v2/boards/{board_id}/items: not what it should be: " in caplog.text
