"""Notion's error body (docs/notion.md#errors): a code, and beside it whatever the code needs.

Only names on this list are read; a field of another shape counts as absent, because an error must
be understood even where half of it is new to us.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from schemas.fields import Rows, String
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBody:
    """What Notion complains about.

    `retry_after` are seconds, as the header has them. `committed_resource_id` and
    `committed_child_ids` name what a write saved although it failed
    (docs/notion.md#writes-in-doubt).
    """

    code: str
    message: str = ""
    request_id: str = ""
    retry_after: float | None = None
    rate_limit_reason: str = ""
    block_limit: str = ""
    committed_resource_id: str | None = None
    committed_child_ids: tuple[str, ...] = ()


class ErrorBodySchema(VendorSchema):
    """`{object: "error", status, code, message, request_id, additional_data}`."""

    makes = ErrorBody

    code = String(required=True)
    message = String(allow_none=True)
    request_id = String(allow_none=True)
    retry_after = fields.Float(allow_none=True)
    rate_limit_reason = String(allow_none=True)
    block_limit = String(allow_none=True)
    committed_resource_id = String(allow_none=True)
    committed_child_ids = Rows(String(), allow_none=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the additional data up; only a body that says `error` is one."""
        said = body.get("additional_data")
        more = said if isinstance(said, dict) else {}
        return {
            "code": _word(body.get("code")) if body.get("object") == "error" else None,
            "message": _word(body.get("message")),
            "request_id": _word(body.get("request_id")),
            "retry_after": _seconds(more.get("retry_after")),
            "rate_limit_reason": _word(more.get("rate_limit_reason")),
            "block_limit": _word(more.get("block_limit")),
            "committed_resource_id": _word(more.get("committed_resource_id")),
            "committed_child_ids": _words(more.get("committed_child_ids")),
        }


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _words(value: object) -> list[str]:
    """Additional data are strings or arrays of strings, and one child may come as a string."""
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds < float("inf") else None


read_error_body = reader(ErrorBodySchema(), ErrorBody)
