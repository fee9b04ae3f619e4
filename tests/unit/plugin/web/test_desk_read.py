"""Read and Today: what was read, and what waits, in sentences that are true."""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from plugin.curate.judgements import judge_piece
from plugin.domain.labels import Label
from plugin.domain.sessions import Session
from plugin.store import notes as stored_notes
from tests.unit.plugin.curate.meeting import (
    HELD,
    PHONE,
    TRUST,
    a_note,
    a_piece,
    change_note,
    meet,
    read_back_today,
)
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def today(house: TestHouse) -> str:
    return house.as_("helen").get(f"/c/{house.community.id}/desk").text


def read(house: TestHouse, do: str, *ids: str) -> TestResponse:
    address = f"/c/{house.community.id}/desk/read"
    return house.as_("helen").post(
        address, data={"do": do, "note": list(ids)}, follow_redirects=True
    )


def test_every_kept_and_held_note_is_there_to_read(house: TestHouse, met: Session) -> None:
    page = house.as_("helen").get(f"/c/{house.community.id}/desk/read").text

    assert PHONE in page
    assert HELD in page
    assert "Four notes from 18 November 2026 to read." in today(house)


def test_what_was_read_is_marked_and_counted(house: TestHouse, met: Session) -> None:
    names = ("phone", "trust", "silence")

    page = read(house, "read", *(f"{name}-{met.id}" for name in names)).text

    assert "Three notes read." in page
    assert page.count("<span>read</span>") == 3
    assert "One note from 18 November 2026 to read." in today(house)


def test_a_note_that_changed_is_to_be_read_again(house: TestHouse, met: Session) -> None:
    read(house, "read", *(f"{name}-{met.id}" for name in ("phone", "trust", "portal", "silence")))
    before = today(house)

    change_note(house.services, f"phone-{met.id}", version=2, text="It rang, and nobody came.")

    assert "to read." not in before
    assert "One note from 18 November 2026 to read." in today(house)


def test_reading_can_be_undone(house: TestHouse, met: Session) -> None:
    read(house, "read", f"phone-{met.id}")

    assert "Undone. One note as before." in read(house, "undo").text
    assert "Four notes" in today(house)


def test_nothing_selected_is_said(house: TestHouse, met: Session) -> None:
    answer = read(house, "read")

    assert answer.status_code == 400
    assert "Select at least one note that you have read." in answer.text


def test_notes_of_another_group_are_not_marked(house: TestHouse, met: Session) -> None:
    assert read(house, "read", "no-such-note").status_code == 400


def test_today_says_what_is_so_and_no_more(house: TestHouse, met: Session) -> None:
    assert "is a cluster" not in today(house)
    assert "One held note goes on 16 December 2026." in today(house)
    form = {"do": "new", "note": f"trust-{met.id}", "because": "Phone calls"}
    house.as_("helen").post(f"/c/{house.community.id}/desk/sort", data=form)
    assert "has been a cluster" not in today(house)

    house.clock.pass_days(9)

    assert "“Phone calls” has been a cluster for 9 days." in today(house)
    a_piece(house.services, house.actor("helen"), met)
    assert "When the right thing happens by phone" in today(house)


def test_one_at_a_time_is_chosen_once_and_every_note_comes_with_its_board(
    house: TestHouse, met: Session
) -> None:
    change_note(house.services, f"phone-{met.id}", x=300.0, y=700.0)
    change_note(house.services, f"trust-{met.id}", x=0.0, y=0.0)
    browser, address = house.as_("helen"), f"/c/{house.community.id}/desk/read"
    assert browser.post(address, data={"do": "one"}).status_code == 303

    first = browser.get(address).text
    assert "1 of 4" in first
    assert "The story" in first.partition('class="board-part"')[2]
    data = {"do": "read", "note": f"phone-{met.id}", "after": f"silence-{met.id}"}
    assert "2 of 4" in browser.post(address, data=data, follow_redirects=True).text
    assert "1 of 4" in browser.post(address, data={"do": "undo"}, follow_redirects=True).text
    bare = browser.get(f"{address}?at=trust-{met.id}").text
    assert ("no place on the board" in bare, "board-part" in bare) == (True, False)
    typed = {"do": "theme", "note": f"trust-{met.id}", "theme": ""}
    assert browser.post(address, data=typed).status_code == 400
    given = browser.post(address, data={**typed, "theme": "Phones"}, follow_redirects=True).text
    assert "One note given the theme" in given
    assert TRUST in given
    assert (
        "set aside"
        in browser.post(address, data={**typed, "do": "aside"}, follow_redirects=True).text
    )

    memo = f"/c/{house.community.id}/desk/memo/trust-{met.id}"
    assert f'name="read" value="{met.id}"' in browser.get(f"{memo}?read={met.id}").text
    written = browser.post(memo, data={"words": "Ask why.", "read": met.id}, follow_redirects=True)
    assert "2 of 4" in written.text or "3 of 4" in written.text

    browser.post(address, data={"do": "list"})

    assert "1 of 4" not in browser.get(address).text


