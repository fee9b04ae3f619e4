"""Saying what somebody else saved while a form was open: what it took, and what to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.domain.overtaken import MergedFields


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What both changed, each with what the other one wrote, and what the form took from them."""

    both: tuple[tuple[str, str], ...] = ()
    taken: tuple[str, ...] = ()


NOTHING_MEANWHILE = Meanwhile()


def told_of(found: MergedFields, headings: Mapping[str, str], now: Mapping[str, str]) -> Meanwhile:
    """Return the fields of two people by their headings; `now` is what the other one saved."""
    return Meanwhile(
        both=tuple((headings[name], now[name]) for name in found.both),
        taken=tuple(headings[name] for name in found.theirs),
    )


def also(names: Sequence[str], headings: Mapping[str, str]) -> str:
    """Say, as the end of a sentence on saving, what stays of somebody else's; "" for nothing."""
    if not names:
        return ""
    said = ", ".join(headings[name] for name in names)
    return f" What somebody else saved while you wrote stays: {said}."
