"""Promise 5: words of a note that is gone come back by no detour, into a piece or beside it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.capture.actions import ChangeNote, ForgetNote
from plugin.capture.words_that_go import words_that_go
from plugin.convene.agreements import agree_later, record_read_back, record_rules
from plugin.convene.changing_sessions import change_session
from plugin.convene.communities import change_community, community_of
from plugin.convene.invitations import arrange, invite_by_mail
from plugin.convene.permissions import ask_for_permission, give_permission
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.about_group import AboutGroup
from plugin.domain.agreements import Agreement, AgreementDetails, Outcome, Setting
from plugin.domain.communities import Community
from plugin.domain.ground_rules import RuleReason
from plugin.domain.hidden_texts import in_review
from plugin.domain.invitations import Arrangements
from plugin.domain.permissions import PermissionWords
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput
from plugin.govern.withdrawal import take_back
from plugin.mirror.returns import cards_for, record_returned
from plugin.scaffold.board_content import meeting_of, meeting_to_be
from plugin.store import about_groups, tables
from plugin.store import communities as stored_communities
from plugin.store import designs as stored_designs
from plugin.store import notes as stored_notes
from plugin.store.designs import StoredVersion
from plugin.store.let_go import let_go
from tests.promises.team import NEWER, post
from tests.unit.plugin.curate.meeting import HELD, PHONE, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house

OTHER = "Nobody rang my mother back before the weekend came."
SOME = "I said yes on the phone"  # of PHONE


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def a_quote(house: TestHouse, met: Session, line: str) -> PieceWhole:
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    words = ("By phone", line, "Story.")
    return make_piece(
        house.services, house.actor("helen"), house.community.id, notes, *words, kind="doubt"
    )


def write(house: TestHouse, piece: PieceWhole, **words: str) -> int:
    return post(house.as_("helen"), piece, "words", **(NEWER | words))


def take(house: TestHouse, met: Session, *names: str) -> None:
    for name in names:
        take_back(house.services, house.actor("sam"), f"{name}-{met.id}")


@pytest.mark.parametrize("words", [OTHER, PHONE])
def test_while_some_words_stand_no_others_come_back(
    house: TestHouse, met: Session, words: str
) -> None:
    change_note(house.services, f"trust-{met.id}", text=OTHER)
    piece = a_quote(house, met, f"{OTHER} {PHONE}")
    assert write(house, piece, line=SOME) == 303
    take(house, met, "phone", "trust")

    assert write(house, piece, line=SOME, narrative=words) == 400
    assert write(house, piece, line=words) == 400
    assert write(house, piece, line=SOME, narrative="Another.") == 303


def test_words_come_back_in_no_other_order_of_letters(house: TestHouse, met: Session) -> None:
    piece = a_quote(house, met, PHONE)
    take(house, met, "phone")
    chunks = ("I said yes", "on the phone", "before the form", "was there.")
    turned = " ".join(f"\u202e{each[::-1]}\u202c" for each in chunks)

    write(house, piece, line=turned, narrative="\u2067שלום\u2069 \u200fعالم")

    newest = whole_piece(house.services, piece.piece.id).newest
    assert not set("\u202c\u202e\u2067\u2069") & {*newest.line, *newest.narrative}
    assert newest.narrative == "שלום \u200fعالم"


DRAFT = PermissionWords(note="Yes.", sponsor="The director", review_on=date(2027, 6, 1))
GROUP_TEXTS = ("name", "question", "permission_note", "sponsor", "host", "contact", "rules")


@pytest.fixture
def gone(house: TestHouse, met: Session) -> PieceWhole:
    piece = a_quote(house, met, PHONE)
    take(house, met, "phone")
    return piece


def a_text(house: TestHouse, field: str, words: str) -> Community:
    typed = (words,) if field == "rules" else words
    return replace(community_of(house.services, house.community.id), **{field: typed})


@pytest.mark.parametrize("words", [PHONE, HELD])
@pytest.mark.parametrize("field", GROUP_TEXTS)
def test_no_text_of_a_group_repeats_what_went_or_is_held(
    house: TestHouse, gone: PieceWhole, field: str, words: str
) -> None:
    sam = house.actor("sam")

    with pytest.raises(BadInput, match="stand in what you wrote"):
        change_community(house.services, sam, a_text(house, field, words))

    assert words not in str(community_of(house.services, house.community.id))


def test_what_stands_in_a_text_may_stay_while_others_are_changed(
    house: TestHouse, met: Session
) -> None:
    sam = house.actor("sam")
    change_community(house.services, sam, a_text(house, "question", f"{SOME}?"))
    a_quote(house, met, PHONE)
    take(house, met, "phone")

    change_community(house.services, sam, a_text(house, "contact", "Sam, at the desk"))
    with pytest.raises(BadInput, match="taken back"):
        change_community(
            house.services, sam, a_text(house, "host", f"Sam. {PHONE} Really. {OTHER}")
        )


@pytest.mark.parametrize("field", sorted({*GROUP_TEXTS} - {"question"}))
def test_what_stands_in_one_text_moves_into_no_other(
    house: TestHouse, met: Session, field: str
) -> None:
    # Whoever moves words could empty their first place then.
    services, sam, here = house.services, house.actor("sam"), house.community.id
    change_community(services, sam, a_text(house, "question", PHONE))
    a_quote(house, met, PHONE)
    take(house, met, "phone")
    rule = Setting(other=("rule", ""))

    with pytest.raises(BadInput, match="taken back"):
        change_community(services, sam, a_text(house, field, PHONE))
    with pytest.raises(BadInput, match="taken back"):
        record_read_back(services, sam, met.id, None, PHONE, rule, Outcome.AGREED)
    with pytest.raises(BadInput, match="taken back"):
        ask_for_permission(services, sam, here, replace(DRAFT, receives=PHONE))


@pytest.mark.parametrize("repeats", ["name", "nothing"])
def test_a_session_that_nobody_names_is_called_by_no_words_that_went(
    house: TestHouse, met: Session, repeats: str
) -> None:
    services, sam, here = house.services, house.actor("sam"), house.community.id
    if repeats == "name":
        change_community(services, sam, a_text(house, "name", PHONE))
    a_quote(house, met, PHONE)
    take(house, met, "phone")

    planned = plan_session(services, sam, here, services.today, read_template("T3"))

    group = planned.meeting_kind if repeats == "name" else house.community.name
    assert planned.name == f"{group}, 18 November 2026"


def test_a_rule_that_stands_stays_while_others_are_agreed(house: TestHouse, met: Session) -> None:
    services, sam, here = house.services, house.actor("sam"), house.community.id
    rule = Setting(other=("rule", ""))
    record_read_back(services, sam, met.id, None, PHONE, rule, Outcome.AGREED)
    a_quote(house, met, PHONE)
    take(house, met, "phone")

    record_read_back(services, sam, met.id, None, "We ask first.", rule, Outcome.AGREED)
    record_rules(services, sam, here, (PHONE, "We listen."))
    with services.db.read() as tx:
        now = stored_communities.agreement(tx, here)
    assert now is not None
    assert now.rules == (PHONE, "We ask first.")


@pytest.mark.parametrize("words", [PHONE, HELD])
def test_nothing_that_is_asked_or_arranged_or_agreed_repeats_them(
    house: TestHouse, met: Session, gone: PieceWhole, words: str
) -> None:
    services, sam, here = house.services, house.actor("sam"), house.community.id
    draft = PermissionWords(note="Yes.", sponsor="The director", review_on=date(2027, 6, 1))
    coming = plan_session(services, sam, here, services.today, None, "Next one")
    token, _ = ask_for_permission(services, sam, here, draft)
    rule = Setting(other=("rule", ""))

    for attempt in (
        lambda: ask_for_permission(services, sam, here, replace(draft, receives=words)),
        lambda: give_permission(services, token, replace(draft, never_asks=words)),
        lambda: arrange(services, sam, coming.id, Arrangements(other_ways=words)),
        lambda: record_read_back(services, sam, met.id, None, words, rule, Outcome.AGREED),
        lambda: plan_session(services, sam, here, services.today, None, words),
        lambda: change_session(services, sam, coming.id, words, coming.day),
    ):
        with pytest.raises(BadInput, match=r"taken back|held note"):
            attempt()


@pytest.mark.parametrize("words", [PHONE, HELD])
def test_nothing_that_a_group_writes_of_itself_repeats_them(
    house: TestHouse, met: Session, words: str
) -> None:
    a_quote(house, met, PHONE)
    take(house, met, "phone")
    here, now = house.community.id, house.services.now
    reasons = AgreementDetails(reasons={"We ask.": RuleReason(words)})
    design = {"design_id": "G1", "community_id": here, "base": "T3", "version": 1, "boxes": ()}
    document = {"zones": [{"title": "Ours", "prompts": [words]}]}

    for stored in (
        lambda tx: about_groups.save(tx, here, AboutGroup(interests=words)),
        lambda tx: stored_communities.add_agreement(tx, here, Agreement(9, rules=(words,)), now),
        lambda tx: stored_communities.add_agreement(tx, here, Agreement(9, details=reasons), now),
        lambda tx: stored_designs.add_version(
            tx, StoredVersion(**design, document=document, made_at=now)
        ),
    ):
        with pytest.raises(BadInput, match="Nothing was stored"), house.services.db.begin() as tx:
            stored(tx)


def test_an_open_sentence_that_repeats_them_is_neither_printed_nor_agreed(
    house: TestHouse, met: Session
) -> None:
    services, sam, here = house.services, house.actor("sam"), house.community.id
    a_quote(house, met, PHONE)
    rule = Setting(other=("rule", ""))
    said = record_read_back(services, sam, met.id, None, PHONE, rule, Outcome.NOT_YET)
    assert [card.title for card in cards_for(services, sam, here, read_template)] == [PHONE]
    planned = plan_session(services, sam, here, services.today, read_template("T3"))
    record_returned(services, sam, planned.id, cards_for(services, sam, here, read_template))
    take(house, met, "phone")

    with pytest.raises(BadInput, match="taken back"):
        agree_later(services, sam, here, said.id)
    with services.db.read() as tx:
        group = community_of(services, here)
        board = meeting_to_be(tx, group, read_template("T3"), services.today, (), "Lines")
        built = meeting_of(tx, planned, read_template("T3"), "Lines", services.now)
    assert board.words.still_open == built.words.still_open == ()
    assert built.cards == ()


def test_what_waits_and_repeats_the_words_goes_with_them(house: TestHouse, met: Session) -> None:
    services, sam, here = house.services, house.actor("sam"), house.community.id
    draft = PermissionWords(note=PHONE, sponsor="The director", review_on=date(2027, 6, 1))
    for note in (PHONE, "Three hours a month."):
        token, _ = ask_for_permission(services, sam, here, draft)
        give_permission(services, token, replace(draft, note=note, receives=note))
        house.clock.now += timedelta(minutes=1)  # both on one day
    ask_for_permission(services, sam, here, draft)
    coming = plan_session(services, sam, here, services.today, None, "Next one")
    arrange(services, sam, coming.id, Arrangements(other_ways=PHONE))
    assert invite_by_mail(services, sam, coming.id)

    done = take_back(services, sam, f"phone-{met.id}")

    assert "waited for its sponsor" in done.reached["Permissions"]
    assert "another one followed" in done.reached["Permissions"]
    assert "goes out without what it said" in done.reached["Mails"]
    with services.db.read() as tx:
        for table in (tables.permission, tables.outgoing_mail):
            assert PHONE not in str(tx.execute(sa.select(table)).all()), table.name


def test_a_permission_in_force_is_named(house: TestHouse, met: Session) -> None:
    services, sam, here = house.services, house.actor("sam"), house.community.id
    draft = PermissionWords(note="Yes.", sponsor="Us", review_on=date(2027, 6, 1), receives=PHONE)
    token, _ = ask_for_permission(services, sam, here, draft)
    give_permission(services, token, draft)

    done = take_back(services, sam, f"phone-{met.id}")

    assert "stand in the permission that the group was given" in done.reached["Permissions"]


@pytest.mark.parametrize("newer", [None, "I said nothing at all to anybody in that week."])
def test_words_that_go_before_close_go_from_pieces_too(
    house: TestHouse, met: Session, newer: str | None
) -> None:
    # *Changed your mind? Delete your note before we close.* Somebody may have typed it by then.
    open_one = meet(house.services, house.community.id, SessionState.OPEN)
    change_note(house.services, f"trust-{open_one.id}", text=OTHER)
    piece = a_quote(house, met, OTHER)
    with house.services.db.begin() as tx:
        note = stored_notes.note(tx, f"trust-{open_one.id}")
        assert note is not None
        action = ForgetNote(note) if newer is None else ChangeNote(replace(note, text=newer))
        let_go(tx, open_one.id, words_that_go(tx, [action]), house.services.now)

    whole = whole_piece(house.services, piece.piece.id)
    assert whole.newest.id in whole.repeats_gone
    assert whole.newest.id in in_review(whole.reviews, whole.wordings)
    assert write(house, piece) == 303
    assert write(house, piece, line=f"And again: {OTHER}") == 400
