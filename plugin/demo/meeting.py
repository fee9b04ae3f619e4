"""One meeting of the story on its board: built, played, collected, closed, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugin import building, use_cases
from plugin.capture.plan import least_calls
from plugin.capture.run import Captured
from plugin.convene import agreements
from plugin.convene.design_lookup import find_design
from plugin.convene.group_designs import versions_in
from plugin.convene.template_files import board_templates
from plugin.demo.cast import Cast
from plugin.demo.environment import DemoEnvironment
from plugin.demo.leaks import find_leaks
from plugin.demo.narrator import Narrator
from plugin.demo.play import PlayedBoard, PlayedNote, played_board
from plugin.demo.report import of_vendor
from plugin.demo.session_file import Add, EditEvent, ReadBackEvent, SessionFile
from plugin.domain.agreements import Outcome
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.govern import withdrawal
from plugin.jobs.session_jobs import CLOSE, COLLECT
from plugin.scaffold import run as scaffold
from plugin.scaffold.picture import board_picture
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store.engine import as_one_page

_COUNTS = (
    "stored",
    "ignored_blank",
    "dropped_off_record",
    "dropped_outside",
    "new",
    "replaced",
    "new_versions",
    "moved",
    "recoloured",
    "forgotten",
    "waiting_for_writer",
    "removed_from_board",
)


@dataclass(slots=True)
class SessionPlayer:
    """What a session file needs while it is played (`plugin.demo.play.Stage`)."""

    stage: DemoEnvironment
    company: Cast
    session: Session
    session_file: SessionFile
    narrator: Narrator
    captures: list[dict[str, Any]] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    def collect(self, label: str) -> None:
        """Collect as the facilitator does, and count it."""
        self._counted(label, COLLECT)

    def close(self, label: str) -> None:
        """Fill in who is what, look for leaks, and close with a last collecting."""
        self._say_who_is_what()
        wanted = needles(self.session_file, "before_close")
        self.leaks += leaks_of(self.stage, self.company, wanted, self._designs())
        self._counted(label, CLOSE)

    def read_back(self, event: ReadBackEvent, note: PlayedNote) -> None:
        """Record what the group said to a sentence."""
        agreements.record_read_back(
            self.stage.runtime.services,
            self.company.facilitator,
            self.session.id,
            self.note_id(note.item_id),
            event.sentence,
            event.setting,
            event.outcome,
        )
        agreed = event.outcome is Outcome.AGREED
        said = "Agreed." if agreed else "Not yet: it stays open, and comes back."
        self.narrator.say(f"Read back: “{event.sentence}” {said}")

    def take_back(self, note: PlayedNote) -> None:
        """Take a note back for its contributor, who asked the facilitator."""
        services, actor = self.stage.runtime.services, self.company.facilitator
        withdrawal.take_back(services, actor, self.note_id(note.item_id))
        self.narrator.say("Somebody takes a note back. Its words are erased; a mark without words")
        self.narrator.say("keeps it from being collected again.")

    def _designs(self) -> tuple[Template, ...]:
        """Return the design of this board; those of all are looked at when the story ends."""
        return (find_design(self.stage.runtime.services, self.session.template_code or ""),)

    def note_id(self, item_id: str) -> str:
        """Return our id of the note that a sticky became; raise KeyError if it became none."""
        return self._held()[item_id]

    def note_ids(self, items: Mapping[str, str]) -> dict[str, str]:
        """Return our ids of the notes that we hold, by their names in the file."""
        known = self._held()
        return {name: known[item] for name, item in items.items() if item in known}

    def _held(self) -> dict[str | None, str]:
        with self.stage.runtime.services.db.read() as tx:
            notes = stored_notes.notes(tx, self.session.id)
        return {note.miro_item_id: note.id for note in notes}

    def _say_who_is_what(self) -> None:
        runtime, actor = self.stage.runtime, self.company.facilitator
        roles = self.company.roles_by_name
        writers = use_cases.writers(runtime, actor, self.session.id)
        table = {each.author_hash: roles[each.name] for each in writers if each.name in roles}
        use_cases.set_roles(runtime, actor, self.session.id, table)

    def _counted(self, label: str, kind: str) -> None:
        before = self.stage.calls()
        with self.narrator.meanwhile("Collecting what lies on the board"):
            captured: Captured = self.stage.jobs.run(
                self.company.facilitator, kind, self.session.id
            )
        calls = len(of_vendor(self.stage.pretend.calls(before), "miro"))
        self.captures.append(
            {"session": self.session_file.name, "label": label}
            | {name: getattr(captured, name) for name in _COUNTS}
            | {"calls": calls, "least_calls": least_calls(captured.cost)}
        )
        self.narrator.say(_in_words(captured))


def leaks_of(
    stage: DemoEnvironment,
    company: Cast,
    wanted: Mapping[str, str],
    designs: Iterable[Template] | None = None,
) -> list[str]:
    """Search everything of ours for texts that must not be there; return where they are.

    Pictures are of boards with these `designs`, None for all that there are.
    """
    elsewhere = shown_elsewhere(stage, company, designs)
    return find_leaks(wanted, stage.runtime.services.db, stage.folder, elsewhere)


def shown_elsewhere(
    stage: DemoEnvironment, company: Cast, designs: Iterable[Template] | None = None
) -> dict[str, str]:
    """Return what else words could stand in: Notion, and pictures of boards as they would be."""
    services, sam, group = stage.runtime.services, company.facilitator, company.community
    if designs is None:
        own = versions_in(services, sam, company.partnership.id)
        designs = (*board_templates(), *own)
    with as_one_page():
        boards = {
            each.code: building.preview_board(stage.runtime, sam, group.id, each, services.today)
            for each in designs
        }
    pictures = {
        f"the picture of a board ({code})": board_picture(board) for code, board in boards.items()
    }
    return {"the sandbox's Notion": stage.pretend.notion_texts(), **pictures}


def board_of(stage: DemoEnvironment, company: Cast, session: Session) -> PlayedBoard:
    """Return where to play on the board that was built for a session."""
    services = stage.runtime.services
    with services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
        frames = {code: frame for frame, code in stored_boards.frame_zones(tx, session.id).items()}
    template = find_design(services, session.template_code or "")
    wanted = scaffold.laid_out(
        services, company.facilitator, session.id, template, stage.runtime.accounts.ask_miro_name()
    )
    return played_board(board.miro_board_id if board else "", wanted, frames)


def needles(session_file: SessionFile, when: str) -> dict[str, str]:
    """Return the texts that a file says must not be there then, by a name that may be shown.

    An entry of the file is the id of a note (each text it ever had), a note with
    `"text": "first"`, or a beginning that stands for itself.
    """
    found: dict[str, str] = {}
    for entry in session_file.expect.get("leak_search", {}).get(when, []):
        if isinstance(entry, Mapping):
            name = str(entry["note"])
            found[f"the first words of {name}"] = session_file.text(name, first=True)
            continue
        texts = _texts_of(session_file, entry) or (entry,)
        found |= {f"{entry} ({number})": text for number, text in enumerate(texts, start=1)}
    return found


def _texts_of(session_file: SessionFile, note: str) -> tuple[str, ...]:
    said = (each for each in session_file.events if isinstance(each, Add | EditEvent))
    return tuple(each.text for each in said if each.note == note)


def _in_words(captured: Captured) -> str:
    parts = (
        (captured.stored, "note is held now", "notes are held now"),
        (captured.dropped_off_record, "stays where it is, unread", "stay where they are, unread"),
        (
            captured.dropped_outside,
            "lies outside every box, unread",
            "lie outside every box, unread",
        ),
        (captured.forgotten, "is forgotten, as was wished", "are forgotten, as was wished"),
        (captured.waiting_for_writer, "waits for its writer", "wait for their writers"),
    )
    said = [f"{count} {one if count == 1 else many}" for count, one, many in parts if count]
    return f"Collected: {'; '.join(said) or 'nothing lies in a box that is kept'}."
