"""Promise 4: once a yes to *may it stay* is taken back, nobody reads the words who was not named.

A piece may have been written with them while the note might stay: its group reads a sign there.
"""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest

from plugin import use_cases
from plugin.curate.pieces import whole_piece
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.notes import Note
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole
from plugin.govern.retention import tidy
from tests.promises.team import new_person, post, record
from tests.promises.test_04_a_writer_alone_lets_a_held_note_stay import say
from tests.statements import statements
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import Phone, join, notes_of, without_board

W = "Nobody dares to ring the consultant after six in the evening"
WORDS = {"title": "Ringing", "line": "Somebody rings.", "narrative": "So it is.\n\nAnd stays."}
FIELDS = {"title": W, "line": f"{W}.", "narrative": f"So it is.\n\n{W}."}
OTHERS = ("amina", "late", "later")  # a member, and who came after: a member, a facilitator


def held_note(house: TestHouse) -> tuple[Phone, Note]:
    session = without_board(house)
    phone = join(house, session)
    phone.write(W, "Z4")
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    (note,) = notes_of(house, session)
    form = {"session": session.id, "note": note.id, "do": "stay"}
    asked = house.as_("helen").post(f"/c/{house.community.id}/desk/read", data=form)
    assert asked.status_code in (200, 302, 303)
    return phone, note


def told(house: TestHouse, field: str, rung: str = "US") -> tuple[PieceWhole, Phone, Note]:
    """Return a released piece that tells the words of a note whose yes was taken back."""
    met = meet(house.services, house.community.id)
    piece = a_piece(house.services, house.actor("helen"), met)
    phone, note = held_note(house)
    say(phone, note, "yes")
    assert post(house.as_("helen"), piece, "words", **(WORDS | {field: FIELDS[field]})) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    assert post(house.as_("helen"), piece, "release", rung=rung, **NO_HARM_TYPED) == 303
    house.clock.pass_days(3)
    assert read(house, piece, "amina")
    say(phone, note, "no")
    house.people["late"] = new_person(house, "Late Larch", Role.PARTICIPANT)
    house.people["later"] = new_person(house, "Tove Later", Role.FACILITATOR)
    return piece, phone, note


def read(house: TestHouse, piece: PieceWhole, who: str) -> list[str]:
    """Return the pages on which somebody reads the words."""
    here, group = f"/p/{house.partnership.id}", f"/c/{house.community.id}"
    whole = whole_piece(house.services, piece.piece.id)
    session = whole.sources[0].session_id
    pages = (
        *(f"/pieces/{piece.piece.id}{part}" for part in ("", "/way", "/checking")),
        *(f"{here}/memory", f"{here}/collections"),
        *(f"{group}/", f"{group}/sessions/{session}", f"{group}/desk", f"{group}/today"),
        *(f"/sessions/{session}", "/"),
    )
    browser = house.as_(who)
    return [each for each in pages if W in browser.get(each, follow_redirects=True).text]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("rung", ["US", "PARTNERSHIP"])
def test_nobody_reads_them_who_was_not_named(house: TestHouse, field: str, rung: str) -> None:
    piece, *_ = told(house, field, rung)

    assert {who: read(house, piece, who) for who in OTHERS} == {key: [] for key in OTHERS}
    for who in OTHERS:
        page = house.as_(who).get(f"/pieces/{piece.piece.id}").text
        assert HIDDEN in page
        assert ("And stays." in page) == (field != "narrative")
    assert read(house, piece, "helen")


def test_nor_once_its_day_has_come(house: TestHouse) -> None:
    piece, *_ = told(house, "line")
    house.clock.pass_days(60)
    tidy(house.services, OPERATOR)
    assert {who: read(house, piece, who) for who in OTHERS} == {key: [] for key in OTHERS}


@pytest.mark.parametrize("days", [0, 60], ids=["held", "gone"])
def test_nor_on_the_desk_does_a_learning_partner_who_came_later(
    house: TestHouse, days: int
) -> None:
    piece, *_ = told(house, "title", "PARTNERSHIP")
    house.people["tess"] = new_person(house, "Tess Partner", Role.LEARNING_PARTNER)
    house.clock.pass_days(days)
    tidy(house.services, OPERATOR)
    whole = whole_piece(house.services, piece.piece.id)
    desk, session = f"/c/{house.community.id}/desk", whole.sources[0].session_id
    pages = (
        *(f"{desk}/{part}" for part in ("", "returns", "answers", "study", "pictures")),
        f"{desk}/read?session={session}",
        f"{desk}/sort?session={session}&piece={piece.piece.id}",
        f"{desk}/memo/piece/{piece.piece.id}",
        *(f"/pieces/{piece.piece.id}/for/{who}" for who in ("anyone", "places-like-ours")),
    )
    browser = house.as_("tess")

    assert [each for each in pages if W in browser.get(each, follow_redirects=True).text] == []
    assert W in house.as_("helen").get(pages[6]).text


def test_nor_in_older_wordings(house: TestHouse) -> None:
    piece, *_ = told(house, "line")
    assert post(house.as_("helen"), piece, "words", **WORDS) == 303
    assert {who: read(house, piece, who) for who in OTHERS} == {key: [] for key in OTHERS}


def test_no_search_finds_a_piece_by_them(house: TestHouse) -> None:
    piece, *_ = told(house, "line")
    page = f"/p/{house.partnership.id}/memory?q={quote_plus(W)}"
    address = f"/pieces/{piece.piece.id}"
    assert address not in house.as_("amina").get(page).text
    assert address in house.as_("helen").get(page).text


def test_the_learning_partner_is_told(house: TestHouse) -> None:
    piece, *_ = told(house, "line")
    for page in ("/", f"/pieces/{piece.piece.id}"):
        assert "Words of a held note stand in" in house.as_("helen").get(page).text
        assert "Words of a held note stand in" not in house.as_("amina").get(page).text


def test_a_form_with_the_sign_stores_no_sign(house: TestHouse) -> None:
    piece, *_ = told(house, "line")
    house.people["tess"] = new_person(house, "Tess Partner", Role.LEARNING_PARTNER)
    form = WORDS | {"line": HIDDEN, "narrative": "Other words."}
    assert HIDDEN in house.as_("tess").get(f"/pieces/{piece.piece.id}").text
    assert post(house.as_("tess"), piece, "words", **form) == 400
    assert post(house.as_("tess"), piece, "words", **(form | {"line": "Somebody rings."})) == 303


def test_a_yes_again_opens_them(house: TestHouse) -> None:
    piece, phone, note = told(house, "line")
    say(phone, note, "yes")
    assert read(house, piece, "amina")


def test_a_page_asks_as_often_however_many_sessions_hold_notes(house: TestHouse) -> None:
    piece, *_ = told(house, "line")
    held_note(house)
    page, browser = f"/pieces/{piece.piece.id}", house.as_("amina")
    browser.get(page)
    with statements() as of_two:
        browser.get(page)
    for _ in range(2):
        held_note(house)

    with statements() as of_more:
        browser.get(page)

    assert len(of_more) == len(of_two)
