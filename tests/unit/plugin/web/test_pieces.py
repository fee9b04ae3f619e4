from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin.convene.sessions import plan_session
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.read_backs import object_to
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.links import Conflict, Link
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.piece_callout import CHANGED
from plugin.domain.pieces import PieceWhole, Rung, rung_at
from plugin.domain.withdrawals import UNKNOWN
from plugin.govern.withdrawal import take_back
from plugin.store import boards as stored_boards
from plugin.store import links as stored_links
from plugin.store import notes as stored_notes
from tests.unit.plugin.curate.meeting import (
    NO_HARM_TYPED,
    PHONE,
    a_piece,
    meet,
    meet_without_board,
    read_back_today,
)
from tests.unit.plugin.web.house import TestHouse, make_house

NEWER = {"title": "A newer title", "line": "A newer line.", "narrative": "Lanterns."}
NOT_MEMBERS = {"grace": 404, "stranger": 404}


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def piece(runtime: TestHouse) -> PieceWhole:
    return a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )


def get(runtime: TestHouse, piece: PieceWhole, who: str = "helen") -> TestResponse:
    return runtime.as_(who).get(f"/pieces/{piece.piece.id}")


def post(
    runtime: TestHouse, piece: PieceWhole, part: str, who: str = "helen", **data: Any
) -> TestResponse:
    return runtime.as_(who).post(f"/pieces/{piece.piece.id}/{part}", data=data)


def check(runtime: TestHouse, piece: PieceWhole) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)


def let_out(runtime: TestHouse, piece: PieceWhole) -> None:
    check(runtime, piece)
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)


def test_the_page_shows_words_sources_and_standing(runtime: TestHouse, piece: PieceWhole) -> None:
    page = get(runtime, piece).text

    for words in (*piece.newest.words[:2], PHONE, "The story", "A few notes from one session"):
        assert words in page
    assert 'aria-current="step">draft<' in page
    assert "This wording has not been read back to the group yet." in page


@pytest.mark.parametrize(
    ("who", "status"), [("sam", 200), ("connie", 200), ("amina", 404), *NOT_MEMBERS.items()]
)
def test_a_draft_is_for_those_who_work_on_it(
    runtime: TestHouse, piece: PieceWhole, who: str, status: int
) -> None:
    assert get(runtime, piece, who).status_code == status


def test_members_see_sources_without_words(runtime: TestHouse, piece: PieceWhole) -> None:
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.US)

    page = get(runtime, piece, "amina").text

    assert piece.newest.title in page
    assert "Uncertainty round" in page
    assert PHONE not in page
    assert "Change the words" not in page


def test_a_wording_says_who_wrote_it_to_those_who_work_on_it(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    let_out(runtime, piece)

    pages = {who: get(runtime, piece, who).text for who in ("helen", "sam", "amina", "grace")}

    told = {who: "by Helen Shaw" in page for who, page in pages.items()}
    assert told == {"helen": True, "sam": True, "amina": False, "grace": False}
    for page in ("amina", "grace"):
        assert "Helen" not in pages[page]


def test_a_sponsor_reads_the_checked_wording_only(runtime: TestHouse, piece: PieceWhole) -> None:
    let_out(runtime, piece)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *NEWER.values())

    page = get(runtime, piece, "grace").text

    assert piece.newest.line in page
    for hidden in (*NEWER.values(), PHONE, "Uncertainty round", "Helen", "Sam Okafor"):
        assert hidden not in page


def test_changed_words_are_the_next_wording(runtime: TestHouse, piece: PieceWhole) -> None:
    check(runtime, piece)

    post(runtime, piece, "words", after="1", **NEWER)
    page = get(runtime, piece).text

    assert "A newer title" in page
    assert CHANGED in page
    assert "Wording of 18 November 2026" in page
    assert "✓ Checked with the group on 18 November 2026" in page


def test_both_texts_are_shown_when_two_people_wrote(runtime: TestHouse, piece: PieceWhole) -> None:
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *NEWER.values())

    answer = post(runtime, piece, "words", after="1", title="Mine", line="Mine.", narrative="Mine!")

    assert answer.status_code == 400
    assert "Lanterns." in answer.text
    assert "Mine!" in answer.text
    assert "What it says now" in answer.text


