from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from connectors.errors import LookFirst
from connectors.miro.new_items import NewFrame
from plugin import intents
from plugin.convene.agreements import record_read_back
from plugin.convene.communities import add_person, change_community
from plugin.convene.sessions import session_of
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Outcome, Setting
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput, NotHere, NotNow
from plugin.govern.held_notes import readers_of
from plugin.intents import LIKE_A_PAGE, ArrivalWait, WaitPolicy
from plugin.scaffold import run
from plugin.scaffold.boards import standing_board
from plugin.scaffold.plan import least_calls
from plugin.store import boards as stored_boards
from plugin.store import sessions as stored_sessions
from plugin.store import tables as t
from schemas.miro import Board as MiroBoard
from tests.unit.plugin.scaffold.room import Killed, Room, make_room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


@pytest.mark.parametrize("template", ["T2", "T3"])
def test_a_fresh_board_takes_the_fewest_calls(room: Room, template: str) -> None:
    built = room.build(room.plan(template))

    assert len(room.calls()) == least_calls(built.frames, built.items)
    assert built.made == built.frames + built.items == len(room.boards()[0].items)


def test_who_reads_held_notes_is_frozen_with_the_board(room: Room) -> None:
    session = room.plan()
    room.build(session)
    add_person(
        room.services, OPERATOR, "id1", room.community.id, "Lena Late", None, Role.LEARNING_PARTNER
    )
    later = room.plan()

    room.boards()[0].items.clear()
    room.build(session)
    room.build(later)

    with room.services.db.read() as tx:
        names = [
            [each.name for each in readers_of(tx, session_of(room.services, one.id))]
            for one in (session, later)
        ]
    printed = [" ".join(str(item) for item in board.items.values()) for board in room.boards()]
    assert names == [["Sam", "Helen"], ["Sam", "Helen", "Lena"]]
    assert "Then only Sam and Helen, then" in printed[0]
    assert "Then only Sam, Helen and Lena, then" in printed[1]


def test_who_joins_before_the_board_is_built_is_named_on_it(room: Room) -> None:
    session = room.plan()
    add_person(
        room.services, OPERATOR, "id1", room.community.id, "Lena Late", None, Role.LEARNING_PARTNER
    )

    room.build(session)

    with room.services.db.read() as tx:
        readers = readers_of(tx, session_of(room.services, session.id))
    assert [each.name for each in readers] == ["Sam", "Helen", "Lena"]


def test_building_opens_the_session_with_its_board(room: Room) -> None:
    session = room.plan()

    built = room.build(session)

    assert session_of(room.services, session.id).state is SessionState.OPEN
    with room.services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
        zones = stored_boards.frame_zones(tx, session.id)
    assert board is not None
    assert board.miro_board_id == built.miro_board_id
    assert sorted(zones.values()) == sorted(zone.code for zone in read_template("T3").zones)


def test_a_second_build_writes_nothing(room: Room) -> None:
    session = room.plan()
    room.build(session)
    before = len(room.calls())

    again = room.build(session)

    assert again.made == 0
    assert {call.split()[0] for call in room.calls(before)} == {"GET"}


@pytest.mark.parametrize("lost", [1, 2, 7, 12, 13, 15])  # board, frames, children
def test_a_lost_answer_is_adopted_and_not_doubled(room: Room, lost: int) -> None:
    session = room.plan()
    room.line.lost = {lost}

    built = room.build(session)

    _assert_whole(room, built)
    assert intents.unfinished(room.services, session.id) == ()


def killed_at(room: Room, number: int, arrives_after_s: float) -> Session:
    """Kill a build at a write that arrives late."""
    session = room.plan()
    room.line.late[room.line.writes + number] = arrives_after_s
    with pytest.raises(Killed):
        room.build(session)
    return session


@pytest.mark.parametrize(
    ("number", "after_s"), [*((n, 6.0) for n in (1, 2, 7, 12, 13, 14)), (2, 0.4), (13, 19.0)]
)
def test_what_arrives_late_is_adopted_and_not_doubled(
    room: Room, number: int, after_s: float
) -> None:
    session = killed_at(room, number, after_s)

    built = room.build(session)

    _assert_whole(room, built)
    assert room.line.on_its_way == []
    assert any("did not know" in message for message in built.messages)


def test_what_never_arrives_is_made_again(room: Room) -> None:
    session = killed_at(room, 3, 1e6)

    _assert_whole(room, room.build(session))
    assert sum(room.pauses) == 20


def test_a_board_that_arrives_after_all_is_told_with_its_address(room: Room) -> None:
    session = killed_at(room, 1, 30.0)
    built = room.build(session)
    assert not any("more than one board" in message for message in built.messages)

    room.pause(10.0)
    told = room.build(session).messages
    room.pass_days(8)

    other = next(each for each in room.boards() if each.id != built.miro_board_id)
    assert [other.id in message for message in told] == [True]
    assert room.build(session).messages == ()


def test_what_is_long_over_is_not_waited_for(room: Room) -> None:
    session = killed_at(room, 3, 1e6)
    room.pass_days(1)

    _assert_whole(room, room.build(session))
    assert room.pauses == []


