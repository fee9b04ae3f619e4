from dataclasses import replace
from typing import Any

import pytest

from plugin.curate.pieces import change_kind, make_piece, whole_piece, write_wording
from plugin.curate.read_backs import object_to, record_piece_read_back
from plugin.curate.releasing import release, stop_release
from plugin.domain.blockers import why_not_checked
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.notes import NoteState
from plugin.domain.pieces import (
    PieceWhole,
    Rung,
    changed_since_checked,
    check_of,
    last_checked,
    rung_at,
)
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet, read_back_today
from tests.unit.plugin.curate.place import Place

WORDS = ("Another title", "Another line.", "Another story.")


@pytest.fixture
def session(runtime: Place) -> Session:
    return meet(runtime.services, runtime.community.id)


@pytest.fixture
def piece(runtime: Place, session: Session) -> PieceWhole:
    return a_piece(runtime.services, runtime.actor("helen"), session)


def now(runtime: Place, piece: PieceWhole) -> PieceWhole:
    return whole_piece(runtime.services, piece.piece.id)


def is_checked(runtime: Place, piece: PieceWhole) -> bool:
    whole = now(runtime, piece)
    return check_of(whole, whole.newest, runtime.clock()) is not None


def checked(runtime: Place, piece: PieceWhole) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)


@pytest.mark.parametrize(
    ("name", "changes", "error"),
    [
        ("silence", {}, BadInput),
        ("phone", {"state": NoteState.LEFT_BOARD}, BadInput),
        ("phone", {"state": NoteState.TAKEN_BACK, "text": None}, BadInput),
        ("phone", {"is_waiting": True}, BadInput),
        ("nobody", {}, NotHere),
    ],
)
def test_a_note_that_is_not_kept_is_no_source(
    runtime: Place, session: Session, name: str, changes: dict[str, Any], error: type[Exception]
) -> None:
    if changes:
        change_note(runtime.services, f"{name}-{session.id}", **changes)

    with pytest.raises(error, match="Nothing was"):
        a_piece(runtime.services, runtime.actor("helen"), session, "trust", name)


def test_an_open_session_gives_no_source(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id, SessionState.OPEN)

    with pytest.raises(BadInput, match="still open"):
        a_piece(runtime.services, runtime.actor("helen"), session)


@pytest.mark.parametrize(
    ("title", "line", "said"),
    [
        ("", "A line.", "needs a title"),
        ("A title", "   ", "needs a title and one line"),
        ("\u2060\u200e", "A line.", "needs a title and one line"),
        ("A title", "\u3164", "needs a title and one line"),
        ("t" * 81, "A line.", "81 and 7"),
        ("A title", "l" * 241, "7 and 241"),
    ],
)
def test_words_that_do_not_fit_are_refused(
    runtime: Place, session: Session, title: str, line: str, said: str
) -> None:
    notes = [f"phone-{session.id}"]

    with pytest.raises(BadInput, match=said):
        make_piece(
            runtime.services,
            runtime.actor("helen"),
            runtime.community.id,
            notes,
            title,
            line,
            "Story.",
        )


def _from_notion(runtime: Place, piece: PieceWhole, title: str, line: str) -> None:
    """Store a wording as a sync does that takes one from Notion, where nothing has a limit."""
    wording = replace(
        piece.newest, id="from notion", number=2, title=title, line=line, made_in="notion"
    )
    with runtime.services.db.begin() as tx:
        stored_pieces.add_wording(tx, wording)


@pytest.mark.parametrize(("title", "line"), [("t" * 300, "A line."), ("A title", "l" * 300)])
def test_only_what_was_changed_has_to_fit(
    runtime: Place, piece: PieceWhole, title: str, line: str
) -> None:
    _from_notion(runtime, piece, title, line)
    helen = runtime.actor("helen")

    write_wording(runtime.services, helen, piece.piece.id, title, line, "Another story.")

    assert now(runtime, piece).newest.words == (title, line, "Another story.")
    with pytest.raises(BadInput, match="may have 80 characters and the line 240"):
        write_wording(
            runtime.services, helen, piece.piece.id, f"{title}!", f"{line}!", "Another story."
        )


def test_a_title_keeps_the_blanks_that_are_part_of_it(runtime: Place, piece: PieceWhole) -> None:
    write_wording(
        runtime.services,
        runtime.actor("helen"),
        piece.piece.id,
        "帰り道\u3000の話",
        "10\u00a0km.",
        "",
    )

    assert now(runtime, piece).newest.words == ("帰り道\u3000の話", "10\u00a0km.", "")


