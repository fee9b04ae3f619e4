"""Why something did not go as asked, in words for a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorNotice:
    """An error as people are told of it; `status` is that of a page."""

    status: int
    title: str
    sentence: str
    is_mended_by_connecting: bool = False
