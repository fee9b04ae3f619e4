from datetime import UTC, date, datetime
from itertools import count

import pytest

from plugin.capture.fold import fold
from plugin.domain.agreements import Attribution
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState
from plugin.domain.piece_whole import count_voices

DAY = date(2026, 11, 18)
SEEN = datetime(2026, 11, 18, 14, 3, 7, tzinfo=UTC)


def _note(name: str, writer: str, zone: str = "Z5") -> Note:
    return Note(
        id=name,
        session_id="session",
        zone_code=zone,
        label=Label.M,
        kind="doubt",
        source="miro",
        text="words",
        miro_item_id=f"item-{name}",
        seen_at=SEEN,
        colour="violet",
        author_hash=writer,
    )


def _fold(
    notes: list[Note], roles: dict[str, str], attribution: Attribution = Attribution.ROLE
) -> dict[str, Note]:
    numbers = count(1)
    done = fold(notes, roles, attribution, DAY, lambda: f"strand-{next(numbers)}")
    return {note.id: note for note in done}


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        ({"a": "nurse", "b": "nurse", "c": "nurse"}, {"nurse"}),
        ({"a": "nurse", "b": " Nurse", "c": "NURSE "}, {"NURSE"}),
        ({"a": "nurse", "b": "nurse", "c": "porter"}, {"a member"}),
        ({"a": "nurse", "b": "nurse", "d": "nurse"}, {"a member"}),
        ({}, {"a member"}),
    ],
)
def test_a_role_shows_only_where_three_writers_share_it(
    roles: dict[str, str], shown: set[str]
) -> None:
    notes = [_note("1", "a"), _note("2", "b"), _note("3", "c"), _note("4", "c")]

    assert {note.shown_author for note in _fold(notes, roles).values()} == shown


def test_an_origin_shows_as_a_role_does() -> None:
    places = {"a": "housing", "b": "housing", "c": "housing"}
    notes = [_note("1", "a"), _note("2", "b"), _note("3", "c"), _note("4", "d")]

    shown = _fold(notes, places, Attribution.ORIGIN)

    assert [shown[name].shown_author for name in "1234"] == ["housing"] * 3 + ["a member"]


def test_a_name_shows_where_its_writer_gave_one() -> None:
    notes = [_note("1", "a"), _note("2", "b")]

    shown = _fold(notes, {"a": "Amina"}, Attribution.NAMED)

    assert (shown["1"].shown_author, shown["2"].shown_author) == ("Amina", "a member")
    assert {note.author_hash for note in shown.values()} == {None}


@pytest.mark.parametrize(("smallest", "shown"), [(3, "nurse"), (4, "a member")])
def test_a_group_can_ask_for_more_people_than_three(smallest: int, shown: str) -> None:
    notes = [_note("1", "a"), _note("2", "b"), _note("3", "c")]
    roles = dict.fromkeys("abc", "nurse")

    done = fold(notes, roles, Attribution.ROLE, DAY, lambda: "strand", smallest)

    assert {note.shown_author for note in done} == {shown}


@pytest.mark.parametrize("attribution", [Attribution.NONE, Attribution.CHATHAM_HOUSE])
def test_without_attribution_by_role_everybody_is_a_member(attribution: Attribution) -> None:
    roles = dict.fromkeys("abc", "nurse")
    notes = [_note("1", "a"), _note("2", "b"), _note("3", "c")]

    done = _fold(notes, roles, attribution)

    assert {note.shown_author for note in done.values()} == {"a member"}


def test_chatham_house_drops_colours_and_fine_times() -> None:
    done = _fold([_note("1", "a")], {}, Attribution.CHATHAM_HOUSE)["1"]

    assert (done.colour, done.seen_at) == ("", datetime(2026, 11, 18, tzinfo=UTC))


def test_other_policies_keep_colours_and_times() -> None:
    done = _fold([_note("1", "a")], {}, Attribution.NONE)["1"]

    assert (done.colour, done.seen_at) == ("violet", SEEN)


def test_no_note_knows_its_writer_any_more() -> None:
    done = _fold([_note("1", "a"), _note("2", "b", "Z3")], {"a": "nurse"})

    assert {note.author_hash for note in done.values()} == {None}


def test_one_writers_notes_in_one_box_are_one_strand_and_none_crosses_boxes() -> None:
    notes = [_note("1", "a", "Z3"), _note("2", "a", "Z3"), _note("3", "b", "Z3")]
    notes += [_note("4", "a", "Z5"), _note("5", "a", "Z5"), _note("6", "b", "Z5")]

    strands = {name: note.strand_id for name, note in _fold(notes, {}).items()}

    first, second = dict.fromkeys("12", "strand-1"), dict.fromkeys("45", "strand-3")
    assert strands == {**first, **second, "3": "strand-2", "6": "strand-4"}


def test_one_writers_notes_are_one_voice_in_all_boxes_and_unknown_ones_none() -> None:
    notes = [_note("1", "a", "Z3"), _note("2", "a", "Z5"), _note("3", "b", "Z5"), _note("4", "")]

    done = _fold(notes, {})

    assert done["1"].voice_id == done["2"].voice_id != done["3"].voice_id
    assert (done["4"].strand_id, done["4"].voice_id) == (None, None)
    counted = {
        ids: count_voices(done[each].voice_marks for each in ids)
        for ids in ("12", "123", "14", "4")
    }
    assert counted == {"12": 1, "123": 2, "14": 1, "4": 1}


def test_a_stub_counts_for_nobody() -> None:
    gone = _note("1", "a").erased(NoteState.ERASED, "It is gone.")
    notes = [gone, _note("2", "b"), _note("3", "c")]

    done = _fold(notes, dict.fromkeys("abc", "nurse"))

    assert {note.shown_author for note in done.values()} == {"a member"}
