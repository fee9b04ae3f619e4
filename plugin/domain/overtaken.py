"""A form over stored texts: what two people change at once is put together, field by field.

The form carries a mark of each text that it was filled with. Where somebody else saved since, what
this person did not touch stays as the other one left it; what both changed, and differently, is
asked about, and nothing is overwritten unseen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugin.domain.blankness import one_line
from plugin.errors import ChangedMeanwhile

_OVERTAKEN = (
    "Somebody else saved this while you wrote. Nothing of yours was stored, and nothing is lost: "
    "it stands below, beside what they saved. Save again to keep yours."
)


@dataclass(frozen=True, slots=True)
class MergedFields:
    """The fields of a form that somebody else saved meanwhile: `fields` holds what it says now.

    `theirs` names the fields that the other one alone changed, `both` those that both changed, and
    differently: of these `fields` has what this person wrote.
    """

    fields: Mapping[str, Any]
    theirs: tuple[str, ...]
    both: tuple[str, ...]


def shown_mark(*texts: object) -> str:
    """Return the mark of texts as a form shows them, a part for each; gaps do not count."""
    return ".".join(map(_mark, texts))


def require_not_overtaken(shown: str | None, *texts: object) -> None:
    """Return if a form showed these texts, or none was used; raise ChangedMeanwhile otherwise."""
    if shown is not None and shown != shown_mark(*texts):
        raise ChangedMeanwhile(_OVERTAKEN)


def put_together(
    shown: str | None, now: Mapping[str, Any], wanted: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the fields to store; raise ChangedMeanwhile where two people changed the same one.

    `shown` is the mark of the fields that the form was filled with, in the order of `now`; None:
    no form was used, and `wanted` stands.
    """
    if shown is None:
        return wanted
    found = together(shown, now, wanted)
    if found.both:
        raise ChangedMeanwhile(_OVERTAKEN)
    return found.fields


def together(shown: str, now: Mapping[str, Any], wanted: Mapping[str, Any]) -> MergedFields:
    """Put what two people wrote together; a mark that is none of these fields knows none."""
    marks = shown.split(".")
    marks = marks if len(marks) == len(now) else [""] * len(now)
    fields, theirs, both = {}, [], []
    for (name, stored), mark in zip(now.items(), marks, strict=True):
        fields[name] = wanted[name]
        if _mark(stored) in (_mark(wanted[name]), mark):
            continue
        if _mark(wanted[name]) == mark:
            fields[name] = stored
            theirs.append(name)
        else:
            both.append(name)
    return MergedFields(fields, tuple(theirs), tuple(both))


def different(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields that say something else than was wanted."""
    return tuple(name for name in now if _mark(now[name]) != _mark(wanted[name]))


def _mark(text: object) -> str:
    lines = ("" if text is None else str(text)).strip().splitlines()
    written = "\n".join(one_line(line) for line in lines)
    return hashlib.sha256(written.encode()).hexdigest()[:10]
