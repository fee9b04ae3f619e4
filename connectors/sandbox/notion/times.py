"""Notion's times: most are cut to the minute, databases alone carry milliseconds.

Date values lose their seconds too, and the zone that was sent is worked into the offset and
forgotten (docs/notion.md#dates and docs/notion.md#times-and-finding-changes).
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.sandbox.notion.checks import read_object, refuse_strays
from connectors.sandbox.notion.errors import ABSENT, failed


def to_minute(moment: datetime) -> str:
    """Write a time as pages, blocks, comments and data sources show it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00.000Z")


def to_milliseconds(moment: datetime) -> str:
    """Write a time as databases show it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def floored(moment: datetime) -> datetime:
    """Cut a time to its minute, in UTC."""
    in_utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return in_utc.replace(second=0, microsecond=0)


def read_date_value(value: Any, path: str) -> dict[str, Any] | None:
    """Read a date property's value as Notion would keep it."""
    if value is None:
        return None
    given = read_object(value, path)
    refuse_strays(given, path, ("start", "end", "time_zone"))
    zone = _read_zone(given.get("time_zone"), f"{path}.time_zone")
    end = given.get("end")
    return {
        "start": _cut(given.get("start", ABSENT), f"{path}.start", zone),
        "end": None if end is None else _cut(end, f"{path}.end", zone),
        "time_zone": None,
    }


def read_moment(value: Any, path: str) -> tuple[datetime, bool]:
    """Read a day or a time as an instant floored to the minute; True when it was a day."""
    day = _day(value)
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC), True
    return floored(_time(value, path, UTC)), False


def add_months(moment: datetime, months: int) -> datetime:
    """Move a time by whole months, keeping to the month's last day."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    last = (datetime(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _cut(value: Any, path: str, zone: ZoneInfo | None) -> str:
    if _day(value) is not None:
        return str(value)
    moment = _time(value, path, zone or UTC)
    return moment.replace(second=0, microsecond=0).isoformat(timespec="milliseconds")


def _time(value: Any, path: str, zone: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise failed(path, "a valid ISO 8601 date string", value) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _read_zone(value: Any, path: str) -> ZoneInfo | None:
    if value is None:
        return None
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, TypeError, ValueError):
        raise failed(path, "a valid IANA time zone", value) from None
