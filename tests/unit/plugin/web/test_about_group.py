"""What a group writes down of itself: for members, kept for who comes second, and looked through
when words are taken back."""

from datetime import date

from selectolax.lexbor import LexborHTMLParser

from plugin.convene.about_group import about_group
from plugin.domain.sessions import SessionState
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse

TYPED = {
    "parties": "Housing: knows what a home needs.",
    "missing": "Night staff",
    "intentions": "Find out what waits.",
    "interests": "The council pays for beds.",
    "cadence": "Every fourth Wednesday",
    "next_on": "2027-01-20",
    "shown": "0",
}


def where(made: TestHouse) -> str:
    return f"/c/{made.community.id}/about"


def on_group_page(made: TestHouse, who: str) -> str:
    html = LexborHTMLParser(made.as_(who).get(f"/c/{made.community.id}/").text)
    found = html.css_first("section[aria-labelledby=about]")
    return " ".join(found.text(separator=" ").split()) if found else ""


def test_members_read_what_the_group_wrote(made: TestHouse) -> None:
    assert on_group_page(made, "amina") == ""
    assert "Write them down" in on_group_page(made, "sam")

    answer = made.as_("sam").post(where(made), data=TYPED)

    assert answer.status_code == 303
    said = on_group_page(made, "amina")
    assert "Who is missing Night staff" in said
    assert "Next date Wednesday 20 January 2027" in said
    assert "Change these texts" not in said


def test_a_next_date_that_is_over_is_stored_and_said(made: TestHouse) -> None:
    client, typed = made.as_("sam"), {**TYPED, "next_on": "2026-11-17"}

    page = client.post(where(made), data=typed, follow_redirects=True).text

    assert "The next date is over, so it is not shown." in page
    assert "Next date" not in on_group_page(made, "amina")
    assert 'value="2026-11-17"' in client.get(where(made)).text


def test_who_comes_second_sees_both(made: TestHouse) -> None:
    made.as_("connie").post(where(made), data=TYPED)
    mine = {**TYPED, "missing": "Carers"}

    answer = made.as_("sam").post(where(made), data=mine)

    assert answer.status_code == 409
    html = LexborHTMLParser(answer.text)
    assert html.css_first("#missing").text().strip() == "Carers"
    assert "Night staff" in answer.text
    shown = html.css_first("input[name=shown]").attributes["value"] or ""
    made.as_("sam").post(where(made), data={**mine, "shown": shown})
    assert about_group(made.services, made.actor("sam"), made.community).missing == "Carers"


def test_pressing_twice_stores_once(made: TestHouse) -> None:
    answers = [made.as_("sam").post(where(made), data=TYPED) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert about_group(made.services, made.actor("sam"), made.community).version == 1


def test_bad_input_is_kept(made: TestHouse) -> None:
    for name, given in (("next_on", "soon"), ("next_on", "1999-01-01"), ("parties", "p" * 2001)):
        answer = made.as_("sam").post(where(made), data={**TYPED, name: given})
        assert answer.status_code == 400
        assert "Nothing was stored" in answer.text
        assert "Night staff" in answer.text


def test_members_and_strangers_change_nothing(made: TestHouse) -> None:
    for who, status in (("amina", 403), ("helen", 403), ("stranger", 404)):
        assert made.as_(who).post(where(made), data=TYPED).status_code == status
        assert made.as_(who).get(where(made)).status_code == status


def test_the_next_date_is_suggested_for_the_next_session(made: TestHouse) -> None:
    filled = a_session(made, state=SessionState.CLOSED)
    made.as_("sam").post(where(made), data=TYPED)

    page = made.as_("sam").get(f"/s/{filled.session.id}").text

    assert f"day={date(2027, 1, 20)}" in page
