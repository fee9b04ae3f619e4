"""What a board costs: built from every template, and collected with few and with many notes.

The least follows from the template and from the notes that were written, never from what a run
says of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from unittest.mock import patch

from connectors.miro.client import MiroClient
from connectors.sandbox.app import Sandbox, create_sandbox
from connectors.sandbox.miro.models import Board, User
from connectors.sandbox.people.miro_edits import NotePosition as Spot
from connectors.sandbox.people.miro_edits import add_note, typed
from plugin.capture import run as capture
from plugin.capture.plan import Cost
from plugin.capture.plan import least_calls as least_to_collect
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import board_templates, read_template
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.scaffold import run as scaffold
from plugin.scaffold.board import WantedBoard
from plugin.scaffold.plan import least_calls as least_to_build
from tests.bench.measures import Measure, Watch
from tests.bench.transactions import transactions
from tests.unit.plugin.curate.place import Place, make_place
from tests.unit.plugin.web.mounted import SANDBOX_URL, http_to

WRITERS = tuple(User(str(3074457350000000100 + n), f"Writer {n}") for n in range(12))
WEB_NOTES = "Hedgerow"
MOST_WAIT_S, MOST_A_NOTE_US = 0.4, 220.0


class Room:
    """A community, and a Miro in this process."""

    def __init__(self, folder: Path) -> None:
        self.place: Place = make_place(folder)
        self.app = create_sandbox(clock=self.place.clock)
        self.sandbox: Sandbox = self.app.extensions["hedgerow_sandbox"]
        self.sandbox.miro.seed(WRITERS)
        self.miro = MiroClient(http_to(self.app), "sandbox-bench", f"{SANDBOX_URL}/miro")
        self.watch = Watch(self.app)

    def plan(self, code: str) -> Session:
        """Plan a meeting from a template."""
        place = self.place
        template = read_template(code)
        return plan_session(
            place.services, OPERATOR, place.community.id, place.services.today, template
        )

    def build(self, session: Session) -> scaffold.Built:
        """Build the board of a meeting."""
        template = read_template(session.template_code or "")
        return scaffold.build(
            self.place.services, OPERATOR, self.miro, session.id, template, web_notes_name=WEB_NOTES
        )

    def wanted(self, session: Session) -> WantedBoard:
        """Return the board that a meeting's template asks for."""
        template = read_template(session.template_code or "")
        return scaffold.laid_out(self.place.services, OPERATOR, session.id, template, WEB_NOTES)

    def collect(self, session: Session) -> capture.Captured:
        """Collect what lies on the board of a meeting."""
        template = read_template(session.template_code or "")
        return capture.collect(self.place.services, OPERATOR, self.miro, session.id, template)

    def write(self, board: Board, number: int) -> None:
        """Have people write notes, evenly in all boxes."""
        frames = [frame.id for frame in board.frames()]
        for each in range(number):
            spot = Spot(frames[each % len(frames)], 200, 200)
            person = WRITERS[each % len(WRITERS)]
            words = typed(f"Note {each}.")
            note = add_note(self.sandbox.miro, board, person, words, "yellow", spot)
            note.created_at += timedelta(seconds=each)  # nobody writes two notes in one second


def building(build: Callable[[Room, Session], object] = Room.build) -> Iterator[Measure]:
    """Build a board from every template."""
    for code in (template.code for template in board_templates()):
        with TemporaryDirectory() as folder:
            room = Room(Path(folder))
            session = room.plan(code)
            wanted = room.wanted(session)
            with room.watch.watching():
                build(room, session)
            least = least_to_build(len(wanted.frames), len(wanted.items))
            yield room.watch.of(f"scaffold {code}", least)


def collecting(
    numbers: Sequence[int], collect: Callable[[Room, Session], object] = Room.collect
) -> Iterator[Measure]:
    """Collect boards for the first time, and once more with nothing changed."""
    for number in numbers:
        with TemporaryDirectory() as folder:
            room = Room(Path(folder))
            session = room.plan("T3")
            wanted = room.wanted(session)
            built = room.build(session)
            room.write(room.sandbox.miro.board(built.miro_board_id), number)
            frames, others = len(wanted.frames), len(wanted.items)
            least = least_to_collect(Cost(frames + others + number))
            for which in ("first capture", "unchanged capture"):
                with room.watch.watching():
                    collect(room, session)
                yield room.watch.of(f"{which} of {number:,} notes", least)


def storing(number: int) -> Iterator[Measure]:
    """Collect a board for the first time: what a note costs us, and what others wait for."""
    with TemporaryDirectory() as folder:
        room = Room(Path(folder))
        session = room.plan("T3")
        built = room.build(session)
        room.write(room.sandbox.miro.board(built.miro_board_id), number)
        began = process_time()
        with transactions() as spent, _vendors_s(room) as theirs:
            room.collect(session)
        both_s = process_time() - began
    name = f"first capture of {number:,}: our processor time a note"
    yield Measure(name, (both_s - sum(theirs)) / number * 1e6, None, MOST_A_NOTE_US, unit="µs")
    yield Measure("  with the vendor's, who is in this process", both_s / number * 1e6, unit="µs")
    yield Measure(
        "  others wait for its longest transaction", max(spent), None, MOST_WAIT_S, unit="s"
    )


@contextmanager
def _vendors_s(room: Room) -> Iterator[list[float]]:
    """List the processor seconds that the stand-in for Miro spends on each call."""
    answer, spent = room.app.wsgi_app, []

    def timed(*asked: Any) -> Any:
        began = process_time()
        try:
            return answer(*asked)
        finally:
            spent.append(process_time() - began)

    with patch.object(room.app, "wsgi_app", timed):
        yield spent
