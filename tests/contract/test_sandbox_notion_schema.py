"""Every answer of the sandbox's Notion fits the vendor's own types, as a JSON Schema."""

import json
from typing import Any

import pytest

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from tests.contract.described import NOTION_ROUTES, Answered, departures
from tests.notion_caller import Answer, Caller, new_caller, paragraph, rich


def problems(answer: Answer) -> list[str]:
    answered = Answered("notion", answer.method, answer.route, answer.status, answer.body)
    return departures(answered)


EVERY_PROPERTY: dict[str, Any] = {
    "Line": {"rich_text": {}},
    "Kind": {"select": {"options": [{"name": "doubt", "color": "red"}]}},
    "Themes": {"multi_select": {"options": [{"name": "waiting"}]}},
    "State": {"status": {}},
    "Count": {"number": {"format": "number"}},
    "Checked": {"checkbox": {}},
    "Day": {"date": {}},
    "Link": {"url": {}},
    "Mail": {"email": {}},
    "Phone": {"phone_number": {}},
    "People": {"people": {}},
    "No": {"unique_id": {"prefix": "HR"}},
    "Made": {"created_time": {}},
    "Made by": {"created_by": {}},
    "Edited": {"last_edited_time": {}},
    "Edited by": {"last_edited_by": {}},
}


def every_value(bot_id: str) -> dict[str, Any]:
    return {
        "Line": {"rich_text": rich("one line")},
        "Kind": {"select": {"name": "story"}},
        "Themes": {"multi_select": [{"name": "waiting"}, {"name": "lifts"}]},
        "State": {"status": {"name": "Done"}},
        "Count": {"number": 4.5},
        "Checked": {"checkbox": True},
        "Day": {"date": {"start": "2026-11-18T10:05:44+01:00", "end": "2026-12-16"}},
        "Link": {"url": "https://hedgerow.example/"},
        "Mail": {"email": "someone@hedgerow.example"},
        "Phone": {"phone_number": "0"},
        "People": {"people": [{"object": "user", "id": bot_id}]},
    }


EVERY_BLOCK: list[dict[str, Any]] = [
    paragraph("story", paragraph("inside")),
    *({kind: {"rich_text": rich(kind)}} for kind in ("heading_1", "heading_2", "heading_3")),
    {"heading_4": {"rich_text": rich("four"), "is_toggleable": True}},
    *({kind: {"rich_text": rich(kind)}} for kind in ("bulleted_list_item", "quote", "toggle")),
    {"numbered_list_item": {"rich_text": rich("first"), "color": "blue_background"}},
    {"to_do": {"rich_text": rich("ask"), "checked": True}},
    {"callout": {"rich_text": rich("note"), "icon": {"emoji": "🌿"}}},
    {"callout": {"rich_text": rich("usual icon")}},
    {"code": {"rich_text": rich("1 + 1"), "language": "python", "caption": rich("sum")}},
    {"equation": {"expression": "e = mc^2"}},
    {"divider": {}},
    {"breadcrumb": {}},
    {"table_of_contents": {}},
    {"bookmark": {"url": "https://hedgerow.example/", "caption": rich("home")}},
    {"embed": {"url": "https://hedgerow.example/"}},
    {"link_to_page": {"type": "page_id", "page_id": FIRST_PAGE_ID}},
    {
        "table": {
            "table_width": 2,
            "has_column_header": True,
            "children": [{"table_row": {"cells": [rich("a"), []]}}],
        }
    },
    {"paragraph": {"rich_text": [{"equation": {"expression": "x"}}], "color": "red"}},
    {
        "paragraph": {
            "rich_text": [
                {"text": {"content": "b", "link": {"url": "https://hedgerow.example/"}}},
                {"text": {"content": "c"}, "annotations": {"bold": True, "color": "pink"}},
            ],
            "icon": {"emoji": "🌱"},
        }
    },
]


def walk(notion: Caller) -> None:
    bot_id = notion.get("/users/me")["id"]
    notion.get("/users")
    notion.get(f"/users/{bot_id}")
    source_id = notion.make_source("Memory", EVERY_PROPERTY)
    other_id = notion.make_source(
        "Sessions", {"Pieces": {"relation": {"data_source_id": source_id, "dual_property": {}}}}
    )
    for found in (source_id, other_id):
        notion.get(f"/data_sources/{found}")
        notion.get(f"/data_sources/{found}/templates")
    walk_rows(notion, source_id, other_id, bot_id)
    walk_blocks(notion)
    walk_containers(notion, source_id)
    notion.clock.move(minutes=1)
    notion.post("/search", {"query": "mem", "page_size": 1})
    notion.post("/search", {"filter": {"property": "object", "value": "page"}})


