import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.convene.group_home import community_home, homes, pieces_of_group
from plugin.convene.session_page import session_page
from plugin.curate.pieces import whole_piece
from plugin.domain.people import OPERATOR
from tests.unit.plugin.curate.meeting import a_piece, meet, meet_without_board
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse

WORDS = {"title": "By phone", "line": "It happens by phone.", "narrative": "People ring."}
PERSON = {"name": "Tom Brennan", "email": "", "role": "participant"}
SENTENCE = {"sentence.new": "Two weeks.", "what.new": "days", "days.new": "14"} | {
    "outcome.new": "agreed"
}


def _press(page: TestResponse, action: str) -> str:
    form = page.text.split(action, 1)[1].split("</form>", 1)[0]
    found = re.search(r'name="press" value="([^"]+)"', form)
    assert found is not None
    return found[1]


def _twice(browser: FlaskClient, address: str, press: str, typed: Mapping[str, object]) -> None:
    first, second = (browser.post(address, data={**typed, "press": press}) for _ in range(2))
    assert first.status_code in (302, 303)
    assert second.headers.get("Location") == first.headers["Location"]


def test_a_piece_is_made_once(made: TestHouse) -> None:
    session, browser = meet(made.services, made.community.id), made.as_("helen")
    desk = f"/c/{made.community.id}/desk"
    typed = {**WORDS, "note": f"phone-{session.id}", "kind": "doubt", "family": "story"}
    press = _press(browser.post(f"{desk}/new-piece", data=typed), f"{desk}/pieces")

    _twice(browser, f"{desk}/pieces", press, {**typed, "person": "2", "fits": "yes"})

    assert len(pieces_of_group(made.services, made.actor("helen"), made.community, (), 9)) == 1


def test_a_sentence_is_read_back_once(made: TestHouse) -> None:
    session, browser = a_session(made).session, made.as_("sam")
    address = f"/s/{session.id}/read-back"

    _twice(browser, address, _press(browser.get(address), address), SENTENCE)

    home = community_home(made.services, made.actor("sam"), made.community.id)
    assert home.agreement is not None
    assert home.agreement.version == 1
    assert len(session_page(made.services, made.actor("sam"), session.id).proposals) == 1


def test_a_community_is_started_once(made: TestHouse) -> None:
    browser, address = made.as_("sam"), f"/p/{made.partnership.id}/start-community"
    typed = {"name": "Night shift", "question": "Who is up at three?"}

    _twice(browser, address, _press(browser.get(address), '<form method="post">'), typed)

    ours = next(h for h in homes(made.services, OPERATOR) if h.partnership == made.partnership)
    assert [each.name for each in ours.communities] == ["Going home", "Night shift"]


def test_a_person_without_an_address_is_added_once(made: TestHouse) -> None:
    browser, address = made.as_("sam"), f"/c/{made.community.id}/people"

    _twice(browser, address, _press(browser.get(f"/c/{made.community.id}/"), address), PERSON)

    home = community_home(made.services, made.actor("sam"), made.community.id)
    assert [who.name for who, _ in home.people].count("Tom Brennan") == 1


@pytest.mark.parametrize("changed", [False, True])
def test_a_piece_is_read_back_once(made: TestHouse, changed: bool) -> None:
    session, browser = meet(made.services, made.community.id), made.as_("sam")
    piece = a_piece(made.services, made.actor("helen"), session).piece
    later, address = (
        meet_without_board(made.services, made.community.id),
        f"/pieces/{piece.id}/read-back",
    )
    press = _press(browser.get(f"/pieces/{piece.id}"), address)

    answer = {**WORDS, "answer": "changed"} if changed else {"answer": "no change"}
    _twice(browser, address, press, {"session": later.id, **answer})

    whole = whole_piece(made.services, piece.id)
    assert (len(whole.read_backs), len(whole.wordings)) == (1, 2 if changed else 1)


def test_a_form_that_was_changed_is_another_one(made: TestHouse) -> None:
    browser, address = made.as_("sam"), f"/c/{made.community.id}/people"

    for name in ("Tom Brennan", "Tom Brown"):
        browser.post(address, data={**PERSON, "name": name, "press": "same"})

    home = community_home(made.services, made.actor("sam"), made.community.id)
    assert {"Tom Brennan", "Tom Brown"} <= {who.name for who, _ in home.people}
