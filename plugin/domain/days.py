"""Days as people read them, written in one way on pages, boards, in Notion, mails and sentences."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache  # thousands of pieces were checked on a few days
def long_day(day: date) -> str:
    """Write a day with its year: *6 January 2027*."""
    return f"{day.day} {day:%B %Y}"


def coming_day(day: date) -> str:
    """Write a day that people plan for, with its weekday: *Wednesday 6 January 2027*."""
    return f"{day:%A} {long_day(day)}"


def short_day(day: date) -> str:
    """Write a day where there is room for little, as on a board: *6 January*."""
    return f"{day.day} {day:%B}"


def brief_day(day: date) -> str:
    """Write a day under a mark in a drawing: *6 Jan*."""
    return f"{day.day} {day:%b}"
