from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin.convene.agreements import record_read_back
from plugin.convene.template_files import known_templates
from plugin.domain.agreements import RULE, Outcome, Setting
from plugin.domain.labels import Label
from plugin.domain.sessions import SessionState
from tests.unit.plugin.curate.meeting import change_note, meet
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.test_group_designs import fields_of

WHOLE = {"shared": "yes", "must_share": "yes", "authorised": "no", "each_acts": "no"}


def designs(made: TestHouse, who: str = "sam", **query: str) -> str:
    address = f"/c/{made.community.id}/designs"
    return made.as_(who).get(address, query_string=query).text


def test_every_design_is_a_card_that_leads_on(made: TestHouse) -> None:
    page = designs(made)

    for template in known_templates():
        assert template.meeting_kind in page
        assert template.purpose in page
    assert page.count("<article") == page.count('class="board"') == 17
    assert f"/c/{made.community.id}/new-session?kind=T12" in page
    assert f"/c/{made.community.id}/on-your-own" in page
    assert "75 or 120 min" in page
    assert "5 to 10" in page


def test_designs_are_shown_by_what_a_group_wants(made: TestHouse) -> None:
    page = designs(made, **{"for": "mend"})

    assert page.count("<article") == 3
    for name in ("Supervision", "Repair", "End well"):
        assert f">{name}</a>" in page


def test_an_unknown_wish_shows_every_design(made: TestHouse) -> None:
    assert designs(made, **{"for": "party"}).count("<article") == 17


def test_like_last_time_needs_a_last_time(made: TestHouse) -> None:
    assert "Like last time" not in designs(made)


def test_a_session_that_is_prepared_for_another_day_was_not_held(made: TestHouse) -> None:
    a_session(made, "T3", SessionState.OPEN)
    made.clock.now -= timedelta(days=7)

    assert "Like last time" not in designs(made)


def test_the_one_change_of_a_review_reaches_the_shipped_design_that_was_used(
    made: TestHouse,
) -> None:
    client, group = made.as_("sam"), f"/c/{made.community.id}"
    a_session(made, "T3", SessionState.CLOSED)
    review = a_session(made, "T4", SessionState.OPEN).session
    said, kept = "Talk first, <b>write</b> after.", Setting(other=(RULE, ""))
    given = (made.services, made.actor("sam"), review.id, None, said, kept, Outcome.AGREED)
    proposal_id = record_read_back(*given).id

    page = LexborHTMLParser(designs(made))
    same = page.css_first("section.card-main")
    fork = same.css_first(".notice a").attributes["href"] or ""
    form = fields_of(client.get(fork).text)
    saved = client.post(f"{group}/designs/new?like=T3", data={**form, "do": ["save"]})
    after = LexborHTMLParser(designs(made)).css_first("section.card-main").text()

    assert "Like last time, with the change that your group agreed" in same.text()
    assert "Stories and doubts" in same.text()  # not the review, which nobody repeats
    assert said in same.text()
    assert form["agreed"] == [proposal_id]
    assert saved.status_code == 303, saved.text
    assert said not in client.get(saved.headers["Location"]).text
    assert "with the change that your group agreed" not in after


@pytest.mark.parametrize("state", [SessionState.OPEN, SessionState.CLOSED])
def test_like_last_time_comes_first_with_what_was_agreed(
    made: TestHouse, state: SessionState
) -> None:
    filled = a_session(made, "T3", state)
    sam = made.actor("sam")
    for sentence, setting in (
        ("Talk first, <b>write</b> after.", Setting(other=(RULE, ""))),
        ("Headlines stay here.", Setting(zone=("T3", "Z2", Label.X))),
        ("Needs are kept.", Setting(zone=("T2", "Z1", Label.M))),
    ):
        given = (made.services, sam, filled.session.id, None, sentence, setting)
        record_read_back(*given, Outcome.AGREED)

    page = designs(made)

    assert "Like last time, with what you agreed since" in page
    assert "You used it on 18 November 2026" in page
    assert "Talk first, &lt;b&gt;write&lt;/b&gt; after." in page
    assert "Headlines stay here." in page
    assert "Needs are kept." not in page
    assert page.count("<article") == 16


def test_a_planned_session_is_no_last_time(made: TestHouse) -> None:
    a_session(made, "T3", SessionState.PLANNED)

    assert "Like last time" not in designs(made)


def test_the_five_questions_recommend_with_a_reason(made: TestHouse) -> None:
    address = f"/c/{made.community.id}/designs/questions"
    client = made.as_("sam")

    asked = client.get(address).text
    half = client.get(address, query_string=WHOLE).text
    whole = client.get(address, query_string={**WHOLE, "ends": "goes on"}).text

    assert asked.count("<legend>") == 5
    assert "Not every question has an answer yet" not in asked
    assert "Not every question has an answer yet" in half
    assert 'value="no" checked' in half
    assert "A learning community fits you" in whole
    assert "Nobody has given permission yet" in whole
    assert whole.index("Ask for permission") < whole.index("Make it safe together")


def test_on_your_own_asks_five_questions_and_has_nothing_to_write_in(made: TestHouse) -> None:
    member, address = made.as_("amina"), f"/c/{made.community.id}/on-your-own"
    page = member.get(address).text

    assert address in member.get(f"/c/{made.community.id}/").text
    for question in ("What happened?", "What did I feel?", "What might I be missing?"):
        assert question in page
    assert "Hedgerow keeps nothing" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert "<textarea" not in main


@pytest.mark.parametrize("path", ["designs", "designs/questions"])
@pytest.mark.parametrize("who", ["amina", "grace", "helen"])
def test_only_who_can_hold_a_session_chooses_a_design(made: TestHouse, path: str, who: str) -> None:
    assert made.as_(who).get(f"/c/{made.community.id}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["designs", "designs/questions", "on-your-own"])
def test_another_partnership_sees_no_designs_page(made: TestHouse, path: str) -> None:
    assert made.as_("stranger").get(f"/c/{made.community.id}/{path}").status_code in (403, 404)


def test_a_chosen_design_is_the_only_one_on_the_form(made: TestHouse) -> None:
    address = f"/c/{made.community.id}/new-session"

    page = made.as_("sam").get(address, query_string={"kind": "T5", "form": "short"}).text

    assert 'value="T5" checked' in page
    assert 'value="T3"' not in page
    assert 'value="short" checked' in page
    assert 'value="2026-11-18"' in page
    assert "Choose another design" in page
    assert "Build the board" not in page


def test_the_board_is_shown_with_a_sentence_for_every_step(made: TestHouse) -> None:
    address = f"/c/{made.community.id}/new-session"

    page = made.as_("sam").get(address, query_string={"kind": "T5", "day": "2026-12-16"}).text

    assert "Minute by minute, with a sentence to say" in page
    assert "If you hear advice, turn it into a question." in page


def test_a_card_says_what_of_the_group_waits_for_its_design(made: TestHouse) -> None:
    assert "in no piece yet" not in designs(made)

    meet(made.services, made.community.id)

    assert "3 kept notes of yours are in no piece yet." in designs(made)
    assert "checked piece" not in designs(made)


def test_what_was_expected_before_waits_for_the_review(made: TestHouse) -> None:
    filled = a_session(made, "T6b", SessionState.CLOSED)
    change_note(made.services, filled.note_id, label=Label.M)

    assert "What you expected before comes back on its board." in designs(made)
