"""What one session may do otherwise than agreed and designed: stricter labels, other questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plugin.domain.agreements import Policy, stricter_labels
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.labels import Label
from plugin.domain.templates import WELCOME, Template
from plugin.errors import BadInput

MOST_LINES, LONGEST = 4, 300
_LOOSER = (
    "A box can be made stricter here, not looser: that is for the group to agree. Nothing was "
    "stored. Choose again."
)


def can_be_asked_otherwise(template: Template, code: str) -> bool:
    """Say whether a session may ask another question in a box.

    What is written in a box in which the group decides becomes a rule, so that its question stays.
    """
    zone = template.zone(code)
    return zone is not None and zone.label is not Label.S and code != WELCOME


def lines_of(typed: str) -> tuple[str, ...]:
    """Return the questions that somebody typed, a line each."""
    lines = (one_line(line) for line in typed.replace("\0", "").splitlines())
    return tuple(line for line in lines if not is_blank(line))


def require_questions(template: Template | None, questions: Mapping[str, tuple[str, ...]]) -> None:
    """Return if a session of this design can ask these questions; raise BadInput if not."""
    for code, lines in questions.items():
        if template is None or not can_be_asked_otherwise(template, code) or not lines:
            raise BadInput("This box asks what its design asks. Nothing was stored. Look again.")
        if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
            raise BadInput(
                f"A box has room for {MOST_LINES} lines of {LONGEST} characters each. Nothing was "
                "stored. Make the question shorter."
            )


def with_stricter(template: Template, policy: Policy, stricter: Mapping[str, Label]) -> Policy:
    """Return a policy with stricter labels; raise BadInput for a looser one."""
    for code, label in stricter.items():
        zone = template.zone(code)
        if zone is None or label not in stricter_labels(zone, policy.labels[code]):
            raise BadInput(_LOOSER)
    return replace(policy, labels={**policy.labels, **stricter})
