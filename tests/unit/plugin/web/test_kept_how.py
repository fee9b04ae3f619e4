"""How long notes are kept: what goes soon is told to members, and a legal hold stops the clocks."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin.domain.labels import Label
from plugin.domain.legal_holds import LONGEST_HOLD
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back
from plugin.store import notes as stored_notes
from tests.unit.plugin.curate.meeting import HELD, a_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import join, without_board

WHY = "The inquiry into discharge asked for everything of this autumn."


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(made: TestHouse) -> Session:
    return meet(made.services, made.community.id)


def page(made: TestHouse, who: str = "amina", more: str = "kept") -> str:
    answer = made.as_(who).get(f"/c/{made.community.id}/{more}")
    assert answer.status_code == 200
    main = LexborHTMLParser(answer.text).css_first("main")
    assert main is not None
    return " ".join(main.text().split())


def send(made: TestHouse, who: str = "sam", **typed: str) -> int:
    until = made.services.today + timedelta(days=90)
    form: dict[str, Any] = {"reason": WHY, "until": until.isoformat(), "press": "once", **typed}
    return made.as_(who).post(f"/c/{made.community.id}/kept", data=form).status_code


def held_note(made: TestHouse, met: Session) -> Any:
    with made.services.db.read() as tx:
        return stored_notes.note(tx, f"silence-{met.id}")


def test_members_read_what_goes_in_the_next_fourteen_days(made: TestHouse, met: Session) -> None:
    assert "No note goes in these days." in page(made)
    made.clock.pass_days((met.held_until - made.services.today).days - 14)

    shown = page(made)

    assert f"one note of {met.name} ◔ Held" in shown
    assert HELD not in shown


def test_a_hold_stops_the_clocks_until_it_ends(made: TestHouse, met: Session) -> None:
    assert [send(made), send(made)] == [303, 303]  # pressed twice, placed once
    made.clock.pass_days((met.held_until - made.services.today).days + 1)
    tidy(made.services, OPERATOR)

    assert held_note(made, met).text == HELD
    assert "kept by the legal hold" in page(made)
    assert page(made).count(WHY) == 1
    made.clock.pass_days(70)
    tidy(made.services, OPERATOR)
    assert held_note(made, met).state is NoteState.ERASED  # the hold is over by itself


def test_a_hold_that_is_ended_lets_notes_go_and_one_of_another_session_keeps_none(
    made: TestHouse, met: Session
) -> None:
    other = without_board(made)
    assert (send(made, session=other.id), send(made, press="2", session=met.id)) == (303, 303)
    made.clock.pass_days((met.held_until - made.services.today).days + 1)
    holds = page_ids(made)

    tidy(made.services, OPERATOR)
    assert held_note(made, met).text == HELD
    for hold_id in holds:
        assert send(made, do="end", hold=hold_id) == 303
    tidy(made.services, OPERATOR)

    assert held_note(made, met).text is None
    assert "Holds that are over" in page(made)


def page_ids(made: TestHouse) -> list[str]:
    answer = made.as_("sam").get(f"/c/{made.community.id}/kept")
    found = LexborHTMLParser(answer.text).css("input[name=hold]")
    return [each.attributes["value"] or "" for each in found]


def test_whoever_wrote_a_note_takes_it_back_all_the_same(made: TestHouse, met: Session) -> None:
    send(made)

    take_back(made.services, made.actor("sam"), f"silence-{met.id}")

    assert held_note(made, met).text is None


def test_members_and_people_by_phone_are_told_and_others_place_none(
    made: TestHouse, met: Session
) -> None:
    for who, status in (("amina", 403), ("helen", 403), ("grace", 403), ("stranger", 404)):
        assert send(made, who) == status
    late = (made.services.today + LONGEST_HOLD + timedelta(days=1)).isoformat()
    assert [send(made, reason=" "), send(made, until=late), send(made, session="x")] == [400] * 3
    assert "A legal hold" not in page(made, more="")

    send(made)

    assert "A legal hold keeps notes of this group" in page(made, more="")
    now = without_board(made)
    assert "A legal hold keeps notes of this session" in join(made, now).open("/boxes").text


def test_a_reason_quotes_no_held_words_and_goes_with_words_that_go(
    made: TestHouse, met: Session
) -> None:
    assert send(made, reason=f"Because: {HELD}") == 400
    words = "They said that the form was lost on the way home"
    with made.services.db.begin() as tx:
        stored_notes.save_note(tx, a_note(met, "kept", "Z3", Label.M, "story", words))
    assert send(made, reason=f"Asked for: {words}.") == 303

    take_back(made.services, made.actor("sam"), f"kept-{met.id}")

    assert words not in page(made)
    assert "A legal hold until" in page(made)
