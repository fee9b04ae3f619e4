"""What pages, commands and the demo ask for: each use case joins verbs that do not know each other.

They run at once in the process that calls them; `plugin.jobs` calls them in the background.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

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
from plugin.convene.design_lookup import find_design
from plugin.converse import placing
from plugin.domain.clock import Clock
from plugin.domain.people import NOTHING_HERE, OPERATOR, Actor, Power
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere
from plugin.govern import retention
from plugin.intents import LIKE_A_PAGE, WaitPolicy
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import erasure_log
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
    services = open_services(
        settings.database_url, erasures, settings.clock_offset, settings.secret, clock
    )
    return Runtime(settings, services, Accounts(settings, http, services))


def collect(runtime: Runtime, actor: Actor, session_id: str) -> capture.Captured:
    """Collect what lies on a session's board, as every box's label allows."""
    session, miro = at_board(runtime, actor, session_id)
    return capture.collect(runtime.services, actor, miro, session_id, template_of(runtime, session))


def plan_collect(runtime: Runtime, actor: Actor, session_id: str) -> capture.Captured:
    """Say what `collect` would do, in its counts, without doing it."""
    session, miro = at_board(runtime, actor, session_id)
    return capture.foresee(runtime.services, actor, miro, session_id, template_of(runtime, session))


def close_session(runtime: Runtime, actor: Actor, session_id: str) -> capture.Captured:
    """Close a session with a last collecting; from then on words stay as written.

    Where it has no board there is nothing to collect.
    """
    if not has_board(runtime, session_id):
        return capture.close_without_board(runtime.services, actor, session_id)
    session, miro = at_board(runtime, actor, session_id)
    return capture.close_session(
        runtime.services, actor, miro, session_id, template_of(runtime, session)
    )


def writers(runtime: Runtime, actor: Actor, session_id: str) -> tuple[capture.Writer, ...]:
    """Return who wrote on the board, for the facilitator's table of roles; nothing is stored."""
    _, miro = at_board(runtime, actor, session_id)
    return capture.writers(runtime.services, actor, miro, session_id)


def set_roles(runtime: Runtime, actor: Actor, session_id: str, roles: Mapping[str, str]) -> None:
    """Store the facilitator's table: keyed hash of a writer → role; it is folded at Close."""
    capture.set_roles(runtime.services, actor, session_id, roles)


def place_notes(
    runtime: Runtime, actor: Actor, session_id: str, waits: WaitPolicy = LIKE_A_PAGE
) -> int:
    """Bring the notes by phone of a session to its board; return how many came new."""
    with runtime.services.db.read() as tx:
        if stored_boards.board(tx, session_id) is None:
            return 0  # they are kept here, and placed once there is one
    _, miro = at_board(runtime, actor, session_id)
    return placing.place_notes(runtime.services, miro, session_id, waits)


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


def template_of(runtime: Runtime, session: Session) -> Template:
    if session.template_code is None:
        raise BadInput("This session has no board. Nothing was changed.")
    return session.form_of(find_design(runtime.services, session.template_code))


def has_board(runtime: Runtime, session_id: str) -> bool:
    """Say whether a session's board is built."""
    with runtime.services.db.read() as tx:
        return stored_boards.board(tx, session_id) is not None


def at_board(runtime: Runtime, actor: Actor, session_id: str) -> tuple[Session, MiroClient]:
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


def partnership_of(runtime: Runtime, community_id: str) -> str:
    with runtime.services.db.read() as tx:
        found = stored_communities.community(tx, community_id)
    if found is None:
        raise NotHere(NOTHING_HERE)
    return found.partnership_id
