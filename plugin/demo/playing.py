"""Plays a session file by hand, on the sandbox's board of a session that was built before.

Collecting, closing, reading back and taking back happen where the file says so, as whoever runs
this server; roles come from the file's cast, as a facilitator would fill them in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from connectors.http import HTTP
from connectors.sandbox_people import SandboxPeople
from plugin import use_cases
from plugin.capture.run import Captured
from plugin.convene import agreements
from plugin.convene.template_files import read_template
from plugin.demo.play import PlayedNote, play, played_board
from plugin.demo.session_file import ReadBackEvent, SessionFile
from plugin.demo.session_reading import read_session_file
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from plugin.govern import withdrawal
from plugin.scaffold import run as scaffold
from plugin.scaffold.boards import read_board_id
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.use_cases import Runtime


def play_file(runtime: Runtime, board: str, file: Path) -> tuple[Captured, ...]:
    """Play `file` on `board` (a session's id, or its board's); return what was collected.

    Raise BadInput, with nothing played, without a sandbox, for a file that cannot be read, or for
    a board that is no session's.
    """
    if runtime.settings.sandbox_url is None:
        raise BadInput(
            "A session file is played on the sandbox only. Nothing was played. Start `hedgerow "
            "sandbox` and set HEDGEROW_SANDBOX to its address."
        )
    session_file = read_session_file(file)
    session, board_id, frames = _place(runtime, board)
    if session.template_code != session_file.template:
        raise BadInput(
            f"The session file {session_file.name} is for the meeting design "
            f"{session_file.template}, and this board is another one. Nothing was played."
        )
    template = read_template(session_file.template)
    name = runtime.accounts.ask_miro_name()
    wanted = scaffold.laid_out(runtime.services, OPERATOR, session.id, template, name)
    pretend = SandboxPeople(HTTP(), runtime.settings.sandbox_url)
    by_hand = _ByHand(runtime, session, session_file)
    play(session_file, pretend, played_board(board_id, wanted, frames), by_hand)
    return tuple(by_hand.captured)


@dataclass(slots=True)
class _ByHand:
    """What happens besides people's edits (`plugin.demo.play.Stage`)."""

    runtime: Runtime
    session: Session
    session_file: SessionFile
    captured: list[Captured] = field(default_factory=list)

    def collect(self, label: str) -> None:
        self.captured.append(use_cases.collect(self.runtime, OPERATOR, self.session.id))

    def close(self, label: str) -> None:
        roles = {member.name: member.role for member in self.session_file.cast}
        writers = use_cases.writers(self.runtime, OPERATOR, self.session.id)
        table = {each.author_hash: roles[each.name] for each in writers if each.name in roles}
        use_cases.set_roles(self.runtime, OPERATOR, self.session.id, table)
        self.captured.append(use_cases.close_session(self.runtime, OPERATOR, self.session.id))

    def read_back(self, event: ReadBackEvent, note: PlayedNote) -> None:
        agreements.record_read_back(
            self.runtime.services,
            OPERATOR,
            self.session.id,
            self._note_id(note),
            event.sentence,
            event.setting,
            event.outcome,
        )

    def take_back(self, note: PlayedNote) -> None:
        withdrawal.take_back(self.runtime.services, OPERATOR, self._note_id(note))

    def _note_id(self, note: PlayedNote) -> str:
        with self.runtime.services.db.read() as tx:
            notes = stored_notes.notes(tx, self.session.id)
        found = {each.miro_item_id: each.id for each in notes}
        if note.item_id not in found:
            raise BadInput(
                f"The note {note.name} of the session file was not collected, so nothing can be "
                "done with it. What was played before stays."
            )
        return found[note.item_id]


def _place(runtime: Runtime, board: str) -> tuple[Session, str, dict[str, str]]:
    with runtime.services.db.read() as tx:
        session = stored_sessions.session(tx, board) or stored_boards.session_of_board(
            tx, read_board_id(board)
        )
        built = stored_boards.board(tx, session.id) if session else None
        if session is None or built is None:
            raise BadInput(
                "No session has that board. Nothing was played. `hedgerow list` shows the "
                "sessions, and `hedgerow scaffold` builds their boards."
            )
        frames = {code: item for item, code in stored_boards.frame_zones(tx, session.id).items()}
    return session, built.miro_board_id, frames
