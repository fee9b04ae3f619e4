"""Groups in rooms on the pages: chosen before the board is built, by phone, live, on the desk."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.datastructures import MultiDict

from plugin import use_cases
from plugin.convene.group_home import community_home
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.convene.without_board import open_without_board
from plugin.domain.rooms import Rooms, rooms_of
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


def test_a_question_of_this_session_is_asked_in_every_room(house: TestHouse) -> None:
    sam, at = house.as_("sam"), f"/c/{house.community.id}/new-session"
    asked = {"rooms": "2", "rooms_asked": "yes", "roomed": ["Z3"], "asks-Z3": "Who was missing?"}

    page = sam.get(at, query_string=TYPED | asked).text
    picture = sam.get(at + "/board.svg", query_string=TYPED | asked).text
    shown = LexborHTMLParser(page).css_first("[name=shown]").attributes["value"]
    sam.post(at, data={**TYPED, **asked, "shown": shown})
    (session,) = community_home(house.services, house.actor("sam"), house.community.id).sessions
    (board,) = house.sandbox.extensions["hedgerow_sandbox"].miro.boards.values()
    on_board = [str(item.data) for item in board.items.values()]
    phone = join(house, session)

    assert page.count("Who was missing?") >= 3  # in both boxes of the list, and in its own field
    assert picture.count("Who was missing?") == 2
    assert sum("Who was missing?" in words for words in on_board) == 2
    for code in ("Z3A", "Z3B"):
        box = phone.open(f"/boxes/{code}").text
        assert "Who was missing?" in box
        assert T3.zone("Z3").prompts[0] not in box  # type: ignore[union-attr]


def test_rooms_are_carried_to_the_next_session(house: TestHouse) -> None:
    session = in_two_rooms(house)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    sam, group = house.as_("sam"), f"/c/{house.community.id}"

    designs = sam.get(f"{group}/designs").text
    form = LexborHTMLParser(designs).css_first("section.card-main form")
    sent = MultiDict(
        (e.attributes["name"], e.attributes["value"]) for e in form.css("input[type=hidden]")
    )
    chosen = LexborHTMLParser(sam.get(f"{group}/new-session", query_string=sent).text)
    again = MultiDict(
        (e.attributes["name"], e.attributes["value"]) for e in chosen.css("form input[type=hidden]")
    )
    looked = sam.get(
        f"{group}/new-session", query_string=MultiDict([*TYPED.items(), *again.items(multi=True)])
    )
    after = LexborHTMLParser(sam.get(f"/s/{session.id}").text)
    next_one = sam.get(after.css_first("#after ~ p a.button").attributes["href"] or "").text

    assert "in 2 rooms" in designs
    assert "In 2 rooms." in chosen.text()
    for page in (looked.text, next_one):
        assert "3B · The story (room B)" in page
        assert "5A · Uncertainty round (room A)" in page
        assert "4A" not in page


def test_a_box_that_cannot_be_in_rooms_any_more_is_left_out() -> None:
    codes = {"Z3A", "Z3B", "Z5A", "Z5B", "Z6", "ZX"}
    moved = replace(
        T3, zones=tuple(replace(e, code="Z9") if e.code == "Z5" else e for e in T3.zones)
    )
    keyed = replace(moved, zones=tuple(replace(e, key=e.key or e.code) for e in moved.zones))
    own = tuple(replace(e, key="Z5") if e.code == "Z9" else e for e in keyed.zones)

    assert rooms_of(codes, T3, T3) == ROOMS
    assert rooms_of(codes, T3, replace(keyed, zones=own)) == Rooms(2, frozenset({"Z3", "Z9"}))
    assert rooms_of({"Z3", "Z5"}, T3, T3) is None
    assert rooms_of(codes, T3, replace(T3, zones=T3.zones[:1])) is None
