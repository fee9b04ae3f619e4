"""Miro's calls about boards, the people on them, and the token itself (docs/miro.md#boards)."""

from collections.abc import Sequence
from http import HTTPStatus

from connectors.errors import Evidence, Wait
from connectors.http import Call
from connectors.miro.calls import MiroCalls, reading
from schemas.miro import (
    Board,
    BoardMember,
    Invitation,
    SharingPolicy,
    TokenContext,
    read_board,
    read_board_page,
    read_invitation,
    read_member_page,
    read_token_context,
)

# Nobody but those invited: what a board of ours starts with, whatever the plan's defaults are.
PRIVATE = SharingPolicy(
    access="private",
    invite_to_account_and_board_link_access="no_access",
    organization_access="private",
    team_access="private",
)
BOARD = "/v2/boards/{board_id}"
# A board that Miro changes in its own time is looked at this often, a little later each time.
LOOKS_AT_CHANGE = 5
FIRST_LOOK_S = 0.5


class BoardCalls(MiroCalls):
    """Boards, members, token."""

    def token_context(self) -> TokenContext:
        """Return whose token this is, for which team, with which scopes.

        https://developers.miro.com/reference/token-info
        """
        return self._account.ask(reading("/v1/oauth-token"), read_token_context)

    def create_board(
        self,
        name: str,
        description: str = "",
        team_id: str | None = None,
        sharing: SharingPolicy = PRIVATE,
    ) -> Board:
        """Make a board; `name` has 1 to 60 characters, `description` up to 300.

        All four sharing fields are sent, `permissionsPolicy` never. Read them back with
        `get_board`, for plans may decide otherwise. Not harmless to repeat: it would make a second
        board; after `LookFirst` look for it with `list_boards`.

        https://developers.miro.com/reference/create-board
        """
        body: dict[str, object] = {
            "name": name,
            "description": description,
            "policy": {"sharingPolicy": _sharing_json(sharing)},
        }
        if team_id is not None:
            body["teamId"] = team_id
        call = Call(method="POST", route="/v2/boards", body=body, harmless=False)
        return self._account.ask(call, read_board)

    def get_board(self, board_id: str) -> Board:
        """Return the board with its sharing.

        https://developers.miro.com/reference/get-specific-board
        """
        return self._account.ask(reading(BOARD, {"board_id": board_id}), read_board)

    def list_boards(self, team_id: str | None = None) -> tuple[Board, ...]:
        """Return the boards that this token sees, of one team or of all.

        Without a team, boards made a moment ago may be missing for some seconds.

        https://developers.miro.com/reference/get-boards
        """
        query = {} if team_id is None else {"team_id": team_id}
        return self._by_offset("/v2/boards", {}, query, read_board_page)

    def update_board(
        self,
        board_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        sharing: SharingPolicy | None = None,
    ) -> Board:
        """Change what is given of a board, and return it once it is so.

        Miro may answer 202 and do it later: the board is then read until it shows the change. Raise
        `Wait` if it does not within some seconds. Harmless to repeat: it sets values.

        https://developers.miro.com/reference/update-board
        """
        said = {"name": name, "description": description}
        body: dict[str, object] = {key: value for key, value in said.items() if value is not None}
        if sharing is not None:
            body["policy"] = {"sharingPolicy": _sharing_json(sharing)}
        ids = {"board_id": board_id}
        call = Call(method="PATCH", route=BOARD, ids=ids, body=body, harmless=True)
        if self._account.send(call).status != HTTPStatus.ACCEPTED:
            return self.get_board(board_id)
        for look in range(LOOKS_AT_CHANGE):
            board = self.get_board(board_id)
            if _shows(board, name, description, sharing):
                return board
            self._account.pause(FIRST_LOOK_S * 2**look)
        raise Wait(self._account.where(call), Evidence(status=202, code="not_changed_yet"))

    def delete_board(self, board_id: str) -> None:
        """Delete a board with all that is on it; on some plans for good.

        Harmless to repeat: it can be gone only once. Raise `NotThereOrNotShared` when it was not
        there to begin with.

        https://developers.miro.com/reference/delete-board
        """
        ids = {"board_id": board_id}
        self._account.delete(Call(method="DELETE", route=BOARD, ids=ids, harmless=True))

    def list_members(self, board_id: str) -> tuple[BoardMember, ...]:
        """Return who may open the board; names, ids and roles, never addresses.

        https://developers.miro.com/reference/get-board-members
        """
        return self._by_offset(f"{BOARD}/members", {"board_id": board_id}, {}, read_member_page)

    def invite(self, board_id: str, emails: Sequence[str], role: str = "coowner") -> Invitation:
        """Invite 1 to 20 addresses as `role`; the outcome may be good for some only.

        Miro sends real e-mail. Not harmless to repeat: people would be written to twice; after
        `LookFirst` see `list_members`.

        https://developers.miro.com/reference/share-board
        """
        call = Call(
            method="POST",
            route=f"{BOARD}/members",
            ids={"board_id": board_id},
            body={"emails": list(emails), "role": role},
            harmless=False,
        )
        return self._account.ask(call, read_invitation)


def _sharing_json(sharing: SharingPolicy) -> dict[str, str]:
    fields = {
        "access": sharing.access,
        "inviteToAccountAndBoardLinkAccess": sharing.invite_to_account_and_board_link_access,
        "organizationAccess": sharing.organization_access,
        "teamAccess": sharing.team_access,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _shows(
    board: Board, name: str | None, description: str | None, sharing: SharingPolicy | None
) -> bool:
    """Tell whether the board has all that was asked for; what was left open counts as shown."""
    wanted = _sharing_json(sharing) if sharing else {}
    return (
        name in (None, board.name)
        and description in (None, board.description)
        and wanted.items() <= _sharing_json(board.sharing).items()
    )
