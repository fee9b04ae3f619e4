"""Promise 4: what a group checked goes out whole: no way out tells a text without its readings."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from plugin.convene.api_tokens import make_token
from plugin.curate.pieces import whole_piece
from plugin.domain.api_tokens import Scope
from plugin.domain.exports import FORMATS
from plugin.domain.people import OPERATOR
from plugin.domain.piece_readings import READ_BY_EACH
from plugin.domain.pieces import PieceWhole
from plugin.memory.export import export_to_file
from plugin.mirror.piece_cards import checked_cards
from tests.promises.team import post, record
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.web.house import TestHouse

READS = "At ours it is the porters who are never told about it"
LATER = "We were told every single day at the morning round"


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    """Return a piece that was checked and released with a dissent that somebody signed."""
    met = meet(house.services, house.community.id)
    made = a_piece(house.services, house.actor("helen"), met)
    assert record(house, house.as_("sam"), made) == 303  # its members read it now
    read_as(house, made, READS)
    assert record(house, house.as_("sam"), made) == 303
    house.clock.pass_days(8)
    assert post(house.as_("helen"), made, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(3)
    return made


def read_as(house: TestHouse, piece: PieceWhole, words: str) -> None:
    form = {"origin": "The wards", "words": f"{words}.", "how": "signed"}
    assert post(house.as_("amina"), piece, "reading", **form) == 303


def by_page(house: TestHouse, piece: PieceWhole) -> str:
    return house.as_("grace").get(f"/pieces/{piece.piece.id}").text


def by_api(house: TestHouse, address: str) -> str:
    scopes = tuple(Scope)
    _, secret = make_token(house.services, house.actor("grace"), "A report", scopes, 30, "press")
    bearer = {"Authorization": f"Bearer {secret}"}
    return house.as_(None).get(f"/api/v1/{address}", headers=bearer).text


def by_file(house: TestHouse, file_format: str) -> str:
    page = f"/p/{house.partnership.id}/download"
    form = {"of": "pieces", "format": file_format}
    done = house.as_("grace").post(page, data=form, follow_redirects=True).text
    (address,) = re.findall(rf'href="({page}/[^"]+)"', done)
    return unpacked(house.as_("grace").get(address).data)


def unpacked(content: bytes) -> str:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(each).decode(errors="ignore") for each in packed.namelist())


_FILES: dict[str, Callable[[TestHouse, PieceWhole], str]] = {
    each.value: lambda house, _, file_format=each.value: by_file(house, file_format)
    for each in FORMATS
}
OUT: dict[str, Callable[[TestHouse, PieceWhole], str]] = _FILES | {
    "page": by_page,
    "a program, one": lambda house, piece: by_api(house, f"pieces/{piece.piece.id}"),
    "a program, all": lambda house, _: by_api(house, f"partnerships/{house.partnership.id}/pieces"),
}


@pytest.mark.parametrize("way", OUT)
def test_every_way_out_tells_how_each_reads_it(
    house: TestHouse, piece: PieceWhole, way: str
) -> None:
    told = OUT[way](house, piece)
    assert piece.newest.line in told
    assert READS in told
    assert "Amina Yusuf" in told


@pytest.mark.parametrize("way", OUT)
def test_none_tells_a_reading_that_is_not_checked(
    house: TestHouse, piece: PieceWhole, way: str
) -> None:
    read_as(house, piece, LATER)
    told = OUT[way](house, piece)
    assert READS in told
    assert LATER not in told


def test_an_export_of_everything_tells_them_with_each_wording(
    house: TestHouse, piece: PieceWhole, tmp_path: Path
) -> None:
    read_as(house, piece, LATER)
    export_to_file(house.services, OPERATOR, house.partnership.id, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        rows = json.loads(packed.read("partnership.json"))["wordings"]
        page = packed.read(f"pages/piece-{piece.piece.id}.md").decode()
    told = [each["readings"].count("\n") + 1 if each["readings"] else 0 for each in rows]
    assert told == [0, 1, 2]
    assert READS in page


def test_a_card_on_a_board_says_where_they_are(house: TestHouse, piece: PieceWhole) -> None:
    whole = whole_piece(house.services, piece.piece.id)
    (card,) = checked_cards([whole], house.services.now)
    assert READ_BY_EACH in card.words
