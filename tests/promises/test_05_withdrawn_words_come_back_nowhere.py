"""Promise 5: a note taken back takes its story along, until somebody who curates has looked."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.convene.template_files import read_template
from plugin.curate.pieces import write_wording
from plugin.curate.releasing import release
from plugin.curate.reviews import confirm_it_stands
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung, is_looked_at_again, needs_review
from plugin.errors import BadInput, Refused
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back, trail
from plugin.mirror.returns import cards_for, record_returned
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet, read_back_today
from tests.unit.plugin.scaffold.room import Room, make_room
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.web.house import TestHouse, make_house

TITLE = "When the right thing happens by phone"
LINE = "When the right thing happens, it happens by phone, outside the form."
STORY = "People ring each other."
TOLD = (TITLE, LINE, STORY)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    runtime = make_house(tmp_path)
    yield runtime
    runtime.services.db.close()


@pytest.fixture
def released(made: TestHouse) -> PieceWhole:
    services, helen = made.services, made.actor("helen")
    piece = a_piece(services, helen, meet(services, made.community.id), "phone", "trust", "portal")
    read_back_today(services, made.actor("sam"), piece)
    made.clock.pass_days(8)
    release(services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    made.clock.pass_days(3)
    return piece


def whole(made: TestHouse, piece: PieceWhole) -> PieceWhole:
    with made.services.db.read() as tx:
        found = stored_pieces.piece(tx, piece.piece.id)
    assert found is not None
    return found


def outside(made: TestHouse, piece: PieceWhole) -> dict[str, str]:
    """Return what people outside the group see of the partnership."""
    browser = made.as_("grace")
    here = made.partnership.id
    pages = (f"/p/{here}/sponsor", f"/p/{here}/memory", f"/pieces/{piece.piece.id}")
    asked = {page: browser.get(page).text for page in pages}
    return asked | {"search": browser.get(f"/p/{here}/memory?q=People").text}


def take(made: TestHouse, piece: PieceWhole, who: str = "sam") -> None:
    take_back(made.services, made.actor(who), piece.sources[0].note_id)


def test_outside_readers_see_that_it_is_looked_at_again(
    made: TestHouse, released: PieceWhole
) -> None:
    assert TITLE in outside(made, released)["search"]

    take(made, released)

    for page, text in outside(made, released).items():
        assert [words for words in TOLD if words in text] == [], page
        assert ("Being looked at again" in text) is (page != "search"), page
        assert "taken back" not in text.split("<main")[1].replace("were taken back are never", "")


def test_it_still_stands_brings_the_words_back(made: TestHouse, released: PieceWhole) -> None:
    take(made, released)
    page = made.as_("helen").get(f"/pieces/{released.piece.id}").text
    assert "Words it rested on were taken back" in page
    gone = [each.note_id for each in whole(made, released).reviews]

    made.as_("helen").post(f"/pieces/{released.piece.id}/still-stands", data={"gone": gone})

    assert TITLE in outside(made, released)[f"/p/{made.partnership.id}/sponsor"]
    assert not needs_review(whole(made, released))


def test_only_the_learning_partner_says_that_it_still_stands(
    made: TestHouse, released: PieceWhole
) -> None:
    take(made, released)
    gone = [each.note_id for each in whole(made, released).reviews]

    for who in ("sam", "amina", "connie", "grace"):
        with pytest.raises(Refused):
            confirm_it_stands(made.services, made.actor(who), released.piece.id, gone)

    assert needs_review(whole(made, released))


def test_a_note_that_goes_while_somebody_looks_is_looked_at_too(
    made: TestHouse, released: PieceWhole
) -> None:
    take(made, released)
    shown = [each.note_id for each in whole(made, released).reviews]
    take_back(made.services, made.actor("sam"), released.sources[1].note_id)

    confirm_it_stands(made.services, made.actor("helen"), released.piece.id, shown)

    assert needs_review(whole(made, released))
    with pytest.raises(BadInput, match="Nothing waits"):
        confirm_it_stands(made.services, made.actor("helen"), released.piece.id, shown)


def test_changed_words_go_out_once_checked_and_older_ones_never(
    made: TestHouse, released: PieceWhole
) -> None:
    services, helen, piece_id = made.services, made.actor("helen"), released.piece.id
    take(made, released)

    write_wording(services, helen, piece_id, "Another title", "Another line.", "Another story.")
    assert not needs_review(whole(made, released))
    assert is_looked_at_again(whole(made, released), services.now)
    for text in outside(made, released).values():
        assert [words for words in TOLD if words in text] == []
    read_back_today(services, made.actor("sam"), whole(made, released))
    made.clock.pass_days(8)
    assert "Another title" not in outside(made, released)[f"/p/{made.partnership.id}/sponsor"]
    release(services, helen, piece_id, Rung.PARTNERSHIP, NO_HARM)

    sponsors = outside(made, released)[f"/p/{made.partnership.id}/sponsor"]
    assert "Another title" in sponsors
    assert TITLE not in sponsors


def test_the_same_words_written_again_are_looked_at_again(
    made: TestHouse, released: PieceWhole
) -> None:
    services, helen, piece_id = made.services, made.actor("helen"), released.piece.id
    take(made, released)
    write_wording(services, helen, piece_id, "Another title", "Another line.", "Another story.")

    write_wording(services, helen, piece_id, TITLE, LINE, released.newest.narrative)

    assert needs_review(whole(made, released))
    for text in outside(made, released).values():
        assert [words for words in TOLD if words in text] == []


def test_a_piece_that_is_looked_at_again_is_released_no_further(made: TestHouse) -> None:
    services, helen = made.services, made.actor("helen")
    piece = a_piece(services, helen, meet(services, made.community.id), "phone", "trust", "portal")
    read_back_today(services, made.actor("sam"), piece)
    made.clock.pass_days(8)
    take(made, piece)

    with pytest.raises(Refused, match="taken back"):
        release(services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)


def test_a_note_that_left_the_board_is_looked_at_when_it_is_erased(
    made: TestHouse, released: PieceWhole
) -> None:
    due = made.services.today
    change_note(
        made.services, released.sources[0].note_id, state=NoteState.LEFT_BOARD, erase_on=due
    )

    tidy(made.services, OPERATOR)

    assert needs_review(whole(made, released))
    assert TITLE not in outside(made, released)[f"/p/{made.partnership.id}/sponsor"]


def test_the_curator_finds_the_task_and_nobody_else_does(
    made: TestHouse, released: PieceWhole
) -> None:
    take(made, released)

    told = f"Words “{TITLE}” rested on were taken back."
    for who, has_task in (("helen", True), ("sam", False), ("amina", False), ("grace", False)):
        assert (told in made.as_(who).get("/").text) is has_task, who
    desk = made.as_("helen").get(f"/c/{made.community.id}/desk").text
    assert "words it rested on were taken back" in desk
    assert "It still stands" not in made.as_("amina").get(f"/pieces/{released.piece.id}").text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("sam", "It was taken back by the facilitator for its writer."),
        ("connie", "It was taken back by a convenor for its writer."),
        ("operator", "It was taken back by the administrator for its writer."),
    ],
)
def test_the_record_says_in_which_part_somebody_took_it_back(
    made: TestHouse, released: PieceWhole, who: str, said: str
) -> None:
    actor = OPERATOR if who == "operator" else made.actor(who)
    note_id = released.sources[0].note_id

    take_back(made.services, actor, note_id)

    assert trail(made.services, OPERATOR, note_id).note.gone_because == said
    assert whole(made, released).sources[0].gone_because in (said, None)
    page = made.as_("helen").get(f"/notes/{note_id}").text
    assert said in page
    with made.services.db.read() as tx:
        stored = [str(row) for row in tx.exec_driver_sql("SELECT * FROM withdrawal").all()]
    assert actor.person_id not in "".join(stored) or who == "operator"


# ------------------------------------------------------------------------------- Notion


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


def in_notion(bench: Bench) -> str:
    return json.dumps(bench.state.as_text(), ensure_ascii=False)


def in_memory(bench: Bench) -> PieceWhole:
    piece = bench.draft("A canary title", "A canary story of one paragraph.")
    bench.rest_on_meetings(piece, 2)
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    bench.sync()
    bench.sync()
    return piece


def test_the_next_sync_takes_the_words_out_of_notion(bench: Bench) -> None:
    piece = in_memory(bench)
    assert "canary title" in in_notion(bench)

    take_back(bench.place.services, bench.place.actor("sam"), piece.sources[0].note_id)
    done = bench.sync()

    assert done.trashed == 1
    assert "canary" not in in_notion(bench)


def test_words_that_still_stand_come_back_to_notion(bench: Bench) -> None:
    piece = in_memory(bench)
    take_back(bench.place.services, bench.place.actor("sam"), piece.sources[0].note_id)
    bench.sync()
    gone = [each.note_id for each in bench.whole(piece).reviews]

    confirm_it_stands(bench.place.services, bench.place.actor("helen"), piece.piece.id, gone)
    bench.sync()

    assert bench.shows(piece)["Name"] == "A canary title"
    assert bench.story(piece) == ["A canary story of one paragraph."]


def test_an_edit_in_notion_does_not_stand_for_a_curator_who_looked(bench: Bench) -> None:
    piece = in_memory(bench)
    take_back(bench.place.services, bench.place.actor("sam"), piece.sources[0].note_id)
    bench.edit(piece, "Name", "A canary title, said anew")

    bench.sync()

    assert needs_review(bench.whole(piece))
    assert "canary" not in in_notion(bench)


# ------------------------------------------------------------------------------- cards


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def on_boards(room: Room) -> str:
    return " ".join(str(item) for board in room.boards() for item in board.items.values())


@pytest.mark.parametrize("is_recorded_before", [True, False])
def test_no_later_board_brings_the_words_back(room: Room, is_recorded_before: bool) -> None:
    services, here = room.services, room.community.id
    piece = a_piece(services, OPERATOR, meet(services, here), "phone", "trust", "portal")
    read_back_today(services, room.sam, piece)
    room.pass_days(8)
    session = room.plan()
    if is_recorded_before:
        record_returned(
            services, room.sam, session.id, cards_for(services, room.sam, here, read_template)
        )

    take_back(services, room.sam, piece.sources[0].note_id)
    room.build(session)

    assert cards_for(services, room.sam, here, read_template) == ()
    assert TITLE not in on_boards(room)


def test_a_board_that_is_added_to_does_not_get_the_card_again(room: Room) -> None:
    services, here = room.services, room.community.id
    piece = a_piece(services, OPERATOR, meet(services, here), "phone", "trust", "portal")
    read_back_today(services, room.sam, piece)
    room.pass_days(8)
    session = room.plan()
    record_returned(
        services, room.sam, session.id, cards_for(services, room.sam, here, read_template)
    )
    room.build(session)
    assert TITLE in on_boards(room)

    take_back(services, room.sam, piece.sources[0].note_id)
    room.boards()[0].items.clear()
    room.build(session)

    assert TITLE not in on_boards(room)
