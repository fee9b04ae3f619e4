from datetime import date

from plugin.domain.days import coming_day, long_day, read_long_day, short_day


def test_a_long_day_has_its_year() -> None:
    assert long_day(date(2026, 12, 6)) == "6 December 2026"


def test_a_long_day_is_read_again() -> None:
    day = date(2026, 12, 6)

    assert read_long_day(long_day(day)) == day


def test_a_day_that_people_plan_for_has_its_weekday_too() -> None:
    assert coming_day(date(2027, 1, 6)) == "Wednesday 6 January 2027"


def test_a_short_day_leaves_the_year_out() -> None:
    assert short_day(date(2027, 1, 6)) == "6 January"
