"""What one operator of a filter means: a function for each sort of value.

A condition is handed the value as a page would show it whole, and says whether it holds. Whether
a value is empty is the same for all, and read in `filters`.
"""

import operator as compare
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.sandbox.notion.checks import read_flag, read_id, utf16_length
from connectors.sandbox.notion.errors import failed, too_long
from connectors.sandbox.notion.property_type import Column, Condition
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.times import add_months, read_moment

_SEARCHED_MOST = 2000
_TEXT_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "equals": compare.eq,
    "does_not_equal": compare.ne,
    "contains": lambda text, part: part in text,
    "does_not_contain": lambda text, part: part not in text,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
}
_NUMBER_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": compare.eq,
    "does_not_equal": compare.ne,
    "greater_than": compare.gt,
    "less_than": compare.lt,
    "greater_than_or_equal_to": compare.ge,
    "less_than_or_equal_to": compare.le,
}
_DATE_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": compare.eq,
    "before": compare.lt,
    "after": compare.gt,
    "on_or_before": compare.le,
    "on_or_after": compare.ge,
}
_PERIODS = (
    "this_week", "past_week", "past_month", "past_year", "next_week", "next_month", "next_year",
)  # fmt: skip


def holds_something(shown: Any) -> bool:
    """Say whether a value is not empty."""
    return shown is not None and shown not in ("", [])


def text(column: Column, operator: str, value: Any, path: str) -> Condition:
    """Read a condition on text, rich or not."""
    test = _known(operator, _TEXT_OPERATORS, path)
    if not isinstance(value, str):
        raise failed(path, "a string", value)
    if utf16_length(value) > _SEARCHED_MOST:
        raise too_long(path, _SEARCHED_MOST, utf16_length(value))
    wanted = value.casefold()
    return lambda shown: test(_as_text(shown).casefold(), wanted)


def number(column: Column, operator: str, value: Any, path: str) -> Condition:
    """Read a condition on a number."""
    test = _known(operator, _NUMBER_OPERATORS, path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise failed(path, "a number", value)

    def holds(shown: Any) -> bool:
        return operator == "does_not_equal" if shown is None else test(shown, value)

    return holds


def unique_id(column: Column, operator: str, value: Any, path: str) -> Condition:
    """Read a condition on the number of an id."""
    holds = number(column, operator, value, path)
    return lambda shown: holds(shown["number"])


def flag(column: Column, operator: str, value: Any, path: str) -> Condition:
    """Read a condition on a checkbox."""
    test = _known(operator, {"equals": compare.eq, "does_not_equal": compare.ne}, path)
    wanted = read_flag(value, path)
    return lambda shown: bool(test(shown, wanted))


def option(column: Column, operator: str, value: Any, path: str) -> Condition:
    """Read a condition on one option."""
    _known(operator, dict.fromkeys(("equals", "does_not_equal")), path)
    holds = _names(value, path)
    return lambda shown: holds([shown] if shown else []) == (operator == "equals")


def options(column: Column, operator: str, value: Any, path: str) -> Condition:
    """Read a condition on a list of options."""
    _known(operator, dict.fromkeys(("contains", "does_not_contain")), path)
    holds = _names(value, path)
    return lambda shown: holds(shown) == (operator == "contains")


def reference(column: Column, operator: str, value: Any, path: str) -> Condition:
    """Read a condition on pages or people, one or several."""
    _known(operator, dict.fromkeys(("contains", "does_not_contain")), path)
    wanted = column.bot if value == "me" else read_id(value, path)

    def holds(shown: Any) -> bool:
        people = shown if isinstance(shown, list) else [shown]
        return (wanted in [one["id"] for one in people]) == (operator == "contains")

    return holds


def date(column: Column, operator: str, value: Any, path: str) -> Condition:
    """Read a condition on a day or a time."""
    if operator in _PERIODS:
        first, last = _period(column.state.clock(), operator)
        return lambda shown: (day := _moment(shown)) is not None and first <= day < last
    test = _known(operator, _DATE_OPERATORS, path)
    wanted, is_day = read_moment(value, path)

    def holds(shown: Any) -> bool:
        found = _moment(shown)
        if found is None:
            return False
        return bool(test(_midnight(found) if is_day else found, wanted))

    return holds


def _names(value: Any, path: str) -> Condition:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(one, str) for one in names):
        raise failed(path, "a string or an array of strings", value)
    wanted = {one.casefold() for one in names}
    return lambda shown: bool(wanted & {one["name"].casefold() for one in shown})


def _period(now: datetime, name: str) -> tuple[datetime, datetime]:
    today = _midnight(now)
    tomorrow = today + timedelta(days=1)
    if name == "this_week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=7)
    which, _, unit = name.partition("_")
    sign = 1 if which == "next" else -1
    if unit == "week":
        edge = today + sign * timedelta(days=7)
    else:
        edge = add_months(today, sign * (12 if unit == "year" else 1))
    return (today, edge + timedelta(days=1)) if sign == 1 else (edge, tomorrow)


def _moment(shown: Any) -> datetime | None:
    if shown is None:
        return None
    text = shown["start"] if isinstance(shown, dict) else shown
    return read_moment(text, "date")[0]


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _as_text(shown: Any) -> str:
    return plain(shown) if isinstance(shown, list) else shown or ""


def _known(operator: str, operators: dict[str, Any], path: str) -> Any:
    if operator not in operators:
        raise failed(path, "not present")
    return operators[operator]
