"""Everything that the stand-in for Miro knows: people, boards, spent credits.

Users come from tokens: `sandbox-<anything>` is always the same user, whoever asks. A board is
seen by its owner, by who was invited, by the people of the room (seeded, editors everywhere) and,
unless it is private to its members, by the whole team; for others it is not there, as with Miro.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from connectors.sandbox.grants import TOKEN_PREFIX as GRANT_PREFIX
from connectors.sandbox.grants import Grants
from connectors.sandbox.miro.errors import Json, not_found
from connectors.sandbox.miro.limits import Credits
from connectors.sandbox.miro.models import Board, Member, User
from connectors.sandbox.rate_window import Rate

TOKEN_PREFIX = "sandbox-"  # noqa: S105 - the public beginning of every token, not a secret
TEAM: Json = {"id": "3074457345821141000", "name": "Sandbox team", "type": "team"}
ORGANIZATION: Json = {
    "id": "3074457345821140999",
    "name": "Sandbox organization",
    "type": "organization",
}
_TOKENS_LAST = timedelta(hours=1)
_FIRST_ITEM_ID = 3458764500000000000
_FIRST_USER_ID = 3074457350000000000
_VISITOR = User(str(_FIRST_USER_ID), "Visitor", "visitor@sandbox.invalid")


class MiroState:
    """The state of one stand-in; the application guards it with its one lock."""

    def __init__(self, clock: Callable[[], datetime], *, rate: Rate = "off") -> None:
        self._clock = clock
        self._rate = rate
        self.reset()

    def reset(self) -> None:
        """Begin again with one team and nothing on it."""
        self.credits = Credits(self._clock, self._rate)
        self.boards: dict[str, Board] = {}
        self.grants = Grants(self._clock, lasts=_TOKENS_LAST)
        self._people: dict[str, User] = {}
        self._made = 0

    def now(self) -> datetime:
        """Return the time as Miro stores it, in whole seconds."""
        return self._clock().replace(microsecond=0)

    def new_item_id(self) -> str:
        """Return the next id of an item or tag: a 64-bit number as text, ever growing."""
        self._made += 1
        return str(_FIRST_ITEM_ID + self._made * 37)

    def new_board_id(self) -> str:
        """Return a board id that looks like Miro's, with its equals sign at the end."""
        self._made += 1
        tail = hashlib.sha256(f"board {self._made}".encode()).digest()[:5]
        return "uXjV" + base64.urlsafe_b64encode(tail).decode().rstrip("=") + "="

    def people(self) -> list[User]:
        """Return the people of the room; without any there is one visitor."""
        return list(self._people.values()) or [_VISITOR]

    def seed(self, people: Iterable[User]) -> None:
        """Let people into the room; one who is there already is replaced."""
        for person in people:
            self._people[person.id] = person

    def person(self, user_id: str) -> User | None:
        """Return a person of the room."""
        return next((person for person in self.people() if person.id == user_id), None)

    def name_of(self, board: Board, user_id: str) -> str:
        """Return the name of whoever wrote something on a board, for the people's page."""
        known = [self.person(user_id), board.owner, *(m.user for m in board.invited.values())]
        return next((user.name for user in known if user and user.id == user_id), "somebody else")

    def user_of_token(self, token: str) -> User | None:
        """Return the user whom a token stands for, or None if it is no token of the sandbox."""
        if token.startswith(GRANT_PREFIX):
            who = self.grants.who(token)
            return next((user for user in self.accounts() if user.id == who), None)
        name = token.removeprefix(TOKEN_PREFIX)
        if not name or name == token:
            return None
        shown = "Hedgerow" if name == "hedgerow" else name
        return User(_user_id(token), shown, f"{name}@sandbox.invalid")

    def accounts(self) -> list[User]:
        """Return who can allow an app: Hedgerow's own account, then the people of the room."""
        own = User(_user_id(f"{TOKEN_PREFIX}hedgerow"), "Hedgerow", "hedgerow@sandbox.invalid")
        return [own, *self._people.values()]

    def user_of_email(self, email: str) -> User:
        """Return the user with this address; one whom nobody knows yet gets an account."""
        known = [person for person in self._people.values() if person.email == email]
        return known[0] if known else User(_user_id(email), email.partition("@")[0], email)

    def members(self, board: Board) -> list[Member]:
        """Return everybody on a board, its owner first."""
        found = {board.owner.id: Member(board.owner, "owner")} | board.invited
        for person in self._people.values():
            found.setdefault(person.id, Member(person, "editor"))
        return list(found.values())

    def may_see(self, user: User, board: Board) -> bool:
        """Tell whether a board exists for this user."""
        if board.sharing["teamAccess"] != "private" or board.sharing["access"] != "private":
            return True
        return any(member.user.id == user.id for member in self.members(board))

    def board(self, board_id: str) -> Board:
        """Return a board; raise the 404 of Miro if it is not there."""
        try:
            return self.boards[board_id]
        except KeyError:
            raise not_found("Board") from None

    def board_for(self, user: User, board_id: str) -> Board:
        """Return a board that this user may see; raise the 404 of Miro otherwise."""
        board = self.board(board_id)
        if not self.may_see(user, board):
            raise not_found("Board")
        return board


def _user_id(seed: str) -> str:
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:5], "big")
    return str(_FIRST_USER_ID + 1 + number)
