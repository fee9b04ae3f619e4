from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from connectors.sandbox.notion.models import Page
from plugin.domain.pieces import PieceWhole, Rung
from plugin.sync import messages
from tests.unit.plugin.sync.bench import Bench

QUERY = "POST /v1/data_sources/{data_source_id}/query"


def during_first_write(bench: Bench, seconds: int, act: Callable[[], object]) -> None:
    """Let time pass, and people act, just before the first write of a run arrives."""

    def meanwhile(number: int) -> None:
        if number == 1:
            bench.line.on_write = lambda _number: None
            bench.place.clock.now += timedelta(seconds=seconds)
            act()

    bench.line.on_write = meanwhile


def two_to_be_pushed(bench: Bench) -> tuple[PieceWhole, PieceWhole]:
    first, second = bench.released("By phone"), bench.released("Another")
    bench.sync()
    for piece in (first, second):
        bench.rewrite(piece, line="Ours, checked.")
        bench.check(piece)
    bench.line.writes = 0
    return first, second


def test_what_was_written_in_notion_during_a_long_run_is_not_written_over(bench: Bench) -> None:
    _, second = two_to_be_pushed(bench)
    during_first_write(bench, 40, lambda: bench.edit(second, "In one line", "Theirs, meanwhile."))

    done = bench.sync()

    assert bench.shows(second)["In one line"] == "Theirs, meanwhile."
    assert done.conflicts == 1
    assert messages.EDITED_MEANWHILE not in done.messages


def test_a_row_that_queries_leave_out_is_asked_for_by_itself(bench: Bench) -> None:
    _, second = two_to_be_pushed(bench)
    archived = bench.state.things[bench.link(second).notion_page_id]
    assert isinstance(archived, Page)
    archived.is_archived = True
    during_first_write(bench, 40, lambda: bench.edit(second, "In one line", "Theirs, meanwhile."))

    bench.sync()

    assert bench.shows(second)["In one line"] == "Theirs, meanwhile."


def test_a_paragraph_told_in_notion_during_a_long_run_is_not_written_over(bench: Bench) -> None:
    first, second = bench.released("By phone"), bench.released("Another")
    bench.sync()
    for piece in (first, second):
        bench.rewrite(piece, narrative="Ours, told anew.")
        bench.check(piece)
    told = bench.body(second)[1].id
    bench.line.writes = 0
    during_first_write(bench, 40, lambda: bench.edit_block(told, "Told there, meanwhile."))

    done = bench.sync()

    assert "Told there, meanwhile." in bench.story(second)
    assert done.conflicts == 1


def test_what_was_written_while_a_piece_is_taken_down_is_kept_here(bench: Bench) -> None:
    first, second = bench.released("By phone"), bench.released("Another")
    bench.sync()
    for piece in (first, second):
        bench.to_rung(piece, Rung.US)
    bench.line.writes = 0
    during_first_write(bench, 40, lambda: bench.edit(second, "In one line", "Theirs, meanwhile."))

    done = bench.sync()

    assert "Theirs, meanwhile." in {each.line for each in bench.whole(second).wordings}
    assert done.trashed == 2


@pytest.mark.parametrize(("seconds", "asked"), [(20, 0), (40, 1)])
def test_rows_are_asked_about_again_only_when_their_reading_is_old(
    bench: Bench, seconds: int, asked: int
) -> None:
    two_to_be_pushed(bench)
    during_first_write(bench, seconds, lambda: None)
    before = bench.calls().count(QUERY)

    bench.sync()

    assert bench.calls().count(QUERY) - before == 3 + asked


def test_a_row_whose_last_editor_is_unknown_is_not_written_over(bench: Bench) -> None:
    _, second = two_to_be_pushed(bench)

    def nobody_said(body: dict[str, Any]) -> None:
        for row in body.get("results", ()):
            row |= {"last_edited_by": None} if "last_edited_by" in row else {}

    def act() -> None:
        bench.edit(second, "In one line", "Theirs, meanwhile.")
        bench.line.twist = nobody_said

    during_first_write(bench, 40, act)

    bench.sync()

    assert bench.shows(second)["In one line"] == "Theirs, meanwhile."
