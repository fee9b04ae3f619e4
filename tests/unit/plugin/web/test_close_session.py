"""Closing in four steps, and what the session's page offers afterwards."""

from datetime import timedelta
from html import unescape

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin.convene.agreements import record_read_back
from plugin.convene.sessions import plan_session, session_of
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Agreement, Outcome, Setting
from plugin.domain.sessions import SessionState
from plugin.store import tables
from plugin.store.communities import add_agreement
from tests.unit.plugin.web.filled import PROPOSAL, WORDS, a_session, ask_brake
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import join, without_board


def step(made: TestHouse, session_id: str, number: int | str, who: str = "sam") -> LexborHTMLParser:
    answer = made.as_(who).get(f"/s/{session_id}/close?step={number}")
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def words(html: LexborHTMLParser, selector: str = "main") -> str:
    return " ".join(html.css_first(selector).text(separator=" ").split())


def test_the_first_step_says_what_happens_to_notes_by_label(made: TestHouse) -> None:
    filled = a_session(made)

    said = words(step(made, filled.session.id, 1), "#fates + ul")

    assert "Held until 16 December one note Connie, Sam and Helen can read them until" in said
    assert "We decide one note" in said
    assert "Stays here not counted Hedgerow does not read these boxes." in said


def test_no_step_shows_the_words_of_a_note(made: TestHouse) -> None:
    filled = a_session(made)

    pages = [step(made, filled.session.id, number).html or "" for number in range(1, 5)]

    assert not any(PROPOSAL in page or "no heating" in page for page in pages)
    assert WORDS


def test_nothing_is_closed_before_the_last_button(made: TestHouse) -> None:
    filled = a_session(made)

    last = step(made, filled.session.id, 4)

    assert session_of(made.services, filled.session.id).state is SessionState.OPEN
    assert last.css_first("form button.button-final").text() == "Collect and close"
    assert "The session cannot be opened again." in words(last)
    assert "whoever wrote it by phone does it on My notes" in words(last)


@pytest.mark.parametrize("given", ["0", "9", "x", "-1", "²"])
def test_a_step_that_is_none_is_the_nearest(made: TestHouse, given: str) -> None:
    filled = a_session(made)

    assert step(made, filled.session.id, given).css_first(".steps [aria-current]") is not None


def test_we_decide_counts_what_nobody_has_read_out(made: TestHouse) -> None:
    filled, sam = a_session(made), made.actor("sam")
    assert "One note waits" in words(step(made, filled.session.id, 3))

    days = Setting(take_back_days=14)
    note, sentence = filled.proposal_note_id, "Two weeks."
    record_read_back(made.services, sam, filled.session.id, note, sentence, days, Outcome.AGREED)

    said = words(step(made, filled.session.id, 3))
    assert "Every sentence of this session has been read" in said
    assert sentence in said


def test_an_open_question_is_told_first(made: TestHouse) -> None:
    filled = a_session(made)
    ask_brake(made, filled)

    assert "once it is answered" in words(step(made, filled.session.id, 1))


def test_collecting_from_the_first_step_comes_back_to_it(made: TestHouse) -> None:
    client = made.as_("sam")
    typed = {"kind": "T3", "day": "2026-12-16", "shown": "T3  2026-12-16 "}
    planned = client.post(f"/c/{made.community.id}/new-session", data=typed)
    where = client.get(planned.headers["Location"]).headers["Location"]

    asked = client.post(f"{where}/close/collect")

    assert client.get(asked.headers["Location"]).headers["Location"].endswith("/close")


def test_members_and_strangers_close_nothing(made: TestHouse) -> None:
    filled = a_session(made)

    for who, status in (("amina", 403), ("helen", 403), ("stranger", 404)):
        assert made.as_(who).get(f"/s/{filled.session.id}/close").status_code == status
        assert made.as_(who).post(f"/s/{filled.session.id}/close").status_code == status


def test_a_closed_session_leads_to_its_page(made: TestHouse) -> None:
    filled = a_session(made, state=SessionState.CLOSED)

    answer = made.as_("sam").get(f"/s/{filled.session.id}/close")

    assert answer.headers["Location"].endswith(f"/s/{filled.session.id}")


@pytest.mark.parametrize("has_partner", [True, False])
def test_kept_notes_are_said_to_be_on_a_desk_only_where_somebody_has_one(
    made: TestHouse, has_partner: bool
) -> None:
    with made.services.db.begin() as tx:
        add_agreement(tx, made.community.id, Agreement(1), made.services.now)
        if not has_partner:
            own, helen = tables.membership.c, made.people["helen"].person_id
            tx.execute(tables.membership.delete().where(own.person_id == helen))
    session = without_board(made)
    join(made, session).write("We rang first.")

    before = words(step(made, session.id, 1))
    after = made.as_("sam").post(f"/s/{session.id}/close", follow_redirects=True).text

    assert ("Helen makes pieces from them" in before) is has_partner
    assert ("Kept notes are on the desk of Helen." in unescape(after)) is has_partner
    assert ("They wait for a learning partner" in before) is not has_partner
    assert ("Nobody in this group is one yet: add one" in unescape(after)) is not has_partner


def test_afterwards_there_is_a_thank_you_and_the_next_session(made: TestHouse) -> None:
    filled = a_session(made, state=SessionState.CLOSED)

    html = LexborHTMLParser(made.as_("sam").get(f"/s/{filled.session.id}").text)
    thanks = html.css_first("#thank-you").text()

    assert "What we talked about: How do we decide well about going home?" in thanks
    assert "One held note is deleted on 16 December 2026. Until then Connie, Sam" in thanks
    assert "ask your facilitator" in thanks
    assert "no heating" not in thanks
    link = next(each for each in html.css("a") if each.text() == "Plan the next session")
    assert "kind=T2&form=long&day=2026-12-16" in (link.attributes["href"] or "")


def test_a_planned_session_is_named_in_the_thank_you(made: TestHouse) -> None:
    filled = a_session(made, state=SessionState.CLOSED)
    day = filled.session.day + timedelta(days=14)
    sam, design = made.actor("sam"), read_template("T3")
    plan_session(made.services, sam, made.community.id, day, design, "Our next one")

    html = LexborHTMLParser(made.as_("sam").get(f"/s/{filled.session.id}").text)

    assert "on Wednesday 2 December 2026, in “Our next one”." in html.css_first("#thank-you").text()
    assert "Our next one" in words(html, "#after ~ p + details + p, #after ~ p:last-child")


def test_the_thank_you_goes_when_its_days_are_over(made: TestHouse) -> None:
    filled = a_session(made, state=SessionState.CLOSED)
    made.clock.pass_days(60)

    assert "thank-you" not in made.as_("sam").get(f"/s/{filled.session.id}").text
    assert "thank-you" not in made.as_("amina").get(f"/s/{filled.session.id}").text
