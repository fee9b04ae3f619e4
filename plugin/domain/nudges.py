"""What a facilitator may gently say about notes on an open board: ask, do not advise.

A nudge counts notes of a box, never people, and says nothing of what a note says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from plugin.domain.notes import Note
from plugin.domain.templates import Template

# Latin, full width, Arabic, Greek.
_QUESTION_MARKS = ("?", "\uff1f", "\u061f", "\u037e")
_AFTER_THE_MARK = " \t\n\r\u00a0.!…\"'”’»)]"


def nudges(template: Template, notes: Mapping[str, Iterable[Note]]) -> Iterator[str]:
    """Yield a sentence for each box of questions in which notes are none; `notes` are by box."""
    for zone in template.zones:
        if not zone.asks_questions:
            continue
        here = (note.text for note in notes.get(zone.code, ()) if note.is_on_desk)
        many = sum(not asks(text) for text in here if text)
        if many:
            said = "One note does" if many == 1 else f"{many} notes do"
            yield (
                f"{zone.frame_title}: {said} not end with a question mark. "
                "Questions, not advice: ask whether there is a question in it."
            )


def asks(text: str) -> bool:
    """Say whether words end as a question does, in any script."""
    return text.rstrip(_AFTER_THE_MARK).endswith(_QUESTION_MARKS)
