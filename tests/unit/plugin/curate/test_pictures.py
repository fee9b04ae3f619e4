"""Pictures under a piece: of a box, drawn from what is there, and those that somebody sent."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from markupsafe import escape
from PIL import Image
from werkzeug.test import TestResponse

from plugin import use_cases
from plugin.backups.replaying import replay
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.convene.without_board import open_without_board
from plugin.curate.pieces import whole_piece
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.rooms import Rooms
from plugin.govern.withdrawal import take_back
from plugin.memory.export import export_to_file
from plugin.store import erasure_log
from plugin.store import tables as t
from tests.unit.plugin.curate.meeting import (
    HELD,
    PORTAL,
    TRUST,
    a_piece,
    change_note,
    meet,
    read_back_today,
)
from tests.unit.plugin.web.house import TestHouse, make_house

SAYS = {
    "shows": "A hand-drawn line from the ward to the flat.",
    "from": "the flip chart of the meeting",
    "people": "Nobody",
}


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    for number, name in enumerate(("trust", "portal")):
        change_note(house.services, f"{name}-{met.id}", x=300.0 + 300 * number, y=800.0)
    return a_piece(house.services, house.actor("helen"), met, "phone", "trust")


def a_png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    return out.getvalue()


def now(house: TestHouse, piece: PieceWhole) -> PieceWhole:
    return whole_piece(house.services, piece.piece.id)


def post(
    house: TestHouse, piece: PieceWhole, part: str, who: str = "helen", **data: Any
) -> TestResponse:
    return house.as_(who).post(f"/pieces/{piece.piece.id}/{part}", data=data)


def send(
    house: TestHouse, piece: PieceWhole, who: str = "helen", file: bytes | None = None, **more: str
) -> TestResponse:
    picture = (BytesIO(a_png() if file is None else file), "../ward.svg", "text/html")
    return post(house, piece, "picture", who, picture=picture, **(SAYS | more))


def page(house: TestHouse, piece: PieceWhole, who: str = "helen") -> str:
    return house.as_(who).get(f"/pieces/{piece.piece.id}").text


def address(house: TestHouse, piece: PieceWhole) -> str:
    (found,) = now(house, piece).evidence
    return f"/pieces/{piece.piece.id}/pictures/{found.id}"


def pixels(house: TestHouse) -> int:
    with house.services.db.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(t.picture)).scalar_one()


def box(piece: PieceWhole, zone: str = "Z5") -> str:
    return f"{piece.sources[0].session_id} {zone}"


def let_out(house: TestHouse, piece: PieceWhole) -> None:
    read_back_today(house.services, house.actor("sam"), now(house, piece))
    house.clock.pass_days(8)
    release(house.services, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)


def test_a_picture_is_kept_small_and_shown_to_its_group_alone(
    house: TestHouse, piece: PieceWhole
) -> None:
    before = now(house, piece)
    assert send(house, piece, box=box(piece)).status_code == 303

    after = now(house, piece)
    assert (after.voices, after.wordings) == (before.voices, before.wordings)
    assert house.as_("amina").get(address(house, piece)).status_code == 404  # a draft as yet
    let_out(house, piece)
    for who in ("helen", "amina"):
        shown = page(house, piece, who)
        assert f'alt="{SAYS["shows"]}"' in shown
        assert "A picture from the flip chart of the meeting. In it: Nobody" in shown
        answer = house.as_(who).get(address(house, piece))
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"] == 'inline; filename="picture.jpg"'
    assert SAYS["shows"] not in page(house, piece, "grace")
    assert house.as_("grace").get(address(house, piece)).status_code in (403, 404)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"shows": " "}, "Say what the picture shows"),
        ({"people": ""}, "Write “Nobody”"),
        ({"shows": HELD}, "held notes are never quoted"),
        ({"people": "Ring 07700 900123."}, "may point to a person"),
        ({"file": b"<svg/>"}, "cannot be read as a picture"),
        ({"file": b""}, "Choose a picture first"),
        ({"box": "no such box"}, "whose notes are kept"),
    ],
)
def test_what_cannot_be_stored_is_said_and_nothing_typed_is_lost(
    house: TestHouse, piece: PieceWhole, changed: dict[str, Any], said: str
) -> None:
    answer = send(house, piece, **changed)

    assert (answer.status_code, now(house, piece).evidence, pixels(house)) == (400, (), 0)
    assert said in answer.text
    typed = SAYS | {name: text for name, text in changed.items() if name in SAYS}
    assert all(str(escape(text)) in answer.text for text in typed.values() if text.strip())


def test_what_is_taken_off_goes_with_its_pixels_and_no_backup_brings_it_back(
    house: TestHouse, piece: PieceWhole
) -> None:
    send(house, piece)
    where = address(house, piece)
    (stored,) = now(house, piece).evidence
    assert post(house, piece, "no-evidence", evidence=stored.id, why="Wrong.").status_code == 303
    assert house.as_("helen").get(where).status_code == 404
    assert pixels(house) == 0

    with house.services.db.begin() as tx:
        entries = [each for each in erasure_log.entries_of(tx) if each.about == stored.id]
        tx.execute(sa.insert(t.piece_evidence).values(as_before(stored.id, piece)))
        tx.execute(sa.insert(t.picture).values(evidence_id=stored.id, content=b"as in a backup"))
        replay(house.services, tx, entries)

    assert (now(house, piece).evidence, pixels(house)) == ((), 0)


def as_before(evidence_id: str, piece: PieceWhole) -> dict[str, Any]:
    """Return a picture's row as a backup has it."""
    day = piece.sources[0].day
    return {"id": evidence_id, "piece_id": piece.piece.id, "day": day, "shows": "image"}


