"""Writes a design in the shape of its file, and as TOML that `hedgerow designs check` accepts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from plugin.convene.template_schema import OWN_CODE
from plugin.domain.templates import Step, Template, Zone

_ALWAYS = ("title", "meeting_kind", "phase", "use", "version", "purpose", "who")
_WHERE_SAID = ("hint", "least_people", "most_people")
_ZONE_WORDS = ("kind", "becomes", "family", "person")
_ZONE_WHERE_SAID = ("is_story", "takes_returns", "lays_out", "reopens", "asks_questions")


def document_of(template: Template) -> dict[str, Any]:
    """Return a design as a document that the schema reads back to the same design."""
    document = {
        "code": OWN_CODE if template.is_own else template.code,
        **{name: getattr(template, name) for name in _ALWAYS},
        **_said(template, _WHERE_SAID),
        "minutes": template.minutes,
        "short_minutes": sum(step.short_minutes for step in template.steps),
    }
    if not template.has_board:
        document["has_board"] = False
    return document | {
        "zone": [_zone(zone) for zone in template.zones],
        "step": [_step(step) for step in template.steps],
    }


def toml_of(template: Template) -> str:
    """Return a design as the text of its file."""
    document = document_of(template)
    tables = {name: document.pop(name) for name in ("zone", "step")}
    parts = ["\n".join(_lines(document))]
    for name, rows in tables.items():
        parts += ["\n".join((f"[[{name}]]", *_lines(row))) for row in rows]
    return "\n\n".join(parts) + "\n"


def _zone(zone: Zone) -> dict[str, Any]:
    return {
        "code": zone.code,
        "title": zone.title,
        "prompts": list(zone.prompts),
        "label": zone.label.value,
        **{name: getattr(zone, name) for name in _ZONE_WORDS},
        **_said(zone, _ZONE_WHERE_SAID),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "title": step.title,
        "minutes": step.minutes,
        **_said(step, ("short_minutes",)),
        "zones": list(step.zones),
        "happens": step.happens,
        "say": step.say,
        **_said(step, ("dots",)),
    }


def _said(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: found for name in names if (found := getattr(value, name))}


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    for name, value in row.items():
        yield f"{name} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # JSON escapes as TOML does, but for one sign that TOML does not allow bare.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
