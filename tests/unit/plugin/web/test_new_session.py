import re
from html import unescape
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.datastructures import MultiDict

from plugin.convene.communities import add_person, start_community
from plugin.convene.group_home import community_home
from plugin.convene.sessions import session_of
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Role
from plugin.domain.sessions import SessionState
from plugin.jobs.people_jobs import STAND_IN_SENDS_NOTHING
from plugin.jobs.session_jobs import NOTHING_TO_COLLECT
from tests.unit.plugin.curate.meeting import HELD, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import done
from tests.world.phones import board_id, miro_of

TYPED = {"kind": "T3", "day": "2026-12-16", "name": "", "board": ""}
SHOWN = "T3  2026-12-16 "


def address(made: TestHouse) -> str:
    return f"/c/{made.community.id}/new-session"


def sessions(made: TestHouse) -> list[tuple[str | None, SessionState]]:
    home = community_home(made.services, made.actor("sam"), made.community.id)
    return [(each.template_code, each.state) for each in home.sessions]


def test_first_visit_asks_and_stores_nothing(made: TestHouse) -> None:
    page = made.as_("sam").get(address(made)).text

    assert 'value="2026-11-18"' in page
    assert "Stories and doubts" in page
    assert "Build the board" not in page


def test_board_is_shown_as_picture_and_as_list(made: TestHouse) -> None:
    client = made.as_("sam")

    page = client.get(address(made), query_string=TYPED).text
    picture = client.get(f"{address(made)}/board.svg", query_string=TYPED)

    assert "new-session/board.svg?kind=T3&amp;form=long&amp;day=2026-12-16" in page
    assert "3 · The story" in page
    assert "Where were you, what did you see?" in page
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert sessions(made) == []


@pytest.mark.parametrize("page", ["", "/board.svg"])
def test_a_design_for_one_person_has_no_board_to_show(made: TestHouse, page: str) -> None:
    client = made.as_("sam")

    answer = client.get(f"{address(made)}{page}", query_string={**TYPED, "kind": "T15"})

    assert answer.status_code == 400
    assert "is for one person and has no board. Nothing was stored." in answer.text


def test_build_makes_the_board_that_was_shown(made: TestHouse) -> None:
    client = made.as_("sam")

    page = client.post(address(made), data={**TYPED, "shown": SHOWN}, follow_redirects=True).text

    assert sessions(made) == [("T3", SessionState.OPEN)]
    assert "The board is built. It has 11 boxes." in page
    assert "Open the board" in page


@pytest.mark.parametrize("kind", ["T3", "none"])
def test_form_that_is_pressed_twice_plans_one_session(made: TestHouse, kind: str) -> None:
    client = made.as_("sam")
    page = client.get(address(made), query_string={**TYPED, "kind": kind}).text
    press = page.split('name="press" value="')[1].split('"')[0]
    typed = {**TYPED, "kind": kind, "press": press, "shown": SHOWN}

    first = client.post(address(made), data=typed, follow_redirects=True)
    second = client.post(address(made), data=typed, follow_redirects=True)

    assert second.request.path == first.request.path
    assert len(sessions(made)) == 1


def test_press_of_one_group_plans_for_no_other(made: TestHouse) -> None:
    client, typed = made.as_("sam"), {**TYPED, "kind": "none", "press": "same"}
    night = start_community(made.services, OPERATOR, made.partnership.id, "Night shift", "How?")
    sam = ("Sam Okafor", "sam@northside.example", Role.FACILITATOR)
    add_person(made.services, OPERATOR, made.partnership.id, night.id, *sam)

    first = client.post(address(made), data=typed)
    second = client.post(f"/c/{night.id}/new-session", data=typed)

    assert second.headers["Location"] != first.headers["Location"]


def test_form_changed_after_picture_shows_it_again(made: TestHouse) -> None:
    typed = {**TYPED, "day": "2026-12-17", "shown": SHOWN}

    answer = made.as_("sam").post(address(made), data=typed)

    assert answer.status_code == 200
    assert "day=2026-12-17" in answer.text
    assert sessions(made) == []


