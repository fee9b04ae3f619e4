"""Reads addresses out of settings: what cannot be used is refused in words, without quoting it,
for it may hold a password."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from plugin.errors import BadInput

LOOPBACK = ("127.0.0.1", "localhost")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*")
_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_BASE_URL = (
    "HEDGEROW_BASE_URL must be an address such as https://hedgerow.example or "
    "https://example.org/hedgerow: no blanks, no ?, no #, no name before @. Nothing was started."
)


def base_url(given: str) -> str:
    """Return the address under which people reach the pages, its host as browsers send it."""
    parts = _split(given, _BASE_URL, ("http", "https"))
    path = parts.path.rstrip("/")
    if not _PATH.fullmatch(path):
        raise BadInput(_BASE_URL)
    return urlunsplit((parts.scheme, _place(parts, _BASE_URL), path, "", ""))


def sandbox_url(given: str) -> str:
    """Return the address of a sandbox, which is always on this machine."""
    sentence = "HEDGEROW_SANDBOX must be on this machine: http://127.0.0.1:<port>."
    parts = _split(given, sentence, ("http",))
    if parts.hostname not in LOOPBACK or parts.path.strip("/"):
        raise BadInput(sentence)
    return urlunsplit((parts.scheme, _place(parts, sentence), "", "", ""))


def issuer(given: str) -> str:
    """Return an OpenID provider's own name for itself, letter by letter as it is given."""
    sentence = (
        "HEDGEROW_OIDC_ISSUER must be the address that the provider gives as its issuer, such as "
        "https://accounts.example.org, by https. Nothing was started."
    )
    parts = _split(given, sentence, ("http", "https"))
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadInput(sentence)
    return given.strip()


def mail_server(given: str | None) -> str | None:
    """Return the address of the mail server; what is wrong with it is told without its password."""
    words = (given or "").strip()
    if not words:
        return None
    try:
        parts = urlsplit(words)
        is_one = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one or not words.isprintable() or " " in words:
        raise BadInput(
            "HEDGEROW_SMTP_URL must look like smtp://name:password@mail.example:587. Write "
            "signs such as / @ : # in the password as %2F %40 %3A %23. Nothing was started."
        )
    return words


def _split(given: str, sentence: str, schemes: tuple[str, ...]) -> SplitResult:
    """Split an address that names a place and nothing else; raise BadInput with `sentence`."""
    words = given.strip()
    try:
        parts = urlsplit(words)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise BadInput(sentence) from None
    # urlsplit leaves out line breaks inside an address, and tells no `?` from an empty query.
    is_whole = words.isprintable() and not set(words) & set(' \\?#@"<>')
    if parts.scheme not in schemes or not named or not is_whole:
        raise BadInput(sentence)
    return parts


def _place(parts: SplitResult, sentence: str) -> str:
    """Return host and port as browsers send them, `xn--…` for hosts in other letters."""
    host = (parts.hostname or "").lower()
    try:
        encoded = host if host.isascii() else host.encode("idna").decode()
        is_same = encoded == host or encoded.encode().decode("idna") == host
    except UnicodeError:
        raise BadInput(sentence) from None
    if not is_same:
        # Old and new rules for hosts differ here (ß), so nothing is guessed.
        raise BadInput(
            "HEDGEROW_BASE_URL holds a letter that browsers write in different ways. Nothing was "
            "started. Write the host in the form that begins with xn--."
        )
    if not _HOST.fullmatch(encoded):
        raise BadInput(sentence)
    shown = f"[{encoded}]" if ":" in encoded else encoded
    return shown if parts.port is None else f"{shown}:{parts.port}"
