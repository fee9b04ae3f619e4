"""Promise 4: what goes to places like ours, or to anyone, passed each test, and ends at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from plugin.backups.replaying import replay
from plugin.convene.agreement_settings import save_agreement
from plugin.convene.agreements import in_force, record_read_back
from plugin.convene.communities import add_person, change_community
from plugin.curate.edition_answers import (
    record_group_yes,
    record_second_reader,
)
from plugin.curate.editions import write_edition
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.read_backs import object_to
from plugin.curate.releasing import release
from plugin.domain.agreements import Outcome, Setting
from plugin.domain.erasure_log import Went
from plugin.domain.harm_questions import NO_HARM, HarmAnswers
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, Rung, rung_at, waiting_release
from plugin.errors import BadInput, Refused
from plugin.govern.withdrawal import take_back
from plugin.store import ended_access, erasure_log
from tests.unit.plugin.curate.meeting import (
    HELD,
    PHONE,
    TRUST,
    a_piece,
    change_note,
    meet,
    meet_without_board,
    read_back_today,
)
from tests.unit.plugin.web.house import TestHouse, make_house

PLAIN = ("Calls before forms", "A kind call often does more than any form.", "It goes like this.")
CANARY = PLAIN[0]
WIDE = [Rung.LANDSCAPE, Rung.PUBLIC]
PAUSED_DAYS = 3


@dataclass
class Out:
    """A checked piece, and what it takes to bring it to a wide rung."""

    house: TestHouse
    piece: PieceWhole

    @property
    def whole(self) -> PieceWhole:
        return whole_piece(self.house.services, self.piece.piece.id)

    @property
    def here(self) -> str:
        return self.house.community.id

    def note(self, name: str) -> str:
        return next(e.note_id for e in self.whole.sources if e.note_id.startswith(name))

    def write(self, rung: Rung, *texts: str, by: str = "helen", days: int = 90) -> str:
        services, actor = self.house.services, self.house.actor(by)
        title, summary, story = texts or PLAIN
        day = services.today + timedelta(days=days)
        words = (title, summary, story)
        return write_edition(services, actor, self.piece.piece.id, rung, words, day).id

    def agree(self, edition_id: str) -> None:
        services = self.house.services
        held = meet_without_board(services, self.house.community.id)
        given = (self.house.actor("sam"), self.piece.piece.id, edition_id, held.id)
        record_group_yes(services, *given)

    def read(self, edition_id: str, by: str = "connie") -> None:
        given = (self.house.actor(by), self.piece.piece.id, edition_id)
        record_second_reader(self.house.services, *given)

    def release(self, rung: Rung) -> None:
        release(self.house.services, self.house.actor("helen"), self.piece.piece.id, rung, NO_HARM)

    def bring_out(self, rung: Rung) -> str:
        edition_id = self.write(rung)
        self.agree(edition_id)
        self.read(edition_id)
        self.house.clock.pass_days(8)
        self.release(rung)
        self.house.clock.pass_days(PAUSED_DAYS)
        return edition_id

    def is_shown(self, rung: Rung, edition_id: str) -> bool:
        """Say whether anybody without an account reads it; all places have to say the same."""
        stranger = self.house.as_(None)
        name = "public" if rung is Rung.PUBLIC else "shared"
        page = stranger.get(f"/{name}/{edition_id}")
        found = {page.status_code == 200 and CANARY in page.text}
        if rung is Rung.PUBLIC:
            found |= {CANARY in stranger.get(f"/public{part}").text for part in ("", "/feed")}
        assert len(found) == 1
        return found.pop()


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Out]:
    house = make_house(tmp_path)
    services = house.services
    piece = a_piece(services, house.actor("helen"), meet(services, house.community.id))
    read_back_today(services, house.actor("sam"), piece)
    house.clock.pass_days(8)
    yield Out(house, piece)
    services.db.close()


def refuses(out: Out, rung: Rung, said: str) -> None:
    with pytest.raises(Refused, match=said):
        out.release(rung)


@pytest.mark.parametrize("rung", WIDE)
def test_every_step_is_needed_and_each_is_asked_for(out: Out, rung: Rung) -> None:
    refuses(out, rung, "Nobody has written it for")
    edition_id = out.write(rung)
    refuses(out, rung, "not said yes to these words in a session yet")
    out.agree(edition_id)
    refuses(out, rung, "A second person has not read it yet")
    with pytest.raises(Refused, match="You wrote these words"):
        out.read(edition_id, by="helen")
    out.read(edition_id)
    out.house.clock.pass_days(7)
    refuses(out, rung, "Everybody in the group can object first")
    out.house.clock.pass_days(1)
    out.release(rung)
    assert not out.is_shown(rung, edition_id)

    out.house.clock.pass_days(PAUSED_DAYS)

    assert out.is_shown(rung, edition_id)


def test_three_questions_are_answered_before_it_leaves_the_group(out: Out) -> None:
    services, helen, piece_id = out.house.services, out.house.actor("helen"), out.piece.piece.id
    for harm in (None, HarmAnswers("no", "no"), HarmAnswers("no", "no", "perhaps")):
        with pytest.raises(Refused, match="Answer the three questions first"):
            release(services, helen, piece_id, Rung.PARTNERSHIP, harm)
    with pytest.raises(Refused, match="ask that person for their own yes"):
        release(services, helen, piece_id, Rung.PARTNERSHIP, HarmAnswers("no", "yes", "no"))
    form = {"rung": "PARTNERSHIP", "harm-colleague": "no", "harm-story": "yes"}
    page = out.house.as_("helen").post(f"/pieces/{piece_id}/release", data=form)
    assert page.status_code == 403
    assert 'value="PARTNERSHIP" checked' in page.text
    assert '<option value="yes" selected>' in page.text

    answers = HarmAnswers("no", "agreed", "no")
    release(services, helen, piece_id, Rung.PARTNERSHIP, answers)

    assert [each.harm for each in out.whole.releases] == [answers]


def test_newer_words_are_asked_about_before_they_leave(out: Out) -> None:
    services, helen = out.house.services, out.house.actor("helen")
    older, memory = out.piece.newest.title, f"/p/{out.house.partnership.id}/sponsor"
    out.release(Rung.PARTNERSHIP)
    out.house.clock.pass_days(PAUSED_DAYS)
    check_other_words(out)

    page = out.house.as_("grace").get(memory).text
    assert (older in page, "Newer" in page) == (True, False)
    own = out.house.as_("helen").get(f"/pieces/{out.piece.piece.id}").text
    assert "until the three questions below are answered" in own
    today = out.house.as_("helen").get(f"/c/{out.here}/desk").text
    assert "One piece has newer checked words that nobody outside reads yet." in today
    for harm in (None, HarmAnswers("no", "no")):
        with pytest.raises(Refused, match="Answer the three questions first"):
            release(services, helen, out.piece.piece.id, Rung.PARTNERSHIP, harm)

    out.release(Rung.PARTNERSHIP)

    page = out.house.as_("grace").get(memory).text
    assert (older in page, "Newer" in page) == (False, True)
    release(services, helen, out.piece.piece.id, Rung.PARTNERSHIP)  # nothing is asked twice
    take_down(out)
    assert "Newer" not in out.house.as_("grace").get(memory).text


def test_words_that_waited_in_a_draft_are_asked_about_too(out: Out) -> None:
    services, helen, piece_id = out.house.services, out.house.actor("helen"), out.piece.piece.id
    checked, draft = out.piece.newest, ("A draft", "A line of the draft.", "Its story.")
    for words in (draft, (checked.title, checked.line, checked.narrative)):
        write_wording(services, helen, piece_id, *words)
    out.release(Rung.PARTNERSHIP)
    out.house.clock.pass_days(PAUSED_DAYS)
    write_wording(services, helen, piece_id, *draft)
    out.house.clock.pass_days(1)
    read_back_today(services, out.house.actor("sam"), whole_piece(services, piece_id))
    out.house.clock.pass_days(9)

    page = out.house.as_("grace").get(f"/pieces/{piece_id}").text

    assert (checked.line in page, draft[1] in page) == (True, False)


def agree_so_far(out: Out, rung: Rung, *, by_group: bool = False) -> None:
    """Write down how far pieces may go, in the form, or as a sentence that the group agreed."""
    services, sam = out.house.services, out.house.actor("sam")
    if by_group:
        session = meet_without_board(services, out.here)
        said = (None, "Our pieces may go further.", Setting(furthest=rung), Outcome.AGREED)
        record_read_back(services, sam, session.id, *said)
        return
    now = in_force(services, out.here)
    assert now is not None
    details = replace(now.details, furthest=rung)
    save_agreement(services, sam, out.here, replace(now, details=details))


def test_the_agreement_says_how_far_a_checked_piece_may_go(out: Out) -> None:
    agree_so_far(out, Rung.US)
    refuses(out, Rung.PARTNERSHIP, "agreement, version 2, lets a checked piece go to our group and")
    page = out.house.as_("helen").get(f"/pieces/{out.piece.piece.id}").text
    assert "Not yet: The group’s agreement, version 2, lets" in page
    assert "version 2, lets a checked piece go to our group, and no further" in page
    for who in ("amina", "sam"):
        agreement = out.house.as_(who).get(f"/c/{out.here}/agreement").text
        assert "our group, and no further" in agreement.lower()
    with pytest.raises(BadInput, match="is for the group to agree"):
        agree_so_far(out, Rung.PARTNERSHIP)

    agree_so_far(out, Rung.PARTNERSHIP, by_group=True)

    out.release(Rung.PARTNERSHIP)
    refuses(out, Rung.PUBLIC, "agreement, version 3, lets a checked piece go to our partners and")


def test_a_stricter_agreement_takes_back_what_went_further(out: Out) -> None:
    edition_id = out.bring_out(Rung.PUBLIC)
    other = a_piece(
        out.house.services, out.house.actor("helen"), meet(out.house.services, out.here)
    )
    read_back_today(out.house.services, out.house.actor("sam"), other)
    out.house.clock.pass_days(8)
    one = Out(out.house, other)
    one.release(Rung.PARTNERSHIP)
    assert waiting_release(one.whole.releases, out.house.services.now)

    agree_so_far(out, Rung.US)

    now = out.house.services.now
    assert not out.is_shown(Rung.PUBLIC, edition_id)
    assert rung_at(out.whole.releases, now) is Rung.US
    assert waiting_release(one.whole.releases, now) is None
    out.house.clock.pass_days(PAUSED_DAYS)
    assert rung_at(one.whole.releases, out.house.services.now) is Rung.ME


def test_an_older_session_agreed_to_nothing(out: Out) -> None:
    services = out.house.services
    held = meet_without_board(services, out.house.community.id)
    out.house.clock.pass_days(1)
    edition_id = out.write(Rung.PUBLIC)

    given = (out.house.actor("sam"), out.piece.piece.id, edition_id, held.id)
    with pytest.raises(BadInput, match="closed after these words were written"):
        record_group_yes(services, *given)


ATTACKS = [
    (("A title", "Northside did it.", ""), "Names of places or organisations"),
    (("A title", "It was the GATEWAY council’s ward.", ""), "Names of places or organisations"),
    (("A title", "A summary.", f"Somebody said: {PHONE}"), "Words of a note"),
    (("A title", "I  said YES on the phone — before the form", ""), "Words of a note"),
    (("A title", HELD, ""), "held notes are never quoted"),
    (("A title", "Ring 07700 900123 and ask for Amina.", ""), "point to a person"),
    (("", "A summary.", ""), "needs a title"),
    (("A title", " \u200b", ""), "needs a title"),
]


@pytest.mark.parametrize("rung", WIDE)
def test_words_that_tell_who_or_where_are_never_stored(out: Out, rung: Rung) -> None:
    services = out.house.services
    told = replace(out.house.community, host="Run by Northside University for Gateway Council.")
    change_community(services, out.house.actor("sam"), told)

    for texts, said in ATTACKS:
        with pytest.raises(BadInput, match=said):
            out.write(rung, *texts)

    assert out.whole.editions == ()


def test_an_unchecked_wording_is_written_for_nobody_else(out: Out) -> None:
    with pytest.raises(BadInput, match="in the future"):
        out.write(Rung.PUBLIC, days=0)
    write_wording(out.house.services, out.house.actor("helen"), out.piece.piece.id, "N", "L", "S")

    with pytest.raises(BadInput, match="is not checked"):
        out.write(Rung.PUBLIC)


def take_down(out: Out) -> None:
    release(out.house.services, out.house.actor("helen"), out.piece.piece.id, Rung.US)


def stop_as_a_member(out: Out) -> None:
    amina = out.house.as_("amina")
    assert amina.post(f"/pieces/{out.piece.piece.id}/stop").status_code == 303


def take_a_note_back(out: Out) -> None:
    take_back(out.house.services, out.house.actor("sam"), out.note("phone"))


def hold_a_note(out: Out) -> None:
    change_note(out.house.services, out.note("trust"), text=PLAIN[1], label=Label.H)


def check_other_words(out: Out) -> None:
    services = out.house.services
    write_wording(services, out.house.actor("helen"), out.piece.piece.id, "Newer", "A line.", "")
    out.house.clock.pass_days(1)
    read_back_today(services, out.house.actor("sam"), out.whole)
    out.house.clock.pass_days(9)


def name_somebody(out: Out) -> None:
    here = (out.house.partnership.id, out.house.community.id)
    address = "calls@x.example"
    add_person(out.house.services, OPERATOR, *here, "Calls Before", address, Role.PARTICIPANT)


def write_it_anew(out: Out) -> None:
    for rung in WIDE:
        out.write(rung, "Other words", "Another summary.", "")


def object_to_newer_words(out: Out) -> None:
    services = out.house.services
    write_wording(services, out.house.actor("helen"), out.piece.piece.id, "Newer", "A line.", "")
    out.house.clock.pass_days(1)
    read_back_today(services, out.house.actor("sam"), out.whole)
    object_to(services, out.house.actor("amina"), out.piece.piece.id)


# Whoever comes after the last of these has another name in their words.
ENDS = (
    take_down,
    stop_as_a_member,
    take_a_note_back,
    check_other_words,
    write_it_anew,
    object_to_newer_words,
    hold_a_note,
    name_somebody,
)


def test_what_ends_it_takes_it_from_page_and_feed_at_once(out: Out) -> None:
    house = out.house
    for end in ENDS:
        piece = a_piece(house.services, house.actor("helen"), meet(house.services, out.here))
        read_back_today(house.services, house.actor("sam"), piece)
        house.clock.pass_days(8)
        one = Out(house, piece)
        shared, public = one.bring_out(Rung.LANDSCAPE), one.bring_out(Rung.PUBLIC)
        assert one.is_shown(Rung.LANDSCAPE, shared), end
        assert one.is_shown(Rung.PUBLIC, public), end

        end(one)

        assert not one.is_shown(Rung.LANDSCAPE, shared), end
        assert not one.is_shown(Rung.PUBLIC, public), end
        take_down(one)
        change_note(house.services, one.note("trust"), label=Label.M, text=TRUST)


def test_on_its_day_to_look_again_nobody_reads_it(out: Out) -> None:
    edition_id = out.bring_out(Rung.PUBLIC)
    out.house.clock.pass_days(90 - 8 - PAUSED_DAYS - 1)
    assert out.is_shown(Rung.PUBLIC, edition_id)

    out.house.clock.pass_days(1)

    assert not out.is_shown(Rung.PUBLIC, edition_id)


def test_words_that_come_back_after_a_review_are_agreed_anew(out: Out) -> None:
    edition_id = out.bring_out(Rung.PUBLIC)
    take_a_note_back(out)
    form = {"gone": [out.note("phone")]}
    out.house.as_("helen").post(f"/pieces/{out.piece.piece.id}/still-stands", data=form)

    assert not out.is_shown(Rung.PUBLIC, edition_id)


def test_nobody_says_who_they_are_and_no_copy_is_asked_for(out: Out) -> None:
    public, shared = out.bring_out(Rung.PUBLIC), out.write(Rung.LANDSCAPE)
    stranger = out.house.as_(None)

    for path in ("/public", "/public/feed", f"/public/{public}"):
        answer = stranger.get(path)
        assert answer.status_code == 200
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        for told in (out.house.partnership.name, out.house.community.name):
            assert told not in answer.text
    note = out.house.as_("helen").get(f"/notes/{out.note('phone')}").text
    assert "In words of its own, read by anyone from" in note
    for path in (f"/shared/{public}", f"/public/{shared}", "/public/none", "/shared/none"):
        assert stranger.get(path).status_code == 404


def test_a_restore_brings_nothing_public_back(out: Out) -> None:
    services, helen = out.house.services, out.house.actor("helen")
    edition_id = out.bring_out(Rung.PUBLIC)
    release(services, helen, out.piece.piece.id, Rung.US)
    with services.db.read() as tx:
        told = erasure_log.entries_of(tx)[-1]
    assert told.went is Went.TAKEN_DOWN
    out.release(Rung.PUBLIC)  # as if the backup were from before it was taken down
    out.house.clock.pass_days(PAUSED_DAYS)
    assert out.is_shown(Rung.PUBLIC, edition_id)

    with services.db.begin() as tx:
        replay(services, tx, [told])
    assert rung_at(out.whole.releases, services.now) is Rung.US
    out.release(Rung.PUBLIC)
    out.house.clock.pass_days(PAUSED_DAYS)
    with services.db.begin() as tx:
        ended_access.end_all(tx)

    assert not out.is_shown(Rung.PUBLIC, edition_id)
    out.read(edition_id)
    assert out.is_shown(Rung.PUBLIC, edition_id)
