import pytest

from plugin.curate.pieces import release, write_wording
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import NotHere
from plugin.memory.query import Query
from plugin.memory.search import memory_page, pieces_for, readable_piece
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.curate.place import Place

CHANGED = ("A newer title", "A newer line about lanterns.", "A newer story.")
TEAM, MEMBERS, REACHED = ("helen", "sam", "connie"), ("amina",), ("grace",)


@pytest.fixture
def draft(house: Place) -> PieceWhole:
    return a_piece(house.ground, house.actor("helen"), meet(house.ground, house.community.id))


@pytest.fixture
def out(house: Place, draft: PieceWhole) -> PieceWhole:
    read_back_today(house.ground, house.actor("sam"), draft)
    house.clock.pass_days(8)
    release(house.ground, house.actor("helen"), draft.piece.id, Rung.PARTNERSHIP)
    house.clock.pass_days(2)
    return draft


def titles(house: Place, who: str, words: str = "") -> list[str]:
    found = pieces_for(house.ground, house.actor(who), house.partnership.id, Query(words))
    return [piece.shown.title for piece in found]


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_a_draft_is_read_by_those_who_work_on_it(house: Place, draft: PieceWhole, who: str) -> None:
    assert bool(titles(house, who)) is (who in TEAM)


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_our_group_reads_what_is_not_checked_yet(house: Place, draft: PieceWhole, who: str) -> None:
    release(house.ground, house.actor("helen"), draft.piece.id, Rung.US)

    assert bool(titles(house, who)) is (who not in REACHED)


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_everybody_reads_what_is_checked_and_out(house: Place, out: PieceWhole, who: str) -> None:
    assert titles(house, who) == [out.newest.title]


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_outside_the_group_the_checked_wording_is_read(
    house: Place, out: PieceWhole, who: str
) -> None:
    write_wording(house.ground, house.actor("helen"), out.piece.id, *CHANGED)

    expected = out.newest.title if who in REACHED else CHANGED[0]
    assert titles(house, who) == [expected]
    assert readable_piece(house.ground, house.actor(who), out.piece.id).shown.title == expected


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_search_finds_no_word_that_may_not_be_read(house: Place, out: PieceWhole, who: str) -> None:
    write_wording(house.ground, house.actor("helen"), out.piece.id, *CHANGED)

    assert bool(titles(house, who, "lanterns")) is (who not in REACHED)
    assert bool(titles(house, who, "outside")) is (who in REACHED)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("phone", True),
        ("PHO", True),
        ("phone form", True),
        ("phone zebra", False),
        ('"phone', True),
        ("form*", True),
        ("phone AND NOT form", False),
        ("title: phone", False),
        ("—", False),
        ("\0", False),
        ("phone\0form", True),
        ("(", False),
    ],
)
def test_any_words_can_be_asked_for(
    house: Place, out: PieceWhole, words: str, is_found: bool
) -> None:
    assert bool(titles(house, "helen", words)) is is_found


def test_a_page_says_when_words_changed_after_checking(house: Place, out: PieceWhole) -> None:
    write_wording(house.ground, house.actor("helen"), out.piece.id, *CHANGED)

    def seen(who: str) -> tuple[bool, bool]:
        page = memory_page(house.ground, house.actor(who), house.partnership.id)
        return page.pieces[0].check is not None, page.pieces[0].is_changed_since

    assert seen("helen") == (False, True)
    assert seen("grace") == (True, False)


@pytest.mark.parametrize("piece_id", ["theirs", "unknown"])
def test_a_stranger_cannot_tell_what_is_there(house: Place, out: PieceWhole, piece_id: str) -> None:
    asked = out.piece.id if piece_id == "theirs" else piece_id

    with pytest.raises(NotHere, match=r"^There is nothing here that you can see\."):
        readable_piece(house.ground, house.actor("stranger"), asked)
    with pytest.raises(NotHere):
        pieces_for(house.ground, house.actor("stranger"), house.partnership.id)
