"""The vendors' own descriptions of their answers, made from their published clients' types.

`make test` lets `npm run describe` make JSON Schemas from the released npm packages of Notion and
Miro (`tests/contract/node`). Miro's client also names path, method, model and price of every
call; which status answers a success is no part of its types, and stands here. Where the folder
`shared` lies beside the checkout, Miro's OpenAPI file is held against the same answers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.contract.exceptions import ONE_OF_READ_AS
from tests.shared import SHARED, absent

NODE = Path(__file__).parent / "node"
GENERATED = NODE / "generated"
_MIRO_CALLS = NODE / "node_modules" / "@mirohq" / "miro-api" / "dist" / "api" / "apis.js"
ABSENT = (
    "The vendors' types are not here (npm and node make them): "
    "answers of the sandbox are not held against the vendors' descriptions."
)

# The success of a call is 201 for POST, 204 for DELETE and 200 otherwise, but for these
# (https://developers.miro.com/reference, page of each call).
_SUCCESS = {
    ("PUT", "/v2/boards"): ("201",),
    ("PATCH", "/v2/boards/{board_id}"): ("200", "202"),
    ("POST", "/v2/boards/{board_id}/connectors"): ("200",),
    ("POST", "/v2/oauth/revoke"): ("204",),
    ("POST", "/v2/boards/{board_id_PlatformTags}/items/{item_id}"): ("204",),
}
_CALL = re.compile(r"(/\*\*(?:(?!\*/).)*?\*/)\s+async \w+\([^)]*\) \{(.*?)\n    \}\n", re.DOTALL)
_PATH = re.compile(r"localVarPath = '([^']+)'")
_METHOD = re.compile(r", '(GET|POST|PUT|PATCH|DELETE)', urlResource")
_MODEL = re.compile(r"deserialize\(bodyAsJson, '([^']+)'")
_QUERY = re.compile(r"localVarQueryParameters\.append\('(\w+)'")


@dataclass(frozen=True, slots=True)
class MiroCall:
    """One call of Miro's published client; `doc` names its price."""

    method: str
    path: str
    model: str | None
    query: tuple[str, ...]
    doc: str


def are_here() -> bool:
    """Say whether both descriptions were made on this machine."""
    return all((GENERATED / f"{vendor}.json").is_file() for vendor in ("notion", "miro"))


def require() -> None:
    """Skip the test (in CI: fail it) where the descriptions were not made."""
    if not are_here():
        absent(ABSENT)


@cache
def notion_definitions() -> dict[str, Any]:
    """Return Notion's types as JSON Schema, by name.

    The types still require `archived`, which answers of the version 2026-03-11 do not have.
    """
    found: dict[str, Any] = _without_archived(_generated("notion"))
    return found


@cache
def miro_descriptions() -> tuple[dict[str, Any], ...]:
    """Return descriptions of Miro's API in the form of OpenAPI, ours first."""
    file = SHARED / "contracts" / "miro-openapi.json"
    described = json.dumps(_miro_as_openapi())
    texts = [described, *([file.read_text(encoding="utf-8")] if file.is_file() else [])]
    return tuple(json.loads(text.replace('"oneOf"', f'"{ONE_OF_READ_AS}"')) for text in texts)


def miro_calls() -> Iterator[MiroCall]:
    """Yield every call of Miro's published client that names a path."""
    for doc, body in _CALL.findall(_MIRO_CALLS.read_text(encoding="utf-8")):
        path, method, model = (each.search(body) for each in (_PATH, _METHOD, _MODEL))
        if path and method:
            query = tuple(_QUERY.findall(body))
            yield MiroCall(method[1], path[1], model[1] if model else None, query, doc)


def _miro_as_openapi() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for call in miro_calls():
        usual = {"POST": "201", "DELETE": "204"}.get(call.method, "200")
        content = {"application/json": {"schema": _reference(call.model)}}
        body = {"content": content} if call.model not in (None, "object") else {}
        answers = {
            status: {} if status in ("202", "204") else body
            for status in _SUCCESS.get((call.method, call.path), (usual,))
        }
        paths.setdefault(call.path, {})[call.method.lower()] = {
            "description": call.doc,
            "parameters": [{"name": name} for name in call.query],
            "responses": answers,
        }
    schemas = json.loads(
        json.dumps(_generated("miro")).replace("#/definitions/", "#/components/schemas/")
    )
    schemas |= {"Error": schemas["ModelError"], "WidgetDataOutput": _any_item_data()}
    return {"paths": paths, "components": {"schemas": schemas}}


def _any_item_data() -> dict[str, Any]:
    """Return what an item's data may be: the client's own type is all of its kinds in one."""
    kinds = [
        "Text",
        "Embed",
        "Card",
        "AppCard",
        "Image",
        "Document",
        "Shape",
        "Frame",
        "StickyNote",
    ]
    return {"type": "object", "anyOf": [_reference(f"{kind}Data") for kind in kinds]}


def _reference(model: str | None) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model}"}


def _generated(vendor: str) -> dict[str, Any]:
    text = (GENERATED / f"{vendor}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["definitions"]
    return found


def _without_archived(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_archived(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _without_archived(each) for name, each in value.items()}
    if isinstance(kept.get("required"), list):
        kept["required"] = [name for name in kept["required"] if name != "archived"]
    return kept
