import json
from contextlib import suppress
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin import intents
from plugin.curate.pieces import release, whole_piece, write_wording
from plugin.domain.links import Conflict
from plugin.domain.pieces import PieceWhole, Rung
from plugin.store import links as stored
from plugin.sync.acting.site import lease_of
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house

LINE = "When the right thing happens, it happens by phone, outside the form."
OURS, THEIRS = "It happens by phone, and nobody writes it down.", "It happens on the phone."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path, notion_parent=FIRST_PAGE_ID)


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    made = a_piece(house.ground, house.actor("helen"), meet(house.ground, house.community.id))
    read_back_today(house.ground, house.actor("sam"), made)
    house.clock.pass_days(8)
    release(house.ground, house.actor("helen"), made.piece.id, Rung.PARTNERSHIP)
    house.clock.pass_days(3)
    return made


def get(house: TestHouse, who: str = "helen") -> TestResponse:
    return house.as_(who).get(f"/p/{house.partnership.id}/sync")


def sync_now(house: TestHouse, who: str = "helen") -> TestResponse:
    return house.as_(who).post(f"/p/{house.partnership.id}/sync", follow_redirects=True)


def change_both_sides(house: TestHouse, piece: PieceWhole) -> None:
    """Carry the piece over, change its line on both sides, and carry again."""
    sync_now(house)
    with house.ground.db.read() as tx:
        link = stored.link_of(tx, piece.piece.id)
    assert link is not None
    edit = {"person": "Ruth", "name": "In one line", "text": THEIRS}
    answer = house.sandbox.test_client().patch(
        f"/_sandbox/notion/pages/{link.notion_page_id}/properties",
        data=json.dumps(edit),
        content_type="application/json",
        base_url="http://127.0.0.1:1",
    )
    assert answer.status_code < 300, answer.text
    newest = piece.newest
    write_wording(
        house.ground, house.actor("helen"), piece.piece.id, newest.title, OURS, newest.narrative
    )
    sync_now(house)


def open_conflict(house: TestHouse) -> Conflict:
    with house.ground.db.read() as tx:
        (found,) = stored.open_conflicts(tx, house.partnership.id)
    return found


def lose_paragraphs(house: TestHouse) -> None:
    """Die with paragraphs on their way."""

    def die() -> None:
        raise OSError

    ground, subject = house.ground, house.partnership.id
    with intents.alone_with(ground, lease_of(subject)), suppress(OSError):
        intents.write(
            ground,
            kind="add_paragraphs",
            subject=subject,
            key="body:x",
            payload={},
            send=die,
            settle=lambda _tx, _answer: {},
        )


def test_a_page_says_when_to_come_back_for_what_may_still_arrive(
    house: TestHouse, piece: PieceWhole
) -> None:
    sync_now(house)
    lose_paragraphs(house)

    answer = sync_now(house)
    house.clock.pass_days(1)

    assert answer.status_code == 503
    assert "Try again in 20 seconds" in answer.text
    assert sync_now(house).status_code == 200


def test_the_page_says_first_what_would_be_done(house: TestHouse, piece: PieceWhole) -> None:
    page = get(house).text

    assert piece.newest.title in page
    assert "Nothing has been carried to Notion yet." in page
    with house.ground.db.read() as tx:
        assert stored.links(tx, house.partnership.id) == ()


def test_sync_now_carries_and_says_so(house: TestHouse, piece: PieceWhole) -> None:
    page = sync_now(house).text

    assert "Carried to Notion" in page
    assert "here and in Notion the words are the same." in page
    assert "Its page in Notion" in house.as_("helen").get(f"/pieces/{piece.piece.id}").text


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 403), ("grace", 403), ("stranger", 404), ("sam", 200)]
)
def test_only_the_team_opens_or_starts_it(
    house: TestHouse, piece: PieceWhole, who: str, status: int
) -> None:
    assert get(house, who).status_code == status
    assert sync_now(house, who).status_code == status


def test_a_missing_connection_is_a_sentence(tmp_path: Path) -> None:
    house = make_house(tmp_path)

    page, pressed = get(house), sync_now(house)

    assert page.status_code == 200
    assert pressed.status_code == 503
    for answer in (page, pressed):
        assert answer.text.count("No Notion page is chosen for the memory.") == 1
        assert "Your work is saved here and will follow." in answer.text


def test_both_sides_are_not_called_the_same_while_words_wait(
    house: TestHouse, piece: PieceWhole
) -> None:
    change_both_sides(house, piece)

    page = sync_now(house).text

    assert "Only what is to be settled differs" in page
    assert "the words are the same" not in page


def test_three_texts_stand_side_by_side(house: TestHouse, piece: PieceWhole) -> None:
    change_both_sides(house, piece)
    conflict = open_conflict(house)

    listed = get(house).text
    page = house.as_("helen").get(f"/conflicts/{conflict.id}").text

    assert f"/conflicts/{conflict.id}" in listed
    for words in (LINE, "In one line", "Agreed on before", "In Notion", "<mark>"):
        assert words in page
    assert "The page was edited there last on 29 November 2026, 09:00 UTC by Ruth" in page


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ({"take": "ours"}, OURS),
        ({"take": "theirs"}, THEIRS),
        (
            {"take": "written", "text": "It happens when people ring."},
            "It happens when people ring.",
        ),
    ],
)
def test_one_of_three_texts_is_taken(
    house: TestHouse, piece: PieceWhole, form: dict[str, str], line: str
) -> None:
    change_both_sides(house, piece)
    conflict = open_conflict(house)

    answer = house.as_("helen").post(f"/conflicts/{conflict.id}", data=form)

    assert answer.status_code == 303
    assert whole_piece(house.ground, piece.piece.id).newest.line == line
    assert house.as_("helen").get(f"/conflicts/{conflict.id}").status_code == 404
    with house.ground.db.read() as tx:
        assert stored.open_conflicts(tx, house.partnership.id) == ()


@pytest.mark.parametrize(
    "form", [{"take": "written", "text": "x" * 241}, {"take": "written", "text": " "}, {}]
)
def test_a_refused_text_keeps_what_was_typed(
    house: TestHouse, piece: PieceWhole, form: dict[str, str]
) -> None:
    change_both_sides(house, piece)
    conflict = open_conflict(house)

    answer = house.as_("helen").post(f"/conflicts/{conflict.id}", data=form)

    assert answer.status_code == 400
    assert form.get("text", OURS) in answer.text
    assert open_conflict(house).id == conflict.id


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("grace", 403), ("stranger", 404)])
def test_nobody_else_settles_a_difference(
    house: TestHouse, piece: PieceWhole, who: str, status: int
) -> None:
    change_both_sides(house, piece)
    conflict = open_conflict(house)
    path = f"/conflicts/{conflict.id}"

    assert house.as_(who).get(path).status_code == status
    assert house.as_(who).post(path, data={"take": "theirs"}).status_code == status
    assert open_conflict(house).id == conflict.id
