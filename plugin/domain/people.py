"""People, their roles, and what each role may do.

Every use case receives the acting person and asks here, so that no route can forget. People of
another partnership are told that nothing is there; people of this one are told what is refused.

What reaches a whole partnership is asked for by `require_everywhere`: its accounts, its page in
Notion, a role in all of it. That is for its own convenors and facilitators, and for who hosts every
community that it has. Carrying to Notion and back is for the team of any community: it moves only
what was released to the whole partnership.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from functools import partial

from plugin.domain.who_acted import WhoActed
from plugin.errors import NotHere, Refused
from plugin.languages import Language, LazyText, lazy_gettext

_WELSH_VOWELS = tuple("aeiouwyâêîôûŵŷáéíóú")
NOTHING_HERE = lazy_gettext("There is nothing here that you can see. Nothing was changed.")


class Role(Enum):
    """A person's part in a partnership or one of its communities."""

    CONVENOR = "convenor"
    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    LEARNING_PARTNER = "learning partner"
    SPONSOR = "sponsor"
    SUPERVISOR = "supervisor"  # of the learning partner: outside the group, as sponsors are


class Power(Enum):
    """One thing that a person may be allowed to do; the value completes *You may not …*."""

    READ_MEMORY = "read this partnership's pieces"
    READ_COMMUNITY = "read this group's pages"
    READ_NOTES = "read the notes of this session"
    RUN_SESSION = "run a session of this group"
    CURATE = "make pieces out of this group's notes"
    READ_BACK = "record what the group said to a piece"
    RELEASE = "change who may read a piece"
    SYNC = "carry pieces to Notion and back"
    LOOK_AFTER = "change people and settings here"
    CONNECT = "connect this partnership to Miro and Notion"


_EVERYBODY = frozenset(Role)
OUTSIDE_ROLES = frozenset({Role.SPONSOR, Role.SUPERVISOR})
_MEMBERS = _EVERYBODY - OUTSIDE_ROLES
_HOSTS = frozenset({Role.CONVENOR, Role.FACILITATOR})
_TEAM = _HOSTS | {Role.LEARNING_PARTNER}

MAY: dict[Power, frozenset[Role]] = {
    Power.READ_MEMORY: _EVERYBODY,
    Power.READ_COMMUNITY: _MEMBERS,
    Power.READ_NOTES: _TEAM,
    Power.RUN_SESSION: _HOSTS,
    Power.CURATE: frozenset({Role.LEARNING_PARTNER}),
    Power.READ_BACK: _TEAM,
    Power.RELEASE: frozenset({Role.LEARNING_PARTNER}),
    Power.SYNC: _TEAM,
    Power.LOOK_AFTER: _HOSTS,
    Power.CONNECT: _HOSTS,
}


# Who stands outside every group has a place in the whole partnership; a participant has none there.
ROLES_OF_GROUP = tuple(role for role in Role if role not in OUTSIDE_ROLES)
ROLES_OF_PARTNERSHIP = tuple(role for role in Role if role is not Role.PARTICIPANT)