def test_a_page_says_when_to_build_again(room: Room) -> None:
    session = killed_at(room, 1, 5.0)
    page = replace(LIKE_A_PAGE, pause=room.pause)

    with pytest.raises(NotNow, match="Try again in 17 seconds"):
        room.build(session, waits=page)
    room.pause(5.0)

    _assert_whole(room, room.build(session, waits=page))


def test_a_board_that_two_meetings_want_at_once_is_told(room: Room) -> None:
    board = room.miro.create_board("Ours since May")
    first, second = room.plan(), room.plan()
    look, was_built = room.miro.get_board, []

    def look_slowly(board_id: str) -> MiroBoard:
        if not was_built:
            was_built.append(True)
            room.build(first, board.id)
        return look(board_id)

    room.miro.get_board = look_slowly  # type: ignore[method-assign]
    with pytest.raises(BadInput, match="another session"):
        room.build(second, board.id)


def test_two_lost_answers_need_a_second_build(room: Room) -> None:
    session = room.plan()
    room.line.lost = {3, 4}
    with pytest.raises(LookFirst):
        room.build(session)

    built = room.build(session)

    _assert_whole(room, built)


def test_a_board_whose_mark_is_there_twice_is_reported(room: Room) -> None:
    session = room.plan()
    twin = room.miro.create_board("A twin", f"hedgerow:{session.id}")
    room.line.lost = {2}

    built = room.build(session)

    assert built.miro_board_id == twin.id
    assert any("more than one board" in message for message in built.messages)


def test_what_people_deleted_is_added_again(room: Room) -> None:
    session = room.plan()
    built = room.build(session)
    board = room.boards()[0]
    question = next(item for item in board.items.values() if "What did you weigh" in str(item.data))
    del board.items[question.id]

    again = room.build(session)

    assert again.made == 1
    assert len(board.items) == built.frames + built.items


def test_renamed_and_moved_boxes_stay_ours(room: Room) -> None:
    session = room.plan()
    room.build(session)
    frame = room.miro.frames(room.boards()[0].id)[3]
    room.miro.rename_frame(room.boards()[0].id, frame.id, "Our stories")

    assert room.build(session).made == 0


def test_boxes_go_beside_what_is_on_an_existing_board(room: Room) -> None:
    board = room.miro.create_board("Ours since May")
    old = room.miro.create_frame(board.id, NewFrame(title="May", x=0, y=0, width=900, height=900))
    session = room.plan()

    room.build(session, f"https://miro.com/app/board/{board.id}/?share=1")

    ours = [frame for frame in room.miro.frames(board.id) if frame.id != old.id]
    assert len(ours) == 11
    assert all((frame.x or 0) - (frame.width or 0) / 2 > 450 for frame in ours)


@pytest.mark.parametrize("lost", [2, 3, 13])
def test_lost_answers_on_an_existing_board_are_adopted(room: Room, lost: int) -> None:
    board = room.miro.create_board("Ours since May")
    session = room.plan()
    nowhere = ArrivalWait(WaitPolicy(room.pause))
    standing_board(room.services, room.miro, session, "Stories", board.id, nowhere)
    # Somebody draws it between the two: a board that has one before is refused.
    twin = NewFrame(title="W · Welcome", x=0, y=0, width=900, height=900)
    room.miro.create_frame(board.id, twin)
    room.line.lost = {room.line.writes + lost - 1}

    built = room.build(session, board.id)

    assert len(room.boards()[0].items) == 1 + built.frames + built.items


def test_a_board_is_one_meetings_only(room: Room) -> None:
    built = room.build(room.plan())
    with pytest.raises(BadInput, match="another session"):
        room.build(room.plan("T2"), built.miro_board_id)


@pytest.mark.parametrize("title", ["3 · The story", "<p>o: Off the record</p>", "W - Welcome"])
def test_a_board_with_boxes_is_nobodys_to_build_on(room: Room, title: str) -> None:
    copy = room.miro.create_board("Copy of ours")
    room.miro.create_frame(copy.id, NewFrame(title=title, x=0, y=0, width=900, height=900))
    session = room.plan()

    with pytest.raises(BadInput, match="numbered frames"):
        room.build(session, copy.id)

    with room.services.db.read() as tx:
        assert stored_boards.board(tx, session.id) is None
    assert len(room.miro.frames(copy.id)) == 1


def test_a_board_that_was_named_is_built_on_again(room: Room) -> None:
    board = room.miro.create_board("Ours since May")
    session = room.plan()
    built = room.build(session, board.id)
    frame = room.miro.frames(board.id)[3]
    room.miro.delete_item(board.id, frame.id)

    again = room.build(session, board.id)

    assert again.made >= 1
    assert len(room.miro.frames(board.id)) == built.frames


@pytest.mark.parametrize("given", ["https://miro.com/app/dashboard/", "x", "../../v2/boards"])
def test_what_is_no_board_address_is_refused(room: Room, given: str) -> None:
    with pytest.raises(BadInput, match="address of a Miro board"):
        room.build(room.plan(), given)


