from dataclasses import replace

import pytest

from plugin.convene.template_files import known_templates
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.sessions import Session
from plugin.errors import NotHere
from plugin.govern.withdrawal import take_back
from plugin.memory.notes import NOTES_A_PAGE, NotesFound, notes_for
from plugin.memory.query import Query
from plugin.memory.search import pieces_for
from plugin.store import notes as stored_notes
from plugin.store.texts import all_texts
from tests.unit.plugin.curate.meeting import a_note, a_piece, change_note, meet
from tests.unit.plugin.curate.place import Place

BOILER = "電話: the boiler’s read-back came in the Entlassungsgespräch"


@pytest.fixture
def met(house: Place) -> Session:
    session = meet(house.ground, house.community.id)
    change_note(house.ground, f"phone-{session.id}", text=BOILER)
    return session


def found(house: Place, who: str = "helen", start: int = 0, **asked: str) -> NotesFound:
    actor, query = house.actor(who), Query(**asked)
    return notes_for(house.ground, actor, house.partnership.id, query, known_templates(), start)


@pytest.mark.parametrize(
    "words", ["boiler", "電話", "gespräch", "readback", "BOILERS", "boiler 電話"]
)
def test_word_in_kept_note_is_found(house: Place, met: Session, words: str) -> None:
    notes = found(house, words=words).notes

    assert [each.note.text for each in notes] == [BOILER]
    assert notes[0].session == met


@pytest.mark.parametrize(("who", "is_found"), [("sam", True), ("helen", True), ("amina", False)])
def test_notes_are_found_by_those_who_may_read_them(
    house: Place, met: Session, who: str, is_found: bool
) -> None:
    assert bool(found(house, who, words="boiler").notes) is is_found


def test_sponsor_finds_no_note_and_stranger_nothing(house: Place, met: Session) -> None:
    assert found(house, "grace", words="boiler") == NotesFound()
    with pytest.raises(NotHere):
        found(house, "stranger", words="boiler")


@pytest.mark.parametrize(
    "change",
    [
        {"label": Label.H},
        {"label": Label.S},
        {"state": NoteState.LEFT_BOARD},
        {"state": NoteState.ERASED, "text": None},
    ],
)
def test_note_that_is_not_kept_is_not_found(
    house: Place, met: Session, change: dict[str, object]
) -> None:
    change_note(house.ground, f"phone-{met.id}", **change)

    assert found(house, words="boiler").total == 0


def test_held_note_is_never_found(house: Place, met: Session) -> None:
    assert found(house, words="struck").total == 0


def test_note_is_not_found_from_its_day_for_erasing_on(house: Place, met: Session) -> None:
    change_note(house.ground, f"phone-{met.id}", erase_on=house.ground.today)

    assert found(house, words="boiler").total == 0


def test_note_taken_back_leaves_no_folded_word(house: Place, met: Session) -> None:
    take_back(house.ground, house.actor("sam"), f"phone-{met.id}")

    with house.ground.db.read() as tx:
        assert not [text for _, text in all_texts(tx) if "boiler" in text.casefold()]


def test_note_forgotten_before_close_is_found_no_more(house: Place, met: Session) -> None:
    with house.ground.db.begin() as tx:
        stored_notes.forget_note(tx, f"phone-{met.id}")

    assert found(house, words="boiler").total == 0


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"kind": "doubt"}, {"trust", "portal"}),
        ({"kind": "story"}, {"phone"}),
        ({"box": "The story"}, {"phone"}),
        ({"box": "No such box"}, set()),
        ({"kind": "doubt", "words": "portal"}, {"portal"}),
        ({"words": "—"}, set()),
        ({}, set()),
    ],
)
def test_filters_narrow_down(
    house: Place, met: Session, asked: dict[str, str], names: set[str]
) -> None:
    notes = found(house, **asked).notes

    assert {each.note.id.split("-")[0] for each in notes} == names


def test_session_and_group_narrow_down(house: Place, met: Session) -> None:
    house.clock.pass_days(1)
    other = meet(house.ground, house.community.id)

    assert found(house, words="portal").total == 2
    (only,) = found(house, words="portal", session_id=other.id).notes
    assert only.session == other
    assert found(house, words="portal", community_id=house.community.id).total == 2
    assert found(house, words="portal", community_id="another").total == 0


def test_long_lists_come_in_pages(house: Place, met: Session) -> None:
    with house.ground.db.begin() as tx:
        for number in range(NOTES_A_PAGE + 7):
            note = a_note(met, f"n{number}", "Z3", Label.M, "story", f"Lantern {number}")
            stored_notes.save_note(tx, replace(note, seen_at=house.ground.now))

    first, second = found(house, words="lantern"), found(house, words="lantern", start=NOTES_A_PAGE)

    assert (first.total, len(first.notes), len(second.notes)) == (57, 50, 7)
    assert not {each.note.id for each in first.notes} & {each.note.id for each in second.notes}


def test_pieces_are_narrowed_down_by_box_inside_their_group_only(
    house: Place, met: Session
) -> None:
    a_piece(house.ground, house.actor("helen"), met)

    def titles(who: str, **asked: str) -> int:
        pieces = pieces_for(
            house.ground, house.actor(who), house.partnership.id, Query(**asked), known_templates()
        )
        return len(pieces)

    assert titles("helen", box="The story") == titles("helen", session_id=met.id) == 1
    assert titles("helen", kind="doubt") == titles("helen", community_id=house.community.id) == 1
    assert titles("helen", kind="story") == titles("helen", box="Welcome") == 0
