import pytest

from connectors.sandbox.notion.state import FIRST_PAGE_ID, PRIVATE_PAGE_ID
from tests.notion_caller import Caller, Json, new_caller, paragraph, rich


@pytest.fixture
def notion() -> Caller:
    return new_caller()


def test_times_are_cut_to_the_minute_except_on_databases(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})
    source = notion.get(f"/data_sources/{source_id}")
    database = notion.get(f"/databases/{source['parent']['database_id']}")

    assert source["created_time"] == "2026-11-18T10:05:00.000Z"
    assert database["created_time"] == "2026-11-18T10:05:44.900+00:00"


def test_an_edit_in_the_same_minute_does_not_show_in_the_time(notion: Caller) -> None:
    page_id = notion.make_page("Before")
    before = notion.get(f"/pages/{page_id}")["last_edited_time"]

    notion.clock.move(seconds=10)
    after = notion.patch(f"/pages/{page_id}", {"properties": {"title": rich("After")}})

    assert after["last_edited_time"] == before


def test_pieces_of_one_style_come_back_as_one_that_is_too_long_to_write(notion: Caller) -> None:
    pieces = rich("a" * 2000) + rich("b")
    page_id = notion.make_page("Long", {"paragraph": {"rich_text": pieces}})

    block = notion.get(f"/blocks/{page_id}/children")["results"][0]
    shown = block["paragraph"]["rich_text"]

    assert [len(piece["plain_text"]) for piece in shown] == [2001]
    again = {"paragraph": {"rich_text": shown}}
    refused = notion.patch(f"/blocks/{block['id']}", again, status=400)
    assert refused["code"] == "validation_error"


@pytest.mark.parametrize(
    "block",
    [
        pytest.param({"paragraph": {"rich_text": rich("a" * 2001)}}, id="text of 2001"),
        pytest.param({"paragraph": {"rich_text": rich("🌿" * 1001)}}, id="2002 UTF-16 units"),
        pytest.param({"paragraph": {"rich_text": rich("a") * 101}}, id="101 pieces"),
        pytest.param({"paragraph": {"rich_text": [], "icon": None}}, id="icon as it is read"),
        pytest.param({"equation": {"expression": "x" * 1001}}, id="expression of 1001"),
        pytest.param({"bookmark": {"url": "h" * 2001}}, id="address of 2001"),
        pytest.param(
            paragraph("1", paragraph("2", paragraph("3", paragraph("4")))), id="nested 3 deep"
        ),
    ],
)
def test_a_block_above_a_limit_is_refused_and_nothing_is_cut(notion: Caller, block: Json) -> None:
    page_id = notion.make_page("Page")

    refused = notion.patch(f"/blocks/{page_id}/children", {"children": [block]}, status=400)

    assert refused["code"] == "validation_error"
    assert notion.get(f"/blocks/{page_id}/children")["results"] == []


def test_a_text_of_exactly_the_limit_is_taken(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("🌿" * 1000))

    block = notion.get(f"/blocks/{page_id}/children")["results"][0]

    assert block["paragraph"]["rich_text"][0]["plain_text"] == "🌿" * 1000


def test_a_character_that_was_cut_in_half_does_not_survive(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("half \ud83c"), paragraph("whole 🌿"))

    blocks = notion.get(f"/blocks/{page_id}/children")["results"]

    texts = [block["paragraph"]["rich_text"][0]["plain_text"] for block in blocks]
    assert texts == ["half \ufffd", "whole 🌿"]


def test_more_than_a_hundred_blocks_are_refused(notion: Caller) -> None:
    page_id = notion.make_page("Page")
    blocks = [paragraph(str(i)) for i in range(101)]

    refused = notion.patch(f"/blocks/{page_id}/children", {"children": blocks}, status=400)

    assert "≤ `100`, instead was `101`" in refused["message"]


def test_a_body_above_500_kilobytes_is_refused(notion: Caller) -> None:
    blocks = [paragraph("a" * 2000) for _ in range(100)]
    body = {"children": [{"paragraph": {"rich_text": rich("b" * 2000) * 3}}, *blocks]}
    body["children"] *= 3

    refused = notion.patch(f"/blocks/{FIRST_PAGE_ID}/children", body, status=400)

    assert "body size" in refused["message"]


def test_append_after_a_block_answers_with_later_siblings(notion: Caller) -> None:
    page_id = notion.make_page("Page", *(paragraph(str(i)) for i in range(4)))
    first = notion.get(f"/blocks/{page_id}/children")["results"][0]

    place = {"type": "after_block", "after_block": {"id": first["id"]}}
    body = {"children": [paragraph("new")], "position": place}
    answered = notion.patch(f"/blocks/{page_id}/children", body)["results"]

    texts = [one["paragraph"]["rich_text"][0]["plain_text"] for one in answered]
    assert texts == ["new", "1", "2", "3"]


def test_append_at_the_end_answers_with_the_new_blocks_only(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("old"))

    answered = notion.patch(f"/blocks/{page_id}/children", {"children": [paragraph("new")]})

    assert len(answered["results"]) == 1


def test_appended_blocks_hide_their_children_until_read_again(notion: Caller) -> None:
    page_id = notion.make_page("Page")

    body = {"children": [paragraph("outer", paragraph("inner"))]}
    answered = notion.patch(f"/blocks/{page_id}/children", body)["results"][0]
    read = notion.get(f"/blocks/{answered['id']}")

    assert (answered["has_children"], read["has_children"]) == (False, True)


