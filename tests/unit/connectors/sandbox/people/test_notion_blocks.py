"""What people make by hand and the API only reads: rows, columns and blocks of any kind."""

from typing import Any

import pytest

from tests.notion_caller import Caller, Json, new_caller, paragraph, rich

PEOPLE = "/_sandbox/notion"
LATER = ["files", "formula", "rollup", "button", "verification", "place"]


@pytest.fixture
def notion() -> Caller:
    return new_caller()


def make(notion: Caller, path: str, *, status: int = 200, **body: Any) -> Json:
    answer = notion.client.post(f"{PEOPLE}{path}", json={"person": "Ruth", **body})
    found: Json = answer.get_json()
    assert answer.status_code == status, found
    return found


def said(notion: Caller, block_id: str) -> list[str]:
    """Return the words of all that lies in a block, with the type of what holds them."""
    found = []
    for block in notion.get(f"/blocks/{block_id}/children")["results"]:
        words = "".join(run["plain_text"] for run in block[block["type"]].get("rich_text", []))
        found.append(f"{block['type']}: {words}" if words else block["type"])
        if block["has_children"]:
            found += said(notion, block["id"])
    return found


def by_hand() -> list[Json]:
    columns = [{"column": {"children": [paragraph(words)]}} for words in ("left", "right")]
    return [
        {"toggle": {"rich_text": rich("more"), "children": [paragraph("inside")]}},
        {"column_list": {"children": columns}},
        {"synced_block": {"synced_from": None, "children": [paragraph("everywhere")]}},
        {"to_do": {"rich_text": rich("call"), "checked": True}},
        {"callout": {"rich_text": rich("mind this")}},
        {"code": {"rich_text": rich("x = 1"), "language": "python"}},
        {"template": {"rich_text": rich("Add a line")}},
        {"image": {"type": "external", "external": {"url": "https://example.org/tree.png"}}},
        {"file": {"external": {"url": "https://example.org/plan.pdf"}, "name": "plan.pdf"}},
    ]


def test_a_row_by_hand_is_its_writers(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})

    row_id = make(notion, f"/data-sources/{source_id}/rows", title="By hand")["page_id"]

    row = notion.get(f"/pages/{row_id}")
    assert notion.names(source_id) == ["By hand"]
    assert row["created_by"]["id"] == notion.state.person_of("Ruth")
    assert row["last_edited_by"] == row["created_by"]


def test_blocks_of_any_kind_lie_in_a_row_by_hand(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})
    row_id = make(notion, f"/data-sources/{source_id}/rows", title="By hand")["page_id"]

    made = make(notion, f"/pages/{row_id}/blocks", blocks=by_hand())["block_ids"]
    make(notion, f"/blocks/{made[0]}/blocks", blocks=[paragraph("deeper")])

    assert said(notion, row_id) == [
        "toggle: more", "paragraph: inside", "paragraph: deeper",
        "column_list", "column", "paragraph: left", "column", "paragraph: right",
        "synced_block", "paragraph: everywhere",
        "to_do: call", "callout: mind this", "code: x = 1", "template: Add a line",
        "image", "file",
    ]  # fmt: skip
    block = notion.get(f"/blocks/{made[0]}")
    assert block["created_by"]["id"] == notion.state.person_of("Ruth")


def test_a_synced_copy_shows_what_lies_in_its_original(notion: Caller) -> None:
    page_id = notion.make_page("Page")
    (original,) = make(
        notion,
        f"/pages/{page_id}/blocks",
        blocks=[{"synced_block": {"synced_from": None, "children": [paragraph("once")]}}],
    )["block_ids"]
    copy = {"synced_block": {"synced_from": {"type": "block_id", "block_id": original}}}

    notion.patch(f"/blocks/{page_id}/children", {"children": [copy]})

    assert said(notion, page_id) == [
        "synced_block", "paragraph: once", "synced_block", "paragraph: once",
    ]  # fmt: skip
    notion.delete(f"/blocks/{original}")


@pytest.mark.parametrize(
    "block",
    [
        {"column_list": {"children": [{"column": {"children": [paragraph("alone")]}}]}},
        {"column_list": {"children": [paragraph("no column"), paragraph("at all")]}},
        {"column": {"children": [paragraph("nowhere")]}},
        {"template": {"rich_text": rich("Add")}},
        {"image": {"type": "external"}},
    ],
    ids=["one column", "no columns", "column outside", "template by the API", "no address"],
)
def test_a_block_of_a_wrong_shape_is_refused(notion: Caller, block: Json) -> None:
    page_id = notion.make_page("Page")

    refused = notion.patch(f"/blocks/{page_id}/children", {"children": [block]}, status=400)

    assert refused["code"] == "validation_error"


