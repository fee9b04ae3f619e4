"""Reads session designs from TOML, and refuses a bad one with file, entry and reason.

A design is checked whole before it is used: every fault is listed, and nothing is filled in that
a box must say for itself (its title, its question, its label).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from plugin.convene.template_schema import OWN_CODE, TemplateSchema
from plugin.domain.dots import DOTS_ON
from plugin.domain.labels import Label
from plugin.domain.templates import CLOSE, OFF_THE_RECORD, WELCOME, Step, Template, Zone
from plugin.errors import BadInput
from plugin.languages import lazy_gettext

_Path = tuple[str | int, ...]
_TOML_LINE = re.compile(r"\s*\(at line (?P<line>\d+), column \d+\)")
_REASONS = {
    "Missing data for required field.": "it is missing",
    "Unknown field.": "this key is not known here",
}


def read_template(code: str) -> Template:
    """Return the shipped design of this code; raise BadInput naming the known ones if none is."""
    known = _shipped()
    if code not in known:
        raise BadInput(
            lazy_gettext(
                "There is no session design called “%(code)s”; nothing was changed. Choose one of: "
                "%(known)s.",
                code=code[:40],
                known=", ".join(known),
            )
        )
    return known[code]


def known_templates() -> tuple[Template, ...]:
    """Return every shipped design, in the order of their codes."""
    return tuple(_shipped().values())


def board_templates() -> tuple[Template, ...]:
    """Return every shipped design that has a board."""
    return tuple(template for template in known_templates() if template.has_board)


def read_template_file(path: str | Path) -> Template:
    """Read a design from a file of somebody's own; raise BadInput with file, entry and reason."""
    return _read(Path(path))


