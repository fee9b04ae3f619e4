from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from connectors.sandbox.notion.state import FIRST_PAGE_ID, PRIVATE_PAGE_ID
from tests.notion_caller import Caller, Json, new_caller, paragraph, rich

PEOPLE = "/_sandbox/notion"
COLUMNS: Json = {
    "Line": {"rich_text": {}},
    "Kind": {"select": {"options": [{"name": "doubt"}]}},
    "Themes": {"multi_select": {}},
    "State": {"status": {}},
    "Count": {"number": {}},
    "Checked": {"checkbox": {}},
    "On": {"date": {}},
    "Link": {"url": {}},
    "Made": {"created_time": {}},
}


@pytest.fixture
def notion() -> Caller:
    return new_caller()


@pytest.fixture
def row_id(notion: Caller) -> str:
    return notion.make_row(notion.make_source("Memory", COLUMNS), "Lift")


def edit(notion: Caller, row_id: str, name: str, text: str) -> TestResponse:
    body = {"person": "Maya", "name": name, "text": text}
    return notion.client.patch(f"{PEOPLE}/pages/{row_id}/properties", json=body)


def form_of(notion: Caller, page_id: str) -> dict[str, str]:
    """Return what a browser would send if nothing were changed."""
    return fields_in(notion.client.get(f"{PEOPLE}/pages/{page_id}").text)


def fields_in(html: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in LexborHTMLParser(html).css("form [name]"):
        name, tag = str(node.attributes["name"]), node.tag
        if tag == "input":
            found[name] = node.attributes.get("value") or ""
        elif tag == "textarea":
            # A form sends CR LF, and a browser drops the line end that opens a text area.
            found[name] = node.text().removeprefix("\n").replace("\n", "\r\n")
        elif tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            found[name] = chosen.text() if chosen else ""
    return found


def key_of(notion: Caller, page_id: str, name: str) -> str:
    return f"property:{notion.get(f'/pages/{page_id}')['properties'][name]['id']}"


def send(notion: Caller, page_id: str, form: dict[str, str], do: str = "save") -> TestResponse:
    return notion.client.post(f"{PEOPLE}/pages/{page_id}", data={**form, "do": do})


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("Name", "New title", "New title"),
        ("Line", "a" * 6000, "a" * 6000),
        ("Line", "", ""),
        ("Kind", "story", "story"),
        ("Kind", "", None),
        ("Themes", "waiting, lifts", ["waiting", "lifts"]),
        ("State", "Done", "Done"),
        ("Count", "4.5", 4.5),
        ("Checked", "yes", True),
        ("On", "2026-12-03", "2026-12-03"),
        ("Link", "https://hedgerow.example/", "https://hedgerow.example/"),
    ],
)
def test_a_person_types_into_a_property(
    notion: Caller, row_id: str, name: str, text: str, value: Any
) -> None:
    assert edit(notion, row_id, name, text).status_code == 200

    shown = notion.get(f"/pages/{row_id}")["properties"][name]
    assert plainly(shown[shown["type"]]) == value


def plainly(value: Any) -> Any:
    if isinstance(value, list) and all("plain_text" in one for one in value):
        return "".join(one["plain_text"] for one in value)
    if isinstance(value, list):
        return [one["name"] for one in value]
    if isinstance(value, dict):
        return value.get("name", value.get("start"))
    return value


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("Count", "many", "Count takes a number, such as 12 or 4.5."),
        ("On", "soon", "On takes a day, such as 2026-12-03."),
        ("State", "Later", "State takes one of Not started, In progress, Done."),
        ("Checked", "maybe", "Checked takes yes or no."),
        ("Made", "now", "Made cannot be typed."),
    ],
)
def test_what_a_property_does_not_take_changes_nothing(
    notion: Caller, row_id: str, name: str, text: str, says: str
) -> None:
    before = notion.get(f"/pages/{row_id}")["properties"]

    answer = edit(notion, row_id, name, text)

    assert (answer.status_code, answer.get_json()["error"]) == (400, f"{says} Nothing was changed.")
    assert notion.get(f"/pages/{row_id}")["properties"] == before