def test_people_hear_what_is_wrong_with_their_blocks(notion: Caller) -> None:
    page_id = notion.make_page("Page")

    refused = make(notion, f"/pages/{page_id}/blocks", status=400, blocks=[{"tab": {}}])

    assert refused["error"].endswith("Nothing was changed.")
    assert notion.get(f"/blocks/{page_id}/children")["results"] == []


@pytest.mark.parametrize("kind", LATER)
def test_a_column_that_people_add_is_read_and_never_written(notion: Caller, kind: str) -> None:
    other = notion.make_source("Other", {})
    related = {"relation": {"data_source_id": other, "single_property": {}}}
    source_id = notion.make_source("Memory", {"Related": related})
    other_row = notion.make_row(other, "Other row")
    row_id = notion.make_row(source_id, "A row", Related={"relation": [{"id": other_row}]})

    make(notion, f"/data-sources/{source_id}/columns", name="Theirs", type=kind)

    column = notion.get(f"/data_sources/{source_id}")["properties"]["Theirs"]
    value = notion.get(f"/pages/{row_id}")["properties"]["Theirs"]
    shown = {
        "files": [],
        "formula": {"type": "string", "string": "A row"},
        "rollup": {"type": "number", "number": 1, "function": "count"},
        "button": {},
        "verification": {"state": "unverified", "verified_by": None, "date": None},
        "place": None,
    }
    assert (column["type"], value["type"], value[kind]) == (kind, kind, shown[kind])
    body: Json = {"properties": {"Theirs": {kind: shown[kind]}}}
    assert notion.patch(f"/pages/{row_id}", body, status=501)["code"] == "not_implemented"
    assert notion.names(source_id) == ["A row"]


@pytest.mark.parametrize(
    "query",
    [
        {"filter": {"property": "Theirs", "formula": {"string": {"equals": "a"}}}},
        {"sorts": [{"property": "Theirs", "direction": "ascending"}]},
    ],
)
def test_asking_by_a_column_that_people_added_is_a_loud_501(notion: Caller, query: Json) -> None:
    source_id = notion.make_source("Memory", {})
    notion.make_row(source_id, "A row")
    make(notion, f"/data-sources/{source_id}/columns", name="Theirs", type="formula")

    notion.post(f"/data-sources/{source_id}/query", query, status=501)


def test_a_renamed_column_of_theirs_stays_theirs(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})
    made = make(notion, f"/data-sources/{source_id}/columns", name="Theirs", type="button")

    change = {"properties": {made["property_id"]: {"name": "Press"}}}
    notion.patch(f"/data_sources/{source_id}", change)

    assert notion.get(f"/data_sources/{source_id}")["properties"]["Press"]["type"] == "button"


def test_people_attach_a_file_by_its_address(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})
    row_id = notion.make_row(source_id, "A row")
    make(notion, f"/data-sources/{source_id}/columns", name="Files", type="files")
    body = {"person": "Ruth", "name": "Files", "text": "https://example.org/plan.pdf"}

    typed = notion.client.patch(f"{PEOPLE}/pages/{row_id}/properties", json=body)

    assert typed.get_json()["text"] == "plan.pdf"
    (file,) = notion.get(f"/pages/{row_id}")["properties"]["Files"]["files"]
    assert (file["type"], file["name"]) == ("external", "plan.pdf")
    assert notion.client.get(f"{PEOPLE}/data-sources/{source_id}").status_code == 200


def test_people_hear_that_a_rollup_needs_a_relation(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})

    path = f"/data-sources/{source_id}/columns"
    refused = make(notion, path, status=400, name="Sum", type="rollup")

    assert "needs a relation" in refused["error"]


def test_a_page_for_people_shows_all_of_it(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})
    row_id = make(notion, f"/data-sources/{source_id}/rows", title="By hand")["page_id"]
    make(notion, f"/pages/{row_id}/blocks", blocks=by_hand())
    for kind in ("formula", "button", "verification"):
        make(notion, f"/data-sources/{source_id}/columns", name=kind, type=kind)

    shown = notion.client.get(f"{PEOPLE}/pages/{row_id}")

    assert shown.status_code == 200
    assert "everywhere" in shown.get_data(as_text=True)