@cache  # the files of an installed package do not change while it runs, and pages ask often
def _shipped() -> dict[str, Template]:
    folder = files("plugin.convene") / "templates"
    every = [_read(entry) for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return {template.code: template for template in sorted(every, key=_place_of)}


def _place_of(template: Template) -> tuple[int, str]:
    """Order T2 before T10, and T6b after T6."""
    digits = "".join(filter(str.isdecimal, template.code))
    return int(digits), template.code


def read_template_text(name: str, text: str) -> Template:
    """Read a design from the text of a file called `name`; raise BadInput with entry and reason."""
    template, faults = _checked(_parse(name, text))
    if template is None or faults:
        raise refusal(name, faults)
    return template


def template_of(document: Mapping[str, Any]) -> Template:
    """Return the design in a document that was checked when it was stored."""
    return _as_template(TemplateSchema().load(document))


def faults_of(document: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a design: entry and reason, none for one that works."""
    return _checked(document)[1]


def _read(source: Traversable) -> Template:
    try:
        # TOML allows no byte order mark; Windows editors write one.
        text = source.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise refusal(source.name, [f"the file cannot be read ({err.strerror})"]) from err
    except UnicodeDecodeError as err:
        raise refusal(source.name, ["the file is not text in UTF-8"]) from err
    return read_template_text(source.name, text)


def _checked(document: Mapping[str, Any]) -> tuple[Template | None, list[str]]:
    """Return the design and its faults; None where its shape is wrong."""
    try:
        loaded: Mapping[str, Any] = TemplateSchema().load(document)
    except ValidationError as err:
        return None, list(_faults_of_shape(err.messages_dict, document))
    template = _as_template(loaded)
    return template, [
        *_faults_of_people(template),
        *_faults_of_boxes(template),
        *_faults_of_steps(template, loaded),
    ]


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        found = _TOML_LINE.search(str(err))
        place = f"line {found['line']}" if found else "the last line"
        reason = _TOML_LINE.sub("", str(err)).replace(" (at end of document)", "")
        raise refusal(name, [f"{place}: this is not TOML ({reason})"]) from err


def refusal(name: str, faults: Sequence[str]) -> BadInput:
    """Return what to say of a design's file that was refused."""
    return BadInput(
        f"The session design {name} was refused, and nothing was changed. "
        f"Put this right and try again: {'; '.join(faults)}."
    )


def _faults_of_shape(messages: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    for path, reason in _flat(messages, ()):
        said = _REASONS.get(reason) or reason[:1].lower() + reason[1:].rstrip(".")
        yield f"{_entry(path, document)}: {said}"


def _flat(
    messages: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else (*path, key))
        return
    for message in messages:
        yield path, str(message)


def _entry(path: _Path, document: Mapping[str, Any]) -> str:
    """Name a place in the file as its writer would: *zone Z3, label*."""
    if len(path) < 2 or path[0] not in ("zone", "step"):
        return ", ".join(str(part) for part in path)
    table, index = str(path[0]), int(path[1])
    found = document[table][index]
    name = found.get("code" if table == "zone" else "title") if isinstance(found, dict) else None
    named = f"{table} {str(name)[:40]}" if name else f"{table} number {index + 1}"
    inner = [f"number {part + 1}" if isinstance(part, int) else str(part) for part in path[2:]]
    return ", ".join([named, *inner])


def _as_template(loaded: Mapping[str, Any]) -> Template:
    zones = (Zone(**{**zone, "prompts": tuple(zone["prompts"])}) for zone in loaded["zones"])
    steps = (Step(**{**step, "zones": tuple(step["zones"])}) for step in loaded["steps"])
    sums = ("minutes", "short_minutes")  # worked out from the steps, and compared with them
    told = {name: value for name, value in loaded.items() if name not in sums}
    return Template(**{**told, "zones": tuple(zones), "steps": tuple(steps)})


def _faults_of_people(template: Template) -> Iterator[str]:
    if template.most_people and template.most_people < template.least_people:
        yield "most_people: it is less than least_people"


def _faults_of_boxes(template: Template) -> Iterator[str]:
    if template.has_board:
        yield from _faults_of_zones(template.zones)
    elif template.zones:
        yield "has_board: a design without a board has no boxes"


def _faults_of_zones(zones: tuple[Zone, ...]) -> Iterator[str]:
    codes = [zone.code for zone in zones]
    numbered = [f"Z{number}" for number in range(1, len(codes) - 2)]
    twice = sorted(code for code, times in Counter(codes).items() if times > 1)
    for code in twice:
        yield f"zone {code}, code: it is there more than once"
    if not twice and codes != [WELCOME, *numbered, OFF_THE_RECORD, CLOSE]:
        yield "zone, order: the boxes must be Z0, then Z1, Z2 and so on without a gap, ZX, ZC"
    for zone in zones:
        if zone.code in (WELCOME, OFF_THE_RECORD) and zone.label is not Label.X:
            yield f"zone {zone.code}, label: it must be X, since nothing is kept from there"
        if zone.takes_returns and zone.label in (Label.H, Label.X):
            yield f"zone {zone.code}, takes_returns: what comes back is no held note; choose M or S"
        if zone.reopens and not zone.lays_out:
            yield f'zone {zone.code}, reopens: say lays_out = "notes" too'
        if zone.code != WELCOME and not zone.prompts:
            yield f"zone {zone.code}, prompts: a box needs a question"


def _faults_of_steps(template: Template, loaded: Mapping[str, Any]) -> Iterator[str]:
    codes = {zone.code for zone in template.zones}
    dotted = {zone.code for zone in template.zones if _may_have_dots(template, zone)}
    for step in template.steps:
        if unknown := [code for code in step.zones if code not in codes]:
            yield f"step {step.title}, zones: no box is called {', '.join(unknown)[:40]}"
        if step.dots and not dotted.intersection(step.zones):
            yield f"step {step.title}, dots: it uses no box whose label is M; dots go on kept notes"
    sums = {
        "minutes": sum(step.minutes for step in template.steps),
        "short_minutes": sum(step.short_minutes for step in template.steps),
    }
    for name, total in sums.items():
        if total != loaded[name]:
            yield f"{name}: it says {loaded[name]}, and the steps add up to {total}"


def _may_have_dots(template: Template, zone: Zone) -> bool:
    """Say whether dots make sense in a box; of its own a group may agree later that it keeps it."""
    is_own = template.code == OWN_CODE
    return zone.label is not Label.X if is_own else zone.label in DOTS_ON
