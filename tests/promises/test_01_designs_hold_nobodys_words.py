"""Promise 1: a design that is made of a copy of a session's board takes no words of people."""

import copy
from pathlib import Path

import pytest

from connectors.miro.new_items import NewText
from plugin.convene.design_lookup import own_designs
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Agreement
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import done, new_session

SECRET = "I cried in the car park after that call."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    made = make_house(tmp_path)
    with made.services.db.begin() as tx:
        stored_communities.add_agreement(tx, made.community.id, Agreement(1), made.services.now)
    return made


def a_copy(house: TestHouse, code: str, box: str) -> str:
    """Build a session's board, let somebody write a text into a box, and copy it as Miro does."""
    planned, _ = new_session(
        house.runtime, house.actor("sam"), house.community.id, code, house.services.today
    )
    with house.services.db.read() as tx:
        board = stored_boards.board(tx, planned.id)
    assert board is not None
    miro = house.runtime.accounts.miro(house.partnership.id)
    frame = next(each for each in miro.frames(board.miro_board_id) if box in each.title)
    text = NewText(text=SECRET, x=200, y=200, parent_id=frame.id)
    miro.create_item(board.miro_board_id, text)
    state = house.sandbox.extensions["hedgerow_sandbox"].miro
    new = copy.deepcopy(state.boards[board.miro_board_id])
    new.id = state.new_board_id()
    ids = {each: state.new_item_id() for each in new.items}
    items = []
    for item in new.items.values():
        item.id, item.parent_id = ids[item.id], ids.get(item.parent_id or "")
        items.append(item)
    new.items = {each.id: each for each in items}
    state.boards[new.id] = new
    return str(new.id)


@pytest.mark.parametrize("box", ["3 · ", "4 · "])  # of T9: one that stays here, one that is held
def test_only_the_questions_of_such_a_board_are_taken(house: TestHouse, box: str) -> None:
    board_id, client = a_copy(house, "T9", box), house.as_("sam")

    asked = client.post(f"/c/{house.community.id}/designs/from-board", data={"board": board_id})
    page = client.get(done(client, asked)).text

    with house.services.db.read() as tx:
        (design,) = own_designs(tx, house.community.id)
        tables = str(tx.exec_driver_sql("SELECT * FROM design_version").all())
    assert SECRET not in tables
    assert "nothing that people wrote" in page
    asked_before = {prompt for zone in read_template("T9").zones for prompt in zone.prompts}
    taken = {prompt for zone in design.newest.zones for prompt in zone.prompts}
    assert len(taken & asked_before) > len(asked_before) // 2
