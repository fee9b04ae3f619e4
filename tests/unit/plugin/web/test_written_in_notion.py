"""What the desk and a piece's page tell of what people wrote in Notion, and what is done there."""

from datetime import timedelta
from pathlib import Path

import pytest

from connectors.sandbox.notion.nouns import Page
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.state import FIRST_PAGE_ID, NotionState
from plugin.domain.links import Link
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.store import links as stored
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import a_piece, meet, meet_without_board
from tests.unit.plugin.sync.ruth import Ruth
from tests.unit.plugin.web.house import TestHouse, make_house

TITLE = "What the <b>ward</b> does"
MARK = "written in Notion"


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path, notion_parent=FIRST_PAGE_ID)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.ground, house.community.id)


@pytest.fixture
def piece(house: TestHouse, met: Session) -> PieceWhole:
    """The piece of a row that Ruth made."""
    sync_now(house)
    with house.ground.db.read() as tx:
        place = stored.place(tx, house.partnership.id)
    assert place is not None
    assert place.memory is not None
    state, ruth = notion(house), Ruth(notion(house))
    stamp = state.stamp(ruth.id, place.memory.data_source_id)
    row = Page(**stamp, values={"title": from_plain(TITLE)})
    state.add(row)
    ruth.add(row.id, None, "paragraph", "We rang.")
    house.clock.now += timedelta(minutes=2)
    sync_now(house)
    with house.ground.db.read() as tx:
        (made,) = stored_pieces.pieces(tx, house.partnership.id)
    return made


def notion(house: TestHouse) -> NotionState:
    state: NotionState = house.sandbox.extensions["hedgerow_sandbox"].notion
    return state


def sync_now(house: TestHouse) -> str:
    address = f"/p/{house.partnership.id}/sync"
    return house.as_("helen").post(address, follow_redirects=True).text


def page(house: TestHouse, piece: PieceWhole, who: str = "helen") -> str:
    return house.as_(who).get(f"/pieces/{piece.piece.id}").text


def desk(house: TestHouse) -> str:
    return house.as_("helen").get(f"/c/{house.community.id}/desk").text


def link(house: TestHouse, piece: PieceWhole) -> Link | None:
    with house.ground.db.read() as tx:
        return stored.link_of(tx, piece.piece.id)


def rest_on(house: TestHouse, piece: PieceWhole, *notes: str) -> str:
    answer = house.as_("helen").post(
        f"/c/{house.community.id}/desk/sources",
        data={"piece": piece.piece.id, "note": list(notes)},
        follow_redirects=True,
    )
    return answer.text


def press(house: TestHouse, piece: PieceWhole, what: str, who: str = "helen") -> str:
    address = f"/pieces/{piece.piece.id}/{what}"
    return house.as_(who).post(address, follow_redirects=True).text


def test_the_desk_marks_it_quietly(house: TestHouse, met: Session, piece: PieceWhole) -> None:
    a_piece(house.ground, house.actor("helen"), met)

    shown = desk(house)

    assert "What the &lt;b&gt;ward&lt;/b&gt; does" in shown
    assert shown.count(f"draft · {MARK}") == 1


def test_its_page_says_that_nobody_checked_it(house: TestHouse, piece: PieceWhole) -> None:
    shown = page(house, piece)

    assert "Written in Notion." in shown
    assert "it rests on no notes of the group, and nobody has checked it" in shown
    assert "No notes of the group yet." in shown
    assert "Record that it was read back" not in shown
    assert "taken back" not in shown.split("Checking")[1].split("Wordings")[0]


def test_the_sync_page_tells_that_it_was_taken(house: TestHouse, piece: PieceWhole) -> None:
    shown = house.as_("helen").get(f"/p/{house.partnership.id}/sync").text

    assert "Take the row made in Notion as the piece" in shown
    assert "Changes brought back from Notion" in shown


