"""What a restore takes out of texts that groups wrote: words that went, and were changed since.

A text is known again by hashes of it and of its lines, those alone that could repeat a note. It is
taken out where it was changed after the backup was made, and repeats a note that went: whoever
changed it may have done so for that note. What the group had left as it was stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from plugin.domain.blankness import fold
from plugin.domain.overlap import Phrases, letters_of, phrases_of

TAKEN_OUT = "(Taken out when this server was restored. Write it again.)"


def hashes_of(community_id: str, texts: Iterable[str]) -> frozenset[str]:
    """Return by what texts of a group, and their lines, are known again."""
    return frozenset(
        text_hash(community_id, each)
        for each in (part for text in texts for part in _parts(text))
        if _can_repeat(each)
    )


def text_hash(community_id: str, text: str) -> str:
    """Return by what one text, or one line of it, is known again."""
    return refusal_hash(community_id, letters_of(fold(text)))


def _parts(text: str) -> Iterator[str]:
    yield text
    yield from text.split("\n")


def _can_repeat(text: str) -> bool:
    phrases = phrases_of([text])
    return bool(phrases.by_anchor or phrases.short)


@dataclass(frozen=True, slots=True)
class TextsToTakeOut:
    """Which texts of a group are taken out, by their hashes, and words of notes that go."""

    community_id: str
    changed: frozenset[str]  # not there any more when the server was restored
    repeating: frozenset[str]  # words stood in them that had been taken back
    gone: Phrases

    def without(self, text: str) -> str:
        """Return a text without the lines that are taken out; all of it goes where none is one."""
        if not self._is_meant(text):
            return text
        lines = [TAKEN_OUT if self._is_meant(line) else line for line in text.split("\n")]
        return "\n".join(lines) if TAKEN_OUT in lines else TAKEN_OUT

    def _is_meant(self, text: str) -> bool:
        known = text_hash(self.community_id, text)
        if known not in self.changed:
            return False
        return known in self.repeating or self.gone.stand_in(fold(text))


def refusal_hash(community_id: str, text: str) -> str:
    """Return by what a text that a group refused is known again, where no words may be kept."""
    return sha256(f"{community_id}\n{text}".encode()).hexdigest()
