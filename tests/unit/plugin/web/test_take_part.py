"""Taking part by phone: without account, without cookie, and exactly once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin import building, use_cases
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.sessions import Session
from plugin.domain.taking_part import ONLY_TALK
from plugin.languages import Language
from plugin.store import participants
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session
from tests.world.phones import (
    HELD,
    KEPT,
    STAYS,
    join,
    make_code,
    notes_of,
    press_on,
    stickies_of,
    without_board,
)

DAY = date(2026, 11, 18)
WORDS = "I do not know who decides <b>on a Friday</b> after four.\nNobody & I mean nobody."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


@pytest.fixture
def with_board(house: TestHouse) -> Session:
    sam = house.actor("sam")
    return new_session(house.runtime, sam, house.community.id, "T3", DAY)[0]


def test_somebody_without_account_joins_writes_and_finds_the_note(
    house: TestHouse, with_board: Session
) -> None:
    phone = join(house, with_board)

    sent = phone.write(WORDS)

    assert sent.status_code == 303
    assert [each.text for each in notes_of(house, with_board)] == [WORDS]
    assert [each.miro_item_id is None for each in notes_of(house, with_board)] == [False]
    assert len(stickies_of(house, with_board)) == 1
    assert "after four" in phone.open("/notes").text
    assert phone.client.get_cookie("hedgerow_session") is None


def test_collecting_makes_no_second_note_of_one_by_phone(
    house: TestHouse, with_board: Session
) -> None:
    phone = join(house, with_board)
    phone.write(WORDS)
    author = notes_of(house, with_board)[0].author_hash

    captured = use_cases.collect(house.runtime, house.actor("sam"), with_board.id)

    (note,) = notes_of(house, with_board)
    assert (captured.new, captured.replaced, captured.stored) == (0, 0, 1)
    assert (note.text, note.author_hash, note.is_waiting) == (WORDS, author, False)


def test_one_form_makes_one_note(house: TestHouse, with_board: Session) -> None:
    # A double tap, a reload, the back button, a line that was lost: they all send a form again.
    phone = join(house, with_board)
    form = phone.form(WORDS)

    for _ in range(3):
        assert phone.send(form).status_code == 303

    assert len(notes_of(house, with_board)) == len(stickies_of(house, with_board)) == 1


def test_words_that_the_back_button_brings_again_are_the_same_note(
    house: TestHouse, session: Session
) -> None:
    phone, other = join(house, session), join(house, session)
    phone.write(WORDS)

    assert phone.write(WORDS).status_code == 303  # of a form with another press
    phone.write(WORDS, HELD)
    other.write(WORDS)

    assert [each.zone_code for each in notes_of(house, session)] == [KEPT, KEPT, HELD]
    own = [e for e in notes_of(house, session) if phone.open(f"/notes/{e.id}").status_code == 200]
    phone.press(own[0], "delete")
    phone.write(WORDS)
    assert [each.zone_code for each in notes_of(house, session)] == [KEPT, KEPT, HELD]


def test_a_box_that_stays_here_has_no_field_and_takes_nothing(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    page = phone.open(f"/boxes/{STAYS}")

    sent = phone.send({"note": "canary", "press": "x"}, STAYS)

    assert ONLY_TALK in page.text
    assert "<textarea" not in page.text
    assert sent.status_code == 400
    assert "canary" not in sent.text
    assert notes_of(house, session) == ()


@pytest.mark.parametrize(
    "words", ["", "  \n\u200b ", "x" * 5_001, "&" * 1_200, "a\n" * 1_200 + "a"]
)
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(
    house: TestHouse, session: Session, words: str
) -> None:
    phone = join(house, session)

    sent = phone.write(words)

    field = LexborHTMLParser(sent.text).css_first("textarea")
    assert sent.status_code == 400
    assert field is not None
    assert field.text().removeprefix("\n") == words
    assert 'role="alert"' in sent.text
    assert notes_of(house, session) == ()


@pytest.mark.parametrize(
    "address", ["/j/otter-lane-brick", "/me/nothing/abc", "/me/{id}/abc/notes"]
)
def test_a_dead_link_gets_a_sentence(house: TestHouse, session: Session, address: str) -> None:
    answer = house.as_(None).get(address.format(id=session.id))

    assert answer.status_code == 404
    assert "leads to no" in answer.text


def test_links_that_nobody_made_are_not_tried_without_end(
    house: TestHouse, session: Session
) -> None:
    code = make_code(house, session)
    browser = house.as_(None)

    statuses = {browser.get(f"/j/{code}-{each}").status_code for each in range(70)}

    assert len(statuses) == 2
    assert 404 in statuses
    assert browser.get(f"/j/{code}").status_code == 200


def test_a_code_that_was_stopped_leads_nowhere_and_those_who_joined_go_on(
    house: TestHouse, session: Session
) -> None:
    code = make_code(house, session)
    phone = join(house, session)

    house.as_("sam").post(f"/s/{session.id}/join-code/stop")

    assert house.as_(None).get(f"/j/{code}").status_code == 404
    assert phone.write(WORDS).status_code == 303


def test_the_session_says_how_notes_came_that_nobody_collected(
    house: TestHouse, with_board: Session
) -> None:
    join(house, with_board).write(WORDS)

    page = house.as_("sam").get(f"/s/{with_board.id}").text

    assert "1 note</h2>" in page
    assert "collected from the board yet: this note came by phone, or was added by hand." in page


def test_after_close_nobody_joins_or_writes_and_writers_still_find_their_notes(
    house: TestHouse, with_board: Session
) -> None:
    code = make_code(house, with_board)
    phone = join(house, with_board)
    idle = join(house, with_board)
    phone.write(WORDS)
    late = phone.form("too late")

    use_cases.close_session(house.runtime, house.actor("sam"), with_board.id)

    refused = phone.send(late)
    assert house.as_(None).get(f"/j/{code}").status_code == 404
    assert idle.open("").status_code == 404
    assert refused.status_code == 400
    assert [each.text for each in notes_of(house, with_board)] == [WORDS]
    assert "after four" in phone.open("/notes").text
    with house.services.db.read() as tx:
        assert participants.participants(tx, with_board.id) == 0


def test_every_page_of_a_personal_link_is_kept_to_oneself(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    phone.write(WORDS)

    for path in ("/boxes", f"/boxes/{KEPT}", "/notes"):
        answer = phone.open(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


def test_an_old_phone_that_says_no_origin_can_send(house: TestHouse, session: Session) -> None:
    phone = join(house, session)
    at, form = f"{phone.mine}/boxes/{KEPT}", phone.form(WORDS)
    old = house.app.test_client()

    assert old.post(at, data=form, headers={"Origin": "null"}).status_code == 303
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    assert old.post(at, data=form, headers=elsewhere).status_code == 403


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("path", ["/j/{code}", "{mine}/boxes", "{mine}/boxes/Z3", "{mine}/notes"])
def test_a_page_is_light_and_needs_no_script(
    house: TestHouse, session: Session, path: str, language: Language
) -> None:
    phone = join(house, session)
    phone.write(WORDS)
    at = path.format(code=make_code(house, session), mine=phone.mine)

    page = phone.client.get(f"{at}?lang={language}")

    assert f'<html lang="{language.tag}">' in page.text

    tree = LexborHTMLParser(page.text)
    scripts = [each.attributes["src"] or "" for each in tree.css("script")]
    linked = [each.attributes["href"] or "" for each in tree.css("head link")] + scripts
    weight = len(page.data) + sum(
        len(phone.client.get(each, buffered=True).data) for each in linked
    )
    assert linked
    # The clock, without which the same stands on the next page that somebody opens, and what asks
    # before words that are typed are lost, which the page says too.
    named = {each.rpartition("/")[2].partition("?")[0] for each in scripts}
    assert named <= {"clock.js", "phone_clock.js", "unsaved.js"}
    assert tree.css("img, iframe") == []
    assert weight < 60_000


def test_a_note_written_before_there_is_a_board_is_placed_once_there_is_one(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    phone.write("before the board")
    kept = [each.miro_item_id for each in notes_of(house, session)]

    building.build(house.runtime, house.actor("sam"), session.id)
    phone.write("after it")

    assert kept == [None]
    assert len(stickies_of(house, session)) == len(notes_of(house, session)) == 2


def test_the_page_follows_the_step_that_it_is_now(house: TestHouse, session: Session) -> None:
    phone = join(house, session)
    before = phone.open("").headers["Location"]
    steps = house.as_("sam")
    steps.post(f"/s/{session.id}/live/step", data={"to": "0", "shown": ""})
    for number in range(1, 12):
        steps.post(f"/s/{session.id}/live/step", data={"to": number, "shown": number - 1})
        if "/boxes/" in phone.open("").headers["Location"]:
            break

    assert before.endswith("/boxes")
    assert "/boxes/" in phone.open("").headers["Location"]


def test_before_a_session_is_open_people_join_and_do_not_write(house: TestHouse) -> None:
    # Who reads held notes is frozen when it opens: no label could be promised before.
    sam, community_id = house.actor("sam"), house.community.id
    planned = plan_session(house.services, sam, community_id, DAY, read_template("T3"))
    phone = join(house, planned)

    page, sent = phone.open(f"/boxes/{KEPT}"), phone.send({"note": WORDS, "press": "x"})

    assert "has not begun" in page.text
    assert sent.status_code == 400
    assert "Friday" in sent.text
    assert notes_of(house, planned) == ()


def test_a_story_is_one_form_and_one_account(house: TestHouse, session: Session) -> None:
    phone = join(house, session)
    page = LexborHTMLParser(phone.open(f"/boxes/{KEPT}").text)
    asked = [each.text() for each in page.css("form label")]
    at = f"{phone.mine}/boxes/{KEPT}"
    answers = ["On the ward.", "", "Whether to ring.", "I rang."]
    story = {"note": answers, "press": press_on(phone.open(f"/boxes/{KEPT}"))}

    for _ in range(2):
        assert phone.client.post(at, data=story).status_code == 303
    join(house, session).write("somebody else's")
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    told = {each.text: each.strand_id for each in notes_of(house, session)}
    other = told.pop("somebody else's")
    assert asked[0] == "Where were you, what did you see?"
    assert len(asked) == 4
    assert sorted(filter(None, told)) == sorted(filter(None, answers))
    assert len(set(told.values()) - {other}) == len(set(told.values())) == 1


def test_a_story_that_cannot_be_sent_keeps_every_answer(house: TestHouse, session: Session) -> None:
    phone = join(house, session)
    story = {"note": ["first answer", "x" * 5_001], "press": "p"}

    sent = phone.client.post(f"{phone.mine}/boxes/{KEPT}", data=story)

    assert sent.status_code == 400
    assert "first answer" in sent.text
    assert notes_of(house, session) == ()
