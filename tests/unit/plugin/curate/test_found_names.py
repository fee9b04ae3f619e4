"""Words that may point to a person are decided about before anything leaves."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.curate.deciding_names import (
    add_name,
    disguise,
    erase_for_good,
    forget_decision,
    reword,
    say_no_person,
    say_no_person_in_piece,
)
from plugin.curate.found_names import NamesPage, names_page, open_findings
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.read_backs import record_piece_read_back
from plugin.curate.releasing import release
from plugin.domain.blockers import reasons_against
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import Actor
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.withdrawal import take_back
from plugin.identifiers import IdentifierKind
from plugin.store import identifier_decisions, search
from plugin.store import notes as stored_notes
from plugin.store import tables as t
from tests import databases
from tests.statements import statements
from tests.unit.plugin.curate.meeting import (
    a_piece,
    change_note,
    meet,
    meet_without_board,
    read_back_today,
)
from tests.unit.plugin.curate.place import Place

CALLED = "Helen said to ring 07700 900123 at night."
NUMBER = "07700 900123"


def noted(runtime: Place, text: str = CALLED, name: str = "phone") -> str:
    """Hold a meeting in which one note says this; return the note's id."""
    session = meet(runtime.services, runtime.community.id)
    change_note(runtime.services, f"{name}-{session.id}", text=text)
    return f"{name}-{session.id}"


def page(runtime: Place, who: str = "helen") -> NamesPage:
    return names_page(runtime.services, runtime.actor(who), runtime.partnership.id)


def number(runtime: Place, actor: Actor) -> int:
    with runtime.services.db.read() as tx:
        return open_findings(tx, actor, runtime.partnership.id)


def starts(runtime: Place) -> dict[IdentifierKind, int]:
    return {each.found.kind: each.found.start for _, each in page(runtime).in_notes}


def test_what_a_note_says_is_open_until_somebody_decides(runtime: Place) -> None:
    note_id, helen = noted(runtime), runtime.actor("helen")
    found = starts(runtime)
    assert (set(found), number(runtime, helen)) == ({IdentifierKind.NAME, IdentifierKind.PHONE}, 2)

    disguise(runtime.services, helen, note_id, found[IdentifierKind.PHONE], "[the ward]")
    say_no_person(runtime.services, helen, note_id, found[IdentifierKind.NAME])

    assert (page(runtime).in_notes, number(runtime, helen)) == ((), 0)
    with runtime.services.db.read() as tx:
        known = identifier_decisions.known_in(tx, runtime.partnership.id)
        kept = stored_notes.note(tx, note_id)
    assert kept is not None
    assert kept.text == CALLED
    assert known.disguised(CALLED) == "Helen said to ring [the ward] at night."


def test_a_decision_holds_in_the_whole_partnership_until_it_is_forgotten(runtime: Place) -> None:
    note_id, helen = noted(runtime, "Sam knows."), runtime.actor("helen")
    disguise(runtime.services, helen, note_id, 0, "[a colleague]")
    other = noted(runtime, "We asked SAM’s sister.")
    assert number(runtime, helen) == 0
    with runtime.services.db.read() as tx:
        known = identifier_decisions.known_in(tx, runtime.partnership.id)
    assert known.disguised("We asked SAM’s sister.") == "We asked [a colleague]’s sister."

    (decision,) = page(runtime).decisions
    forget_decision(runtime.services, helen, runtime.partnership.id, decision.id)

    assert {each for each, _ in page(runtime).in_notes} == {note_id, other}


@pytest.mark.parametrize(("who", "refused"), [("sam", Refused), ("stranger", NotHere)])
def test_only_who_curates_sees_or_decides(
    runtime: Place, who: str, refused: type[Exception]
) -> None:
    note_id, actor = noted(runtime), runtime.actor(who)

    with pytest.raises(refused):
        page(runtime, who)
    with pytest.raises(refused):
        disguise(runtime.services, actor, note_id, 0, "[x]")
    with pytest.raises(refused):
        erase_for_good(runtime.services, actor, note_id, 0)
    assert number(runtime, actor) == 0


def test_a_disguise_that_points_to_somebody_is_refused(runtime: Place) -> None:
    note_id = noted(runtime)

    with pytest.raises(BadInput, match="may point to a person too"):
        disguise(runtime.services, runtime.actor("helen"), note_id, 0, "Amina")


def test_held_notes_are_not_shown(runtime: Place) -> None:
    noted(runtime, name="silence")

    assert page(runtime).in_notes == ()


