from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from flask import Flask

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.faults.catalogue import KINDS
from connectors.sandbox.faults.fault import FaultKind
from connectors.sandbox.in_process import MOUNTED_URL, mount
from connectors.sandbox.notion.state import FIRST_PAGE_ID

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
ROOT = {"type": "page_id", "page_id": FIRST_PAGE_ID}
HEADERS = {"Authorization": "Bearer sandbox-a", "Notion-Version": "2026-03-11"}
PARAGRAPH = {"paragraph": {"rich_text": [{"text": {"content": "words"}}]}}
FULL = {"data": {"content": "words"}}


class Asking:
    """A client of a mounted sandbox, and who sets its faults."""

    def __init__(self, app: Flask) -> None:
        self.session = mount(app)

    def ask(self, method: str, path: str, body: object = None, **kept: Any) -> requests.Response:
        address = f"{MOUNTED_URL}{path}"
        return self.session.request(method, address, json=body, headers=HEADERS, **kept)

    def fault(self, kind: str, vendor: str = "notion", **how: object) -> requests.Response:
        return self.ask("POST", "/_sandbox/faults", {"kind": kind, "vendor": vendor, **how})

    def board(self, notes: int = 0) -> str:
        board_id = self.ask("POST", "/miro/v2/boards", {"name": "A board"}).json()["id"]
        path = f"/miro/v2/boards/{board_id}"
        for _ in range(notes):
            self.ask("POST", f"{path}/sticky_notes", FULL)
        return path

    def children(self) -> list[Any]:
        path = f"/notion/v1/blocks/{FIRST_PAGE_ID}/children"
        found: list[Any] = self.ask("GET", path).json()["results"]
        return found

    def append(self, count: int = 1) -> requests.Response:
        path = f"/notion/v1/blocks/{FIRST_PAGE_ID}/children"
        return self.ask("PATCH", path, {"children": [PARAGRAPH] * count})

    def make_page(self) -> requests.Response:
        return self.ask("POST", "/notion/v1/pages", {"parent": ROOT})

    def me(self) -> requests.Response:
        return self.ask("GET", "/notion/v1/users/me")


@pytest.fixture
def sandbox() -> Asking:
    return Asking(create_sandbox(clock=lambda: NOW))


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_does_one_thing_at_every_vendor_that_has_it(kind: FaultKind) -> None:
    does = [kind.errors, kind.respond, kind.edit]
    speaks = kind.errors or {"miro": None, "notion": None}

    assert sum(one is not None for one in does) == 1
    assert speaks.keys() | kind.missing_at.keys() == {"miro", "notion"}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("409", "conflict_error"),
        ("429", "rate_limited"),
        ("500", "internal_server_error"),
        ("502", "bad_gateway"),
        ("503", "service_unavailable"),
        ("504", "gateway_timeout"),
        ("529", "service_overload"),
    ],
)
def test_notion_goes_wrong_once_in_its_own_shape(sandbox: Asking, kind: str, code: str) -> None:
    sandbox.fault(kind)

    answer = sandbox.me()

    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (int(kind), int(kind), code)
    assert body["request_id"] == answer.headers["x-notion-request-id"]
    assert sandbox.me().status_code == 200


@pytest.mark.parametrize(
    ("says", "retry_after", "reset"),
    [
        ("", None, str(int(NOW.timestamp()) + 7)),
        ("retry_after", "7", str(int(NOW.timestamp()) + 7)),
        ("reset_delta", None, "7"),
        ("nothing", None, None),
    ],
)
def test_miro_asks_to_wait_in_every_known_way(
    sandbox: Asking, says: str, retry_after: str | None, reset: str | None
) -> None:
    sandbox.fault("429", "miro", says=says, wait_s=7)

    answer = sandbox.ask("GET", "/miro/v2/boards")

    assert (answer.status_code, answer.json()["code"]) == (429, "tooManyRequests")
    assert answer.headers.get("Retry-After") == retry_after
    assert answer.headers.get("X-RateLimit-Reset") == reset