def test_the_old_way_of_placing_a_block_is_refused(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("old"))

    body = {"children": [paragraph("new")], "after": page_id}
    refused = notion.patch(f"/blocks/{page_id}/children", body, status=400)

    assert "body.after should be not present" in refused["message"]


def test_archived_is_unknown_at_this_version(notion: Caller) -> None:
    page_id = notion.make_page("Page")

    refused = notion.patch(f"/pages/{page_id}", {"archived": True}, status=400)

    assert "body.archived" in refused["message"]


def test_a_trashed_page_can_be_read_and_restored_but_not_edited(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("text"))
    notion.patch(f"/pages/{page_id}", {"in_trash": True})

    title = {"properties": {"title": rich("New")}}
    notion.patch(f"/pages/{page_id}", title, status=400)
    notion.patch(f"/blocks/{page_id}/children", {"children": [paragraph("more")]}, status=400)

    assert notion.get(f"/pages/{page_id}")["in_trash"] is True
    assert notion.patch(f"/pages/{page_id}", {"in_trash": False})["in_trash"] is False


def test_a_deleted_block_leaves_its_page_and_comes_back_in_place(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("one"), paragraph("two"))
    block_id = notion.get(f"/blocks/{page_id}/children")["results"][0]["id"]

    notion.delete(f"/blocks/{block_id}")
    left = notion.get(f"/blocks/{page_id}/children")["results"]
    notion.patch(f"/blocks/{block_id}", {"in_trash": False})
    back = notion.get(f"/blocks/{page_id}/children")["results"]

    assert len(left) == 1
    assert back[0]["id"] == block_id


def test_blocks_are_listed_in_slices_by_the_next_block(notion: Caller) -> None:
    page_id = notion.make_page("Page", *(paragraph(str(i)) for i in range(5)))

    first = notion.get(f"/blocks/{page_id}/children?page_size=2")
    cursor = first["next_cursor"]
    second = notion.get(f"/blocks/{page_id}/children?page_size=2&start_cursor={cursor}")

    assert second["results"][0]["id"] == cursor
    assert (first["has_more"], len(second["results"])) == (True, 2)


@pytest.mark.parametrize(
    "page_id", [PRIVATE_PAGE_ID, "7855b161-f63e-4683-b7c7-8ca6e97ee266"], ids=["private", "unknown"]
)
def test_what_is_not_shared_looks_as_if_it_never_was(notion: Caller, page_id: str) -> None:
    bot_id = notion.get("/users/me")["id"]

    refused = notion.get(f"/pages/{page_id}", status=404)

    assert refused["code"] == "object_not_found"
    assert refused["additional_data"] == {"integration_id": bot_id}


def test_ids_are_taken_without_dashes_and_given_with_them(notion: Caller) -> None:
    shown = notion.get(f"/pages/{FIRST_PAGE_ID.replace('-', '')}")

    assert shown["id"] == FIRST_PAGE_ID


def test_an_ill_formed_id_is_a_validation_error(notion: Caller) -> None:
    refused = notion.get("/pages/not-an-id", status=400)

    assert "path.page_id should be a valid uuid" in refused["message"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/custom_emojis"), ("PUT", "/pages"), ("POST", "/file_uploads")]
)
def test_an_unknown_endpoint_is_a_loud_501(notion: Caller, method: str, path: str) -> None:
    answered = notion.call(method, path, status=501)

    assert path in answered["message"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "unauthorized"),
        ({"Authorization": "Bearer sandbox-"}, 401, "unauthorized"),
        ({"Authorization": "Bearer ntn_1"}, 401, "unauthorized"),
        ({"Authorization": "Bearer sandbox-x"}, 400, "missing_version"),
        (
            {"Authorization": "Bearer sandbox-x", "Notion-Version": "2025-09-03"},
            400,
            "validation_error",
        ),
    ],
)
def test_the_door_refuses(notion: Caller, headers: Json, status: int, code: str) -> None:
    answer = notion.client.get("/notion/v1/users/me", headers=headers)

    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


@pytest.mark.parametrize("text", ["{", '{"page_size": NaN}', "[" * 5000])
def test_a_body_that_is_no_json_is_said_to_be_none(notion: Caller, text: str) -> None:
    headers = {"Authorization": "Bearer sandbox-x", "Notion-Version": "2026-03-11"}

    answer = notion.client.post("/notion/v1/search", headers=headers, data=text)

    assert (answer.status_code, answer.get_json()["code"]) == (400, "invalid_json")


def test_search_finds_a_new_page_only_after_a_while(notion: Caller) -> None:
    notion.make_page("Hedge")

    at_once = notion.post("/search", {"query": "hedge"})["results"]
    notion.clock.move(minutes=1)
    later = notion.post("/search", {"query": "hedge"})["results"]
    by_text = notion.post("/search", {"query": "nothing like it"})["results"]

    assert [len(at_once), len(later), len(by_text)] == [1, 2, 0]


def test_every_stored_text_is_listed_trash_included(notion: Caller) -> None:
    page_id = notion.make_page("Title", paragraph('in the "trash"\nstill'))
    notion.post("/comments", {"parent": {"page_id": page_id}, "rich_text": rich("a remark")})
    notion.patch(f"/pages/{page_id}", {"in_trash": True})

    text = notion.state.as_text()

    assert 'in the "trash"\nstill' in text
    assert "a remark" in text


def test_a_text_that_was_cut_into_pieces_is_listed_whole(notion: Caller) -> None:
    bold = {"text": {"content": "hel"}, "annotations": {"bold": True}}
    notion.make_page("Title", {"paragraph": {"rich_text": [bold, {"text": {"content": "lo"}}]}})

    assert "hello" in notion.state.as_text().split("\n")
