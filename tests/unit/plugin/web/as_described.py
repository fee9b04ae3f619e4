"""Whether what the panel is answered is what the API's description says of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from werkzeug.test import TestResponse

if TYPE_CHECKING:
    from tests.unit.plugin.web.house import TestHouse

PANEL = "/api/v1/panel"
_described: dict[str, Any] = {}


def require_as_described(house: TestHouse, method: str, path: str, response: TestResponse) -> None:
    """Fail where a status or a body is not among those that the description names."""
    if not _described:
        _described.update(house.app.test_client().get("/api/v1/openapi.json").get_json())
    operation = _described["paths"][f"{PANEL}{path}"][method.lower()]
    status = str(response.status_code)
    assert status in operation["responses"], f"{method} {path}: {status} is not described"
    if status == "200":
        _validator(method.lower(), path).validate(response.get_json())


@cache
def _validator(method: str, path: str) -> jsonschema_rs.Validator:
    answer = _described["paths"][f"{PANEL}{path}"][method]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    return jsonschema_rs.validator_for({**schema, "components": _described["components"]})
