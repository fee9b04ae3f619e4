import ast
import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest

from plugin.convene.communities import start_community
from plugin.convene.group_home import pieces_of_group
from plugin.curate import own_yes, read_backs, releasing
from plugin.curate import pieces as curate
from plugin.curate.page import piece_page
from plugin.curate.pieces import change_kind, make_piece, whole_piece, write_wording
from plugin.curate.read_backs import object_to, record_piece_read_back
from plugin.curate.releasing import release, stop_release
from plugin.domain.agreements import Agreement
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Piece, PieceWhole, ReadBack, Rung, Wording, last_checked
from plugin.errors import BadInput, HedgerowError, NotHere, Refused
from plugin.memory.search import pieces_for
from plugin.store import answers as stored_answers
from plugin.store.tables import metadata
from tests.pretend_board import runtime, stage
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet, read_back_today
from tests.unit.plugin.curate.place import Place, make_place

NEWER = ("A newer title", "A newer line.", "A newer story.")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


@pytest.fixture
def piece(place: Place) -> PieceWhole:
    return a_piece(place.services, place.actor("helen"), meet(place.services, place.community.id))


def is_checked(place: Place, piece: PieceWhole) -> bool:
    return last_checked(whole_piece(place.services, piece.piece.id), place.clock()) is not None


def test_there_is_nothing_to_set() -> None:
    columns = {
        f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c
    }
    values = {each.name for kind in (Piece, Wording, ReadBack) for each in fields(kind)}
    given = {
        name
        for module in (curate, releasing, own_yes, read_backs)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        for name in inspect.signature(function).parameters
    }

    assert [name for name in columns | values | given if "check" in name] == []


def test_only_one_function_stores_a_read_back() -> None:
    tree = ast.parse(inspect.getsource(read_backs))
    callers = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Attribute) and call.attr == stored_answers.add_read_back.__name__
    }

    assert callers == {"record_piece_read_back"}


@pytest.mark.parametrize(
    "attempt",
    [
        lambda g, who, piece_id: write_wording(g, who, piece_id, *NEWER),
        lambda g, who, piece_id: change_kind(g, who, piece_id, "story", "story", 1),
        lambda g, who, piece_id: release(g, who, piece_id, Rung.US),
        lambda g, who, piece_id: release(g, who, piece_id, Rung.PARTNERSHIP, NO_HARM),
        stop_release,
        object_to,
        lambda g, who, piece_id: record_piece_read_back(g, who, piece_id, "no meeting"),
    ],
)
@pytest.mark.parametrize("who", ["helen", "sam", "connie", "amina", "grace", "operator"])
def test_nobody_gets_it_checked_another_way(
    place: Place, piece: PieceWhole, who: str, attempt: Callable[..., object]
) -> None:
    actor = OPERATOR if who == "operator" else place.actor(who)

    with suppress(HedgerowError):
        attempt(place.services, actor, piece.piece.id)
    place.clock.pass_days(60)

    assert not is_checked(place, piece)


@pytest.mark.parametrize("who", ["amina", "grace"])
def test_members_and_sponsors_record_no_read_back(
    place: Place, piece: PieceWhole, who: str
) -> None:
    meeting = meet(place.services, place.community.id)

    with pytest.raises(Refused):
        record_piece_read_back(place.services, place.actor(who), piece.piece.id, meeting.id, NEWER)
    place.clock.pass_days(60)

    assert not is_checked(place, piece)


@pytest.mark.parametrize("words", [None, NEWER])
def test_a_meeting_of_before_the_words_checks_nothing(
    place: Place, piece: PieceWhole, words: tuple[str, str, str] | None
) -> None:
    meeting = meet(place.services, place.community.id)
    place.clock.pass_days(60)
    helen, sam = place.actor("helen"), place.actor("sam")
    write_wording(place.services, helen, piece.piece.id, "Words", "of today.", "Nobody saw them.")

    with pytest.raises(BadInput, match="not older than that session"):
        record_piece_read_back(place.services, sam, piece.piece.id, meeting.id, words)
    place.clock.pass_days(60)

    assert not is_checked(place, piece)


@pytest.mark.parametrize("zones", ["Z3 Z3", "Z5 Z5", "Z3 Z5"])
def test_the_notes_of_one_writer_are_a_single_voice_in_all_boxes(
    tmp_path: Path, zones: str
) -> None:
    home = runtime(tmp_path)
    meeting = stage(home, "T3", Agreement(1))
    for number, zone in enumerate(zones.split()):
        meeting.board.add(f"n{number}", "P01", zone, f"I am not sure, {number}.")
    meeting.close()
    ids = [note.id for note in meeting.all_notes()]
    piece = make_piece(home.services, OPERATOR, "c", ids, *NEWER)

    read_back_today(home.services, OPERATOR, piece)
    home.pass_days(60)

    whole = whole_piece(home.services, piece.piece.id)
    assert whole.voices == 1
    assert last_checked(whole, home.services.now) is None


def test_silence_checks_nothing(place: Place, piece: PieceWhole) -> None:
    place.clock.pass_days(3650)

    assert not is_checked(place, piece)


def test_another_groups_meeting_checks_nothing(place: Place, piece: PieceWhole) -> None:
    other = start_community(place.services, OPERATOR, place.partnership.id, "Night shift", "How?")
    meeting = meet(place.services, other.id)

    with pytest.raises(BadInput, match="own group"):
        record_piece_read_back(
            place.services, place.actor("sam"), piece.piece.id, meeting.id, NEWER
        )


@pytest.mark.parametrize("change", [{"state": NoteState.LEFT_BOARD}, {"label": Label.H}])
def test_checking_falls_away_with_the_voices(
    place: Place, piece: PieceWhole, change: dict[str, object]
) -> None:
    read_back_today(place.services, place.actor("sam"), piece)
    place.clock.pass_days(9)
    before = is_checked(place, piece)

    change_note(place.services, piece.sources[0].note_id, **change)

    assert before
    assert not is_checked(place, piece)


def test_a_release_decided_earlier_carries_no_unchecked_word(
    place: Place, piece: PieceWhole
) -> None:
    read_back_today(place.services, place.actor("sam"), piece)
    place.clock.pass_days(9)
    release(place.services, place.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    write_wording(place.services, place.actor("helen"), piece.piece.id, *NEWER)
    place.clock.pass_days(9)

    read = pieces_for(place.services, place.actor("grace"), place.partnership.id)

    assert [each.shown.words for each in read] == [piece.newest.words]


def test_silence_agrees_only_where_every_member_could_read(place: Place, piece: PieceWhole) -> None:
    amina, whole = place.actor("amina"), piece.piece
    with pytest.raises(NotHere):
        piece_page(place.services, amina, whole.id)

    read_back_today(place.services, place.actor("sam"), piece)

    assert piece_page(place.services, amina, whole.id).asked
    assert pieces_of_group(place.services, amina, place.community, (), 9)
    assert pieces_for(place.services, amina, place.partnership.id)
    assert pieces_for(place.services, place.actor("grace"), place.partnership.id) == ()


def test_nobody_objects_to_what_they_cannot_read(place: Place, piece: PieceWhole) -> None:
    with pytest.raises(HedgerowError):
        object_to(place.services, place.actor("amina"), piece.piece.id)
