"""*Change who keeps what*: for one session a box may keep less than the group agreed, never more.

Boxes that are left as agreed are not in the form's answer, so that a form says only what differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from plugin.domain.agreements import Policy, stricter_labels
from plugin.domain.labels import Label, first_line
from plugin.domain.templates import Template
from plugin.errors import BadInput

_FIELD = "keeps-"


@dataclass(frozen=True, slots=True)
class KeepChoice:
    """A box, what its notes would be by agreement, and what they may be for this session."""

    code: str
    title: str
    agreed: str
    stricter: tuple[tuple[Label, str], ...]  # each with its words; empty where nothing can be
    chosen: Label | None = None

    @property
    def field(self) -> str:
        """Return what the box is called in the form."""
        return f"{_FIELD}{self.code}"


def keep_choices(
    template: Template, policy: Policy, day: date, chosen: Mapping[str, Label]
) -> tuple[KeepChoice, ...]:
    """Return the boxes of a design that a session may make stricter; `policy` is as agreed."""
    until = day + timedelta(days=policy.held_days)
    found = []
    for zone in template.zones:
        agreed = policy.labels[zone.code]
        may = [each for each in stricter_labels(zone, agreed) if each is not agreed]
        if may:
            words = tuple((each, first_line(each, until)) for each in may)
            agreed_words = first_line(agreed, until)
            own = chosen.get(zone.code)
            found.append(KeepChoice(zone.code, zone.frame_title, agreed_words, words, own))
    return tuple(found)


def fields_of(chosen: Mapping[str, Label]) -> dict[str, str]:
    """Return what a form says that chose these labels."""
    return {f"{_FIELD}{code}": label.value for code, label in sorted(chosen.items())}


def is_keeping(name: str) -> bool:
    """Say whether a field of a form chooses the label of a box."""
    return name.startswith(_FIELD)


def labels_typed(typed: Mapping[str, Any]) -> dict[str, Label]:
    """Return the labels that a form chose, by box; raise BadInput for what is none."""
    pairs = ((name.removeprefix(_FIELD), typed[name]) for name in typed if is_keeping(name))
    return labels_sent((code, label) for code, label in pairs if label)


def labels_sent(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Label]:
    """Return labels by box; raise BadInput for what is none."""
    try:
        return {str(code): Label(label) for code, label in pairs}
    except ValueError as error:
        raise BadInput("Choose one of the labels. Nothing was stored.") from error
