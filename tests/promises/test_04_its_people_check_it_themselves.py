"""Promise 4 by personal links: those who wrote it say whether it is right, and nobody else can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser

from plugin import use_cases
from plugin.backups.restoring import restore
from plugin.converse.answering import give_answer
from plugin.curate.pieces import make_piece, whole_piece
from plugin.curate.releasing import release
from plugin.domain.agreements import Agreement
from plugin.domain.blockers import why_not_checked
from plugin.domain.checks import is_refused
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung, last_checked
from plugin.domain.questions import AnswerKind
from plugin.errors import Refused
from plugin.govern.retention import tidy
from plugin.store import communities as stored_communities
from plugin.store import tables as t
from plugin.store.backing_up import back_up
from plugin.store.database import Database
from tests import databases
from tests.unit.plugin.curate.meeting import meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import Phone, join, notes_of, without_board

WROTE = (
    "The ward clerk phoned me because she knew my name",
    "Nobody told the pharmacy about the second discharge form",
    "Transport came early and the family had no keys",
)
TITLE, LINE = "A call that works for some", "Twice it went well outside the paper."
STORY = "We doubt whether that was fair to those without anybody to ring."
CANARY = "canary: it was always the same nurse who had to do the ringing"


@dataclass(frozen=True)
class Asked:
    """A piece that is asked about, and the phones of those who wrote its notes."""

    house: TestHouse
    phones: tuple[Phone, ...]
    piece_id: str

    @property
    def whole(self) -> PieceWhole:
        return whole_piece(self.house.services, self.piece_id)

    @property
    def path(self) -> str:
        return f"/check/{self.whole.questions[-1].id}"

    @property
    def is_checked(self) -> bool:
        return last_checked(self.whole, self.house.clock()) is not None

    def ask(self, who: str = "helen") -> int:
        return self.house.as_(who).post(f"/pieces/{self.piece_id}/ask").status_code

    def answer(self, number: int, kind: str, words: str | None = None) -> int:
        phone = self.phones[number]
        form = {"answer": kind} | ({} if words is None else {"words": words})
        return phone.client.post(f"{phone.mine}{self.path}", data=form).status_code

    def close(self) -> None:
        self.house.clock.pass_days(15)

    def desk(self) -> str:
        return self.house.as_("helen").get(f"/pieces/{self.piece_id}").text


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def written(house: TestHouse, *texts: str, line: str = LINE) -> Asked:
    """Let people write a note each, and a piece be made of them."""
    with house.services.db.begin() as tx:
        if stored_communities.agreement(tx, house.community.id) is None:
            stored_communities.add_agreement(tx, house.community.id, Agreement(1), house.clock())
    session = without_board(house)
    phones = tuple(join(house, session) for _ in texts)
    for phone, text in zip(phones, texts, strict=True):
        phone.write(text)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    note_ids = [each.id for each in notes_of(house, session)]
    helen, here = house.actor("helen"), house.community.id
    made = make_piece(house.services, helen, here, note_ids, TITLE, line, STORY, kind="doubt")
    return Asked(house, phones, made.piece.id)


@pytest.fixture
def asked(house: TestHouse) -> Asked:
    found = written(house, *WROTE)
    assert found.ask() == 303
    return found


def rows(asked: Asked) -> list[tuple[str, str]]:
    with asked.house.services.db.read() as tx:
        return [(row.kind, row.words) for row in tx.execute(sa.select(t.answer))]


def test_it_is_checked_with_its_people_when_the_question_closes(asked: Asked) -> None:
    assert [asked.answer(n, "yes") for n in (0, 1)] == [303, 303]
    before = asked.is_checked

    asked.close()

    assert (before, asked.is_checked) == (False, True)
    assert "Checked with its people on" in asked.desk()
    release(
        asked.house.services, asked.house.actor("helen"), asked.piece_id, Rung.PARTNERSHIP, NO_HARM
    )


def test_as_long_as_they_are_asked_it_goes_nowhere(asked: Asked) -> None:
    for number in range(3):
        asked.answer(number, "yes")

    with pytest.raises(Refused, match="are asked about these words until"):
        release(
            asked.house.services,
            asked.house.actor("helen"),
            asked.piece_id,
            Rung.PARTNERSHIP,
            NO_HARM,
        )


@pytest.mark.parametrize("kinds", [(), ("yes",), ("nearly", "nearly", "nearly")])
def test_silence_alone_checks_nothing(asked: Asked, kinds: tuple[str, ...]) -> None:
    for number, kind in enumerate(kinds):
        asked.answer(number, kind)

    asked.close()

    assert not asked.is_checked


def test_one_who_says_that_it_is_off_stops_the_same_words_for_good(asked: Asked) -> None:
    for number, kind in enumerate(("yes", "yes", "off")):
        asked.answer(number, kind)
    asked.close()

    read_back_today(asked.house.services, asked.house.actor("sam"), asked.whole)
    asked.house.clock.pass_days(30)

    assert not asked.is_checked
    assert "said that it is off" in (why_not_checked(asked.whole, asked.house.clock()) or "")
    assert asked.ask() == 400


def test_words_that_are_off_do_not_come_in_another_piece(asked: Asked) -> None:
    asked.answer(0, "off")
    asked.close()
    services, helen = asked.house.services, asked.house.actor("helen")
    note_ids = [each.note_id for each in asked.whole.sources]

    again = make_piece(
        services, helen, asked.house.community.id, note_ids, "Other", LINE, STORY, kind="story"
    )

    copy = Asked(asked.house, asked.phones, again.piece.id)
    assert copy.ask() == 400


def test_other_words_are_asked_about_again(asked: Asked) -> None:
    asked.answer(2, "off")
    asked.close()
    changed = {"title": TITLE, "line": "Other words.", "narrative": "Another story.", "after": "1"}
    asked.house.as_("helen").post(f"/pieces/{asked.piece_id}/words", data=changed)

    assert asked.ask() == 303
    for number in range(2):
        asked.answer(number, "yes")
    asked.close()

    assert asked.is_checked


def test_words_that_came_meanwhile_are_not_those_that_were_asked_about(asked: Asked) -> None:
    old = asked.path
    asked.answer(0, "yes")
    asked.answer(1, "yes")
    changed = {"title": TITLE, "line": "Other words.", "narrative": STORY, "after": "1"}
    asked.house.as_("helen").post(f"/pieces/{asked.piece_id}/words", data=changed)

    late = asked.phones[2].client.post(f"{asked.phones[2].mine}{old}", data={"answer": "yes"})
    asked.close()

    assert (late.status_code, "closed, or the words were changed" in late.text) == (400, True)
    assert not asked.is_checked


def test_a_closed_question_takes_no_answer(asked: Asked) -> None:
    asked.close()

    assert asked.answer(0, "off") == 400
    assert rows(asked) == []


def test_whoever_does_not_want_it_shared_takes_their_notes_out_at_once(asked: Asked) -> None:
    asked.answer(0, "not shared")

    gone = [each.gone_because for each in asked.whole.sources if each.gone_because]
    assert (gone, asked.whole.voices) == (["Its writer did not want it in this piece."], 2)
    assert asked.answer(0, "yes") == 400
    page = asked.phones[0].open(asked.path).text
    assert "Your notes are not in this text any more" in page
    assert asked.phones[0].open("/notes").text.count(WROTE[0]) == 1, "the note itself stays"


def test_words_of_a_note_that_was_left_out_go_nowhere(house: TestHouse) -> None:
    asked = written(house, *WROTE, line=f"As one of us wrote: {WROTE[0]}")
    asked.ask()
    asked.answer(0, "not shared")
    assert asked.answer(1, "off", WROTE[0]) == 400, "it would bring them back"
    assert asked.answer(2, "yes") == 400, "it is looked at again first"
    data = {"gone": [each.note_id for each in asked.whole.sources]}
    house.as_("helen").post(f"/pieces/{asked.piece_id}/still-stands", data=data)
    asked.answer(1, "yes")
    asked.answer(2, "yes")
    asked.close()

    with pytest.raises(Refused):
        release(house.services, house.actor("helen"), asked.piece_id, Rung.PARTNERSHIP, NO_HARM)


def test_a_quote_needs_everybodys_yes(house: TestHouse) -> None:
    asked = written(house, *WROTE, line=f"As one of us wrote: {WROTE[0]}")
    asked.ask()
    asked.answer(1, "yes")
    asked.answer(2, "yes")
    asked.close()
    silent = asked.is_checked

    asked.ask()
    for number in range(3):
        asked.answer(number, "yes")
    asked.close()

    assert (silent, asked.is_checked) == (False, True)


@pytest.mark.parametrize(("kind", "is_checked"), [("yes", True), ("nearly", False), (None, False)])
def test_one_voice_says_yes_itself(house: TestHouse, kind: str | None, is_checked: bool) -> None:
    asked = written(house, WROTE[0])
    asked.ask()
    if kind:
        asked.answer(0, kind)

    asked.close()

    assert asked.is_checked is is_checked


@pytest.mark.parametrize("goes", [0, 1])
def test_the_yes_of_one_who_went_is_not_the_yes_of_who_stays(house: TestHouse, goes: int) -> None:
    asked = written(house, *WROTE[:2])
    asked.ask()
    asked.answer(0, "yes")
    note = next(e for e in notes_of_piece(asked) if e[1] == WROTE[goes])
    phone = asked.phones[goes]
    phone.client.post(f"{phone.mine}/notes/{note[0]}/take-back")

    asked.close()

    assert (asked.whole.voices, asked.is_checked) == (1, False)


def notes_of_piece(asked: Asked) -> list[tuple[str, str]]:
    ids = [each.note_id for each in asked.whole.sources]
    with asked.house.services.db.read() as tx:
        found = tx.execute(sa.select(t.note).where(t.note.c.id.in_(ids)))
        return [(row.id, row.text) for row in found]


def test_where_some_have_no_link_the_group_is_asked_too(house: TestHouse) -> None:
    """Notes from the board and from phones in one piece: answers by link alone check nothing."""
    first, met = written(house, *WROTE[:2]), meet(house.services, house.community.id)
    note_ids = [*(each.note_id for each in first.whole.sources), f"trust-{met.id}"]
    made = make_piece(
        house.services, house.actor("helen"), house.community.id, note_ids, "T", "L.", "S."
    )
    asked = Asked(house, first.phones, made.piece.id)
    assert asked.ask() == 303
    asked.answer(0, "yes")
    asked.answer(1, "yes")
    asked.close()
    by_link = asked.is_checked

    read_back_today(house.services, house.actor("sam"), asked.whole)
    house.clock.pass_days(9)

    assert (by_link, asked.is_checked) == (False, True)


def test_where_nobody_has_a_link_nobody_is_asked(house: TestHouse) -> None:
    met = meet(house.services, house.community.id)
    note_ids = [f"trust-{met.id}", f"phone-{met.id}"]
    made = make_piece(
        house.services, house.actor("helen"), house.community.id, note_ids, "T", "L.", "S."
    )

    assert Asked(house, (), made.piece.id).ask() == 400
    page = house.as_("helen").get(f"/pieces/{made.piece.id}").text
    assert "Ask the people who wrote it" not in page


def test_only_who_curates_asks(house: TestHouse) -> None:
    asked = written(house, WROTE[0])

    refused = [asked.ask(who) for who in ("amina", "grace", "connie")]

    assert (refused, asked.whole.questions) == ([404, 403, 403], ())
    assert asked.ask("helen") == 303


def test_somebody_elses_link_answers_nothing(asked: Asked) -> None:
    """A facilitator who joins another session has a link, and no note in this piece."""
    stranger = join(asked.house, without_board(asked.house))
    stranger.write("Something else altogether")

    shown, sent = (
        stranger.open(asked.path),
        stranger.client.post(f"{stranger.mine}{asked.path}", data={"answer": "yes"}),
    )

    for answer in (shown, sent):
        assert answer.status_code == 404
        assert "This link belongs to somebody else’s notes." in answer.text
        assert LINE not in answer.text
    assert rows(asked) == []


def test_one_who_wrote_no_note_in_it_is_asked_nothing(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    kept = [each.note_id for each in asked.whole.sources]
    some = [n for n, text in notes_of_piece(asked) if text != WROTE[2]]
    assert len(some) == len(kept) - 1
    made = make_piece(
        house.services, house.actor("helen"), house.community.id, some, "T", "L.", "S."
    )
    fewer = Asked(house, asked.phones, made.piece.id)
    fewer.ask()

    assert [fewer.answer(n, "yes") for n in range(3)] == [303, 303, 404]
    assert "to check" not in asked.phones[2].open("/notes").text
    assert "1 to check" in asked.phones[0].open("/notes").text


def test_nobody_with_an_account_answers_for_others(asked: Asked) -> None:
    for who in ("helen", "sam", "connie", "amina", "grace", None):
        client = asked.house.as_(who)
        guessed = f"/me/{asked.whole.sources[0].session_id}/guessed{asked.path}"
        assert client.post(guessed, data={"answer": "yes"}).status_code == 404

    assert rows(asked) == []


def test_sending_often_is_one_answer_and_it_can_be_changed(asked: Asked) -> None:
    for kind in ("yes", "yes", "off", "nearly"):
        asked.answer(0, kind)
    asked.answer(0, "nearly", "Say rang, not phoned.")
    asked.answer(0, "nearly", "Say rang, not phoned.")

    assert rows(asked) == [("nearly", "Say rang, not phoned.")]
    assert asked.answer(0, "maybe") == 400


def test_what_is_too_long_is_told_and_not_lost(asked: Asked) -> None:
    asked.answer(0, "nearly")
    phone = asked.phones[0]

    answer = phone.client.post(
        f"{phone.mine}{asked.path}", data={"answer": "nearly", "words": "word " * 300}
    )

    assert (answer.status_code, "word word" in answer.text) == (400, True)
    assert rows(asked) == [("nearly", "")]


def test_answers_come_out_together_and_on_the_next_day(asked: Asked) -> None:
    asked.answer(0, "nearly", CANARY)
    alone = asked.desk()
    asked.house.clock.pass_days(1)
    still_alone = asked.desk()
    asked.answer(1, "yes")
    same_day = asked.desk()
    asked.house.clock.pass_days(1)

    assert [CANARY in each for each in (alone, still_alone, same_day)] == [False] * 3
    assert "No answer came out yet" in same_day
    assert CANARY in asked.desk()
    assert "“Yes, that’s right”, “Nearly”" in asked.desk()


def test_one_answer_comes_out_when_the_question_has_closed(asked: Asked) -> None:
    asked.answer(0, "nearly", CANARY)
    asked.close()

    assert CANARY in asked.desk()


def test_nobody_can_watch_when_an_answer_is_changed(asked: Asked) -> None:
    asked.answer(0, "nearly", CANARY)
    asked.answer(1, "yes")
    asked.house.clock.pass_days(1)
    before = asked.desk()

    asked.answer(0, "off", "Other words.")

    def shown(page: str) -> str:
        return LexborHTMLParser(page).css_first("#asking").text()

    assert shown(asked.desk()) == shown(before)
    asked.close()
    assert "Other words." in asked.desk()
    assert CANARY not in asked.desk()


def test_no_page_counts_those_who_answered(asked: Asked) -> None:
    asked.answer(0, "yes")
    asked.answer(1, "yes")
    asked.close()
    two = LexborHTMLParser(asked.desk()).css_first("#asking").text()

    asked2 = written(asked.house, *WROTE, line="Quite another line.")
    asked2.ask()
    for number in range(3):
        asked2.answer(number, "yes")
    asked2.close()
    three = LexborHTMLParser(asked2.desk()).css_first("#asking").text()

    assert two.partition("Answered so far")[2] == three.partition("Answered so far")[2] != ""


def test_tables_tell_no_order_no_time_and_no_writer(house: TestHouse) -> None:
    """Whoever answers first is not the first row more often than chance lets them be."""
    columns = {each.name for each in t.answer.c}
    assert columns == {
        *("link_hash", "question_id", "kind", "words", "comes_out", "told", "told_words")
    }
    asked = written(house, *WROTE)
    asked.ask()
    first = set()
    for turn in range(9):
        for number in range(3):
            asked.answer(number, "nearly", f"{number} {turn}")
        with house.services.db.read() as tx:
            first.add(tx.exec_driver_sql("SELECT words FROM answer").scalars().all()[0][0])

    hashes = {e[0] for e in _hashes(house, t.answer.c.link_hash)}
    notes = {e[0] for e in _hashes(house, t.note.c.own_hash)}
    assert len(first) > 1
    assert not hashes & notes


def _hashes(house: TestHouse, column: sa.Column[str]) -> list[tuple[str]]:
    with house.services.db.read() as tx:
        return [tuple(row) for row in tx.execute(sa.select(column))]


def test_words_of_an_answer_go_with_the_note_that_they_repeat(asked: Asked) -> None:
    asked.answer(0, "nearly", f"Say it as I did: {WROTE[0]}")
    phone = asked.phones[0]
    note_id = next(e[0] for e in notes_of_piece(asked) if e[1] == WROTE[0])

    phone.client.post(f"{phone.mine}/notes/{note_id}/take-back")

    assert rows(asked) == [("nearly", "")]
    assert b"ward clerk phoned me" not in databases.everything(asked.house.services.db)


def test_words_of_answers_go_when_later_words_are_checked(asked: Asked) -> None:
    asked.answer(0, "nearly", CANARY)
    asked.close()
    tidy(asked.house.services, OPERATOR)
    assert rows(asked) == [("nearly", CANARY)]
    changed = {"title": TITLE, "line": "Other words.", "narrative": STORY, "after": "1"}
    asked.house.as_("helen").post(f"/pieces/{asked.piece_id}/words", data=changed)
    asked.ask()
    for number in range(3):
        asked.answer(number, "yes")
    asked.close()
    assert asked.is_checked

    tidy(asked.house.services, OPERATOR)

    assert b"canary" not in databases.everything(asked.house.services.db).lower()


def test_its_pages_work_without_scripts_and_are_light(asked: Asked) -> None:
    phone = asked.phones[0]
    asked.answer(0, "nearly")

    for path in ("", "/words", "/done"):
        answer = phone.open(f"{asked.path}{path}")
        assert answer.status_code == 200
        # A page to write on asks before words are lost, where scripts run; it needs none.
        assert answer.text.count("<script") == answer.text.count("unsaved.js")
        assert len(answer.data) < 20_000
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = phone.open(asked.path).text
    assert (TITLE in page, LINE in page, STORY in page) == (True, True, True)
    assert "the sponsor among them" in page


def test_what_somebody_refused_stays_so_after_a_restore(asked: Asked, tmp_path: Path) -> None:
    house, backup = asked.house, tmp_path / "one.backup"
    log = Database(house.services.db.url, tmp_path / "went.log")
    services = replace(house.services, db=log)
    back_up(services.db, backup, services.now)
    question = asked.whole.questions[-1].id
    for number, kind in ((0, AnswerKind.NOT_SHARED), (1, AnswerKind.OFF)):
        session_id, token = asked.phones[number].mine.split("/")[-2:]
        give_answer(services, session_id, token, question, kind)

    restore(services, backup, [], replaces=True)

    left = [each.note_id for each in asked.whole.sources if each.gone_because is None]
    assert len(left) == len(WROTE) - 1
    assert is_refused(asked.whole, asked.whole.newest)
    asked.close()
    assert not asked.is_checked
    services.db.close()


def test_the_desk_lists_what_came_out_and_nothing_before(asked: Asked) -> None:
    address = f"/c/{asked.house.community.id}/desk/answers"
    asked.answer(0, "off", "It was not so.")
    assert "It was not so." not in asked.house.as_("helen").get(address).text

    asked.close()

    assert "It was not so." in asked.house.as_("helen").get(address).text
    assert [asked.house.as_(who).get(address).status_code for who in ("sam", "amina")] == [403] * 2
