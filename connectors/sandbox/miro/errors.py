"""Miro's error bodies (`docs/miro.md#errors`).

Codes, contexts and the words about unknown fields are those of live answers; most other words of a
400 are not known, and clients must rest on nothing but the shape.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Json = dict[str, object]

INVALID, NOT_ON_BOARD = "2.0703", "3.0201"


@dataclass(frozen=True, slots=True)
class WrongField:
    """One rejected parameter."""

    field: str
    message: str


class MiroError(Exception):
    """A refusal that is answered to the client."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        fields: Sequence[WrongField] = (),
        context: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = tuple(fields)
        self.context = context

    def as_json(self) -> Json:
        """Return the body as Miro sends it; `context` is null unless fields or ids are named."""
        context = None if self.context is None else dict(self.context)
        if self.fields:
            context = {"fields": [{"field": f.field, "message": f.message} for f in self.fields]}
        return {
            "type": "error",
            "code": self.code,
            "message": self.message,
            "context": context,
            "status": self.status,
        }


def invalid(field: str, message: str) -> MiroError:
    """Make the 400 for one parameter."""
    return invalid_fields([WrongField(field, message)])


def invalid_fields(fields: Sequence[WrongField]) -> MiroError:
    """Make the 400 for several parameters."""
    return MiroError(400, INVALID, "Invalid parameters", fields)


def not_supported(field: str) -> WrongField:
    """Name a field that Miro does not know, in its words."""
    return WrongField(field, f"Field [{field}] is not supported")


def not_found(what: str) -> MiroError:
    """Make the 404, which is also the answer for a board that one may not see."""
    return MiroError(404, "notFound", f"{what} not found")


def not_on_board(what: str, board_id: str) -> MiroError:
    """Make the 404 for something that a board does not have."""
    context = {"boardId": {"value": board_id}}
    return MiroError(404, NOT_ON_BOARD, f"{what} not found", context=context)


def no_such_route(path: str) -> Json:
    """Return the router's own 404 (shape 3): the status is a text, and there is no code."""
    return {
        "servlet": "dispatcherServlet",
        "message": "Not Found",
        "url": path,
        "status": "404",
    }


def unauthorized(code: str, message: str) -> MiroError:
    """Make the 401."""
    return MiroError(401, code, message)


def too_many_requests() -> MiroError:
    """Make the 429."""
    return MiroError(429, "tooManyRequests", "Request rate limit exceeded")


def not_built(what: str) -> MiroError:
    """Make the loud 501 for something that the real Miro has and the sandbox has not."""
    return MiroError(501, "notInSandbox", f"The sandbox does not know {what}.")
