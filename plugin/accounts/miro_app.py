"""Who looks at a board, by the id token of a page inside Miro.

What leaves this module is a keyed hash of Miro's id: enough to find the person who linked it, and
to compare it with the members of a board. The key is not that of any session's authors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.id_tokens import board_user
from plugin.accounts.clients import Accounts
from plugin.accounts.vendors import app_or_none
from plugin.domain.connections import Vendor
from plugin.domain.session_keys import SessionKey
from schemas.miro import Board, BoardMember

_MAY_CHANGE = frozenset({"editor", "coowner", "owner"})
_EDIT = "edit"


@dataclass(frozen=True, slots=True)
class PersonInMiro:
    """Who looks at a board, by Miro’s word: a keyed hash of their id, and the team they are in."""

    user_hash: str
    team_id: str


@dataclass(frozen=True, slots=True)
class Editors:
    """Who may change a board, by keyed hashes of Miro’s ids: those invited, or a whole team."""

    invited: frozenset[str]
    only_look: frozenset[str] = frozenset()  # invited to look or to comment, whatever the team may
    team_id: str = ""  # whose members may all change it; empty for none

    def has(self, who: PersonInMiro) -> bool:
        """Say whether somebody may change the board."""
        is_of_team = bool(self.team_id) and who.team_id == self.team_id
        return who.user_hash in self.invited or (is_of_team and who.user_hash not in self.only_look)

    @classmethod
    def of(cls, accounts: Accounts, members: Iterable[BoardMember], board: Board) -> Editors:
        """Return what Miro’s list of members and the board’s sharing say."""
        every = {user_hash(accounts, each.id): may_change(each) for each in members}
        is_open = board.sharing.team_access == _EDIT
        return cls(
            frozenset(each for each, may in every.items() if may),
            frozenset(each for each, may in every.items() if not may),
            (board.team_id or "") if is_open else "",
        )

    @property
    def stored(self) -> dict[str, Any]:
        """Return it as a job’s row keeps it."""
        named = {"invited": sorted(self.invited), "only_look": sorted(self.only_look)}
        return {**named, "team": self.team_id}

    @classmethod
    def from_stored(cls, found: Mapping[str, Any]) -> Editors:
        """Return what a job’s row keeps; nobody where it keeps nothing."""
        invited, only_look = (frozenset(found.get(each, ())) for each in ("invited", "only_look"))
        return cls(invited, only_look, found.get("team", ""))


def user_of_token(accounts: Accounts, token: str, now: datetime) -> PersonInMiro | None:
    """Return who looks at a board; None for a token that is not for us."""
    app = app_or_none(accounts.settings, Vendor.MIRO)
    user = board_user(token, app, now) if app is not None else None
    return None if user is None else PersonInMiro(user_hash(accounts, user.user_id), user.team_id)


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
