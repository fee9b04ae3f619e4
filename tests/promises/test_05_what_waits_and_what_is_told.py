"""Promise 5: what waits to be sent or fetched, and what is told of a take-back, keep no words."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.curate.pieces import make_piece
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.sessions import Session
from plugin.govern.tightening import tighten_past
from plugin.govern.withdrawal import TakenBack, take_back
from plugin.jobs import mails
from plugin.memory.export import download, export_to_wait, exports_waiting
from plugin.store import communities as stored_communities
from tests.promises.team import NEWER, new_person, post
from tests.unit.plugin.curate.meeting import PHONE, change_note, meet
from tests.unit.plugin.sync.bench import make_bench
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_invitation import FORM

NEEDLE = "yes on the phone before"  # of PHONE


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    made = make_house(tmp_path, smtp_url="smtp://127.0.0.1:1")
    made.people["kai"] = new_person(made, "Kai Mori", Role.FACILITATOR, Role.LEARNING_PARTNER)
    return made


@pytest.fixture
def met(house: TestHouse) -> Session:
    found = meet(house.services, house.community.id)
    change_note(house.services, f"trust-{found.id}", text="Nobody rang before the weekend came.")
    return found


def titled(house: TestHouse, met: Session) -> PieceWhole:
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    helen, community_id = house.actor("helen"), house.community.id
    words = (PHONE[:49], "A line.", "Story.")
    return make_piece(house.services, helen, community_id, notes, *words, kind="doubt")


def take(house: TestHouse, met: Session, name: str = "phone") -> TakenBack:
    return take_back(house.services, house.actor("sam"), f"{name}-{met.id}")


def reports(house: TestHouse) -> str:
    with house.services.db.read() as tx:
        return str(tx.exec_driver_sql("SELECT reached FROM withdrawal").all()).lower()


def test_an_earlier_report_keeps_no_words_that_go_later(house: TestHouse, met: Session) -> None:
    piece = titled(house, met)
    take(house, met, "portal")
    take(house, met)
    post(house.as_("helen"), piece, "words", **NEWER)

    assert NEEDLE not in reports(house)
    assert NEEDLE not in house.as_("sam").get(f"/notes/portal-{met.id}").text.lower()


def test_a_later_report_does_not_write_them_anew(house: TestHouse, met: Session) -> None:
    titled(house, met)
    take(house, met)
    take(house, met, "portal")

    assert NEEDLE not in reports(house)


def test_what_was_typed_into_our_box_in_notion_goes_too(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    piece = bench.draft("By phone", "A story of ours.")
    bench.rest_on_meetings(piece, 2)
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    bench.sync()
    bench.sync()
    callout = bench.link(piece).state.callout
    assert callout is not None
    bench.edit_block(callout, f"Checked: {PHONE}")
    bench.sync()
    services = bench.place.services
    note_id = next(each.note_id for each in piece.sources if each.note_id.startswith("phone"))
    with services.db.read() as tx:
        assert NEEDLE in str(tx.exec_driver_sql("SELECT row_state FROM link").all()).lower()

    take_back(services, bench.place.actor("sam"), note_id)

    with services.db.read() as tx:
        assert NEEDLE not in str(tx.exec_driver_sql("SELECT row_state FROM link").all()).lower()


def mails_to_send(house: TestHouse, **typed: str) -> None:
    day = house.services.today + timedelta(days=7)
    sam, here = house.actor("sam"), house.community.id
    session = plan_session(house.services, sam, here, day, read_template("T3"))
    house.as_("sam").post(f"/s/{session.id}/invite", data=FORM | typed)
    house.as_("sam").post(f"/s/{session.id}/invite/mail")


def test_a_mail_of_a_batch_is_not_sent_after_the_words_went(
    house: TestHouse, met: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails_to_send(house, other_ways=PHONE)
    sent: list[str] = []

    def send(_settings: object, _address: str, _subject: str, body: str) -> None:
        sent.append(" ".join(body.lower().split()))
        if len(sent) == 1:
            take(house, met)

    monkeypatch.setattr(mails.mail, "send", send)
    mails.send_waiting(house.runtime)

    assert NEEDLE in sent[0]
    assert not any(NEEDLE in body for body in sent[1:])


def test_nobody_is_mailed_who_was_removed_while_others_were(
    house: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails_to_send(house)
    sent: list[str] = []
    removed: list[str] = []

    def send(_settings: object, address: str, _subject: str, _body: str) -> None:
        sent.append(address)
        if len(sent) == 1:
            who = next(each for each in ("amina", "kai") if not address.startswith(each))
            removed.append(who)
            page = house.page_of(house.people[who])
            house.as_("connie").post(f"{page}/remove", data={"sure": "yes"})

    monkeypatch.setattr(mails.mail, "send", send)
    mails.send_waiting(house.runtime)

    assert removed
    assert not any(address.startswith(removed[0]) for address in sent)


def test_an_export_that_waits_goes_when_names_are_agreed_away(house: TestHouse) -> None:
    services, here = house.services, house.community.id
    named = Agreement(1, attribution=Attribution.NAMED)
    with services.db.begin() as tx:
        stored_communities.add_agreement(tx, here, named, services.now)
    met = meet(services, here)
    change_note(services, f"phone-{met.id}", shown_author="Amina the nurse")
    export_to_wait(services, OPERATOR, house.partnership.id)
    assert "Amina the nurse" in waiting(house)

    with services.db.begin() as tx:
        tighten_past(tx, services, here, Agreement(2))

    assert "Amina the nurse" not in waiting(house)


def waiting(house: TestHouse) -> str:
    """Return all words of the exports that can be fetched."""
    found = exports_waiting(house.services, OPERATOR, house.partnership.id)
    words = ""
    for each in found:
        data = download(house.services, OPERATOR, house.partnership.id, each.id)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            words += "".join(archive.read(name).decode() for name in archive.namelist())
    return words
