"""Seven words that open *My notes*, for whoever cannot keep an address: written down or said aloud.

They are words of the sessions' codes (`domain.join_codes`), worked out of the random token of one's
own link, so that they stay the same as long as it does. Seven of 487 words are 62 bits. A page lets
an address try sixty in a quarter of an hour (`web.guesses`): a thousand addresses that try for a
year, at ten thousand people with such words, find one of them with a chance of one in three hundred
thousand. Whoever stole the database tries without that limit, so that each try costs `scrypt` with
16 MB and some 50 ms: a thousand processors work for centuries. Six words would be a year for them,
which is too few for notes that are kept for years; the token itself would be twenty-two, which
nobody writes down.

Unlike a session's code they lead to notes after Close as well, as the link does.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from plugin.domain.join_codes import WORDS

WORDS_IN_PASSPHRASE = 7
_NAME = b"hedgerow passphrase"  # the same everywhere: it says no more than what is hashed
_COST, _BLOCK, _LANES = 2**14, 8, 1


@dataclass(frozen=True, slots=True)
class PassphraseKeys:
    """What is worked out of a passphrase: by what its row is found, and the key that opens it."""

    passphrase_hash: str
    key: bytes = field(repr=False)  # of 32 bytes


def passphrase_of(token: str) -> tuple[str, ...]:
    """Return the words of somebody's own link; they tell nothing of its token."""
    number = int.from_bytes(hmac.digest(token.encode(), _NAME, "sha256"))
    words = []
    for _ in range(WORDS_IN_PASSPHRASE):
        number, at = divmod(number, len(WORDS))
        words.append(WORDS[at])
    return tuple(words)


def not_in_list(words: tuple[str, ...]) -> str | None:
    """Return the first word that no passphrase has: it is mistyped; None if all can be."""
    return next((each for each in words if each not in _KNOWN), None)


def keys_of(words: tuple[str, ...]) -> PassphraseKeys:
    """Work out what these words open; slow, so that trying is."""
    said = " ".join(words).encode()
    made = hashlib.scrypt(said, salt=_NAME, n=_COST, r=_BLOCK, p=_LANES, dklen=64)
    return PassphraseKeys(made[:32].hex(), made[32:])


_KNOWN = frozenset(WORDS)
