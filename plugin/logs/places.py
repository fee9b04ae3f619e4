"""Where an error arose: what a log may tell of one whose words may be anybody's."""

from __future__ import annotations

import traceback


def place_of(error: BaseException) -> str:
    """Return function and line in which an error arose."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].name} line {frames[-1].lineno}" if frames else ""
