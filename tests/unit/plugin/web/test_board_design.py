"""A board that somebody has becomes a design: its frames and texts, never its notes."""

import re

import pytest

from connectors.miro.new_items import NewFrame, NewShape, NewSticky, NewText
from plugin.convene.design_lookup import own_designs
from plugin.domain.labels import Label
from plugin.domain.own_designs import OwnDesign
from plugin.domain.people import OPERATOR
from plugin.store import boards as stored_boards
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse
from tests.world.jobs import done, new_session


def own(made: TestHouse) -> tuple[OwnDesign, ...]:
    with made.services.db.read() as tx:
        return own_designs(tx, made.community.id)


def address(made: TestHouse) -> str:
    return f"/c/{made.community.id}/designs/from-board"


def a_board(made: TestHouse, frames: int = 3) -> str:
    """Make a board in the sandbox with frames in two rows, a text and a note in each."""
    miro = made.runtime.accounts.miro(made.partnership.id)
    board = miro.create_board("Ours already")
    for number in range(frames):
        row, column = divmod(number, 2)
        frame = NewFrame(
            title=f"{frames - number} · Part <b>{number}</b>",
            width=800,
            height=600,
            x=column * 1000,
            y=row * 1000 + column * 20,
        )
        made_frame = miro.create_frame(board.id, frame)
        words = (
            NewText(text=f"Who was there?\nWhy {number}?", x=200, y=100, parent_id=made_frame.id),
            NewShape(text="What now?", x=200, y=200, width=99, height=50, parent_id=made_frame.id),
            NewSticky(text="A secret", x=300, y=300, parent_id=made_frame.id),
        )
        for each in words:
            miro.create_item(board.id, each)
    return board.id


def test_frames_and_texts_become_a_design_and_notes_are_not_read(made: TestHouse) -> None:
    client = made.as_("sam")
    board_id = a_board(made)

    asked = client.post(address(made), data={"board": board_id})
    page = client.get(done(client, asked)).text

    (design,) = own(made)
    template = design.newest
    assert [zone.title for zone in template.zones] == [
        "Welcome",
        *("Part 0", "Part 1", "Part 2"),
        "Off the record",
        "Close",
    ]
    assert template.zones[2].prompts == ("Who was there?", "Why 1?", "What now?")
    assert {zone.label for zone in template.zones} == {Label.X, Label.H}
    assert "A secret" not in repr(template)
    assert "The board became the first of your group’s own designs" in page
    assert f"/designs/{design.id}/change" in page


def test_sticky_notes_become_questions_where_nobody_has_written_yet(made: TestHouse) -> None:
    client = made.as_("sam")

    asked = client.post(address(made), data={"board": a_board(made), "stickies": "yes"})
    client.get(done(client, asked))

    (design,) = own(made)
    asks = ("Who was there?", "Why 1?", "What now?", "A secret")
    assert design.newest.zones[2].prompts == asks


def test_what_was_ticked_stands_when_a_board_cannot_be_read(made: TestHouse) -> None:
    client = made.as_("sam")

    asked = client.post(address(made), data={"board": "uXjVGone=", "stickies": "yes"})
    page = client.get(done(client, asked)).text

    assert re.search(r'name="stickies" value="yes" checked', page)


def test_a_board_that_has_too_many_frames_says_how_many_are_left_out(made: TestHouse) -> None:
    client = made.as_("sam")

    asked = client.post(address(made), data={"board": a_board(made, 19)})
    page = client.get(done(client, asked)).text

    assert "2 are left out" in page
    (design,) = own(made)
    assert len(design.newest.zones) == 20


def test_what_cannot_be_read_is_said_where_it_was_asked(made: TestHouse) -> None:
    client = made.as_("sam")
    empty = a_board(made, 0)

    for board, said in ((empty, "has no frames"), ("uXjVGone=", "Nothing was")):
        asked = client.post(address(made), data={"board": board})
        page = client.get(done(client, asked)).text
        assert said in page
        assert board in page
    wrong = client.post(address(made), data={"board": "no board!"})
    assert wrong.status_code == 400
    assert "no board!" in wrong.text
    assert own(made) == ()


def test_the_board_of_a_session_is_refused(made: TestHouse) -> None:
    client = made.as_("sam")
    planned, _ = new_session(made.runtime, OPERATOR, made.community.id, "T4", made.services.today)

    with made.services.db.read() as tx:
        board = stored_boards.board(tx, planned.id)
    assert board is not None
    asked = client.post(address(made), data={"board": board.miro_board_id})
    page = client.get(done(client, asked)).text

    assert "belongs to another session" in page
    assert own(made) == ()


@pytest.mark.parametrize("who", ["amina", "helen", "grace", "stranger"])
def test_only_who_runs_sessions_reads_a_board(made: TestHouse, who: str) -> None:
    a_session(made)
    client = made.as_(who)

    assert client.get(address(made)).status_code in (403, 404)
    assert client.post(address(made), data={"board": "uXjVGone="}).status_code in (403, 404)
