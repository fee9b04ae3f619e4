"""What pages, commands and the demo ask for: each use case joins verbs that do not know each other.

They run at once in the process that calls them; `plugin.jobs` calls them in the background.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from connectors.errors import ConnectorError
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.notion.client import NotionClient
from plugin import sync
from plugin.accounts import Accounts
from plugin.accounts.parent_page import page_id_of
from plugin.capture import run as capture
from plugin.capture.closing import close_overdue
from plugin.config import Settings
from plugin.convene import sessions as convene
from plugin.convene.communities import address_of
from plugin.convene.design_lookup import design_for, find_design
from plugin.domain.clock import Clock
from plugin.domain.connections import Vendor
from plugin.domain.people import NOTHING_HERE, OPERATOR, Actor, Power
from plugin.domain.returns import ReturnCard
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput, HedgerowError, NotHere, Refused
from plugin.govern import retention
from plugin.intents import LIKE_A_PAGE, WaitPolicy
from plugin.mirror import laying_out, returns
from plugin.scaffold import run as scaffold
from plugin.scaffold.board import WantedBoard
from plugin.scaffold.boards import board_without_boxes, nobodys_board, read_board_id
from plugin.store import communities as stored_communities
from plugin.store import erasure_log
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services, open_services


def _nobody(_job_id: str, _delay_s: float) -> None:
    return


@dataclass(frozen=True, slots=True)
class Runtime:
    """One running Hedgerow: its settings, the shared services, and its accounts.

    `wake` tells a worker of a job, some seconds from now; without one a job waits until a worker
    looks for it (`plugin.jobs`).
    """

    settings: Settings
    services: Services
    accounts: Accounts
    wake: Callable[[str, float], None] = _nobody


def create_runtime(
    settings: Settings, *, clock: Clock | None = None, http: HTTP | None = None
) -> Runtime:
    """Put a Hedgerow together; the tables are left as they are (`Database.require_current`)."""
    erasures = settings.data_folder / erasure_log.FILE
    services = open_services(settings.database_url, erasures, settings.clock_offset, clock)
    return Runtime(settings, services, Accounts(settings, http, services))


def layable(
    runtime: Runtime, actor: Actor, community_id: str, template: Template
) -> tuple[laying_out.Layable, ...]:
    """Return the notes and pieces that a board of this design can lay out as cards."""
    template_of = partial(find_design, runtime.services)
    return laying_out.layable(runtime.services, actor, community_id, template, template_of)


def preview_board(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    template: Template,
    day: date,
    laid_out: Iterable[ReturnCard] = (),
) -> WantedBoard:
    """Return the board that a new session would get; nothing is stored."""
    returning = returns.cards_for(runtime.services, actor, community_id)
    cards = (*laying_out.besides(returning, template), *laid_out)
    name = runtime.accounts.miro_name(_partnership_of(runtime, community_id))
    return scaffold.preview(runtime.services, actor, community_id, template, day, cards, name)


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
    partnership_id = _partnership_of(runtime, community_id)
    actor.require(Power.READ_MEMORY, partnership_id)
    miro = runtime.accounts.miro(partnership_id)
    if miro_board_id is not None:
        _require_own_account(runtime, actor)
        fit = nobodys_board if may_have_boxes else board_without_boxes
        fit(runtime.services, miro, read_board_id(miro_board_id))


def lay_out(runtime: Runtime, actor: Actor, planned: Session, keys: Collection[str] | None) -> None:
    """Remember which cards a planned session lays out on its board; None takes what is usual."""
    offered = layable(runtime, actor, planned.community_id, _template(runtime, planned))
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
) -> Session:
    """Plan a session, `is_short` in its short form; its board is still to be built.

    Nothing is planned where no board can be: see `require_miro`.
    """
    template = design_for(runtime.services, community_id, template_code)
    require_miro(runtime, actor, community_id, miro_board_id)
    planned = convene.plan_session(
        runtime.services, actor, community_id, day, template, name, is_short=is_short
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
    session, miro = _at_board(runtime, actor, session_id)
    if miro_board_id is not None and not _has_board(runtime, session_id):
        _require_own_account(runtime, actor)
    returning = returns.cards_for(runtime.services, actor, session.community_id)
    cards = laying_out.besides(returning, _template(runtime, session))
    returns.record_returned(runtime.services, actor, session_id, cards)
    built = scaffold.build(
        runtime.services,
        actor,
        miro,
        session_id,
        _template(runtime, session),
        web_notes_name=runtime.accounts.ask_miro_name(session.partnership_id),
        miro_board_id=miro_board_id,
        waits=waits,
    )
    email = address_of(runtime.services, actor)
    if session.state is not SessionState.PLANNED or email is None:
        return built
    return replace(built, messages=(*built.messages, _invited(runtime, actor, session_id, email)))


def plan_board(
    runtime: Runtime, actor: Actor, session_id: str, miro_board_id: str | None = None
) -> tuple[str, ...]:
    """Say what `build` would do, a line each, without doing it."""
    session, miro = _at_board(runtime, actor, session_id)
    returning = returns.cards_for(runtime.services, actor, session.community_id)
    return scaffold.foresee(
        runtime.services,
        actor,
        miro,
        session_id,
        _template(runtime, session),
        laying_out.besides(returning, _template(runtime, session)),
        web_notes_name=runtime.accounts.miro_name(session.partnership_id),
        miro_board_id=miro_board_id,
    )


def let_in(
    runtime: Runtime, actor: Actor, session_id: str, email: str, waits: WaitPolicy = LIKE_A_PAGE
) -> str:
    """Invite somebody to a session's board as co-owner; return what came of it in a sentence."""
    _, miro = _at_board(runtime, actor, session_id)
    return scaffold.let_in(runtime.services, actor, miro, session_id, email, waits)