@pytest.mark.parametrize("kind", ["500", "502", "503", "html", "no_answer", "reset"])
@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_a_write_takes_place_only_when_it_goes_wrong_after(
    sandbox: Asking, kind: str, when: str, made: int
) -> None:
    sandbox.fault(kind, when=when, method="POST", route="/v1/pages")

    try:
        assert sandbox.make_page().status_code >= 500
    except requests.exceptions.RequestException:
        assert kind in ("no_answer", "reset")

    assert len(sandbox.children()) == made


def test_a_503_after_an_append_names_the_new_children(sandbox: Asking) -> None:
    sandbox.fault("503", when="after", tells=True)

    said = sandbox.append(2).json()["additional_data"]

    assert said["committed_resource_id"] == FIRST_PAGE_ID
    assert said["committed_child_ids"] == [one["id"] for one in sandbox.children()]
    assert all(isinstance(line, str) for line in said["retry_guidance"])


def test_a_503_after_a_page_was_made_names_it(sandbox: Asking) -> None:
    sandbox.fault("503", when="after", tells=True)

    said = sandbox.make_page().json()["additional_data"]

    assert said["committed_resource_id"] == sandbox.children()[0]["id"]


def test_a_503_may_also_keep_silent_about_what_it_did(sandbox: Asking) -> None:
    sandbox.fault("503", when="after")

    assert "additional_data" not in sandbox.make_page().json()


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("no_answer", requests.exceptions.ReadTimeout),
        ("reset", requests.exceptions.ConnectionError),
        ("cut_off", requests.exceptions.ChunkedEncodingError),
    ],
)
def test_what_happens_on_the_wire_is_an_error_of_requests(
    sandbox: Asking, kind: str, error: type[Exception]
) -> None:
    sandbox.fault(kind)

    with pytest.raises(error):
        sandbox.me()


def test_half_an_answer_is_no_json(sandbox: Asking) -> None:
    sandbox.fault("half_json")

    answer = sandbox.me()

    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"."):
        answer.json()


def test_a_page_of_the_edge_is_no_answer_of_notion(sandbox: Asking) -> None:
    sandbox.fault("html")

    answer = sandbox.me()

    assert answer.text.startswith("<!DOCTYPE html>")
    assert "cf-ray" in answer.headers
    assert "x-notion-request-id" not in answer.headers


@pytest.mark.parametrize("path", ["items?limit=10", "items?limit=10&type=sticky_note"])
def test_a_cursor_of_miro_is_no_longer_good(sandbox: Asking, path: str) -> None:
    board = sandbox.board(11)
    sandbox.fault("cursor_gone", "miro")

    first = sandbox.ask("GET", f"{board}/{path}").json()
    second = sandbox.ask("GET", f"{board}/{path}&cursor={first['cursor']}")

    assert (second.status_code, second.json()["code"]) == (400, "2.0703")


def test_a_cursor_of_notion_is_no_longer_good(sandbox: Asking) -> None:
    sandbox.append(2)
    sandbox.fault("cursor_gone")
    path = f"/notion/v1/blocks/{FIRST_PAGE_ID}/children?page_size=1"

    first = sandbox.ask("GET", path).json()
    second = sandbox.ask("GET", f"{path}&start_cursor={first['next_cursor']}")

    assert (second.status_code, second.json()["code"]) == (400, "validation_error")


@pytest.mark.parametrize(("kind", "words"), [("item_changed", ["other"]), ("item_deleted", [])])
def test_an_item_of_miro_changes_between_two_pages(
    sandbox: Asking, kind: str, words: list[str]
) -> None:
    board = sandbox.board(11)
    sandbox.fault(kind, "miro", text="other")

    first = sandbox.ask("GET", f"{board}/items?limit=10").json()
    second = sandbox.ask("GET", f"{board}/items?limit=10&cursor={first['cursor']}").json()

    assert [item["data"]["content"] for item in second["data"]] == words


