"""Threads of `docs/miro.md` and bugs of other clients (11) that could happen to us.

Left out of 9, because they cannot happen to Hedgerow:
3  of api-clients#224 the team and organisation members: only a board's members are listed;
6  miro-ai#56 and #57, boards made from frames: templates are files, boards are built from them;
14 jolle/miro-export#65 and #66, export of boards: notes are read as items;
16 community 1067, who may do what on a board, and 17, inviting guests: both are Miro's settings.
"""

from typing import Any

import pytest
import responses

from connectors.errors import NotAnAnswer, Reconnect, RefusedForGood
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.miro.error_bodies import read_error_details
from connectors.miro.new_items import NewFrame, NewShape, NewSticky
from connectors.miro.places import Place, place_on_board
from connectors.oauth import App, MiroOAuth
from connectors.replies import NO_SUCH_ROUTE, ErrorDetails
from connectors.sandbox_people import SandboxPeople
from schemas.miro import read_board, read_connector_page, read_item, read_tag
from tests.unit.connectors.miro.answers import BOARD, board, cursor_list, offset_list
from tests.unit.connectors.speaking import waiting_http

TOKEN_URL = "https://api.miro.com/v1/oauth/token"
APP = App("client-1", "secret-hazel", "https://hedgerow.example/connect/miro/return")
URL = "https://api.miro.com/v2/boards/uXjVOD6LSME%3D"


def notes(miro: MiroClient, board_id: str, number: int, parent_id: str | None = None) -> list[str]:
    made: list[str] = []
    while len(made) < number:
        few = min(20, number - len(made))
        stickies = [NewSticky(x=200, y=200, text="a", parent_id=parent_id) for _ in range(few)]
        made += [one.id for one in miro.create_items(board_id, stickies)]
    return made


@pytest.mark.parametrize("picture", [{"id": "7"}, {"id": 7}, None, "odd"])
def test_miroapp_api_clients_452_a_picture_is_no_reason_to_lose_a_board(picture: object) -> None:
    owner = {"id": 3458764500000000001, "picture": picture}

    assert read_board(board(picture=picture, owner=owner)).owner_id == "3458764500000000001"


def test_miroapp_api_clients_396_lines_of_unknown_shape_are_read() -> None:
    odd = {"id": "1", "shape": "never_heard_of", "style": {"endStrokeCap": "unknown"}}

    assert [one.id for one in read_connector_page(cursor_list([odd])).data] == ["1"]


def test_miroapp_api_clients_224_members_are_walked_once_each(miro: MiroClient) -> None:
    board_id = miro.create_board("Going home").id
    for start in range(0, 60, 20):
        miro.invite(board_id, [f"person{start + n}@example.org" for n in range(20)])

    members = [one.id for one in miro.list_members(board_id)]

    assert len(members) == len(set(members)) == 61


def test_miroapp_miro_ai_25_an_offset_that_is_ignored_is_no_answer() -> None:
    rows = [board(id=f"b{number}") for number in range(50)]

    with responses.RequestsMock() as vendor:
        vendor.get("https://api.miro.com/v2/boards", json=offset_list(rows, total=90))
        with pytest.raises(NotAnAnswer) as caught:
            MiroClient(waiting_http()[0], "sandbox-threads").list_boards()

    assert caught.value.code == "offset_ignored"


def test_miroapp_miro_ai_54_all_notes_with_a_tag_are_found(
    miro: MiroClient, people: SandboxPeople
) -> None:
    board_id = miro.create_board("Going home").id
    tag = miro.create_tag(board_id, "Home").id
    tagged = notes(miro, board_id, 55)
    notes(miro, board_id, 3)
    for note in tagged:
        miro.attach_tag(board_id, note, tag)

    assert sorted(one.id for one in miro.items_with_tag(board_id, tag)) == sorted(tagged)


def test_miroapp_miro_ai_59_a_token_that_cannot_be_renewed_asks_to_reconnect(
    server: str, http: HTTP, people: SandboxPeople
) -> None:
    class Ended:
        asked = 0

        def token(self) -> str:
            return "eyJ-ended"

        def renew(self) -> bool:
            self.asked += 1
            return False

    ended = Ended()

    with pytest.raises(Reconnect):
        MiroClient(http, ended, f"{server}/miro").token_context()

    assert ended.asked == 1


