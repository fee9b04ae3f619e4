"""The job that reads a board of somebody's own into a design: its frames, and the words in them.

Texts and shapes are read. Sticky notes are people's words, and are read only where the person who
asked said that nobody has written on the board yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from connectors.miro.client import MiroClient
from plugin import building
from plugin.capture.item_words import STICKY, words_of
from plugin.convene.board_designs import SeenFrame, design_of_board
from plugin.convene.communities import community_of
from plugin.convene.design_imports import as_new, store_new
from plugin.convene.design_lookup import every_question
from plugin.domain.jobs import Job, JobPhase
from plugin.domain.people import Actor, Power
from plugin.domain.presses import id_of
from plugin.intents import WaitPolicy
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.scaffold.boards import read_board_id
from plugin.use_cases import Runtime

READ_BOARD = "read board"
BOARD, STICKIES = "board", "stickies"
_READING = JobPhase("Reading the board")
_OF_SESSION = (
    "It looks like the board of a session, so only its boxes and questions were taken, and "
    "nothing that people wrote."
)
_READ = "The board became the first of your group’s own designs. Change it before you use it."


def _require_host(runtime: Runtime, actor: Actor, job: Job) -> None:
    community = community_of(runtime.services, job.subject)
    actor.require(Power.RUN_SESSION, community.partnership_id, community.id)


def _has_board(runtime: Runtime, job: Job) -> None:
    read_board_id(job.payload.get(BOARD) or "")
    runtime.accounts.miro(community_of(runtime.services, job.subject).partnership_id)


def _read(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    waits.progress(_READING)
    board_id = read_board_id(job.payload.get(BOARD) or "")
    # A board of a session is refused: people's words lie on it, and its design is here already.
    building.require_miro(runtime, actor, job.subject, board_id, may_have_boxes=True)
    miro = runtime.accounts.miro(community_of(runtime.services, job.subject).partnership_id)
    questions = every_question(runtime.services, job.subject)
    kinds = ("text", "shape", STICKY) if job.payload.get(STICKIES) else ("text", "shape")
    found = design_of_board(tuple(_frames(miro, board_id, kinds)), questions)
    design = as_new(found.template, id_of(job.subject, f"board {job.id}"))
    store_new(runtime.services, actor, job.subject, "of that board", design)
    said = [_READ]
    if found.is_of_session:
        said.append(_OF_SESSION)
    if found.left_out:
        said.append(f"It has more frames than a design has boxes: {found.left_out} are left out.")
    return Result(tuple(said))


def _frames(miro: MiroClient, board_id: str, kinds: Iterable[str]) -> Iterator[SeenFrame]:
    """Yield the frames with the words of their items of these kinds, from the top down."""
    items = [each for kind in kinds for each in miro.items(board_id, type=kind)]
    items.sort(key=lambda each: (each.y or 0, each.x or 0))
    for frame in miro.frames(board_id):
        own = (words_of(each) for each in items if each.parent_id == frame.id)
        x, y, height = frame.x or 0.0, frame.y or 0.0, frame.height or 0.0
        yield SeenFrame(frame.title, x, y, height, tuple(own))


DESIGN_JOBS: Mapping[str, JobKind] = {
    READ_BOARD: JobKind(
        doing="Reading the board",
        undone="No design was made",
        place=Place.DESIGNS,
        require=_require_host,
        may=_has_board,
        run=_read,
    ),
}
