"""Promise 5: a text that hid words of a note shows them no more once that note went."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.convene.communities import community_of
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.about_group import AboutGroup
from plugin.domain.agreements import Agreement, AgreementDetails
from plugin.domain.ground_rules import RuleReason
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.invitations import Arrangements
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.store import about_groups, designs, invitations
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import sessions as stored_sessions
from plugin.store import tables as t
from plugin.store.designs import StoredVersion
from plugin.store.texts import all_texts
from plugin.store.texts_to_change import texts_to_change
from plugin.sync.here.read import read_here
from tests.pretend_board import runtime, stage
from tests.promises.test_04_its_people_check_it_themselves import written
from tests.promises.test_04_quotes_need_a_yes import HER, HIS, note_of, quote, say
from tests.unit.plugin.curate.meeting import HELD, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import HELD as HELD_BOX
from tests.world.phones import join, notes_of, without_board

NEEDLE = "how long nobody spoke"
FIELDS = ("name", "question", "permission_note", "sponsor", "host", "contact")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def write_everywhere(house: TestHouse, words: str) -> Session:
    """Let a group repeat words in all its own texts; return a coming session of it."""
    services, group = house.services, house.community
    day = services.today + timedelta(days=7)
    coming = plan_session(services, OPERATOR, group.id, day, read_template("T3"))
    rules = (f"Rule. {words}", "One rule of ours.")
    reasons = {rules[0]: RuleReason("Since."), rules[1]: RuleReason(words)}
    details = AgreementDetails(reasons=reasons)
    said = {name: f"{name}: {words}" for name in FIELDS} | {"permission_note": f"First.\n{words}"}
    with services.db.begin() as tx:
        stored_communities.save_community(tx, replace(group, rules=rules, **said))
        before = stored_communities.agreement(tx, group.id)
        agreed = Agreement(before.version + 1 if before else 1, rules=rules, details=details)
        stored_communities.add_agreement(tx, group.id, agreed, services.now)
        stored_sessions.save_session(tx, replace(coming, name=words))
        about_groups.save(tx, group.id, AboutGroup(parties=words, version=1))
        invitations.save_arrangements(tx, coming.id, Arrangements(place=words))
        stored_boards.add_returned(tx, coming.id, "open:1", words, f"Read back: {words}")
    return coming


def read(house: TestHouse, coming: Session) -> str:
    """Return everything that says what the group wrote: pages, and rows for Notion."""
    group = f"/c/{house.community.id}"
    paths = [f"{group}/", f"{group}/agreement", f"{group}/about", f"{group}/change"]
    paths += [f"/s/{coming.id}", f"/s/{coming.id}/invite"]
    paths += [f"/p/{house.partnership.id}/sponsor"]
    pages = [house.as_(who).get(path).text for path in paths for who in ("amina", "sam", "grace")]
    with house.services.db.read() as tx:
        ours = read_here(tx, house.partnership.id, (), house.services.now, "http://x.example")
    return "\n".join((*pages, str(ours)))


def test_a_held_note_that_is_taken_back(house: TestHouse) -> None:
    coming = write_everywhere(house, HELD)
    met = meet(house.services, house.community.id)
    before = read(house, coming)

    assert house.as_("sam").post(f"/notes/silence-{met.id}/take-back").status_code == 303

    assert NEEDLE not in before
    after = read(house, coming)
    assert NEEDLE not in after
    assert HIDDEN in after
    assert "One rule of ours." in after
    assert "First." in after
    with house.services.db.read() as tx:
        assert {name for name, text in all_texts(tx) if NEEDLE in text.lower()} == set()
    told = house.as_("sam").get(f"/notes/silence-{met.id}").text
    assert "repeated its words and was not shown" in told


def test_whoever_looks_after_the_group_is_told_where_the_sign_stands(house: TestHouse) -> None:
    services, group = house.services, house.community
    day = services.today + timedelta(days=7)
    coming = plan_session(services, OPERATOR, group.id, day, read_template("T3"))
    with services.db.begin() as tx:
        stored_sessions.save_session(tx, replace(coming, name=HELD))
        about_groups.save(tx, group.id, AboutGroup(parties=HELD, version=1))
    met = meet(services, group.id)

    house.as_("sam").post(f"/notes/silence-{met.id}/take-back")

    told = unescape(house.as_("sam").get(f"/c/{group.id}/").text)
    assert "in what it wrote about itself and the name of a session, or stood there." in told


def test_nobody_is_asked_to_change_a_version_of_a_design_that_another_followed(
    house: TestHouse,
) -> None:
    services, group = house.services, house.community
    made = StoredVersion(
        design_id="d1",
        community_id=group.id,
        base="",
        version=1,
        document={"title": HELD},
        boxes=(),
        made_at=services.now,
    )
    with services.db.begin() as tx:
        designs.add_version(tx, made)
    met = meet(services, group.id)
    house.as_("sam").post(f"/notes/silence-{met.id}/take-back")

    def told() -> tuple[str, ...]:
        with services.db.read() as tx:
            return texts_to_change(tx, group)

    before = told()
    with services.db.begin() as tx:
        designs.add_version(tx, replace(made, version=2, document={"title": "Calm."}))

    assert before == ("a design of its own",)
    assert told() == ()


def test_a_held_note_that_a_legal_hold_kept_past_its_day(house: TestHouse) -> None:
    coming = write_everywhere(house, HELD)
    met = meet(house.services, house.community.id)
    until = (house.services.today + timedelta(days=90)).isoformat()
    form = {"do": "hold", "reason": "A case.", "until": until, "press": "h"}
    assert house.as_("sam").post(f"/c/{house.community.id}/kept", data=form).status_code == 303
    change_note(house.services, f"silence-{met.id}", erase_on=house.services.today)
    house.clock.pass_days(1)
    tidy(house.services, OPERATOR)
    assert NEEDLE not in read(house, coming)

    house.as_("sam").post(f"/notes/silence-{met.id}/take-back")

    assert NEEDLE not in read(house, coming)


@pytest.mark.parametrize("way", ["delete", "change", "quiet"])
def test_a_held_note_that_its_writer_deletes_or_changes(house: TestHouse, way: str) -> None:
    coming = write_everywhere(house, HELD)
    session = without_board(house)
    phone = join(house, session)
    phone.write(HELD, HELD_BOX)
    (note,) = notes_of(house, session)
    if way == "quiet":  # held back: its writer alone sees it, with whoever runs the session
        at = f"/s/{session.id}/by-phone/{note.id}"
        assert house.as_("sam").post(at, data={"do": "hold"}).status_code == 303
    assert NEEDLE not in read(house, coming)

    phone.press(note, "change" if way == "change" else "delete", "Calm and other words.")

    assert NEEDLE not in read(house, coming)
    with house.services.db.read() as tx:
        assert {name for name, text in all_texts(tx) if NEEDLE in text.lower()} == set()


def test_words_of_a_quote_to_which_its_writer_said_no(house: TestHouse) -> None:
    asked = written(house, HER, HIS)
    coming = write_everywhere(house, HER)
    assert quote(asked, HER) == 303
    assert asked.ask() == 303
    assert asked.answer(0, "yes") == 303
    say(asked, 0, "no")
    before = read(house, coming)
    phone, note_id = asked.phones[0], note_of(asked, HER)

    phone.client.post(f"{phone.mine}/notes/{note_id}/take-back", follow_redirects=True)

    assert HER not in before
    assert HER not in read(house, coming)


def test_such_words_stay_hidden_after_the_day_of_their_note(house: TestHouse) -> None:
    asked = written(house, HER, HIS)
    coming = write_everywhere(house, HER)
    assert quote(asked, HER) == 303
    assert asked.ask() == 303
    assert asked.answer(0, "yes") == 303
    say(asked, 0, "no")
    change_note(house.services, note_of(asked, HER), erase_on=house.services.today)
    house.clock.pass_days(1)

    tidy(house.services, OPERATOR)

    assert HER not in read(house, coming)


def test_what_was_never_hidden_stays_as_it_is_written(house: TestHouse) -> None:
    """A kept note: its report names the texts, and people change them."""
    met, words = meet(house.services, house.community.id), "Nobody told us that the portal was shut"
    change_note(house.services, f"portal-{met.id}", text=words)
    coming = write_everywhere(house, words)

    house.as_("sam").post(f"/notes/portal-{met.id}/take-back")

    told = house.as_("sam").get(f"/notes/portal-{met.id}").text
    assert words in read(house, coming)
    assert "A facilitator has to change them" in told


@pytest.mark.parametrize("gone", ["deleted", "changed", "moved to Stays here"])
def test_a_held_sticky_that_goes_while_its_session_is_open(tmp_path: Path, gone: str) -> None:
    meeting = stage(runtime(tmp_path), "T3")
    services, group = meeting.services, meeting.session.community_id
    meeting.board.add("n1", "P1", HELD_BOX, HELD)
    meeting.collect()
    with services.db.begin() as tx:  # as it was written before the note
        own = t.community.c.id == group
        tx.execute(sa.update(t.community).where(own).values(question=f"Why? {HELD}"))
    hidden = community_of(services, group).question

    if gone == "deleted":
        meeting.board.delete("n1")
    elif gone == "changed":
        meeting.board.edit("n1", "P1", "Calm and other words.")
    else:
        meeting.board.move("n1", "P1", "ZX")
    meeting.collect()

    assert hidden == community_of(services, group).question == HIDDEN
