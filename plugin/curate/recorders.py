"""Who may record what others said to a piece, and whether they could have written it themselves.

Whoever wrote or changed any wording so far is its author, also of a piece that it was split from or
that was joined into it, and so is whoever wrote down what a group
changed in a meeting: nobody else saw what the group said. Of words from Notion nobody knows the
author, so pages say that nobody is known to be independent of them. The author records nothing
while enough others may. Nobody counts as somebody else whose role here is newer than the first
wording: an author could have added them, then or before a change of a comma. Two people are one
where the first made the link by which the second is signed in, since the first could have used it.
They are one too where the first wrote the other's address, or a third wrote both, until somebody
independent confirmed that they are two (`domain.same_person`), and where the first had left before
the second came: that may be the same person, come back. Where one person added everybody,
nobody independent is there: then those may record who are not, and every page says so.

Of an edition its own author counts, and so do those of the piece's other editions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from itertools import combinations

from plugin.domain.checks import is_author_known
from plugin.domain.editions import Edition, GroupYes
from plugin.domain.people import Actor, Power
from plugin.domain.piece_records import Confirmation
from plugin.domain.pieces import Independence, PieceWhole, Wording, own_yes_of
from plugin.domain.same_person import AddressWriters
from plugin.domain.who_acted import WhoActed, all_of
from plugin.errors import Refused
from plugin.store import address_writers
from plugin.store import people as stored_people
from plugin.store.database import Tx


class Authorship(Enum):
    """What the acting person has to do with the words; the value says why they do not record."""

    NONE = ""
    OWN = "You wrote these words, so somebody else records what was said to them."
    BY_LINK = (
        "One of two people made a sign-in link for the other. So they count as one here, and these "
        "words are theirs. Somebody else records what was said to them, or one of the two after "
        "signing in by a link that they asked for themselves."
    )
    BY_ADDRESS = (
        "You and the author of these words count as one here: one of you wrote the other’s e-mail "
        "address or added the other, or one person did so for both. That ends when somebody else "
        "confirms it under People. Until then somebody else records what was said to these words."
    )
    CAME_LATER = (
        "You came here after somebody had left who wrote these words, or could have. Nobody can "
        "tell whether you are that person, come back. So somebody else records what was said to "
        "these words."
    )
    NEWER = (
        "Your role here is newer than this piece. Somebody who had theirs before records what was "
        "said to it."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorders:
    """What the acting person has to do with the words, and the names of those who may record."""

    authorship: Authorship = Authorship.NONE
    others: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()  # who may record where nobody else may
    has_two_others: bool = False  # who could not be one person
    to_confirm: tuple[str, ...] = ()  # could be neither the author nor who recorded the yes
    is_one_with_recorder: bool = False  # of the yes that waits to be confirmed
    could_be_author: bool = False  # also one who had left, and came back
    readers: tuple[str, ...] = ()  # who could not be the author, however new they are here
    is_author_known: bool = True  # nobody knows who wrote words in Notion

    @property
    def is_author(self) -> bool:
        """Say whether this person wrote the words, or is signed in as somebody who may have."""
        return self.authorship in (Authorship.OWN, Authorship.BY_LINK)

    @property
    def is_one_with_author(self) -> bool:
        """Say whether this person could have written the words."""
        return self.is_author or self.authorship in (Authorship.BY_ADDRESS, Authorship.CAME_LATER)

    @property
    def recorded(self) -> Independence:
        """Return how an answer counts that this person records."""
        if self.is_author:
            return Independence.BY_AUTHOR
        is_one = self.is_one_with_author or self.could_be_author
        return Independence.NOT_INDEPENDENT if is_one else Independence.INDEPENDENT

    @property
    def how(self) -> str:
        """Return what every page will add, should this person record a read-back."""
        unknown = Independence.INDEPENDENT if self.is_author_known else Independence.UNKNOWN_AUTHOR
        return max(self.recorded, unknown).how

    @property
    def may_read_back(self) -> bool:
        """Say whether this person may record a read-back: somebody else does, if there is one."""
        return self.authorship is Authorship.NONE or (self.is_one_with_author and not self.others)

    @property
    def may_hear_a_yes(self) -> bool:
        """Say whether this person may be one of the two who heard a writer's yes."""
        return self.authorship is Authorship.NONE or (
            self.is_one_with_author and not self.has_two_others
        )

    @property
    def may_confirm_a_yes(self) -> bool:
        """Say whether this person may be the second of the two, as far as addresses tell."""
        return self.may_hear_a_yes and not self.gave_the_other

    @property
    def gave_the_other(self) -> bool:
        """Say whether this person gave the other of two answers, and somebody else could this."""
        return self.is_one_with_recorder and bool(self.to_confirm)

    @property
    def may_read_second(self) -> bool:
        """Say whether this person may read second: the author only where nobody else can."""
        return not self.readers if self.could_be_author else not self.gave_the_other

    @property
    def to_ask(self) -> tuple[str, ...]:
        """Return the names of those who may record instead."""
        return self.others or self.authors

    def require(self, may: bool) -> None:
        """Return if `may`; raise Refused with the reason, naming who may record."""
        if not may:
            names = " or ".join(self.to_ask)
            ask = f"Ask {names}." if names else "Change the words, then read them back."
            raise Refused(f"{self.authorship.value} Nothing was stored. {ask}")


