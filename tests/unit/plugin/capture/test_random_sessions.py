"""Random sessions on every design: collecting must come to what the events alone say."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.capture.run import Captured
from plugin.convene.template_files import board_templates
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.govern.withdrawal import take_back
from tests.pretend_board import Runtime, Stage, runtime, stage
from tests.unit.plugin.capture.reference import Reference

AGREED = Agreement(3, {"T3": {"Z2": Label.X}}, Attribution.ROLE, 14)
PEOPLE = ("P01", "P02", "P03")
TEXTS = ("a doubt", "5 < 6 & more", "   ", "two\nlines\n\nfour", "<b>typed</b>", "🏠🐈‍⬛", "again")
COLOURS = ("yellow", "violet")
STATES = {NoteState.HERE: "here", NoteState.TIDIED: "tidied", NoteState.LEFT_BOARD: "left"}

KINDS = (
    *("add", "move", "move", "move", "move", "move", "move", "edit", "edit", "recolour"),
    *("delete", "clear", "crowd", "take back", "collect", "collect", "collect"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    folder: Path = tmp_path_factory.mktemp("random")
    return runtime(folder)


@pytest.mark.parametrize(("template", "agreement"), [("T2", None), ("T3", AGREED), ("T3", None)])
@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_random_sessions_come_to_what_their_events_say(
    home: Runtime, template: str, agreement: Agreement | None, seed: int
) -> None:
    walk = _Walk(stage(home, template, agreement), Random(seed))  # noqa: S311  no secret

    before, after = walk.chance.choices(KINDS, k=40), walk.chance.choices(KINDS, k=20)
    for kind in ["crowd", "crowd", "collect", *before, "close", *after, "collect"]:
        walk.act(kind)


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    template=st.sampled_from([each.code for each in board_templates()]),
    seed=st.integers(0, 2**32),
)
def test_random_sessions_on_any_design_come_to_what_their_events_say(
    home: Runtime, template: str, seed: int
) -> None:
    walk = _Walk(stage(home, template, None), Random(seed))  # noqa: S311  no secret

    for kind in ["crowd", "collect", *walk.chance.choices(KINDS, k=15), "close", "collect"]:
        walk.act(kind)


def _of_every_label(labels: dict[str, str], chance: Random) -> list[str]:
    chosen = [
        chance.choice([code for code, own in labels.items() if own == label])
        for label in sorted(set(labels.values()))
    ]
    return [*chosen, chance.choice(list(labels))]


class _Walk:
    """Lets one event happen on the pretended board and in the reference."""

    def __init__(self, staged: Stage, chance: Random) -> None:
        assert staged.session.policy is not None
        labels = {code: label.value for code, label in staged.session.policy.labels.items()}
        self.stage, self.chance = staged, chance
        self.zones: list[str | None] = [None, *_of_every_label(labels, chance)]
        self.reference = Reference(labels)
        self.made = 0

    def act(self, kind: str) -> None:
        names = sorted(self.reference.board)
        zone = self.chance.choice(self.zones)
        if kind in ("collect", "close"):
            self._capture(kind, self.chance.choice(("tidied", "taken back")))
        elif kind == "add":
            self._add(zone)
        elif kind == "crowd":
            for _ in range(6):
                self._add(zone)
        elif kind == "clear":
            inside = [name for name in names if self.reference.board[name]["zone"] == zone]
            for name in inside[: self.chance.randint(3, 6)]:
                self._delete(name)
        elif kind == "take back":
            self._take_back()
        elif names:
            self._touch(kind, self.chance.choice(names))

    def _touch(self, kind: str, name: str) -> None:
        writer = self.reference.board[name]["writer"]
        by = self.chance.choice((writer, writer, *PEOPLE))
        if kind == "delete":
            self._delete(name)
        elif kind == "move":
            zone = self.chance.choice(self.zones)
            self.stage.board.move(name, by, zone)
            self.reference.change(name, by, zone=zone)
        elif kind == "edit":
            text = self.chance.choice(TEXTS)
            self.stage.board.edit(name, by, text)
            self.reference.change(name, by, text=text)
        else:
            colour = self.chance.choice(COLOURS)
            self.stage.board.recolour(name, by, colour)
            self.reference.change(name, by, colour=colour)

    def _add(self, zone: str | None) -> None:
        self.made += 1
        name, by = f"n{self.made}", self.chance.choice(PEOPLE)
        text, colour = self.chance.choice(TEXTS), self.chance.choice(COLOURS)
        self.stage.board.add(name, by, zone, text, colour)
        self.reference.add(name, by, zone, text, colour)

    def _delete(self, name: str) -> None:
        self.stage.board.delete(name)
        del self.reference.board[name]

    def _take_back(self) -> None:
        kept = sorted(self.reference.kept)
        if kept:
            name = self.chance.choice(kept)
            take_back(self.stage.services, OPERATOR, self.stage.notes()[name].id)
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
                "nobodys": (note.strand_id or note.author_hash) is None,
            }
            for name, note in self.stage.notes().items()
        }
        assert held == self.reference.kept