def collect(runtime: Runtime, actor: Actor, session_id: str) -> capture.Captured:
    """Collect what lies on a session's board, as every box's label allows."""
    session, miro = _at_board(runtime, actor, session_id)
    return capture.collect(runtime.services, actor, miro, session_id, _template(runtime, session))


def plan_collect(runtime: Runtime, actor: Actor, session_id: str) -> capture.Captured:
    """Say what `collect` would do, in its counts, without doing it."""
    session, miro = _at_board(runtime, actor, session_id)
    return capture.foresee(runtime.services, actor, miro, session_id, _template(runtime, session))


def close_session(runtime: Runtime, actor: Actor, session_id: str) -> capture.Captured:
    """Close a session with a last collecting; from then on words stay as written."""
    session, miro = _at_board(runtime, actor, session_id)
    return capture.close_session(
        runtime.services, actor, miro, session_id, _template(runtime, session)
    )


def writers(runtime: Runtime, actor: Actor, session_id: str) -> tuple[capture.Writer, ...]:
    """Return who wrote on the board, for the facilitator's table of roles; nothing is stored."""
    _, miro = _at_board(runtime, actor, session_id)
    return capture.writers(runtime.services, actor, miro, session_id)


def set_roles(runtime: Runtime, actor: Actor, session_id: str, roles: Mapping[str, str]) -> None:
    """Store the facilitator's table: keyed hash of a writer → role; it is folded at Close."""
    capture.set_roles(runtime.services, actor, session_id, roles)


def carry_to_notion(
    runtime: Runtime,
    actor: Actor,
    partnership_id: str,
    options: sync.SyncOptions = sync.NO_OPTIONS,
    waits: WaitPolicy = LIKE_A_PAGE,
) -> sync.Synced:
    """Bring a partnership's memory here and in Notion to the same words; waits as `build` does."""
    notion, parent = _notion(runtime, actor, partnership_id)
    url = runtime.settings.base_url
    return sync.sync(runtime.services, actor, notion, partnership_id, parent, url, waits, options)


def plan_for_notion(
    runtime: Runtime, actor: Actor, partnership_id: str, options: sync.SyncOptions = sync.NO_OPTIONS
) -> sync.Preview:
    """Say what `carry_to_notion` would do, without doing it."""
    notion, parent = _notion(runtime, actor, partnership_id)
    url = runtime.settings.base_url
    return sync.preview(runtime.services, actor, notion, partnership_id, parent, url, options)


def put_back_in_notion(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Take a piece's page out of Notion's trash; return what came of it in a sentence."""
    partnership_id = sync.partnership_of(runtime.services, actor, piece_id)
    notion, _ = _notion(runtime, actor, partnership_id)
    return sync.put_back(runtime.services, actor, notion, piece_id)


def look_for_comments(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Look what is said in Notion about a piece; return what came of it in a sentence."""
    partnership_id = sync.partnership_of(runtime.services, actor, piece_id)
    notion, _ = _notion(runtime, actor, partnership_id)
    return sync.look_for_comments(runtime.services, actor, notion, piece_id)


def tidy(runtime: Runtime) -> retention.Tidied:
    """Close what nobody closed in time, and erase what is due.

    Every day by `hedgerow worker`, and by `hedgerow tidy`.
    """
    runtime.services.db.catch_up_erasures()
    closed = close_overdue(runtime.services, OPERATOR)
    return replace(retention.tidy(runtime.services, OPERATOR), closed=closed)


def _has_board(runtime: Runtime, session_id: str) -> bool:
    with runtime.services.db.read() as tx:
        return stored_sessions.board(tx, session_id) is not None


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


def _template(runtime: Runtime, session: Session) -> Template:
    if session.template_code is None:
        raise BadInput("This session has no board. Nothing was changed.")
    return session.form_of(find_design(runtime.services, session.template_code))


def _at_board(runtime: Runtime, actor: Actor, session_id: str) -> tuple[Session, MiroClient]:
    """Return a session, and Miro as its partnership sees it; strangers hear that nothing is there.

    Who may do what with the board is asked by the job itself.
    """
    session = convene.session_of(runtime.services, session_id)
    actor.require(Power.READ_MEMORY, session.partnership_id)
    return session, runtime.accounts.miro(session.partnership_id)


def _notion(runtime: Runtime, actor: Actor, partnership_id: str) -> tuple[NotionClient, str]:
    """Return Notion as a partnership sees it, and the page for its memory; strangers as above."""
    actor.require(Power.READ_MEMORY, partnership_id)
    parent = runtime.accounts.notion_parent(partnership_id)
    try:
        page_id_of(parent)
    except BadInput as error:
        raise BadInput(
            "The page that is named for the memory is not a Notion page. Nothing was changed. "
            "Choose a page under Connections, or ask the administrator.",
            "HEDGEROW_NOTION_PARENT must be the 32 letters and digits at the end of its link.",
        ) from error
    return runtime.accounts.notion(partnership_id), parent


def _partnership_of(runtime: Runtime, community_id: str) -> str:
    with runtime.services.db.read() as tx:
        found = stored_communities.community(tx, community_id)
    if found is None:
        raise NotHere(NOTHING_HERE)
    return found.partnership_id
