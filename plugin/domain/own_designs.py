"""A group's own designs: versions that never change, and what may stand in one.

A version is whole. Its boxes keep their names (`Zone.key`) when they move, so that what the group
agreed about a box holds wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.agreements import Agreement, loosest_label
from plugin.domain.blankness import is_blank
from plugin.domain.labels import WORDS, Label, is_looser
from plugin.domain.templates import Template

ID_START = "G"
_MARKUP = re.compile(r"<[A-Za-z/!?][^<>]*>?")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Version:
    """One saving of a group's own design."""

    template: Template
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OwnDesign:
    """A design that a group made its own; the newest version stands first."""

    id: str
    community_id: str
    base: str  # the code of the shipped design that it was made from, "" for none
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Template:
        """Return the version that the next session would have."""
        return self.versions[0].template


def is_own_code(code: str) -> bool:
    """Say whether a design's code names a version of a group's own design."""
    return code.startswith(ID_START) and "." in code


def faults_of_words(template: Template) -> Iterator[str]:
    """Yield what people would not see, or a board would take for something else than words."""
    for place, words in _every_text(template):
        if _MARKUP.search(words):
            yield f"{place}: write it without markup such as <b>"
        elif _UNSEEN.search(words):
            yield f"{place}: it holds signs that nobody can see; type it again"
        elif is_blank(words):
            yield f"{place}: it is empty"


def faults_of_labels(template: Template, agreement: Agreement | None) -> Iterator[str]:
    """Yield the boxes whose label is looser than the group agreed, and who can agree to it."""
    for zone in template.zones:
        most = loosest_label(template, zone, agreement)
        if is_looser(zone.label, most):
            stricter = "Stays here" if most is Label.X else f"{WORDS[most]} or stricter"
            yield (
                f"box “{zone.title}”: only your group can agree that its notes are "
                f"“{WORDS[zone.label]}”. Read it to the group under “Read sentences back” of a "
                f"session, and record what it says. Until then, choose {stricter}"
            )


def _every_text(template: Template) -> Iterator[tuple[str, str]]:
    yield "title", template.meeting_kind
    yield "purpose", template.purpose
    yield "who", template.who
    for zone in template.zones:
        yield f"box {zone.frame_title}, title", zone.title
        for prompt in zone.prompts:
            yield f"box {zone.frame_title}, questions", prompt
    for step in template.steps:
        yield f"step {step.title}, title", step.title
        yield f"step {step.title}, what happens", step.happens
        yield f"step {step.title}, what to say", step.say
