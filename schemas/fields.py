"""Fields that read the vendors' odd values: ids as numbers, instants in several spellings.

Shared by the schemas of both vendors; every field fails with a message that holds no value.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

from marshmallow import ValidationError, fields


class Identifier(fields.Field[str]):
    """An id: a string, or a whole number that a vendor forgot to quote."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> str:
        found = as_id(value)
        if found is None:
            raise ValidationError("Not an id.")
        return found


class IdOf(Identifier):
    """The id inside a reference such as `{"id": …, "type": "user"}`."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any
    ) -> str:
        inner = value.get("id") if isinstance(value, dict) else None
        return super()._deserialize(inner, attr, data, **more)


class Rows(fields.List[Any]):
    """A list that is read as a tuple, because values are frozen."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **more))


class Amount(fields.Field[float | None]):
    """A number, or one that a vendor sent as a string; one that is not finite counts as absent."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> float | None:
        if not _is_number(value):
            raise ValidationError("Not a number.")
        return as_number(value)


def as_id(value: object) -> str | None:
    """Return an id as a string, None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        return None
    return str(value)


def as_number(value: object) -> float | None:
    """Return a finite number, None for anything else: `NaN`, `"Infinity"` and 10⁴⁰⁰ too."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    try:
        float(value)
    except ValueError:
        return False
    except OverflowError:
        return True
    return True


def read_day_or_instant(value: object) -> date | datetime:
    """Return a date for `2026-11-18`, an aware UTC datetime for anything finer."""
    if isinstance(value, str) and len(value) == len("2026-11-18"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError("Not a day.") from None
    moment = parsed_instant(value)
    if moment is None:
        raise ValidationError("Not an instant.")
    return moment


def parsed_instant(value: object) -> datetime | None:
    """Return an ISO 8601 instant, whole seconds or finer, in UTC; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
