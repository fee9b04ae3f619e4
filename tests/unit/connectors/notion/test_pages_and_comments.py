import json
from collections.abc import Iterator
from typing import Any

import pytest
import responses
from responses import matchers

from connectors.errors import LookFirst
from connectors.notion.client import NotionClient
from connectors.notion.new_blocks import Bullet, Divider, Nest, Paragraph, slices
from connectors.notion.parents import InDataSource, InPage
from schemas.notion import Markdown, User
from tests.unit.connectors.notion.answers import BOT, SOURCE, error, listed, page, rich
from tests.unit.connectors.speaking import TOKEN, waiting_http

BASE = "https://api.notion.com/v1"
COMMENT = {
    "object": "comment",
    "id": "c-1",
    "parent": {"type": "page_id", "page_id": "p-1"},
    "discussion_id": "t-1",
    "created_time": "2026-06-27T16:55:00.000Z",
    "created_by": {"object": "user", "id": BOT},
    "rich_text": rich("Is it ", "so?"),
}


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client() -> NotionClient:
    return NotionClient(waiting_http()[0], TOKEN)


def sent(vendor: responses.RequestsMock) -> Any:
    return json.loads(vendor.calls[-1].request.body or "null")


@pytest.mark.parametrize("parent", [InPage("p-9"), InDataSource(SOURCE)])
def test_a_page_is_moved_again_if_the_first_time_failed(
    vendor: responses.RequestsMock, parent: InPage | InDataSource
) -> None:
    vendor.post(f"{BASE}/pages/p-1/move", status=503, json=error(503, "service_unavailable"))
    vendor.post(f"{BASE}/pages/p-1/move", json=page("p-1"))

    assert client().move_page("p-1", parent).id == "p-1"
    assert sent(vendor) == {"parent": parent.as_json()}


def test_values_that_a_page_shows_in_part_are_read_whole(vendor: responses.RequestsMock) -> None:
    related = {"id": "r", "type": "relation", "relation": [{"id": "a"}], "has_more": True}
    few = {"id": "f", "type": "relation", "relation": [{"id": "z"}], "has_more": False}
    vendor.get(f"{BASE}/pages/p-1", json=page("p-1", {"Sessions": related, "Few": few}))
    items = [{"object": "property_item", "type": "relation", "relation": {"id": x}} for x in "ab"]
    whole = [{**item, "id": "r"} for item in items]
    vendor.get(f"{BASE}/pages/p-1/properties/r", json=listed(whole))

    found = client().whole_page("p-1")

    assert found.properties["Sessions"].relation == ("a", "b")
    assert found.properties["Few"].relation == ("z",)


def test_a_text_with_25_mentions_may_have_more(vendor: responses.RequestsMock) -> None:
    mention: dict[str, Any] = {
        "type": "mention",
        "plain_text": "@x",
        "annotations": {},
        "href": None,
    }
    text = {"id": "t", "type": "rich_text", "rich_text": [mention] * 25}
    vendor.get(f"{BASE}/pages/p-1", json=page("p-1", {"Line": text}))
    item = {"object": "property_item", "id": "t", "type": "rich_text", "rich_text": mention}
    vendor.get(f"{BASE}/pages/p-1/properties/t", json=listed([item] * 30))

    assert client().whole_page("p-1").properties["Line"].text == "@x" * 30


@pytest.mark.parametrize(
    ("truncated", "unknown", "is_whole"),
    [(False, [], True), (True, [], False), (False, ["b-1"], False)],
)
def test_markdown_says_whether_it_is_all(
    vendor: responses.RequestsMock, truncated: bool, unknown: list[str], is_whole: bool
) -> None:
    body = {"markdown": "# Home", "truncated": truncated, "unknown_block_ids": unknown}
    vendor.get(f"{BASE}/pages/p-1/markdown", json=body)

    found = client().markdown("p-1")

    assert found == Markdown("# Home", truncated, tuple(unknown))
    assert found.is_whole is is_whole


def test_a_search_is_one_call(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{BASE}/search", json=listed([page("p-1")], "s:1"))

    assert [one.id for one in client().search("Memory")] == ["p-1"]
    assert sent(vendor)["filter"] == {"property": "object", "value": "page"}


def test_comments_are_walked_and_joined(vendor: responses.RequestsMock) -> None:
    first = matchers.query_param_matcher({"block_id": "p-1", "page_size": "100"})
    vendor.get(f"{BASE}/comments", json=listed([COMMENT]), match=[first])

    (found,) = client().comments("p-1")

    assert (found.text, found.discussion_id, found.created_by) == ("Is it so?", "t-1", BOT)
    assert "so?" not in repr(found)


@pytest.mark.parametrize(
    ("is_reply", "place"),
    [(False, {"parent": {"page_id": "p-1"}}), (True, {"discussion_id": "t-1"})],
)
def test_a_comment_begins_or_goes_on(
    vendor: responses.RequestsMock, is_reply: bool, place: dict[str, object]
) -> None:
    vendor.post(f"{BASE}/comments", json={"object": "comment", "id": "c-1"})

    made = client().reply("t-1", "Yes") if is_reply else client().comment("p-1", "Yes")

    assert made.id == "c-1"
    text = [{"type": "text", "text": {"content": "Yes"}}]
    assert sent(vendor) == {**place, "rich_text": text}


def test_a_comment_in_doubt_is_not_said_twice(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{BASE}/comments", status=500, json=error(500, "internal_server_error"))

    with pytest.raises(LookFirst):
        client().comment("p-1", "Yes")

    assert len(vendor.calls) == 1


def test_a_call_takes_a_thousand_blocks_with_those_inside() -> None:
    nest = Nest(Bullet("a"), (Paragraph("b"),) * 99)

    assert [len(portion) for portion in slices([nest] * 25)] == [10, 10, 5]
    assert [len(portion) for portion in slices([Divider()] * 250)] == [100, 100, 50]


def test_a_block_with_too_many_inside_is_refused() -> None:
    with pytest.raises(ValueError, match="100 blocks a call, not 101"):
        Nest(Bullet("a"), (Divider(),) * 101)
    with pytest.raises(ValueError, match="one by one"):
        client().update_block("b-1", Nest(Bullet("a"), (Divider(),)))


def test_blocks_inside_stand_under_the_type() -> None:
    nest = Nest(Bullet("a"), (Divider(),))

    assert nest.as_json() == {
        "type": "bulleted_list_item",
        "bulleted_list_item": {
            "rich_text": [{"type": "text", "text": {"content": "a"}}],
            "children": [{"type": "divider", "divider": {}}],
        },
    }


@pytest.mark.parametrize(("name", "known"), [("Ruth", "Ruth"), (None, "")])
def test_a_user_is_known_by_name_and_nothing_else(
    vendor: responses.RequestsMock, name: str | None, known: str
) -> None:
    person = {"email": "ruth@x.example"}
    answer = {"object": "user", "id": "u-1", "name": name, "type": "person", "person": person}
    vendor.get(f"{BASE}/users/u-1", json=answer)

    assert client().user("u-1") == User("u-1", known)
