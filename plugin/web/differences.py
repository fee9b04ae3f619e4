"""Shows what is new in a text beside an older one, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+\s*|\s+")
_MOST_WORDS = 4000  # comparing takes the square of this


def differences(older: str, text: str) -> tuple[tuple[str, bool], ...]:
    """Return `text` in runs, each with whether it is new beside `older`; joined they are `text`."""
    before, now = _WORDS.findall(older), _WORDS.findall(text)
    if max(len(before), len(now)) > _MOST_WORDS:
        return ((text, False),)
    known = [word.strip() for word in before]
    matcher = SequenceMatcher(None, known, [word.strip() for word in now], autojunk=False)
    runs = (("".join(now[j:k]), tag != "equal") for tag, _, _, j, k in matcher.get_opcodes())
    return tuple((words, is_new) for words, is_new in runs if words)
