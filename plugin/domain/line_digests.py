"""Digests of lines whose words went: what a link to Notion knows again, and nobody can guess at.

They are made with the server's key, which lies in no database. Before, they were plain hashes, and
whoever had the database could try short names of themes; these are known still, and the daily tidy
puts keyed ones in their place.
"""

from __future__ import annotations

import hashlib
import hmac

MARK = "went: "  # before the salt and the digest of a line whose words went
_KEYED = "k"  # before a digest that is made with the key; none in hex begins so


def was_agreed(agreed: str, text: str, key: bytes) -> bool:
    """Say whether a text is a line of what both sides agreed on; of words that went, by a digest.

    `key` is the one with which the digests are made.
    """
    own = text.casefold()
    return any(each.casefold() == own or _is_of(each, own, key) for each in agreed.split("\n"))


def agreed_among(agreed: str, entries: str, key: bytes) -> str:
    """Return the entries that both sides agreed on, a line each; marks of others as they stand."""
    there = entries.split("\n")
    known = [next((e for e in there if _is_of(each, e, key)), each) for each in agreed.split("\n")]
    return "\n".join(known)


def with_digests(text: str, salt: str, key: bytes) -> str:
    """Return marks in place of lines; those that are marks stay."""
    lines = text.split("\n")
    return "\n".join(e if not e or e.startswith(MARK) else _mark_of(salt, e, key) for e in lines)


def keyed(digest: str, key: bytes) -> str:
    """Return what is kept of a plain hash of words; of what is kept so already, the same."""
    if digest.startswith(_KEYED):
        return digest
    return _KEYED + hmac.digest(key, digest.encode(), "sha256").hex()[:32]


def with_keyed_marks(agreed: str, key: bytes) -> str:
    """Return lines with a keyed digest in each mark."""
    return "\n".join(_keyed_mark(each, key) for each in agreed.split("\n"))


def _keyed_mark(line: str, key: bytes) -> str:
    if not line.startswith(MARK):
        return line
    start, _, digest = line.rpartition(" ")
    return f"{start} {keyed(digest, key)}"


def _mark_of(salt: str, line: str, key: bytes) -> str:
    plain = hashlib.sha256(f"{salt} {line.casefold()}".encode()).hexdigest()
    return _keyed_mark(f"{MARK}{salt} {plain}", key)


def _is_of(mark: str, line: str, key: bytes) -> bool:
    if not mark.startswith(MARK):
        return False
    salt = mark.removeprefix(MARK).split(" ")[0]
    return _keyed_mark(mark, key) == _mark_of(salt, line, key)