@pytest.mark.parametrize("refresh", [{}, {"refresh_token": None}], ids=["absent", "null"])
def test_amp_labs_connectors_224_a_token_without_a_refresh_token_is_kept(
    refresh: dict[str, None],
) -> None:
    answer = {"access_token": "a", "user_id": 7, "team_id": 8, **refresh}
    with responses.RequestsMock() as vendor:
        vendor.post(TOKEN_URL, json=answer)

        grant = MiroOAuth(waiting_http()[0], APP).exchange("code-hazel")

    assert (grant.access_token, grant.refresh_token, grant.expires_in_s) == ("a", None, None)


def test_amp_labs_connectors_224_a_code_that_ended_is_refused_at_once() -> None:
    no = {"type": "error", "code": "invalid_grant", "status": 400, "message": "expired"}
    with responses.RequestsMock() as vendor:
        vendor.post(TOKEN_URL, status=400, json=no)

        with pytest.raises(RefusedForGood):
            MiroOAuth(waiting_http()[0], APP).exchange("code-hazel")

        assert len(vendor.calls) == 1


def test_miro_api_2_2_4_put_the_secret_into_addresses_ours_goes_in_the_form() -> None:
    answer = {"access_token": "a", "user_id": 7, "team_id": 8}
    with responses.RequestsMock() as vendor:
        vendor.post(TOKEN_URL, json=answer)
        MiroOAuth(waiting_http()[0], APP).exchange("code-hazel")
        request = vendor.calls[0].request

    assert "hazel" not in str(request.url)
    assert "secret-hazel" in str(request.body)


def test_miroapp_app_examples_26_missing_scopes_are_seen_and_a_no_is_a_no() -> None:
    no = {"type": "error", "code": "insufficientPermissions", "status": 403, "message": "no"}

    with responses.RequestsMock() as vendor:
        vendor.get("https://api.miro.com/v1/oauth-token", json={"type": "oAuth2AccessToken"})
        vendor.post("https://api.miro.com/v2/boards", status=403, json=no)
        client = MiroClient(waiting_http()[0], "sandbox-threads")

        assert client.token_context().scopes == ()
        with pytest.raises(RefusedForGood):
            client.create_board("Going home")


def test_olgasafonova_miro_mcp_server_9_a_frames_items_are_asked_for_where_they_are(
    miro: MiroClient, people: SandboxPeople
) -> None:
    board_id = miro.create_board("Going home").id
    frame = miro.create_frame(board_id, NewFrame(x=0, y=0, title="A", width=900, height=900))
    inside = notes(miro, board_id, 2, parent_id=frame.id)
    notes(miro, board_id, 1)

    assert [one.id for one in miro.items(board_id, parent_id=frame.id)] == inside
    odd = {"servlet": "dispatcherServlet", "message": "Not Found", "status": "404"}
    assert read_error_details(odd) == ErrorDetails(code=NO_SUCH_ROUTE)


def test_evalstate_mcp_miro_5_more_than_ten_frames_are_listed(miro: MiroClient) -> None:
    board_id = miro.create_board("Going home").id
    for number in range(12):
        miro.create_frame(
            board_id, NewFrame(x=1000 * number, y=0, title="A", width=900, height=900)
        )

    assert len(miro.frames(board_id)) == 12


def test_melodic_software_claude_code_plugins_101_a_childs_place_counts_from_its_frame(
    miro: MiroClient,
) -> None:
    board_id = miro.create_board("Going home").id
    frame = miro.create_frame(board_id, NewFrame(x=5000, y=-700, title="A", width=800, height=600))

    note = miro.create_sticky(board_id, NewSticky(x=200, y=150, text="a", parent_id=frame.id))

    seen = place_on_board(Place.of(note), frame)
    assert (seen.x, seen.y) == (4800, -850)


