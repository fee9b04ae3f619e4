"""What is made from the vendors' published types says what their other descriptions say."""

import json
import re
from typing import Any

import pytest

from tests.contract import descriptions
from tests.shared import shared_folder

_WORDS_ONLY = ("description", "deprecated", "$comment")


@pytest.fixture(autouse=True)
def _made() -> None:
    descriptions.require()


def shape(value: Any) -> Any:
    """Leave out what only tells people something."""
    if isinstance(value, list):
        return [shape(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {name: shape(each) for name, each in value.items() if name not in _WORDS_ONLY}
    if isinstance(kept.get("required"), list):
        kept["required"] = sorted(kept["required"])
    return kept


def test_types_of_notion_say_what_the_kept_schema_says() -> None:
    file = shared_folder() / "contracts" / "notion-2026-03-11.schema.json"
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["definitions"]
    made = descriptions.notion_definitions()

    assert made.keys() == kept.keys()
    assert [name for name in kept if shape(made[name]) != shape(kept[name])] == []


def test_client_of_miro_says_what_its_openapi_file_says() -> None:
    shared_folder()
    made, kept = descriptions.miro_descriptions()

    def told(description: dict[str, Any], path: str, method: str) -> tuple[object, ...]:
        operation = description["paths"][path][method]
        level = re.search(r"Level\s*(\d)", operation["description"])
        success = {status for status in operation["responses"] if status < "300"}
        return (level and level[1], success)

    both = [
        (path, method)
        for path, operations in made["paths"].items()
        for method in operations
        if path.startswith("/v2/boards") and method in kept["paths"].get(path, {})
    ]
    assert len(both) > 60
    assert [each for each in both if told(made, *each) != told(kept, *each)] == []


def test_no_call_of_miro_is_missing_that_its_openapi_file_has() -> None:
    shared_folder()
    made, kept = descriptions.miro_descriptions()

    missing = {
        path
        for path, operations in kept["paths"].items()
        if path.startswith("/v2/boards") and not operations.keys() & made["paths"].get(path, {})
    }

    # The client has no documents in Markdown, and no second name for the list of items.
    assert missing == {
        "/v2/boards/{board_id}/docs",
        "/v2/boards/{board_id}/docs/{item_id}",
        "/v2/boards/{board_id_Platformbulkcreateoperation}/items",
    }
