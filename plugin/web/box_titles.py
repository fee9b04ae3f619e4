"""The title of the box that a note came from, as the session's design calls it."""

from __future__ import annotations

from plugin.convene.template_files import read_template
from plugin.domain.sessions import Session
from plugin.errors import BadInput


def box_title(session: Session | None, zone_code: str) -> str:
    """Return a box's title; *A box* where the design is not known here any more."""
    if session is None or session.template_code is None:
        return "A box"
    try:
        zone = read_template(session.template_code).zone(zone_code)
    except BadInput:
        return "A box"
    return zone.title if zone else "A box"
