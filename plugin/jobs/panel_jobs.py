"""Asking Miro who may change a session's board, and whether we see a board, for the panel in Miro.

Miro's word for who looks at a board names no board, so that what a panel says of one is believed
only with the board's list of members. For some minutes a job's row holds their keyed hashes
(`plugin.accounts.miro_app`), and who else may open the board, as its sharing says.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from connectors.errors import NotThereOrNotShared
from plugin import use_cases
from plugin.accounts.miro_app import Editors
from plugin.convene.sessions import session_of
from plugin.domain.jobs import Job
from plugin.domain.people import Actor, Power
from plugin.domain.presses import id_of
from plugin.intents import WaitPolicy
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.scaffold.boards import who_may_also
from plugin.store import boards as stored_boards
from plugin.store import jobs as stored_jobs
from plugin.use_cases import Runtime

EDITORS = "editors"
BELIEVED_FOR = timedelta(minutes=10)
SESSION, FOUND, OTHERS = "session", "who", "others"  # in a payload, and in what came of it
LOOK = "look at a board"
GROUP, BOARD, SEEN = (
    "group",
    "board",
    "seen",
)  # the same, of looking at a board that is no session's


def about_board(session_id: str) -> str:
    """Return what an asking is about: not the session itself, whose own work it would wait for."""
    return id_of(session_id, EDITORS)


def about_new_board(partnership_id: str, miro_board_id: str) -> str:
    """Return what looking at a board is about: it is no session's yet."""
    return id_of(f"{partnership_id} {miro_board_id}", LOOK)


def _require_group(runtime: Runtime, actor: Actor, job: Job) -> None:
    group = job.payload[GROUP]
    actor.require(Power.RUN_SESSION, use_cases.partnership_of(runtime, group), group)


def _look(runtime: Runtime, _actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    miro = runtime.accounts.miro(use_cases.partnership_of(runtime, job.payload[GROUP]))
    is_seen = False
    with suppress(NotThereOrNotShared):
        miro.get_board(job.payload[BOARD])
        is_seen = True
    with runtime.services.db.begin() as tx:
        stored_jobs.forget_kind(tx, LOOK, runtime.services.now - 2 * BELIEVED_FOR)
    return Result(found={SEEN: is_seen})


def _require_host(runtime: Runtime, actor: Actor, job: Job) -> None:
    session = session_of(runtime.services, job.payload[SESSION])
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)


def _editors(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    session, miro = use_cases.at_board(runtime, actor, job.payload[SESSION])
    with runtime.services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
    editors = Editors(frozenset())
    others: tuple[str, ...] = ()
    if board is not None:
        with suppress(NotThereOrNotShared):  # then nobody is believed there
            members = miro.list_members(board.miro_board_id)
            seen = miro.get_board(board.miro_board_id)
            editors = Editors.of(runtime.accounts, members, seen)
            others = who_may_also(seen.sharing)
    with runtime.services.db.begin() as tx:
        stored_jobs.forget_kind(tx, EDITORS, runtime.services.now - 2 * BELIEVED_FOR)
    return Result(found={FOUND: editors.stored, OTHERS: list(others)})


PANEL_JOBS: Mapping[str, JobKind] = {
    EDITORS: JobKind(
        doing="Asking Miro who may change the board",
        undone="Miro did not say who may change the board",
        place=Place.NOWHERE,
        require=_require_host,
        run=_editors,
        tries_again=False,  # the panel asks again
    ),
    LOOK: JobKind(
        doing="Asking Miro whether Hedgerow can open the board",
        undone="Miro did not say whether Hedgerow can open the board",
        place=Place.NOWHERE,
        require=_require_group,
        run=_look,
        tries_again=False,
    ),
}
