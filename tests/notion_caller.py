"""Calls the sandbox's Notion in tests, without a socket, and keeps what it answered."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from connectors.sandbox.app import Sandbox, create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID, NotionState

Json = dict[str, Any]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 18, 10, 5, 44, 900000, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move on."""
        self.now += timedelta(**by)


@dataclass(slots=True)
class Answer:
    """One answer with the route that gave it."""

    method: str
    route: str
    status: int
    body: Json


@dataclass(slots=True)
class Caller:
    """A connection to one sandbox."""

    client: FlaskClient
    clock: Clock
    token: str = "sandbox-test"
    answers: list[Answer] = field(default_factory=list)

    @property
    def state(self) -> NotionState:
        """Return the state behind it."""
        sandbox: Sandbox = self.client.application.extensions["hedgerow_sandbox"]
        return sandbox.notion

    def call(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Json:
        """Send one request and return its answer, which must have this status."""
        headers = {"Authorization": f"Bearer {self.token}", "Notion-Version": "2026-03-11"}
        got = self.client.open(f"/notion/v1{path}", method=method, headers=headers, json=body)
        answer: Json = got.get_json()
        calls = self.client.application.extensions["hedgerow_sandbox"].calls.since()
        self.answers.append(Answer(method, calls[-1].route, got.status_code, answer))
        assert got.status_code == status, f"{method} {path}: {got.status_code} {answer}"
        return answer

    def get(self, path: str, *, status: int = 200) -> Json:
        """Send a GET."""
        return self.call("GET", path, status=status)

    def post(self, path: str, body: Any, *, status: int = 200) -> Json:
        """Send a POST."""
        return self.call("POST", path, body, status=status)

    def patch(self, path: str, body: Any, *, status: int = 200) -> Json:
        """Send a PATCH."""
        return self.call("PATCH", path, body, status=status)

    def delete(self, path: str, *, status: int = 200) -> Json:
        """Send a DELETE."""
        return self.call("DELETE", path, status=status)

    def settle(self, **settings: Any) -> None:
        """Change settings of the workspace."""
        answer = self.client.patch("/_sandbox/notion/settings", json=settings)
        assert answer.status_code == 200, answer.get_json()

    def make_source(self, title: str, properties: Json) -> str:
        """Make a database in the shared page; return the id of its data source."""
        body = {
            "parent": {"type": "page_id", "page_id": FIRST_PAGE_ID},
            "title": rich(title),
            "initial_data_source": {"properties": {"Name": {"title": {}}, **properties}},
        }
        made: str = self.post("/databases", body)["data_sources"][0]["id"]
        return made

    def make_row(self, source_id: str, name: str, **properties: Any) -> str:
        """Make a row; return its id."""
        values = {"Name": {"title": rich(name)}, **properties}
        parent = {"type": "data_source_id", "data_source_id": source_id}
        made: str = self.post("/pages", {"parent": parent, "properties": values})["id"]
        return made

    def make_page(self, title: str, *blocks: Json) -> str:
        """Make a page in the shared page; return its id."""
        body: Json = {
            "parent": {"type": "page_id", "page_id": FIRST_PAGE_ID},
            "properties": {"title": {"title": rich(title)}},
            "children": list(blocks),
        }
        made: str = self.post("/pages", body)["id"]
        return made

    def names(self, source_id: str, **query: Any) -> list[str]:
        """Query a data source; return the names of the rows."""
        found = self.post(f"/data_sources/{source_id}/query", query)["results"]
        return [row["properties"]["Name"]["title"][0]["plain_text"] for row in found]


def new_caller() -> Caller:
    """Return a connection to the sandbox, which begins anew for it."""
    app, clock = _sandbox()
    clock.now = Clock().now
    client = app.test_client()
    client.post("/_sandbox/reset")
    return Caller(client, clock)


@cache
def _sandbox() -> tuple[Flask, Clock]:
    """Make the one sandbox of these tests: to make it takes longer than most of them."""
    clock = Clock()
    return create_sandbox(clock=clock), clock


def rich(text: str) -> list[Json]:
    """Write a text as one piece of rich text."""
    return [{"type": "text", "text": {"content": text}}]


def paragraph(text: str, *children: Json) -> Json:
    """Write a paragraph as a request does."""
    content: Json = {"rich_text": rich(text)}
    if children:
        content["children"] = list(children)
    return {"object": "block", "type": "paragraph", "paragraph": content}
