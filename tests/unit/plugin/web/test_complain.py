"""Complaints: anybody who takes part can write one, convenors read and answer it, nobody else."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin.convene.people import remove_person
from plugin.domain.complaint_log import MOST_OPEN
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back
from plugin.store import notes as stored_notes
from plugin.store import tables
from tests.unit.plugin.curate.meeting import HELD, a_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import Phone, join, make_code, without_board

WORDS = "Somebody read my note aloud in another meeting."
ANSWER = "You are right. It will not happen again, and we told the meeting so."


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def session(made: TestHouse) -> Session:
    return without_board(made)


def group(made: TestHouse) -> str:
    return f"/c/{made.community.id}/complaints"


def send(phone: Phone, words: str = WORDS, **more: str) -> TestResponse:
    form = {"words": words, "press": words, **more}
    return phone.client.post(f"{phone.mine}/complain", data=form)


def act(made: TestHouse, who: str, **form: str) -> int:
    return made.as_(who).post(group(made), data=form).status_code


def rows(made: TestHouse) -> list[Any]:
    with made.services.db.read() as tx:
        return list(tx.execute(sa.select(tables.complaint)).all())


def main(text: str) -> str:
    found = LexborHTMLParser(text).css_first("main")
    assert found is not None
    return " ".join(found.text().split())


def test_a_complaint_by_phone_is_read_by_a_convenor_and_answered_on_the_phones_page(
    made: TestHouse, session: Session
) -> None:
    phone, other = join(made, session), join(made, session)
    assert made.people["connie"].name in phone.open("/complain").text  # before anything is sent
    assert [send(phone).status_code for _ in range(2)] == [303, 303]
    (row,) = rows(made)
    assert WORDS in main(made.as_("connie").get(group(made)).text)

    assert act(made, "connie", do="arrived", complaint=row.id) == 303
    assert "It has arrived" in phone.open("/complain").text
    assert act(made, "connie", do="answer", complaint=row.id, answer=ANSWER) == 303

    assert ANSWER in phone.open("/complain").text
    assert WORDS not in other.open("/complain").text


def test_nobody_but_convenors_reads_it_or_answers(made: TestHouse, session: Session) -> None:
    send(join(made, session))
    (row,) = rows(made)

    for who in ("sam", "helen", "amina"):
        assert WORDS not in made.as_(who).get(group(made)).text
        assert act(made, who, do="answer", complaint=row.id, answer=ANSWER) == 403
        assert WORDS not in made.as_(who).get(f"/c/{made.community.id}/").text
    for who, status in (("grace", 403), ("stranger", 404)):
        assert made.as_(who).get(group(made)).status_code == status
    assert rows(made) == [row]
    assert "One complaint waits" in made.as_("connie").get(f"/c/{made.community.id}/").text


def test_those_who_run_sessions_read_it_where_there_is_no_convenor(
    made: TestHouse, session: Session
) -> None:
    connie = made.actor("connie")
    remove_person(made.services, OPERATOR, connie.person_id, connie.memberships)

    send(join(made, session))

    assert WORDS in made.as_("sam").get(group(made)).text


def test_a_member_signs_theirs_and_reads_the_answer(made: TestHouse) -> None:
    assert act(made, "amina", words=WORDS, press="a") == 303
    (row,) = rows(made)
    assert made.people["amina"].name in main(made.as_("connie").get(group(made)).text)
    act(made, "connie", do="answer", complaint=row.id, answer=ANSWER)

    assert ANSWER in made.as_("amina").get(group(made)).text
    assert ANSWER not in made.as_("helen").get(group(made)).text


def test_by_the_code_alone_and_only_while_it_leads_somewhere(
    made: TestHouse, session: Session
) -> None:
    code, client = make_code(made, session), made.as_(None)
    form = {"words": WORDS, "reply_to": "0191 498 0000", "press": "b"}

    assert client.post(f"/j/{code}/complain", data=form).status_code == 303
    assert client.post("/j/no-such-code/complain", data=form).status_code == 404

    assert "0191 498 0000" in made.as_("connie").get(group(made)).text
    assert WORDS not in client.get(f"/j/{code}/complain").text


def test_what_is_not_sent_is_not_lost_and_nobody_fills_the_disk(
    made: TestHouse, session: Session
) -> None:
    phone = join(made, session)
    assert send(phone, " ").status_code == 400
    long = send(phone, WORDS, reply_to="x" * 300)
    assert (long.status_code, WORDS in long.text) == (400, True)
    for number in range(MOST_OPEN):
        assert send(phone, f"{WORDS} {number}").status_code == 303

    assert send(phone, "One more").status_code == 400
    assert phone.client.get(f"/me/{session.id}/no-such-token/complain").status_code == 404
    assert len(rows(made)) == MOST_OPEN


def test_words_that_are_held_are_hidden_and_words_that_go_are_emptied(made: TestHouse) -> None:
    met = meet(made.services, made.community.id)
    words = "They said that the form was lost on the way home"
    with made.services.db.begin() as tx:
        stored_notes.save_note(tx, a_note(met, "kept", "Z3", Label.M, "story", words))
    made.clock.pass_days(1)
    act(made, "amina", words=f"My note was read aloud: {HELD}", press="a")
    act(made, "amina", words=f"So was this: {words}.", press="b")
    shown = made.as_("connie").get(group(made)).text
    assert (HELD in shown, words in shown) == (False, True)

    take_back(made.services, made.actor("sam"), f"kept-{met.id}")

    assert words not in str(rows(made))
    assert len(rows(made)) == 2


def test_it_goes_a_year_after_it_was_answered(made: TestHouse) -> None:
    act(made, "amina", words=WORDS, press="a")
    made.clock.pass_days(400)
    tidy(made.services, OPERATOR)
    (row,) = rows(made)
    act(made, "connie", do="answer", complaint=row.id, answer=ANSWER)
    made.clock.pass_days(366)

    tidy(made.services, OPERATOR)

    assert rows(made) == []


def test_nobody_makes_themselves_a_reader_of_what_was_sent_before(
    made: TestHouse, session: Session
) -> None:
    phone = join(made, session)
    send(phone)
    page = made.page_of(made.people["sam"])
    here = {"community": made.community.id}
    also = {**here, "was": "facilitator", "role": "convenor", "party": "practice"}
    made.as_("sam").post(f"{page}/role", data=also)
    send(phone, "A second one.")

    read = made.as_("sam").get(group(made)).text
    assert WORDS not in read
    assert "A second one." in read  # its writer could see his name


def test_whoever_removes_a_reader_reads_nothing_and_the_writer_is_told(
    made: TestHouse, session: Session
) -> None:
    phone = join(made, session)
    send(phone)
    page = made.page_of(made.people["connie"])
    form = {"community": made.community.id, "was": "convenor", "sure": "yes"}
    made.as_("sam").post(f"{page}/remove", data=form)

    seen = main(made.as_("sam").get(group(made)).text)
    assert WORDS not in seen
    assert "One complaint was sent to people who do not look after this group any more" in seen
    assert "Send it again, or talk to somebody." in main(phone.open("/complain").text)


def test_held_words_are_hidden_in_the_address_to_answer_to(
    made: TestHouse, session: Session
) -> None:
    meet(made.services, made.community.id)
    send(join(made, session), WORDS, reply_to=HELD)

    assert HELD not in made.as_("connie").get(group(made)).text


def test_nobody_silences_others_who_have_the_code_alone(made: TestHouse, session: Session) -> None:
    code, client = make_code(made, session), made.as_(None)
    for number in range(20):
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number // 4}"
        form = {"words": f"nothing {number}", "press": str(number)}
        client.post(f"/j/{code}/complain", data=form)

    client.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    form = {"words": WORDS, "press": "real"}
    assert client.post(f"/j/{code}/complain", data=form).status_code == 303
    assert WORDS in made.as_("connie").get(group(made)).text
