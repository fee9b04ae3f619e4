import traceback
from pathlib import Path
from typing import Any

import pytest
from werkzeug import formparser

from plugin.app import LARGEST_FORM_BYTES
from plugin.capture.context import context_of
from plugin.capture.reading import read_board
from plugin.capture.run import choose_other_items
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR
from plugin.govern.withdrawal import take_back
from plugin.store.texts import all_texts
from tests.pretend_board import Runtime, Stage, runtime, stage
from tests.unit.plugin.web.house import make_house
from tests.world.phones import without_board

AGREED = Agreement(1, {"T3": {"Z2": Label.X}}, Attribution.ROLE)
CANARY = "canary words that were better said than written"


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", AGREED)
    staged.board.add("kept", "P02", "Z5", "words that may be kept")
    return staged


def assert_nowhere(meeting: Stage, logged: str = "") -> None:
    with meeting.services.db.read() as tx:
        texts = list(all_texts(tx))
    assert texts
    assert not [table for table, text in texts if "canary" in text]
    assert b"canary" not in meeting.runtime.files()
    assert "canary" not in logged
    assert [
        path.name for path in meeting.runtime.path.iterdir() if "hedgerow" not in path.name
    ] == []


@pytest.mark.parametrize("zone", ["ZX", "Z0", "Z2", None])
@pytest.mark.parametrize("text", [CANARY, f"<p>{CANARY} &amp; <b>more</b></p>", f"=1 {CANARY}\n\n"])
def test_text_of_stays_here_and_outside_is_dropped(
    meeting: Stage, caplog: pytest.LogCaptureFixture, zone: str | None, text: str
) -> None:
    caplog.set_level("DEBUG")
    meeting.board.add("canary", "P01", zone, text)

    captured = (meeting.collect(), meeting.close(), meeting.collect())

    assert [each.stored for each in captured] == [1, 1, 1]
    assert_nowhere(meeting, caplog.text + repr(captured))


@pytest.mark.parametrize("title", ["", "Parking", "42 · Parking", "The story"])
def test_text_in_a_frame_that_is_no_box_is_dropped(meeting: Stage, title: str) -> None:
    meeting.board.frame("parking", title)
    meeting.board.add("canary", "P01", "parking", CANARY)

    assert meeting.collect().dropped_outside == 1
    assert_nowhere(meeting)


@pytest.mark.parametrize(("code", "title"), [("Z5", "O · Off the record"), ("ZX", "5 · Doubts")])
def test_while_id_and_title_disagree_stays_here_holds(
    meeting: Stage, code: str, title: str
) -> None:
    meeting.board.retitle(code, title)
    meeting.board.add("canary", "P01", code, CANARY)

    meeting.collect()

    assert_nowhere(meeting)


@pytest.mark.parametrize("hands", [["P02"], ["P02", "P03"], ["P03", "P03"]])
def test_another_hand_cannot_let_a_text_out(meeting: Stage, hands: list[str]) -> None:
    meeting.board.add("canary", "P01", "ZX", CANARY)
    meeting.collect()
    for number, hand in enumerate(hands):
        meeting.board.move("canary", hand, ("Z3", "Z7")[number])
        meeting.collect()
    meeting.board.edit("canary", "P01", f"{CANARY}, edited where it waits")

    captured = (meeting.collect(), meeting.close())

    assert [each.waiting_for_writer for each in captured] == [1, 1]
    assert_nowhere(meeting)


def test_a_detour_over_the_bare_board_lets_nothing_out(meeting: Stage) -> None:
    meeting.board.add("canary", "P01", "ZX", CANARY)
    for zone in ("ZX", None, "Z3"):
        meeting.board.move("canary", "P02", zone)
        meeting.collect()

    assert meeting.collect().waiting_for_writer == 1
    assert_nowhere(meeting)


def test_only_its_writer_lets_a_text_out(meeting: Stage) -> None:
    meeting.board.add("n1", "P01", "ZX", "my words")
    meeting.collect()
    meeting.board.move("n1", "P01", "Z7")

    captured = meeting.collect()

    assert (captured.new, meeting.notes()["n1"].text) == (1, "my words")


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize(
    ("zone", "by"), [("ZX", "P01"), ("ZX", "P09"), (None, "P01"), ("Z2", "P09")]
)
def test_words_moved_off_the_record_are_erased_from_the_files(
    meeting: Stage, closed: bool, zone: str | None, by: str
) -> None:
    meeting.board.add("canary", "P01", "Z3", CANARY)
    meeting.close() if closed else meeting.collect()
    meeting.board.move("canary", by, zone)

    assert meeting.collect().forgotten == 1
    assert_nowhere(meeting)


