"""Holds one answer of the sandbox against the vendor's own description of it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsonschema_rs

from tests.contract.descriptions import miro_descriptions, notion_definitions
from tests.contract.exceptions import EXCEPTIONS, Exempt

# The definition that a route's answer must fit. Where the vendor's own answer type also lets a
# mere object and id pass (PartialPageObjectResponse and the like), the whole object stands here.
NOTION_ROUTES = {
    "GET /v1/users/me": "GetSelfResponse",
    "GET /v1/users/{user_id}": "GetUserResponse",
    "GET /v1/users": "ListUsersResponse",
    "POST /v1/pages": "PageObjectResponse",
    "GET /v1/pages/{page_id}": "PageObjectResponse",
    "PATCH /v1/pages/{page_id}": "PageObjectResponse",
    "POST /v1/pages/{page_id}/move": "PageObjectResponse",
    "GET /v1/pages/{page_id}/properties/{property_id}": "GetPagePropertyResponse",
    "GET /v1/pages/{page_id}/markdown": "GetPageMarkdownResponse",
    "POST /v1/databases": "DatabaseObjectResponse",
    "GET /v1/databases/{database_id}": "DatabaseObjectResponse",
    "PATCH /v1/databases/{database_id}": "DatabaseObjectResponse",
    "POST /v1/data_sources": "DataSourceObjectResponse",
    "GET /v1/data_sources/{data_source_id}": "DataSourceObjectResponse",
    "PATCH /v1/data_sources/{data_source_id}": "DataSourceObjectResponse",
    "POST /v1/data_sources/{data_source_id}/query": "QueryDataSourceResponse",
    "GET /v1/data_sources/{data_source_id}/templates": "ListDataSourceTemplatesResponse",
    "GET /v1/blocks/{block_id}": "BlockObjectResponse",
    "PATCH /v1/blocks/{block_id}": "BlockObjectResponse",
    "DELETE /v1/blocks/{block_id}": "BlockObjectResponse",
    "GET /v1/blocks/{block_id}/children": "ListBlockChildrenResponse",
    "PATCH /v1/blocks/{block_id}/children": "AppendBlockChildrenResponse",
    "POST /v1/comments": "CommentObjectResponse",
    "GET /v1/comments": "ListCommentsResponse",
    "GET /v1/comments/{comment_id}": "CommentObjectResponse",
    "POST /v1/search": "SearchResponse",
    "POST /v1/views": "DataSourceViewObjectResponse",
    "GET /v1/views": "ListDatabaseViewsResponse",
    "GET /v1/views/{view_id}": "DataSourceViewObjectResponse",
    "PATCH /v1/views/{view_id}": "DataSourceViewObjectResponse",
    "DELETE /v1/views/{view_id}": "PartialDataSourceViewObjectResponse",
    "POST /v1/oauth/token": "OauthTokenResponse",
    "POST /v1/oauth/introspect": "OauthIntrospectResponse",
    "POST /v1/oauth/revoke": "OauthRevokeResponse",
}
# What stands in a list is held to the whole object too.
NOTION_RESULTS = {
    "page": "PageObjectResponse",
    "data_source": "DataSourceObjectResponse",
    "block": "BlockObjectResponse",
    "comment": "CommentObjectResponse",
    "user": "UserObjectResponse",
    "property_item": "PropertyItemObjectResponse",
    "view": "DataSourceViewReferenceResponse",
}
# Errors are not in the schema: shape and codes are those of docs/notion.md#errors.
NOTION_CODES = {
    400: "invalid_json|invalid_request_url|invalid_request|missing_version|validation_error",
    401: "unauthorized",
    403: "restricted_resource",
    404: "object_not_found",
    409: "conflict_error",
    429: "rate_limited",
    500: "internal_server_error",
    502: "bad_gateway",
    503: "service_unavailable|database_connection_unavailable",
    504: "gateway_timeout",
    529: "service_overload",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, with the route that gave it; `body` is None where there is none."""

    vendor: str
    method: str
    route: str
    status: int
    body: Any
    query: frozenset[str] = field(default_factory=frozenset)


def departures(answer: Answered, exempt: Sequence[Exempt] = EXCEPTIONS) -> list[str]:
    """Return how an answer departs from its description, without what is exempt."""
    found = _notion(answer) if answer.vendor == "notion" else _miro(answer)
    where = f"{answer.vendor} {answer.method} {answer.route} {answer.status}"
    lines = [f"{where}: {problem}" for problem in found]
    return [line for line in lines if not any(one.covers(line) for one in exempt)]


