from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

from schemas.fields import Amount, Boolean, Identifier, IdOf, Rows, String, read_day_or_instant
from schemas.loose import Count, Each, Flag, Moment, Number, Text


class Odd(Schema):
    identifier = Identifier()
    reference = IdOf()
    rows = Rows(fields.String())
    amount = Amount()


class Looser(Schema):
    instant = Moment()
    number = Number()
    count = Count()
    text = Text()
    flag = Flag()
    each = Each(Text())


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("identifier", 3458764576264207799, "3458764576264207799"),
        ("identifier", "3458764576264207799", "3458764576264207799"),
        ("reference", {"id": 7, "type": "user"}, "7"),
        ("rows", ["a", "b"], ("a", "b")),
        ("amount", "14.5", 14.5),
        ("amount", 3, 3.0),
        ("amount", "NaN", None),
        ("amount", float("nan"), None),
        ("amount", float("-inf"), None),
        ("amount", "Infinity", None),
        ("amount", "1e999", None),
        ("amount", 10**400, None),
    ],
)
def test_odd_values_are_read(name: str, value: object, expected: object) -> None:
    assert Odd().load({name: value}) == {name: expected}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("identifier", ""),
        ("identifier", True),
        ("identifier", 1.5),
        ("reference", "lantern"),
        ("reference", {}),
        ("reference", None),
        ("rows", "lantern"),
        ("amount", True),
        ("amount", "lantern"),
        ("amount", None),
    ],
)
def test_values_that_do_not_fit_are_refused_unseen(name: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Odd().load({name: value})

    assert "lantern" not in str(caught.value.messages)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("instant", "2026-11-18T09:12:44Z", datetime(2026, 11, 18, 9, 12, 44, tzinfo=UTC)),
        (
            "instant",
            "2026-07-04T18:01:00.500+01:00",
            datetime(2026, 7, 4, 17, 1, 0, 500_000, tzinfo=UTC),
        ),
        ("instant", "2026-07-04T18:01:00", datetime(2026, 7, 4, 18, 1, tzinfo=UTC)),
        ("instant", "lantern", None),
        ("instant", "Invalid date", None),
        ("instant", "+012026-11-18T00:00:00Z", None),
        ("instant", 7, None),
        ("instant", "9999-12-31T23:59:59-23:00", None),
        ("number", "14.5", 14.5),
        ("number", "NaN", None),
        ("number", [], None),
        ("count", "12", 12),
        ("count", 3.0, 3),
        ("count", float("inf"), None),
        ("count", "1" * 5_000, None),
        ("count", -1, None),
        ("text", 7, None),
        ("flag", "true", None),
        ("flag", [], None),
        ("each", ["a", None, 7, "b"], ("a", "b")),
        ("each", "lantern", None),
        ("each", None, None),
    ],
)
def test_what_nothing_is_decided_by_is_read_or_absent(
    name: str, value: object, expected: object
) -> None:
    assert Looser().load({name: value}).get(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-18", date(2026, 11, 18)),
        ("2026-11-18T09:00:00.000+01:00", datetime(2026, 11, 18, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_day_stays_a_day(text: str, expected: object) -> None:
    assert read_day_or_instant(text) == expected


@pytest.mark.parametrize("value", ["2026-13-40", "", None, 20261118])
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        read_day_or_instant(value)


@pytest.mark.parametrize("field", [String(), Boolean(), Identifier(), IdOf(), Amount()])
@pytest.mark.parametrize("value", ["x", "true", "7", 1, 0, 2, True, 1.5, [], {}, {"id": "i"}])
def test_a_field_that_is_read_at_once_reads_as_by_marshmallow(field: Any, value: object) -> None:
    def outcome(read: Callable[[object], object]) -> object:
        try:
            return read(value)
        except ValidationError as error:
            return error.messages

    assert outcome(field.read) == outcome(field.deserialize)