def walk_rows(notion: Caller, source_id: str, other_id: str, bot_id: str) -> None:
    row_id = notion.make_row(source_id, "Lift", **every_value(bot_id))
    empty_id = notion.make_row(source_id, "Empty")
    session_id = notion.make_row(
        other_id, "First", Pieces={"relation": [{"id": row_id}, {"id": empty_id}]}
    )
    shown = notion.get(f"/pages/{row_id}")["properties"]
    for prop in shown.values():
        notion.get(f"/pages/{row_id}/properties/{prop['id']}")
    notion.get(f"/pages/{session_id}/properties/Pieces?page_size=1")
    notion.get(f"/pages/{empty_id}")
    notion.get(f"/pages/{row_id}?filter_properties=title")
    notion.patch(f"/pages/{row_id}", {"properties": {"Count": {"number": None}}})
    notion.patch(f"/pages/{row_id}", {"is_archived": True, "icon": {"emoji": "🌿"}})
    notion.post(f"/data_sources/{source_id}/query", {"is_archived": True})
    notion.post(f"/data_sources/{source_id}/query", {"page_size": 1})
    notion.patch(f"/pages/{empty_id}", {"in_trash": True})
    notion.patch(f"/pages/{empty_id}", {"in_trash": False})
    notion.post(f"/pages/{empty_id}/move", {"parent": {"page_id": FIRST_PAGE_ID}})


def walk_blocks(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("first"))
    made = notion.patch(f"/blocks/{page_id}/children", {"children": EVERY_BLOCK})["results"]
    for block in made:
        notion.get(f"/blocks/{block['id']}")
    first_id = made[0]["id"]
    notion.get(f"/blocks/{first_id}/children")
    notion.get(f"/blocks/{page_id}/children?page_size=3")
    notion.get(f"/blocks/{FIRST_PAGE_ID}/children")
    place = {"type": "after_block", "after_block": {"id": first_id}}
    new = {"children": [paragraph("new")], "position": place}
    notion.patch(f"/blocks/{page_id}/children", new)
    notion.patch(f"/blocks/{first_id}", {"paragraph": {"rich_text": rich("other")}})
    notion.delete(f"/blocks/{first_id}")
    notion.patch(f"/blocks/{first_id}", {"in_trash": False})
    notion.get(f"/pages/{page_id}/markdown")
    remark = notion.post("/comments", {"parent": {"page_id": page_id}, "rich_text": rich("hm")})
    answer = {"discussion_id": remark["discussion_id"], "rich_text": rich("yes")}
    notion.post("/comments", answer)
    on_block = {"parent": {"block_id": first_id}, "rich_text": rich("here")}
    notion.get(f"/comments/{notion.post('/comments', on_block)['id']}")
    notion.get(f"/comments?block_id={page_id}")


def walk_containers(notion: Caller, source_id: str) -> None:
    database_id = notion.get(f"/data_sources/{source_id}")["parent"]["database_id"]
    notion.get(f"/databases/{database_id}")
    notion.get(f"/blocks/{database_id}")
    notion.patch(f"/databases/{database_id}", {"description": rich("All"), "is_inline": True})
    extra: dict[str, Any] = {"Name": {"title": {}}, "On": {"date": {}}}
    parent = {"type": "database_id", "database_id": database_id}
    walk_views(notion, database_id, source_id)
    made = notion.post(
        "/data_sources", {"parent": parent, "properties": extra, "title": rich("More")}
    )
    notion.patch(f"/data_sources/{made['id']}", {"properties": {"On": {"name": "Day"}}})
    notion.patch(f"/data_sources/{made['id']}", {"in_trash": True})
    notion.delete(f"/blocks/{database_id}")
    notion.patch(f"/databases/{database_id}", {"in_trash": False})


def walk_views(notion: Caller, database_id: str, source_id: str) -> None:
    where = {"database_id": database_id, "data_source_id": source_id}
    group = {"type": "select", "property_id": "Kind", "sort": {"type": "manual"}}
    board = {"type": "board", "group_by": {**group, "hide_empty_groups": True}}
    made = notion.post(
        "/views", {**where, "name": "By kind", "type": "board", "configuration": board}
    )
    calendar = {"type": "calendar", "date_property_id": "Day", "properties": None}
    body = {**where, "name": "When", "type": "calendar", "configuration": calendar}
    notion.post("/views", body)
    notion.get(f"/views?database_id={database_id}&page_size=2")
    notion.patch(f"/views/{made['id']}", {"sorts": [{"timestamp": "created_time"}]}, status=200)
    notion.get(f"/views/{made['id']}")
    notion.delete(f"/views/{made['id']}")


@pytest.fixture(scope="module")
def walked() -> Caller:
    notion = new_caller()
    walk(notion)
    return notion


def test_every_answer_of_a_walk_fits_the_schema(walked: Caller) -> None:
    found = [problem for answer in walked.answers for problem in problems(answer)]

    assert found == []


def test_the_walk_meets_every_route(walked: Caller) -> None:
    met = {f"{answer.method} {answer.route}" for answer in walked.answers}

    assert met == {route for route in NOTION_ROUTES if "/oauth/" not in route}


def test_no_answer_speaks_of_archived_and_each_has_a_request_id(walked: Caller) -> None:
    bodies = [json.dumps(answer.body) for answer in walked.answers]

    assert not [body for body in bodies if '"archived"' in body]
    assert all(answer.body["request_id"] for answer in walked.answers)


def test_the_schema_refuses_a_page_without_its_trash_flag(walked: Caller) -> None:
    answer = next(one for one in walked.answers if one.route == "/v1/pages/{page_id}")
    body = {key: value for key, value in answer.body.items() if key != "in_trash"}

    assert problems(Answer(answer.method, answer.route, 200, body))