@pytest.mark.sqlite_only
def test_what_is_erased_for_good_is_in_no_file(runtime: Place, tmp_path: Path) -> None:
    note_id, helen = noted(runtime), runtime.actor("helen")

    assert erase_for_good(runtime.services, helen, note_id, starts(runtime)[IdentifierKind.PHONE])

    with runtime.services.db.read() as tx:
        note = stored_notes.note(tx, note_id)
        found = search.found(tx, search.NOTE, ["900123"], [runtime.community.id])
        assert tx.execute(found).all() == []
    assert note is not None
    assert note.text == "Helen said to ring [erased] at night."
    files = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert not any(b"900123" in each for each in files)


def test_a_decision_goes_with_the_note_unless_another_has_its_words(runtime: Place) -> None:
    note_id, helen = noted(runtime, "Carys knows."), runtime.actor("helen")
    add_name(runtime.services, helen, runtime.partnership.id, "Carys", "[a neighbour]")
    noted(runtime, "Ring 07700 900123.", "trust")
    other = noted(runtime, "carys's bus was late")
    with runtime.services.db.begin() as tx:
        own = t.identifier_decision.c
        tx.execute(sa.update(t.identifier_decision).values(note_id=note_id))

    take_back(runtime.services, runtime.actor("sam"), note_id)
    with runtime.services.db.read() as tx:
        assert tx.execute(sa.select(own.note_id)).scalars().all() == [other]

    take_back(runtime.services, runtime.actor("sam"), other)
    with runtime.services.db.read() as tx:
        assert tx.execute(sa.select(own.id)).all() == []
    assert b"carys" not in databases.everything(runtime.services.db).lower()


def with_name(runtime: Place) -> PieceWhole:
    piece = a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )
    words = ("By phone", "Amina rings first.", "She does. Amina always does.")
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *words)
    return whole_piece(runtime.services, piece.piece.id)


def test_a_piece_that_names_somebody_is_neither_read_back_nor_released(runtime: Place) -> None:
    piece, services = with_name(runtime), runtime.services
    held = meet_without_board(services, runtime.community.id)

    with pytest.raises(BadInput, match="A name stands in its line and a name stands in its story"):
        record_piece_read_back(services, runtime.actor("sam"), piece.piece.id, held.id)
    for rung in (Rung.US, Rung.PARTNERSHIP):
        with pytest.raises(Refused, match="may point to a person"):
            release(services, runtime.actor("helen"), piece.piece.id, rung, NO_HARM)
    assert whole_piece(services, piece.piece.id).read_backs == ()


def test_it_goes_on_once_it_is_reworded(runtime: Place) -> None:
    piece, services, helen = with_name(runtime), runtime.services, runtime.actor("helen")

    reword(services, helen, piece.piece.id, ("line", 0), "[a member]", 2)

    now = whole_piece(services, piece.piece.id)
    assert now.newest.words[1:] == ("[a member] rings first.", "She does. [a member] always does.")
    release(services, helen, piece.piece.id, Rung.US)


def test_it_goes_on_once_the_word_is_no_person(runtime: Place) -> None:
    piece, services, helen = with_name(runtime), runtime.services, runtime.actor("helen")

    say_no_person_in_piece(services, helen, piece.piece.id, ("line", 0))

    release(services, helen, piece.piece.id, Rung.US)


def test_what_is_out_before_a_name_is_known_stays_and_is_listed(runtime: Place) -> None:
    services, helen = runtime.services, runtime.actor("helen")
    piece = a_piece(services, helen, meet(services, runtime.community.id))
    read_back_today(services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)
    release(services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)

    add_name(services, helen, runtime.partnership.id, "People", "[people]")
    whole = whole_piece(services, piece.piece.id)
    assert whole.pointing
    assert [each.piece.id for each, _ in page(runtime).pieces] == [piece.piece.id]
    assert (
        reasons_against(whole, Rung.US, services.now, None) == ()
    )  # taking it down is never refused


def test_what_was_found_before_is_looked_for_again_once_a_note_changes(runtime: Place) -> None:
    note_id, helen = noted(runtime), runtime.actor("helen")
    open_before = number(runtime, helen)
    with statements() as sent:
        again = number(runtime, helen)
    change_note(runtime.services, note_id, text=f"{CALLED} Or 07700 900456.", version=2)
    changed = number(runtime, helen)
    other_id = noted(runtime)
    both = number(runtime, helen)
    take_back(runtime.services, runtime.actor("sam"), note_id)

    assert (open_before, again, changed, both, number(runtime, helen)) == (2, 2, 3, 5, 2)
    assert {each for each, _ in page(runtime).in_notes} == {other_id}
    assert [each for each in sent if "note.text" in each and "note.session_id IN (?" in each] == []