def test_today_brings_back_what_is_checked_and_what_was_to_be_looked_at_again(
    house: TestHouse, met: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, helen = house.services, house.actor("helen")
    piece = a_piece(services, helen, met)
    read_back_today(services, house.actor("sam"), piece)
    judge_piece(services, helen, piece.piece.id, {"look_again": "2026-12-01"})
    assert "To bring back to the group" not in today(house)
    assert "looked at again" not in today(house)

    house.clock.pass_days(20)

    page = today(house)
    assert "To bring back to the group: one piece." in page
    a_piece(services, helen, met)
    monkeypatch.setattr("plugin.curate.today.PIECES_SHOWN", 1)
    assert "To bring back to the group: one piece." in today(house)  # and no newest one
    assert f"“{piece.newest.title}” was to be looked at again on 1 December 2026." in page
    judge_piece(services, helen, piece.piece.id, {"stands": "Replaced"}, why="We know more.")
    assert "looked at again" not in today(house)


def test_the_picture_has_the_notes_of_its_box_that_are_on_another_page(
    house: TestHouse, met: Session
) -> None:
    change_note(house.services, f"phone-{met.id}", x=300.0, y=700.0)
    early = (
        a_note(met, f"early {number}", "Z1", Label.M, "story", "Early.") for number in range(99)
    )
    late = a_note(met, "late", "Z3", Label.M, "story", "Late.", x=500.0, y=900.0)
    with house.services.db.begin() as tx:
        for each in (*early, late):
            stored_notes.save_note(tx, each)
    address = f"/c/{house.community.id}/desk/read?session={met.id}&from=100&alone=yes"

    page = house.as_("helen").get(f"{address}&at={late.id}").text

    assert "Late." in page
    assert "Early." not in page
    assert (
        "I said yes" in page.partition('class="board-part"')[2]
    )  # the last one of the page before


def test_words_that_may_point_to_a_person_are_decided_while_reading(
    house: TestHouse, met: Session
) -> None:
    trust = f"trust-{met.id}"
    change_note(house.services, trust, text="I rang 0191 498 0001, and was wrong.")
    helen, address = house.as_("helen"), f"/c/{house.community.id}/desk/read"
    listed = helen.get(address).text
    assert "May point to a person" in listed
    assert "<mark>0191 498 0001</mark>" in listed

    alone = helen.get(f"{address}?at={trust}&alone=yes").text
    form = {"note": trust, "back": "read", "community_id": house.community.id}
    form |= {"session": met.id, "start": "7", "choice": "use", "instead": "[a number]"}
    decided = helen.post(
        f"/p/{house.partnership.id}/desk/names", data=form, follow_redirects=True
    ).text

    assert "Use these words" in alone
    assert 'name="back" value="read"' in alone
    assert "wherever the words leave the group" in decided
    assert "I rang 0191 498 0001, and was wrong." in decided  # the note keeps its words
    assert "May point to a person" not in helen.get(address).text


def test_themes_are_given_and_notes_set_aside_in_the_list_too(
    house: TestHouse, met: Session
) -> None:
    trust = f"trust-{met.id}"
    address, helen = f"/c/{house.community.id}/desk/read", house.as_("helen")

    given = helen.post(
        address, data={"do": "theme", "note": trust, "theme": "Phones"}, follow_redirects=True
    ).text
    page = helen.get(address).text

    assert "One note given the theme Phones." in given
    assert 'name="do" value="theme"' in page
    assert f"/desk/memo/{trust}" in page
    assert f"/desk/memo/silence-{met.id}" not in page  # held notes have no memo


def test_a_decision_about_a_name_comes_back_to_its_note_on_a_later_page(
    house: TestHouse, met: Session
) -> None:
    early = (
        a_note(met, f"early {number}", "Z1", Label.M, "story", "Early.") for number in range(105)
    )
    late = a_note(met, "late", "Z7", Label.M, "story", "Ring 0191 498 0001.")
    with house.services.db.begin() as tx:
        for each in (*early, late):
            stored_notes.save_note(tx, each)
    helen, address = house.as_("helen"), f"/c/{house.community.id}/desk/read"
    page = helen.get(f"{address}?session={met.id}&from=100&at={late.id}&alone=yes").text
    form = page[page.index('id="names"') :]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))

    decided = helen.post(
        f"/p/{house.partnership.id}/desk/names",
        data={**fields, "choice": "no person"},
        follow_redirects=True,
    ).text

    assert re.search(r'id="note-words" dir="auto">(.*?)</p>', decided)[1] == "Ring 0191 498 0001."