def _notion(answer: Answered) -> list[str]:
    if answer.status >= 400:
        return _errors("error", _notion_error(answer.status), answer.body)
    definition = NOTION_ROUTES.get(f"{answer.method} {answer.route}")
    if definition is None:
        return ["no description"]
    found = _errors(definition, _of_notion(definition), answer.body)
    if not (isinstance(answer.body, dict) and answer.body.get("request_id")):
        found.append("without a request_id")
    for one in answer.body.get("results", []):
        named = NOTION_RESULTS[one["object"]]
        found += _errors(named, _of_notion(named), one)
    return found


def _miro(answer: Answered) -> list[str]:
    """Hold an answer against every description of Miro's that is here; the first one names it."""
    for description in miro_descriptions():
        found = _by_description(answer, description)
        if found:
            return found
    return []


def _by_description(answer: Answered, description: dict[str, Any]) -> list[str]:
    described = _path_of_miro(answer, description)
    if described is None:
        return ["no description"]
    if answer.status >= 400:
        return _errors("error", _of_miro_error(_number_of(description)), answer.body)
    answers = described["responses"].get(str(answer.status))
    if answers is None:
        return ["status not declared"]
    if answer.body is None:
        is_bare = answer.status == 204 or "content" not in answers
        return [] if is_bare else ["without a body"]
    if "content" not in answers:
        return ["a body that is not described"]
    key = _key_of_miro(answer)
    return _errors("answer", _of_miro(_number_of(description), key, answer.status), answer.body)


def _number_of(description: dict[str, Any]) -> int:
    return next(at for at, each in enumerate(miro_descriptions()) if each is description)


def _errors(name: str, validator: jsonschema_rs.Draft7Validator, body: Any) -> list[str]:
    if validator.is_valid(body):
        return []
    return [
        f"{name}: /{'/'.join(map(str, error.instance_path))}: {error.message}"
        for error in validator.iter_errors(body)
    ]


@cache
def _of_notion(definition: str) -> jsonschema_rs.Draft7Validator:
    known = notion_definitions()
    needed = _reached(known[definition], known, "definitions")
    return jsonschema_rs.Draft7Validator({"allOf": [known[definition]], "definitions": needed})


@cache
def _notion_error(status: int) -> jsonschema_rs.Draft7Validator:
    texts = {"type": ["string", "array"], "items": {"type": "string"}}
    return jsonschema_rs.Draft7Validator(
        {
            "type": "object",
            "required": ["object", "status", "code", "message", "request_id"],
            "additionalProperties": False,
            "properties": {
                "object": {"const": "error"},
                "status": {"const": status},
                "code": {"type": "string", "pattern": f"^({NOTION_CODES.get(status, '')})$"},
                "message": {"type": "string", "minLength": 1},
                "request_id": {"type": "string", "minLength": 1},
                "additional_data": {"type": "object", "additionalProperties": texts},
            },
        }
    )


def _key_of_miro(answer: Answered) -> tuple[str, str]:
    """Name path and method; made-up names of the board's id keep apart what queries differ in."""
    board = "{board_id}"
    if "parent_item_id" in answer.query:
        board = "{board_id_PlatformContainers}"
    if "tag_id" in answer.query:
        board = "{board_id_PlatformTags}"
    return answer.route.replace("{board_id}", board), answer.method.lower()


def _path_of_miro(answer: Answered, description: dict[str, Any]) -> dict[str, Any] | None:
    path, method = _key_of_miro(answer)
    found: dict[str, Any] | None = description["paths"].get(path, {}).get(method)
    return found


@cache
def _of_miro(number: int, key: tuple[str, str], status: int) -> jsonschema_rs.Draft7Validator:
    path, method = key
    answers = miro_descriptions()[number]["paths"][path][method]["responses"]
    return _built(number, next(iter(answers[str(status)]["content"].values()))["schema"])


@cache
def _of_miro_error(number: int) -> jsonschema_rs.Draft7Validator:
    return _built(number, miro_descriptions()[number]["components"]["schemas"]["Error"])


def _built(number: int, schema: Any) -> jsonschema_rs.Draft7Validator:
    known = miro_descriptions()[number]["components"]["schemas"]
    needed = _reached(schema, known, "components/schemas")
    return jsonschema_rs.Draft7Validator({"allOf": [schema], "components": {"schemas": needed}})


def _reached(schema: Any, known: dict[str, Any], folder: str) -> dict[str, Any]:
    """Return the named parts that a schema leads to: to compile them all would take long."""
    found: dict[str, Any] = {}
    waiting = [schema]
    while waiting:
        for name in re.findall(rf"#/{folder}/(\w+)", json.dumps(waiting.pop())):
            if name not in found:
                found[name] = known[name]
                waiting.append(known[name])
    return found
