from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plugin.convene.template_files import known_templates
from plugin.curate.releasing import release
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.pieces import Rung
from plugin.domain.sessions import Session
from plugin.domain.themes import Theme
from plugin.errors import NotHere
from plugin.govern.withdrawal import take_back
from plugin.memory.notes import NOTES_A_PAGE, NotesFound, notes_for
from plugin.memory.query import Query
from plugin.memory.search import pieces_for
from plugin.store import notes as stored_notes
from plugin.store import themes as stored_themes
from plugin.store.texts import all_texts
from tests.unit.plugin.curate.meeting import a_note, a_piece, change_note, meet
from tests.unit.plugin.curate.place import Place

BOILER = "電話: the boiler’s read-back came in the Entlassungsgespräch"


@pytest.fixture
def met(runtime: Place) -> Session:
    session = meet(runtime.services, runtime.community.id)
    change_note(runtime.services, f"phone-{session.id}", text=BOILER)
    return session


def found(runtime: Place, who: str = "helen", start: int = 0, **asked: Any) -> NotesFound:
    actor, query = runtime.actor(who), Query(**asked)
    return notes_for(
        runtime.services, actor, runtime.partnership.id, query, known_templates(), start
    )


@pytest.mark.parametrize(
    "words", ["boiler", "電話", "gespräch", "readback", "BOILERS", "boiler 電話"]
)
def test_word_in_kept_note_is_found(runtime: Place, met: Session, words: str) -> None:
    notes = found(runtime, words=words).notes

    assert [each.note.text for each in notes] == [BOILER]
    assert notes[0].session == met


@pytest.mark.parametrize(("who", "is_found"), [("sam", True), ("helen", True), ("amina", False)])
def test_notes_are_found_by_those_who_may_read_them(
    runtime: Place, met: Session, who: str, is_found: bool
) -> None:
    assert bool(found(runtime, who, words="boiler").notes) is is_found


def test_sponsor_finds_no_note_and_stranger_nothing(runtime: Place, met: Session) -> None:
    assert found(runtime, "grace", words="boiler") == NotesFound()
    with pytest.raises(NotHere):
        found(runtime, "stranger", words="boiler")


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
    runtime: Place, met: Session, change: dict[str, object]
) -> None:
    change_note(runtime.services, f"phone-{met.id}", **change)

    assert found(runtime, words="boiler").total == 0


def test_held_note_is_never_found(runtime: Place, met: Session) -> None:
    assert found(runtime, words="struck").total == 0


def test_note_is_not_found_from_its_day_for_erasing_on(runtime: Place, met: Session) -> None:
    change_note(runtime.services, f"phone-{met.id}", erase_on=runtime.services.today)

    assert found(runtime, words="boiler").total == 0


def test_note_taken_back_leaves_no_folded_word(runtime: Place, met: Session) -> None:
    take_back(runtime.services, runtime.actor("sam"), f"phone-{met.id}")

    with runtime.services.db.read() as tx:
        assert not [text for _, text in all_texts(tx) if "boiler" in text.casefold()]


def test_note_forgotten_before_close_is_found_no_more(runtime: Place, met: Session) -> None:
    with runtime.services.db.begin() as tx:
        stored_notes.forget_note(tx, f"phone-{met.id}")

    assert found(runtime, words="boiler").total == 0


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
    runtime: Place, met: Session, asked: dict[str, str], names: set[str]
) -> None:
    notes = found(runtime, **asked).notes

    assert {each.note.id.split("-")[0] for each in notes} == names


def test_session_and_group_narrow_down(runtime: Place, met: Session) -> None:
    runtime.clock.pass_days(1)
    other = meet(runtime.services, runtime.community.id)

    assert found(runtime, words="portal").total == 2
    (only,) = found(runtime, words="portal", session_id=other.id).notes
    assert only.session == other
    assert found(runtime, words="portal", community_id=runtime.community.id).total == 2
    assert found(runtime, words="portal", community_id="another").total == 0