@pytest.mark.parametrize("alone", [True, False])
def test_enter_in_a_field_does_what_the_field_is_for(
    house: TestHouse, met: Session, *, alone: bool
) -> None:
    trust, address = f"trust-{met.id}", f"/c/{house.community.id}/desk/read"
    helen = house.as_("helen")
    if alone:
        helen.post(address, data={"do": "one"})
    page = helen.get(f"{address}?at={trust}").text
    form = page[page.index("data-keys=") :]
    first = re.search(r'<button[^>]*name="do" value="(\w+)"', form)
    assert first is not None

    def enter(**typed: str) -> str:
        data = {"do": first[1], "note": trust, **typed}
        return helen.post(address, data=data, follow_redirects=True).text

    assert "One note given the theme Phones." in enter(theme="Phones")
    assert "One note read." in enter(theme="", reason="")
    assert "set aside" in enter(theme="", reason="Not ours")


def test_a_script_gets_the_list_without_the_frame(house: TestHouse, met: Session) -> None:
    address = f"/c/{house.community.id}/desk/read"

    part = house.as_("helen").get(address, headers={"HX-Request": "true"}).text

    assert PHONE in part
    assert "<html" not in part
    assert "<script" not in part
    assert "<html" in house.as_("helen").get(address).text


def test_a_clear_desk_says_so(house: TestHouse, met: Session) -> None:
    kept = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    read(house, "read", *kept, f"silence-{met.id}")
    assert "All read. Three notes from 18 November 2026 are in no cluster." in today(house)
    sort = f"/c/{house.community.id}/desk/sort"
    house.as_("helen").post(sort, data={"do": "nowhere", "note": kept})
    house.clock.pass_days(40)

    assert "The desk is clear." in today(house)


def test_a_theme_that_a_button_does_not_use_stays_in_its_field(house: TestHouse) -> None:
    met = meet(house.services, house.community.id)
    form = {"session": met.id, "do": "read", "note": f"phone-{met.id}", "theme": "trust"}
    form |= {"words": "they trust"}

    told = house.as_("helen").post(f"/c/{house.community.id}/desk/read", data=form).text

    assert "What you typed is not used yet" in told
    assert 'name="theme" dir="auto" autocomplete="off" value="trust"' in told
    assert 'aria-describedby="words-hint" value="they trust"' in told
    assert "<details open data-more>" in told


def test_what_somebody_noticed_while_reading_stands_under_a_piece_of_the_session(
    house: TestHouse, met: Session
) -> None:
    helen, address = house.as_("helen"), f"/c/{house.community.id}/desk/read"
    before = helen.get(address).text
    piece = a_piece(house.services, house.actor("helen"), met)
    other = meet(house.services, house.community.id)
    form = {"do": "noticed", "session": met.id, "piece": piece.piece.id}

    told = helen.post(
        address, data={**form, "noticed": "Nobody looked at the form."}, follow_redirects=True
    ).text

    assert "Once a piece rests on notes of this session" in before
    assert "Saved under the piece, as observed by the learning partner. It is no voice." in told
    assert f'<option value="{piece.piece.id}"' in told
    shown = helen.get(f"/pieces/{piece.piece.id}").text
    assert "Nobody looked at the form." in shown
    assert "Observed by the learning partner" in shown
    assert piece.piece.id not in helen.get(f"{address}?session={other.id}").text


def test_what_cannot_be_put_there_stays_in_its_field(house: TestHouse, met: Session) -> None:
    helen, address = house.as_("helen"), f"/c/{house.community.id}/desk/read"
    piece = a_piece(house.services, house.actor("helen"), met)
    form = {"do": "noticed", "session": met.id, "piece": piece.piece.id}

    held = helen.post(address, data={**form, "noticed": f"So: {HELD}"})

    assert held.status_code == 400
    assert "held notes are never quoted" in held.text
    assert f"So: {HELD}</textarea>" in held.text
    assert "So: " not in helen.get(f"/pieces/{piece.piece.id}").text


def test_only_who_curates_a_piece_puts_what_was_noticed_there(
    house: TestHouse, met: Session
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    form = {"do": "noticed", "session": met.id, "piece": piece.piece.id, "noticed": "A try."}

    address = f"/c/{house.community.id}/desk/read"
    refused = house.as_("sam").post(address, data=form).status_code

    assert refused in (403, 404)
    assert "A try." not in house.as_("helen").get(f"/pieces/{piece.piece.id}").text


def test_undo_keeps_what_is_selected_in_the_list(house: TestHouse, met: Session) -> None:
    phone, trust = f"phone-{met.id}", f"trust-{met.id}"
    read(house, "read", phone)
    form = {"do": "undo", "session": met.id, "page": [phone, trust], "note": trust}

    told = house.as_("helen").post(f"/c/{house.community.id}/desk/read", data=form)

    assert "Undone." in told.text
    assert re.search(rf'id="n-{trust}" checked', told.text)
