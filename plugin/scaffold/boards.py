"""The board of a session: made private, named by somebody, or found again after a lost answer.

A board of ours carries a mark in its description; where the answer to its making was lost, it is
looked for by that mark before another is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from connectors.errors import NotThereOrNotShared
from connectors.miro.client import PRIVATE, MiroClient
from plugin import intents
from plugin.domain.remote_writes import Intent
from plugin.domain.sessions import Board, Session, SessionState
from plugin.domain.templates import zone_code_of_title
from plugin.errors import BadInput, NotHere
from plugin.govern.early_notes import show_early_notes
from plugin.govern.held_notes import freeze_readers
from plugin.intents import ArrivalWait
from plugin.store import boards as stored_boards
from plugin.store import called_off
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services
from schemas.miro import Board as MiroBoard
from schemas.miro import SharingPolicy

CREATE_BOARD = "create_board"
_ANOTHERS = (
    "That board belongs to another session already. Nothing was changed. Choose another board, or "
    "let Hedgerow make one."
)
_USED_UP = (
    "A session that was called off had this board, and the board still says who reads its held "
    "notes. Nothing was changed. Make a new board, or let Hedgerow make one."
)
_HAS_BOXES = (
    "That board has numbered frames like the boxes of a session. It may be a copy of another "
    "session's board, with notes that not everybody may read. Nothing was changed, and no note "
    "was read. Choose a board without such frames, or let Hedgerow make one."
)
_LONGEST_NAME = 60
_IN_ADDRESS = re.compile(r"/board/(?P<id>[^/?#]+)")
_WHO = {
    "access": "everybody who has the link",
    "invite_to_account_and_board_link_access": "everybody who has the invitation link",
    "organization_access": "everybody in the Miro organisation",
    "team_access": "everybody in the Miro team",
}
_MAY = {"edit": "edit", "editor": "edit", "comment": "comment on", "commenter": "comment on"}


@dataclass(frozen=True, slots=True)
class FoundBoard:
    """A board that is there: who may open it, and whether it was made a moment ago, empty."""

    board: Board
    sharing: SharingPolicy
    is_fresh: bool
    messages: tuple[str, ...] = ()


def mark_of(session_id: str) -> str:
    """Return the words in a board's description by which a session's board is recognised."""
    return f"hedgerow:{session_id}"


def standing_board(
    services: Services,
    miro: MiroClient,
    session: Session,
    name: str,
    given: str | None,
    waiting: ArrivalWait,
) -> FoundBoard:
    """Return the session's board, which is made if there is none yet.

    `given` is the id or the address of a board to build on. Raise NotHere if the board vanished,
    BadInput if `given` cannot be used.
    """
    with services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
    messages: tuple[str, ...] = ()
    if board is None:
        board, messages = _found_again(services, miro, session, waiting)
    if board is not None:
        _require_same(board, given)
        messages = messages or _second_ones(services, miro, session, board)
        return FoundBoard(board, _seen(miro, board).sharing, is_fresh=False, messages=messages)
    if given is not None:
        return _named(services, miro, session, read_board_id(given))
    return _made(services, miro, session, name)


def board_to_build_on(
    services: Services, miro: MiroClient, session: Session, given: str | None
) -> str | None:
    """Return the Miro id of the board that building would use, None if it would make one.

    Raise NotHere and BadInput as `standing_board` does; nothing is stored or made.
    """
    with services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
    if board is not None:
        _require_same(board, given)
        return _seen(miro, board).id
    lost = any(i.kind == CREATE_BOARD for i in intents.unfinished(services, session.id))
    found = _with_mark(miro, session) if lost else []
    if found:
        return found[0].id
    return None if given is None else board_without_boxes(services, miro, read_board_id(given)).id


def read_board_id(given: str) -> str:
    """Return the board's id out of an id or the address that Miro shows; raise BadInput."""
    found = _IN_ADDRESS.search(given)
    board_id = unquote(found["id"] if found else given).strip()
    if not re.fullmatch(r"[\w=+-]{4,80}", board_id, re.ASCII):
        raise BadInput(
            "That is not the address of a Miro board. Nothing was changed. Copy it from the "
            "browser: https://miro.com/app/board/…"
        )
    return board_id


