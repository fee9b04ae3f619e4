"""Reads the settings of single sign-on: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugin.config import addresses, values
from plugin.errors import BadInput

_ISSUER = "HEDGEROW_OIDC_ISSUER"
_APP = ("HEDGEROW_OIDC_CLIENT_ID", "HEDGEROW_OIDC_CLIENT_SECRET")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class OpenIDSettings:
    """The OpenID provider that knows people here; `name` is what they call it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str


def single_sign_on(env: Mapping[str, str]) -> OpenIDSettings | None:
    """Return the provider, None where none is named; raise BadInput in words for half of one."""
    given = env.get(_ISSUER, "").strip()
    client_id, secret = (values.token(env, name) for name in _APP)
    if not (given or client_id or secret):
        return None
    if not (given and client_id and secret):
        raise BadInput(
            f"{_ISSUER}, {_APP[0]} and {_APP[1]} belong together, and one of them is missing. "
            "Nothing was started. Set all of them, or none."
        )
    return OpenIDSettings(addresses.issuer(given), client_id, secret, _name(env))


def _name(env: Mapping[str, str]) -> str:
    words = env.get("HEDGEROW_OIDC_NAME", "").strip() or "your organisation’s account"
    if not words.isprintable() or len(words) > _LONGEST_NAME:
        raise BadInput(
            f"HEDGEROW_OIDC_NAME must be one line of at most {_LONGEST_NAME} letters, such as "
            "Example Council. Nothing was started."
        )
    return words
