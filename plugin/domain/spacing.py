"""Titles and lines on one line, without touching the blanks that belong to the words.

U+3000 parts words in Japanese and Chinese, U+00A0 keeps two together: neither is stray white space.
"""

from __future__ import annotations

import re

from plugin.domain.blankness import is_blank

_JOINED = " \t\n\v\f\r\x85\u2028\u2029"
_RUNS = re.compile(f"[{_JOINED}]+")


def one_line(text: str) -> str:
    """Return `text` with runs of spaces, tabs and line breaks as one space; blank text is empty."""
    return "" if is_blank(text) else _RUNS.sub(" ", text).strip(" ")
