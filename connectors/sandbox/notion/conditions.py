"""What one operator of a filter means for one type of property.

A condition is handed the value as a page would show it whole, and says whether it holds.
"""

import operator as compare
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.sandbox.notion.checks import read_flag, read_id, utf16_length
from connectors.sandbox.notion.errors import failed, not_built, too_long
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.state import NotionState
from connectors.sandbox.notion.times import add_months, read_moment

Condition = Callable[[Any], bool]

TEXTS = ("title", "rich_text", "url", "email", "phone_number")
_OPTIONS = ("select", "status")
_DATES = ("date", "created_time", "last_edited_time")
_PEOPLE = ("people", "created_by", "last_edited_by")
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


def read_condition(
    state: NotionState, bot: str, kind: str, operator: str, value: Any, path: str
) -> Condition:
    """Read an operator and its value for a type of property."""
    where = f"{path}.{operator}"
    if operator in ("is_empty", "is_not_empty") and kind not in ("checkbox", "unique_id"):
        return (lambda shown: not _holds(shown)) if operator == "is_empty" else _holds
    if kind in TEXTS:
        return _text(operator, value, where)
    if kind in ("number", "unique_id"):
        return _number(kind, operator, value, where)
    if kind == "checkbox":
        return _checkbox(operator, value, where)
    if kind in _OPTIONS or kind == "multi_select":
        return _option(kind, operator, value, where)
    if kind in _DATES:
        return _date(state, operator, value, where)
    if kind == "relation" or kind in _PEOPLE:
        return _reference(bot, operator, value, where)
    raise not_built(f"filters on properties of type {kind}")


def _holds(shown: Any) -> bool:
    return shown is not None and shown not in ("", [])


def _text(operator: str, value: Any, path: str) -> Condition:
    test = _known(operator, _TEXT_OPERATORS, path)
    if not isinstance(value, str):
        raise failed(path, "a string", value)
    if utf16_length(value) > _SEARCHED_MOST:
        raise too_long(path, _SEARCHED_MOST, utf16_length(value))
    wanted = value.casefold()
    return lambda shown: test(_as_text(shown).casefold(), wanted)


def _number(kind: str, operator: str, value: Any, path: str) -> Condition:
    test = _known(operator, _NUMBER_OPERATORS, path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise failed(path, "a number", value)

    def holds(shown: Any) -> bool:
        number = shown["number"] if kind == "unique_id" else shown
        return operator == "does_not_equal" if number is None else test(number, value)

    return holds


def _checkbox(operator: str, value: Any, path: str) -> Condition:
    test = _known(operator, {"equals": compare.eq, "does_not_equal": compare.ne}, path)
    wanted = read_flag(value, path)
    return lambda shown: bool(test(shown, wanted))


def _option(kind: str, operator: str, value: Any, path: str) -> Condition:
    words = ("contains", "does_not_contain") if kind == "multi_select" else (
        "equals", "does_not_equal",
    )  # fmt: skip
    _known(operator, dict.fromkeys(words), path)
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(one, str) for one in names):
        raise failed(path, "a string or an array of strings", value)
    wanted = {one.casefold() for one in names}
    is_wanted = operator in ("equals", "contains")

    def holds(shown: Any) -> bool:
        options = shown if isinstance(shown, list) else [shown] if shown else []
        return bool(wanted & {one["name"].casefold() for one in options}) == is_wanted

    return holds


def _reference(bot: str, operator: str, value: Any, path: str) -> Condition:
    _known(operator, dict.fromkeys(("contains", "does_not_contain")), path)
    wanted = bot if value == "me" else read_id(value, path)

    def holds(shown: Any) -> bool:
        people = shown if isinstance(shown, list) else [shown]
        return (wanted in [one["id"] for one in people]) == (operator == "contains")

    return holds


def _date(state: NotionState, operator: str, value: Any, path: str) -> Condition:
    if operator in _PERIODS:
        first, last = _period(state.clock(), operator)
        return lambda shown: (day := _moment(shown)) is not None and first <= day < last
    test = _known(operator, _DATE_OPERATORS, path)
    wanted, is_day = read_moment(value, path)

    def holds(shown: Any) -> bool:
        found = _moment(shown)
        if found is None:
            return False
        return bool(test(_midnight(found) if is_day else found, wanted))

    return holds


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
