"""The description of the API is true: schemathesis asks what it says, and judges the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.domain.api_tokens import Scope
from tests.unit.plugin.web.by_token import program
from tests.unit.plugin.web.everything import Everything, everything
from tests.unit.plugin.web.house import make_house

MANIFEST = Path(__file__).parents[4] / "manifest.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = settings(
    max_examples=3,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Everything]:
    made = make_house(tmp_path, notion_parent=FIRST_PAGE_ID)
    made.runs_at_once = False
    yield everything(made)
    made.services.db.close()


def ids_of(whole: Everything) -> dict[str, str]:
    return {**whole.ids, "group_id": whole.ids["community_id"], "design_id": "T3"}


def described(whole: Everything) -> dict[str, Any]:
    answer = whole.made.app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.text)
    return found


def test_every_answer_is_as_described_whatever_is_asked(whole: Everything) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", whole.made.app)
    operations = [result.ok() for result in schema.get_all_operations()]

    seen = {operation.label: statuses_of(whole, operation) for operation in operations}

    assert {label: found for label, found in seen.items() if not found & {200, 202}} == {}
    assert {404} < set().union(*seen.values())


def statuses_of(whole: Everything, operation: Any) -> set[int]:
    """Ask one operation in several ways, some of them sensible; return what came."""
    found, who, known = set(), program(whole.made, "sam"), ids_of(whole)

    @EXAMPLES
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        for name, random in case.path_parameters.items():
            if len(random) % 3:  # other random ids lead to nothing
                case.path_parameters[name] = known[name]
        response = case.call(headers=who.headers)
        found.add(response.status_code)
        case.validate_response(response, checks=CHECKS, headers=who.headers)

    ask()
    return found


def test_the_description_names_every_address_and_no_other(whole: Everything) -> None:
    paths = described(whole)["paths"]
    rules = {
        rule.rule.replace("<", "{").replace(">", "}"): sorted(rule.methods - {"HEAD", "OPTIONS"})
        for rule in whole.made.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.methods
    }
    assert rules.pop("/api/v1/openapi.json") == ["GET"]

    found = {
        path: sorted(name.upper() for name in about if name != "parameters")
        for path, about in paths.items()
    }

    assert found == rules


def test_the_description_is_openapi_3_1_and_names_every_scope(whole: Everything) -> None:
    found = described(whole)

    assert found["openapi"] == "3.1.0"
    needed = {
        scope
        for about in found["paths"].values()
        for name, operation in about.items()
        if name != "parameters"
        for scope in operation["security"][0]["token"]
    }
    assert needed == {scope.value for scope in Scope}
    for schema in found["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_the_manifest_names_where_the_api_is_described(whole: Everything) -> None:
    named = json.loads(MANIFEST.read_text(encoding="utf-8"))["api"]

    assert named["description"] == "{base_url}/api/v1/openapi.json"
    assert named["scopes"] == [scope.value for scope in Scope]
