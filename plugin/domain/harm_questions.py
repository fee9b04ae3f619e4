"""Three questions that whoever releases a piece answers, each time it goes further than its group.

Nobody but people can answer them. A plain *yes* holds the piece back: the words are changed, or the
person whom it is about says yes themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

QUESTIONS = {
    "colleague": "Would a colleague know who told this?",
    "story": "Would somebody in the story know it is them?",
    "manager": "Could anyone be worse off if their manager read it?",
}
ANSWERS = {
    "no": "No",
    "agreed": "Yes, and that person said yes to it themselves",
    "yes": "Yes",
}
_NOT_ANSWERED = "Answer the three questions first: each is about people whom it could harm."
_HARMS = (
    "One of the three questions has the answer yes: change the words, or ask that person for their "
    "own yes."
)


@dataclass(frozen=True, slots=True)
class HarmAnswers:
    """What somebody answered: a key of `ANSWERS` for each question; empty for none."""

    colleague: str = ""
    story: str = ""
    manager: str = ""

    @property
    def given(self) -> tuple[str, str, str]:
        """Return the answers in the order of the questions."""
        return (self.colleague, self.story, self.manager)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why the piece stays with its group after these answers, empty if it may go."""
        if any(each not in ANSWERS for each in self.given):
            return (_NOT_ANSWERED,)
        return (_HARMS,) if "yes" in self.given else ()


def has_answers(harm: HarmAnswers | None) -> bool:
    """Say whether any of the three questions was answered."""
    return harm is not None and any(harm.given)


NO_HARM = HarmAnswers("no", "no", "no")
