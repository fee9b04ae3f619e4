"""Labels that pages give to words: whose they are, and which box a note came from."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.convene.design_lookup import find_design
from plugin.domain.pieces import Wording
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from plugin.store.services import Services


def whose(wording: Wording, writers: Mapping[str, str]) -> str:
    """Return whose words these are; nothing where they were written here by nobody known.

    `writers` are names by the ids of wordings. The words that a group agreed are the group's,
    whoever wrote them down.
    """
    name = writers.get(wording.id)
    if wording.made_in == "notion":
        return "written in Notion"
    if wording.made_in == "read back":
        agreed = "as the group agreed it"
        return f"{agreed}, written down by {name}" if name else agreed
    return f"by {name}" if name else ""


def box_title(services: Services, session: Session | None, zone_code: str) -> str:
    """Return a box's title; *A box* where the design is not known here any more."""
    if session is None or session.template_code is None:
        return "A box"
    try:
        zone = find_design(services, session.template_code).zone(zone_code)
    except BadInput:
        return "A box"
    return zone.title if zone else "A box"
