from pathlib import Path

import pytest

from plugin.convene.agreements import record_read_back
from plugin.domain.agreements import Agreement, Attribution, Outcome, Setting
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Piece, Wording
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back, trail
from plugin.store import pieces
from tests.pretend_board import Runtime, Stage, runtime, stage
from tests.unit.plugin.curate.meeting import a_source
from tests.unit.plugin.web.filled import PROPOSAL, a_session
from tests.unit.plugin.web.house import make_house


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", Agreement(1, {}, Attribution.ROLE))
    staged.board.add("n1", "P01", "Z5", "words")
    staged.close()
    return staged


def _made_into(meeting: Stage, note_id: str, name: str) -> None:
    services, session = meeting.services, meeting.session
    piece = Piece(name, "p", "c", services.now)
    wording = Wording(
        id=f"{name} 1",
        piece_id=name,
        number=1,
        title=name,
        line="",
        narrative="",
        kind="doubt",
        family="representation",
        person=2,
        made_at=services.now,
        made_in="here",
    )
    with services.db.begin() as tx:
        pieces.add_piece(tx, piece, wording, [a_source(name, note_id, session)])


@pytest.mark.parametrize("names", [(), ("one",), ("one", "two")])
def test_a_note_lists_every_piece_that_rests_on_it(meeting: Stage, names: tuple[str, ...]) -> None:
    note_id = meeting.notes()["n1"].id
    for name in names:
        _made_into(meeting, note_id, name)

    found = trail(meeting.services, OPERATOR, note_id)

    assert {whole.piece.id for whole in found.pieces} == set(names)
    assert found.session.id == meeting.session.id


@pytest.mark.parametrize("how", ["taken back", "off record", "left the board"])
def test_the_trail_goes_on_when_the_words_are_gone(meeting: Stage, how: str) -> None:
    note_id = meeting.notes()["n1"].id
    _made_into(meeting, note_id, "one")
    if how == "taken back":
        take_back(meeting.services, OPERATOR, note_id)
    elif how == "off record":
        meeting.board.move("n1", "P02", "ZX")
        meeting.collect()
    else:
        meeting.board.delete("n1")
        meeting.collect()
        meeting.runtime.pass_days(7)
        tidy(meeting.services, OPERATOR)

    found = trail(meeting.services, OPERATOR, note_id)

    (stub,) = found.pieces[0].sources
    assert (found.note.text, found.note.zone_code) == (None, "Z5")
    assert found.note.gone_because == stub.gone_because is not None
    assert (stub.session_id, stub.zone_code, stub.day) == (
        meeting.session.id, "Z5", meeting.session.day
    )  # fmt: skip


def test_a_note_lists_the_sentence_that_was_read_to_the_group(tmp_path: Path) -> None:
    house = make_house(tmp_path)
    filled = a_session(house)
    sam, rule = house.actor("sam"), Setting(other=("rule", ""))
    session_id, note_id = filled.session.id, filled.proposal_note_id
    agreed = Outcome.AGREED
    record_read_back(house.services, sam, session_id, note_id, PROPOSAL, rule, agreed)

    page = house.as_("sam").get(f"/notes/{note_id}").text

    assert "Read to the group on" in page
    assert f'href="/c/{house.community.id}/agreement">agreed</a>' in page
