"""Who is on a board: listed, invited, given another role, taken off.

See docs/miro.md#people-of-a-board.

Inviting succeeds in part under 201; the ids of those who were reached are JSON integers there.
"""

from connectors.sandbox.miro.answers import board_address, member_answer, offset_page
from connectors.sandbox.miro.checks import one_of, refuse_strays
from connectors.sandbox.miro.errors import Json, invalid, not_found
from connectors.sandbox.miro.limits import Level
from connectors.sandbox.miro.models import Board, Member
from connectors.sandbox.miro.routing import MiroCall, Route

_ROLES = ("viewer", "commenter", "editor", "coowner", "owner")
_INVITED_AT_ONCE = 20


def invite_members(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """Invite by e-mail: addresses that cannot be reached fail while the others succeed."""
    board = call.board(board_id)
    body = call.body()
    refuse_strays(body, ("emails", "role", "message"))
    emails = body.get("emails")
    if not isinstance(emails, list) or not 1 <= len(emails) <= _INVITED_AT_ONCE:
        raise invalid("emails", f"must be a list of 1 to {_INVITED_AT_ONCE} addresses")
    role = str(one_of(_ROLES)("role", body.get("role", "commenter")))
    failed: list[Json] = []
    successful: list[int] = []
    for email in emails:
        name, at, host = str(email).partition("@")
        if not (name and at and host):
            failed.append({"email": email, "reason": "INVITATION_FAILED"})
            continue
        user = call.state.user_of_email(str(email))
        if user.id != board.owner.id:
            board.invited[user.id] = Member(user, "coowner" if role == "owner" else role)
        successful.append(int(user.id))
    return 201, {"failed": failed, "successful": successful}


def list_members(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """List everybody on the board, the asking user among them."""
    board = call.board(board_id)
    limit = call.number("limit", usual=20, least=1, most=50)
    offset = call.number("offset", usual=0, least=0, most=1_000_000)
    members = call.state.members(board)
    if all(member.user.id != call.user.id for member in members):
        members.append(Member(call.user, "editor"))
    address = f"{board_address(board, call.base)}/members"
    return 200, offset_page([member_answer(m) for m in members], offset, limit, address, {})


def get_member(call: MiroCall, board_id: str, board_member_id: str) -> tuple[int, Json]:
    """Show one member."""
    board = call.board(board_id)
    return 200, _shown(call, board, _member(call, board, board_member_id))


def update_member(call: MiroCall, board_id: str, board_member_id: str) -> tuple[int, Json]:
    """Give a member another role; the owner keeps theirs."""
    board = call.board(board_id)
    member = _member(call, board, board_member_id)
    body = call.body()
    refuse_strays(body, ("role",))
    role = str(one_of(_ROLES)("role", body.get("role", "commenter")))
    if member.user.id == board.owner.id:
        raise invalid("role", "the owner of a board keeps this role")
    changed = Member(member.user, role)
    board.invited[member.user.id] = changed
    return 200, _shown(call, board, changed)


def remove_member(call: MiroCall, board_id: str, board_member_id: str) -> tuple[int, None]:
    """Take somebody off a board; the owner and the people of the room stay."""
    board = call.board(board_id)
    member = _member(call, board, board_member_id)
    if member.user.id == board.owner.id:
        raise invalid("board_member_id", "the owner of a board cannot be removed")
    board.invited.pop(member.user.id, None)
    return 204, None


_ALL = "/v2/boards/{board_id}/members"
_ONE = f"{_ALL}/{{board_member_id}}"
ROUTES = (
    Route("POST", _ALL, Level.THREE, invite_members),
    Route("GET", _ALL, Level.ONE, list_members),
    Route("GET", _ONE, Level.ONE, get_member),
    Route("PATCH", _ONE, Level.TWO, update_member),
    Route("DELETE", _ONE, Level.TWO, remove_member),
)


def _member(call: MiroCall, board: Board, member_id: str) -> Member:
    for member in call.state.members(board):
        if member.user.id == member_id:
            return member
    raise not_found("Board member")


def _shown(call: MiroCall, board: Board, member: Member) -> Json:
    address = f"{board_address(board, call.base)}/members/{member.user.id}"
    return member_answer(member) | {"links": {"self": address}}
