"""The description of the API is true: schemathesis asks what it says, and judges the answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask_smorest import Blueprint
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.app import create_app
from plugin.domain.api_tokens import Scope
from tests.unit.plugin.web.by_token import program
from tests.unit.plugin.web.everything import Everything, everything
from tests.unit.plugin.web.house import make_house
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, InMiro, id_token, let_in
from tests.world.jobs import new_session
from tests.world.phones import board_id

NO_CARD = "GET /api/v1/panel/piece"  # no card of this board brings a piece back
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
    headers, known = program(whole.made, "sam").headers, ids_of(whole)

    seen = {each.label: statuses_of(each, headers, known) for each in operations(whole, "token")}

    assert {label: found for label, found in seen.items() if not found & {200, 202}} == {}
    assert {404} < set().union(*seen.values())


def test_the_panel_is_answered_as_described_whatever_it_asks(whole: Everything) -> None:
    whole.made.runs_at_once = True
    let_in(whole.made, SAM_IN_MIRO)
    day, actor = whole.made.clock.now.date(), whole.made.actor("sam")
    group = whole.ids["community_id"]
    session = new_session(whole.made.runtime, actor, group, "T3", day)[0]
    panel = InMiro(whole.made, board_id(whole.made, session))
    panel.link("sam")
    assert panel.state()["view"] == "session"
    whole.made.runs_at_once = False
    headers = {"Authorization": f"Bearer {id_token(whole.made, SAM_IN_MIRO)}"}
    job = panel.ask("/go-on", {}).get_json()["job"]
    known = {"board": panel.board_id, "community": group, "kind": "T3", "form": "", "job": job}
    known |= {"day": day.isoformat(), "rooms": "", "roomed": "", "item": "no-such-item"}

    seen = {each.label: statuses_of(each, headers, known) for each in operations(whole, "miro")}

    reads = {label: found for label, found in seen.items() if label.startswith("GET")}
    assert {label for label, found in reads.items() if 200 not in found} == {NO_CARD}
    assert {400} < set().union(*seen.values())


def operations(whole: Everything, token: str) -> list[Any]:
    """Return what can be asked with one of the two tokens."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", whole.made.app)
    every = (result.ok() for result in schema.get_all_operations())
    return [each for each in every if token in each.definition.raw["security"][0]]


def statuses_of(operation: Any, headers: dict[str, str], known: dict[str, str]) -> set[int]:
    """Ask one operation in several ways, some of them sensible; return what came."""
    found, asked = set(), count()

    @EXAMPLES
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        if next(asked) % 3 < 2:  # other random ids lead to nothing
            case.path_parameters.update(_of(known, operation.path_parameters))
            case.query.update(_of(known, operation.query))
        response = case.call(headers=headers)
        found.add(response.status_code)
        case.validate_response(response, checks=CHECKS, headers=headers)

    ask()
    return found


def _of(known: dict[str, str], parameters: Any) -> dict[str, str]:
    return {each.name: known[each.name] for each in parameters if each.name in known}


def test_the_description_names_every_address_and_no_other(whole: Everything) -> None:
    paths = described(whole)["paths"]
    rules: defaultdict[str, set[str]] = defaultdict(set)
    for rule in whole.made.app.url_map.iter_rules():
        if rule.endpoint.startswith(("api.", "panel_api.")) and rule.methods:
            path = rule.rule.replace("<", "{").replace(">", "}")
            rules[path] |= rule.methods - {"HEAD", "OPTIONS"}
    assert rules.pop("/api/v1/openapi.json") == {"GET"}

    found = {
        path: {name.upper() for name in about if name != "parameters"}
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
        for scope in operation["security"][0].get("token", ())
    }
    assert needed == {scope.value for scope in Scope}
    for schema in found["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_the_manifest_names_where_the_api_is_described(whole: Everything) -> None:
    named = json.loads(MANIFEST.read_text(encoding="utf-8"))["api"]

    assert named["description"] == "{base_url}/api/v1/openapi.json"
    assert named["scopes"] == [scope.value for scope in Scope]


def test_an_application_starts_without_what_only_a_description_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = make_house(tmp_path)
    for name in ("route", "arguments", "doc", "alt_response"):
        monkeypatch.setattr(Blueprint, name, lambda *_, **__: pytest.fail("it is described"))
    app = create_app(house.runtime)
    assert {"api.me", "panel_api.state"} <= {*app.view_functions}
