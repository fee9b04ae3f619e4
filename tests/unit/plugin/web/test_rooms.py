"""Groups in rooms on the pages: chosen before the board is built, by phone, live, on the desk."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin import use_cases
from plugin.convene.communities import community_home
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.convene.without_board import open_without_board
from plugin.domain.rooms import Rooms
from plugin.domain.sessions import Session
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import join

T3 = read_template("T3")
ROOMS = Rooms(2, frozenset({"Z3", "Z5"}))
TYPED = {"kind": "T3", "form": "long", "day": "2026-12-16", "name": "", "board": ""}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def in_two_rooms(house: TestHouse) -> Session:
    sam, day = house.actor("sam"), date(2026, 11, 18)
    planned = plan_session(house.services, sam, house.community.id, day, T3, rooms=ROOMS)
    return open_without_board(house.services, sam, planned.id)


def test_rooms_are_chosen_seen_and_planned(house: TestHouse) -> None:
    sam, at = house.as_("sam"), f"/c/{house.community.id}/new-session"
    rooms = {"rooms": "2", "rooms_asked": "yes", "roomed": ["Z3", "Z5"]}

    page = sam.get(at, query_string=TYPED | rooms).text
    picture = sam.get(at + "/board.svg", query_string=TYPED | rooms).text
    refused = sam.get(at, query_string=TYPED | rooms | {"roomed": []})
    changed = sam.post(at, data={**TYPED, **rooms, "shown": "T3 long 2026-12-16 "}).text
    form = LexborHTMLParser(page)
    shown = form.css_first("[name=shown]").attributes["value"]
    sam.post(at, data={**TYPED, **rooms, "shown": shown})

    for title in ("3A · The story (room A)", "3B · The story (room B)", "6 · Across"):
        assert title in page
        assert title in picture
    assert refused.status_code == 400
    assert "Tick at least one box" in refused.text
    assert "This is what will be built" in changed  # rooms that were not looked at are not built
    assert [e.attributes["value"] for e in form.css("[name=roomed][checked]")] == ["Z3", "Z5"]
    (session,) = community_home(house.services, house.actor("sam"), house.community.id).sessions
    assert session.rooms == ("A", "B")


def test_a_phone_keeps_to_its_room_and_all_rooms_are_gathered(house: TestHouse) -> None:
    session = in_two_rooms(house)
    story = next(n for n, step in enumerate(T3.steps) if "Z3" in step.zones)
    sam, phone = house.as_("sam"), join(house, session)
    sam.post(f"/s/{session.id}/live/step", data={"to": str(story), "shown": ""})
    first = phone.client.get(phone.mine)
    asked = phone.open("/boxes").text
    phone.write("said in B", "Z3B")
    then = phone.client.get(phone.mine).headers["Location"]
    join(house, session).write("said in A", "Z3A")

    live = LexborHTMLParser(sam.get(f"/s/{session.id}/live").text).text()
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    desk = house.as_("helen").get(f"/c/{house.community.id}/desk/sort").text
    page = sam.get(f"/s/{session.id}").text

    assert first.headers["Location"].endswith("/boxes")  # nobody knows in which room they sit
    assert "Choose a box of your room" in asked
    assert then.endswith("/boxes/Z3B")
    assert "Room A: one note" in live
    assert "Room B: one note" in live
    for words in ("The story (room A)", "The story (room B)"):
        assert words in desk
        assert words in page