def test_a_refused_change_keeps_what_was_typed(runtime: TestHouse, piece: PieceWhole) -> None:
    answer = post(runtime, piece, "words", after="1", title="", line="L", narrative="Typed.")

    assert answer.status_code == 400
    assert "Typed." in answer.text
    assert len(whole_piece(runtime.services, piece.piece.id).wordings) == 1


def test_a_read_back_is_recorded_with_changed_words(runtime: TestHouse, piece: PieceWhole) -> None:
    meeting = meet(runtime.services, runtime.community.id)

    post(
        runtime,
        piece,
        "read-back",
        "sam",
        session=meeting.id,
        answer="changed",
        **NEWER,
    )
    runtime.clock.pass_days(8)
    page = get(runtime, piece).text

    assert "✓ Checked with the group on 18 November 2026, recorded by its author." in page
    assert "The group changed the words there." in page
    assert "as the group agreed it" in page
    assert 'aria-current="step">checked<' in page


def test_a_refused_read_back_keeps_what_was_typed(runtime: TestHouse, piece: PieceWhole) -> None:
    answer = post(runtime, piece, "read-back", "sam", session="none", answer="changed", **NEWER)

    assert answer.status_code == 400
    assert 'value="changed" checked' in answer.text
    assert "Lanterns." in answer.text


def test_a_member_objects_and_nobody_is_counted(runtime: TestHouse, piece: PieceWhole) -> None:
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.US)
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    for _ in range(3):
        post(runtime, piece, "object", "amina")
    object_to(runtime.services, runtime.actor("sam"), piece.piece.id)

    page = get(runtime, piece).text

    assert "Somebody objected" in page
    assert "Amina" not in page
    assert not any(words in page for words in ("3 objections", "4 objections", ">4<", " 4 "))


def test_what_may_not_leave_says_why(runtime: TestHouse, piece: PieceWhole) -> None:
    answer = post(runtime, piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED)

    assert answer.status_code == 403
    assert "cannot go to our partners yet" in answer.text
    assert (
        rung_at(whole_piece(runtime.services, piece.piece.id).releases, runtime.clock()) is Rung.ME
    )


def test_audiences_are_people_and_never_numbers(runtime: TestHouse, piece: PieceWhole) -> None:
    page = get(runtime, piece).text

    assert "Everybody in Tyne Crossing, people from practice" in page
    assert "the sponsor among them." in page
    assert "people in" not in page


def test_the_pause_can_be_stopped_by_a_member(runtime: TestHouse, piece: PieceWhole) -> None:
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.US)
    check(runtime, piece)
    post(runtime, piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED)
    notice = get(runtime, piece, "amina").text

    post(runtime, piece, "stop", "amina")
    runtime.clock.pass_days(5)

    assert "Goes to our partners on 28 November 2026" in notice
    assert (
        rung_at(whole_piece(runtime.services, piece.piece.id).releases, runtime.clock()) is Rung.US
    )


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("words", {"after": "1", **NEWER}),
        ("kind", {"kind": "story", "family": "story", "person": "1"}),
        ("judgement", {"sure": "First hint"}),
        ("read-back", {"session": "any"}),
        ("object", {}),
        ("release", {"rung": "US"}),
        ("stop", {}),
    ],
)
@pytest.mark.parametrize(("who", "status"), [("grace", 403), ("stranger", 404)])
def test_nobody_from_outside_changes_anything(
    runtime: TestHouse, piece: PieceWhole, part: str, data: dict[str, str], who: str, status: int
) -> None:
    let_out(runtime, piece)
    before = whole_piece(runtime.services, piece.piece.id)

    assert post(runtime, piece, part, who, **data).status_code == status
    assert whole_piece(runtime.services, piece.piece.id) == before


def test_a_source_that_is_gone_leaves_a_stub(runtime: TestHouse, piece: PieceWhole) -> None:
    with runtime.services.db.begin() as tx:
        note = stored_notes.note(tx, piece.sources[0].note_id)
        assert note is not None
        gone, now = NoteState.TAKEN_BACK, runtime.services.now
        stored_notes.erase_note(tx, note, gone, UNKNOWN, now)

    page = get(runtime, piece).text

    assert "Not here any more: It was taken back." in page
    assert str(note.text) not in page