def test_long_lists_come_in_pages(runtime: Place, met: Session) -> None:
    with runtime.services.db.begin() as tx:
        for number in range(NOTES_A_PAGE + 7):
            note = a_note(met, f"n{number}", "Z3", Label.M, "story", f"Lantern {number}")
            stored_notes.save_note(tx, replace(note, seen_at=runtime.services.now))

    first, second = (
        found(runtime, words="lantern"),
        found(runtime, words="lantern", start=NOTES_A_PAGE),
    )

    assert (first.total, len(first.notes), len(second.notes)) == (57, 50, 7)
    assert not {each.note.id for each in first.notes} & {each.note.id for each in second.notes}


def test_pieces_are_narrowed_down_by_box_inside_their_group_only(
    runtime: Place, met: Session
) -> None:
    a_piece(runtime.services, runtime.actor("helen"), met)

    def titles(who: str, **asked: str) -> int:
        pieces = pieces_for(
            runtime.services,
            runtime.actor(who),
            runtime.partnership.id,
            Query(**asked),
            known_templates(),
        )
        return len(pieces)

    assert titles("helen", box="The story") == titles("helen", session_id=met.id) == 1
    assert titles("helen", kind="doubt") == titles("helen", community_id=runtime.community.id) == 1
    assert titles("helen", kind="story") == titles("helen", box="Welcome") == 0


def test_a_theme_finds_its_notes_and_pieces_for_who_may_read_notes(
    runtime: Place, met: Session
) -> None:
    services, helen, here = runtime.services, runtime.actor("helen"), runtime.community.id
    above = Theme(id="calls", community_id=here, name="Calls")
    below = Theme(id="late", community_id=here, name="Late calls", parent_id="calls")
    with services.db.begin() as tx:
        for each in (above, below):
            stored_themes.save_theme(tx, each, None)
        stored_themes.give(tx, below.id, [f"trust-{met.id}"], helen.stored_id)
    piece = a_piece(services, helen, met)
    release(services, helen, piece.piece.id, Rung.US)
    own = a_piece(services, helen, met, "portal")
    of_piece = Theme(id="of-piece", community_id=runtime.community.id, name="a theme of its own")
    with services.db.begin() as tx:
        stored_themes.save_theme(tx, of_piece, None)
        stored_themes.put_on_piece(tx, own.piece.id, of_piece.id)

    def pieces(who: str, theme_id: str) -> list[str]:
        query = Query(theme_id=theme_id)
        shown = pieces_for(services, runtime.actor(who), runtime.partnership.id, query)
        return [each.whole.piece.id for each in shown]

    for theme_id in (above.id, below.id):
        assert [e.note.id for e in found(runtime, theme_id=theme_id).notes] == [f"trust-{met.id}"]
        assert pieces("helen", theme_id) == [piece.piece.id]
        assert pieces("amina", theme_id) == []
    assert pieces("helen", of_piece.id) == [own.piece.id]
    assert pieces("amina", of_piece.id) == []
    assert pieces("amina", "") == [piece.piece.id]
    assert found(runtime, theme_id="none").notes == ()


def test_days_narrow_notes_by_session_and_pieces_by_wording(runtime: Place, met: Session) -> None:
    services, helen, day = runtime.services, runtime.actor("helen"), met.day
    runtime.clock.pass_days(5)
    a_piece(services, helen, met)
    made = services.today

    def number(**asked: Any) -> tuple[int, int]:
        pieces = pieces_for(services, helen, runtime.partnership.id, Query(**asked))
        return found(runtime, **asked).total, len(pieces)

    assert number(since=day, until=day) == (3, 0)
    assert number(since=made, until=made) == (0, 1)
    assert number(since=day, until=made) == (3, 1)
    assert number(until=day - timedelta(days=1)) == (0, 0)
