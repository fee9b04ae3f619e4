import json
from collections.abc import Iterator
from typing import Any

import pytest
import responses

from connectors.errors import LookFirst, RefusedForGood
from connectors.notion.client import NotionClient
from connectors.notion.filters import All, SelectIs
from connectors.notion.new_properties import (
    MultiSelectProperty,
    NewOption,
    SelectProperty,
    TextProperty,
)
from connectors.notion.new_views import (
    BoardLook,
    CalendarLook,
    GalleryLook,
    NewView,
    TableLook,
    ViewGroups,
)
from tests.unit.connectors.notion.answers import SOURCE, error, rich
from tests.unit.connectors.speaking import TOKEN, waiting_http

BASE = "https://api.notion.com/v1"
URL = f"{BASE}/data_sources/{SOURCE}"
VIEW = {"object": "view", "id": "v-1", "type": "board", "parent": {"database_id": "d-1"}}


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client() -> NotionClient:
    return NotionClient(waiting_http()[0], TOKEN)


def sent(vendor: responses.RequestsMock) -> Any:
    return json.loads(vendor.calls[-1].request.body or "null")


def source(*options: tuple[str, str, str]) -> dict[str, Any]:
    listed = [{"id": id, "name": name, "color": color} for id, name, color in options]
    kind = {"id": "%3Ak", "name": "Kind", "type": "select", "select": {"options": listed}}
    return {
        "object": "data_source",
        "id": SOURCE,
        "title": rich("Memory"),
        "in_trash": False,
        "properties": {"Kind": kind},
    }


STORY, WISH = ("o-1", "story", "blue"), ("o-2", "Wish", "red")


@pytest.mark.parametrize("key", ["Kind", "%3Ak", ":k"])
@pytest.mark.parametrize(
    ("given", "new"),
    [
        ([], []),
        (["story", "wish"], []),
        (["question"], [{"name": "question"}]),
        ([NewOption("STORY", color="green")], []),
        ([NewOption("doubt", color="green")], [{"name": "doubt", "color": "green"}]),
    ],
)
def test_options_that_are_there_always_go_along(
    vendor: responses.RequestsMock, key: str, given: list[Any], new: list[Any]
) -> None:
    vendor.get(URL, json=source(STORY, WISH))
    vendor.patch(URL, json=source(STORY, WISH))

    client().update_data_source(SOURCE, {key: SelectProperty(given)})

    kept = [{"id": id, "name": name, "color": color} for id, name, color in (STORY, WISH)]
    assert sent(vendor)["properties"][key]["select"]["options"] == kept + new


def test_an_option_given_by_its_id_takes_another_name(vendor: responses.RequestsMock) -> None:
    vendor.get(URL, json=source(STORY, WISH))
    vendor.patch(URL, json=source(STORY, WISH))

    options: list[str | NewOption] = [NewOption("tale", id="o-1"), "story"]
    client().update_data_source(SOURCE, {"Kind": SelectProperty(options)})

    found = sent(vendor)["properties"]["Kind"]["select"]["options"]
    assert [(one["id"], one["name"]) for one in found] == [("o-1", "tale"), ("o-2", "Wish")]


@pytest.mark.parametrize(
    "options", [None, "three", [None], [{"color": "red"}], [{"id": None, "name": None}]]
)
def test_options_that_cannot_be_read_are_never_lost(
    vendor: responses.RequestsMock, options: object
) -> None:
    body = source()
    body["properties"]["Kind"]["select"] = {"options": options} if options else "odd"
    body["properties"]["Kind"]["id"] = "%3Ak" if options else None
    vendor.get(URL, json=body)

    with pytest.raises(RefusedForGood) as caught:
        client().update_data_source(SOURCE, {"%3Ak": SelectProperty(["question"])})

    assert (caught.value.code, len(vendor.calls)) == ("unreadable_options", 1)


def test_an_option_without_a_readable_name_goes_along_by_its_id(
    vendor: responses.RequestsMock,
) -> None:
    body = source(STORY)
    body["properties"]["Kind"]["select"]["options"][0]["name"] = None
    vendor.get(URL, json=body)
    vendor.patch(URL, json=body)

    client().update_data_source(SOURCE, {"Kind": SelectProperty(["question"])})

    options = sent(vendor)["properties"]["Kind"]["select"]["options"]
    assert [each.get("id") or each["name"] for each in options] == ["o-1", "question"]
    assert "name" not in options[0]