def test_a_box_keeps_less_for_this_session_and_never_more(made: TestHouse) -> None:
    client, typed = made.as_("sam"), {**TYPED, "keeps-Z3": "X"}
    before = LexborHTMLParser(client.get(address(made), query_string=TYPED).text)
    offered = {each.attributes["name"] for each in before.css("select[name^=keeps-]")}
    assert "keeps-Z3" in offered
    assert "keeps-ZX" not in offered  # nothing is stricter than what stays here

    page = LexborHTMLParser(client.get(address(made), query_string=typed).text)
    boxes = page.css("ol.boxes > li")
    story = next(each for each in boxes if "The story" in each.text())
    assert "Stays here" in story.text()  # what is shown is what will be built
    chosen = page.css_first("select[name=keeps-Z3] option[selected]")
    shown = page.css_first("input[name=shown]")
    picture = page.css_first("img.picture")
    assert chosen is not None
    assert shown is not None
    assert picture is not None
    assert "keeps-Z3=X" in (picture.attributes["src"] or "")
    for wrong, status in (({"keeps-Z3": "M"}, 400), ({"keeps-Z3": "loud"}, 400)):
        answer = client.get(address(made), query_string=TYPED | wrong)
        assert (answer.status_code, "Nothing was stored" in answer.text) == (status, True), wrong
    stranger = made.as_("stranger").get(f"{address(made)}/board.svg", query_string=typed)
    assert stranger.status_code == 404

    client.post(address(made), data={**typed, "shown": SHOWN})
    assert sessions(made) == []  # it was not looked at
    client.post(address(made), data={**typed, "shown": shown.attributes["value"]})
    (held,) = community_home(made.services, made.actor("sam"), made.community.id).sessions
    assert held.policy is not None
    assert held.policy.labels["Z3"] is Label.X


def test_a_box_asks_something_else_for_this_session(made: TestHouse) -> None:
    client, asks = made.as_("sam"), {"asks-Z3": "Who opened the gate?\r\nAnd who saw it?"}
    typed = {**TYPED, **asks}

    page = LexborHTMLParser(client.get(address(made), query_string=typed).text)
    boxes = page.css_first("ol.boxes")
    shown = page.css_first("input[name=shown]")
    field = page.css_first("textarea[name=asks-Z3]")
    assert boxes is not None
    assert shown is not None
    assert field is not None
    assert "Who opened the gate?" in boxes.text()
    assert "Where were you, what did you see?" not in boxes.text()
    assert "Who opened the gate?\nAnd who saw it?" in field.text()
    assert page.css_first("textarea[name=asks-Z0]") is None
    for wrong in ({"asks-Z0": "What?"}, {"asks-Z3": "w" * 301}):
        answer = client.get(address(made), query_string=TYPED | wrong)
        assert (answer.status_code, "Nothing was stored" in answer.text) == (400, True), wrong

    client.post(address(made), data={**typed, "shown": SHOWN})
    assert sessions(made) == []  # it was not looked at
    client.post(address(made), data={**typed, "shown": shown.attributes["value"]})
    (held,) = community_home(made.services, made.actor("sam"), made.community.id).sessions
    assert held.asked == ("Who opened the gate?", "And who saw it?")
    page_of_it = client.get(f"/s/{held.id}").text
    assert "And who saw it?" in page_of_it


def test_held_words_come_into_no_question_and_are_hidden_in_one(made: TestHouse) -> None:
    client = made.as_("sam")
    asks = {**TYPED, "asks-Z3": HELD}
    shown = f"{SHOWN} Z3: {HELD}"
    client.post(address(made), data={**asks, "shown": shown})
    (asked,) = community_home(made.services, made.actor("sam"), made.community.id).sessions
    assert asked.asked == (HELD,)  # nobody wrote that yet

    meet(made.services, made.community.id)  # a held note says it now

    answer = client.post(address(made), data={**asks, "day": "2026-12-17", "shown": shown})
    again = shown.replace("2026-12-16", "2026-12-17")
    answer = client.post(address(made), data={**asks, "day": "2026-12-17", "shown": again})
    assert (answer.status_code, "held" in answer.text) == (400, True)
    assert HELD not in client.get(f"/s/{asked.id}").text.replace("&#39;", "'")
    home = community_home(made.services, made.actor("sam"), made.community.id)
    assert [each.asked for each in home.sessions] == [(), ()]


def test_meeting_without_board_is_planned(made: TestHouse) -> None:
    made.as_("sam").post(address(made), data={**TYPED, "kind": "none"})

    assert sessions(made) == [(None, SessionState.PLANNED)]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": ""}, "Choose a kind of session"),
        ({"kind": "T99"}, "no session design"),
        ({"day": "someday"}, "day cannot be read"),
        ({"day": "9999-12-31"}, "from 2000 to 2100"),
        ({"board": "https://miro.com/app/dashboard/"}, "not the address of a Miro board"),
        ({"name": "n" * 61}, "60 characters"),
        ({"day": "2026-10-20"}, "That day is over. Notes of its board could be collected until"),
    ],
)
def test_refusal_keeps_what_was_typed(made: TestHouse, changed: dict[str, str], words: str) -> None:
    typed = {**TYPED, "name": "Winter & home", **changed}
    client = made.as_("sam")

    shown = client.get(address(made), query_string=typed)
    posted = client.post(address(made), data={**typed, "shown": SHOWN})

    for answer in (shown, posted):
        assert answer.status_code == 400
        assert words in answer.text
        assert typed["name"].replace("&", "&amp;") in answer.text
    assert sessions(made) == []


