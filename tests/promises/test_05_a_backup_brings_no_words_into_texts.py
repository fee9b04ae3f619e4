"""Promise 5: texts of a group that were changed say no words that went, after a restore either."""

import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.convene import permissions
from plugin.convene.changing_sessions import change_session
from plugin.domain.about_group import AboutGroup
from plugin.domain.agreements import Agreement
from plugin.domain.erasure_log import Went
from plugin.domain.invitations import Arrangements
from plugin.domain.own_texts import TAKEN_OUT
from plugin.domain.permissions import PermissionWords
from plugin.domain.sessions import Session
from plugin.store import (
    about_groups,
    erasure_log,
    invitations,
    own_texts,
    session_questions,
    struck_texts,
)
from plugin.store import communities as stored_communities
from plugin.store import tables as t
from tests.promises.team import make_team
from tests.promises.test_05_a_backup_brings_back_nothing_taken_off import take_phone_back
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import PHONE, meet
from tests.unit.plugin.web.house import TestHouse

NEEDLE = "yes on the phone before"  # of PHONE
OTHER = "Somebody has to be free to ring the ward."

Write = Callable[[TestHouse, Session, str, int], None]


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "one.backup"


def write_question(house: TestHouse, _met: Session, words: str, _time: int) -> None:
    page = f"/c/{house.community.id}/change"
    form = house.as_("sam").get(page).text
    fields = dict(re.findall(r'name="([\w_]+)"[^>]*value="([^"]*)"', form))
    given = {"name": house.community.name, "question": words, "permission_note": "Yes."}
    given |= {"sponsor": "", "host": "", "contact": "", "rules": ""}
    given |= {name: value for name, value in fields.items() if name in ("shown", "press")}
    assert house.as_("sam").post(page, data=given).status_code in (302, 303)


def write_rule(house: TestHouse, _met: Session, words: str, times: int) -> None:
    with house.services.db.begin() as tx:
        agreed = Agreement(7 + times, rules=("We listen to whoever speaks here.", words))
        stored_communities.add_agreement(tx, house.community.id, agreed, house.clock())


def write_name(house: TestHouse, met: Session, words: str, _time: int) -> None:
    change_session(house.services, house.actor("sam"), met.id, words[:49], met.day)


def write_about(house: TestHouse, _met: Session, words: str, _time: int) -> None:
    with house.services.db.begin() as tx:
        about_groups.save(tx, house.community.id, AboutGroup(interests=f"Ours.\n{words}"))


def write_invitation(house: TestHouse, met: Session, words: str, _time: int) -> None:
    with house.services.db.begin() as tx:
        invitations.save_arrangements(tx, met.id, Arrangements(starts_at=time(10), notice=words))


def write_prompt(house: TestHouse, met: Session, words: str, _time: int) -> None:
    with house.services.db.begin() as tx:
        session_questions.set_questions(tx, met, {"Z3": (words,)})


def stands_in_texts(house: TestHouse, met: Session) -> str:
    with house.services.db.read() as tx:
        found = stored_communities.community(tx, house.community.id)
        agreed = stored_communities.agreement(tx, house.community.id)
        about = about_groups.about(tx, house.community.id)
        arranged = invitations.arrangements(tx, met.id)
        session = house.as_("amina").get(f"/s/{met.id}").text
        rules = () if agreed is None else agreed.rules
        return f"{found}{rules}{about}{arranged}{session}"


WRITES: dict[str, Write] = {
    "question": write_question,
    "rule": write_rule,
    "name": write_name,
    "about": write_about,
    "invitation": write_invitation,
    "prompt": write_prompt,
}
ORDERS = [
    ("write", "save", "take back", "change"),
    ("write", "save", "change", "take back"),
    ("write", "take back", "save", "change"),
]


@pytest.mark.parametrize("order", ORDERS, ids=lambda steps: " ".join(steps[1:]))
@pytest.mark.parametrize("text", WRITES)
def test_words_in_a_text_that_was_changed(
    house: TestHouse, met: Session, backup: Path, text: str, order: tuple[str, ...]
) -> None:
    steps: dict[str, Callable[[], None]] = {
        "write": lambda: WRITES[text](house, met, PHONE, 1),
        "save": lambda: save(house, backup),
        "take back": lambda: take_phone_back(house, met),
        "change": lambda: WRITES[text](house, met, OTHER, 2),
    }
    for step in order:
        steps[step]()

    put_back(house, backup)

    assert NEEDLE not in stands_in_texts(house, met).lower()