def test_at_the_desk_it_is_given_notes(house: TestHouse, met: Session, piece: PieceWhole) -> None:
    before = desk(house)

    shown = rest_on(house, piece, f"phone-{met.id}", f"trust-{met.id}")

    assert "Let it rest on these" in before
    assert "It rests on these notes now" in shown
    assert "A few notes from one session." in shown
    assert f"· {MARK}" in shown
    assert "Record that it was read back" in shown


@pytest.mark.parametrize(
    ("note", "why"),
    [("silence", "Held notes"), ("", "Tick at least one kept note")],
)
def test_notes_that_cannot_be_a_source_are_refused(
    house: TestHouse, met: Session, piece: PieceWhole, note: str, why: str
) -> None:
    shown = rest_on(house, piece, *([f"{note}-{met.id}"] if note else []))

    assert why in shown
    assert "No notes of the group yet." in page(house, piece)


def test_a_piece_of_the_desk_takes_no_more_notes(house: TestHouse, met: Session) -> None:
    made = a_piece(house.ground, house.actor("helen"), met)

    shown = rest_on(house, made, f"portal-{met.id}")

    assert "Notes can be added to a piece that was written in Notion" in shown
    assert "Let it rest on these" not in desk(house)


def test_once_read_back_it_takes_no_more_notes(
    house: TestHouse, met: Session, piece: PieceWhole
) -> None:
    rest_on(house, piece, f"phone-{met.id}")
    data = {
        "session": meet_without_board(house.ground, house.community.id).id,
        "answer": "no change",
    }
    house.as_("sam").post(f"/pieces/{piece.piece.id}/read-back", data=data)

    shown = rest_on(house, piece, f"trust-{met.id}")

    assert "until it is read back" in shown


def test_trashed_there_it_can_be_kept_only_here(house: TestHouse, piece: PieceWhole) -> None:
    made = link(house, piece)
    assert made is not None
    notion(house).things[made.notion_page_id].in_trash = True
    sync_now(house)
    asked = page(house, piece)

    shown = press(house, piece, "keep-here")

    assert "Keep it only here, or put it back?" in asked
    assert "Take it down to our group" not in asked
    assert "It is only here now." in shown
    assert "Trashed in Notion." not in page(house, piece)
    assert link(house, piece) is None


def test_what_was_let_go_is_not_taken_again(house: TestHouse, piece: PieceWhole) -> None:
    made = link(house, piece)
    assert made is not None
    row = notion(house).things[made.notion_page_id]
    row.in_trash = True
    sync_now(house)
    press(house, piece, "keep-here")
    row.in_trash = False

    sync_now(house)

    with house.ground.db.read() as tx:
        assert len(stored_pieces.pieces(tx, house.partnership.id)) == 1
    assert link(house, piece) is None


def test_what_is_still_there_cannot_be_let_go(house: TestHouse, piece: PieceWhole) -> None:
    press(house, piece, "keep-here")

    assert link(house, piece) is not None


def test_comments_are_listed_when_somebody_looks(house: TestHouse, piece: PieceWhole) -> None:
    made = link(house, piece)
    assert made is not None
    Ruth(notion(house)).comment(made.notion_page_id, "Is <i>this</i> so?")
    Ruth(notion(house)).comment(made.blocks[0], "Who rang?")
    before = page(house, piece)

    shown = press(house, piece, "comments")

    assert "Look for comments" in before
    assert "Is &lt;i&gt;this&lt;/i&gt; so?" not in before
    assert "Is &lt;i&gt;this&lt;/i&gt; so?" in shown
    assert "at one of its paragraphs" in shown
    assert shown.count("Ruth, ") == 2


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("stranger", 404)])
@pytest.mark.parametrize("what", ["comments", "keep-here"])
def test_only_its_team_presses_these(
    house: TestHouse, piece: PieceWhole, who: str, status: int, what: str
) -> None:
    answer = house.as_(who).post(f"/pieces/{piece.piece.id}/{what}")

    assert answer.status_code == status