@pytest.mark.parametrize(("kind", "words"), [("item_changed", ["other"]), ("item_deleted", [])])
def test_a_row_of_notion_changes_between_two_pages(
    sandbox: Asking, kind: str, words: list[str]
) -> None:
    body = {"parent": ROOT, "initial_data_source": {"properties": {"Name": {"title": {}}}}}
    made = sandbox.ask("POST", "/notion/v1/databases", body).json()["data_sources"][0]["id"]
    parent = {"type": "data_source_id", "data_source_id": made}
    for _ in range(2):
        sandbox.ask("POST", "/notion/v1/pages", {"parent": parent})
    sandbox.fault(kind, text="other")

    path, slice_of = f"/notion/v1/data_sources/{made}/query", {"page_size": 1}
    first = sandbox.ask("POST", path, slice_of).json()
    rest = sandbox.ask("POST", path, {**slice_of, "start_cursor": first["next_cursor"]}).json()

    names = [row["properties"]["Name"]["title"][0]["plain_text"] for row in rest["results"]]
    assert names == words


@pytest.mark.parametrize("path", ["/notion/v1/users/me", "/miro/v2/boards"])
def test_a_token_is_revoked_in_the_middle_and_stays_so(sandbox: Asking, path: str) -> None:
    sandbox.fault("revoked", path.split("/")[1], skip=1)

    assert [sandbox.ask("GET", path).status_code for _ in range(3)] == [200, 401, 401]
    sandbox.ask("DELETE", "/_sandbox/faults")
    assert sandbox.ask("GET", path).status_code == 200


def test_a_change_of_a_board_may_be_accepted_for_later(sandbox: Asking) -> None:
    board = sandbox.board()
    sandbox.fault("accepted", "miro", method="PATCH", route="/v2/boards/{board_id}")

    answer = sandbox.ask("PATCH", board, {"name": "Renamed"})

    assert (answer.status_code, answer.content) == (202, b"")
    assert sandbox.ask("GET", board).json()["name"] == "Renamed"


def test_a_fault_meets_only_its_method_and_route(sandbox: Asking) -> None:
    sandbox.fault("500", method="POST", route="/v1/data_sources/*")

    assert sandbox.make_page().status_code == 200
    assert sandbox.me().status_code == 200
    lost = sandbox.ask("POST", f"/notion/v1/data_sources/{FIRST_PAGE_ID}/query", {})
    assert lost.status_code == 500


def test_a_fault_lets_some_pass_and_is_spent_after_some(sandbox: Asking) -> None:
    sandbox.fault("500", skip=1, times=2)

    assert [sandbox.me().status_code for _ in range(4)] == [200, 500, 500, 200]


def test_the_same_seed_gives_the_same_misfortune(sandbox: Asking) -> None:
    runs = []
    for _ in range(2):
        sandbox.fault("500", times=None, chance=0.5, seed=7)
        runs.append([sandbox.me().status_code for _ in range(20)])
        sandbox.ask("DELETE", "/_sandbox/faults")

    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


def test_calls_that_went_wrong_are_listed_and_counted(sandbox: Asking) -> None:
    sandbox.fault("503")
    sandbox.fault("reset")
    sandbox.me()
    with pytest.raises(requests.exceptions.ConnectionError):
        sandbox.me()

    calls = sandbox.ask("GET", "/_sandbox/calls").json()["calls"]
    faults = sandbox.ask("GET", "/_sandbox/faults").json()["faults"]

    assert [call["status"] for call in calls] == [503, 0]
    assert [fault["met"] for fault in faults] == [1, 1]


def test_a_reset_clears_faults(sandbox: Asking) -> None:
    sandbox.fault("500")

    sandbox.ask("POST", "/_sandbox/reset")

    assert sandbox.me().status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "418"},
        {"kind": "500", "vendor": "other"},
        {"kind": "529", "vendor": "miro"},
        {"kind": "accepted", "vendor": "notion"},
        {"kind": "500", "chance": "often"},
        {"kind": "500", "when": "later"},
        {"kind": "500", "met": 3},
        {"kind": "500", "times": True},
        {"kind": "500", "chance": 2},
        {"kind": "500", "wait_s": -1},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(sandbox: Asking, wrong: dict[str, Any]) -> None:
    answer = sandbox.ask("POST", "/_sandbox/faults", {"vendor": "notion", **wrong})

    assert answer.status_code == 400
    assert answer.json()["error"].endswith("Nothing was set.")
    assert sandbox.ask("GET", "/_sandbox/faults").json() == {"faults": []}
