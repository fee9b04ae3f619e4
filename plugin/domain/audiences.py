"""Audiences as people, never as numbers or ranks."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.domain.communities import Partnership
from plugin.domain.people import Actor, Role


def partners_in_words(partnership: Partnership, people: Sequence[Actor]) -> str:
    """Say who reads what went to our partners."""
    parties = sorted(
        {held.party.replace("_", " ") for who in people for held in who.memberships if held.party}
    )
    from_where = f", people from {_listed(parties)}" if parties else ""
    has_sponsor = any(Role.SPONSOR in who.roles(partnership.id) for who in people)
    among = ", the sponsor among them" if has_sponsor else ""
    return f"Everybody in {partnership.name}{from_where}{among}."


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
