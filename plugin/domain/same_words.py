"""Whether two wordings say the same words, however they are typed, and whatever they are called.

Letters are compared as they look (`domain.overlap`): marks that nobody sees, other blanks, case and
punctuation change no words, and neither do the kind of a piece and whose it is. Words of signs
alone are the same only as they are typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from plugin.domain.overlap import letters_of
from plugin.domain.text_search import fold


def are_same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether line and narrative of two wordings, in one text, have the same letters.

    `one` and `other` are title, line and narrative. Another title says nothing else, and neither
    does a line that moved into the narrative.
    """
    return compared_text(*one[1:]) == compared_text(*other[1:])


def compared_text(line: str, narrative: str) -> str:
    """Return what is compared of a wording: its letters, or what was typed where it has none."""
    text = f"{line}\n{narrative}"
    return letters_of(fold(text)) or text.strip()


def letters_in(words: Sequence[str]) -> str:
    """Return the letters of a wording's title, line and narrative as they look."""
    return letters_of(fold("\n".join(words)))


def refusal_hash(community_id: str, text: str) -> str:
    """Return by what a text that a group refused is known again, where no words may be kept."""
    return sha256(f"{community_id}\n{text}".encode()).hexdigest()
