"""Promise 4: nobody brings words to others alone: the group is told of them, and can object."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.backups.replaying import replay
from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.erasure_log import Went
from plugin.domain.pieces import PieceWhole
from plugin.store import erasure_log
from plugin.store import tables as t
from tests.promises.team import make_team, post, record
from tests.unit.plugin.curate.meeting import (
    NO_HARM_TYPED,
    PORTAL,
    a_piece,
    change_note,
    meet,
    meet_without_board,
    read_back_today,
)
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import join, notes_of, without_board

SUMMARY = "The ward managers lied to the families."
BY_AUTHOR = "recorded by its author"
BY_AUTHOR_ONLY = "read by its author only"


@dataclass
class Case:
    """A checked piece of a team, and what its people do with the words for anyone."""

    house: TestHouse
    piece: PieceWhole

    @property
    def at(self) -> str:
        return f"/pieces/{self.piece.piece.id}/for/anyone"

    @property
    def edition_id(self) -> str:
        wanted = sa.select(t.edition.c.id).order_by(t.edition.c.number.desc()).limit(1)
        with self.house.services.db.read() as tx:
            return str(tx.execute(wanted).scalar_one())

    def write(self, summary: str = SUMMARY, days: int = 90, by: str = "kai") -> int:
        look_again = (self.house.services.today + timedelta(days=days)).isoformat()
        form = {"title": "Calls", "summary": summary, "story": "", "look_again": look_again}
        return self.house.as_(by).post(self.at, data=form).status_code

    def agree(self, by: str) -> int:
        meeting = meet_without_board(self.house.services, self.house.community.id)
        given = {"edition": self.edition_id, "session": meeting.id}
        return self.house.as_(by).post(f"{self.at}/agreed", data=given).status_code

    def say(self, what: str, by: str) -> int:
        given = {"edition": self.edition_id}
        return self.house.as_(by).post(f"{self.at}/{what}", data=given).status_code

    def release(self, by: str = "kai") -> int:
        form = {"rung": "PUBLIC", **NO_HARM_TYPED}
        at = f"/pieces/{self.piece.piece.id}/release"
        return self.house.as_(by).post(at, data=form).status_code

    def bring_out(self) -> None:
        self.house.clock.pass_days(8)
        assert self.release() == 303
        self.house.clock.pass_days(3)

    def is_shown(self, said: str = SUMMARY) -> bool:
        stranger = self.house.as_(None)
        pages = ("/public", "/public/feed", f"/public/{self.edition_id}")
        found = {said in stranger.get(page).text for page in pages}
        assert len(found) == 1
        return found.pop()

    def mails(self) -> list[str]:
        with self.house.services.db.read() as tx:
            return list(tx.execute(sa.select(t.outgoing_mail.c.body)).scalars())


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = make_team(tmp_path)
    services = made.services
    piece = a_piece(services, made.actor("helen"), meet(services, made.community.id))
    read_back_today(services, made.actor("sam"), piece)
    made.clock.pass_days(8)
    yield Case(made, piece)
    services.db.close()


def test_somebody_else_records_the_yes_everybody_is_told_and_can_object(case: Case) -> None:
    assert case.write() == 303
    told = len(case.mails())
    assert case.agree("kai") == 403
    assert case.agree("lea") == 303
    new = case.mails()[told:]
    assert len(new) == len(case.mails()) - told > 4
    assert all("object until the end of " in body and SUMMARY not in body for body in new)
    assert case.say("read", "kai") == 403
    assert case.say("read", "lea") == 403  # one person gives one of the two answers
    assert case.say("read", "ruth") == 303
    assert case.release() == 403
    home = case.house.as_("amina").get("/").text
    assert f"{case.at}#yes" in home
    assert "Is it right?" in home
    case.bring_out()
    assert case.is_shown()
    assert BY_AUTHOR not in case.house.as_(None).get(f"/public/{case.edition_id}").text
    assert "#yes" not in case.house.as_("amina").get("/").text

    assert case.say("object", "amina") == 303

    assert not case.is_shown()
    assert "Somebody objected to “Calls”" in case.house.as_("kai").get("/").text
    with case.house.services.db.begin() as tx:
        entry = erasure_log.entries_of(tx)[-1]
        assert entry.went is Went.EDITION_OBJECTED
        tx.execute(sa.update(t.edition).values(objections=0))  # as in a backup from before it
        replay(case.house.services, tx, [entry])
    assert not case.is_shown()
    assert case.write(f"{SUMMARY.upper()} ") == 303  # the same words in a newer version
    assert case.agree("lea") == 400


def test_nobody_outside_the_group_objects(case: Case) -> None:
    case.write()
    for who in ("grace", "stranger"):
        assert case.say("object", who) in (403, 404)


def test_where_nobody_else_may_record_or_read_every_page_says_so(case: Case) -> None:
    case.write()
    assert case.say("read", "kai") == 403  # as long as somebody else could
    with case.house.services.db.begin() as tx:
        kai = case.house.people["kai"].person_id
        tx.execute(sa.delete(t.membership).where(t.membership.c.person_id != kai))
    meet_without_board(case.house.services, case.house.community.id)
    assert f"Every page will say: {BY_AUTHOR}" in case.house.as_("kai").get(case.at).text
    assert case.agree("kai") == 303
    assert f"every page says: {BY_AUTHOR_ONLY}" in case.house.as_("kai").get(case.at).text
    assert case.say("read", "kai") == 303
    assert BY_AUTHOR_ONLY in case.house.as_("kai").get(case.at).text
    case.bring_out()

    assert case.is_shown()

    for page in ("/public", "/public/feed", f"/public/{case.edition_id}"):
        text = case.house.as_(None).get(page).text
        assert (BY_AUTHOR in text, BY_AUTHOR_ONLY in text) == (True, True), page


def test_a_member_without_a_role_in_the_team_can_be_the_second_reader(case: Case) -> None:
    assert case.write() == 303
    assert case.agree("lea") == 303
    page = case.house.as_("amina").get(case.at).text  # a member is told, so they can read it too
    assert SUMMARY in page
    assert "I have read it" in page
    assert case.say("read", "grace") == 403  # a sponsor stands outside the group

    assert case.say("read", "amina") == 303

    case.bring_out()
    assert case.is_shown()
    assert BY_AUTHOR_ONLY not in case.house.as_(None).get(f"/public/{case.edition_id}").text


def test_no_note_of_the_partnership_is_told_to_anyone(case: Case) -> None:
    services = case.house.services
    assert case.write(PORTAL) == 400  # a note on which the piece does not rest
    assert case.write(days=732) == 400
    assert case.write(days=731) == 303
    case.agree("lea")
    case.say("read", "ruth")
    case.bring_out()
    assert case.is_shown()

    later = meet(services, case.house.community.id)
    change_note(services, f"trust-{later.id}", text=f"Somebody said: {SUMMARY}", version=2)

    assert not case.is_shown()


def test_a_note_that_changes_and_is_as_long_as_before_is_compared_again(case: Case) -> None:
    phone = join(case.house, session := without_board(case.house))
    other = "x" * (len(SUMMARY) - 2) + " y"
    phone.write(other)
    assert case.write() == 303
    assert case.agree("lea") == 303
    assert case.say("read", "ruth") == 303
    case.bring_out()
    assert case.is_shown()

    (note,) = [each for each in notes_of(case.house, session) if each.text == other]
    phone.press(note, "change", SUMMARY)

    assert [each.text for each in notes_of(case.house, session)] == [SUMMARY]
    assert not case.is_shown()


class Other(Case):
    @property
    def edition_id(self) -> str:
        wanted = sa.select(t.edition.c.id).where(t.edition.c.piece_id == self.piece.piece.id)
        with self.house.services.db.read() as tx:
            return str(tx.execute(wanted).scalar_one())


def test_an_objection_holds_in_every_piece_of_the_group(case: Case) -> None:
    made = case.house
    assert case.write() == 303
    assert case.agree("lea") == 303
    assert case.say("read", "ruth") == 303
    assert case.say("object", "amina") == 303
    assert case.write() == 303
    assert case.agree("lea") == 400  # the objection holds for these words
    ids = [each.note_id for each in whole_piece(made.services, case.piece.piece.id).sources]
    said = ("Ringing around", "They ring, and it goes well.", "A story of ringing.")
    other = make_piece(
        made.services, made.actor("helen"), made.community.id, ids, *said, kind="doubt"
    )
    made.clock.pass_days(1)
    read_back_today(made.services, made.actor("sam"), other)
    made.clock.pass_days(8)
    again = Other(made, other)
    assert again.write() == 303

    if again.agree("lea") == 303:
        assert again.say("read", "ruth") == 303
        again.bring_out()

    assert not again.is_shown()


def test_nothing_older_is_told_to_anyone_when_the_groups_newer_words_fall_away(case: Case) -> None:
    made = case.house
    assert case.write() == 303
    assert case.agree("lea") == 303
    assert case.say("read", "ruth") == 303
    case.bring_out()
    before = case.is_shown()
    newer = {"title": "Calls", "line": "Nobody dares to ring after six.", "narrative": "So it is."}
    assert post(made.as_("helen"), case.piece, "words", **newer) == 303
    assert record(made, made.as_("sam"), case.piece) == 303
    made.clock.pass_days(9)
    replaced = case.is_shown()
    other = a_piece(made.services, made.actor("helen"), meet(made.services, made.community.id))
    assert post(made.as_("helen"), other, "words", **newer) == 303
    assert record(made, made.as_("sam"), other) == 303

    assert post(made.as_("amina"), other, "object") == 303

    assert (before, replaced, case.is_shown()) == (True, False, False)
