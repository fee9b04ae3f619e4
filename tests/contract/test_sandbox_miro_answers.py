"""Every answer of the stand-in for Miro, held against Miro's own description."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.miro import (
    routes_boards,
    routes_connectors,
    routes_items,
    routes_members,
    routes_tags,
)
from connectors.sandbox.miro.kinds import KINDS
from connectors.sandbox.miro.limits import Level
from connectors.sandbox.miro.routing import Route
from tests.contract.described import Answered, departures
from tests.contract.descriptions import miro_descriptions

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
AUTH = {"Authorization": "Bearer sandbox-hedgerow"}

CREDITS = {"1": 50, "2": 100, "3": 500, "4": 2000}


@dataclass(frozen=True)
class World:
    """A sandbox with one of everything on one board."""

    client: FlaskClient
    board: str
    ids: dict[str, str]

    def ask(self, method: str, path: str, body: object = None) -> Any:
        address = "/miro" + path.format(board=quote(self.board), **self.ids)
        return self.client.open(address, method=method, json=body, headers=AUTH)


ITEMS: dict[str, dict[str, object]] = {
    "frames": {"data": {"title": "1 · Returns", "format": "custom", "type": "freeform"}},
    "sticky_notes": {"data": {"content": "Hello"}, "style": {"fillColor": "cyan"}},
    "texts": {"data": {"content": "Hello"}, "geometry": {"width": 300}},
    "shapes": {"data": {"content": "Hello", "shape": "cloud"}},
    "cards": {"data": {"title": "Hello", "description": "World"}},
    "app_cards": {"data": {"title": "Hello", "status": "connected"}},
    "images": {"data": {"title": "A tree", "url": "https://example.org/tree.png"}},
}


def line_of(made: World) -> dict[str, object]:
    return {
        "startItem": {"id": made.ids["sticky_notes"], "snapTo": "right"},
        "endItem": {"id": made.ids["cards"], "position": {"x": "0%", "y": "12.5%"}},
        "captions": [{"content": "leads to"}],
        "style": {"strokeColor": "#2d9bf0", "endStrokeCap": "arrow"},
    }


@pytest.fixture
def world() -> World:
    client = create_sandbox(clock=lambda: NOW).test_client()
    board = client.post("/miro/v2/boards", json={"name": "A board"}, headers=AUTH).json["id"]
    made = World(client, board, {})
    for collection, body in ITEMS.items():
        made.ids[collection] = made.ask("POST", f"/v2/boards/{{board}}/{collection}", body).json[
            "id"
        ]
    made.ids["line"] = made.ask("POST", "/v2/boards/{board}/connectors", line_of(made)).json["id"]
    made.ids["member"] = made.ask("GET", "/v2/boards/{board}/members").json["data"][0]["id"]
    made.ids["tag"] = made.ask("POST", "/v2/boards/{board}/tags", {"title": "phone call"}).json[
        "id"
    ]
    made.ask("POST", "/v2/boards/{board}/items/{sticky_notes}?tag_id={tag}")
    return made


def problems(method: str, route: str, status: int, body: object) -> list[str]:
    """Return how a body departs from the description of this endpoint."""
    return departures(Answered("miro", method, route, status, body))


B = "/v2/boards/{board}"
S = "/v2/boards/{board_id}"
# The description keeps addresses with other queries apart by made-up names of the board's id.
IN_FRAME = "/v2/boards/{board_id_PlatformContainers}"
BY_TAG = "/v2/boards/{board_id_PlatformTags}"
AWAY = {"position": {"x": 5, "y": 5}}
STRAIGHT = {"shape": "straight", "startItem": {"snapTo": "top"}}
BULK = [{"type": "sticky_note", "data": {"content": "Hello"}}, {"type": "card"}]
CASES: list[tuple[str, str, str, object, int]] = [
    ("GET", "/v1/oauth-token", "/v1/oauth-token", None, 200),
    ("POST", "/v2/boards", "/v2/boards", {"name": "Another"}, 201),
    ("GET", "/v2/boards", "/v2/boards?limit=1", None, 200),
    ("GET", S, B, None, 200),
    ("PATCH", S, B, {"name": "Renamed"}, 200),
    ("GET", f"{S}/members", f"{B}/members", None, 200),
    ("POST", f"{S}/members", f"{B}/members", {"emails": ["a@example.org", "nobody"]}, 201),
    ("GET", f"{S}/items", f"{B}/items", None, 200),
    ("GET", f"{S}/items", f"{B}/items?type=sticky_note&limit=50", None, 200),
    ("GET", f"{IN_FRAME}/items", f"{B}/items?parent_item_id={{frames}}", None, 200),
    ("GET", f"{BY_TAG}/items", f"{B}/items?tag_id={{tag}}", None, 200),
    ("POST", f"{S}/items/bulk", f"{B}/items/bulk", BULK, 201),
    ("POST", f"{S}/items/bulk", f"{B}/items/bulk", [{"type": "text"}], 400),
    ("GET", f"{S}/items/{{item_id}}", f"{B}/items/{{sticky_notes}}", None, 200),
    ("PATCH", f"{S}/items/{{item_id}}", f"{B}/items/{{cards}}", AWAY, 200),
    ("GET", f"{S}/tags", f"{B}/tags", None, 200),
    ("GET", f"{S}/tags/{{tag_id}}", f"{B}/tags/{{tag}}", None, 200),
    ("POST", f"{S}/tags", f"{B}/tags", {"title": "other", "fillColor": "cyan"}, 201),
    ("PATCH", f"{S}/tags/{{tag_id}}", f"{B}/tags/{{tag}}", {"title": "call"}, 200),
    ("GET", f"{S}/items/{{item_id}}/tags", f"{B}/items/{{sticky_notes}}/tags", None, 200),
    ("GET", f"{S}/connectors", f"{B}/connectors", None, 200),
    ("GET", f"{S}/connectors/{{connector_id}}", f"{B}/connectors/{{line}}", None, 200),
    ("PATCH", f"{S}/connectors/{{connector_id}}", f"{B}/connectors/{{line}}", STRAIGHT, 200),
    ("GET", f"{S}/members/{{board_member_id}}", f"{B}/members/{{member}}", None, 200),
    *[("POST", f"{S}/{kind}", f"{B}/{kind}", body, 201) for kind, body in ITEMS.items()],
    *[("GET", f"{S}/{kind}/{{item_id}}", f"{B}/{kind}/{{{kind}}}", None, 200) for kind in ITEMS],
    *[
        ("PATCH", f"{S}/{kind}/{{item_id}}", f"{B}/{kind}/{{{kind}}}", body, 200)
        for kind, body in ITEMS.items()
    ],
]  # fmt: skip


@pytest.mark.parametrize(("method", "route", "path", "body", "status"), CASES)
def test_answer_fits_the_description_of_miro(
    world: World, method: str, route: str, path: str, body: object, status: int
) -> None:
    answer = world.ask(method, path, body)

    assert answer.status_code == status
    assert problems(method, route, status, answer.json) == []


def test_the_check_sees_an_answer_that_departs(world: World) -> None:
    body = world.ask("GET", "/v2/boards/{board}/items").json

    del body["data"][0]["type"]

    assert problems("GET", "/v2/boards/{board_id}/items", 200, body) != []


SOLD = [
    route
    for part in (routes_boards, routes_connectors, routes_items, routes_members, routes_tags)
    for route in part.ROUTES
    if isinstance(route.price, Level) and route.pattern.startswith("/v2/")
] + [route for kind in KINDS.values() for route in routes_items.kind_routes(kind)]


@pytest.mark.parametrize("route", SOLD, ids=lambda route: f"{route.method} {route.pattern}")
def test_each_endpoint_is_one_of_miros_at_its_price(route: Route) -> None:
    by_tag = route.pattern.replace(S, BY_TAG)
    pattern = by_tag if (route.method, route.view) == ("POST", routes_tags.attach_tag) else None

    for description in miro_descriptions():
        described = description["paths"][pattern or route.pattern][route.method.lower()]
        level = re.search(r"Level (\d)", described["description"])
        assert level is not None
        assert CREDITS[level[1]] == route.price
