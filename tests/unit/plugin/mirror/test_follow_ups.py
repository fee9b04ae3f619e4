"""Where commitments and asks stand between sessions, and what comes back of them."""

from pathlib import Path

import pytest

from plugin.building import _returning
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.follow_ups import FollowUpKind, FollowUpState, ReplyKind
from plugin.domain.labels import Label
from plugin.domain.returns import NOTE
from plugin.domain.sessions import Board, Session
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.withdrawal import take_back
from plugin.mirror.follow_ups import choose_kind, put_to_sponsor, say_what_became
from plugin.mirror.returns import record_returned
from plugin.mirror.sponsor import sponsor_page
from plugin.mirror.sponsor_asks import answer_ask
from plugin.scaffold.board_content import meeting_of
from plugin.store import boards as stored_boards
from tests.unit.plugin.curate.meeting import HELD, PHONE, TRUST, change_note, meet
from tests.unit.plugin.mirror.between import (
    ASK,
    PROMISE,
    agreed_ask,
    cards_of,
    finder,
    page_of,
    promise,
    released_ask,
)
from tests.unit.plugin.web.house import TestHouse, make_house

BECAME = "Four of five were rung."


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(made: TestHouse) -> Session:
    return meet(made.services, made.community.id)


def say(made: TestHouse, key: str, state: FollowUpState, words: str, who: str = "sam") -> None:
    here = (made.services, made.actor(who), made.community.id)
    say_what_became(*here, key, state, words, finder(made))


def answer(made: TestHouse, key: str, kind: ReplyKind, words: str, who: str = "grace") -> None:
    answer_ask(made.services, made.actor(who), made.partnership.id, key, kind, words)


def test_a_kept_note_waits_until_somebody_says_what_became_of_it(
    made: TestHouse, met: Session
) -> None:
    key = f"{NOTE}{promise(made, met)}"
    assert [each.words for each in page_of(made).open] == [PROMISE]

    say(made, key, FollowUpState.DONE, BECAME, who="helen")

    page = page_of(made)
    assert page.open == ()
    (line,) = page.settled
    assert (line.known.became, line.known.became_on) == (BECAME, made.services.today)
    assert cards_of(made) == ()


@pytest.mark.parametrize("label", [Label.H, Label.S])
def test_a_note_that_is_not_kept_is_never_followed_up(
    made: TestHouse, met: Session, label: Label
) -> None:
    note_id = promise(made, met, label=label)

    assert page_of(made).lines == ()
    assert cards_of(made) == ()
    with pytest.raises(BadInput):
        say(made, f"{NOTE}{note_id}", FollowUpState.DONE, BECAME)


def test_what_was_reported_in_the_box_of_returns_is_no_new_commitment(
    made: TestHouse, met: Session
) -> None:
    change_note(made.services, promise(made, met), zone_code="Z1")

    assert page_of(made).lines == ()


def test_members_read_sentences_and_no_notes(made: TestHouse, met: Session) -> None:
    promise(made, met)
    agreed_ask(made, met)

    assert [each.words for each in page_of(made, "amina").lines] == [ASK]
    assert page_of(made, "amina").notes == ()
    with pytest.raises(Refused):
        say(made, page_of(made).lines[0].key, FollowUpState.DONE, BECAME, who="amina")
    with pytest.raises(Refused):
        page_of(made, "grace")
    with pytest.raises(NotHere):
        page_of(made, "stranger")


def test_an_open_commitment_comes_back_on_the_next_board_in_the_words_of_its_note(
    made: TestHouse, met: Session
) -> None:
    note_id = promise(made, met)
    (card,) = cards_of(made)
    assert card.title == PROMISE
    assert card.description.endswith("What happened since?")
    sam, today = made.actor("sam"), made.services.today
    planned = plan_session(made.services, sam, made.community.id, today, read_template("T3"))

    record_returned(made.services, sam, planned.id, cards_of(made))

    with made.services.db.read() as tx:
        assert stored_boards.returned(tx, planned.id) == ((card.key, "", card.description),)
        board = meeting_of(tx, planned, read_template("T3"), "Lines", made.services.now)
    assert [each.title for each in board.cards] == [PROMISE]
    change_note(made.services, note_id, label=Label.H)
    with made.services.db.read() as tx:
        board = meeting_of(tx, planned, read_template("T3"), "Lines", made.services.now)
    assert board.cards == ()


