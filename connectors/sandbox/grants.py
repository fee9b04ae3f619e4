"""Permissions that people of the sandbox gave: codes that are good once, tokens that rotate.

No token is kept, only what is left of it after hashing. A client whose id ends in `-lasting` is
one that was set up without ending tokens: it gets no refresh token and no end.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

TOKEN_PREFIX = "sandbox-grant-"  # noqa: S105 - the public beginning of every such token
SECRET_PREFIX = "sandbox-"  # noqa: S105 - a secret that begins like this is taken
CODE_LASTS = timedelta(minutes=10)
REFRESH_LASTS = timedelta(days=60)
_LASTING = "-lasting"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a code stands for until it is used."""

    who: str
    client_id: str
    redirect_uri: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """Two new tokens, or one that lasts."""

    who: str
    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_in: int | None


@dataclass(frozen=True, slots=True)
class _Grant:
    who: str
    client_id: str
    access_hash: str
    refresh_hash: str | None
    ends_at: datetime | None
    refresh_ends_at: datetime | None


class Grants:
    """All codes and tokens of one vendor's stand-in."""

    def __init__(self, clock: Callable[[], datetime], *, lasts: timedelta | None) -> None:
        self._clock = clock
        self._lasts = lasts
        self._offers: dict[str, Offer] = {}
        self._grants: list[_Grant] = []

    def offer(self, who: str, client_id: str, redirect_uri: str) -> str:
        """Return a code for the account of somebody who said yes."""
        code = secrets.token_urlsafe(24)
        until = self._clock() + CODE_LASTS
        self._offers[_hash(code)] = Offer(who, client_id, redirect_uri, until)
        return code

    def exchange(self, code: str, client_id: str, redirect_uri: str) -> Issued | None:
        """Return tokens for a code; None for one that was used, is too old or somebody else's."""
        offer = self._offers.pop(_hash(code), None)
        if offer is None or self._clock() > offer.until:
            return None
        if (offer.client_id, offer.redirect_uri) != (client_id, redirect_uri):
            return None
        return self._issue(offer.who, client_id)

    def refresh(self, refresh_token: str, client_id: str) -> Issued | None:
        """Return two new tokens, and end both old ones; None for a refresh token that ended."""
        asked, now = _hash(refresh_token), self._clock()
        for grant in self._grants:
            if (grant.refresh_hash, grant.client_id) == (asked, client_id):
                self._grants.remove(grant)
                is_late = grant.refresh_ends_at is not None and now >= grant.refresh_ends_at
                return None if is_late else self._issue(grant.who, client_id)
        return None

    def revoke(self, access_token: str) -> bool:
        """End a token and its refresh token; say whether it was there."""
        asked = _hash(access_token)
        left = [grant for grant in self._grants if grant.access_hash != asked]
        found = len(left) < len(self._grants)
        self._grants = left
        return found

    def revoke_all(self) -> int:
        """End every token, as uninstalling the app does; return how many."""
        count, self._grants = len(self._grants), []
        return count

    def who(self, access_token: str) -> str | None:
        """Return whose a token is, or None if it ended or never was."""
        asked, now = _hash(access_token), self._clock()
        for grant in self._grants:
            if grant.access_hash == asked and (grant.ends_at is None or now < grant.ends_at):
                return grant.who
        return None

    def _issue(self, who: str, client_id: str) -> Issued:
        access, refresh = (TOKEN_PREFIX + secrets.token_urlsafe(24) for _ in range(2))
        is_lasting, now = client_id.endswith(_LASTING), self._clock()
        ends_in = None if is_lasting else self._lasts
        grant = _Grant(
            who,
            client_id,
            _hash(access),
            None if is_lasting else _hash(refresh),
            None if ends_in is None else now + ends_in,
            None if ends_in is None else now + REFRESH_LASTS,
        )
        self._grants.append(grant)
        seconds = None if ends_in is None else int(ends_in.total_seconds())
        return Issued(who, access, None if is_lasting else refresh, seconds)


def is_client(client_id: str, secret: str) -> bool:
    """Say whether the sandbox takes this for an app that was registered."""
    return bool(client_id) and secret.startswith(SECRET_PREFIX)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