@pytest.mark.parametrize(
    "narrative",
    [
        "x" * 6000,
        "👩‍👩‍👧 and e\u0301",
        "שלום\n\nمرحبا",
        "<script>alert(1)</script>",
        "=1+1\n@SUM(A1)",
    ],
)
def test_any_story_is_stored_as_it_was_written(
    runtime: Place, piece: PieceWhole, narrative: str
) -> None:
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, "T", "L.", narrative)

    assert now(runtime, piece).newest.narrative == narrative


@pytest.mark.parametrize(
    ("kind", "family", "person"),
    [("insight", "story", 1), ("story", "poem", 1), ("story", "story", 4)],
)
def test_unknown_kinds_are_refused(
    runtime: Place, piece: PieceWhole, kind: str, family: str, person: int
) -> None:
    with pytest.raises(BadInput, match="There is no such"):
        change_kind(runtime.services, runtime.actor("helen"), piece.piece.id, kind, family, person)


def test_the_same_words_make_no_wording(runtime: Place, piece: PieceWhole) -> None:
    same = piece.newest

    write_wording(
        runtime.services, runtime.actor("helen"), piece.piece.id, *same.words, after=same.number
    )

    assert len(now(runtime, piece).wordings) == 1


def test_nothing_is_overwritten_that_was_not_seen(runtime: Place, piece: PieceWhole) -> None:
    helen = runtime.actor("helen")
    write_wording(runtime.services, helen, piece.piece.id, *WORDS, after=1)

    with pytest.raises(BadInput, match="changed while you wrote"):
        write_wording(runtime.services, helen, piece.piece.id, "Mine", "Mine.", "", after=1)

    assert now(runtime, piece).newest.words == WORDS


def test_a_change_after_checking_is_the_next_unchecked_wording(
    runtime: Place, piece: PieceWhole
) -> None:
    checked(runtime, piece)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *WORDS)

    whole = now(runtime, piece)

    assert not is_checked(runtime, piece)
    assert changed_since_checked(whole, runtime.clock())
    check = last_checked(whole, runtime.clock())
    assert check is not None
    assert check.wording.number == 1


def test_checked_words_that_are_put_back_are_checked(runtime: Place, piece: PieceWhole) -> None:
    checked(runtime, piece)
    helen = runtime.actor("helen")
    write_wording(runtime.services, helen, piece.piece.id, *WORDS)
    between = is_checked(runtime, piece)

    write_wording(runtime.services, helen, piece.piece.id, *piece.newest.words)

    assert not between
    assert is_checked(runtime, piece)
    assert now(runtime, piece).newest.number == 3


def test_it_counts_as_checked_only_after_the_days(runtime: Place, piece: PieceWhole) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    seen = []
    for _ in range(8):
        seen.append(is_checked(runtime, piece))
        runtime.clock.pass_days(1)

    assert seen[:6] == [False] * 6
    assert is_checked(runtime, piece)


def test_one_objection_is_enough(runtime: Place, piece: PieceWhole) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    object_to(runtime.services, runtime.actor("amina"), piece.piece.id)
    runtime.clock.pass_days(30)

    assert not is_checked(runtime, piece)
    assert "objected" in (why_not_checked(now(runtime, piece), runtime.clock()) or "")


def test_an_objection_stands_against_every_open_read_back(
    runtime: Place, piece: PieceWhole
) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *WORDS)
    read_back_today(runtime.services, runtime.actor("sam"), piece)

    object_to(runtime.services, runtime.actor("amina"), piece.piece.id)
    runtime.clock.pass_days(30)

    assert last_checked(now(runtime, piece), runtime.clock()) is None


def test_an_objection_holds_when_the_same_meeting_or_words_are_recorded_again(
    runtime: Place, piece: PieceWhole
) -> None:
    sam, meeting = runtime.actor("sam"), meet(runtime.services, runtime.community.id)
    record_piece_read_back(runtime.services, sam, piece.piece.id, meeting.id)
    object_to(runtime.services, runtime.actor("amina"), piece.piece.id)
    runtime.clock.pass_days(9)

    for words in (None, WORDS):
        with pytest.raises(BadInput, match="objection stays"):
            record_piece_read_back(runtime.services, sam, piece.piece.id, meeting.id, words)
    with pytest.raises(BadInput, match="objection stays"):
        read_back_today(runtime.services, sam, piece)
    runtime.clock.pass_days(9)

    assert not is_checked(runtime, piece)


