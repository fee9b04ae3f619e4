"""An action knows itself, and everything that a plan can hold is carried out by one table."""

import inspect
from dataclasses import dataclass

import pytest

from plugin.sync import actions, local_actions, memory_actions
from plugin.sync.actions import About, Action, CreateRow, UpdateProperties, kinds_of_action
from plugin.sync.execute import HANDLERS, Executor, SyncCounts
from plugin.sync.local_actions import Agree, LinkAction, LocalAction
from plugin.sync.memory.change_columns import MemoryWriter
from plugin.sync.memory.page import place_of
from plugin.sync.memory_actions import MemoryAction
from plugin.sync.report.journal import Journal
from plugin.sync.target import SyncTarget
from tests.unit.plugin.sync.bench import BASE_URL, Bench

OURS = (actions, local_actions, memory_actions)
KINDS = [each for each in kinds_of_action() if each.__module__ in {m.__name__ for m in OURS}]


def test_the_table_carries_out_every_action_there_is_and_no_other() -> None:
    assert set(HANDLERS) == set(KINDS)


@pytest.mark.parametrize("module", OURS, ids=lambda each: each.__name__.rpartition(".")[2])
def test_every_class_of_the_modules_is_an_action_of_the_table_or_a_family(module: object) -> None:
    found = {
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, Action) and each.__module__ == getattr(module, "__name__", "")
    }
    own = {actions.BlocksAction, actions.CellsAction, actions.WordlessAction}
    families = {Action, *own, LocalAction, LinkAction, MemoryAction}

    assert found - families == found & set(HANDLERS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.__name__)
def test_every_action_says_what_it_does(kind: type[Action]) -> None:
    assert kind.says


def test_an_action_that_does_not_tell_its_words_cannot_be_made() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Whisper(Action):
        says = "Whisper"

    with pytest.raises(TypeError, match="words"):
        Whisper(about=About("piece", "id", "name"))  # type: ignore[abstract]


def test_a_link_action_that_does_not_tell_what_the_link_becomes_cannot_be_made() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Muse(LinkAction):
        says = "Muse"

    with pytest.raises(TypeError, match="after"):
        Muse(about=About("piece", "id", "name"))  # type: ignore[abstract]


@dataclass(frozen=True, kw_only=True)
class Shout(Action):
    says = "Shout"

    def words(self) -> frozenset[str]:
        return frozenset()


def test_an_unknown_action_is_refused_before_anything_is_sent(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    about = About("piece", piece.piece.id, "name")
    services, partnership_id = bench.place.services, bench.place.partnership.id
    target = SyncTarget(services, bench.notion, partnership_id, bench.parent, BASE_URL)
    journal = Journal.begin(services, partnership_id)
    executor = Executor(target, SyncCounts(), journal, MemoryWriter(target, place_of(target)))
    agrees = Agree(about=about, values={"title": "Other words"})
    before, writes = bench.link(piece), bench.line.writes

    with pytest.raises(LookupError, match="Shout"):
        executor.carry([agrees, Shout(about=about)])

    assert (bench.link(piece), bench.line.writes, journal.noted) == (before, writes, [])


def test_only_what_changes_our_side_alone_skips_the_release_guard() -> None:
    assert {each for each in KINDS if each.stays_here} == {
        each for each in KINDS if issubclass(each, LocalAction)
    }


def test_only_what_takes_words_away_or_puts_right_overwrites() -> None:
    about = About("piece", "id", "name")

    assert UpdateProperties(about=about, values={"title": "x"}).overwrites
    assert not UpdateProperties(about=about, values={"belongs_with": "x"}).overwrites
    assert not CreateRow(about=about, key="k", values={}).overwrites
