"""Links that open the operator's page: for whoever may run commands on this server, and no person.

Such a link opens figures and sentences of Hedgerow's own, and nothing that belongs to a group.
"""

from __future__ import annotations

from plugin.accounts.encryption_keys import TokenKeys
from plugin.errors import HedgerowError

OPENS_WITHIN_S = 30 * 60.0
_PURPOSE = "operator until"


def make_operator_token(keys: TokenKeys, now_s: float) -> str:
    """Return what ends a link that opens the operator's page for a while."""
    return keys.locked(f"{_PURPOSE} {now_s + OPENS_WITHIN_S}")


def opens_operator_page(keys: TokenKeys, token: str, now_s: float) -> bool:
    """Say whether a token was made here, for this purpose, and is not too old."""
    try:
        purpose, _, until_s = keys.unlocked(token).rpartition(" ")
    except HedgerowError:
        return False
    return purpose == _PURPOSE and now_s <= float(until_s)