def nobodys_board(services: Services, miro: MiroClient, board_id: str) -> MiroBoard:
    """Return a board that no meeting has yet; raise BadInput for one that cannot be used."""
    with services.db.read() as tx:
        _require_nobodys(tx, board_id)
    try:
        seen = miro.get_board(board_id)
    except NotThereOrNotShared as error:
        raise BadInput(
            "There is no such board, or Hedgerow's Miro account is not on it. Nothing was "
            "changed. Invite that account to the board as co-owner, then try again."
        ) from error
    with services.db.read() as tx:
        _require_nobodys(tx, seen.id)  # as Miro writes it
    return seen


def board_without_boxes(services: Services, miro: MiroClient, board_id: str) -> MiroBoard:
    """Return a board that no meeting has yet, and that has no boxes; raise BadInput otherwise.

    Notes in boxes came under another session's promises, which a copy of its board, or a server
    that was restored, does not know. A session's own board is stored before its first box is made.
    """
    seen = nobodys_board(services, miro, board_id)
    if any(zone_code_of_title(frame.title) for frame in miro.frames(seen.id)):
        raise BadInput(_HAS_BOXES)
    return seen


def _require_nobodys(tx: Tx, board_id: str) -> None:
    if stored_boards.session_of_board(tx, board_id) is not None:
        raise BadInput(_ANOTHERS)
    if called_off.is_used_up(tx, board_id):
        raise BadInput(_USED_UP)


def is_private(sharing: SharingPolicy) -> bool | None:
    """Say whether only invited people can open the board; None where Miro did not say."""
    if _open_to(sharing):
        return False
    return None if sharing.access is None or sharing.team_access is None else True


def who_else(sharing: SharingPolicy) -> str | None:
    """Say who can open the board without an invitation, and what to do about it; else None."""
    others = _open_to(sharing)
    if not others:
        return None
    return (
        f"Miro lets more people open this board than those who are invited: {', '.join(others)}. "
        "Hedgerow changes nothing about that. Open Share on the board and close it before people "
        "write."
    )


def who_may_also(sharing: SharingPolicy) -> tuple[str, ...]:
    """Return who may do what on the board without an invitation, a sentence each."""
    found = _open_to(sharing)
    may = {who: _MAY.get(getattr(sharing, name), "open") for name, who in _WHO.items()}
    return tuple(f"{who[0].upper()}{who[1:]} may {may[who]} this board." for who in found)


def _open_to(sharing: SharingPolicy) -> list[str]:
    return [
        who
        for name, who in _WHO.items()
        if getattr(sharing, name) not in (None, getattr(PRIVATE, name))
    ]


def _seen(miro: MiroClient, board: Board) -> MiroBoard:
    try:
        return miro.get_board(board.miro_board_id)
    except NotThereOrNotShared as error:
        raise NotHere(
            "The board of this session is gone, or Hedgerow's Miro account is not on it any more. "
            "What was collected is safe. If the board is still there, invite that account as "
            "co-owner; if it is in Miro's trash, restore it; then try again."
        ) from error


def _require_same(board: Board, given: str | None) -> None:
    if given is not None and read_board_id(given) != board.miro_board_id:
        raise BadInput("This session has a board already. Nothing was changed. Build on that one.")


def _named(services: Services, miro: MiroClient, session: Session, board_id: str) -> FoundBoard:
    seen = board_without_boxes(services, miro, board_id)
    board = _as_ours(session, seen)
    with intents.writing_alone(services) as tx:
        _require_nobodys(tx, seen.id)  # it may have become somebody's since it was looked at
        _store(services, tx, board)
    return FoundBoard(board, seen.sharing, is_fresh=False)


