"""Sentences that the next page says once; they travel in the cookie, so they stay few.

Whatever is said here is a sentence of ours, never people's words.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash

_MOST_CHARACTERS = 1_500


def flash_sentences(sentences: Iterable[str]) -> None:
    """Say sentences on the next page, as far as a cookie holds them."""
    room = _MOST_CHARACTERS
    for sentence in sentences:
        room -= len(sentence)
        if room < 0:
            flash("There is more; the page below says what to do.")
            return
        flash(sentence)