def test_a_day_that_is_over_is_said_before_the_board_is_built(made: TestHouse) -> None:
    client, over = made.as_("sam"), {**TYPED, "day": "2026-11-17"}

    page = client.get(address(made), query_string=over).text

    said = "That day is over. Notes of this board can be collected until 15 December 2026."
    assert said in page
    assert "Build the board" in page
    assert said not in client.get(address(made), query_string=TYPED).text


def test_unknown_board_leaves_a_planned_session_to_go_on_with(made: TestHouse) -> None:
    client = made.as_("sam")
    typed = {**TYPED, "board": "uXjVUnknown=", "shown": f"{SHOWN}uXjVUnknown="}

    page = client.post(address(made), data=typed, follow_redirects=True)
    client.post(page.request.path + "/build", data={"board": ""})

    assert page.request.path.startswith("/s/")
    assert "There is no such board" in page.text
    assert 'value="uXjVUnknown="' in page.text
    assert sessions(made) == [("T3", SessionState.OPEN)]


def test_co_owner_is_invited_from_the_session_page(made: TestHouse) -> None:
    client = made.as_("sam")
    where = done(client, client.post(address(made), data={**TYPED, "shown": SHOWN}))

    wrong = client.post(f"{where}/let-in", data={"email": "nobody"})
    form = {"email": "sam@northside.example"}
    invited = client.post(f"{where}/let-in", data=form, follow_redirects=True)

    assert wrong.status_code == 400
    assert 'value="nobody"' in wrong.text
    assert "Miro has accepted the invitation." in invited.text
    assert STAND_IN_SENDS_NOTHING in invited.text


def test_a_kind_of_meeting_must_be_chosen(made: TestHouse) -> None:
    page = made.as_("sam").get(address(made)).text
    kinds = [each for each in page.split("<input ") if 'name="kind"' in each]

    assert kinds
    assert all(" required>" in each.partition("\n")[0] for each in kinds)


def test_session_is_collected_and_closed_from_its_page(made: TestHouse) -> None:
    client = made.as_("sam")
    where = done(client, client.post(address(made), data={**TYPED, "shown": SHOWN}))

    collected = client.post(f"{where}/collect", follow_redirects=True).text
    closed = client.post(f"{where}/close", follow_redirects=True).text

    assert NOTHING_TO_COLLECT in collected
    assert "Closed. From now on words stay as written. No kept notes were collected" in closed
    assert "on the desk of" not in closed
    assert sessions(made) == [("T3", SessionState.CLOSED)]


def test_the_list_says_every_word_of_the_picture(made: TestHouse) -> None:
    client = made.as_("sam")
    add_person(
        made.services, OPERATOR, made.partnership.id, None, "Ruth", None, Role.LEARNING_PARTNER
    )

    page = client.get(address(made), query_string=TYPED).text.split("The same as a list")[1]
    picture = client.get(f"{address(made)}/board.svg", query_string=TYPED).text

    assert "Ruth" in page
    assert "Ruth" in picture
    assert "W · Welcome" in page
    assert "Doubt is a contribution." in page
    assert picture.count('stroke-width="6"/>') == page.count("<h3>") == 11


def words_of(*texts: str) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", re.sub("<[^>]+>", " ", text))}


def test_the_list_the_picture_and_the_board_say_the_same(made: TestHouse) -> None:
    client = made.as_("sam")
    page = LexborHTMLParser(client.get(address(made), query_string=TYPED).text)
    drawn = LexborHTMLParser(client.get(f"{address(made)}/board.svg", query_string=TYPED).text)

    where = done(client, client.post(address(made), data={**TYPED, "shown": SHOWN}))

    session = session_of(made.services, where.rpartition("/")[2])
    items = miro_of(made, session).items(board_id(made, session))
    on_board = words_of(*(f"{item.title or ''} {item.wording or ''}" for item in items))
    in_picture = [node.text() for node in drawn.css("text") if node.text() != "room for notes"]
    assert words_of(*(node.text(separator=" ") for node in page.css("ol.boxes li"))) == on_board
    assert words_of(*in_picture) == on_board
    assert len(on_board) > 100