def test_boards_that_show_it_are_where_it_went(runtime: TestHouse, piece: PieceWhole) -> None:
    meeting = plan_session(
        runtime.services, OPERATOR, runtime.community.id, runtime.services.today, None, "The fourth"
    )
    with runtime.services.db.begin() as tx:
        key = f"piece:{piece.piece.id}"
        stored_boards.add_returned(tx, meeting.id, key, "T", "D", piece_id=piece.piece.id)

    page = get(runtime, piece).text

    assert "A card on the board of" in page
    assert "The fourth" in page


@pytest.mark.parametrize("rung", ["", "EVERYWHERE", "us"])
def test_an_unknown_audience_changes_nothing(
    runtime: TestHouse, piece: PieceWhole, rung: str
) -> None:
    assert post(runtime, piece, "release", rung=rung).status_code == 400
    assert whole_piece(runtime.services, piece.piece.id).releases == ()


def test_where_nothing_is_to_be_asked_there_is_no_empty_notice(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    check(runtime, piece)

    page = LexborHTMLParser(get(runtime, piece).text)

    assert all(each.text().strip() for each in page.css(".notice"))


def test_the_checked_wording_can_be_put_back(runtime: TestHouse, piece: PieceWhole) -> None:
    check(runtime, piece)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *NEWER.values())
    offered = get(runtime, piece).text

    title, line, narrative = piece.newest.words
    post(runtime, piece, "words", after="2", title=title, line=line, narrative=narrative)

    assert "Restore the checked wording" in offered
    assert 'aria-current="step">checked<' in get(runtime, piece).text


def test_a_piece_leads_to_what_must_be_settled(runtime: TestHouse, piece: PieceWhole) -> None:
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.US)
    link = Link(
        id="link",
        partnership_id=runtime.partnership.id,
        kind="piece",
        our_id=piece.piece.id,
        key="key",
        notion_page_id="page",
    )
    with runtime.services.db.begin() as tx:
        stored_links.save_link(tx, link)
        conflict = Conflict(
            id="c",
            link_id=link.id,
            piece_id=piece.piece.id,
            field="line",
            agreed="Before.",
            ours="Ours.",
            theirs="Theirs.",
            seen_at=runtime.clock(),
        )
        stored_links.save_conflict(tx, conflict)

    page = get(runtime, piece).text
    assert "<strong>“In one line”</strong> was changed here and in Notion." in page
    assert "/conflicts/c" in page
    assert "/conflicts/c" not in get(runtime, piece, "amina").text


def test_sources_stand_in_the_order_of_the_board(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    made = a_piece(runtime.services, runtime.actor("helen"), session, "trust", "portal", "phone")

    page = get(runtime, made).text

    places = [page.index(f"/notes/{name}-{session.id}") for name in ("phone", "trust", "portal")]
    assert places == sorted(places)


def test_the_page_puts_pieces_together_and_takes_them_apart(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    other = a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )
    words = ("Lights", "A line about lights.", "")
    write_wording(runtime.services, runtime.actor("helen"), other.piece.id, *words)
    assert f'<option value="{other.piece.id}">Lights</option>' in get(runtime, piece).text

    assert post(runtime, piece, "join", other=other.piece.id).status_code == 303
    assert "Take it off" in get(runtime, other).text
    assert post(runtime, other, "part", other=piece.piece.id).status_code == 303
    assert "Take it off" not in get(runtime, piece).text
    refused = post(runtime, piece, "join", other="nothing")
    assert (refused.status_code, "Nothing was changed" in refused.text) == (400, True)


def test_an_author_reads_without_a_press_that_somebody_else_records(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    runtime.clock.pass_days(1)
    meet_without_board(runtime.services, runtime.community.id)

    author, other = get(runtime, piece).text, get(runtime, piece, "sam").text

    said = "<strong>Somebody else records that it was read back.</strong> You wrote these words"
    assert said in author
    assert "Record that it was read back" not in author
    assert "Record that it was read back</summary>" in other
    assert said not in other


@pytest.mark.parametrize("taken_back", [1, 2])
def test_a_piece_says_what_partners_read_however_many_of_its_notes_went(
    runtime: TestHouse, taken_back: int
) -> None:
    met = meet(runtime.services, runtime.community.id)
    piece = a_piece(runtime.services, runtime.actor("helen"), met, "phone", "trust", "portal")
    let_out(runtime, piece)

    for name in ("trust", "portal")[:taken_back]:
        take_back(runtime.services, OPERATOR, f"{name}-{met.id}")

    assert "Outside the group it reads “being looked at again”." in get(runtime, piece).text
