"""*Ask something else in a box*: what one session asks instead of its design's question.

A field that is left empty changes nothing, so that a form says only what differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugin.convene.this_session_alone import can_be_asked_otherwise, lines_of
from plugin.domain.templates import Template

_FIELD = "asks-"


@dataclass(frozen=True, slots=True)
class AskChoice:
    """A box, what its design asks, and what this session asks instead, a line each."""

    code: str
    title: str
    asks: tuple[str, ...]
    typed: str = ""

    @property
    def field(self) -> str:
        """Return what the box is called in the form."""
        return f"{_FIELD}{self.code}"


def ask_choices(template: Template, chosen: Mapping[str, tuple[str, ...]]) -> tuple[AskChoice, ...]:
    """Return the boxes of a design in which a session may ask something else."""
    return tuple(
        AskChoice(zone.code, zone.frame_title, zone.prompts, "\n".join(chosen.get(zone.code, ())))
        for zone in template.zones
        if can_be_asked_otherwise(template, zone.code) and zone.prompts
    )


def is_asking(name: str) -> bool:
    """Say whether a field of a form says what a box asks."""
    return name.startswith(_FIELD)


def questions_typed(typed: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what a form asks otherwise, by box."""
    fields = (
        (name.removeprefix(_FIELD), lines_of(typed[name])) for name in typed if is_asking(name)
    )
    return {code: lines for code, lines in fields if lines}


def fields_asking(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return what a form says that asks this."""
    return {f"{_FIELD}{code}": "\n".join(lines) for code, lines in sorted(chosen.items())}
