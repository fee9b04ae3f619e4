"""Who looks at a board, by the id token of a page inside Miro.

What leaves this module is a keyed hash of Miro's id: enough to find the person who linked it, and
to compare it with the members of a board. The key is not that of any session's authors.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from connectors.id_tokens import board_user
from plugin.accounts.clients import Accounts
from plugin.accounts.vendors import app_or_none
from plugin.domain.connections import Vendor
from plugin.domain.session_keys import SessionKey
from schemas.miro import BoardMember

_MAY_CHANGE = frozenset({"editor", "coowner", "owner"})


def user_of_token(accounts: Accounts, token: str, now: datetime) -> str | None:
    """Return the keyed hash of whoever looks at a board; None for a token that is not for us."""
    app = app_or_none(accounts.settings, Vendor.MIRO)
    user = board_user(token, app, now) if app is not None else None
    return None if user is None else user_hash(accounts, user.user_id)


def author_of_token(
    accounts: Accounts, token: str, now: datetime
) -> Callable[[SessionKey], str] | None:
    """Return as whom a session's key hashes whoever looks at a board; None for a token not for us.

    Miro's id itself stays here.
    """
    app = app_or_none(accounts.settings, Vendor.MIRO)
    user = board_user(token, app, now) if app is not None else None
    return None if user is None else lambda key: key.of_author(user.user_id)


def user_hash(accounts: Accounts, miro_user_id: str) -> str:
    """Return what stands for one of Miro's users where their id may not be stored."""
    return accounts.keys.name_of(f"miro user {miro_user_id}")


def may_change(member: BoardMember) -> bool:
    """Say whether a member of a board may change it."""
    return member.role in _MAY_CHANGE
