"""The text of a repair conversation: what went wrong, as far as it is known, and the steps."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.domain.templates import Step, Template

_NOTHING_KNOWN = "(Say what happened in a sentence: a promise broken, words that travelled …)"


def repair_text(design: Template, happened: Sequence[str]) -> str:
    """Return the text, ready to be changed and copied."""
    facts = happened or (_NOTHING_KNOWN,)
    return "\n".join(
        (
            f"{design.title}, {design.minutes} minutes",
            design.who,
            "",
            "What happened",
            *(f"- {each}" for each in facts),
            "",
            "Before you meet",
            "- Ask each person whether they want to talk, and whom they both trust to be there.",
            "- Say what you know, who was told, and what cannot be undone.",
            "- Say sorry for your own part. Explain nothing away.",
            "",
            "When you meet",
            *(_step(number, step) for number, step in enumerate(design.steps, 1)),
            "",
            "Afterwards",
            "- Keep one line that all agree on, or nothing.",
            "- Tell the group what changes, if those who talked agree.",
            "- Say by when you look at it again.",
        )
    )


def _step(number: int, step: Step) -> str:
    return f"{number}. {step.title} ({step.minutes} min). {step.say}"