def test_a_column_without_options_needs_no_look(vendor: responses.RequestsMock) -> None:
    vendor.patch(URL, json=source())

    client().update_data_source(SOURCE, {"Line": TextProperty()})

    assert len(vendor.calls) == 1


def test_more_options_than_a_call_takes_are_refused_before_any_is_lost(
    vendor: responses.RequestsMock,
) -> None:
    vendor.get(URL, json=source(*((f"o-{n}", f"name {n}", "red") for n in range(100))))

    with pytest.raises(RefusedForGood) as caught:
        client().update_data_source(SOURCE, {"Kind": MultiSelectProperty(["another"])})

    assert (caught.value.code, len(vendor.calls)) == ("too_many_options", 1)


SHOWN = {"shown": ("title", "%3Al"), "hidden": ("key",)}
PROPERTIES = [
    {"property_id": "title", "visible": True},
    {"property_id": "%3Al", "visible": True},
    {"property_id": "key", "visible": False},
]
GROUPS = ViewGroups("%3Ak", hides_empty=True)


@pytest.mark.parametrize(
    ("look", "configuration"),
    [
        (TableLook(), {"type": "table", "wrap_cells": True}),
        (BoardLook(GROUPS), {"type": "board", "group_by": GROUPS.as_json()}),
        (GalleryLook(), {"type": "gallery", "card_layout": "list"}),
        (CalendarLook("day"), {"type": "calendar", "date_property_id": "day"}),
    ],
)
def test_a_view_names_what_it_shows_and_hides(
    vendor: responses.RequestsMock, look: Any, configuration: dict[str, Any]
) -> None:
    vendor.post(f"{BASE}/views", json=VIEW)

    made = client().create_view("d-1", SOURCE, NewView("By kind", look, **SHOWN))

    assert (made.id, made.type) == ("v-1", "board")
    assert sent(vendor) == {
        "database_id": "d-1",
        "data_source_id": SOURCE,
        "name": "By kind",
        "type": configuration["type"],
        "configuration": {**configuration, "properties": PROPERTIES},
    }


def test_a_view_stands_where_it_is_put_with_its_rows_in_order(
    vendor: responses.RequestsMock,
) -> None:
    vendor.post(f"{BASE}/views", json=VIEW)
    rows = All((SelectIs("kind", ("Doubt",)), SelectIs("state", ("Open", "Settled"))))
    view = NewView("Open", TableLook(), rows=rows, newest_by="day")

    client().create_view("d-1", SOURCE, view, after="v-0")
    behind = sent(vendor)
    client().create_view("d-1", SOURCE, view, after="")

    assert behind["position"] == {"type": "after_view", "view_id": "v-0"}
    assert sent(vendor)["position"] == {"type": "start"}
    assert behind["sorts"] == [{"property": "day", "direction": "descending"}]
    either = [{"property": "state", "select": {"equals": each}} for each in ("Open", "Settled")]
    assert behind["filter"] == {
        "and": [{"property": "kind", "select": {"equals": "Doubt"}}, {"or": either}]
    }


def test_the_type_of_a_view_stays_when_it_is_changed(vendor: responses.RequestsMock) -> None:
    vendor.patch(f"{BASE}/views/v-1", json=VIEW)

    client().update_view("v-1", NewView("All", TableLook()))

    assert sent(vendor) == {
        "name": "All",
        "configuration": {"type": "table", "wrap_cells": True},
    }


def test_views_are_listed_by_their_ids(vendor: responses.RequestsMock) -> None:
    listed = [{"object": "view", "id": "v-1"}, {"object": "view", "id": "v-2"}]
    vendor.get(f"{BASE}/views", json={"results": listed, "has_more": False, "next_cursor": None})
    vendor.get(f"{BASE}/views/v-1", json={**VIEW, "name": "All"})

    assert [view.id for view in client().views("d-1")] == ["v-1", "v-2"]
    assert client().view("v-1").name == "All"


def test_a_view_in_doubt_is_not_made_twice(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{BASE}/views", status=503, json=error(503, "service_unavailable"))

    with pytest.raises(LookFirst):
        client().create_view("d-1", SOURCE, NewView("All", TableLook()))

    assert len(vendor.calls) == 1
