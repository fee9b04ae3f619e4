"""The views that a sync asks for, held against the vendor's own types of what may be asked."""

import json
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from plugin.domain.notion_places import DataSource
from plugin.sync.columns import COLUMNS, MEMORY
from plugin.sync.memory.views import VIEWS, MemoryView, as_new_view
from tests.contract import descriptions

SOURCE = DataSource("d", "s", columns={each.field: each.field for each in COLUMNS[MEMORY]})


@cache
def described(definition: str, name: str) -> jsonschema_rs.Draft7Validator:
    """Return what the vendor says of one field of what may be asked."""
    known = descriptions.notion_definitions()
    schema = known[definition]["properties"][name]
    return jsonschema_rs.Draft7Validator({"allOf": [schema], "definitions": known})


def asked_for(view: MemoryView) -> dict[str, Any]:
    where = {"database_id": "d", "data_source_id": "s", "position": {"type": "start"}}
    return {**where, **as_new_view(view, SOURCE).as_json()}


@pytest.fixture(autouse=True)
def _described() -> None:
    descriptions.require()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: str(view.name))
def test_a_view_is_asked_for_as_the_vendor_describes_it(view: MemoryView) -> None:
    # The types of filter and sorts say no more than that they are those of a query.
    for name, given in asked_for(view).items():
        of_query = name in ("filter", "sorts")
        definition = "QueryDataSourceParameters" if of_query else "CreateViewRequest"
        described(definition, name).validate(json.loads(json.dumps(given)))  # as it is sent


def test_a_view_of_another_shape_is_refused() -> None:
    assert not described("CreateViewRequest", "configuration").is_valid({"type": "board"})
    assert not described("CreateViewRequest", "position").is_valid({"type": "after_view"})
