"""Boards of sessions, for pages, commands and jobs: see it before, build it, let people in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from connectors.errors import ConnectorError, NotThereOrNotShared
from plugin.accounts.miro_app import Editors, PersonInMiro
from plugin.convene import sessions as convene
from plugin.convene.communities import address_of
from plugin.convene.design_lookup import design_for, find_design
from plugin.domain.connections import Vendor
from plugin.domain.labels import Label
from plugin.domain.people import Actor, Power
from plugin.domain.returns import ReturnCard
from plugin.domain.rooms import require_boxes_for_rooms, rooms_for
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import HedgerowError, Refused
from plugin.intents import LIKE_A_PAGE, WaitPolicy
from plugin.languages import SessionLanguage
from plugin.mirror import laying_out, returns
from plugin.scaffold import run as scaffold
from plugin.scaffold.board import WantedBoard
from plugin.scaffold.board_content import AS_AGREED
from plugin.scaffold.boards import board_without_boxes, nobodys_board, read_board_id
from plugin.use_cases import Runtime, at_board, has_board, partnership_of, template_of


def layable(
    runtime: Runtime, actor: Actor, community_id: str, template: Template
) -> tuple[laying_out.Layable, ...]:
    """Return the notes and pieces that a board of this design can lay out as cards."""
    find = partial(find_design, runtime.services)
    return laying_out.layable(runtime.services, actor, community_id, template, find)


def preview_board(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    template: Template,
    day: date,
    laid_out: Iterable[ReturnCard] = (),
    labels: Mapping[str, Label] = AS_AGREED,
    language: SessionLanguage = SessionLanguage.ENGLISH,
) -> WantedBoard:
    """Return the board that a new session would get; nothing is stored.

    `labels` are those of boxes that keep less in this session than agreed.
    """
    returning = _returning(runtime, actor, community_id)
    cards = (*laying_out.besides(returning, template), *laid_out)
    name = runtime.accounts.miro_name(partnership_of(runtime, community_id))
    return scaffold.preview(
        runtime.services, actor, community_id, template, day, cards, name, labels, language
    )


def require_miro(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    miro_board_id: str | None = None,
    *,
    may_have_boxes: bool = False,
) -> None:
    """Return if a session of this community can have a board: a new one, or the one named.

    `may_have_boxes`: nothing is built there. Raise ConnectionBroken without an account, BadInput
    for a board that cannot be used, Refused for one that it may see for another partnership.
    """
    partnership_id = partnership_of(runtime, community_id)
    actor.require(Power.READ_MEMORY, partnership_id)
    miro = runtime.accounts.miro(partnership_id)
    if miro_board_id is not None:
        _require_own_account(runtime, actor)
        fit = nobodys_board if may_have_boxes else board_without_boxes
        fit(runtime.services, miro, read_board_id(miro_board_id))


def lay_out(runtime: Runtime, actor: Actor, planned: Session, keys: Collection[str] | None) -> None:
    """Remember which cards a planned session lays out on its board; None takes what is usual."""
    offered = layable(runtime, actor, planned.community_id, template_of(runtime, planned))
    laying_out.lay_out(runtime.services, actor, planned.id, keys, offered)


def plan_with_board(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    template_code: str,
    day: date,
    name: str | None = None,
    miro_board_id: str | None = None,
    *,
    is_short: bool = False,
    rooms: int = 1,
    in_rooms: Collection[str] | None = None,
) -> Session:
    """Plan a session, `is_short` in its short form; its board is still to be built.

    Each of several `rooms` has the boxes `in_rooms`, None for all that it can. Nothing is planned
    where no board can be: see `require_miro`.
    """
    template = design_for(runtime.services, community_id, template_code)
    require_miro(runtime, actor, community_id, miro_board_id)
    form = template.in_short if is_short else template
    require_boxes_for_rooms(in_rooms or (), form)
    asked = rooms_for(rooms, in_rooms, form)
    planned = convene.plan_session(
        runtime.services, actor, community_id, day, template, name, is_short=is_short, rooms=asked
    )
    lay_out(runtime, actor, planned, None)
    return planned


def build(
    runtime: Runtime,
    actor: Actor,
    session_id: str,
    miro_board_id: str | None = None,
    waits: WaitPolicy = LIKE_A_PAGE,
) -> scaffold.Built:
    """Build the board of a planned session, or add what is missing on one that was begun.

    Whoever builds it first is invited to it as co-owner, where their address is known. A page waits
    a few seconds at most for what may still arrive, then says when to come back; a command waits.
    """
    session, miro = at_board(runtime, actor, session_id)
    if miro_board_id is not None and not has_board(runtime, session_id):
        _require_own_account(runtime, actor)
    returning = _returning(runtime, actor, session.community_id)
    cards = laying_out.besides(returning, template_of(runtime, session))
    returns.record_returned(runtime.services, actor, session_id, cards)
    built = scaffold.build(
        runtime.services,
        actor,
        miro,
        session_id,
        template_of(runtime, session),
        web_notes_name=runtime.accounts.ask_miro_name(session.partnership_id),
        miro_board_id=miro_board_id,
        waits=waits,
        has_app=runtime.accounts.has_miro_app(session.partnership_id),
    )
    email = address_of(runtime.services, actor)
    if session.state is not SessionState.PLANNED or email is None:
        return built
    return replace(built, messages=(*built.messages, _invited(runtime, actor, session_id, email)))


def require_editor(
    runtime: Runtime, actor: Actor, session_id: str, miro_board_id: str, who: PersonInMiro
) -> None:
    """Return if Miro names somebody among those who may change a board; raise Refused otherwise.

    A panel says on which board it is; that is believed only with Miro's word.
    """
    _, miro = at_board(runtime, actor, session_id)
    try:
        members = miro.list_members(read_board_id(miro_board_id))
        board = miro.get_board(read_board_id(miro_board_id))
    except NotThereOrNotShared:
        return  # building says what to do about it
    if not Editors.of(runtime.accounts, members, board).has(who):
        raise Refused(
            "Miro does not say that you may change this board. Nothing was built. Ask its owner "
            "for editing, then try again."
        )


def plan_board(
    runtime: Runtime, actor: Actor, session_id: str, miro_board_id: str | None = None
) -> tuple[str, ...]:
    """Say what `build` would do, a line each, without doing it."""
    session, miro = at_board(runtime, actor, session_id)
    returning = _returning(runtime, actor, session.community_id)
    return scaffold.foresee(
        runtime.services,
        actor,
        miro,
        session_id,
        template_of(runtime, session),
        laying_out.besides(returning, template_of(runtime, session)),
        web_notes_name=runtime.accounts.miro_name(session.partnership_id),
        miro_board_id=miro_board_id,
    )


def let_in(
    runtime: Runtime, actor: Actor, session_id: str, email: str, waits: WaitPolicy = LIKE_A_PAGE
) -> str:
    """Invite somebody to a session's board as co-owner; return what came of it in a sentence."""
    _, miro = at_board(runtime, actor, session_id)
    return scaffold.let_in(runtime.services, actor, miro, session_id, email, waits)