def test_the_short_form_is_chosen_shown_and_built(made: TestHouse) -> None:
    client, typed = made.as_("sam"), {**TYPED, "kind": "T2", "form": "short"}

    look = client.get(address(made), query_string=typed).text
    picture = client.get(f"{address(made)}/board.svg", query_string=typed).text
    shown = look.split('name="shown" value="')[1].split('"')[0]
    page = client.post(address(made), data={**typed, "shown": shown}, follow_redirects=True).text

    assert "in its short form, 75 minutes" in look
    assert "5 · What gets written" not in look.split("The same as a list")[1]
    assert "5 · What gets written" not in picture
    assert "The board is built. It has 9 boxes." in page
    assert "75 minutes, in its short form" in page
    assert "Compare in pairs" not in page


def test_what_is_missing_is_said_before_anything_is_looked_at(tmp_path: Path) -> None:
    runtime = make_house(tmp_path, sandbox_url=None)
    client = runtime.as_("sam")

    for query in ({}, TYPED):
        page = client.get(address(runtime), query_string=query).text
        assert "No board can be built yet." in page
        assert "No Miro account is connected." in page
        assert f"/p/{runtime.partnership.id}/connections" in page
        assert "HEDGEROW_" not in page
        assert "Build the board" not in page
    runtime.services.db.close()


def test_notes_to_lay_out_are_ticked_and_lie_on_the_board_that_is_shown(made: TestHouse) -> None:
    met, client = meet(made.services, made.community.id), made.as_("sam")
    asked = {"kind": "T8", "day": "2026-12-16"}

    usual = client.get(address(made), query_string=asked).text
    chosen = {**asked, "asked": "yes", "lay": f"note:phone-{met.id}"}
    page = client.get(address(made), query_string=chosen).text
    picture = client.get(f"{address(made)}/board.svg", query_string=chosen).text

    assert usual.count('name="lay"') == usual.count('" checked>\n      <label for="lay-') == 3
    assert page.count('" checked>\n      <label for="lay-') == 1
    assert HELD not in usual
    assert "I said yes on the phone" in picture
    assert "I might be wrong about" not in picture


def test_what_was_ticked_is_laid_out_and_a_changed_choice_is_shown_again(made: TestHouse) -> None:
    met, client = meet(made.services, made.community.id), made.as_("sam")
    ticked = {"kind": "T8", "day": "2026-12-16", "asked": "yes", "lay": f"note:phone-{met.id}"}
    page = client.get(address(made), query_string=ticked).text
    shown = unescape(page.split('name="shown" value="')[1].split('"')[0])

    other = client.post(
        address(made), data={**ticked, "lay": f"note:portal-{met.id}", "shown": shown}
    )
    built = {**ticked, "shown": shown}
    session = client.post(address(made), data=built, follow_redirects=True).text

    assert other.status_code == 200
    assert "One note of an earlier session lies on it as a card." in session
    note = client.get(f"/notes/phone-{met.id}").text
    assert "A card on the board of" in note


@pytest.mark.parametrize("kind", ["T8", "T3"])
def test_a_board_that_was_looked_at_is_built_by_one_press(made: TestHouse, kind: str) -> None:
    meet(made.services, made.community.id)
    client = made.as_("sam")
    asked = {"kind": kind, "day": "2026-12-16", "rooms": "2"}
    page = LexborHTMLParser(client.get(address(made), query_string=asked).text)
    sent: MultiDict[str, str] = MultiDict()
    for each in page.css_first("form.split").css("input[name], select, textarea"):
        own, chosen = each.attributes, each.css_first("option[selected]")
        if own.get("type") in ("radio", "checkbox") and "checked" not in own:
            continue
        sent.add(own["name"] or "", (chosen.attributes if chosen else own).get("value") or "")

    answer = client.post(address(made), data=sent)

    assert ("lay" in sent) is (kind == "T8")
    assert answer.status_code in (302, 303), LexborHTMLParser(answer.text).css_first("main").text()


def test_a_design_that_lays_out_says_so_where_there_is_nothing_yet(made: TestHouse) -> None:
    page = made.as_("sam").get(address(made), query_string={"kind": "T10", "day": "2026-12-16"})

    assert "This design lays out checked pieces as cards. There are none yet." in page.text


def test_a_card_of_a_note_taken_back_is_to_be_deleted_by_hand(made: TestHouse) -> None:
    met, client = meet(made.services, made.community.id), made.as_("sam")
    ticked = {"kind": "T8", "day": "2026-12-16", "asked": "yes", "lay": f"note:phone-{met.id}"}
    page = client.get(address(made), query_string=ticked).text
    shown = unescape(page.split('name="shown" value="')[1].split('"')[0])
    built = client.post(address(made), data={**ticked, "shown": shown}).headers["Location"]

    client.post(f"/notes/phone-{met.id}/take-back")

    assert "Please open the board and delete it." in client.get(built, follow_redirects=True).text