def test_an_ask_goes_to_the_sponsor_only_as_a_sentence_that_the_group_agreed(
    made: TestHouse, met: Session
) -> None:
    note_id, key = promise(made, met), agreed_ask(made, met)
    sam, here = made.actor("sam"), made.community.id
    with pytest.raises(BadInput, match="word for word"):
        put_to_sponsor(made.services, sam, here, f"{NOTE}{note_id}", finder(made))
    assert asks(made) == []

    put_to_sponsor(made.services, sam, here, key, finder(made))

    assert asks(made) == [ASK]


def asks(made: TestHouse, who: str = "grace") -> list[str]:
    page = sponsor_page(made.services, made.actor(who), made.partnership.id)
    return [each.words for each in page.asks]


def test_a_piece_goes_to_the_sponsor_when_it_is_released(made: TestHouse, met: Session) -> None:
    key = released_ask(made, met)
    assert asks(made) == [ASK]

    answer(made, key, ReplyKind.PASSED_ON, "To the head of digital")

    (line,) = page_of(made, "amina").settled
    assert line.state is FollowUpState.ANSWERED
    (card,) = cards_of(made)
    assert card.description.endswith(
        "On 29 November 2026 the sponsor passed it on: To the head of digital."
    )


def test_a_sponsor_says_why_or_to_whom(made: TestHouse, met: Session) -> None:
    key = agreed_ask(made, met)
    put_to_sponsor(made.services, made.actor("sam"), made.community.id, key, finder(made))
    for kind, told in ((ReplyKind.DECLINED, "Say why"), (ReplyKind.PASSED_ON, "Say to whom")):
        with pytest.raises(BadInput, match=told):
            answer(made, key, kind, " ")
    for who in ("sam", "amina"):
        with pytest.raises(Refused):
            answer(made, key, ReplyKind.ACCEPTED, "", who)
    with pytest.raises(NotHere):
        answer(made, key, ReplyKind.ACCEPTED, "", "stranger")
    with pytest.raises(BadInput, match="held note"):
        answer(made, key, ReplyKind.ACCEPTED, HELD)

    answer(made, key, ReplyKind.ACCEPTED, "")

    (line,) = page_of(made, "amina").settled
    assert line.known.reply is not None


def test_what_the_group_let_go_is_asked_no_more(made: TestHouse, met: Session) -> None:
    key = released_ask(made, met)

    say(made, key, FollowUpState.LET_GO, "Somebody else does it now.")

    assert asks(made) == []
    with pytest.raises(BadInput, match="does not ask this any more"):
        answer(made, key, ReplyKind.ACCEPTED, "")


def test_an_answer_comes_back_once(made: TestHouse, met: Session) -> None:
    key = agreed_ask(made, met)
    sam = made.actor("sam")
    put_to_sponsor(made.services, sam, made.community.id, key, finder(made))
    answer(made, key, ReplyKind.DECLINED, "There is no money until April")
    planned = plan_session(
        made.services, sam, made.community.id, made.services.today, read_template("T3")
    )
    (card,) = _returning(made.runtime, sam, made.community.id)
    assert "There is no money until April." in card.description

    record_returned(made.services, sam, planned.id, cards_of(made))
    assert len(cards_of(made)) == 1  # no board stands yet
    with made.services.db.begin() as tx:
        stored_boards.save_board(tx, Board(planned.id, "board=", "Board", "http://x.example"))

    assert cards_of(made) == ()


def test_words_that_are_taken_back_go_with_their_line(made: TestHouse, met: Session) -> None:
    sam = made.actor("sam")
    first, key = promise(made, met), agreed_ask(made, met)
    say(made, f"{NOTE}{first}", FollowUpState.DONE, BECAME)
    say(made, key, FollowUpState.LET_GO, f"Because: {PHONE}")

    take_back(made.services, sam, first)
    taken = take_back(made.services, sam, f"phone-{met.id}")

    assert taken.reached["Between sessions"].endswith("is erased.")
    (line,) = page_of(made).lines
    assert line.known.became == ""
    say(made, key, FollowUpState.OPEN, "")


def test_notes_and_sentences_are_chosen_by_people(made: TestHouse, met: Session) -> None:
    change_note(made.services, f"trust-{met.id}", kind="idea")
    (offered,) = page_of(made).notes
    key = f"{NOTE}{offered.note.id}"
    here = (made.services, made.actor("helen"), made.community.id)

    choose_kind(*here, key, FollowUpKind.ASK, finder(made))

    assert [(each.words, each.kind) for each in page_of(made).open] == [(TRUST, FollowUpKind.ASK)]
    assert page_of(made).notes == ()
    with pytest.raises(BadInput):
        choose_kind(*here, f"{NOTE}silence-{met.id}", FollowUpKind.ASK, finder(made))