def test_an_edit_is_that_persons(notion: Caller, row_id: str) -> None:
    bot_id = notion.get("/users/me")["id"]

    edit(notion, row_id, "Name", "New title")

    editor_id = notion.get(f"/pages/{row_id}")["last_edited_by"]["id"]
    assert editor_id != bot_id
    assert notion.get(f"/users/{editor_id}")["name"] == "Maya"


def test_an_edited_block_makes_the_page_that_persons_too(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("old"))
    block_id = notion.get(f"/blocks/{page_id}/children")["results"][0]["id"]

    body = {"person": "Maya", "text": "new"}
    notion.client.patch(f"{PEOPLE}/blocks/{block_id}", json=body)

    block, page = notion.get(f"/blocks/{block_id}"), notion.get(f"/pages/{page_id}")
    assert block["paragraph"]["rich_text"][0]["plain_text"] == "new"
    assert block["last_edited_by"] == page["last_edited_by"]
    assert notion.get(f"/users/{page['last_edited_by']['id']}")["name"] == "Maya"


def test_people_add_and_delete_paragraphs_and_use_the_trash(notion: Caller) -> None:
    page_id = notion.make_page("Page")
    added = notion.client.post(
        f"{PEOPLE}/pages/{page_id}/blocks", json={"person": "Maya", "text": "more"}
    ).get_json()
    block = notion.get(f"/blocks/{page_id}/children")["results"][0]

    deleted = f"{PEOPLE}/blocks/{added['block_id']}"
    notion.client.delete(deleted, json={"person": "Maya"})
    notion.client.patch(f"{PEOPLE}/pages/{page_id}", json={"person": "Maya", "in_trash": True})

    assert block["paragraph"]["rich_text"][0]["plain_text"] == "more"
    assert notion.get(f"/blocks/{page_id}/children")["results"] == []
    assert notion.get(f"/pages/{page_id}")["in_trash"] is True


def test_rows_are_listed_as_people_read_them(notion: Caller) -> None:
    source_id = notion.make_source("Memory", COLUMNS)
    row_id = notion.make_row(source_id, "Lift", Kind={"select": {"name": "doubt"}})

    rows = notion.client.get(f"{PEOPLE}/data-sources/{source_id}/rows").get_json()["rows"]

    assert [(row["page_id"], row["last_edited_by"]) for row in rows] == [(row_id, "Hedgerow")]
    assert rows[0]["properties"] | {"Made": ""} == {
        "Name": "Lift", "Kind": "doubt", "Checked": "no", "Made": "", "Line": "", "Themes": "",
        "State": "", "Count": "", "On": "", "Link": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PATCH", "/pages/x/properties", {"person": "M", "name": "Name", "text": ""}, 404),
        ("PATCH", f"/pages/{FIRST_PAGE_ID}/properties", {"person": "M", "name": "title"}, 400),
        ("PATCH", f"/pages/{FIRST_PAGE_ID}/properties", ["no object"], 400),
        ("POST", f"/pages/{FIRST_PAGE_ID}/blocks", {"person": "M", "text": "half \ud83c"}, 400),
        ("PATCH", f"/pages/{FIRST_PAGE_ID}", {"person": "M", "in_trash": True}, 400),
        ("POST", f"/pages/{FIRST_PAGE_ID}/blocks", {"person": " ", "text": "x"}, 400),
        ("PATCH", "/blocks/x", {"person": "M", "text": ""}, 404),
        ("GET", "/data-sources/x/rows", None, 404),
    ],
)
def test_people_are_refused_with_a_sentence(
    notion: Caller, method: str, path: str, body: Any, status: int
) -> None:
    answer = notion.client.open(PEOPLE + path, method=method, json=body)

    assert answer.status_code == status
    assert answer.get_json()["error"].endswith(".")


def test_saving_an_untouched_form_changes_nothing(notion: Caller, row_id: str) -> None:
    edit(notion, row_id, "Line", "two\nlines\n")
    notion.post("/comments", {"parent": {"page_id": row_id}, "rich_text": rich("x")})
    before = notion.get(f"/pages/{row_id}")

    answer = send(notion, row_id, form_of(notion, row_id) | {"person": "Sam"})

    after = notion.get(f"/pages/{row_id}")
    assert answer.location.endswith("?saved=0")
    assert {**before, "request_id": ""} == {**after, "request_id": ""}


