"""The page between sessions, and a sponsor's answers on their own page."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugin.convene.people import remove_person
from plugin.domain.people import OPERATOR
from plugin.domain.returns import NOTE
from plugin.domain.sessions import Session
from tests.unit.plugin.curate.meeting import meet
from tests.unit.plugin.mirror.between import ASK, PROMISE, agreed_ask, promise
from tests.unit.plugin.web.house import TestHouse, make_house

BECAME = "Four of five were rung."


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(made: TestHouse) -> Session:
    return meet(made.services, made.community.id)


def between(made: TestHouse) -> str:
    return f"/c/{made.community.id}/between"


def of_sponsor(made: TestHouse) -> str:
    return f"/p/{made.partnership.id}/sponsor"


def section(made: TestHouse, who: str, path: str, name: str) -> LexborNode | None:
    html = LexborHTMLParser(made.as_(who).get(path).text)
    return html.css_first(f"section[aria-labelledby={name}]")


def words_of(made: TestHouse, who: str, path: str, name: str) -> str:
    found = section(made, who, path, name)
    return " ".join(found.text(separator=" ").split()) if found else ""


def test_the_groups_page_says_how_many_wait(made: TestHouse, met: Session) -> None:
    group = f"/c/{made.community.id}/"
    assert "no commitment and no ask waits" in words_of(made, "sam", group, "meetings")
    promise(made, met)
    agreed_ask(made, met)

    assert "2 commitments and asks wait" in words_of(made, "sam", group, "meetings")
    assert "one commitment or ask waits" in words_of(made, "amina", group, "meetings")


def test_somebody_says_what_became_of_it(made: TestHouse, met: Session) -> None:
    key = f"{NOTE}{promise(made, met)}"
    typed = {"do": "say", "key": key, "state": "done", "words": BECAME}

    answer = made.as_("helen").post(between(made), data=typed)

    assert answer.status_code == 303
    assert BECAME in words_of(made, "sam", between(made), "became")
    assert words_of(made, "amina", between(made), "became") == ""


@pytest.mark.parametrize("wrong", [{"words": " "}, {"state": "gone"}, {"words": "w" * 501}])
def test_bad_input_is_said_and_kept(made: TestHouse, met: Session, wrong: dict[str, str]) -> None:
    key = f"{NOTE}{promise(made, met)}"
    typed = {"do": "say", "key": key, "state": "done", "words": BECAME, **wrong}

    answer = made.as_("sam").post(between(made), data=typed)

    assert answer.status_code == 400
    (field,) = LexborHTMLParser(answer.text).css("textarea[autofocus]")
    described = str(field.attributes["aria-describedby"]).split()
    said = LexborHTMLParser(answer.text).css_first(f"#{described[-1]}")
    assert said is not None
    assert "data-left" in answer.text
    assert "Nothing was stored" in answer.text
    html = LexborHTMLParser(answer.text)
    (opened,) = html.css("details[open] textarea")
    assert opened.text().removeprefix("\n") == typed["words"]


def test_a_sponsor_answers_on_their_page_and_the_group_reads_it(
    made: TestHouse, met: Session
) -> None:
    key = agreed_ask(made, met)
    assert section(made, "grace", of_sponsor(made), "asks") is None
    made.as_("sam").post(between(made), data={"do": "sponsor", "key": key})
    assert ASK in words_of(made, "grace", of_sponsor(made), "asks")
    typed = {"key": key, "reply": "declined", "words": ""}
    assert f'href="{of_sponsor(made)}#asks"' in made.as_("grace").get("/").text
    refused = made.as_("grace").post(of_sponsor(made), data=typed)
    assert refused.status_code == 400
    assert "Say why" in refused.text

    reason = "There is no money until April."
    answer = made.as_("grace").post(of_sponsor(made), data={**typed, "words": reason})

    assert answer.status_code == 303
    assert "Nothing is waiting for you." in made.as_("grace").get("/").text
    said = f"On 18 November 2026 the sponsor declined it: {reason}"
    assert said in words_of(made, "amina", between(made), "became")
    assert said in words_of(made, "grace", of_sponsor(made), "answered")


def a_link(made: TestHouse, key: str, who: str = "sam") -> str:
    answer = made.as_(who).post(f"{between(made)}/link", data={"key": key})
    field = LexborHTMLParser(answer.text).css_first("#link-address")
    return urlsplit(field.attributes["value"] or "").path


def test_a_sponsor_answers_by_a_link_once(made: TestHouse, met: Session) -> None:
    key = agreed_ask(made, met)
    assert made.as_("sam").post(f"{between(made)}/link", data={"key": key}).status_code == 400
    made.as_("sam").post(between(made), data={"do": "sponsor", "key": key})
    link, anybody = a_link(made, key), made.as_(None)
    opened = anybody.get(link)
    assert ASK in opened.text
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    refused = anybody.post(link, data={"reply": "declined", "words": " "})
    assert (refused.status_code, "Say why" in refused.text) == (400, True)

    answer = anybody.post(link, data={"reply": "passed on", "words": "To digital"})

    assert answer.status_code == 200
    said = "the sponsor passed it on, by a link that was passed on: To digital."
    assert said in words_of(made, "amina", between(made), "became")
    assert anybody.get(link).status_code == 404
    assert anybody.post(link, data={"reply": "accepted", "words": ""}).status_code == 404


def test_a_link_ends_with_its_age_its_makers_rights_and_the_next_one(
    made: TestHouse, met: Session
) -> None:
    key = agreed_ask(made, met)
    made.as_("sam").post(between(made), data={"do": "sponsor", "key": key})
    assert made.as_("helen").post(f"{between(made)}/link", data={"key": key}).status_code == 403
    anybody, first = made.as_(None), a_link(made, key)
    second = a_link(made, key, "connie")
    assert [anybody.get(each).status_code for each in (first, second)] == [404, 200]
    third, sam = a_link(made, key), made.actor("sam")
    remove_person(made.services, OPERATOR, sam.person_id, sam.memberships)
    assert anybody.get(third).status_code == 404
    fourth = a_link(made, key, "connie")
    made.clock.pass_days(31)
    assert anybody.get(fourth).status_code == 404


def test_nobody_but_a_sponsor_gets_the_form(made: TestHouse, met: Session) -> None:
    key = agreed_ask(made, met)
    made.as_("sam").post(between(made), data={"do": "sponsor", "key": key})

    found = section(made, "amina", of_sponsor(made), "asks")

    assert found is not None
    assert found.css_first("form") is None
    for who, status in (("amina", 403), ("sam", 403), ("stranger", 404)):
        typed = {"key": key, "reply": "accepted", "words": ""}
        assert made.as_(who).post(of_sponsor(made), data=typed).status_code == status


def test_a_member_finds_no_note_and_no_button(made: TestHouse, met: Session) -> None:
    promise(made, met)
    agreed_ask(made, met)

    page = made.as_("amina").get(between(made)).text

    assert PROMISE not in page
    assert ASK in page
    assert "<form" not in page.partition("<main")[2]
