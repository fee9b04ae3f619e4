"""Promises 2 and 7 through the phone page: no table knows who wrote, no page how many take part."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from plugin import use_cases
from plugin.domain.agreements import Attribution
from plugin.domain.labels import Label
from plugin.domain.notes import A_MEMBER
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session, SessionState
from plugin.govern.retention import tidy
from plugin.store import sessions
from plugin.store.columns import UTCDateTime
from plugin.store.sign_ins import hash_of
from plugin.store.tables import metadata
from tests import databases
from tests.world import World, make_world
from tests.world.jobs import new_session
from tests.world.phones import HELD, KEPT, Phone, join, notes_of, without_board

DAY = date(2026, 11, 18)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.services.db.close()


def built(world: World) -> Session:
    return new_session(world.runtime, world.actor("sam"), world.community.id, "T3", DAY)[0]


def keeping(world: World, session: Session, **agreed: Any) -> Session:
    """Let a box keep its notes, which without an agreement no box does."""
    assert session.on_board is not None
    policy = session.on_board.policy
    kept = replace(policy, labels={**policy.labels, KEPT: Label.M}, **agreed)
    changed = replace(session, on_board=replace(session.on_board, policy=kept))
    with world.services.db.begin() as tx:
        sessions.save_session(tx, replace(changed, state=SessionState.OPEN))
    return changed


def token_of(phone: Phone) -> str:
    return phone.mine.rpartition("/")[2]


def test_a_token_is_stored_nowhere(world: World) -> None:
    session = built(world)
    phone = join(world, session)
    phone.write("here", KEPT)
    phone.write("and there", HELD)
    token = token_of(phone)
    before = databases.everything(world.services.db)

    use_cases.close_session(world.runtime, world.actor("sam"), session.id)

    after = databases.everything(world.services.db)
    first, second = notes_of(world, session)
    assert token.encode() not in before + after
    assert hash_of(token).encode() in before
    assert first.author_hash is None
    assert first.own_hash != second.own_hash
    assert first.strand_id != second.strand_id
    assert first.voice_id == second.voice_id


def test_two_notes_of_one_person_have_nothing_in_common_once_the_key_is_gone(
    world: World,
) -> None:
    session = keeping(world, built(world))
    phone = join(world, session)
    phone.write("here", KEPT)
    phone.write("and there", HELD)
    use_cases.close_session(world.runtime, world.actor("sam"), session.id)
    world.clock.pass_days((session.take_back_until - world.services.today).days + 1)

    tidy(world.services, OPERATOR)

    here = [each for each in notes_of(world, session) if each.text is not None]
    assert all(each.voice_id is None and each.author_hash is None for each in here)
    assert [each.text for each in here] == ["here"]
    assert "here" in phone.open("/notes").text  # its own link still knows it


def moments_in_all_tables(world: World) -> set[datetime]:
    with world.services.db.read() as tx:
        return {
            moment
            for table in metadata.sorted_tables
            for column in table.c
            if isinstance(column.type, UTCDateTime)
            for moment in tx.execute(sa.select(column)).scalars()
        }


def test_chatham_house_keeps_no_moment_at_which_a_note_came_by_phone(world: World) -> None:
    session = keeping(world, built(world), attribution=Attribution.CHATHAM_HOUSE)
    phone, written = join(world, session), set[datetime]()
    for number in range(3):
        world.clock.now += timedelta(minutes=7)
        phone.write(f"words {number}", KEPT)
        written.add(world.clock.now)
    assert written <= moments_in_all_tables(world)
    world.clock.now += timedelta(minutes=7)

    use_cases.close_session(world.runtime, world.actor("sam"), session.id)

    assert written & moments_in_all_tables(world) == set()


def test_somebody_who_writes_by_phone_is_one_voice_apart_from_others(world: World) -> None:
    session = built(world)
    one, other = join(world, session), join(world, session)
    for phone, words in ((one, "words"), (one, "more words"), (other, "words")):
        phone.write(words, KEPT)

    use_cases.close_session(world.runtime, world.actor("sam"), session.id)

    voices = [each.voice_id for each in notes_of(world, session)]
    assert sorted(voices.count(each) for each in set(voices)) == [1, 2]


def test_where_names_are_agreed_no_phone_asks_for_one_and_none_is_put_to_its_notes(
    world: World,
) -> None:
    session = keeping(world, built(world), attribution=Attribution.NAMED)
    phone = join(world, session)
    page = phone.open(f"/boxes/{KEPT}").text
    phone.write("words", KEPT)
    (note,) = notes_of(world, session)
    named = {f"role-{note.author_hash}": "Nadia"}

    world.as_("sam").post(f"/s/{session.id}/roles", data=named)
    use_cases.close_session(world.runtime, world.actor("sam"), session.id)

    (closed,) = notes_of(world, session)
    assert "if you want yours there, write it in the note" in page
    assert not re.search(r'<input[^>]*type="text"|name="name"', page)
    assert closed.shown_author == A_MEMBER


def test_no_page_tells_how_many_take_part(world: World) -> None:
    # Promise 7: two looks at a page, one before and one after somebody joined, are the same.
    session = without_board(world)
    join(world, session)
    pages = [f"/s/{session.id}", f"/s/{session.id}/live", f"/s/{session.id}/paper"]

    def seen() -> list[str]:
        sam = world.as_("sam")
        return [re.sub(r'value="[^"]*"', "", sam.get(each).text) for each in pages]

    before = seen()
    for _ in range(4):
        join(world, session)

    assert seen() == before


def test_a_shared_phone_of_somebody_else_opens_nothing(world: World) -> None:
    session = without_board(world)
    mine, other = join(world, session), join(world, session)
    mine.write("mine alone")

    for guess in ("", "x", token_of(other), token_of(mine)[:-1], hash_of(token_of(mine))):
        answer = world.as_(None).get(f"/me/{session.id}/{guess}/notes")
        assert "mine alone" not in answer.text

    assert "mine alone" in mine.open("/notes").text
