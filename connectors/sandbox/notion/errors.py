"""Refusals in Notion's own shape and words, so that a client cannot tell them from the vendor's.

Rule: every refusal of the stand-in is a `NotionError`; the front turns it into the answer.
Words as reported by people who met them; see docs/notion.md#errors.
"""

import json
from typing import Any

ABSENT: Any = object()
_SHOWN_AT_MOST = 200


class NotionError(Exception):
    """Carry one vendor-shaped refusal: status, code, message and what stands beside them."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        additional_data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.additional_data = additional_data
        self.headers = headers or {}

    def body(self) -> dict[str, Any]:
        """Return the error object as Notion sends it, without the request id."""
        body: dict[str, Any] = {
            "object": "error",
            "status": self.status,
            "code": self.code,
            "message": self.message,
        }
        if self.additional_data is not None:
            body["additional_data"] = self.additional_data
        return body


def invalid(message: str) -> NotionError:
    """Make a 400 validation_error."""
    return NotionError(400, "validation_error", message)


def failed(path: str, expected: str, value: Any = ABSENT) -> NotionError:
    """Make the validation_error that names a path, what it should be and what it was."""
    part = path.partition(".")[0].partition("[")[0]
    return invalid(
        f"{part} failed validation: {path} should be {expected}, instead was {_as(value)}."
    )


def too_long(path: str, limit: int, length: int) -> NotionError:
    """Make the validation_error for a length above its limit."""
    return failed(f"{path}.length", f"≤ `{limit}`", length)


def not_found(kind: str, wanted_id: str, bot_id: str, bot_name: str) -> NotionError:
    """Make the 404 that looks the same for unknown, deleted and not shared."""
    return NotionError(
        404,
        "object_not_found",
        f"Could not find {kind} with ID: {wanted_id}. Make sure the relevant pages and databases "
        f'are shared with your integration "{bot_name}".',
        additional_data={"integration_id": bot_id},
    )


def user_not_found(user_id: str) -> NotionError:
    """Make the 404 for somebody who is not in the workspace, or may not be seen."""
    return NotionError(
        404,
        "object_not_found",
        f"Could not find user with ID: {user_id}. Make sure your integration has capabilities to "
        "read user information. With those capabilities, only members and guests in the "
        "integration's workspace are visible.",
    )


def not_built(what: str) -> NotionError:
    """Make the loud 501 for something Notion has and this stand-in has not."""
    return NotionError(501, "not_implemented", f"The sandbox's Notion does not have {what} yet.")


def trashed() -> NotionError:
    """Make the refusal of an edit inside the trash."""
    return invalid(
        "Can't edit block that is archived. You must unarchive the block before editing."
    )


def _as(value: Any) -> str:
    if value is ABSENT:
        return "`undefined`"
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(text) > _SHOWN_AT_MOST:
        text = text[:_SHOWN_AT_MOST] + "..."
    return f"`{text}`"
