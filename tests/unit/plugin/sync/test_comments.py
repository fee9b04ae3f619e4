"""Comments in Notion: heard when they are asked for, kept with the link, gone with their row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.sandbox.notion.settings import CAPABILITIES
from plugin import sync
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import NotHere, Refused
from plugin.sync import SyncOptions
from plugin.sync.notion.comments import LOOKED, NO_COMMENTS
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth

FULL = SyncOptions(full=True)
ASKED = "GET /v1/comments"


@pytest.fixture
def piece(bench: Bench) -> PieceWhole:
    made = bench.released()
    bench.sync()
    bench.sync()
    bench.place.clock.pass_days(1)
    return made


@pytest.fixture
def deaf(bench: Bench) -> Iterator[None]:
    allowed = [each for each in CAPABILITIES if each != "read_comments"]
    bench.state.settings = bench.state.settings.changed({"capabilities": allowed})
    yield
    bench.state.settings = bench.state.settings.changed({"capabilities": list(CAPABILITIES)})


def say(bench: Bench, piece: PieceWhole, text: str, at: int | None = None) -> None:
    """Comment on a piece's page, or on one of its paragraphs."""
    link = bench.link(piece)
    Ruth(bench.state).comment(link.notion_page_id if at is None else link.blocks[at], text)


def look(bench: Bench, piece: PieceWhole, who: str = "helen") -> str:
    place = bench.place
    return sync.look_for_comments(place.services, place.actor(who), bench.notion, piece.piece.id)


def said(bench: Bench, piece: PieceWhole) -> list[str]:
    return [each.text for each in bench.link(piece).state.said]


def test_a_full_sync_hears_what_is_said_on_a_page(bench: Bench, piece: PieceWhole) -> None:
    say(bench, piece, "Is this so?")

    done = bench.sync(options=FULL)

    (heard,) = bench.link(piece).state.said
    assert (heard.who, heard.text, heard.block_id) == ("Ruth", "Is this so?", "")
    assert heard.at == bench.place.clock.now.replace(second=0, microsecond=0)
    assert (done.writes, bench.whole(piece).newest.number) == (0, 1)


def test_a_plain_sync_asks_for_no_comment(bench: Bench, piece: PieceWhole) -> None:
    say(bench, piece, "Is this so?")
    Ruth(bench.state).write(bench.link(piece).blocks[0], "People phone each other.")

    bench.sync()

    assert ASKED not in bench.calls()
    assert said(bench, piece) == []


def test_a_full_sync_asks_once_a_page(bench: Bench, piece: PieceWhole) -> None:
    bench.sync(options=FULL)

    assert bench.calls().count(ASKED) == 1


def test_a_full_preview_asks_for_no_comment_since_it_tells_of_none(
    bench: Bench, piece: PieceWhole
) -> None:
    say(bench, piece, "Is this so?")
    before = len(bench.calls())

    found = bench.preview(options=FULL)

    asked = bench.calls()[before:]
    assert asked.count("GET /v1/blocks/{block_id}/children") == 1
    assert ASKED not in asked
    assert found.lines == ()


def test_a_full_sync_of_what_was_heard_writes_nothing_anew(bench: Bench, piece: PieceWhole) -> None:
    say(bench, piece, "Is this so?")
    bench.sync(options=FULL)
    before = bench.link(piece)

    bench.sync(options=FULL)

    assert bench.link(piece) == before


def test_the_button_hears_what_is_said_on_a_paragraph_too(bench: Bench, piece: PieceWhole) -> None:
    say(bench, piece, "On the page.")
    say(bench, piece, "On the second.", at=1)

    told = look(bench, piece)

    assert told == LOOKED
    assert said(bench, piece) == ["On the page.", "On the second."]
    assert bench.link(piece).state.said[1].block_id == bench.link(piece).blocks[1]


def test_a_full_sync_goes_on_hearing_what_the_button_found(bench: Bench, piece: PieceWhole) -> None:
    say(bench, piece, "On the second.", at=1)
    look(bench, piece)
    say(bench, piece, "Yes, I think.", at=1)

    bench.sync(options=FULL)

    assert said(bench, piece) == ["On the second.", "Yes, I think."]


@pytest.mark.parametrize("at", [None, 1])
def test_what_is_deleted_there_is_gone_here(
    bench: Bench, piece: PieceWhole, at: int | None
) -> None:
    say(bench, piece, "Is this so?", at)
    look(bench, piece)
    bench.state.comments.clear()

    bench.sync(options=FULL)

    assert said(bench, piece) == []


@pytest.mark.parametrize("how", ["trash", "taken down"])
def test_what_was_said_goes_with_its_row(bench: Bench, piece: PieceWhole, how: str) -> None:
    say(bench, piece, "Is this so?")
    look(bench, piece)
    if how == "trash":
        bench.state.things[bench.link(piece).notion_page_id].in_trash = True
    else:
        bench.to_rung(piece, Rung.US)

    bench.sync()

    with bench.place.services.db.read() as tx:
        kept = tx.exec_driver_sql("SELECT row_state FROM link").scalars().all()
    assert "Is this so?" not in str(kept)


def test_a_connection_that_may_not_read_them_hears_nothing(
    bench: Bench, piece: PieceWhole, deaf: None
) -> None:
    say(bench, piece, "Is this so?")

    done = bench.sync(options=FULL)

    assert (said(bench, piece), done.messages) == ([], ())
    assert "may not read comments" in look(bench, piece)


def test_nothing_said_is_said(bench: Bench, piece: PieceWhole) -> None:
    assert look(bench, piece) == NO_COMMENTS


@pytest.mark.parametrize(("who", "error"), [("amina", Refused), ("stranger", NotHere)])
def test_only_its_team_looks(
    bench: Bench, piece: PieceWhole, who: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        look(bench, piece, who)

    assert ASKED not in bench.calls()


def test_a_piece_without_a_page_has_no_comments(bench: Bench) -> None:
    with pytest.raises(NotHere, match="no page in Notion"):
        look(bench, bench.draft("By phone"))