def _made(services: Services, miro: MiroClient, session: Session, name: str) -> FoundBoard:
    def send() -> MiroBoard:
        return miro.create_board(_short(name), _description(session))

    def settle(tx: Tx, made: MiroBoard) -> Mapping[str, object]:
        _store(services, tx, _as_ours(session, made))
        return {"miro_board_id": made.id}

    made = intents.write(
        services,
        kind=CREATE_BOARD,
        subject=session.id,
        key="board",
        payload={"mark": mark_of(session.id)},
        send=send,
        settle=settle,
    )
    board = _as_ours(session, made)
    return FoundBoard(board, _seen(miro, board).sharing, is_fresh=True)


def _found_again(
    services: Services, miro: MiroClient, session: Session, waiting: ArrivalWait
) -> tuple[Board | None, tuple[str, ...]]:
    """Look for the board whose making was left in doubt; adopt the oldest, report the others."""
    open_ones = [i for i in intents.unfinished(services, session.id) if i.kind == CREATE_BOARD]
    if not open_ones:
        return None, ()
    found = waiting.find(open_ones[-1], services.now, lambda: _with_mark(miro, session) or None)
    if not found:
        for intent in open_ones:
            intents.drop(services, intent)
        return None, ()
    first, *others = found
    board = _as_ours(session, first)
    for intent in open_ones:
        _adopt(services, intent, board)
    return board, _told(others)


def _with_mark(miro: MiroClient, session: Session) -> list[MiroBoard]:
    """Return the boards that were made for a session, oldest first."""
    # Asked for one team, Miro lists boards at once; without a team they appear after seconds.
    team_id = miro.token_context().team_id
    mark = mark_of(session.id)
    return sorted((b for b in miro.list_boards(team_id) if mark in b.description), key=_age)


def _second_ones(
    services: Services, miro: MiroClient, session: Session, board: Board
) -> tuple[str, ...]:
    """Look for boards that were made after they were believed to be lost; no other run pays."""
    if not intents.dropped_lately(services, session.id, (CREATE_BOARD,)):
        return ()
    return _told([each for each in _with_mark(miro, session) if each.id != board.miro_board_id])


def _told(others: Sequence[MiroBoard]) -> tuple[str, ...]:
    if not others:
        return ()
    return (_OTHERS.format(addresses=", ".join(_address_of(each) for each in others)),)


def _address_of(board: MiroBoard) -> str:
    return board.view_link or f"https://miro.com/app/board/{board.id}/"


_OTHERS = (
    "Miro has more than one board that was made for this session. One is used; nobody uses the "
    "others, which can be deleted in Miro: {addresses}"
)


def _age(board: MiroBoard) -> tuple[bool, object]:
    return board.created_at is None, board.created_at or board.id


def _adopt(services: Services, intent: Intent, board: Board) -> None:
    def settle(tx: Tx) -> Mapping[str, object]:
        if stored_boards.board(tx, board.session_id) is None:
            _store(services, tx, board)
        return {"miro_board_id": board.miro_board_id, "found": "by its mark"}

    intents.adopt(services, intent, settle)


def _store(services: Services, tx: Tx, board: Board) -> None:
    """Store the board: the session is open, and who reads its held notes is frozen."""
    session = stored_sessions.session(tx, board.session_id)
    stored_boards.save_board(tx, board)
    if session is not None and session.state is SessionState.PLANNED:
        freeze_readers(tx, session)
        stored_sessions.save_session(tx, replace(session, state=SessionState.OPEN))
        show_early_notes(services, tx, session.id)


def _as_ours(session: Session, seen: MiroBoard) -> Board:
    return Board(session.id, seen.id, seen.name, _address_of(seen))


def _description(session: Session) -> str:
    return (
        "Built by Hedgerow for one meeting. Please leave this mark, by which Hedgerow knows the "
        f"board again: {mark_of(session.id)}"
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