@dataclass(frozen=True, slots=True)
class Membership:
    """A role in a partnership; `community_id` None means in all of it."""

    partnership_id: str
    community_id: str | None
    role: Role
    party: str = ""
    since: datetime | None = field(default=None, compare=False)  # None: longer than we know


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person, as every use case receives them.

    Whoever made a person's sign-in link could have used it themselves. `let_in_by` are the ids of
    whoever made the link by which this person is signed in, and of whoever let these in; empty
    where it was mailed, or passed on by who runs the server.
    """

    person_id: str
    name: str
    memberships: tuple[Membership, ...] = ()
    is_operator: bool = False  # runs the server: the command line and the daily jobs
    let_in_by: tuple[str, ...] = ()
    only_in: str | None = None  # the partnership in which alone this sign-in holds

    @property
    def stored_id(self) -> str | None:
        """Return the id to store beside what they wrote; who runs the server is no person here."""
        return None if self.is_operator else self.person_id

    @property
    def counts_as(self) -> frozenset[str]:
        """Return the ids of everybody who may be the one that acts here."""
        return self.acted.counts_as

    @property
    def acted(self) -> WhoActed:
        """Return what to store beside what they did, where it matters later who could it be."""
        return WhoActed(None) if self.is_operator else WhoActed(self.person_id, self.let_in_by)

    def is_among(self, allowed: Collection[str]) -> bool:
        """Say whether everybody who may be the one that acts is one of these people."""
        return bool(self.counts_as) and self.counts_as <= frozenset(allowed)

    def within(self, partnership_id: str) -> Actor:
        """Return this person with their places in one partnership alone."""
        here = (held for held in self.memberships if held.partnership_id == partnership_id)
        return replace(self, memberships=tuple(here))

    def roles(self, partnership_id: str, community_id: str | None = None) -> frozenset[Role]:
        """Return the roles held here; None asks for any community of the partnership."""
        return frozenset(
            held.role
            for held in self.memberships
            if held.partnership_id == partnership_id
            and (community_id is None or held.community_id in (None, community_id))
        )

    def may(self, power: Power, partnership_id: str, community_id: str | None = None) -> bool:
        """Say whether this person has `power` here."""
        return self.is_operator or bool(self.roles(partnership_id, community_id) & MAY[power])

    def had(self, power: Power, partnership_id: str, community_id: str, moment: datetime) -> bool:
        """Say whether one of the roles that give `power` here was held at a moment already."""
        return self.is_operator or any(
            held.role in MAY[power]
            and held.partnership_id == partnership_id
            and held.community_id in (None, community_id)
            and (held.since is None or held.since <= moment)
            for held in self.memberships
        )

    def require(self, power: Power, partnership_id: str, community_id: str | None = None) -> None:
        """Return if this person has `power` here; raise NotHere for strangers, else Refused."""
        if self.may(power, partnership_id, community_id):
            return
        if not self.roles(partnership_id):
            raise NotHere(NOTHING_HERE)
        raise Refused(
            f"You may not {power.value}. Nothing was changed. "
            "If you need this, ask the person who gave you your role."
        )

    def may_everywhere(
        self, power: Power, partnership_id: str, community_ids: Collection[str]
    ) -> bool:
        """Say whether this person has `power` in the whole partnership.

        That is through a role in all of it, or through one in each of `community_ids`; none given
        asks for a role in all of it.
        """
        if self.is_operator:
            return True
        whole = {
            held.role
            for held in self.memberships
            if held.partnership_id == partnership_id and held.community_id is None
        }
        in_each = (self.may(power, partnership_id, each) for each in community_ids)
        return bool(whole & MAY[power]) or (bool(community_ids) and all(in_each))

    def require_everywhere(
        self, power: Power, partnership_id: str, community_ids: Collection[str]
    ) -> None:
        """Return if this person has `power` in the whole partnership; raise as `require` does."""
        self.require(power, partnership_id)
        if not self.may_everywhere(power, partnership_id, community_ids):
            raise Refused(
                "This holds for the whole partnership, and you host a part of it. Nothing was "
                "changed. Ask a convenor or facilitator of the whole partnership, or the "
                "administrator."
            )


OPERATOR = Actor(person_id="operator", name="The administrator", is_operator=True)


def named_with(
    power: Power, people: Iterable[Actor], partnership_id: str, community_id: str
) -> tuple[str, ...]:
    """Return the names of those who hold a power in a community, as `holders_of` does."""
    return tuple(name for _, name in holders_of(power, people, partnership_id, community_id))


def holders_of(
    power: Power, people: Iterable[Actor], partnership_id: str, community_id: str
) -> tuple[tuple[Actor, str], ...]:
    """Return those who hold a power in a community, each with the name to call them by.

    First names in the order given, hosts before learning partners; the whole name where two share
    a first name.
    """
    learning = Role.LEARNING_PARTNER
    here = [(each, each.roles(partnership_id, community_id)) for each in people]
    found = [(each, roles) for each, roles in here if roles & MAY[power]]
    holders = [each for each, _ in sorted(found, key=lambda holder: learning in holder[1])]
    first = [each.name.split()[0] for each in holders]
    return tuple(
        (each, given if first.count(given) == 1 else each.name)
        for each, given in zip(holders, first, strict=True)
    )


def readers_in_words(names: Sequence[str]) -> LazyText:
    """List readers as people do: *Sam, Helen and Jo*; their parts where no name is known."""
    if not names:
        return lazy_gettext("the facilitator and the learning partner")
    return LazyText(partial(listed, tuple(names)))


def listed(names: tuple[str, ...], language: Language) -> str:
    """List names as people do in a language: *Sam, Helen and Jo*."""
    *first, last = names
    if not first:
        return last
    together = "and"
    if language is Language.WELSH:  # *a* before a consonant, *ac* before a vowel
        together = "ac" if last.casefold().startswith(_WELSH_VOWELS) else "a"
    return f"{', '.join(first)} {together} {last}"
