"""What the desk and a piece's page tell of what people wrote in Notion, and what is done there."""

from datetime import timedelta
from pathlib import Path

import pytest

from connectors.sandbox.notion.models import Page
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.state import FIRST_PAGE_ID, NotionState
from plugin.curate.pieces import whole_piece
from plugin.domain.links import Link
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import a_piece, meet, meet_without_board
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.web.house import TestHouse, make_house

TITLE = "What the <b>ward</b> does"
MARK = "written in Notion"


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path, notion_parent=FIRST_PAGE_ID)


@pytest.fixture
def met(runtime: TestHouse) -> Session:
    return meet(runtime.services, runtime.community.id)


@pytest.fixture
def piece(runtime: TestHouse, met: Session) -> PieceWhole:
    """The piece of a row that Ruth made."""
    sync_now(runtime)
    with runtime.services.db.read() as tx:
        place = stored_links.place(tx, runtime.partnership.id)
    assert place is not None
    assert place.memory is not None
    state, ruth = notion(runtime), Ruth(notion(runtime))
    stamp = state.stamp(ruth.id, place.memory.data_source_id)
    row = Page(**stamp, values={"title": from_plain(TITLE)})
    state.add(row)
    ruth.add(row.id, None, "paragraph", "We rang.")
    runtime.clock.now += timedelta(minutes=2)
    sync_now(runtime)
    with runtime.services.db.read() as tx:
        (made,) = stored_pieces.pieces(tx, runtime.partnership.id)
    return made


def notion(runtime: TestHouse) -> NotionState:
    state: NotionState = runtime.sandbox.extensions["hedgerow_sandbox"].notion
    return state


def sync_now(runtime: TestHouse) -> str:
    address = f"/p/{runtime.partnership.id}/sync"
    return runtime.as_("helen").post(address, follow_redirects=True).text


def page(runtime: TestHouse, piece: PieceWhole, who: str = "helen") -> str:
    return runtime.as_(who).get(f"/pieces/{piece.piece.id}").text


def desk(runtime: TestHouse, page: str = "") -> str:
    return runtime.as_("helen").get(f"/c/{runtime.community.id}/desk{page}").text


def link(runtime: TestHouse, piece: PieceWhole) -> Link | None:
    with runtime.services.db.read() as tx:
        return stored_links.link_of(tx, piece.piece.id)


def rest_on(runtime: TestHouse, piece: PieceWhole, *notes: str) -> str:
    answer = runtime.as_("helen").post(
        f"/c/{runtime.community.id}/desk/sources",
        data={"piece": piece.piece.id, "note": list(notes)},
        follow_redirects=True,
    )
    return answer.text


def press(runtime: TestHouse, piece: PieceWhole, what: str, who: str = "helen") -> str:
    address = f"/pieces/{piece.piece.id}/{what}"
    return runtime.as_(who).post(address, follow_redirects=True).text


def test_the_desk_marks_it_quietly(runtime: TestHouse, met: Session, piece: PieceWhole) -> None:
    a_piece(runtime.services, runtime.actor("helen"), met)

    shown = desk(runtime)

    assert "What the &lt;b&gt;ward&lt;/b&gt; does" in shown
    assert shown.count(f"draft · {MARK}") == 1


def test_its_page_says_that_nobody_checked_it(runtime: TestHouse, piece: PieceWhole) -> None:
    shown = page(runtime, piece)

    assert "Written in Notion." in shown
    assert "it rests on no notes of the group, and nobody has checked it" in shown
    assert "No notes of the group yet." in shown
    assert "Record that it was read back" not in shown
    assert "taken back" not in shown.split("Checking")[1].split("Wordings")[0]


def test_the_sync_page_tells_that_it_was_taken(runtime: TestHouse, piece: PieceWhole) -> None:
    shown = runtime.as_("helen").get(f"/p/{runtime.partnership.id}/sync").text

    assert "Take the row made in Notion as the piece" in shown
    assert "Changes brought back from Notion" in shown


def test_at_the_desk_it_is_given_notes(runtime: TestHouse, met: Session, piece: PieceWhole) -> None:
    before = desk(runtime, "/sort")

    shown = rest_on(runtime, piece, f"phone-{met.id}", f"trust-{met.id}")

    assert "Add notes to this piece" in before
    assert "It rests on these notes now" in shown
    assert "A few notes from one session." in shown
    assert f"· {MARK}" in shown
    assert "Record that it was read back" in shown


