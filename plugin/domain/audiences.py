"""Audiences as people, never as numbers or ranks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from plugin.domain.communities import Partnership
from plugin.domain.people import Actor, Role, listed
from plugin.languages import Language, LazyText, lazy_gettext, translate

# As organisations are called when people are invited; another name stays as it was given.
_PARTIES = {
    "practice": lazy_gettext("practice"),
    "consultancy": lazy_gettext("consultancy"),
    "academia": lazy_gettext("academia"),
    "funder": lazy_gettext("funder"),
    "lived experience": lazy_gettext("lived experience"),
}


def partners_in_words(partnership: Partnership, people: Sequence[Actor]) -> LazyText:
    """Say who reads what went to our partners."""
    parties = sorted(
        {held.party.replace("_", " ") for who in people for held in who.memberships if held.party}
    )
    has_sponsor = any(Role.SPONSOR in who.roles(partnership.id) for who in people)
    name, those = partnership.name, LazyText(partial(_named, tuple(parties)))
    if parties and has_sponsor:
        return lazy_gettext(
            "Everybody in %(name)s, people from %(parties)s, the sponsor among them.",
            name=name,
            parties=those,
        )
    if parties:
        return lazy_gettext(
            "Everybody in %(name)s, people from %(parties)s.", name=name, parties=those
        )
    if has_sponsor:
        return lazy_gettext("Everybody in %(name)s, the sponsor among them.", name=name)
    return lazy_gettext("Everybody in %(name)s.", name=name)


def _named(parties: tuple[str, ...], language: Language) -> str:
    said = [translate(_PARTIES.get(each, each), language) for each in parties]
    return listed(tuple(said), language) if said else ""
