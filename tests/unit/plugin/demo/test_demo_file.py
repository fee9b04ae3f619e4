from itertools import pairwise
from pathlib import Path

import pytest

from plugin.convene.template_files import read_template
from plugin.demo.demo_file import DATA, DemoFile, PlannedPiece, read_demo_file
from plugin.demo.session_file import Add, SessionFile
from plugin.demo.session_reading import read_session_file
from plugin.domain.labels import Label
from plugin.domain.pieces import LINE_MAX, TITLE_MAX

DEMO = read_demo_file()
LEAVE_THE_BOARD = {"n30", "n33", "n49", "n28", "n40"}


@pytest.fixture
def stories() -> SessionFile:
    return read_session_file(Path(str(DATA / (DEMO.meeting("stories").file or ""))))


def test_meetings_come_in_order_four_weeks_apart() -> None:
    days = [meeting.day for meeting in DEMO.meetings]

    assert [(later - earlier).days for earlier, later in pairwise(days)] == [28, 28, 28]
    assert [meeting.template for meeting in DEMO.meetings] == ["T2", "T3", None, "T3"]


def test_everybody_of_the_cast_has_an_address(stories: SessionFile) -> None:
    assert DEMO.emails.keys() == {member.id for member in stories.cast}


def test_addresses_lead_nowhere() -> None:
    addresses = [*DEMO.emails.values(), DEMO.sponsor.email, DEMO.stranger.email]

    assert all(address.endswith(("@example.org", ".invalid")) for address in addresses)
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize("piece", DEMO.pieces, ids=lambda piece: piece.key)
def test_pieces_rest_on_kept_notes_of_several_voices(
    piece: PlannedPiece, stories: SessionFile
) -> None:
    kept = {zone.code for zone in read_template("T3").zones if zone.label is Label.M}
    adds = {event.note: event for event in stories.events if isinstance(event, Add)}

    sources = [adds[name] for name in piece.notes]

    assert {source.spot.zone for source in sources} <= kept - {"Z2"}
    assert len({source.by for source in sources}) >= 2
    assert not LEAVE_THE_BOARD & set(piece.notes)


@pytest.mark.parametrize("piece", DEMO.pieces, ids=lambda piece: piece.key)
def test_words_of_pieces_fit_and_quote_no_note(piece: PlannedPiece, stories: SessionFile) -> None:
    assert len(piece.title) <= TITLE_MAX
    assert len(piece.line) <= LINE_MAX
    said = f"{piece.title} {piece.line} {piece.narrative}"
    assert not any(event.text in said for event in stories.events if isinstance(event, Add))


def test_two_pieces_are_read_back_and_one_is_not() -> None:
    assert [piece.is_read_back for piece in DEMO.pieces] == [True, True, False]


def test_edits_between_syncs_name_pieces_that_are_checked() -> None:
    checked = {piece.key for piece in DEMO.pieces if piece.is_read_back}

    assert {DEMO.sync.retitled, DEMO.sync.edited_on_both_sides} == checked


def test_a_missing_meeting_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        DEMO.meeting("never")


def test_the_permission_note_is_one_text() -> None:
    assert isinstance(DEMO, DemoFile)
    assert DEMO.community.permission_note.count("\n") == len(DEMO.community.permission) - 1