def test_a_form_writes_only_what_its_person_changed(notion: Caller, row_id: str) -> None:
    form = form_of(notion, row_id)
    edit(notion, row_id, "Line", "by somebody else meanwhile")

    changed = {key_of(notion, row_id, "Name"): "Renamed", "person": "Sam"}
    send(notion, row_id, form | changed)

    shown = notion.get(f"/pages/{row_id}")["properties"]
    assert plainly(shown["Name"]["title"]) == "Renamed"
    assert plainly(shown["Line"]["rich_text"]) == "by somebody else meanwhile"


def test_a_form_edits_paragraphs_and_adds_new_ones(notion: Caller) -> None:
    page_id = notion.make_page("Page", paragraph("old", paragraph("inside")))
    form = form_of(notion, page_id)
    keys = [key for key in form if key.startswith("block:")]

    new = {keys[0]: "outer", keys[1]: "inner", "new": "three\r\n\r\nfour"}
    answer = send(notion, page_id, form | new)

    assert answer.location.endswith("?saved=4")
    assert notion.get(f"/pages/{page_id}/markdown")["markdown"] == "outer\n\tinner\nthree\nfour"


def test_a_refused_form_keeps_what_was_typed_and_changes_nothing(
    notion: Caller, row_id: str
) -> None:
    name, count = key_of(notion, row_id, "Name"), key_of(notion, row_id, "Count")

    answer = send(notion, row_id, form_of(notion, row_id) | {name: "New", count: "many"})

    assert answer.status_code == 400
    assert "Count takes a number" in answer.text
    typed = fields_in(answer.text)
    assert (typed[name], typed[count], typed[f"was:{name}"]) == ("New", "many", "Lift")
    assert plainly(notion.get(f"/pages/{row_id}")["properties"]["Name"]["title"]) == "Lift"


def test_the_form_throws_a_page_away_and_takes_it_back(notion: Caller, row_id: str) -> None:
    send(notion, row_id, {"person": "Sam"}, do="trash")
    thrown = notion.get(f"/pages/{row_id}")["in_trash"]
    send(notion, row_id, {"person": "Sam"}, do="restore")

    assert (thrown, notion.get(f"/pages/{row_id}")["in_trash"]) == (True, False)


def test_every_page_says_that_it_is_a_sandbox_and_needs_no_script(
    notion: Caller, row_id: str
) -> None:
    source_id = notion.get(f"/pages/{row_id}")["parent"]["data_source_id"]
    for path in ("/", f"/pages/{row_id}", f"/data-sources/{source_id}", "/pages/x"):
        answer = notion.client.get(PEOPLE + path)

        assert "This stands in for Notion" in answer.text
        assert "<script" not in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_words_of_people_are_never_markup(notion: Caller, row_id: str) -> None:
    edit(notion, row_id, "Name", "<script>alert(1)</script>")
    source_id = notion.get(f"/pages/{row_id}")["parent"]["data_source_id"]

    for path in (f"/pages/{row_id}", f"/data-sources/{source_id}"):
        html = notion.client.get(PEOPLE + path).text
        assert "<script>" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_the_list_shows_pages_tables_and_what_is_not_shared(notion: Caller, row_id: str) -> None:
    page = LexborHTMLParser(notion.client.get(f"{PEOPLE}/").text)

    links = [node.attributes["href"] for node in page.css(".tree a")]
    source_id = notion.get(f"/pages/{row_id}")["parent"]["data_source_id"]
    assert links == [
        f"{PEOPLE}/pages/{FIRST_PAGE_ID}",
        f"{PEOPLE}/data-sources/{source_id}",
        f"{PEOPLE}/pages/{PRIVATE_PAGE_ID}",
    ]


def test_a_page_of_another_site_cannot_edit(notion: Caller, row_id: str) -> None:
    headers = {"Origin": "https://elsewhere.example"}

    answer = notion.client.post(
        f"{PEOPLE}/pages/{row_id}", data={"do": "trash", "person": "M"}, headers=headers
    )

    assert answer.status_code == 403
    assert notion.get(f"/pages/{row_id}")["in_trash"] is False
