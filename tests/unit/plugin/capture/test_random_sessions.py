"""Random sessions on T2 and T3: collecting must come to what the events alone say."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.capture.run import Captured
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.govern.withdrawal import take_back
from tests.pretend_board import House, Stage, house, stage
from tests.unit.plugin.capture.reference import Reference

AGREED = Agreement(3, {"T3": {"Z2": Label.X}}, Attribution.ROLE, 14)
PEOPLE = ("P01", "P02", "P03")
TEXTS = ("a doubt", "5 < 6 & more", "   ", "two\nlines\n\nfour", "<b>typed</b>", "🏠🐈‍⬛", "again")
COLOURS = ("yellow", "violet")
STATES = {NoteState.HERE: "here", NoteState.TIDIED: "tidied", NoteState.LEFT_BOARD: "left"}

KINDS = st.sampled_from(
    [
        *("add", "add", "add", "add", "move", "move", "move", "edit", "edit", "recolour"),
        *("delete", "clear", "crowd", "take back", "collect", "collect", "close"),
    ]
)
EVENTS = st.lists(
    st.tuples(KINDS, *(st.integers(0, 40) for _ in range(4))), min_size=8, max_size=30
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder: Path = tmp_path_factory.mktemp("random")
    return house(folder)


@pytest.mark.parametrize(("template", "agreement"), [("T2", None), ("T3", AGREED), ("T3", None)])
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=EVENTS)
def test_random_sessions_come_to_what_their_events_say(
    home: House, template: str, agreement: Agreement | None, events: list[tuple[Any, ...]]
) -> None:
    walk = _Walk(stage(home, template, agreement))

    for event in [*events, ("collect", 0, 0, 0, 0), ("close", 1, 0, 0, 0), ("collect", 0, 0, 0, 0)]:
        walk.act(*event)


class _Walk:
    """Lets one event happen on the pretended board and in the reference."""

    def __init__(self, staged: Stage) -> None:
        assert staged.session.policy is not None
        labels = {code: label.value for code, label in staged.session.policy.labels.items()}
        self.stage = staged
        self.zones: list[str | None] = [*labels, None]
        self.reference = Reference(labels)
        self.made = 0

    def act(self, kind: str, one: int, two: int, three: int, four: int) -> None:
        names = sorted(self.reference.board)
        if kind in ("collect", "close"):
            self._capture(kind, "tidied" if one % 2 else "taken back")
        elif kind in ("add", "crowd"):
            for _ in range(7 if kind == "crowd" else 1):
                self._add(PEOPLE[one % 3], self.zones[two % len(self.zones)], three, four)
        elif kind == "clear":
            zone = self.zones[two % len(self.zones)]
            for name in [each for each in names if self.reference.board[each]["zone"] == zone]:
                self._delete(name)
        elif kind == "take back":
            self._take_back(one)
        elif names:
            self._touch(kind, names[one % len(names)], two, three)

    def _touch(self, kind: str, name: str, two: int, three: int) -> None:
        writer = self.reference.board[name]["writer"]
        by = writer if two % 2 else PEOPLE[two % 3]
        if kind == "delete":
            self._delete(name)
        elif kind == "move":
            zone = self.zones[three % len(self.zones)]
            self.stage.board.move(name, by, zone)
            self.reference.change(name, by, zone=zone)
        elif kind == "edit":
            self.stage.board.edit(name, by, TEXTS[three % len(TEXTS)])
            self.reference.change(name, by, text=TEXTS[three % len(TEXTS)])
        else:
            self.stage.board.recolour(name, by, COLOURS[three % 2])
            self.reference.change(name, by, colour=COLOURS[three % 2])

    def _add(self, by: str, zone: str | None, three: int, four: int) -> None:
        self.made += 1
        name, text, colour = f"n{self.made}", TEXTS[three % len(TEXTS)], COLOURS[four % 2]
        self.stage.board.add(name, by, zone, text, colour)
        self.reference.add(name, by, zone, text, colour)

    def _delete(self, name: str) -> None:
        self.stage.board.delete(name)
        del self.reference.board[name]

    def _take_back(self, one: int) -> None:
        kept = sorted(self.reference.kept)
        if kept:
            name = kept[one % len(kept)]
            take_back(self.stage.ground, OPERATOR, self.stage.notes()[name].id)
            self.reference.take_back(name)

    def _capture(self, kind: str, answer: Any) -> None:
        collecting: Callable[[], Captured] = (
            self.stage.close if kind == "close" else self.stage.collect
        )
        captured = collecting()
        counts = self.reference.collect(closing=kind == "close")
        found = {name: value for name, value in asdict(captured).items() if type(value) is int}
        assert found == {name: counts[name] for name in found}
        assert {brake.zone_code for brake in captured.brakes} == self.reference.asked.keys()
        self._compare()
        self.stage.answer(answer)
        self.reference.answer(answer)
        self._compare()

    def _compare(self) -> None:
        held = {
            name: {
                "zone": note.zone_code,
                "text": note.text,
                "colour": note.colour,
                "label": note.label.value,
                "waits": note.is_waiting,
                "version": note.version,
                "state": STATES[note.state],
            }
            for name, note in self.stage.notes().items()
        }
        assert held == self.reference.kept
