"""Promise 5: an edit from Notion that waits brings no words back that went meanwhile."""

from pathlib import Path

import pytest

from plugin import sync
from plugin.curate.reviews import confirm_it_stands
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
