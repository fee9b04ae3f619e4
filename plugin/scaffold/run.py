"""Builds a session's board on Miro, safe to run again whatever died before.

Every write is recorded first, linked in the transaction that closes it, and looked for before it
is repeated. A board that is built again gets what is missing; nothing is changed or deleted.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from connectors.errors import LookFirst, NotThereOrNotShared
from connectors.miro.client import MiroClient
from plugin import intents
from plugin.domain.labels import Label
from plugin.domain.people import Actor, Power
from plugin.domain.returns import ReturnCard
from plugin.domain.sessions import Board, Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere
from plugin.govern.running_sessions import session_to_run
from plugin.intents import ArrivalWait, WaitPolicy
from plugin.languages import SessionLanguage
from plugin.scaffold.board import WantedBoard
from plugin.scaffold.board_content import AS_AGREED, BoardContent, meeting_of, meeting_to_be
from plugin.scaffold.board_texts import title_of
from plugin.scaffold.boards import board_to_build_on, is_private, standing_board, who_else
from plugin.scaffold.build_target import place, survey
from plugin.scaffold.lines import MAKE_BOARD, lines
from plugin.scaffold.passes import in_passes
from plugin.scaffold.plan import BoardAsSeen, plan
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store.database import Tx, key_of
from plugin.store.services import Services
from schemas.miro import Invitation

INVITE = "invite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A board as it stands after a run; `made` counts the frames and items of this run."""

    session_id: str
    miro_board_id: str
    view_link: str
    frames: int
    items: int
    made: int
    messages: tuple[str, ...]
    is_private: bool | None  # None: Miro did not say


def preview(
    services: Services,
    actor: Actor,
    community_id: str,
    template: Template,
    day: date,
    cards: Sequence[ReturnCard],
    web_notes_name: str,
    labels: Mapping[str, Label] = AS_AGREED,
    language: SessionLanguage = SessionLanguage.ENGLISH,
) -> WantedBoard:
    """Return the board that a new meeting would get; nothing is stored or sent.

    `labels` are of boxes that differ from what the group agreed.
    """
    with services.db.read() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
        words = (tx, community, template, day, cards, web_notes_name, labels, language)
        return meeting_to_be(*words).board_at()


def laid_out(
    services: Services, actor: Actor, session_id: str, template: Template, web_notes_name: str
) -> WantedBoard:
    """Return the board of a planned or open session as it is laid out; nothing is sent."""
    with services.db.read() as tx:
        session = _session_of(tx, actor, session_id)
        return meeting_of(tx, session, template, web_notes_name, services.now).board_at()


def build(
    services: Services,
    actor: Actor,
    miro: MiroClient,
    session_id: str,
    template: Template,
    *,
    web_notes_name: str,
    miro_board_id: str | None = None,
    waits: WaitPolicy = intents.PATIENT,
    has_app: bool = False,
) -> Built:
    """Build the session's board, or add what is missing; `least_calls` on a fresh one.

    `miro_board_id` names a board that exists (its id or address): boxes go beside what is there.
    `has_app`: pieces come back as cards of our app. What Miro answers with an error is looked for
    and made again in as many passes as it takes; raise NotNow with what stands on the board where
    that is not enough. An answer that never comes is looked for once, then LookFirst comes through.
    Building again goes on from there. Raise NotHere for a board that vanished.
    """

    def read() -> tuple[Session, BoardContent]:
        with services.db.read() as tx:
            session = _session_of(tx, actor, session_id)
            meeting = meeting_of(tx, session, template, web_notes_name, services.now)
            return session, replace(meeting, has_app=has_app)

    _, meeting = read()  # what cannot be built is refused before anything waits
    waiting = ArrivalWait(waits)
    with intents.alone_with(services, session_id):
        return in_passes(
            lambda: _build(services, miro, read, miro_board_id, waiting),
            lambda: _what_stands(services, session_id, meeting),
            waits.tell,
        )


def foresee(
    services: Services,
    actor: Actor,
    miro: MiroClient,
    session_id: str,
    template: Template,
    cards: Sequence[ReturnCard],
    *,
    web_notes_name: str,
    miro_board_id: str | None = None,
) -> tuple[str, ...]:
    """Say what `build` would do now, a line each; nothing is stored or sent.

    `cards` are those that the board would bring back besides the recorded ones.
    """
    with services.db.read() as tx:
        session = _session_of(tx, actor, session_id)
        meeting = meeting_of(tx, session, template, web_notes_name, services.now, cards)
    board_id = board_to_build_on(services, miro, session, miro_board_id)
    if board_id is None:
        wanted = meeting.board_at()
        return (MAKE_BOARD, *lines(wanted, plan(wanted, {}, BoardAsSeen())))
    found = survey(services, miro, session_id, board_id, meeting, is_fresh=False)
    return lines(found.wanted, found.actions)