def _returning(runtime: Runtime, actor: Actor, community_id: str) -> tuple[ReturnCard, ...]:
    """Return what comes back to a group's next board by itself."""
    find = partial(find_design, runtime.services)
    return returns.cards_for(runtime.services, actor, community_id, find)


def _require_own_account(runtime: Runtime, actor: Actor) -> None:
    """Return if a board may be named by hand; raise Refused where partnerships share one account.

    That account may see boards of another partnership, and a board that it sees is collected from.
    Whoever runs the server knows whose board it is.
    """
    if actor.is_operator or not runtime.accounts.is_shared(Vendor.MIRO):
        return
    raise Refused(
        "Several partnerships share one Miro account on this server, so no board can be named by "
        "hand: it might be another partnership's. Nothing was changed. Leave the board empty and "
        "let Hedgerow make a new board. To use your own, ask the administrator to build "
        "on it, or to end the shared account; then connect Miro under Connections.",
        "The shared account is that of HEDGEROW_MIRO_TOKEN.",
    )


def _invited(runtime: Runtime, actor: Actor, session_id: str, email: str) -> str:
    """Invite whoever built the board; a no from Miro does not undo the building."""
    try:
        return let_in(runtime, actor, session_id, email)
    except (ConnectorError, HedgerowError):
        return "You could not be invited to the board. Invite yourself on the session's page."
