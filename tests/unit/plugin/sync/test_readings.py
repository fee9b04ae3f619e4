"""Which bodies a run reads again, one row of the table after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from plugin.domain.links import Absence, Link, Phase, Reading, RowState, Sent
from plugin.domain.pieces import PieceWhole
from plugin.sync import SyncOptions
from plugin.sync.pieces.readings import is_remembered, remembered, with_reading
from plugin.sync.pieces.story import TheirBlock, story_by_ids
from tests import databases
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.values import NOW, a_link, a_piece, a_row

MINUTE = NOW.replace(second=0)
AT = MINUTE + timedelta(minutes=2)
HALF_SENT = RowState(phase=Phase.ARRIVING, revision=1, sent=Sent(1))
ADDED = RowState(callout="top", added=(("paragraph", "a word of mine"),))
REORDERED = RowState(callout="top", is_reordered=True)
BODY = "GET /v1/blocks/{block_id}/children"


def known_at(at: datetime = AT, **more: Any) -> RowState:
    return RowState(revision=1, callout="top", read=Reading(MINUTE, at, "said"), **more)


def read_at(at: datetime = AT) -> Link:
    return a_link(a_piece(), state=known_at(at))


@pytest.mark.parametrize(
    ("link", "minute", "now", "is_known"),
    [
        (read_at(), MINUTE, AT, True),
        (read_at(), MINUTE, AT + timedelta(days=6, hours=23), True),
        (read_at(), MINUTE, AT + timedelta(days=7), False),
        (read_at(), MINUTE, AT - timedelta(seconds=1), False),
        (read_at(), MINUTE + timedelta(minutes=1), AT, False),
        (read_at(), MINUTE - timedelta(minutes=1), AT, False),
        (read_at(), None, AT, False),
        (read_at(MINUTE + timedelta(seconds=59)), MINUTE, AT, False),
        (read_at(MINUTE + timedelta(seconds=69)), MINUTE, AT, False),
        (read_at(MINUTE + timedelta(seconds=70)), MINUTE, AT, True),
        (a_link(a_piece()), MINUTE, AT, False),
        (a_link(a_piece(), state=HALF_SENT), MINUTE, AT, False),
        (a_link(a_piece(), state=known_at().started(2)), MINUTE, AT, False),
        (a_link(a_piece(), state=known_at().emptying()), MINUTE, AT, False),
        (a_link(a_piece(), state=known_at(where=Absence.MOVED)), MINUTE, AT, False),
    ],
)
def test_a_body_is_remembered_only_where_nobody_can_have_changed_it(
    link: Link, minute: datetime | None, now: datetime, is_known: bool
) -> None:
    assert is_remembered(link, minute, now) is is_known


TOP = TheirBlock(id="top", type="callout", text="said")
OURS = TheirBlock(id="b0", type="paragraph", text="a", is_by_us=True)
MORE = TheirBlock(id="b1", type="paragraph", text="b", is_by_us=True)
THEIRS = TheirBlock(id="x", type="paragraph", text="a word of mine")
AB = {"narrative": "a\n\nb"}


@pytest.mark.parametrize(
    ("link", "body", "agrees"),
    [
        (a_link(a_piece()), (TOP, OURS), True),
        (a_link(a_piece()), (OURS,), True),
        (a_link(a_piece()), (TOP, replace(OURS, text="other words")), False),
        (a_link(a_piece()), (TOP,), False),
        (a_link(a_piece()), (TOP, OURS, THEIRS), False),
        (
            a_link(a_piece(), state=ADDED),
            (TOP, OURS, THEIRS),
            True,
        ),
        (a_link(a_piece(), state=HALF_SENT), (TOP, OURS), False),
        (a_link(a_piece(), agreed=AB, blocks=("b0", "b1")), (TOP, MORE, OURS), False),
        (
            a_link(a_piece(), agreed=AB, blocks=("b0", "b1"), state=REORDERED),
            (TOP, MORE, OURS),
            True,
        ),
    ],
)
def test_only_a_body_that_its_link_can_tell_is_kept(
    link: Link, body: tuple[TheirBlock, ...], agrees: bool
) -> None:
    changed = with_reading(link, body, Reading(MINUTE, AT, None))

    assert (changed is not None) is agrees
    if changed is not None:
        callout = "said" if TOP in body else None
        assert changed.state.read == Reading(MINUTE, AT, callout)
        story = story_by_ids(
            remembered(changed), changed.blocks, "top", changed.agreed["narrative"]
        )
        assert (story.text, story.callout is None) == (changed.agreed["narrative"], TOP not in body)


def test_what_was_read_in_its_own_minute_is_not_kept() -> None:
    row = a_row(a_piece())

    assert with_reading(a_link(a_piece()), row.body, Reading(MINUTE, MINUTE, None)) is None


@pytest.fixture
def piece(bench: Bench) -> PieceWhole:
    """A piece whose page nobody touched since it was read in agreement."""
    piece = bench.released()
    bench.released("Another one")
    bench.sync()
    pass_minutes(bench, 2)
    bench.sync()
    return piece


def pass_minutes(bench: Bench, minutes: float) -> None:
    bench.place.clock.pass_days(minutes / 24 / 60)


def bodies_read(bench: Bench, options: SyncOptions = SyncOptions()) -> int:  # noqa: B008  it is frozen
    before = len(bench.calls())
    bench.sync(options=options)
    return bench.calls(before).count(BODY)


@contextmanager
def tables_written(bench: Bench) -> Iterator[list[str]]:
    """List the table of every statement that writes."""
    found: list[str] = []

    def note(_c: object, _u: object, said: str, *_more: object) -> None:
        if wrote := re.match(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)", said):
            found.append(wrote[1])

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)


def test_nothing_changed_costs_schemas_and_queries_only(bench: Bench, piece: PieceWhole) -> None:
    pass_minutes(bench, 5)
    before = len(bench.calls())

    with tables_written(bench) as tables:
        bench.sync()

    schema, query = "GET /v1/data_sources/{source_id}", "POST /v1/data_sources/{source_id}/query"
    assert [re.sub(r"\{\w*id\}", "{source_id}", each) for each in bench.calls(before)] == [
        *(schema,) * 3,
        *(query,) * 3,
    ]
    assert tables == ["lease", "lease", "sync_step", "sync_run", "sync_run", "lease"]


Deed = Callable[[Bench, PieceWhole], object]


@pytest.mark.parametrize(
    ("deed", "bodies"),
    [
        (lambda _b, _p: None, 0),
        (lambda b, p: b.edit_block(b.link(p).blocks[0], "They call."), 1),
        (lambda b, p: b.edit(p, "Name", "By telephone"), 1),
        (lambda b, p: b.rewrite(p, narrative="They call."), 1),
        (lambda b, p: b.place.clock.pass_days(7), 2),
    ],
)
def test_a_body_is_read_where_something_may_have_happened(
    bench: Bench, piece: PieceWhole, deed: Deed, bodies: int
) -> None:
    pass_minutes(bench, 5)
    deed(bench, piece)

    assert bodies_read(bench) == bodies


def test_what_we_wrote_is_read_once_more_and_then_remembered(
    bench: Bench, piece: PieceWhole
) -> None:
    bench.rewrite(piece, narrative="They call.")
    bench.check(piece)
    counts = []
    for _ in range(3):
        pass_minutes(bench, 2)
        counts.append(bodies_read(bench))

    assert counts == [2, 1, 0]  # both: a week went by until it was checked
    assert bench.story(piece) == ["They call."]


def test_an_edit_that_moves_no_minute_is_found_by_a_full_run(
    bench: Bench, piece: PieceWhole
) -> None:
    block = bench.state.things[bench.link(piece).blocks[0]]
    block.content = {**block.content, "rich_text": []}  # type: ignore[attr-defined]
    pass_minutes(bench, 5)

    # Besides, the pages on which the memory and its tables stand are read for second ones.
    assert (bodies_read(bench), bodies_read(bench, SyncOptions(full=True))) == (0, 2 + 2)
    assert bench.whole(piece).newest.narrative == "The form comes later, or never."


def test_a_piece_taken_down_is_read_before_it_is_emptied(bench: Bench, piece: PieceWhole) -> None:
    pass_minutes(bench, 5)
    with bench.place.services.db.begin() as tx:
        databases.run(tx, "DELETE FROM release WHERE piece_id = ?", (piece.piece.id,))

    assert bodies_read(bench) == 1
    assert len(bench.rows()) == 1


def test_a_plan_reads_what_a_run_would(bench: Bench, piece: PieceWhole) -> None:
    pass_minutes(bench, 5)
    before = len(bench.calls())

    assert bench.plan() == ()
    assert len(bench.calls(before)) == 6