def let_in(
    services: Services,
    actor: Actor,
    miro: MiroClient,
    session_id: str,
    email: str,
    waits: WaitPolicy = intents.PATIENT,
) -> str:
    """Invite somebody to the board as co-owner, by e-mail; return what came of it.

    Miro lists members without addresses, so an invitation whose answer was lost cannot be looked
    for: the sentence asks the person to look, and asking again, once it cannot arrive any more,
    invites again.
    """
    with services.db.read() as tx:
        _session_of(tx, actor, session_id)
        board = stored_boards.board(tx, session_id)
    if board is None:
        raise BadInput("This session has no board yet. Nobody was invited. Build the board first.")
    address = read_address(email)
    try:
        with intents.alone_with(services, session_id):
            for left in intents.left_behind(services, session_id):
                if left.kind == INVITE:
                    ArrivalWait(waits).wait_out(left, services.now)
                    intents.drop(services, left)
            return _invited(services, miro, board, address)
    except LookFirst:
        return (
            "We don't know yet whether the invitation arrived. Look at Share on the board: if "
            "the address is not there, invite it again."
        )


def _build(
    services: Services,
    miro: MiroClient,
    read: Callable[[], tuple[Session, BoardContent]],
    given: str | None,
    waiting: ArrivalWait,
) -> Built:
    session, meeting = read()
    intents.left_behind(services, session.id)
    standing = standing_board(services, miro, session, title_of(meeting.words), given, waiting)
    board = standing.board
    _, meeting = read()  # with the names that were frozen when the board was stored
    try:
        placed = place(
            services,
            miro,
            session.id,
            board.miro_board_id,
            meeting,
            waiting,
            is_fresh=standing.is_fresh,
        )
    except NotThereOrNotShared as error:
        raise NotHere(
            "Miro no longer shows us this board, or one of its boxes went while it was built. "
            "What is on the board stays as it is. Look at it in Miro, then build again: only what "
            "is missing is added."
        ) from error
    others = who_else(standing.sharing)
    return Built(
        session_id=session.id,
        miro_board_id=board.miro_board_id,
        view_link=board.view_link,
        frames=len(placed.wanted.frames),
        items=len(placed.wanted.items),
        made=placed.made,
        messages=(*waiting.messages, *standing.messages, *((others,) if others else ())),
        is_private=is_private(standing.sharing),
    )


def _what_stands(services: Services, session_id: str, meeting: BoardContent) -> str:
    """Say how much of the board is made and known; nothing before there is a board."""
    with services.db.read() as tx:
        board, links = (
            stored_boards.board(tx, session_id),
            stored_boards.item_links(tx, session_id),
        )
    if board is None:
        return ""
    wanted = meeting.board_at()
    boxes = sum(frame.key in links for frame in wanted.frames)
    texts = sum(item.key in links for item in wanted.items)
    return (
        f"{boxes} of {len(wanted.frames)} boxes and {texts} of {len(wanted.items)} texts are on "
        "the board."
    )


def _session_of(tx: Tx, actor: Actor, session_id: str) -> Session:
    session = session_to_run(tx, actor, session_id)
    if session.state is SessionState.CLOSED:
        raise BadInput("This session is closed, and its board stays as it is. Nothing was changed.")
    return session


def _invited(services: Services, miro: MiroClient, board: Board, address: str) -> str:
    def settle(tx: Tx, answer: Invitation) -> Mapping[str, object]:
        return {"invited": len(answer.invited_user_ids), "failed": len(answer.failed)}

    with services.db.read() as tx:  # with the server's key: addresses can be guessed at
        known_by = hmac.digest(key_of(tx), address.encode(), "sha256").hex()[:16]
    answer = intents.write(
        services,
        kind=INVITE,
        subject=board.session_id,
        key=f"invite {known_by}",
        payload={},
        send=lambda: miro.invite(board.miro_board_id, [address]),
        settle=settle,
    )
    if not answer.failed:
        return "Miro has accepted the invitation. Accepting it makes the person a co-owner."
    return (
        f"Miro did not invite that address ({answer.failed[0].reason or 'it gave no reason'}). "
        "The board is as it was. Check the address, or open Share on the board and invite there."
    )


def read_address(email: str) -> str:
    """Return an e-mail address as Miro takes it; raise BadInput for what is none."""
    address = email.strip()
    name, at, host = address.partition("@")
    if not (name and at and host) or " " in address:
        raise BadInput("That is not an e-mail address. Nobody was invited. Write it as name@place.")
    return address