def test_melodic_software_claude_code_plugins_141_no_list_ends_at_fifty(
    miro: MiroClient, people: SandboxPeople
) -> None:
    board_id = miro.create_board("Going home").id
    made = notes(miro, board_id, 101)

    assert [one.id for one in miro.stickies(board_id)] == made
    assert {one.type for one in miro.items(board_id)} == {"sticky_note"}
    assert miro.connectors(board_id) == ()


@pytest.mark.parametrize("shape", ["rectangle", "round_rectangle", "circle", "cloud", "octagon"])
def test_k_jarzyna_mcp_miro_9_shapes_are_made_by_their_names(miro: MiroClient, shape: str) -> None:
    board_id = miro.create_board("Going home").id

    made = miro.create_item(board_id, NewShape(x=0, y=0, width=200, height=200, shape=shape))

    assert made.shape == shape


def test_raycast_extensions_6553_all_boards_are_listed(miro: MiroClient) -> None:
    made = {miro.create_board(f"Board {number}").id for number in range(55)}

    assert {one.id for one in miro.list_boards()} == made


def test_community_miro_com_7709_a_place_names_the_centre(miro: MiroClient) -> None:
    board_id = miro.create_board("Going home").id
    frame = miro.create_frame(board_id, NewFrame(x=0, y=0, title="A", width=800, height=600))
    flush = Place.from_top_left(0, 0, 199, 228)

    made = miro.create_sticky(
        board_id, NewSticky(x=flush.x, y=flush.y, text="a", parent_id=frame.id)
    )

    assert (Place.of(made).left, Place.of(made).top) == (0, 0)
    with pytest.raises(RefusedForGood):
        miro.move_item(board_id, made.id, 0, 0, frame.id)


def test_miro_api_2_2_4_never_refreshed_a_refused_token_is_renewed_once(
    server: str, http: HTTP, people: SandboxPeople
) -> None:
    class Renewing:
        current = "eyJ-old"

        def token(self) -> str:
            return self.current

        def renew(self) -> bool:
            self.current = "sandbox-new"
            return True

    assert MiroClient(http, Renewing(), f"{server}/miro").token_context().scopes


def test_miro_api_2_2_4_shared_tokens_clients_keep_theirs_apart() -> None:
    with responses.RequestsMock() as vendor:
        vendor.get(URL, json=board())
        http = waiting_http()[0]
        first, second = MiroClient(http, "sandbox-1"), MiroClient(http, "sandbox-2")
        for client in (first, second, first):
            client.get_board(BOARD)

        sent = [call.request.headers["Authorization"] for call in vendor.calls]
        assert sent == ["Bearer sandbox-1", "Bearer sandbox-2", "Bearer sandbox-1"]
        assert not any("sandbox" in str(call.request.url) for call in vendor.calls)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("card", {"title": "Card", "dueDate": None, "assigneeId": 7}),
        ("doc_format", {"contentType": "markdown", "content": "# Home"}),
        ("never_heard_of", {"content": {"deep": 1}}),
        ("embed", None),
    ],
)
def test_miro_api_2_2_4_mixed_up_types_items_keep_their_own(kind: str, data: Any) -> None:
    assert read_item({"id": 7, "type": kind, "data": data}).type == kind


def test_miro_api_2_2_4_dark_gray_tags_are_read() -> None:
    assert read_tag({"id": "1", "title": "W", "fillColor": "dark_gray"}).fill_colour == "dark_gray"


@pytest.mark.parametrize("says", ["retry_after", "reset_epoch", "reset_delta"])
def test_miro_api_2_2_4_knew_no_429_a_limit_is_waited_out(
    miro: MiroClient, people: SandboxPeople, waits: list[float], says: str
) -> None:
    people.fault("429", "miro", method="POST", route="/v2/boards", wait_s=9, says=says)

    miro.create_board("Going home")

    assert waits == [pytest.approx(9, abs=1)]
    assert len(miro.list_boards()) == 1


@pytest.mark.parametrize("context", [None, "text", {"fields": []}, {"deep": {"er": 1}}])
def test_olgas_parser_lost_messages_any_context_leaves_the_message(context: object) -> None:
    body = {"type": "error", "code": "x", "message": "Said.", "status": 400, "context": context}

    assert read_error_details(body) == ErrorDetails(code="x", message="Said.")
