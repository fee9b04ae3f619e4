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


def a_piece_of_two_writers(runtime: Place) -> PieceWhole:
    """Return a piece that Helen made and changed, and whose agreed words Sam wrote down."""
    services, helen = runtime.services, runtime.actor("helen")
    made = a_piece(services, helen, meet(services, runtime.community.id))
    write_wording(services, helen, made.piece.id, *WORDS)
    planned = plan_session(
        services, OPERATOR, runtime.community.id, services.today, None, "Read back"
    )
    held = hold_without_board(services, OPERATOR, planned.id)
    agreed = ("Another title", "As agreed.", "Another story.")
    record_piece_read_back(services, runtime.actor("sam"), made.piece.id, held.id, agreed)
    return whole_piece(services, made.piece.id)


def names_for(runtime: Place, who: str, whole: PieceWhole) -> list[str]:
    view = piece_page(runtime.services, runtime.actor(who), whole.piece.id)
    return [view.writers.get(each.id, "") for each in whole.wordings]


def test_every_wording_remembers_who_wrote_it_here(runtime: Place) -> None:
    whole = a_piece_of_two_writers(runtime)

    helen, sam = runtime.actor("helen").person_id, runtime.actor("sam").person_id
    assert [each.made_by for each in whole.wordings] == [helen, helen, sam]


def test_those_who_work_on_a_piece_read_who_wrote_it(runtime: Place) -> None:
    whole = a_piece_of_two_writers(runtime)

    for who in ("helen", "sam", "connie"):
        assert names_for(runtime, who, whole) == ["Helen Shaw", "Helen Shaw", "Sam Okafor"]


def test_a_member_of_the_group_reads_wordings_without_names(runtime: Place) -> None:
    whole = a_piece_of_two_writers(runtime)

    assert names_for(runtime, "amina", whole) == ["", "", ""]


def test_who_runs_the_server_is_nobody_in_a_wording(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id)
    notes = [f"phone-{session.id}", f"trust-{session.id}"]

    made = make_piece(runtime.services, OPERATOR, runtime.community.id, notes, *WORDS)

    assert made.newest.made_by is None


def test_somebody_who_does_not_work_on_pieces_any_more_is_not_named(runtime: Place) -> None:
    whole = a_piece_of_two_writers(runtime)
    gone = runtime.actor("helen").person_id
    with runtime.services.db.begin() as tx:
        tx.execute(tables.membership.delete().where(tables.membership.c.person_id == gone))
        member = Membership(runtime.partnership.id, runtime.community.id, Role.PARTICIPANT)
        stored_people.add_membership(tx, "later", gone, member)

    assert names_for(runtime, "sam", whole) == ["", "", "Sam Okafor"]


def test_somebody_who_is_erased_leaves_the_wording_and_no_trace(runtime: Place) -> None:
    whole = a_piece_of_two_writers(runtime)
    gone = runtime.actor("helen").person_id

    with runtime.services.db.begin() as tx:
        for table in (tables.membership, tables.known_as):
            tx.execute(table.delete().where(table.c.person_id == gone))
        tx.execute(tables.person.delete().where(tables.person.c.id == gone))

    kept = whole_piece(runtime.services, whole.piece.id).wordings
    assert [each.words for each in kept] == [each.words for each in whole.wordings]
    assert [each.made_by for each in kept] == [None, None, runtime.actor("sam").person_id]
