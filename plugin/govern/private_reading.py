"""Who may be the one that reads, where only some people may: every one of them has to be allowed.

Whoever made the link by which a person is signed in could use it, and so could whoever replaced
that person's e-mail address, until somebody else confirmed under *People* that it is theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plugin.domain.people import Actor
from plugin.errors import Refused
from plugin.store import address_writers
from plugin.store.database import Tx

BY_LINK = (
    "You signed in by a link that somebody else made, and they could use it too. So what only you "
    "may read stays closed. Sign in by a link that you ask for yourself."
)
BY_ADDRESS = (
    "Somebody else changed your e-mail address. So what only you may read stays closed until "
    "another person confirms under People that the address is yours."
)

NOBODY = "The administrator has nothing of their own here."


@dataclass(frozen=True, slots=True)
class MayRead:
    """The ids of everybody who may be the one that reads, and why there are several."""

    ids: frozenset[str]
    why_closed: str = ""

    def is_among(self, allowed: Collection[str]) -> bool:
        """Say whether all of them are people who may read; whoever runs the server never is."""
        return bool(self.ids) and self.ids <= frozenset(allowed)

    @property
    def own_id(self) -> str | None:
        """Return by which id somebody reads what is theirs alone; None: others could be them."""
        return next(iter(self.ids)) if len(self.ids) == 1 else None


def who_reads(tx: Tx, actor: Actor, partnership_id: str) -> MayRead:
    """Return who may be the one that reads in a partnership."""
    ids = address_writers.of(tx, partnership_id).behind_addresses_of(actor.counts_as)
    if len(actor.counts_as) > 1:
        return MayRead(ids, BY_LINK)
    return MayRead(ids, BY_ADDRESS if len(ids) > 1 else "")


def require_own_id(tx: Tx, actor: Actor, partnership_id: str) -> str:
    """Return by which id somebody reads what is theirs alone; raise Refused with the reason."""
    found = who_reads(tx, actor, partnership_id)
    if found.own_id is None:
        raise Refused(f"{found.why_closed or NOBODY} Nothing was shown or changed.")
    return found.own_id
