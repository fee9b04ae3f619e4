"""The page after signing in: the next session as a picture, each group's way, the last board."""

from datetime import timedelta

from selectolax.lexbor import LexborHTMLParser

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.curate.releasing import release
from plugin.domain.pieces import Rung
from plugin.domain.sessions import Session, SessionState
from tests.unit.plugin.curate.meeting import NOTES, a_piece, meet, read_back_today
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse


def home(made: TestHouse, who: str) -> LexborHTMLParser:
    return LexborHTMLParser(made.as_(who).get("/").text)


def planned(made: TestHouse, in_days: int) -> Session:
    day = made.services.today + timedelta(days=in_days)
    sam, design = made.actor("sam"), read_template("T3")
    return plan_session(made.services, sam, made.community.id, day, design)


def said(html: LexborHTMLParser, selector: str) -> str:
    found = html.css_first(selector)
    return "" if found is None else " ".join(found.text(separator=" ").split())


def test_the_session_that_comes_first_is_drawn_with_what_is_still_open(made: TestHouse) -> None:
    planned(made, 30)
    first = planned(made, 7)

    sam, amina = home(made, "sam"), home(made, "amina")

    for html in (sam, amina):
        card = html.css_first("section[aria-labelledby=next]")
        assert card.css_first(f'a[href="/s/{first.id}"]') is not None
        assert "in 7 days" in card.text()
        assert len(card.css(".board rect.bf, .board rect.bx")) > 3
        assert card.css(".note") == []
    assert "of 5 ready" in said(sam, "section[aria-labelledby=next]")
    assert "ready" not in said(amina, "section[aria-labelledby=next]")


def test_a_group_is_drawn_with_its_sessions_and_pieces(made: TestHouse) -> None:
    services, helen = made.services, made.actor("helen")
    checked = a_piece(services, helen, meet(services, made.community.id))
    read_back_today(services, made.actor("sam"), checked)
    made.clock.pass_days(8)
    release(services, helen, checked.piece.id, Rung.US)
    planned(made, 7)

    html = home(made, "amina")

    card = html.css_first(".card-link")
    assert len(card.css(".twig-s .tw-leaf")) == 1
    assert len(card.css(".twig-s > .next")) == 1
    assert "one piece, checked" in said(html, ".card-link")


def test_the_last_board_is_told_box_by_box_without_words(made: TestHouse) -> None:
    met = meet(made.services, made.community.id)

    html = home(made, "amina")

    last = html.css_first("section[aria-labelledby=last]")
    assert last.css_first(f'a[href="/s/{met.id}"]') is not None
    counted = [each.text() for each in last.css(".tally li .second")]
    assert sum(int(each) for each in counted if each != "none") == len(last.css(".note"))
    assert not any(words in last.text() for *_, words in NOTES)


def test_without_a_planned_session_the_way_to_one_is_shown(made: TestHouse) -> None:
    designs = f"/c/{made.community.id}/designs"

    sam, amina = home(made, "sam"), home(made, "amina")

    assert sam.css_first(f'main a[href="{designs}"]') is not None
    assert amina.css_first(f'main a[href="{designs}"]') is None
    assert "Your facilitator plans the next one." in said(amina, "aside .empty")
    assert "Nothing is agreed yet" in said(sam, ".ready-open")
    assert not amina.css(".ready")


def test_only_who_may_start_a_group_is_offered_it(made: TestHouse) -> None:
    address = f'main a[href="/p/{made.partnership.id}/start-community"]'

    assert home(made, "sam").css_first(address) is not None
    assert home(made, "amina").css_first(address) is None


def test_a_sponsor_finds_two_ways_and_no_group(made: TestHouse) -> None:
    html = home(made, "grace")

    hrefs = [each.attributes["href"] for each in html.css(".card-link a")]
    assert hrefs == [f"/p/{made.partnership.id}/{page}" for page in ("sponsor", "memory")]
    assert html.css_first("aside[aria-label=Sessions]") is None


def test_a_sessions_board_is_drawn_with_notes_for_those_alone_who_read_them(
    made: TestHouse,
) -> None:
    session = a_session(made, state=SessionState.CLOSED).session

    drawn = {
        who: LexborHTMLParser(made.as_(who).get(f"/s/{session.id}").text)
        for who in ("sam", "amina")
    }

    assert len(drawn["sam"].css("section[aria-labelledby=board] .note")) == 2
    assert drawn["amina"].css("section[aria-labelledby=board] .note") == []
    assert drawn["amina"].css(".tally .second") == []
    assert len(drawn["amina"].css(".tally li")) == len(drawn["sam"].css(".tally li")) > 3


def test_a_chosen_design_is_drawn_before_a_day_is_chosen(made: TestHouse) -> None:
    address = f"/c/{made.community.id}/new-session"

    chosen = LexborHTMLParser(made.as_("sam").get(f"{address}?kind=T3").text)
    bare = LexborHTMLParser(made.as_("sam").get(address).text)

    boxes = len(read_template("T3").zones) - 1
    assert len(chosen.css("section[aria-labelledby=look] .tally li")) == boxes
    assert bare.css_first(".board") is None


def test_every_entry_of_a_long_pages_contents_leads_to_a_heading(made: TestHouse) -> None:
    session = a_session(made).session
    for path in (f"/c/{made.community.id}/", f"/s/{session.id}"):
        html = LexborHTMLParser(made.as_("sam").get(path).text)
        anchors = [each.attributes["href"] or "" for each in html.css(".jumps a")]
        assert len(anchors) > 4
        assert [each for each in anchors if html.css_first(f"h2{each}") is None] == [], path


def test_a_short_page_has_no_contents(made: TestHouse) -> None:
    sam = made.actor("sam")
    bare = plan_session(made.services, sam, made.community.id, made.services.today, None)

    assert LexborHTMLParser(made.as_("sam").get(f"/s/{bare.id}").text).css_first(".jumps") is None


def test_a_planned_session_is_built_by_the_first_button_of_its_board(made: TestHouse) -> None:
    session = planned(made, 7)

    html = LexborHTMLParser(made.as_("sam").get(f"/s/{session.id}").text)

    first = html.css_first("section[aria-labelledby=board] button")
    assert (first.text(), first.attributes.get("class")) == ("Build the board", None)
    assert html.css_first("#steps ~ details[open]") is not None
