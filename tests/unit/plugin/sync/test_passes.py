"""How often a run reads and plans: once, and again only where more had to be read after all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugin.domain.links import Origin
from plugin.domain.pieces import PieceWhole
from plugin.sync import run
from tests.unit.plugin.curate.meeting import read_back_today
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.rows_by_people import minutes_later, released, taken

ONE, TWO, THREE = "One came.", "Two rang.", "Three wrote."
BODY = "GET /v1/blocks/{block_id}/children"
QUERIES = "POST /v1/data_sources/"


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[run.SyncPlan]:
    """Collect what runs plan."""
    made: list[run.SyncPlan] = []
    plan = run.plan_rows

    def planned(*given: Any) -> run.SyncPlan:
        made.append(plan(*given))
        return made[-1]

    monkeypatch.setattr(run, "plan_rows", planned)
    return made


@pytest.fixture
def piece(bench: Bench) -> PieceWhole:
    """A piece whose page is known from memory."""
    piece = bench.released(narrative=f"{ONE}\n\n{TWO}\n\n{THREE}")
    bench.sync()
    read_again(bench)
    return piece


def read_again(bench: Bench) -> None:
    for _ in range(2):
        minutes_later(bench)
        bench.sync()
    minutes_later(bench)


def checked_in_another_order(bench: Bench, piece: PieceWhole) -> None:
    """Have another order of paragraphs checked while the body stays known from memory."""
    bench.rewrite(piece, narrative=f"{TWO}\n\n{THREE}\n\n{ONE}")
    read_back_today(bench.place.services, bench.place.actor("sam"), piece)
    bench.place.clock.pass_days(5)
    read_again(bench)
    bench.place.clock.pass_days(3)
    bench.answer(piece)


@pytest.mark.parametrize(
    "deed",
    [
        lambda _b, _p: None,
        lambda b, p: b.edit(p, "In one line", "They call."),
        lambda b, p: b.edit_block(b.link(p).blocks[0], "They call."),
    ],
)
def test_a_run_reads_once_and_plans_once(
    bench: Bench,
    piece: PieceWhole,
    plans: list[run.SyncPlan],
    deed: Callable[[Bench, PieceWhole], object],
) -> None:
    deed(bench, piece)
    minutes_later(bench)
    before = len(bench.calls())

    bench.sync()

    assert sum(each.startswith(QUERIES) for each in bench.calls(before)) == 3
    assert len(plans) == 1


@pytest.mark.parametrize("has_comment", [False, True])
def test_what_is_read_after_all_is_read_together(
    bench: Bench, piece: PieceWhole, plans: list[run.SyncPlan], *, has_comment: bool
) -> None:
    checked_in_another_order(bench, piece)
    first = bench.link(piece).blocks[0]
    if has_comment:
        Ruth(bench.state).comment(first, "Is that so?")
    plans.clear()
    before = len(bench.calls())

    bench.sync()

    assert bench.calls(before).count(BODY) == 1
    assert len(plans) == 2
    assert (first in [each.id for each in bench.body(piece)]) is has_comment
    assert bench.story(piece) == ([ONE, TWO, THREE] if has_comment else [TWO, THREE, ONE])


def test_a_row_that_people_made_joins_the_others_in_one_run(
    bench: Bench, plans: list[run.SyncPlan]
) -> None:
    whole = taken(bench)
    released(bench, whole)
    plans.clear()

    bench.sync()

    assert bench.link(whole).state.origin is Origin.JOINED
    assert len(plans) == run.MOST_PASSES == 2
    assert bench.plan() == ()
