"""The ways by which words come in, each as its people use it: no promise may hold by some alone.

Collecting a board, the phone page, pasting, a table, entering for somebody, the panel in Miro, and
a session file that is played.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin import use_cases
from plugin.demo.playing import play_file
from plugin.domain.agreements import Agreement
from plugin.domain.brought_notes import CSV, ENTERED_FOR, PASTE
from plugin.domain.exports import ExportChoice, ExportFormat, ExportOf
from plugin.domain.join_codes import in_words
from plugin.domain.notes import Note
from plugin.domain.sessions import Session
from plugin.memory.chosen_export import chosen_waiting, export_chosen
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import participants
from tests.unit.plugin.web.by_token import program
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, InMiro, let_in
from tests.world import World, make_world
from tests.world.jobs import new_session
from tests.world.phones import Phone, board_id, join, notes_of, without_board
from tests.world.vendors import http_to

CAPTURE, PHONE, PANEL, PLAY = "capture", "phone page", "panel", "play file"
WAYS = (CAPTURE, PHONE, PASTE, CSV, ENTERED_FOR, PANEL, PLAY)
ON_A_BOARD = (CAPTURE, PANEL, PLAY)
BROUGHT = (PASTE, CSV, ENTERED_FOR)  # by whoever runs the session
DOUBTS = "Z5"  # a kept box of T3 whose notes are doubts, and no story
DAY = date(2026, 11, 18)


@dataclass
class Entrance:
    """One way into one open session, with its board."""

    world: World
    session: Session
    way: str
    folder: Path
    phones: dict[int, Phone] = field(default_factory=dict)
    _last: Any = None  # what was sent last, to be sent again
    _number: int = 0

    @property
    def notes(self) -> tuple[Note, ...]:
        return notes_of(self.world, self.session)

    @property
    def texts(self) -> list[str]:
        """Return the words of all notes that have some."""
        return sorted(each.text for each in self.notes if each.text is not None)

    def prepare(self, words: str, by: int = 0) -> None:
        """Get ready what `send` sends; where a way knows writers, `by` is another one each."""
        self._number += 1
        if self.way == PHONE:
            phone = self.phone(by)
            self._last = (phone.mine, phone.form(words, DOUBTS))
        elif self.way in BROUGHT:
            self._last = {"press": f"press {self._number}", "words": words}
        elif self.way == PLAY:
            self._last = self._file(words, by)
        else:
            self._stick(words, by)
        if self.way == PANEL:
            assert self._panel

    def send(self) -> None:
        """Send it, or send it again: a reload, the back button, a button pressed twice.

        A file is played once: played again, it is another note.
        """
        if self.way == PHONE:
            mine, form = self._last
            answer = self.world.as_(None).post(f"{mine}/boxes/{DOUBTS}", data=form)
            assert answer.status_code in (303, 400, 404)
        elif self.way in BROUGHT:
            assert self._brought(**self._last).status_code == 303
        elif self.way == PANEL:
            assert self._panel.ask("/collect", {}).status_code == 200
        elif self.way == PLAY and self._last is not None:
            file, self._last = self._last, None
            with patch("plugin.demo.playing.HTTP", lambda: http_to(self.world.sandbox)):
                play_file(self.world.runtime, self.session.id, file)
        else:
            assert self.world.as_("sam").post(f"/s/{self.session.id}/collect").status_code == 303

    def bring(self, words: str, by: int = 0) -> None:
        """Let somebody's words come in."""
        self.prepare(words, by)
        self.send()

    def by_way_of(self, way: str) -> Entrance:
        """Return another way into the same session."""
        return replace(self, way=way, _last=None, _number=100 + WAYS.index(way))

    def collect(self) -> None:
        use_cases.collect(self.world.runtime, self.world.actor("sam"), self.session.id)

    def close(self) -> None:
        use_cases.close_session(self.world.runtime, self.world.actor("sam"), self.session.id)

    def phone(self, by: int) -> Phone:
        if by not in self.phones:
            self.phones[by] = join(self.world, self.session)
        return self.phones[by]

    def _brought(self, press: str, words: str) -> TestResponse:
        form: dict[str, Any] = {"way": self.way, "step": "add", "press": press, "box": DOUBTS}
        if self.way == CSV:
            table = f'"{words}"\n'.encode("utf-16")
            form |= {"column-0": DOUBTS, "file": (BytesIO(table), "notes.csv")}
        else:
            form["words"] = words
        return self.world.as_("sam").post(f"/s/{self.session.id}/notes/new", data=form)

    def _stick(self, words: str, by: int) -> None:
        user = str(3074457350000000600 + by)
        let_in(self.world, user)
        note = {"person": user, "text": words, "frame": self._frame}
        at = f"/_sandbox/miro/boards/{board_id(self.world, self.session)}/notes"
        assert self.world.sandbox.test_client().post(at, json=note).status_code == 201

    def _file(self, words: str, by: int) -> Path:
        """Write a session file in which somebody sticks a note, which is collected."""
        who = f"P{by:02}"
        note = {"t": 10, "do": "add", "note": f"n{self._number}", "by": who, "zone": DOUBTS}
        note |= {"text": words, "colour": "yellow", "x": 130, "y": 150 + 10 * self._number}
        cast = [{"id": who, "name": f"Person {by}", "party": "practice", "role": "nurse"}]
        whole = {
            "partnership": {"name": "Tyne Crossing", "parties": ["practice"]},
            "community": {"name": "Going home", "question": "How do we decide?"},
            "template": "T3",
            "cast": cast,
            "events": [note, {"t": 20, "do": "capture", "label": f"c{self._number}"}],
        }
        path = self.folder / f"played-{self._number}.json"
        path.write_text(json.dumps(whole), encoding="utf-8")
        return path

    @cached_property
    def _frame(self) -> str:
        with self.world.services.db.read() as tx:
            frames = stored_boards.frame_zones(tx, self.session.id)
        return next(item_id for item_id, code in frames.items() if code == DOUBTS)

    @cached_property
    def _panel(self) -> InMiro:
        let_in(self.world, SAM_IN_MIRO)
        panel = InMiro(self.world, board_id(self.world, self.session))
        panel.link("sam")
        panel.state()
        return panel