def test_an_unknown_board_is_refused_and_nothing_stored(room: Room) -> None:
    session = room.plan()

    with pytest.raises(BadInput, match="no such board"):
        room.build(session, "uXjVnowhere=")
    assert session_of(room.services, session.id).state is SessionState.PLANNED


def test_a_vanished_board_is_told_in_a_sentence(room: Room) -> None:
    session = room.plan()
    built = room.build(session)
    room.sandbox.extensions["hedgerow_sandbox"].miro.boards.pop(built.miro_board_id)

    with pytest.raises(NotHere, match="What was collected is safe"):
        room.build(session)


def test_a_board_that_miro_left_open_is_reported(room: Room) -> None:
    session = room.plan()
    assert room.build(session).is_private is True
    room.boards()[0].sharing["teamAccess"] = "edit"

    built = room.build(session)

    assert built.is_private is False
    assert any("everybody in the Miro team" in message for message in built.messages)


def test_a_stranger_learns_nothing(room: Room) -> None:
    session = room.plan()
    room.sam = Actor("p9", "Otto Lang")

    with pytest.raises(NotHere):
        room.build(session)
    assert room.calls() == []


def test_a_closed_meeting_is_not_built_again(room: Room) -> None:
    session = room.plan()
    with room.services.db.begin() as tx:
        stored_sessions.save_session(tx, replace(session, state=SessionState.CLOSED))

    with pytest.raises(BadInput, match="closed"):
        room.build(session)


def test_two_people_who_press_build_do_not_double(room: Room) -> None:
    session = room.plan()
    with intents.alone_with(room.services, session.id), pytest.raises(NotNow):
        room.build(session)


def test_the_welcome_box_says_what_is_known(room: Room) -> None:
    session = room.plan("T2")
    record_read_back(
        room.services,
        room.sam,
        session.id,
        None,
        "We meet monthly",
        Setting(other=("rhythm", "monthly")),
        Outcome.NOT_YET,
    )

    room.build(room.plan())

    said = str([item.data for item in room.boards()[0].items.values()])
    for words in (
        "How do we decide well?",
        "Given by Director of Integrated Care.",
        "Doubt is a contribution.",
        "Still open: We meet monthly",
        "Run by Northside University.",
        "Questions to sam@northside.example.",
        "carry the name Hedgerow",
        "After that, ask your facilitator, at any time.",
        "Held until 16 December",
        "Then only Sam and Helen",
    ):
        assert words in said


def test_a_text_that_no_board_can_show_is_refused_before_anything_is_made(room: Room) -> None:
    session = room.plan()
    rules = tuple(f"Rule {number}: {'long ' * 90}" for number in range(20))
    change_community(room.services, room.sam, replace(room.community, rules=rules))

    with pytest.raises(BadInput, match="longer than a board can show"):
        room.build(session)
    assert room.calls() == []


def test_the_facilitator_is_let_in_as_co_owner(room: Room) -> None:
    session = room.plan()
    room.build(session)

    said = run.let_in(room.services, room.sam, room.miro, session.id, "sam@northside.example")

    assert "accepted the invitation" in said
    assert [member.role for member in room.boards()[0].invited.values()] == ["coowner"]


def test_no_plain_hash_of_an_address_is_stored_that_could_be_guessed(room: Room) -> None:
    session, address = room.plan(), "sam@northside.example"
    room.build(session)
    run.let_in(room.services, room.sam, room.miro, session.id, address)

    with room.services.db.read() as tx:
        keys = tx.execute(sa.select(t.intent.c.key)).scalars().all()
    assert [each for each in keys if each.startswith("invite ")]
    assert not [each for each in keys if sha256(address.encode()).hexdigest()[:16] in each]


def test_an_address_that_miro_refuses_is_told(room: Room) -> None:
    session = room.plan()
    room.build(session)
    with pytest.raises(BadInput, match="e-mail address"):
        run.let_in(room.services, room.sam, room.miro, session.id, "sam")


def test_a_lost_invitation_asks_to_look(room: Room) -> None:
    session = room.plan()
    room.build(session)
    room.line.lost = {room.line.writes + 1}

    first = run.let_in(room.services, room.sam, room.miro, session.id, "sam@northside.example")
    waits = intents.WaitPolicy(room.pauses.append)
    second = run.let_in(
        room.services, room.sam, room.miro, session.id, "sam@northside.example", waits
    )

    assert room.pauses == [intents.in_doubt.MAY_ARRIVE_FOR_S]
    assert "don't know yet" in first
    assert "accepted the invitation" in second


def _assert_whole(room: Room, built: run.Built) -> None:
    assert len(room.boards()) == 1
    items = list(room.boards()[0].items.values())
    titles = [item.data["title"] for item in items if item.type == "frame"]
    assert len(titles) == len(set(titles)) == built.frames
    assert len(items) == built.frames + built.items
    with room.services.db.read() as tx:
        links = stored_boards.item_links(tx, built.session_id)
    assert sorted(links.values()) == sorted(item.id for item in items)