@dataclass(frozen=True, slots=True)
class _Written:
    """Who wrote words, by which links, and since when there are any."""

    writers: frozenset[str | None]
    every: frozenset[str]  # and whoever let these in
    since: datetime


def recorders(tx: Tx, actor: Actor, whole: PieceWhole) -> Recorders:
    """Return who may record what was said to the newest words of a piece."""
    own = [each for each in whole.every_wording if each.made_in != "notion"]
    since = min(each.made_at for each in whole.every_wording)
    yes = own_yes_of(whole, whole.newest)
    found = _recorders(tx, actor, whole, _written(own, since), yes.heard_by if yes else None)
    return replace(found, is_author_known=is_author_known(whole, whole.newest))


def recorders_of_edition(
    tx: Tx, actor: Actor, whole: PieceWhole, other: Confirmation | GroupYes | None
) -> Recorders:
    """Return who may record what was said to a piece's editions.

    Of all of them: the next one may have the same words. `other` is the other of the two answers
    that one needs, of the group and of a second person; somebody else gives each, if there is one.
    """
    own = whole.editions
    since = min(each.made_at for each in own)
    return _recorders(tx, actor, whole, _written(own, since), other.by if other else None)


def _written(own: Sequence[Wording] | Sequence[Edition], since: datetime) -> _Written:
    writers = frozenset(each.made_by for each in own)
    return _Written(writers, all_of(each.written_by for each in own), since)


def _recorders(
    tx: Tx, actor: Actor, whole: PieceWhole, words: _Written, given_by: WhoActed | None
) -> Recorders:
    here = (whole.piece.partnership_id, whole.piece.community_id)
    recorder = given_by.counts_as if given_by else frozenset[str]()
    written = address_writers.of(tx, whole.piece.partnership_id, words.every | recorder)
    people = [person for person, _ in stored_people.people_of(tx, whole.piece.partnership_id)]
    team = [person for person in people if person.may(Power.READ_BACK, *here)]
    asked = [person for person in team if person.person_id not in actor.counts_as]
    readers = [each for each in asked if not written.are_one(each.counts_as, words.every)]
    others = [each for each in readers if _is_as_old(each, whole, words)]
    return Recorders(
        authorship=_authorship(actor, words, written, whole),
        others=_names(others),
        authors=_names(person for person in asked if person.person_id in words.writers),
        has_two_others=_are_two(written, others),
        to_confirm=_names(each for each in others if not written.are_one(each.counts_as, recorder)),
        is_one_with_recorder=written.are_one(actor.counts_as, recorder),
        could_be_author=written.are_one(actor.counts_as, words.every),
        readers=_names(readers),
    )


def _authorship(
    actor: Actor, words: _Written, written: AddressWriters, whole: PieceWhole
) -> Authorship:
    if actor.stored_id in words.writers:
        return Authorship.OWN
    if actor.counts_as & words.every:
        return Authorship.BY_LINK
    if written.behind(actor.counts_as) & written.behind(words.every):
        return Authorship.BY_ADDRESS
    if not _is_as_old(actor, whole, words):
        return Authorship.NEWER
    has_come_back = written.are_one(actor.counts_as, words.every)
    return Authorship.CAME_LATER if has_come_back else Authorship.NONE


def _is_as_old(person: Actor, whole: PieceWhole, words: _Written) -> bool:
    """Say whether a person had a role in which they record before there were any words."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    return person.had(Power.READ_BACK, *here, words.since)


def _are_two(written: AddressWriters, people: Iterable[Actor]) -> bool:
    """Say whether two of these people could not be one person."""
    circles = [person.counts_as for person in people]
    return any(not written.are_one(one, other) for one, other in combinations(circles, 2))


def _names(people: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(person.name for person in people)
