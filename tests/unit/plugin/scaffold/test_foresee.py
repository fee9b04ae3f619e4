from pathlib import Path

import pytest

from connectors.errors import LookFirst
from connectors.miro.new_items import NewFrame
from plugin import intents
from plugin.convene.template_files import read_template
from plugin.domain.returns import ReturnCard
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from plugin.scaffold import run
from tests.unit.plugin.scaffold.room import Room, make_room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def foreseen(
    room: Room, session: Session, board: str | None = None, cards: tuple[ReturnCard, ...] = ()
) -> tuple[str, ...]:
    template = read_template(session.template_code or "")
    given = (room.services, room.sam, room.miro, session.id, template, cards)
    return run.foresee(*given, web_notes_name="Hedgerow", miro_board_id=board)


def test_a_new_board_is_foreseen_call_by_call(room: Room) -> None:
    session = room.plan()

    lines = foreseen(room, session)

    assert room.calls() == []
    assert lines[:2] == ("Make a board", "Make the box “W · Welcome”")
    built = room.build(session)
    posts = [call for call in room.calls() if call.startswith("POST")]
    assert len(lines) == len(posts) == 1 + built.frames + 3


def test_a_whole_board_needs_nothing(room: Room) -> None:
    session = room.plan()
    room.build(session)

    assert foreseen(room, session) == ()


def test_what_is_missing_is_foreseen_and_nothing_is_written(room: Room) -> None:
    session = room.plan()
    room.build(session)
    board = room.boards()[0]
    text = next(item for item in board.items.values() if item.type == "text")
    del board.items[text.id]
    writes = room.line.writes

    (line,) = foreseen(room, session)

    assert line.startswith("Make one text or card in “")
    assert room.line.writes == writes


def test_a_lost_answer_is_foreseen_as_found(room: Room) -> None:
    session = room.plan("T2")
    room.line.lost = {3, 4}
    with pytest.raises(LookFirst):
        room.build(session)
    left = intents.unfinished(room.services, session.id)

    lines = foreseen(room, session)

    assert lines[0].startswith("Know again what an earlier try made in the box “")
    assert intents.unfinished(room.services, session.id) == left


def test_a_lost_board_is_foreseen_as_found(room: Room) -> None:
    session = room.plan()
    room.line.lost = {1, 2}
    before = foreseen(room, session)
    with pytest.raises(LookFirst):
        room.build(session)

    assert "Make a board" in before
    assert "Make a board" not in foreseen(room, session)


def test_cards_that_would_come_back_are_counted(room: Room) -> None:
    session = room.plan()
    cards = tuple(ReturnCard(f"open:{n}", "A title", "A line") for n in range(20))

    assert len(foreseen(room, session, cards=cards)) == len(foreseen(room, session)) + 1


def test_a_board_that_cannot_be_used_is_refused(room: Room) -> None:
    session = room.plan()

    with pytest.raises(BadInput, match="no such board"):
        foreseen(room, session, "uXjVnowhere=")


def test_a_board_with_boxes_is_refused_before_anything_is_foreseen(room: Room) -> None:
    copy = room.miro.create_board("Copy of ours")
    room.miro.create_frame(copy.id, NewFrame(title="3 · Held", x=0, y=0, width=900, height=900))

    with pytest.raises(BadInput, match="numbered frames"):
        foreseen(room, room.plan(), copy.id)
