"""Finds the design that a session names: a shipped one, or a version of a group's own.

Versions of a group's own design never change, so a session that was held by one shows it as it was.
"""

from __future__ import annotations

from dataclasses import replace

from plugin.convene.template_files import known_templates, read_template, template_of
from plugin.domain.labels import Label
from plugin.domain.own_designs import OwnDesign, Version, is_own_code
from plugin.domain.sessions import Session
from plugin.domain.templates import Template, own_code
from plugin.errors import BadInput, NotHere
from plugin.languages import lazy_gettext
from plugin.store import designs as stored_designs
from plugin.store.database import Tx
from plugin.store.designs import StoredVersion
from plugin.store.services import Services

_NO_DESIGN = lazy_gettext(
    "There is no such session design here. Nothing was changed. Choose one of the list."
)


def design_in(tx: Tx, code: str) -> Template:
    """Return the design of this code; raise BadInput where there is none."""
    if not is_own_code(code):
        return read_template(code)
    design_id, _, version = code.partition(".")
    found = None
    if version.isascii() and version.isdecimal() and len(version) < 6:
        found = stored_designs.version(tx, design_id, int(version))
    if found is None:
        raise BadInput(_NO_DESIGN)
    return as_template(found)


def find_design(services: Services, code: str) -> Template:
    """Return the design of this code, of whatever group; raise BadInput where there is none."""
    if not is_own_code(code):
        return read_template(code)  # a shipped one: nothing is asked of the database
    with services.db.read() as tx:
        return design_in(tx, code)


def box_title(services: Services, session: Session | None, zone_code: str) -> str:
    """Return a box's title; *A box* where the design is not known here any more."""
    if session is None or session.template_code is None:
        return "A box"
    try:
        zone = find_design(services, session.template_code).zone(zone_code)
    except BadInput:
        return "A box"
    return zone.title if zone else "A box"


def design_for(services: Services, community_id: str, code: str) -> Template:
    """Return a design that this group can use: a shipped one or its own; raise BadInput."""
    with services.db.read() as tx:
        found = design_in(tx, code)
        require_design_of(tx, community_id, found)
    return found


def require_design_of(tx: Tx, community_id: str, template: Template | None) -> None:
    """Return if this group can use a design, or none; raise BadInput for another group's own."""
    if template is None or not template.is_own:
        return
    if own_design(tx, community_id, template.design_id) is None:
        raise BadInput(_NO_DESIGN)


def newest_design(services: Services, design_id: str) -> Template | None:
    """Return a design as its next session would have it, by what its versions share; or None."""
    with services.db.read() as tx:
        versions = stored_designs.versions(tx, design_id)
    if versions:
        return as_template(versions[0])
    return next((each for each in known_templates() if each.code == design_id), None)


def own_design(tx: Tx, community_id: str, design_id: str) -> OwnDesign | None:
    """Return a group's own design with all its versions, or None."""
    found = stored_designs.versions(tx, design_id)
    if not found or found[0].community_id != community_id:
        return None
    return _design(found)


def own_design_of(tx: Tx, community_id: str, design_id: str) -> OwnDesign:
    """Return a group's own design; raise NotHere."""
    found = own_design(tx, community_id, design_id)
    if found is None:
        raise NotHere("There is no such design in this group. Nothing was changed.")
    return found


def own_designs(tx: Tx, community_id: str) -> tuple[OwnDesign, ...]:
    """Return every design that a group made its own, the last made first."""
    by_id: dict[str, list[StoredVersion]] = {}
    for each in stored_designs.designs(tx, community_id):
        by_id.setdefault(each.design_id, []).append(each)
    return tuple(_design(tuple(versions)) for versions in by_id.values())


def every_question(services: Services, community_id: str) -> frozenset[str]:
    """Return the questions of all designs that a group's boards may have been built from."""
    with services.db.read() as tx:
        own = [
            version.template for each in own_designs(tx, community_id) for version in each.versions
        ]
    zones = (zone for template in (*known_templates(), *own) for zone in template.zones)
    return frozenset(prompt for zone in zones for prompt in zone.prompts)


def as_template(stored: StoredVersion) -> Template:
    """Return a stored version as a design."""
    template = template_of(stored.document)
    zones = (
        replace(zone, key=key, at_most=Label(label))
        for zone, (key, label) in zip(template.zones, stored.boxes, strict=True)
    )
    return replace(
        template,
        code=own_code(stored.design_id, stored.version),
        version=stored.version,
        base=stored.base,
        zones=tuple(zones),
    )


def _design(found: tuple[StoredVersion, ...]) -> OwnDesign:
    first = found[0]
    versions = tuple(Version(as_template(each), each.made_at) for each in found)
    return OwnDesign(first.design_id, first.community_id, first.base, versions)
