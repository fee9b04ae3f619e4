"""Collections of pieces across the groups of a partnership."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from plugin.convene.communities import add_person, start_community
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import tables as t
from tests.unit.plugin.curate.meeting import PHONE, a_piece, change_note, meet, read_back_today
from tests.unit.plugin.curate.sorted_alone import second_curator
from tests.unit.plugin.web.house import TestHouse, make_house

NAME = "What we learnt of ringing"


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def piece(house: TestHouse, met: Session) -> PieceWhole:
    return a_piece(house.services, house.actor("helen"), met)


def send(house: TestHouse, do: str, who: str = "helen", **form: str) -> TestResponse:
    at = f"/p/{house.partnership.id}/collections"
    return house.as_(who).post(at, data={"do": do, **form}, follow_redirects=True)


def page(house: TestHouse, who: str = "helen", **asked: str) -> TestResponse:
    return house.as_(who).get(f"/p/{house.partnership.id}/collections", query_string=asked)


def made(house: TestHouse) -> str:
    with house.services.db.read() as tx:
        return str(tx.execute(sa.select(t.collection.c.id)).scalar_one())


def another_groups_curator(house: TestHouse) -> None:
    """Let Olu curate another group of the partnership."""
    other = start_community(house.services, OPERATOR, house.partnership.id, "Staying home", "Who?")
    place = (house.partnership.id, other.id)
    olu = ("Olu Ade", "olu@northside.example", Role.LEARNING_PARTNER)
    house.people["olu"] = add_person(house.services, OPERATOR, *place, *olu)


def test_a_piece_is_put_in_and_taken_out(house: TestHouse, piece: PieceWhole) -> None:
    ask = page(house, piece=piece.piece.id).text
    told = send(house, "save", name=NAME, piece=piece.piece.id).text
    again = send(house, "put", open=made(house), piece=piece.piece.id).text
    out = send(house, "out", open=made(house), piece=piece.piece.id).text

    assert f"<bdi>{piece.newest.title}</bdi>" in ask
    assert f"“{NAME}” has it now." in told
    assert piece.newest.line in told
    assert "has it already." in again
    assert piece.newest.line not in out
    assert "is deleted" in send(house, "remove", open=made(house)).text
    assert page(house, piece="no-such").status_code == 404


def test_others_read_what_is_shared_and_of_it_what_they_may_read(
    house: TestHouse, met: Session, piece: PieceWhole
) -> None:
    another_groups_curator(house)
    send(house, "save", name=NAME, piece=piece.piece.id)
    alone = page(house, "olu", open=made(house)).status_code
    send(house, "save", name=NAME, open=made(house), version="1", shared="yes")

    shared = page(house, "olu", open=made(house)).text
    refused = send(house, "put", "olu", open=made(house), piece=piece.piece.id)
    read_back_today(house.services, house.actor("sam"), piece)
    house.clock.pass_days(8)
    release(house.services, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    out = page(house, "olu", open=made(house)).text
    reading = house.as_("olu").get(f"/pieces/{piece.piece.id}").text

    assert alone == 404
    assert NAME in shared
    assert piece.newest.title not in shared
    assert refused.status_code == 404
    assert piece.newest.title in out
    assert "Put it in a collection" in reading
    not_theirs = send(house, "save", "olu", name="Mine", open=made(house), version="2")
    assert not_theirs.status_code == 400
    assert "Only they change it" in not_theirs.text


def test_two_who_name_it_at_once_overwrite_nothing(house: TestHouse, met: Session) -> None:
    send(house, "save", name=NAME)
    send(house, "save", name="Newer", open=made(house), version="1")

    refused = send(house, "save", name="Older", open=made(house), version="1")

    assert refused.status_code == 400
    assert "Somebody changed this collection" in refused.text
    assert "Newer" in page(house).text


def test_a_name_goes_with_the_words_of_a_note_and_hides_held_ones(
    house: TestHouse, met: Session
) -> None:
    house.people["ruth"] = second_curator(house.services, met)
    send(house, "save", name=PHONE, shared="yes")
    change_note(house.services, f"phone-{met.id}", label=Label.H)
    hidden = page(house, "ruth").text
    change_note(house.services, f"phone-{met.id}", label=Label.M)

    take_back(house.services, house.actor("sam"), f"phone-{met.id}")

    assert HIDDEN in hidden
    assert PHONE not in hidden
    assert "a collection without a name" in page(house).text


@pytest.mark.parametrize("who", ["sam", "amina", "grace", "stranger"])
def test_nobody_else_opens_collections(house: TestHouse, piece: PieceWhole, who: str) -> None:
    assert page(house, who).status_code in {403, 404}
    assert send(house, "save", who, name=NAME).status_code in {403, 404}
    memory = house.as_(who).get(f"/p/{house.partnership.id}/memory").text
    assert "Collections: pieces" not in memory
    own = house.as_("helen").get(f"/p/{house.partnership.id}/memory").text
    assert "Collections: pieces" in own


def test_a_form_that_is_sent_twice_makes_one_collection(
    house: TestHouse, piece: PieceWhole
) -> None:
    ask = page(house, piece=piece.piece.id).text
    press = re.search(r'name="press" value="([^"]+)"', ask)
    assert press is not None
    form = {"name": NAME, "piece": piece.piece.id, "press": press[1]}

    told = [send(house, "save", **form).text for _ in range(2)]

    assert made(house)  # one
    assert "has it now." in told[0]
    assert "has it already." in told[1]


def test_what_was_typed_for_a_collection_stays_when_it_is_refused(house: TestHouse) -> None:
    send(house, "save", name=NAME)
    more = {"open": made(house), "version": "1"}
    ticked = 'id="shared-open" name="shared" value="yes" checked'

    shared = send(house, "save", name="x" * 81, shared="yes", **more)
    send(house, "save", name=NAME, shared="yes", **more)
    private = send(house, "save", name="x" * 81, open=made(house), version="2")

    assert (shared.status_code, private.status_code) == (400, 400)
    assert ticked in shared.text
    assert ticked not in private.text