def test_words_that_go_take_the_picture_that_says_them_along(
    house: TestHouse, piece: PieceWhole
) -> None:
    send(house, piece, shows=f"A photo of a note: {PORTAL}")
    where = address(house, piece)
    take_back(house.services, house.actor("sam"), f"portal-{piece.sources[0].session_id}")

    assert house.as_("helen").get(where).status_code == 404
    assert pixels(house) == 0
    assert "and the picture with them" in page(house, piece)


def test_words_that_are_held_since_hide_the_picture_that_says_them(
    house: TestHouse, piece: PieceWhole
) -> None:
    send(house, piece, shows=f"A photo of a note: {PORTAL}")
    note_id = f"portal-{piece.sources[0].session_id}"
    until = house.services.today + timedelta(days=20)
    change_note(house.services, note_id, label=Label.H, erase_on=until)

    assert PORTAL not in page(house, piece).partition("Beside the notes")[2]
    assert house.as_("helen").get(address(house, piece)).status_code == 404


def test_a_withdrawal_says_which_pictures_somebody_has_to_look_at(
    house: TestHouse, piece: PieceWhole
) -> None:
    send(house, piece, box=box(piece))
    note_id = f"portal-{piece.sources[0].session_id}"  # of that box, under no piece
    take_back(house.services, house.actor("sam"), note_id)

    told = house.as_("sam").get(f"/notes/{note_id}").text
    assert "has a picture that may show its words" in told
    assert PORTAL not in told


def test_the_picture_of_a_box_is_drawn_from_what_is_there(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert post(house, piece, "box", box=box(piece)).status_code == 303
    assert post(house, piece, "box", box=box(piece)).status_code == 400  # it is there
    shown = page(house, piece)
    assert "2 notes where they stood on the board" in shown
    assert f">{PORTAL}</li>" in shown

    take_back(house.services, house.actor("sam"), f"portal-{piece.sources[0].session_id}")

    shown = page(house, piece)
    assert "1 note where they stood on the board" in shown
    assert PORTAL not in shown
    assert f">{TRUST}</li>" in shown
    let_out(house, piece)
    for who in ("amina", "grace"):
        assert f">{TRUST}</li>" not in page(house, piece, who)


@pytest.mark.parametrize("zone", ["Z4", "Z0", "nowhere", ""])
def test_a_box_that_is_not_kept_is_no_picture(
    house: TestHouse, piece: PieceWhole, zone: str
) -> None:
    answer = post(house, piece, "box", box=box(piece, zone))

    assert (answer.status_code, now(house, piece).evidence) == (400, ())


def test_an_export_has_the_picture_as_a_file_and_what_it_shows(
    house: TestHouse, piece: PieceWhole, tmp_path: Path
) -> None:
    post(house, piece, "box", box=box(piece))
    send(house, piece)
    path = tmp_path / "all.zip"

    export_to_file(house.services, OPERATOR, house.partnership.id, path)

    with ZipFile(path) as archive:
        (name,) = [each for each in archive.namelist() if each.startswith("pictures/")]
        with Image.open(archive.open(name)) as found:
            assert (found.format, found.size) == ("JPEG", (60, 40))
        rows = json.loads(archive.read("partnership.json"))["beside_notes"]
        text = archive.read(f"pages/piece-{piece.piece.id}.md").decode()
    assert {row["what"]: row["file"] for row in rows} == {
        "a picture": name,
        "the picture of a box": "",
    }
    assert f"(../{name})" in text


def test_only_who_curates_puts_pictures_there_and_few(house: TestHouse, piece: PieceWhole) -> None:
    assert send(house, piece, "sam").status_code in (403, 404)
    assert post(house, piece, "box", "grace", box=box(piece)).status_code in (403, 404)
    for _ in range(6):
        assert send(house, piece).status_code == 303

    assert "at most 6 pictures" in send(house, piece).text


def test_a_picture_taken_off_leaves_the_file_that_waits(
    house: TestHouse, piece: PieceWhole
) -> None:
    send(house, piece)
    house.as_("connie").post(f"/p/{house.partnership.id}/export", follow_redirects=True)
    waits = sa.select(sa.func.count()).where(t.export.c.content.is_not(None))
    with house.services.db.begin() as tx:
        before = tx.execute(waits).scalar_one()
    (picture,) = now(house, piece).evidence

    post(house, piece, "no-evidence", evidence=picture.id, why="They want it off")

    with house.services.db.begin() as tx:
        assert (before, tx.execute(waits).scalar_one()) == (1, 0)


def test_a_box_that_is_held_gives_no_picture_where_groups_worked_in_rooms(
    house: TestHouse, piece: PieceWhole
) -> None:
    given = (house.services, house.actor("sam"), house.community.id, house.services.today)
    rooms = Rooms(2, frozenset({"Z3"}))
    planned = plan_session(
        *given, read_template("T3"), stricter={"Z3": Label.H}, rooms=rooms, press="rooms"
    )
    session = open_without_board(house.services, house.actor("sam"), planned.id)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    said = [
        (code, send(house, piece, box=f"{session.id} {code}").status_code) for code in ("Z3", "Z3A")
    ]

    assert said == [("Z3", 400), ("Z3A", 400)]
    assert "Z3A" not in house.as_("helen").get(f"/pieces/{piece.piece.id}").text
