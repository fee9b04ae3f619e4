import pytest

from plugin.curate.page import piece_page
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.related import put_together, take_apart
from plugin.curate.releasing import release
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import BadInput, Refused
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.curate.place import Place


@pytest.fixture
def two(runtime: Place) -> tuple[PieceWhole, PieceWhole]:
    session = meet(runtime.services, runtime.community.id)
    helen = runtime.actor("helen")
    one, other = (a_piece(runtime.services, helen, session) for _ in range(2))
    for title, piece in (("One", one), ("Other", other)):
        write_wording(runtime.services, helen, piece.piece.id, title, "A line.", "")
    return one, other


def names(runtime: Place, piece: PieceWhole, who: str = "helen") -> tuple[list[str], list[str]]:
    company = piece_page(runtime.services, runtime.actor(who), piece.piece.id).company
    return [each.title for each in company.those], [each.title for each in company.others]


def test_each_of_two_pieces_names_the_other(
    runtime: Place, two: tuple[PieceWhole, PieceWhole]
) -> None:
    one, other = two

    put_together(runtime.services, runtime.actor("helen"), other.piece.id, one.piece.id)

    assert names(runtime, one) == (["Other"], [])
    assert names(runtime, other) == (["One"], [])
    take_apart(runtime.services, runtime.actor("helen"), one.piece.id, other.piece.id)
    assert names(runtime, one) == names(runtime, one) == ([], ["Other"])
    assert whole_piece(runtime.services, other.piece.id).belongs_with == ()


@pytest.mark.parametrize("what", ["itself", "nothing", "the other twice"])
def test_only_what_is_in_the_list_can_be_chosen(
    runtime: Place, two: tuple[PieceWhole, PieceWhole], what: str
) -> None:
    one, other = (each.piece.id for each in two)
    helen = runtime.actor("helen")
    put_together(runtime.services, helen, one, other)
    chosen = {"itself": one, "nothing": "", "the other twice": other}[what]

    with pytest.raises(BadInput, match="Nothing was changed"):
        put_together(runtime.services, helen, one, chosen)


def test_only_who_curates_puts_pieces_together(
    runtime: Place, two: tuple[PieceWhole, PieceWhole]
) -> None:
    one, other = (each.piece.id for each in two)

    with pytest.raises(Refused):
        put_together(runtime.services, runtime.actor("sam"), one, other)
    with pytest.raises(Refused):
        take_apart(runtime.services, runtime.actor("sam"), one, other)


def test_a_member_reads_the_name_of_a_draft_nowhere(
    runtime: Place, two: tuple[PieceWhole, PieceWhole]
) -> None:
    one, other = two
    helen = runtime.actor("helen")
    put_together(runtime.services, helen, one.piece.id, other.piece.id)
    read_back_today(runtime.services, runtime.actor("sam"), one)
    release(runtime.services, helen, one.piece.id, Rung.US)

    assert names(runtime, one, "amina") == ([], [])
    release(runtime.services, helen, other.piece.id, Rung.US)
    assert names(runtime, one, "amina") == (["Other"], [])