@pytest.mark.parametrize(
    ("note", "why"),
    [("silence", "Held notes"), ("", "Tick at least one kept note")],
)
def test_notes_that_cannot_be_a_source_are_refused(
    runtime: TestHouse, met: Session, piece: PieceWhole, note: str, why: str
) -> None:
    shown = rest_on(runtime, piece, *([f"{note}-{met.id}"] if note else []))

    assert why in shown
    assert "No notes of the group yet." in page(runtime, piece)


def test_a_piece_of_the_desk_is_offered_where_it_was_asked_for(
    runtime: TestHouse, met: Session
) -> None:
    made = a_piece(runtime.services, runtime.actor("helen"), met)

    shown = rest_on(runtime, made, f"portal-{met.id}")

    assert "It rests on these notes now" in shown
    assert "Add notes to this piece" not in desk(runtime, "/sort")
    assert "Add notes to this piece" in desk(runtime, f"/sort?piece={made.piece.id}")


def test_once_read_back_its_notes_make_the_next_wording(
    runtime: TestHouse, met: Session, piece: PieceWhole
) -> None:
    rest_on(runtime, piece, f"phone-{met.id}")
    data = {
        "session": meet_without_board(runtime.services, runtime.community.id).id,
        "answer": "no change",
    }
    runtime.as_("sam").post(f"/pieces/{piece.piece.id}/read-back", data=data)

    rest_on(runtime, piece, f"trust-{met.id}")

    after = whole_piece(runtime.services, piece.piece.id)
    assert [each.basis for each in after.wordings] == [0, 1]
    assert [len(after.as_of(each).sources) for each in after.wordings] == [1, 2]


def test_trashed_there_it_can_be_kept_only_here(runtime: TestHouse, piece: PieceWhole) -> None:
    made = link(runtime, piece)
    assert made is not None
    notion(runtime).things[made.notion_page_id].in_trash = True
    sync_now(runtime)
    asked = page(runtime, piece)

    shown = press(runtime, piece, "keep-here")

    assert "Keep it only here, or put it back?" in asked
    assert "Take it down to our group" not in asked
    assert "It is only here now." in shown
    assert "Trashed in Notion." not in page(runtime, piece)
    assert link(runtime, piece) is None


def test_what_was_let_go_is_not_taken_again(runtime: TestHouse, piece: PieceWhole) -> None:
    made = link(runtime, piece)
    assert made is not None
    row = notion(runtime).things[made.notion_page_id]
    row.in_trash = True
    sync_now(runtime)
    press(runtime, piece, "keep-here")
    row.in_trash = False

    sync_now(runtime)

    with runtime.services.db.read() as tx:
        assert len(stored_pieces.pieces(tx, runtime.partnership.id)) == 1
    assert link(runtime, piece) is None


def test_what_is_still_there_cannot_be_let_go(runtime: TestHouse, piece: PieceWhole) -> None:
    press(runtime, piece, "keep-here")

    assert link(runtime, piece) is not None


def test_comments_are_listed_when_somebody_looks(runtime: TestHouse, piece: PieceWhole) -> None:
    made = link(runtime, piece)
    assert made is not None
    Ruth(notion(runtime)).comment(made.notion_page_id, "Is <i>this</i> so?")
    Ruth(notion(runtime)).comment(made.blocks[0], "Who rang?")
    before = page(runtime, piece)

    shown = press(runtime, piece, "comments")

    assert "Look for comments" in before
    assert "Is &lt;i&gt;this&lt;/i&gt; so?" not in before
    assert "Is &lt;i&gt;this&lt;/i&gt; so?" in shown
    assert "at one of its paragraphs" in shown
    assert shown.count("Ruth, ") == 2


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("stranger", 404)])
@pytest.mark.parametrize("what", ["comments", "keep-here"])
def test_only_its_team_presses_these(
    runtime: TestHouse, piece: PieceWhole, who: str, status: int, what: str
) -> None:
    answer = runtime.as_(who).post(f"/pieces/{piece.piece.id}/{what}")

    assert answer.status_code == status
