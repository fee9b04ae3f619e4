"""Words on their way through a job's row, which is not to tell them: sealed, and dropped soon.

What is asked with (an address, a code) is locked under the keys of this server (`plugin.accounts`)
and dropped when the job ends. What is answered with names is sealed for the one browser that asked:
its key is in nobody's database, so that names stay as unknown here as they were (promise 2).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from plugin.domain.jobs import SEALED, Job
from plugin.use_cases import Runtime

_FOR_REPLIES = b"hedgerow replies"


def locked(runtime: Runtime, words: Mapping[str, str]) -> dict[str, Any]:
    """Return what a payload holds of words that its row is not to tell."""
    keys = runtime.accounts.keys
    return {SEALED: {name: keys.locked(text) for name, text in words.items()}}


def unlocked(runtime: Runtime, job: Job, name: str) -> str:
    """Return one of the words that a job was asked with; raise LookupError once it has ended."""
    return runtime.accounts.keys.unlocked(job.payload[SEALED][name])


def new_reply_key() -> str:
    """Make the key that a browser keeps, to open answers for it alone."""
    return _written(X25519PrivateKey.generate().private_bytes_raw())


def public_part(reply_key: str) -> str:
    """Return what others seal with, for the holder of a key; raise ValueError for no key."""
    return _written(
        X25519PrivateKey.from_private_bytes(_read(reply_key)).public_key().public_bytes_raw()
    )


def sealed_for(public: str, text: str) -> str:
    """Return a text that only the holder of a reply key reads."""
    passing = X25519PrivateKey.generate()
    whose = X25519PublicKey.from_public_bytes(_read(public))
    token = _shared(passing, whose).encrypt(text.encode()).decode()
    return f"{_written(passing.public_key().public_bytes_raw())}.{token}"


def opened(reply_key: str, sealed: str) -> str | None:
    """Return a text that was sealed for this key, None for any other."""
    public, _, token = sealed.partition(".")
    try:
        own = X25519PrivateKey.from_private_bytes(_read(reply_key))
        whose = X25519PublicKey.from_public_bytes(_read(public))
        return _shared(own, whose).decrypt(token.encode()).decode()
    except (ValueError, InvalidToken, InvalidSignature):
        return None


def _shared(own: X25519PrivateKey, other: X25519PublicKey) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_FOR_REPLIES)
    return Fernet(base64.urlsafe_b64encode(derived.derive(own.exchange(other))))


def _written(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


def _read(key: str) -> bytes:
    return base64.urlsafe_b64decode(key)
