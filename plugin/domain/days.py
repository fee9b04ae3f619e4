"""Days as people read them, written in one way on pages, boards, in Notion, mails and sentences.

Welsh ones are Babel's: *6 Ionawr 2027*, *Dydd Mercher 6 Ionawr 2027*.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache, partial

from plugin.languages import Language, LazyText, lazy_gettext

_EN = Language.ENGLISH


def begin_of(day: date) -> datetime:
    """Return when a day begins, UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


@lru_cache  # thousands of pieces were checked on a few days
def long_day(day: date, language: Language = _EN) -> str:
    """Write a day with its year: *6 January 2027*."""
    return f"{day.day} {day:%B %Y}" if language is _EN else _by_babel(day, "d MMMM y", language)


def read_long_day(written: str) -> date:
    """Return the day of which `long_day` wrote this in English; raise ValueError for others."""
    return datetime.strptime(f"{written} +0000", "%d %B %Y %z").date()


def coming_day(day: date, language: Language = _EN) -> str:
    """Write a day that people plan for, with its weekday: *Wednesday 6 January 2027*."""
    if language is _EN:
        return f"{day:%A} {long_day(day)}"
    return _by_babel(day, "EEEE d MMMM y", language)


@lru_cache
def short_day(day: date, language: Language = _EN) -> str:
    """Write a day where there is room for little, as on a board: *6 January*."""
    return f"{day.day} {day:%B}" if language is _EN else _by_babel(day, "d MMMM", language)


def brief_day(day: date) -> str:
    """Write a day under a mark in a drawing: *6 Jan*."""
    return f"{day.day} {day:%b}"


def lazy_long_day(day: date) -> LazyText:
    """Return a day with its year, to be written in its reader's language."""
    return LazyText(partial(long_day, day))


def lazy_short_day(day: date) -> LazyText:
    """Return a day without its year, to be written in its reader's language."""
    return LazyText(partial(short_day, day))


def moment(when: datetime, zone: tzinfo = UTC, language: Language = _EN) -> str:
    """Write a moment by the clocks of a zone: *16 December 2026, 14:05*."""
    there = when.astimezone(zone)
    named = " UTC" if zone is UTC else ""  # nobody asks which clock where there is one
    return f"{long_day(there.date(), language)}, {there:%H:%M}{named}"


def deadline(until: datetime, zone: tzinfo = UTC) -> LazyText:
    """Return until when something can be done: *the end of 26 November 2026*, or a moment.

    Days to object are whole days, and over at the midnight (UTC) after the last one.
    """
    if until.astimezone(UTC).time() == time():
        day = lazy_long_day(last_day(until))
        return lazy_gettext("the end of %(day)s", day=day)
    return LazyText(lambda language: moment(until, zone, language))


def last_day(until: datetime) -> date:
    """Return the last day of days that are over at `until`."""
    return (until.astimezone(UTC) - timedelta.resolution).date()


def _by_babel(day: date, pattern: str, language: Language) -> str:
    from babel.dates import format_date  # Babel takes long to import, and only Welsh needs it

    return format_date(day, pattern, locale=language.value)
