"""Taking part by phone: without account, without cookie, and exactly once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from connectors.miro.client import MiroClient
from plugin import building, use_cases
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.notes import Note
from plugin.domain.sessions import Session
from plugin.domain.taking_part import ONLY_TALK
from plugin.store import notes as stored_notes
from plugin.store import participants, sessions
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session

DAY = date(2026, 11, 18)
KEPT, STAYS = "Z3", "ZX"  # boxes of T3
WORDS = "I do not know who decides <b>on a Friday</b> after four.\nNobody & I mean nobody."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    """Return a session whose board is not built: what people write is kept here alone."""
    sam, community_id = house.actor("sam"), house.community.id
    return plan_session(house.services, sam, community_id, DAY, read_template("T3"))


@pytest.fixture
def with_board(house: TestHouse) -> Session:
    sam = house.actor("sam")
    return new_session(house.runtime, sam, house.community.id, "T3", DAY)[0]


def make_code(house: TestHouse, session: Session) -> str:
    house.as_("sam").post(f"/s/{session.id}/join-code")
    with house.services.db.read() as tx:
        return participants.join_code(tx, session.id) or ""


def join(house: TestHouse, session: Session) -> tuple[FlaskClient, str]:
    """Return the phone of somebody who takes part, and the address of their own pages."""
    phone = house.as_(None)
    answer = phone.post(f"/j/{make_code(house, session)}")
    assert answer.status_code == 303, answer.text
    return phone, answer.headers["Location"]


def press_on(page: TestResponse) -> str:
    found = LexborHTMLParser(page.text).css_first('input[name="press"]')
    assert found is not None, page.text
    return str(found.attributes["value"])


def write(phone: FlaskClient, mine: str, words: str, box: str = KEPT) -> TestResponse:
    at = f"{mine}/boxes/{box}"
    return phone.post(at, data={"note": words, "press": press_on(phone.get(at))})


def notes(house: TestHouse, session: Session) -> tuple[Note, ...]:
    with house.services.db.read() as tx:
        return stored_notes.notes(tx, session.id)


def on_board(house: TestHouse, session: Session) -> list[str]:
    """Return what stands on the board's stickies, as Miro gives it."""
    with house.services.db.read() as tx:
        board = sessions.board(tx, session.id)
    assert board is not None
    return [each.content for each in miro(house, session).stickies(board.miro_board_id)]


def miro(house: TestHouse, session: Session) -> MiroClient:
    return house.runtime.accounts.miro(session.partnership_id)


def test_somebody_without_account_joins_writes_and_finds_the_note(
    house: TestHouse, with_board: Session
) -> None:
    phone, mine = join(house, with_board)

    sent = write(phone, mine, WORDS)

    assert sent.status_code == 303
    assert [each.text for each in notes(house, with_board)] == [WORDS]
    assert [each.miro_item_id is None for each in notes(house, with_board)] == [False]
    assert len(on_board(house, with_board)) == 1
    assert "after four" in phone.get(f"{mine}/notes").text
    assert phone.get_cookie("hedgerow_session") is None


def test_collecting_makes_no_second_note_of_one_by_phone(
    house: TestHouse, with_board: Session
) -> None:
    phone, mine = join(house, with_board)
    write(phone, mine, WORDS)
    author = notes(house, with_board)[0].author_hash

    captured = use_cases.collect(house.runtime, house.actor("sam"), with_board.id)

    (note,) = notes(house, with_board)
    assert (captured.new, captured.replaced, captured.stored) == (0, 0, 1)
    assert (note.text, note.author_hash, note.is_waiting) == (WORDS, author, False)


def test_one_form_makes_one_note(house: TestHouse, with_board: Session) -> None:
    # A double tap, a reload, the back button, a line that was lost: they all send a form again.
    phone, mine = join(house, with_board)
    at = f"{mine}/boxes/{KEPT}"
    form = {"note": WORDS, "press": press_on(phone.get(at))}

    for _ in range(3):
        assert phone.post(at, data=form).status_code == 303

    assert len(notes(house, with_board)) == len(on_board(house, with_board)) == 1


def test_a_box_that_stays_here_has_no_field_and_takes_nothing(
    house: TestHouse, session: Session
) -> None:
    phone, mine = join(house, session)
    page = phone.get(f"{mine}/boxes/{STAYS}")

    sent = phone.post(f"{mine}/boxes/{STAYS}", data={"note": "canary", "press": "x"})

    assert ONLY_TALK in page.text
    assert "<textarea" not in page.text
    assert sent.status_code == 400
    assert "canary" not in sent.text
    assert notes(house, session) == ()


