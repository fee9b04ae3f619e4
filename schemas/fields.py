"""Fields that read the vendors' odd values: ids as numbers, instants in several spellings.

Shared by the schemas of both vendors; every field fails with a message that holds no value.
"""

from datetime import UTC, date, datetime
from math import isfinite
from typing import Any, TypeVar

from marshmallow import ValidationError, fields

T = TypeVar("T")


class Strict(fields.Field[T]):
    """A field that needs a value alone to read it, and has all of its checks in `read`."""

    def read(self, value: Any) -> T:
        """Return what a value says, which is not null; raise ValidationError if it does not fit."""
        raise NotImplementedError

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> T:
        return self.read(value)


class String(fields.String):
    """A text."""

    def read(self, value: Any) -> str | None:
        """Return a text; raise ValidationError for anything else."""
        return value if isinstance(value, str) else self.deserialize(value)


class Boolean(fields.Boolean):
    """True or false."""

    def read(self, value: Any) -> bool | None:
        """Return a truth value; raise ValidationError for what can be read as none."""
        return value if isinstance(value, bool) else self.deserialize(value)


class Identifier(Strict[str]):
    """An id: a string, or a whole number that a vendor forgot to quote."""

    def read(self, value: Any) -> str:
        """Return the id; raise ValidationError for what is none."""
        found = as_id(value)
        if found is None:
            raise ValidationError("Not an id.")
        return found


class IdOf(Identifier):
    """The id inside a reference such as `{"id": …, "type": "user"}`."""

    def read(self, value: Any) -> str:
        """Return the id; raise ValidationError where there is none."""
        return super().read(value.get("id") if isinstance(value, dict) else None)


class Rows(fields.List[Any]):
    """A list that is read as a tuple, because values are frozen."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **more))


class Amount(Strict[float | None]):
    """A number, or one that a vendor sent as a string; one that is not finite counts as absent."""

    def read(self, value: Any) -> float | None:
        """Return a finite number, None for another one; raise ValidationError for what is none."""
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
