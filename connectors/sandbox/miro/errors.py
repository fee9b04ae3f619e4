"""Miro's error bodies (`facts/miro.md`, section 3, shapes 1 to 3).

The exact words of a 400 are not known; the shape is, and clients must rest on nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class WrongField:
    """One rejected parameter."""

    field: str
    message: str


class MiroError(Exception):
    """A refusal that is answered to the client."""

    def __init__(
        self, status: int, code: str, message: str, fields: Sequence[WrongField] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = tuple(fields)

    def as_json(self) -> Json:
        """Return the body as Miro sends it; `context` is null unless fields are named."""
        context: Json | None = None
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
    return MiroError(400, "invalidParameters", "Invalid parameters", [WrongField(field, message)])


def not_found(what: str) -> MiroError:
    """Make the 404, which is also the answer for a board that one may not see."""
    return MiroError(404, "notFound", f"{what} not found")


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
