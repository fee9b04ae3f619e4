"""The keys under which tokens are stored, and the names that stand for tokens elsewhere.

The first key encrypts, all of them decrypt; `hedgerow keys rotate` brings everything under the
first. Without keys of their own they are derived from the server's secret.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import replace
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from plugin.config import Settings
from plugin.domain.connections import Installation
from plugin.errors import BadInput, ConnectionBroken
from plugin.store import connections as stored_connections
from plugin.store import webhooks as stored_webhooks
from plugin.store.services import Services

_FOR_TOKENS, _FOR_NAMES = b"hedgerow tokens", b"hedgerow credentials"


class TokenKeys:
    """What locks and unlocks tokens."""

    def __init__(self, settings: Settings) -> None:
        """Raise `BadInput` for a key that is none."""
        self._name_key = _derived(settings.secret, _FOR_NAMES)
        try:
            chosen = [Fernet(key) for key in settings.token_keys]
        except ValueError as error:
            raise BadInput(
                "HEDGEROW_TOKEN_KEYS holds something that is not a key. Nothing was started. "
                "Make keys with: hedgerow keys new"
            ) from error
        own = Fernet(base64.urlsafe_b64encode(_derived(settings.secret, _FOR_TOKENS)))
        self._keys = MultiFernet([*chosen, own])

    def locked(self, token: str) -> str:
        """Return a token as it may be stored."""
        return self._keys.encrypt(token.encode()).decode()

    def unlocked(self, stored_token: str) -> str:
        """Return a stored token; raise `ConnectionBroken` if none of the keys fits."""
        try:
            return self._keys.decrypt(stored_token.encode()).decode()
        except InvalidToken as error:
            raise ConnectionBroken(
                "The key that opens the stored connections is not here any more. Everything that "
                "was collected is safe. The administrator puts the old key back, or "
                "a facilitator connects again under Connections.",
                "The old key belongs in HEDGEROW_TOKEN_KEYS.",
            ) from error

    def relocked(self, stored_token: str) -> str:
        """Return a stored token under the first key; raise `ConnectionBroken` as above."""
        return self.locked(self.unlocked(stored_token))

    def name_of(self, credential: str) -> str:
        """Return what stands for a token or an account where neither may be told."""
        return hmac.new(self._name_key, credential.encode(), sha256).hexdigest()


def new_key() -> str:
    """Make a key for `HEDGEROW_TOKEN_KEYS`."""
    return Fernet.generate_key().decode()


def rotate(services: Services, keys: TokenKeys) -> int:
    """Bring all stored tokens under the first key, at once or not at all; return how many.

    The secrets of webhooks, which are not counted, go along.
    """
    with services.db.begin() as tx:
        found = stored_connections.installations(tx)
        for each in found:
            stored_connections.save_installation(tx, _relocked(keys, each))
        for webhook in stored_webhooks.every(tx):
            stored_webhooks.lock_again(tx, webhook.id, keys.relocked(webhook.locked_secret))
    return len(found)


def _relocked(keys: TokenKeys, each: Installation) -> Installation:
    second = each.refresh_token
    return replace(
        each,
        access_token=keys.relocked(each.access_token),
        refresh_token=None if second is None else keys.relocked(second),
    )


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
