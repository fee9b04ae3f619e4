"""Boards, and the context of a token (`docs/miro.md#boards` and `docs/miro.md#oauth`).

A new board's `teamAccess` is `edit`, the default of the free plan: whoever wants a private board
must say so, here as there. A PATCH is done at once and answers 200, never 202.
"""

from connectors.sandbox.miro.answers import board_answer, offset_page, user_answer
from connectors.sandbox.miro.checks import Check, checked, one_of, part, refuse_strays, text
from connectors.sandbox.miro.errors import Json, invalid
from connectors.sandbox.miro.limits import Level
from connectors.sandbox.miro.models import Board, Member
from connectors.sandbox.miro.routing import MiroCall, Route
from connectors.sandbox.miro.state import ORGANIZATION, TEAM

_ACCESS = ("private", "view", "edit", "comment")
_ABOUT: dict[str, Check] = {"name": text(least=1, most=60), "description": text(most=300)}
_SHARING: dict[str, Check] = {
    "access": one_of(_ACCESS),
    "inviteToAccountAndBoardLinkAccess": one_of(("viewer", "commenter", "editor", "no_access")),
    "organizationAccess": one_of(_ACCESS),
    "teamAccess": one_of(_ACCESS),
}
_PERMISSIONS: dict[str, Check] = {
    "collaborationToolsStartAccess": one_of(("all_editors", "board_owners_and_coowners")),
    "copyAccess": one_of(("anyone", "team_members", "team_editors", "board_owner")),
    "sharingAccess": one_of(("team_members_with_editing_rights", "owner_and_coowners")),
}
_FIRST_SHARING: Json = {
    "access": "private",
    "accessPasswordRequired": False,
    "inviteToAccountAndBoardLinkAccess": "no_access",
    "organizationAccess": "private",
    "teamAccess": "edit",
}
_FIRST_PERMISSIONS: Json = {
    "collaborationToolsStartAccess": "all_editors",
    "copyAccess": "anyone",
    "sharingAccess": "team_members_with_editing_rights",
}
_SORTS = ("default", "last_modified", "last_opened", "last_created", "alphabetically")


def create_board(call: MiroCall) -> tuple[int, Json]:
    """Make a board that belongs to whoever asks."""
    body = call.body()
    about, sharing, permissions = _settings(body)
    now = call.state.now()
    board = Board(
        id=call.state.new_board_id(),
        name=str(about.get("name", "Untitled")),
        description=str(about.get("description", "")),
        owner=call.user,
        sharing=_FIRST_SHARING | sharing,
        permissions=_FIRST_PERMISSIONS | permissions,
        created_at=now,
        modified_at=now,
        modified_by=call.user,
    )
    call.state.boards[board.id] = board
    return 201, _shown(call, board)


def list_boards(call: MiroCall) -> tuple[int, Json]:
    """List the boards that the user sees; `query` and `owner` are ignored beside a team."""
    limit = call.number("limit", usual=20, least=1, most=50)
    offset = call.number("offset", usual=0, least=0, most=1_000_000)
    boards = [b for b in call.state.boards.values() if call.state.may_see(call.user, b)]
    sort = call.query.get("sort", "default")
    if sort not in _SORTS:
        raise invalid("sort", f"must be one of: {', '.join(_SORTS)}")
    by_place = "team_id" in call.query or "project_id" in call.query
    if by_place:
        boards = _of_team(call, boards, sort)
    else:
        wanted = call.query.get("query", "").casefold()
        boards = [b for b in boards if wanted in f"{b.name}\n{b.description}".casefold()]
        owner = call.query.get("owner")
        boards = [b for b in boards if owner in (None, b.owner.id)]
    rows = [_shown(call, board) for board in boards]
    query = {name: call.query[name] for name in ("team_id", "sort") if name in call.query}
    return 200, offset_page(rows, offset, limit, f"{call.base}/v2/boards", query)


def get_board(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """Show one board."""
    board = call.board(board_id)
    opened = {"lastOpenedBy": user_answer(board.modified_by)}
    return 200, _shown(call, board) | opened


def update_board(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """Change name, description or policies."""
    board = call.board(board_id)
    about, sharing, permissions = _settings(call.body())
    board.name = str(about.get("name", board.name))
    board.description = str(about.get("description", board.description))
    board.sharing |= sharing
    board.permissions |= permissions
    board.modified_at, board.modified_by = call.state.now(), call.user
    return 200, _shown(call, board)


def delete_board(call: MiroCall, board_id: str) -> tuple[int, None]:
    """Delete a board with everything on it."""
    del call.state.boards[call.board(board_id).id]
    return 204, None


def token_context(call: MiroCall) -> tuple[int, Json]:
    """Say whose token this is and where it counts."""
    me = user_answer(call.user)
    return 200, {
        "type": "oAuth2AccessToken",
        "user": me,
        "createdBy": me,
        "team": dict(TEAM),
        "organization": dict(ORGANIZATION),
        "scopes": ["boards:read", "boards:write"],
    }


ROUTES = (
    Route("POST", "/v2/boards", Level.THREE, create_board),
    Route("GET", "/v2/boards", Level.ONE, list_boards),
    Route("GET", "/v2/boards/{board_id}", Level.ONE, get_board),
    Route("PATCH", "/v2/boards/{board_id}", Level.TWO, update_board),
    Route("DELETE", "/v2/boards/{board_id}", Level.THREE, delete_board),
    Route("GET", "/v1/oauth-token", Level.ONE, token_context),
)


def _settings(body: Json) -> tuple[Json, Json, Json]:
    refuse_strays(body, (*_ABOUT, "policy", "teamId", "projectId"))
    policy = part(body, "policy")
    refuse_strays(policy, ("sharingPolicy", "permissionsPolicy"), "policy")
    return (
        checked({name: body[name] for name in _ABOUT if name in body}, _ABOUT, ""),
        checked(part(policy, "sharingPolicy"), _SHARING, "policy.sharingPolicy"),
        checked(part(policy, "permissionsPolicy"), _PERMISSIONS, "policy.permissionsPolicy"),
    )


def _of_team(call: MiroCall, boards: list[Board], sort: str) -> list[Board]:
    if call.query.get("team_id", TEAM["id"]) != TEAM["id"] or "project_id" in call.query:
        return []
    if sort == "alphabetically":
        return sorted(boards, key=lambda board: board.name.casefold())
    if sort == "last_created":
        return sorted(boards, key=lambda board: board.created_at, reverse=True)
    return sorted(boards, key=lambda board: board.modified_at, reverse=True)


def _shown(call: MiroCall, board: Board) -> Json:
    members = call.state.members(board)
    me = next((m for m in members if m.user.id == call.user.id), Member(call.user, "editor"))
    return board_answer(board, me, call.base)