def test_an_objection_ends_with_changed_words_in_a_later_meeting(
    runtime: Place, piece: PieceWhole
) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    object_to(runtime.services, runtime.actor("amina"), piece.piece.id)
    runtime.clock.pass_days(9)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *WORDS)

    checked(runtime, piece)

    assert is_checked(runtime, piece)


def test_late_objections_are_sent_to_a_person(runtime: Place, piece: PieceWhole) -> None:
    checked(runtime, piece)

    with pytest.raises(BadInput, match="Talk to the learning partner"):
        object_to(runtime.services, runtime.actor("amina"), piece.piece.id)


def test_words_younger_than_the_meeting_cannot_have_been_read_there(
    runtime: Place, piece: PieceWhole
) -> None:
    meeting = meet(runtime.services, runtime.community.id)
    runtime.clock.pass_days(3)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *WORDS)
    sam = runtime.actor("sam")

    for words in (None, ("Yet another title", "x", "")):
        with pytest.raises(BadInput, match="not older than that session"):
            record_piece_read_back(runtime.services, sam, piece.piece.id, meeting.id, words)

    assert now(runtime, piece).read_backs == ()


def test_words_agreed_in_the_meeting_are_what_was_read_back(
    runtime: Place, piece: PieceWhole
) -> None:
    meeting = meet(runtime.services, runtime.community.id)

    read = record_piece_read_back(
        runtime.services, runtime.actor("sam"), piece.piece.id, meeting.id, WORDS
    )

    newest = now(runtime, piece).newest
    assert (newest.words, newest.made_in, newest.id) == (WORDS, "read back", read.wording_id)
    assert read.read_id == piece.newest.id


def test_the_same_wording_is_not_recorded_twice(runtime: Place, piece: PieceWhole) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)

    with pytest.raises(BadInput, match="already"):
        read_back_today(runtime.services, runtime.actor("sam"), piece)


def test_a_meeting_to_come_records_nothing(runtime: Place, piece: PieceWhole) -> None:
    meeting = meet(runtime.services, runtime.community.id, SessionState.PLANNED)

    with pytest.raises(BadInput, match="not closed yet"):
        record_piece_read_back(runtime.services, runtime.actor("sam"), piece.piece.id, meeting.id)
    assert now(runtime, piece).read_backs == ()


@pytest.mark.parametrize("rung", [Rung.PARTNERSHIP, Rung.LANDSCAPE, Rung.PUBLIC])
def test_nothing_unchecked_leaves_the_group(runtime: Place, piece: PieceWhole, rung: Rung) -> None:
    with pytest.raises(Refused, match="not been read back"):
        release(runtime.services, runtime.actor("helen"), piece.piece.id, rung, NO_HARM)

    assert now(runtime, piece).releases == ()


def test_leaving_the_group_pauses_and_can_be_stopped(runtime: Place, piece: PieceWhole) -> None:
    checked(runtime, piece)
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(1.9)

    stop_release(runtime.services, runtime.actor("amina"), piece.piece.id)
    runtime.clock.pass_days(9)

    assert rung_at(now(runtime, piece).releases, runtime.clock()) is Rung.ME


def test_taking_down_holds_at_once(runtime: Place, piece: PieceWhole) -> None:
    checked(runtime, piece)
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(2)
    out = rung_at(now(runtime, piece).releases, runtime.clock())

    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.US)

    assert out is Rung.PARTNERSHIP
    assert rung_at(now(runtime, piece).releases, runtime.clock()) is Rung.US


def test_staying_where_it_is_needs_no_check(runtime: Place, piece: PieceWhole) -> None:
    checked(runtime, piece)
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(2)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *WORDS)

    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)

    assert rung_at(now(runtime, piece).releases, runtime.clock()) is Rung.PARTNERSHIP


@pytest.mark.parametrize(
    ("names", "changes", "said"),
    [
        (("phone",), {}, "one voice"),
        (("phone", "trust"), {"strand_id": "one account"}, "one voice"),
        (("phone", "trust"), {"state": NoteState.TAKEN_BACK}, "were taken back"),
    ],
)
def test_one_voice_needs_its_own_yes(
    runtime: Place, session: Session, names: tuple[str, ...], changes: dict[str, Any], said: str
) -> None:
    piece = a_piece(runtime.services, runtime.actor("helen"), session, *names)
    checked(runtime, piece)
    for name in names if changes else ():
        change_note(runtime.services, f"{name}-{session.id}", **changes)

    with pytest.raises(Refused, match=said):
        release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
