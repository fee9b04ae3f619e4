from pathlib import Path

import pytest

from plugin.curate.pieces import make_piece
from plugin.curate.reviews import confirm_it_stands
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.withdrawals import TakenBackBy
from plugin.errors import HedgerowError
from plugin.govern.withdrawal import take_back
from plugin.store import notes as stored_notes
from tests.unit.plugin.curate.meeting import meet
from tests.unit.plugin.sync.bench import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


def listed(bench: Bench, piece: PieceWhole) -> set[tuple[str, str, str | None]]:
    """Return what a piece says of its sources: session, box, and why one is gone."""
    sources = bench.whole(piece).sources
    assert all(each.day == bench.session.day for each in sources)
    return {(each.session_id, each.zone_code, each.gone_because) for each in sources}


@pytest.mark.parametrize("chosen", [(), ("no-such-note",)])
def test_a_piece_without_sources_is_not_made(bench: Bench, chosen: tuple[str, ...]) -> None:
    place = bench.place

    with pytest.raises(HedgerowError):
        make_piece(
            place.services, place.actor("helen"), place.community.id, chosen, "T", "L", "Story"
        )


def test_sources_stay_through_every_wording(bench: Bench) -> None:
    piece = bench.released()
    sources = listed(bench, piece)
    bench.sync()
    bench.edit(piece, "Name", "Changed in Notion")
    bench.rewrite(piece, narrative="Changed here.")
    bench.sync()

    assert listed(bench, piece) == sources
    assert sources == {(bench.session.id, "Z3", None), (bench.session.id, "Z5", None)}


def test_a_source_taken_back_leaves_a_stub(bench: Bench) -> None:
    piece = bench.released()

    take_back(bench.place.services, OPERATOR, f"phone-{bench.session.id}")

    assert listed(bench, piece) == {
        (bench.session.id, "Z3", TakenBackBy.OPERATOR.reason),
        (bench.session.id, "Z5", None),
    }


def test_a_source_erased_otherwise_leaves_a_stub(bench: Bench) -> None:
    piece, services = bench.released(), bench.place.services

    with services.db.begin() as tx:
        note = stored_notes.note(tx, f"trust-{bench.session.id}")
        assert note is not None
        stored_notes.erase_note(tx, note, NoteState.ERASED, "It left the board.", services.now)

    assert (bench.session.id, "Z5", "It left the board.") in listed(bench, piece)


def test_notion_leads_to_the_meetings_that_are_left(bench: Bench) -> None:
    later = meet(bench.place.services, bench.place.community.id)
    place = bench.place
    notes = [*(f"{n}-{bench.session.id}" for n in ("phone", "trust")), f"portal-{later.id}"]
    piece = make_piece(
        place.services, place.actor("helen"), place.community.id, notes, "Title", "Line", "Story"
    )
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    bench.sync()
    before = len(bench.page(piece).properties["Session"].relation)

    take_back(place.services, OPERATOR, f"portal-{later.id}")
    bench.sync()
    confirm_it_stands(place.services, place.actor("helen"), piece.piece.id, [f"portal-{later.id}"])
    bench.sync()

    after = bench.page(piece).properties
    assert (before, len(after["Session"].relation)) == (2, 1)
    assert after["Rests on"].select == "A few notes"
