"""Promise 5: an edit from Notion that waits brings no words back that went meanwhile."""

from pathlib import Path

import pytest

from plugin import sync
from plugin.curate.conflicts import conflict_page
from plugin.curate.reviews import confirm_it_stands
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.links import Conflict, Take
from plugin.domain.pieces import PieceWhole, readable_outside
from plugin.errors import BadInput
from plugin.govern.withdrawal import take_back
from tests.unit.plugin.curate.meeting import PHONE, change_note
from tests.unit.plugin.sync.bench import Bench, make_bench


@pytest.fixture
def waiting(tmp_path: Path) -> tuple[Bench, PieceWhole, Conflict, list[str]]:
    """Let an edit in Notion tell a note and wait; the note is the only one with these words."""
    bench = make_bench(tmp_path)
    piece = bench.released()
    bench.rest_on_meetings(piece, 2)
    notes = [e.note_id for e in bench.whole(piece).sources if e.note_id.startswith("phone")]
    for number, note_id in enumerate(notes[1:]):
        change_note(bench.place.services, note_id, text=f"Other words, number {number}.")
    bench.sync()
    bench.edit(piece, "In one line", f"As somebody said: {PHONE}")
    bench.rewrite(piece, line="Ours.")
    bench.pause(120)
    bench.sync()
    actor, here = bench.place.actor("helen"), bench.place.partnership.id
    (conflict,) = sync.view(bench.place.services, actor, here).conflicts
    assert PHONE in conflict.theirs
    return bench, piece, conflict, notes


def test_choosing_it_later_is_refused(
    waiting: tuple[Bench, PieceWhole, Conflict, list[str]],
) -> None:
    bench, piece, conflict, notes = waiting
    take_back(bench.place.services, bench.place.actor("sam"), notes[0])

    with pytest.raises(BadInput, match="were taken back"):
        bench.settle(conflict, Take.THEIRS)
    with pytest.raises(BadInput, match="were taken back"):
        bench.settle(conflict, Take.WRITTEN, conflict.theirs)

    confirm_it_stands(bench.place.services, bench.place.actor("helen"), piece.piece.id, notes)
    bench.settle(conflict, Take.OURS)
    bench.check(piece)
    bench.sync()
    whole = bench.whole(piece)
    check = readable_outside(whole, bench.place.clock())
    assert check is not None
    assert check.wording.line == "Ours."
    assert not any(PHONE in each.line for each in whole.wordings)  # and nothing keeps them


def test_an_edit_without_those_words_is_chosen_as_ever(
    waiting: tuple[Bench, PieceWhole, Conflict, list[str]],
) -> None:
    bench, piece, conflict, notes = waiting
    before = len(bench.whole(piece).wordings)
    take_back(bench.place.services, bench.place.actor("sam"), notes[1])
    assert len(bench.whole(piece).wordings) == before

    bench.settle(conflict, Take.THEIRS)

    assert bench.whole(piece).newest.line == conflict.theirs


def test_its_page_shows_the_words_no_more(
    waiting: tuple[Bench, PieceWhole, Conflict, list[str]],
) -> None:
    bench, _, conflict, notes = waiting
    services, helen = bench.place.services, bench.place.actor("helen")
    before = conflict_page(services, helen, conflict.id).told.theirs
    take_back(services, bench.place.actor("sam"), notes[0])

    assert PHONE in before
    assert conflict_page(services, helen, conflict.id).told.theirs == HIDDEN


def test_an_edit_that_no_sync_had_seen_counts_as_the_words_of_the_note(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    services, helen = bench.place.services, bench.place.actor("helen")
    piece = bench.released()
    bench.rest_on_meetings(piece, 2)
    notes = [e.note_id for e in bench.whole(piece).sources if e.note_id.startswith("phone")]
    for number, note_id in enumerate(notes[1:]):
        change_note(services, note_id, text=f"Other words, number {number}.")
    bench.sync()
    bench.edit(piece, "In one line", f"As somebody said: {PHONE}")
    take_back(services, bench.place.actor("sam"), notes[0])
    bench.pause(120)
    bench.sync()
    bench.pause(120)
    bench.sync()

    whole = bench.whole(piece)
    stands = [each for each in whole.wordings if PHONE in each.line]
    assert stands  # words of people in Notion are kept, for whoever curates
    assert all(each.id in whole.repeats_gone for each in stands)
    with pytest.raises(BadInput):
        confirm_it_stands(services, helen, piece.piece.id, notes)
    bench.rewrite(piece, title="Rung up", line="Somebody is rung.", narrative="It is told so.")
    with pytest.raises(BadInput, match="before a sync saw"):
        bench.rewrite(piece, line=f"They say: {PHONE}")
    confirm_it_stands(services, helen, piece.piece.id, notes)
    bench.check(piece)
    check = readable_outside(bench.whole(piece), bench.place.clock())
    assert check is not None
    assert check.wording.line == "Somebody is rung."


def test_an_edit_that_was_seen_before_is_compared(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    piece = bench.released()
    bench.rest_on_meetings(piece, 2)
    bench.sync()
    bench.edit(piece, "In one line", "Somebody wrote a calm line of their own here.")
    bench.pause(120)
    bench.sync()
    whole = bench.whole(piece)
    note_id = next(e.note_id for e in whole.sources if e.note_id.startswith("phone"))

    take_back(bench.place.services, bench.place.actor("sam"), note_id)
    bench.sync()

    assert bench.whole(piece).repeats_gone == frozenset()