@pytest.mark.parametrize("words", ["", "  \n\u200b ", "x" * 1501])
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(
    house: TestHouse, session: Session, words: str
) -> None:
    phone, mine = join(house, session)

    sent = write(phone, mine, words)

    field = LexborHTMLParser(sent.text).css_first("textarea")
    assert sent.status_code == 400
    assert field is not None
    assert field.text().removeprefix("\n") == words
    assert 'role="alert"' in sent.text
    assert notes(house, session) == ()


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
    phone = house.as_(None)

    statuses = {phone.get(f"/j/{code}-{each}").status_code for each in range(70)}

    assert len(statuses) == 2
    assert 404 in statuses
    assert phone.get(f"/j/{code}").status_code == 200


def test_a_code_that_was_stopped_leads_nowhere_and_those_who_joined_go_on(
    house: TestHouse, session: Session
) -> None:
    code = make_code(house, session)
    phone, mine = join(house, session)

    house.as_("sam").post(f"/s/{session.id}/join-code/stop")

    assert house.as_(None).get(f"/j/{code}").status_code == 404
    assert write(phone, mine, WORDS).status_code == 303


def test_after_close_nobody_joins_or_writes_and_writers_still_find_their_notes(
    house: TestHouse, with_board: Session
) -> None:
    code = make_code(house, with_board)
    phone, mine = join(house, with_board)
    idle, idle_link = join(house, with_board)
    write(phone, mine, WORDS)
    late = {"note": "too late", "press": press_on(phone.get(f"{mine}/boxes/{KEPT}"))}

    use_cases.close_session(house.runtime, house.actor("sam"), with_board.id)

    refused = phone.post(f"{mine}/boxes/{KEPT}", data=late)
    assert house.as_(None).get(f"/j/{code}").status_code == 404
    assert idle.get(idle_link).status_code == 404
    assert refused.status_code == 400
    assert [each.text for each in notes(house, with_board)] == [WORDS]
    assert "after four" in phone.get(f"{mine}/notes").text
    with house.services.db.read() as tx:
        assert participants.participants(tx, with_board.id) == 0


def test_every_page_of_a_personal_link_is_kept_to_oneself(
    house: TestHouse, session: Session
) -> None:
    phone, mine = join(house, session)
    write(phone, mine, WORDS)

    for path in ("/boxes", f"/boxes/{KEPT}", "/notes"):
        answer = phone.get(f"{mine}{path}")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


def test_an_old_phone_that_says_no_origin_can_send(house: TestHouse, session: Session) -> None:
    phone, mine = join(house, session)
    at = f"{mine}/boxes/{KEPT}"
    form = {"note": WORDS, "press": press_on(phone.get(at))}
    old = house.app.test_client()

    assert old.post(at, data=form, headers={"Origin": "null"}).status_code == 303
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    assert old.post(at, data=form, headers=elsewhere).status_code == 403


@pytest.mark.parametrize("path", ["/j/{code}", "{mine}/boxes", "{mine}/boxes/Z3", "{mine}/notes"])
def test_a_page_is_light_and_needs_no_script(house: TestHouse, session: Session, path: str) -> None:
    phone, mine = join(house, session)
    write(phone, mine, WORDS)

    page = phone.get(path.format(code=make_code(house, session), mine=mine))

    tree = LexborHTMLParser(page.text)
    linked = [each.attributes["href"] or "" for each in tree.css("head link")]
    weight = len(page.data) + sum(len(phone.get(each, buffered=True).data) for each in linked)
    assert linked
    assert tree.css("script, img, iframe") == []
    assert weight < 60_000


def test_a_note_written_before_there_is_a_board_is_placed_once_there_is_one(
    house: TestHouse, session: Session
) -> None:
    phone, mine = join(house, session)
    write(phone, mine, "before the board")
    kept = [each.miro_item_id for each in notes(house, session)]

    building.build(house.runtime, house.actor("sam"), session.id)
    write(phone, mine, "after it")

    assert kept == [None]
    assert len(on_board(house, session)) == len(notes(house, session)) == 2


def test_the_page_follows_the_step_that_it_is_now(house: TestHouse, session: Session) -> None:
    phone, mine = join(house, session)
    before = phone.get(mine).headers["Location"]
    steps = house.as_("sam")
    steps.post(f"/s/{session.id}/live/step", data={"to": "0", "shown": ""})
    for number in range(1, 12):
        steps.post(f"/s/{session.id}/live/step", data={"to": number, "shown": number - 1})
        if "/boxes/" in phone.get(mine).headers["Location"]:
            break

    assert before.endswith("/boxes")
    assert "/boxes/" in phone.get(mine).headers["Location"]
