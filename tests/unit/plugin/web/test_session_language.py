"""A facilitator chooses English, Welsh or both for a session's board and invitation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from connectors.miro.new_items import NewSticky
from plugin import building, use_cases
from plugin.convene.board_designs import SeenFrame, design_of_board
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.labels import Label
from plugin.domain.sessions import Session
from plugin.languages import SessionLanguage
from plugin.store import sessions
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import KEPT, board_id, make_code, miro_of, notes_of

DAY = date(2026, 11, 18)
HELD_LINE = "◔ Cadw tan 16 Rhagfyr / Held until 16 December"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def planned(house: TestHouse, language: SessionLanguage) -> Session:
    sam, design = house.actor("sam"), read_template("T3")
    community_id = house.community.id
    return plan_session(house.services, sam, community_id, DAY, design, language=language)


def test_the_form_shows_the_board_in_both_languages_and_the_next_session_goes_on(
    house: TestHouse,
) -> None:
    client, at = house.as_("sam"), f"/c/{house.community.id}/new-session"
    typed = {"kind": "T3", "day": DAY.isoformat(), "language": "cy en"}

    page = client.get(at, query_string=typed).text
    picture = client.get(f"{at}/board.svg", query_string={**typed, "form": "long"}).text
    shown = client.post(at, data=typed).text
    planned(house, SessionLanguage.BOTH)

    assert HELD_LINE[2:] in page
    assert "Cadw tan 16 Rhagfyr" in picture
    assert "Held until 16 December" in picture
    assert 'value="cy en" checked' in shown
    assert 'value="cy en" checked' in client.get(at, query_string={"kind": "T3"}).text


@pytest.mark.parametrize("language", [SessionLanguage.WELSH, SessionLanguage.BOTH])
def test_notes_of_a_welsh_board_are_collected_under_the_same_labels(
    house: TestHouse, language: SessionLanguage
) -> None:
    session = planned(house, language)
    building.build(house.runtime, house.actor("sam"), session.id)
    miro, board = miro_of(house, session), board_id(house, session)
    there = list(miro.items(board))
    printed = [each.content for each in there]
    (story,) = [each for each in there if each.title == "3 · The story"]
    miro.create_item(board, NewSticky(text="Nid wyf yn siŵr.", x=900, y=900, parent_id=story.id))

    use_cases.collect(house.runtime, house.actor("sam"), session.id)

    assert any("Cadw tan 16 Rhagfyr" in each for each in printed)
    assert any("Edrychwch ar gornel dde uchaf" in each for each in printed)
    assert any("Held until" in each for each in printed) is (language is SessionLanguage.BOTH)
    assert [(e.zone_code, e.label) for e in notes_of(house, session)] == [(KEPT, Label.H)]


def test_a_copy_of_a_welsh_board_is_known_by_its_labels() -> None:
    for line in ("● Cadw yn y grŵp", "◔ Cadw tan 16 Rhagfyr", HELD_LINE, "◔ Held until 6 May"):
        frame = SeenFrame(title="Ours", x=0, y=0, height=600, texts=(line, "What struck me"))

        assert design_of_board([frame], ["What struck me"]).is_of_session, line


def test_an_invitation_in_both_languages_has_each_whole_and_welsh_first(house: TestHouse) -> None:
    session, client = planned(house, SessionLanguage.BOTH), house.as_("sam")

    text = client.get(f"/s/{session.id}/invitation.txt").text
    page = client.get(f"/s/{session.id}/invitation").text
    (event,) = Calendar.from_ical(client.get(f"/s/{session.id}/invitation.ics").data).events
    posters = client.get(f"/s/{session.id}/paper/posters").text

    welsh, english = text.split("ENGLISH")
    assert "Dydd Mercher 18 Tachwedd 2026" in welsh
    assert "Caiff ei ddileu ar 16 Rhagfyr 2026." in welsh
    assert "Wednesday 18 November 2026" in english
    assert welsh.count(house.community.question) == english.count(house.community.question) == 1
    assert page.index('<article class="letter" lang="cy">') < page.index('lang="en-GB">\n  <h1>')
    assert "Gallwch dynnu nodyn yn ôl unrhyw bryd." in str(event["description"])
    assert "Cadw tan 16 Rhagfyr" in posters


def test_a_welsh_session_speaks_welsh_on_phones_until_somebody_chooses(house: TestHouse) -> None:
    session = planned(house, SessionLanguage.WELSH)
    at, phone = f"/j/{make_code(house, session)}", house.as_(None)

    assert '<html lang="cy">' in phone.get(at).text
    assert '<html lang="en-GB">' in phone.get(f"{at}?lang=en").text


def test_a_language_is_changed_with_the_session(house: TestHouse) -> None:
    session, client = planned(house, SessionLanguage.ENGLISH), house.as_("sam")
    form = {"name": session.name, "day": DAY.isoformat()}

    client.post(f"/s/{session.id}/change", data={**form, "language": "cy"})
    overtaken = client.post(
        f"/s/{session.id}/change", data={**form, "language": "en", "shown": "?"}
    )

    with house.services.db.read() as tx:
        assert sessions.session(tx, session.id) == replace(session, language=SessionLanguage.WELSH)
    assert overtaken.status_code == 409
    assert "Cymraeg" in overtaken.text
