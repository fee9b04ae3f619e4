"""Rows under something in Notion's trash: they do not say so themselves, and nothing can change."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox.notion.models import Database
from plugin.domain.links import Absence
from plugin.errors import StoppedForSafety
from plugin.sync import SyncOptions, messages
from tests.unit.plugin.sync.bench import BASE_URL, Bench


def bury(bench: Bench, *, is_in_trash: bool = True) -> None:
    """Put the database of Memory into the trash, or take it out, as a person does."""
    memory = bench.the_place().memory
    assert memory is not None
    database = bench.state.things[memory.database_id]
    assert isinstance(database, Database)
    database.in_trash = is_in_trash
    bench.line.twist = only_the_database_says_so if is_in_trash else None


def only_the_database_says_so(body: Any) -> None:
    """Answer as Notion does: what lies under a trashed thing does not say so."""
    for thing in (body, *body.get("results", ())):
        if thing.get("object") in ("page", "data_source"):
            thing["in_trash"] = False


def test_a_refused_row_is_told_and_not_tried_again_until_it_is_restored(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.rewrite(piece, title="By bell")
    bench.check(piece)
    bury(bench)

    first = bench.sync()
    writes = bench.writes_of(lambda: bench.sync())
    second = bench.sync()

    assert any(messages.LIES_IN_TRASH in each for each in first.messages)
    assert bench.link(piece).state.where is Absence.BURIED
    assert writes == 0
    url = f"{BASE_URL}/pieces/{piece.piece.id}"
    assert messages.BURIED.format(url=url) in second.messages

    bury(bench, is_in_trash=False)
    bench.sync()

    assert (bench.shows(piece)["Name"], bench.link(piece).state.where) == ("By bell", None)


def test_a_person_can_have_it_tried_again(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.rewrite(piece, title="By bell")
    bench.check(piece)
    bury(bench)
    bench.sync()

    done = bench.sync(options=SyncOptions(full=True))

    assert any(messages.LIES_IN_TRASH in each for each in done.messages)


def test_a_new_row_stops_the_run_with_its_sentence(bench: Bench) -> None:
    bench.released()
    bench.sync()
    bench.released("By post")
    bury(bench)

    with pytest.raises(StoppedForSafety) as caught:
        bench.sync()

    assert caught.value.sentence == messages.MEMORY_IN_TRASH
