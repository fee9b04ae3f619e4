"""Notes that people put beside the card of a piece that came back: what was said beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin import use_cases
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.sessions import Session
from plugin.govern import withdrawal
from plugin.store import boards as stored_boards
from plugin.store import tables as t
from schemas.miro import Item
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import SOMEBODY_IN_MIRO, let_in
from tests.world.jobs import new_session
from tests.world.phones import board_id, notes_of

SAID = "canary: it was the same on our ward"
HEAD = "What was said beside it"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    let_in(made, SOMEBODY_IN_MIRO)
    yield made
    made.services.db.close()


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    """Return a piece that was checked with its group, and that all of it may read."""
    made = a_piece(house.services, OPERATOR, meet(house.services, house.community.id))
    read_back_today(house.services, house.actor("sam"), made)
    house.clock.pass_days(8)
    release(house.services, house.actor("helen"), made.piece.id, Rung.US, NO_HARM)
    return made


@pytest.fixture
def session(house: TestHouse, piece: PieceWhole) -> Session:
    """Return a later session, to whose board the piece came back."""
    day = house.clock.now.date()
    return new_session(house.runtime, house.actor("sam"), house.community.id, "T3", day)[0]


def card_of(house: TestHouse, session: Session, piece: PieceWhole) -> Item:
    with house.services.db.read() as tx:
        links = stored_boards.item_links(tx, session.id)
    (item_id,) = (item for key, item in links.items() if f"piece:{piece.piece.id}" in key)
    miro = house.runtime.accounts.miro(house.partnership.id)
    return miro.item(board_id(house, session), item_id)


def put(house: TestHouse, session: Session, card: Item, words: str, further: float = 0) -> str:
    """Stick a note right below the card; return the address of the sticky."""
    notes = f"/_sandbox/miro/boards/{board_id(house, session)}/notes"
    below = (card.y or 0) + (card.height or 0) / 2 + 110
    note = {"person": SOMEBODY_IN_MIRO, "text": words, "frame": card.parent_id}
    place = {"x": card.x, "y": below + further}
    answer = house.sandbox.test_client().post(notes, json=note | place)
    assert answer.status_code == 201, answer.text
    return f"{notes}/{answer.get_json()['id']}"


def collect(house: TestHouse, session: Session) -> None:
    use_cases.collect(house.runtime, house.actor("sam"), session.id)


def close(house: TestHouse, session: Session) -> None:
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)


def shown(house: TestHouse, piece: PieceWhole, who: str = "helen") -> str:
    answer = house.as_(who).get(f"/pieces/{piece.piece.id}")
    assert answer.status_code == 200
    return answer.text


def linked(house: TestHouse) -> int:
    with house.services.db.read() as tx:
        return int(tx.execute(sa.select(sa.func.count()).select_from(t.said_beside)).scalar_one())


def test_what_was_said_beside_a_piece_is_read_after_close_by_those_who_read_notes(
    house: TestHouse, piece: PieceWhole, session: Session
) -> None:
    card = card_of(house, session, piece)
    put(house, session, card, SAID)
    put(house, session, card, "canary: about something else", further=500)
    collect(house, session)
    assert linked(house) == 1
    assert HEAD not in shown(house, piece)  # until Close the board is the writer's pen

    close(house, session)

    page = shown(house, piece)
    assert HEAD in page
    assert SAID in page.partition(HEAD)[2]
    assert "something else" not in page
    assert "canary" not in shown(house, piece, "amina")


def test_a_note_that_is_moved_away_says_nothing_to_it_any_more(
    house: TestHouse, piece: PieceWhole, session: Session
) -> None:
    card = card_of(house, session, piece)
    sticky = put(house, session, card, SAID)
    collect(house, session)
    away = {"person": SOMEBODY_IN_MIRO, "frame": card.parent_id, "x": card.x, "y": 1_400}
    assert house.sandbox.test_client().patch(sticky, json=away).status_code == 200

    close(house, session)

    assert linked(house) == 0
    assert len(notes_of(house, session)) == 1
    assert HEAD not in shown(house, piece)


def test_what_was_said_stays_when_the_card_is_deleted(
    house: TestHouse, piece: PieceWhole, session: Session
) -> None:
    card = card_of(house, session, piece)
    put(house, session, card, SAID)
    collect(house, session)
    board = board_id(house, session)
    house.runtime.accounts.miro(house.partnership.id).delete_item(board, card.id)

    collect(house, session)
    close(house, session)

    assert linked(house) == 1
    assert SAID in shown(house, piece).partition(HEAD)[2]


def test_what_is_taken_back_held_or_forgotten_is_not_beside_it(
    house: TestHouse, piece: PieceWhole, session: Session
) -> None:
    card = card_of(house, session, piece)
    sticky = put(house, session, card, "canary: never mind")
    put(house, session, card, SAID, further=20)
    collect(house, session)
    assert linked(house) == 2
    client, person = house.sandbox.test_client(), {"person": SOMEBODY_IN_MIRO}
    assert client.delete(sticky, json=person).status_code == 204
    close(house, session)
    assert linked(house) == 1
    (note,) = notes_of(house, session)
    for change in ({"label": Label.H}, {"is_waiting": True}):
        change_note(house.services, note.id, **change)
        assert "canary" not in shown(house, piece)
        change_note(house.services, note.id, label=Label.M, is_waiting=False)
    assert SAID in shown(house, piece)

    withdrawal.take_back(house.services, house.actor("sam"), note.id)

    assert linked(house) == 0
    assert HEAD not in shown(house, piece)
