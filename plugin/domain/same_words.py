"""Whether two wordings say the same words, however they are typed, and whatever they are called.

Letters are compared as they look (`domain.overlap`): marks that nobody sees, other blanks, case and
punctuation change no words, and neither do the kind of a piece and whose it is. Words of signs
alone are the same only as they are typed.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.domain.overlap import letters_of
from plugin.domain.text_search import fold


def are_same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether title, line and narrative of two wordings have the same letters."""
    if tuple(one) == tuple(other):
        return True
    letters = letters_in(one)
    return bool(letters) and letters == letters_in(other)


def letters_in(words: Sequence[str]) -> str:
    """Return the letters of a wording's title, line and narrative as they look."""
    return letters_of(fold("\n".join(words)))
