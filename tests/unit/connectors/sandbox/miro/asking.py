"""Asks the stand-in for Miro as a client does, and its people's addresses as a page does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.rate_window import Rate

NOW = datetime(2026, 11, 18, 10, 0, 20, 123456, tzinfo=UTC)
AMINA = "3074457350000000101"
TOM = "3074457350000000102"


@dataclass
class Room:
    """A sandbox with two people and one board of the token's user."""

    now: datetime = NOW
    rate: Rate = "off"
    client: FlaskClient = field(init=False)
    board: str = field(init=False)

    def __post_init__(self) -> None:
        self.client = create_sandbox(clock=lambda: self.now, rate=self.rate).test_client()
        people = [{"id": AMINA, "name": "Amina Yusuf"}, {"id": TOM, "name": "Tom Brennan"}]
        self.client.post("/_sandbox/seed", json={"people": people})
        self.board = self.ask("POST", "/v2/boards", {"name": "A board"}).json["id"]

    def ask(self, method: str, path: str, body: object = None, as_whom: str = "hedgerow") -> Any:
        headers = {"Authorization": f"Bearer sandbox-{as_whom}"}
        address = f"/miro{path}".replace("{board}", self.quoted)
        return self.client.open(address, method=method, json=body, headers=headers)

    def make(self, collection: str, **body: object) -> str:
        """Make an item and return its id."""
        return str(self.ask("POST", f"/v2/boards/{{board}}/{collection}", body).json["id"])

    def frame(self, width: float = 1000, height: float = 800, **position: float) -> str:
        return self.make(
            "frames",
            data={"title": "1 · Returns"},
            geometry={"width": width, "height": height},
            position=position or {"x": 0, "y": 0},
        )

    def item(self, item_id: str) -> Any:
        return self.ask("GET", f"/v2/boards/{{board}}/items/{item_id}").json

    def act(self, method: str, path: str = "", **body: object) -> TestResponse:
        """Do something with the notes as a person."""
        address = f"/_sandbox/miro/boards/{self.quoted}/notes{path}"
        return self.client.open(address, method=method, json=body)

    @property
    def page(self) -> str:
        return f"/_sandbox/miro/boards/{self.quoted}"

    @property
    def quoted(self) -> str:
        return quote(getattr(self, "board", ""), safe="")
