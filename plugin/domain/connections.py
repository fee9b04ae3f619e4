"""Connections: which account of Miro or Notion a partnership uses, and whether it still works.

An installation is one account with its tokens; partnerships that use the same account share it,
for a second pair of tokens would end the first. Tokens in these values are encrypted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

# Whoever comes second within this time takes the tokens that the first one got.
YOUNG = timedelta(seconds=30)
# Longer than the vendor is waited for; after it, whoever was refreshing is taken for dead.
LEASE = timedelta(seconds=90)


class Vendor(Enum):
    """The two services that a partnership connects."""

    MIRO = "miro"
    NOTION = "notion"

    @property
    def shown(self) -> str:
        """Return the name as people write it."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One account at one address, with the tokens that open it."""

    id: str
    vendor: Vendor
    site: str
    account_key: str
    account_name: str
    place_name: str
    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    got_at: datetime
    ends_at: datetime | None = None
    refreshing_until: datetime | None = None
    broken_at: datetime | None = None

    @property
    def is_broken(self) -> bool:
        """Say whether the vendor no longer lets us in."""
        return self.broken_at is not None


@dataclass(frozen=True, slots=True)
class Connection:
    """A partnership's use of an installation."""

    partnership_id: str
    vendor: Vendor
    since: datetime
    installation: Installation


class TokenRemedy(Enum):
    """What somebody whose token is over does next."""

    TAKE = "take the tokens that are stored"
    WAIT = "wait for whoever is refreshing them"
    REFRESH = "refresh them"
    GIVE_UP = "say that the connection is broken"


def next_step(held: Installation, found: Installation | None, now: datetime) -> TokenRemedy:
    """Return what to do when the token of `held` is over and `found` is stored."""
    if found is None or found.is_broken:
        return TokenRemedy.GIVE_UP
    if found.access_token != held.access_token or now - found.got_at < YOUNG:
        return TokenRemedy.TAKE
    if found.refresh_token is None:
        return TokenRemedy.GIVE_UP
    if found.refreshing_until is not None and now < found.refreshing_until:
        return TokenRemedy.WAIT
    return TokenRemedy.REFRESH
