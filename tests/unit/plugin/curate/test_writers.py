from plugin.convene.sessions import hold_without_board, plan_session
from plugin.curate.page import piece_page
from plugin.curate.pieces import make_piece, whole_piece, write_wording
from plugin.curate.read_backs import record_piece_read_back
from plugin.domain.people import OPERATOR, Membership, Role
from plugin.domain.pieces import PieceWhole
from plugin.store import people as stored_people
from plugin.store import tables
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.curate.place import Place

WORDS = ("Another title", "Another line.", "Another story.")


def a_piece_of_two_writers(house: Place) -> PieceWhole:
    """Return a piece that Helen made and changed, and whose agreed words Sam wrote down."""
    ground, helen = house.ground, house.actor("helen")
    made = a_piece(ground, helen, meet(ground, house.community.id))
    write_wording(ground, helen, made.piece.id, *WORDS)
    planned = plan_session(ground, OPERATOR, house.community.id, ground.today, None, "Read back")
    held = hold_without_board(ground, OPERATOR, planned.id)
    agreed = ("Another title", "As agreed.", "Another story.")
    record_piece_read_back(ground, house.actor("sam"), made.piece.id, held.id, agreed)
    return whole_piece(ground, made.piece.id)


def names_for(house: Place, who: str, whole: PieceWhole) -> list[str]:
    view = piece_page(house.ground, house.actor(who), whole.piece.id)
    return [view.writers.get(each.id, "") for each in whole.wordings]


def test_every_wording_remembers_who_wrote_it_here(house: Place) -> None:
    whole = a_piece_of_two_writers(house)

    helen, sam = house.actor("helen").person_id, house.actor("sam").person_id
    assert [each.made_by for each in whole.wordings] == [helen, helen, sam]


def test_those_who_work_on_a_piece_read_who_wrote_it(house: Place) -> None:
    whole = a_piece_of_two_writers(house)

    for who in ("helen", "sam", "connie"):
        assert names_for(house, who, whole) == ["Helen Shaw", "Helen Shaw", "Sam Okafor"]


def test_a_member_of_the_group_reads_wordings_without_names(house: Place) -> None:
    whole = a_piece_of_two_writers(house)

    assert names_for(house, "amina", whole) == ["", "", ""]


def test_who_runs_the_server_is_nobody_in_a_wording(house: Place) -> None:
    session = meet(house.ground, house.community.id)
    notes = [f"phone-{session.id}", f"trust-{session.id}"]

    made = make_piece(house.ground, OPERATOR, house.community.id, notes, *WORDS)

    assert made.newest.made_by is None


def test_somebody_who_does_not_work_on_pieces_any_more_is_not_named(house: Place) -> None:
    whole = a_piece_of_two_writers(house)
    gone = house.actor("helen").person_id
    with house.ground.db.begin() as tx:
        tx.execute(tables.membership.delete().where(tables.membership.c.person_id == gone))
        member = Membership(house.partnership.id, house.community.id, Role.PARTICIPANT)
        stored_people.add_membership(tx, "later", gone, member)

    assert names_for(house, "sam", whole) == ["", "", "Sam Okafor"]


def test_somebody_who_is_erased_leaves_the_wording_and_no_trace(house: Place) -> None:
    whole = a_piece_of_two_writers(house)
    gone = house.actor("helen").person_id

    with house.ground.db.begin() as tx:
        for table in (tables.membership, tables.known_as):
            tx.execute(table.delete().where(table.c.person_id == gone))
        tx.execute(tables.person.delete().where(tables.person.c.id == gone))

    kept = whole_piece(house.ground, whole.piece.id).wordings
    assert [each.words for each in kept] == [each.words for each in whole.wordings]
    assert [each.made_by for each in kept] == [None, None, house.actor("sam").person_id]