@contextmanager
def entrance(folder: Path, way: str, *, has_board: bool = True) -> Iterator[Entrance]:
    """Open one way into a session of a group that agreed to what the design says.

    Without a board nothing is built where the way needs none, which is quicker.
    """
    folder.mkdir(exist_ok=True)
    world = make_world(folder)
    with world.services.db.begin() as tx:
        now = world.services.now
        stored_communities.add_agreement(tx, world.community.id, Agreement(1), now)
    if has_board or way in ON_A_BOARD:
        sam, community_id = world.actor("sam"), world.community.id
        session = new_session(world.runtime, sam, community_id, "T3", DAY)[0]
    else:
        session = without_board(world)
    files = folder / "files"
    files.mkdir()
    yield Entrance(world, session, way, files)
    world.services.db.close()


# What people of each part read of a session, while it is open and afterwards.
_PAGES = {
    "sam": (
        "/s/{session}",
        "/s/{session}/live",
        "/s/{session}/close?step=2",
        "/s/{session}/by-phone",
        "/s/{session}/dots",
        "/s/{session}/notes/new",
        "/c/{group}/",
        "/c/{group}/between",
        "/p/{partnership}/memory",
    ),
    "helen": (
        "/s/{session}",
        "/c/{group}/desk",
        "/c/{group}/desk/read?session={session}",
        "/c/{group}/desk/sort?session={session}",
        "/p/{partnership}/memory",
    ),
    "amina": ("/s/{session}", "/c/{group}/", "/p/{partnership}/memory"),
    "grace": ("/c/{group}/", "/p/{partnership}/sponsor"),
    "connie": ("/s/{session}", "/c/{group}/kept"),
}
_TOLD_TO_PROGRAMS = ("/sessions/{session}", "/sessions/{session}/notes")


def pages(way_in: Entrance) -> dict[tuple[str, str], str]:
    """Return what each page says to each person, and each answer to a program of theirs."""
    world = way_in.world
    ids = {"session": way_in.session.id, "group": world.community.id}
    ids["partnership"] = world.partnership.id
    with world.services.db.read() as tx:
        # It is another one in each session, and gone at Close.
        code = participants.join_code(tx, way_in.session.id) or "no-such-code"
    found = {}
    for who, paths in _PAGES.items():
        client = world.as_(who)
        for path in paths:
            answer = client.get(path.format(**ids), follow_redirects=True)
            main = LexborHTMLParser(answer.text).css_first("main")
            text = main.text(separator=" ") if main else answer.text
            found[who, path] = text.replace(code, "").replace(in_words(code), "")
        asks = program(world, who)
        for path in _TOLD_TO_PROGRAMS:
            found[who, f"api {path}"] = asks.get(path.format(**ids)).text
    return found


def export_of_notes(way_in: Entrance) -> str:
    """Return the export of a closed session's notes, as whoever runs it downloads it."""
    world, sam = way_in.world, way_in.world.actor("sam")
    given = (world.services, sam, world.partnership.id)
    choice = ExportChoice(ExportOf.NOTES, ExportFormat.JSON)
    export_chosen(*given, choice, lambda _session, code: code)
    (waiting,) = chosen_waiting(*given)
    return world.as_("sam").get(f"/p/{world.partnership.id}/download/{waiting.id}").text
