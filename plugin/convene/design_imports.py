"""Makes a design of somebody's file, or of what was read elsewhere, the group's own.

Nothing of a file is believed: it is checked like every design, its words are words, and no note of
its boxes is kept before the group agrees to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plugin.convene.group_designs import design_faults, require_group, store_version
from plugin.convene.template_files import read_template_text, refusal
from plugin.domain.blankness import one_line
from plugin.domain.labels import WORDS, Label, is_looser
from plugin.domain.own_designs import ID_START
from plugin.domain.people import Actor, Power
from plugin.domain.presses import id_of
from plugin.domain.templates import Template, own_code
from plugin.errors import BadInput
from plugin.store import communities as stored_communities
from plugin.store.services import Services

LONGEST_FILE = 200_000
_ID_LENGTH = 12
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Imported:
    """A design that was stored as the first version, and what was made stricter in it."""

    template: Template
    told: tuple[str, ...]


def import_design(
    services: Services, actor: Actor, community_id: str, name: str, text: str, press: str
) -> Imported:
    """Store the design in the text of a file; raise BadInput with file, entry and reason.

    The same `press` and text again store nothing new.
    """
    called = one_line(name)[:_LONGEST_NAME] or "of your file"
    if len(text) > LONGEST_FILE:
        raise BadInput(
            f"The file {called} is longer than a design can be. Nothing was stored. A design has "
            f"at most {LONGEST_FILE:,} characters."
        )
    with services.db.read() as tx:
        require_group(tx, actor, community_id, Power.RUN_SESSION)
    read = read_template_text(called, text.removeprefix("\ufeff"))
    template = as_new(read, id_of(community_id, f"file {press} {text}"))
    return Imported(store_new(services, actor, community_id, called, template), _told(read))


def as_new(read: Template, design_id: str) -> Template:
    """Return a design from elsewhere as a first version: every box is held at most."""
    zones = (
        replace(
            zone,
            key=zone.code if not zone.code[1:].isdecimal() or zone.code == "Z0" else f"N{number}",
            label=_at_most_held(zone.label),
            at_most=_at_most_held(zone.label),
            takes_returns=False,
        )
        for number, zone in enumerate(read.zones)
    )
    code = own_code(ID_START + design_id[:_ID_LENGTH], 1)
    title = read.meeting_kind
    return replace(read, code=code, version=1, base="", title=title, zones=tuple(zones))


def store_new(
    services: Services, actor: Actor, community_id: str, called: str, template: Template
) -> Template:
    """Store a first version from elsewhere; raise BadInput with what is wrong in it."""
    with services.db.begin() as tx:
        community = require_group(tx, actor, community_id, Power.RUN_SESSION)
        agreement = stored_communities.agreement(tx, community.id)
        faults = design_faults(template, agreement)
        if faults:
            raise refusal(called, faults)
        return store_version(tx, services, community, template)


def _at_most_held(label: Label) -> Label:
    return Label.X if label is Label.X else Label.H


def _told(read: Template) -> tuple[str, ...]:
    """Say which boxes are stricter here than in the file."""
    return tuple(_stricter(read))


def _stricter(read: Template) -> Iterator[str]:
    found = [zone for zone in read.zones if is_looser(zone.label, Label.H)]
    if found:
        boxes = ", ".join(f"“{zone.title}” ({WORDS[zone.label]})" for zone in found)
        yield (
            f"These boxes are held here, until your group agrees to what the file says: {boxes}. "
            "Read it to the group under “Read sentences back” of a session."
        )
