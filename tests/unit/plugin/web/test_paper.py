"""A session on paper says what its board says, and no more."""

from html import unescape

import pytest

from plugin.domain.people import readers_in_words
from plugin.govern import held_notes
from plugin.store import sessions as stored_sessions
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse


def paper(made: TestHouse, part: str = "", who: str = "sam") -> str:
    filled = a_session(made)
    return unescape(made.as_(who).get(f"/s/{filled.session.id}/paper{part}").text)


def readers(made: TestHouse) -> str:
    with made.services.db.read() as tx:
        (session,) = stored_sessions.sessions(tx, made.community.id)
        return readers_in_words([each.name for each in held_notes.readers_of(tx, session)])


def test_the_sheet_has_every_step_with_its_sentence(made: TestHouse) -> None:
    page = paper(made)

    for words in ("Facilitator’s sheet", "All in one room", "Some in the room, some online"):
        assert words in page
    assert page.count(" min</td>") >= 8
    assert "What is written for <bdi>Off the record</bdi> is never copied." in page
    assert "Type the slips of boxes 1, 2, 3, 4, 5, 6, 7 and C into the board" in page


def test_a_poster_says_what_the_board_says_of_its_box(made: TestHouse) -> None:
    page = paper(made, "/posters")

    assert page.count('<article class="poster">') == 9
    assert "Held until 16 December" in page
    assert f"Then only {readers(made)}, then it is deleted." in page
    assert "Stays here" in page


def test_no_slip_is_made_for_what_stays_here(made: TestHouse) -> None:
    page = paper(made, "/slips")

    assert "Off the record" not in page
    assert page.count('class="slip"') == 8 * 8


@pytest.mark.parametrize("part", ["", "/posters", "/slips"])
def test_no_note_and_no_address_is_on_paper(made: TestHouse, part: str) -> None:
    page = paper(made, part)

    assert "The flat had no heating" not in page
    assert "@" not in page[page.index("<main") :]
    assert "http" not in page[page.index("<article" if part != "/slips" else "<section") :]


@pytest.mark.parametrize("who", ["amina", "helen", "grace", "stranger"])
def test_only_who_runs_the_session_prints_it(made: TestHouse, who: str) -> None:
    filled = a_session(made)

    for part in ("", "/posters", "/slips"):
        answer = made.as_(who).get(f"/s/{filled.session.id}/paper{part}")
        assert answer.status_code in (403, 404)
    assert made.as_("sam").get(f"/s/{filled.session.id}/paper/other").status_code == 404
