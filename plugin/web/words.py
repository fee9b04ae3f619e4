"""Words of the pages: days, labels, roles and rungs as people say them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from plugin.domain.agreements import Attribution
from plugin.domain.labels import Label, first_line
from plugin.domain.people import Actor, Role
from plugin.domain.pieces import RUNG_WORDS, Rung
from plugin.domain.sessions import SessionState

STATES = {
    SessionState.PLANNED: "planned",
    SessionState.OPEN: "open",
    SessionState.CLOSED: "closed",
}
ATTRIBUTIONS = {
    Attribution.NONE: "Nobody is named",
    Attribution.ROLE: "Roles, never names",
    Attribution.CHATHAM_HOUSE: "Chatham House: neither names, roles nor times",
}


def as_filters() -> dict[str, Callable[..., Any]]:
    """Return what templates may call: `{{ session.day|day }}`."""
    return {
        "day": day_and_year,
        "moment": moment,
        "label": label_line,
        "rung": rung_words,
        "state": STATES.__getitem__,
        "roles": roles_in_words,
        "all_roles": all_roles,
    }


def day_and_year(day: date) -> str:
    """Write a day: *16 December 2026*."""
    return f"{day.day} {day:%B %Y}"


def moment(when: datetime) -> str:
    """Write a moment: *16 December 2026, 14.05*, in UTC as everything here."""
    return f"{day_and_year(when.date())}, {when:%H.%M} UTC"


def label_line(label: Label, held_until: date | None = None) -> str:
    """Write a label as it stands on the board: *◔ Held until 16 December*."""
    return first_line(label, held_until)


def rung_words(rung: Rung) -> str:
    """Write who may read a piece: *our partners*."""
    return RUNG_WORDS[rung]


def roles_in_words(roles: frozenset[Role]) -> str:
    """Write roles in one line, in the order of the list of roles."""
    return ", ".join(role.value for role in Role if role in roles)


def all_roles(actor: Actor) -> str:
    """Write the roles that a person holds anywhere."""
    return roles_in_words(frozenset(held.role for held in actor.memberships))
