from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from plugin.domain.days import (
    coming_day,
    deadline,
    last_day,
    long_day,
    moment,
    read_long_day,
    short_day,
)
from plugin.languages import Language


def test_a_long_day_has_its_year() -> None:
    assert long_day(date(2026, 12, 6)) == "6 December 2026"


def test_a_long_day_is_read_again() -> None:
    day = date(2026, 12, 6)

    assert read_long_day(long_day(day)) == day


def test_a_day_that_people_plan_for_has_its_weekday_too() -> None:
    assert coming_day(date(2027, 1, 6)) == "Wednesday 6 January 2027"


def test_a_short_day_leaves_the_year_out() -> None:
    assert short_day(date(2027, 1, 6)) == "6 January"


def test_whole_days_are_over_at_the_end_of_the_last_one() -> None:
    over = datetime(2026, 11, 27, tzinfo=UTC)

    assert deadline(over) == "the end of 26 November 2026"
    assert deadline(over, ZoneInfo("Europe/London")) == "the end of 26 November 2026"
    assert deadline(over).in_language(Language.WELSH) == "diwedd 26 Tachwedd 2026"
    assert last_day(over) == date(2026, 11, 26)


def test_a_moment_is_told_by_the_clocks_of_its_readers() -> None:
    summer = datetime(2027, 7, 1, 22, 30, tzinfo=UTC)

    assert moment(summer, ZoneInfo("Europe/London")) == "1 July 2027, 23:30"
    assert moment(summer, ZoneInfo("Europe/Paris")) == "2 July 2027, 00:30"
    assert moment(summer) == "1 July 2027, 22:30 UTC"
    assert deadline(summer, ZoneInfo("Europe/London")) == "1 July 2027, 23:30"
