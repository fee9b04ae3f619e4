"""A link of one's own to notes that one wrote on the board, by Miro's word for who asks."""

from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from plugin import use_cases
from plugin.domain.notes import NoteState
from plugin.domain.sessions import Session
from plugin.store import tables as t
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, SOMEBODY_IN_MIRO, InMiro
from tests.world.phones import HELD, KEPT, board_id, notes_of

OTHERS = "what somebody else wrote"


@pytest.fixture
def somebody(house: TestHouse, session: Session) -> InMiro:
    """Return a participant's panel: nobody in Hedgerow, and no account."""
    write(house, session, SOMEBODY_IN_MIRO, "mine, the first")
    write(house, session, SOMEBODY_IN_MIRO, "mine, the second", HELD)
    write(house, session, SAM_IN_MIRO, OTHERS)
    return InMiro(house, board_id(house, session), user=SOMEBODY_IN_MIRO)


def write(house: TestHouse, session: Session, user: str, words: str, box: str = KEPT) -> None:
    miro = house.sandbox.extensions["hedgerow_sandbox"].miro
    title = {KEPT: "story", HELD: "Listening"}[box]
    board = board_id(house, session)
    frame = next(each for each in miro.board(board).frames() if title in each.data["title"])
    note = {"person": user, "text": words, "frame": frame.id}
    client = house.sandbox.test_client()
    assert client.post(f"/_sandbox/miro/boards/{board}/notes", json=note).status_code == 201


def collect(house: TestHouse, session: Session) -> None:
    use_cases.collect(house.runtime, house.actor("sam"), session.id)


def link_of(panel: InMiro) -> str:
    answer = panel.ask("/my-notes", {})
    assert answer.status_code == 200, answer.text
    return urlsplit(answer.get_json()["address"]).path


def opened(house: TestHouse, link: str) -> TestResponse:
    return house.as_(None).get(link)


def test_who_wrote_on_the_board_follows_their_notes(
    house: TestHouse, session: Session, somebody: InMiro
) -> None:
    collect(house, session)
    assert somebody.state() == {"view": "unlinked"}

    link = link_of(somebody)

    page = opened(house, link)
    assert "mine, the first" in page.text
    assert "mine, the second" in page.text
    assert OTHERS not in page.text
    assert "Change or delete" not in page.text
    own = {each.text or "": each for each in notes_of(house, session)}["mine, the first"]
    assert "You wrote this note on the board" in opened(house, f"{link}/{own.id}").text
    browser = house.as_(None)
    for act in ("change", "delete"):
        answer = browser.post(f"{link}/{own.id}/{act}", data={"note": "other words"})
        assert answer.status_code == 400
        assert "Change it or delete it there" in answer.text
    collect(house, session)  # what is seen again stays theirs
    assert "mine, the first" in opened(house, link).text

    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    assert "Where it went, take back" in opened(house, link).text
    before = opened(house, f"{link}/{own.id}").text
    assert "Its sticky stays on the board until you delete it there." in before
    assert "Hedgerow deletes its sticky" not in before
    browser.post(f"{link}/{own.id}/take-back")
    gone = next(each for each in notes_of(house, session) if each.id == own.id)
    assert (gone.text, gone.state) == (None, NoteState.TAKEN_BACK)
    assert "What was reached" in opened(house, f"{link}/{own.id}").text


def test_no_row_has_the_link_or_joins_a_person_and_a_note(
    house: TestHouse, session: Session, somebody: InMiro
) -> None:
    collect(house, session)
    token = link_of(somebody).split("/")[3]

    marks = [each.own_hash for each in notes_of(house, session)]
    assert len({each for each in marks if each}) == 2
    assert None in marks
    with house.services.db.read() as tx:
        for table in t.metadata.sorted_tables:
            for row in tx.execute(sa.select(table)):
                assert token not in repr(row), table.name
                assert SOMEBODY_IN_MIRO not in repr(row), table.name


def test_the_newest_link_opens_what_came_since(
    house: TestHouse, session: Session, somebody: InMiro
) -> None:
    collect(house, session)
    first = link_of(somebody)
    write(house, session, SOMEBODY_IN_MIRO, "mine, written later")
    collect(house, session)
    assert "written later" not in opened(house, first).text

    second = link_of(somebody)

    assert opened(house, first).status_code == 404
    for words in ("mine, the first", "mine, the second", "written later"):
        assert words in opened(house, second).text


def test_nobody_is_given_a_link_to_anything_else(
    house: TestHouse, session: Session, somebody: InMiro
) -> None:
    def refused(panel: InMiro) -> str:
        answer = panel.ask("/my-notes", {})
        assert answer.status_code == 404
        detail: str = answer.get_json()["detail"]
        return detail

    nothing_yet = refused(somebody)  # nothing is collected
    collect(house, session)
    elsewhere = InMiro(house, "uXjVnowhere=", user=SOMEBODY_IN_MIRO)
    nobody = InMiro(house, somebody.board_id, user="3074457350000000999")
    assert {refused(elsewhere), refused(nobody)} == {nothing_yet}
    forged = InMiro(house, somebody.board_id, token="a.b.c")
    assert forged.ask("/my-notes", {}).status_code == 401

    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    assert refused(somebody) == nothing_yet  # nobody knows any more who wrote what
    assert all(each.own_hash is None for each in notes_of(house, session))
