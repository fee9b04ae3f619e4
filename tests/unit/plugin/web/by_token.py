"""A program that asks the API by a person's token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from plugin.convene.api_tokens import make_token
from plugin.domain.api_tokens import Scope
from tests.unit.plugin.web.everything import Everything
from tests.unit.plugin.web.house import TestHouse

EVERYTHING = tuple(Scope)


def addresses(whole: Everything) -> Iterator[tuple[str, str]]:
    """Yield method and path of everything in the API that names something of the partnership."""
    ids = {**whole.ids, "group_id": whole.ids["community_id"], "design_id": "T3"}
    adapter = whole.made.app.url_map.bind("127.0.0.1")
    for rule in whole.made.app.url_map.iter_rules():
        if rule.endpoint.startswith("api.") and rule.arguments:
            values = {name: ids[name] for name in rule.arguments}
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                path = adapter.build(rule.endpoint, values, method=method)
                yield method, path.removeprefix("/api/v1")


@dataclass
class Program:
    """A program without cookies, as somebody writes it."""

    made: TestHouse
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def ask(self, method: str, path: str) -> TestResponse:
        return self.get(path) if method == "GET" else self.post(path)

    def get(self, path: str, **headers: str) -> TestResponse:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        client = self.made.app.test_client()
        return client.get(f"/api/v1{path}", headers=self.headers | given)

    def post(self, path: str, sent: Any = None, **headers: str) -> TestResponse:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        client = self.made.app.test_client()
        return client.post(f"/api/v1{path}", json=sent, headers=self.headers | given)


def program(
    made: TestHouse, name: str, scopes: tuple[Scope, ...] = EVERYTHING, days: int = 30
) -> Program:
    """Return a program with a new token of a person."""
    _, secret = make_token(made.services, made.actor(name), "A report", scopes, days, "")
    return Program(made, secret)