def test_while_the_brake_asks_words_off_the_record_are_erased_all_the_same(meeting: Stage) -> None:
    for number in range(6):
        meeting.board.add(f"n{number}", "P01", "Z3", f"words {number}")
    meeting.board.add("canary", "P01", "Z3", CANARY)
    meeting.collect()
    for number in range(6):
        meeting.board.delete(f"n{number}")
    meeting.board.move("canary", "P02", "ZX")

    assert len(meeting.collect().brakes) == 1
    assert_nowhere(meeting)


def test_an_error_while_reading_prints_no_words(
    meeting: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    meeting.board.add("canary", "P01", "ZX", CANARY)
    meeting.board.add("open", "P01", "Z5", f"{CANARY}, which may be read")
    meeting.board.tags_of["broken"] = {"no set of a tag"}
    meeting.board.items_with_tag = None  # type: ignore[assignment, method-assign]

    with pytest.raises(TypeError) as caught:
        meeting.collect()

    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "canary words" not in "".join(told.format()) + caplog.text
    assert_nowhere(meeting)


def test_a_note_taken_back_is_in_no_file(meeting: Stage) -> None:
    meeting.board.add("canary", "P01", "Z3", CANARY)
    meeting.close()
    meeting.board.edit("canary", "P01", f"{CANARY}, a second version")
    meeting.collect()

    take_back(meeting.services, OPERATOR, meeting.notes()["canary"].id)

    assert_nowhere(meeting)


@pytest.mark.parametrize("zone", ["ZX", "Z0", "Z2", None])
@pytest.mark.parametrize("kind", ["frame", "group", "data_table_format"])
@pytest.mark.parametrize("is_listed", [True, False])
def test_text_in_containers_inside_stays_here_or_no_box_is_dropped(
    meeting: Stage, zone: str | None, kind: str, is_listed: bool
) -> None:
    box = meeting.board.frames_by_code[zone] if zone else None
    inner = meeting.board.container(
        kind, meeting.board.container("frame", box), is_listed=is_listed
    )
    meeting.board.add("canary", "P01", "Z5", CANARY)
    meeting.board.put_into("canary", inner)

    assert meeting.collect().stored == 1
    assert_nowhere(meeting)


@pytest.mark.parametrize("inside", [True, False])
def test_text_of_a_box_around_or_inside_stays_here_is_dropped(meeting: Stage, inside: bool) -> None:
    kept, off = meeting.board.frames_by_code["Z3"], meeting.board.frames_by_code["ZX"]
    meeting.board.lie_in(*((kept, off) if inside else (off, kept)))
    meeting.board.add("canary", "P01", "Z3" if inside else "ZX", CANARY)

    assert meeting.collect().stored == 1
    assert_nowhere(meeting)


@pytest.mark.parametrize("zone", ["ZX", "Z0", "Z2", None])
@pytest.mark.parametrize("kind", ["text", "shape", "card", "app_card", "mindmap_node"])
@pytest.mark.parametrize("is_chosen", [True, False])
def test_words_of_other_items_in_stays_here_are_dropped(
    meeting: Stage, zone: str | None, kind: str, is_chosen: bool
) -> None:
    choose_other_items(meeting.services, OPERATOR, meeting.session.id, is_chosen=is_chosen)
    meeting.board.put("canary", "P01", zone, kind, content=CANARY, title=CANARY)

    captured = meeting.collect()

    assert (captured.stored, captured.messages) == (1, ())
    assert_nowhere(meeting)


def test_words_that_stay_here_are_not_even_read(meeting: Stage) -> None:
    for zone in ("ZX", "Z0", "Z2", None):
        meeting.board.add(f"in {zone}", "P01", zone, CANARY)
    with meeting.services.db.read() as tx:
        known = context_of(tx, OPERATOR, meeting.session.id, meeting.template)

    seen = read_board(meeting.miro, known.miro_board_id, known.known, known.key)

    assert len(seen.sightings) == 5
    assert [each.text for each in seen.sightings if each.text] == ["words that may be kept"]


def test_a_table_with_words_that_stay_here_is_in_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = make_house(tmp_path)
    session = without_board(house)
    rows = "Off the record,The story\n" + "Canary: nobody is told why,kept\n" * 20_000
    head = "Content-Disposition: form-data; name="
    parts = [
        f'{head}"way"\r\n\r\ncsv',
        f'{head}"box"\r\n\r\nZ3',
        f'{head}"file"; filename="table.csv"\r\nContent-Type: text/csv\r\n\r\n{rows}',
    ]
    body = "".join(f"--here\r\n{each}\r\n" for each in parts) + "--here--\r\n"
    assert 500_000 < len(rows) < LARGEST_FORM_BYTES

    made: list[object] = []
    make = formparser.SpooledTemporaryFile

    def spooled(*given: Any, **named: Any) -> Any:
        made.append(given)
        return make(*given, **named)

    monkeypatch.setattr(formparser, "SpooledTemporaryFile", spooled)
    kind = "multipart/form-data; boundary=here"
    answer = house.as_("sam").post(f"/s/{session.id}/notes/new", data=body, content_type=kind)

    assert (answer.status_code, made) == (400, [])
