"""Fields that read the vendors' odd values: ids as numbers, instants in several spellings.

Shared by the schemas of both vendors; every field fails with a message that holds no value.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, fields


class Identifier(fields.Field[str]):
    """An id: a string, or a whole number that a vendor forgot to quote."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> str:
        if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
            raise ValidationError("Not an id.")
        return str(value)


class IdOf(Identifier):
    """The id inside a reference such as `{"id": …, "type": "user"}`; null and `{}` give None."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any
    ) -> Any:
        if not isinstance(value, Mapping):
            raise ValidationError("Not a reference.")
        inner = value.get("id")
        return None if inner is None else super()._deserialize(inner, attr, data, **more)


class Rows(fields.List[Any]):
    """A list that is read as a tuple, because values are frozen."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **more))


class ByName(fields.Dict):
    """A map whose keys are names that people gave; a mismatch numbers them instead."""

    def __init__(self, values: fields.Field[Any], **more: Any) -> None:
        super().__init__(keys=fields.String(), values=values, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        try:
            return super()._deserialize(value, attr, data, **more)  # type: ignore[no-untyped-call] # marshmallow leaves this one bare
        except ValidationError as err:
            messages = err.messages
        if not isinstance(messages, dict):
            raise ValidationError(messages)
        raise ValidationError(dict(enumerate(messages.values())))


class Instant(fields.Field[datetime]):
    """An ISO 8601 instant, whole seconds or finer, `Z` or offset; always returned in UTC."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> datetime:
        return read_instant(value)


class Amount(fields.Field[float]):
    """A number, or a number that a vendor sent as a string (Miro does in styles)."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> float:
        if isinstance(value, bool):
            raise ValidationError("Not a number.")
        try:
            return float(value)
        except (TypeError, ValueError):
            pass
        raise ValidationError("Not a number.")


def read_instant(value: object) -> datetime:
    """Return the aware UTC datetime of an ISO 8601 text; raise `ValidationError` otherwise."""
    moment = _parsed(value)
    if moment is None:
        raise ValidationError("Not an instant.")
    return moment


def read_day_or_instant(value: object) -> date | datetime:
    """Return a date for `2026-11-18`, an aware UTC datetime for anything finer."""
    if isinstance(value, str) and len(value) == len("2026-11-18"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError("Not a day.") from None
    return read_instant(value)


def _parsed(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
