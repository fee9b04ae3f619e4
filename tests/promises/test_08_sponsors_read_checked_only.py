from pathlib import Path

import pytest

from plugin.convene.template_files import read_template
from plugin.curate.conflicts import conflict_page
from plugin.curate.desk import desk
from plugin.curate.page import piece_page
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.read_backs import object_to
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import NotHere, Refused
from plugin.memory.query import Query
from plugin.memory.search import pieces_for, readable_piece
from plugin.mirror.sponsor import sponsor_page
from tests.unit.plugin.curate.meeting import HELD, NOTES, a_piece, meet, read_back_today
from tests.unit.plugin.curate.place import Place, make_place

SECRET = "words that nobody checked"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def a_piece_at(place: Place, rung: Rung, *, is_checked: bool) -> PieceWhole:
    piece = a_piece(place.services, place.actor("helen"), meet(place.services, place.community.id))
    read_back_today(place.services, place.actor("sam"), piece)
    if not is_checked:
        object_to(place.services, place.actor("amina"), piece.piece.id)
    place.clock.pass_days(9)
    if rung is not Rung.ME and (is_checked or rung is Rung.US):
        release(place.services, place.actor("helen"), piece.piece.id, rung, NO_HARM)
    place.clock.pass_days(3)
    return piece


def read_by_sponsor(place: Place) -> list[str]:
    grace = place.actor("grace")
    page = sponsor_page(place.services, grace, place.partnership.id)
    memory = pieces_for(place.services, grace, place.partnership.id)
    shown = [check.wording.id for _, check in page.pieces]
    assert shown == [piece.shown.id for piece in memory]
    return shown


@pytest.mark.parametrize(
    ("rung", "is_checked", "is_read"),
    [
        (Rung.ME, False, False),
        (Rung.ME, True, False),
        (Rung.US, False, False),
        (Rung.US, True, False),
        (Rung.PARTNERSHIP, True, True),
    ],
)
def test_only_checked_pieces_that_went_out_are_read(
    place: Place, rung: Rung, is_checked: bool, is_read: bool
) -> None:
    piece = a_piece_at(place, rung, is_checked=is_checked)

    assert read_by_sponsor(place) == ([piece.newest.id] if is_read else [])
    if not is_read:
        with pytest.raises(NotHere):
            readable_piece(place.services, place.actor("grace"), piece.piece.id)


def test_a_later_unchecked_wording_is_not_read(place: Place) -> None:
    piece = a_piece_at(place, Rung.PARTNERSHIP, is_checked=True)

    write_wording(place.services, place.actor("helen"), piece.piece.id, SECRET, SECRET, SECRET)

    assert whole_piece(place.services, piece.piece.id).newest.title == SECRET
    assert read_by_sponsor(place) == [piece.newest.id]
    assert SECRET not in repr(
        readable_piece(place.services, place.actor("grace"), piece.piece.id).shown
    )
    assert (
        pieces_for(place.services, place.actor("grace"), place.partnership.id, Query(words=SECRET))
        == ()
    )


def test_it_is_gone_once_it_is_taken_down(place: Place) -> None:
    piece = a_piece_at(place, Rung.PARTNERSHIP, is_checked=True)

    release(place.services, place.actor("helen"), piece.piece.id, Rung.US)

    assert read_by_sponsor(place) == []


def test_every_other_page_refuses_a_sponsor(place: Place) -> None:
    piece = a_piece_at(place, Rung.PARTNERSHIP, is_checked=True)
    grace, community = place.actor("grace"), place.community.id

    with pytest.raises(Refused):
        desk(place.services, grace, community, read_template)
    with pytest.raises(Refused):
        piece_page(place.services, grace, piece.piece.id)
    with pytest.raises(NotHere):
        conflict_page(place.services, grace, "none")


def test_a_sponsor_changes_nothing(place: Place) -> None:
    piece = a_piece_at(place, Rung.PARTNERSHIP, is_checked=True)
    before, grace = whole_piece(place.services, piece.piece.id), place.actor("grace")

    for attempt in (
        lambda: write_wording(place.services, grace, piece.piece.id, "T", "L.", ""),
        lambda: release(place.services, grace, piece.piece.id, Rung.US),
        lambda: object_to(place.services, grace, piece.piece.id),
    ):
        with pytest.raises(Refused):
            attempt()

    assert whole_piece(place.services, piece.piece.id) == before


def test_no_note_and_no_person_is_on_the_sponsors_page(place: Place) -> None:
    a_piece_at(place, Rung.PARTNERSHIP, is_checked=True)

    page = sponsor_page(place.services, place.actor("grace"), place.partnership.id)

    said = repr([(page.partnership, page.rhythms, [check for _, check in page.pieces])])
    for hidden in (HELD, *(text for *_, text in NOTES), *(p.name for p in place.people.values())):
        assert hidden not in said
