import json
from collections.abc import Iterator
from typing import Any

import pytest
import responses
from responses import matchers

from connectors.errors import LookFirst, RefusedForGood
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewImage, NewItem, NewShape, NewText
from schemas.miro import Connector, Item
from tests.unit.connectors.miro.answers import BOARD, cursor_list, sticky
from tests.unit.connectors.speaking import TOKEN, waiting_http

ON_BOARD = "https://api.miro.com/v2/boards/uXjVOD6LSME%3D"
NOTE = f"{ON_BOARD}/items/7"
OLD = Item(id="f1", type="frame", x=0, y=0, width=800, height=600)
NEW = Item(id="f2", type="frame", x=1000, y=0, width=800, height=600)


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client() -> MiroClient:
    return MiroClient(waiting_http()[0], TOKEN)


def sent(vendor: responses.RequestsMock) -> Any:
    return json.loads(vendor.calls[-1].request.body or "null")


def with_tag(tag_id: str) -> Any:
    return matchers.query_param_matcher({"tag_id": tag_id})


@pytest.mark.parametrize(
    ("item", "collection"),
    [
        (NewText(x=0, y=0, text="a"), "texts"),
        (NewShape(x=0, y=0, width=10, height=10), "shapes"),
        (NewImage(x=0, y=0, url="https://example.org/a.png", width=300), "images"),
    ],
)
def test_every_kind_is_made_at_its_own_address(
    vendor: responses.RequestsMock, item: NewItem, collection: str
) -> None:
    vendor.post(f"{ON_BOARD}/{collection}", json=sticky("7", "a"), status=201)

    assert client().create_item(BOARD, item).id == "7"
    assert "type" not in sent(vendor)


def test_an_image_says_where_it_comes_from_and_how_wide_it_is() -> None:
    image = NewImage(x=1, y=2, url="https://example.org/a.png", title="Path", width=300)

    assert image.body() == {
        "data": {"url": "https://example.org/a.png", "title": "Path"},
        "geometry": {"width": 300},
        "position": {"x": 1, "y": 2},
    }


@pytest.mark.parametrize(
    ("old", "new", "position", "parent"),
    [
        (OLD, NEW, {"x": -600, "y": 200}, "f2"),
        (OLD, None, {"x": 0, "y": -100}, None),
        (None, OLD, {"x": 800, "y": 500}, "f1"),
    ],
)
def test_an_item_keeps_its_place_when_its_frame_changes(
    vendor: responses.RequestsMock, old: Item | None, new: Item | None, position: Any, parent: Any
) -> None:
    vendor.patch(NOTE, json=sticky("7", "a"))

    client().put_into(BOARD, Item(id="7", type="sticky_note", x=400, y=200), old, new)

    assert sent(vendor) == {"position": position, "parent": {"id": parent}}


def test_lines_are_read_with_open_ends_and_captions(vendor: responses.RequestsMock) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "c1", "startItem": {"id": "7"}, "endItem": {"id": "8"}, "shape": "new_one"},
        {"id": "c2", "captions": [{"content": "<p>leads to</p>"}, "odd"], "createdBy": {"id": 5}},
    ]
    vendor.get(f"{ON_BOARD}/connectors", json=cursor_list(rows))

    assert client().connectors(BOARD) == (
        Connector("c1", "7", "8"),
        Connector("c2", captions=("<p>leads to</p>",), created_by="5"),
    )


def test_a_tag_is_made_and_put_on_an_item(vendor: responses.RequestsMock) -> None:
    tag = {"id": "t1", "title": "Home", "fillColor": "dark_gray", "type": "tag"}
    vendor.post(f"{ON_BOARD}/tags", json=tag, status=201)
    vendor.post(NOTE, status=204, match=[with_tag("t1")])

    made = client().create_tag(BOARD, "Home")
    client().attach_tag(BOARD, "7", made.id)

    assert (made.title, made.fill_colour) == ("Home", "dark_gray")
    assert vendor.calls[1].request.body is None


def test_a_tag_in_doubt_is_not_made_twice(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{ON_BOARD}/tags", status=504, body="")

    with pytest.raises(LookFirst):
        client().create_tag(BOARD, "Home")

    assert len(vendor.calls) == 1


def test_tags_that_go_are_taken_off_before_others_come(vendor: responses.RequestsMock) -> None:
    there = [{"id": f"t{number}", "title": str(number)} for number in range(8)]
    vendor.get(f"{NOTE}/tags", json={"tags": there})
    vendor.delete(NOTE, status=204, match=[with_tag("t0")])
    vendor.post(NOTE, status=204, match=[with_tag("t9")])

    client().set_tags(BOARD, "7", [*(f"t{number}" for number in range(1, 8)), "t9"])

    assert [call.request.method for call in vendor.calls] == ["GET", "DELETE", "POST"]


def test_a_ninth_tag_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(ValueError, match="up to 8 tags, not 9"):
        client().set_tags(BOARD, "7", [str(number) for number in range(9)])


def test_a_refused_tag_is_refused_for_good(vendor: responses.RequestsMock) -> None:
    vendor.post(NOTE, status=400, json={"type": "error", "code": "invalidParameters"})

    with pytest.raises(RefusedForGood):
        client().attach_tag(BOARD, "7", "t1")
