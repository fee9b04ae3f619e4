"""Every kind of fault, one row each, with the words of both vendors.

To add a kind, add its row; where no function of `answers`, `transport` or `concurrent_edits` does
what it does, write that here too. A kind that one vendor does not have says so in `missing_at`.

Words of errors that nobody recorded (`docs/notion.md#errors`, `docs/miro.md#errors`) are made up;
codes are those of the facts.
"""

from collections.abc import Callable
from functools import partial
from types import MappingProxyType
from typing import Any

from connectors.sandbox.faults import answers, concurrent_edits, transport
from connectors.sandbox.faults.fault import FaultKind
from connectors.sandbox.miro.errors import MiroError, unauthorized
from connectors.sandbox.miro.errors import invalid as invalid_at_miro
from connectors.sandbox.notion.errors import NotionError
from connectors.sandbox.notion.errors import invalid as invalid_at_notion


def _status(
    status: int, *, miro: tuple[str, str] | None, notion: tuple[str, str], **rest: Any
) -> FaultKind:
    """Return the row of a status: what each vendor says with it, as code and message."""
    errors: dict[str, Callable[[], MiroError | NotionError]] = {
        "notion": partial(NotionError, status, *notion)
    }
    if miro is not None:
        errors["miro"] = partial(MiroError, status, *miro)
    return FaultKind(name=str(status), errors=errors, **rest)


_ROWS = (
    _status(
        409,
        miro=("conflict", "The resource was changed by another request"),
        notion=("conflict_error", "Conflict occurred while saving. Please try again."),
    ),
    _status(
        429,
        miro=("tooManyRequests", "Request rate limit exceeded"),
        notion=("rate_limited", "You have been rate limited. Please try again in a few minutes."),
    ),
    _status(
        500,
        miro=("3.0000", "Internal server error"),
        notion=("internal_server_error", "Unexpected error occurred."),
    ),
    _status(502, miro=("badGateway", "Bad gateway"), notion=("bad_gateway", "Bad gateway.")),
    _status(
        503,
        miro=("serviceUnavailable", "Service unavailable"),
        notion=("service_unavailable", "Notion is unavailable. Please try again later."),
    ),
    _status(
        504,
        miro=("gatewayTimeout", "Gateway timeout"),
        notion=("gateway_timeout", "Gateway timeout."),
    ),
    _status(
        529,
        miro=None,
        notion=("service_overload", "The service is overloaded. Please try again later."),
        missing_at={"miro": "Miro knows no 529."},
    ),
    FaultKind(name="html", respond=answers.proxy_page, is_shapeless=True),
    FaultKind(name="half_json", respond=answers.half_body, is_always_after=True, is_shapeless=True),
    FaultKind(name="cut_off", respond=transport.cut_off, is_always_after=True, is_shapeless=True),
    FaultKind(name="no_answer", respond=transport.no_answer, is_silent=True, is_shapeless=True),
    FaultKind(name="reset", respond=transport.reset, is_silent=True, is_shapeless=True),
    FaultKind(
        name="cursor_gone",
        errors={
            "miro": partial(invalid_at_miro, "cursor", "is not a cursor of this list"),
            "notion": partial(invalid_at_notion, "The start_cursor provided is invalid."),
        },
        is_between_pages=True,
    ),
    FaultKind(name="item_changed", edit=concurrent_edits.change_item, is_between_pages=True),
    FaultKind(name="item_deleted", edit=concurrent_edits.delete_item, is_between_pages=True),
    FaultKind(
        name="revoked",
        errors={
            "miro": partial(unauthorized, "invalidToken", "The authorization token is not valid"),
            "notion": partial(NotionError, 401, "unauthorized", "API token is invalid."),
        },
        revokes_token=True,
    ),
    FaultKind(
        name="accepted",
        respond=answers.accepted_for_later,
        missing_at={"notion": "Notion accepts nothing for later."},
        is_always_after=True,
    ),
)
KINDS = MappingProxyType({kind.name: kind for kind in _ROWS})