def test_a_sentence_stands_in_place_of_what_was_taken_out_and_the_rest_stays(
    house: TestHouse, met: Session, backup: Path
) -> None:
    write_about(house, met, PHONE, 1)
    write_rule(house, met, PHONE, 1)
    save(house, backup)
    take_phone_back(house, met)
    write_about(house, met, OTHER, 2)
    write_rule(house, met, OTHER, 2)

    restored = put_back(house, backup)

    told = [each for each in restored.messages if "They were taken out" in each]
    assert len(told) == 1
    assert house.community.name in told[0]
    with house.services.db.read() as tx:
        assert about_groups.about(tx, house.community.id).interests == f"Ours.\n{TAKEN_OUT}"
        agreed = stored_communities.agreement(tx, house.community.id)
    assert agreed is not None
    assert agreed.rules == ("We listen to whoever speaks here.",)


def test_a_rule_that_was_agreed_no_more_is_none(
    house: TestHouse, met: Session, backup: Path
) -> None:
    write_rule(house, met, "Whoever wants may film us.", 1)
    save(house, backup)
    write_rule(house, met, "Nobody films us.", 2)

    restored = put_back(house, backup)

    with house.services.db.read() as tx:
        agreed = stored_communities.agreement(tx, house.community.id)
    assert agreed is not None
    assert (agreed.version, agreed.rules) == (9, ("We listen to whoever speaks here.",))
    told = [each for each in restored.messages if each.startswith("Rules that")]
    assert len(told) == 1
    assert house.community.name in told[0]


def test_rules_that_are_agreed_still_stay(house: TestHouse, met: Session, backup: Path) -> None:
    write_rule(house, met, "Nobody films us.", 1)
    save(house, backup)
    write_rule(house, met, "Nobody films us.", 2)

    restored = put_back(house, backup)

    with house.services.db.read() as tx:
        agreed = stored_communities.agreement(tx, house.community.id)
    assert agreed is not None
    assert agreed.rules == ("We listen to whoever speaks here.", "Nobody films us.")
    assert not [each for each in restored.messages if each.startswith("Rules that")]


def test_a_permission_that_is_lost_is_told(house: TestHouse, met: Session, backup: Path) -> None:
    save(house, backup)
    here = (house.services, house.actor("sam"), house.community.id)
    words = PermissionWords(
        note="Yes, but nothing leaves.",
        sponsor="Director of Integrated Care",
        receives="Nothing.",
        never_asks="Who said what.",
        review_on=date(2027, 11, 18),
    )
    token, _ = permissions.ask_for_permission(*here, words)
    permissions.give_permission(house.services, token, words)

    restored = put_back(house, backup)

    told = [each for each in restored.messages if each.startswith("A permission")]
    assert len(told) == 1
    assert house.community.name in told[0]


def test_words_that_a_group_left_in_its_texts_stay_and_are_told(
    house: TestHouse, met: Session, backup: Path
) -> None:
    write_rule(house, met, PHONE, 1)
    write_about(house, met, OTHER, 1)
    save(house, backup)
    take_phone_back(house, met)
    write_about(house, met, "Other words that nobody took back.", 2)

    restored = put_back(house, backup)

    assert NEEDLE in stands_in_texts(house, met).lower()
    assert OTHER in stands_in_texts(house, met)
    told = [each for each in restored.messages if "which nobody had changed" in each]
    assert len(told) == 1
    assert house.community.name in told[0]


def test_the_log_knows_texts_by_hashes_alone(house: TestHouse, met: Session) -> None:
    for text, write in WRITES.items():
        write(house, met, PHONE if text != "prompt" else OTHER, 1)
    take_phone_back(house, met)
    for write in WRITES.values():
        write(house, met, "Something else that is said in its place.", 2)

    with house.services.db.read() as tx:
        entries = erasure_log.entries_of(tx)

    assert {each.went for each in entries} >= {Went.TEXT_CHANGED, Went.TEXT_REPEATS}
    told = str([each for each in entries if each.went in (Went.TEXT_CHANGED, Went.TEXT_REPEATS)])
    assert not any(words in told for words in ("phone before", "ring the ward", "We listen"))


def test_every_text_of_a_group_in_which_words_are_struck_is_known_to_a_restore() -> None:
    groups = sa.select(t.community.c.id)
    struck = {(e.table.name, name) for e in struck_texts._places(groups) for name in e.names}
    known = {(each.table.name, name) for each in own_texts.PLACES for name in each.names}

    assert known - struck == set()
    # What was read back, and what a session froze, nobody changes; cards go with a note.
    assert struck - known == {
        ("proposal", "sentence"),
        ("proposal", "setting"),
        ("session", "policy"),
        ("returned", "title"),
        ("returned", "description"),
    }
