"""Promise 5 for *How was it?*: what somebody would change leaves pieces too, once it is erased."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.curate.pieces import whole_piece
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole
from plugin.govern.retention import tidy
from tests.promises.team import post, record
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import Phone, join, without_board

SAID = "Nobody dares to ring the consultant after six in the evening"


@pytest.fixture
def phone(house: TestHouse) -> Phone:
    """Return a phone that said what it would change, in a session that is closed now."""
    session = without_board(house)
    phone = join(house, session)
    phone.client.post(f"{phone.mine}/pulse", data={"change": SAID})
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    return phone


def told_outside(house: TestHouse) -> PieceWhole:
    """Return a piece that tells it, checked and released."""
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    words = {"title": "Ringing", "line": f"{SAID}.", "narrative": "So it is."}
    assert post(house.as_("helen"), piece, "words", **words) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    assert post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(2)
    return piece


def outside(house: TestHouse, piece: PieceWhole) -> str:
    return house.as_("grace").get(f"/pieces/{piece.piece.id}").text


def deleted(house: TestHouse, phone: Phone) -> None:
    assert phone.client.post(f"{phone.mine}/pulse/delete").status_code == 303


def its_day(house: TestHouse, phone: Phone) -> None:
    del phone
    house.clock.pass_days(60)
    tidy(house.services, OPERATOR)


@pytest.mark.parametrize("goes", [deleted, its_day])
def test_a_piece_that_tells_it_is_looked_at_again(
    house: TestHouse, phone: Phone, goes: Callable[[TestHouse, Phone], None]
) -> None:
    piece = told_outside(house)
    assert SAID in outside(house, piece)

    goes(house, phone)

    assert SAID not in outside(house, piece)
    words = {"title": "Ringing", "line": f"We heard: {SAID}.", "narrative": "So it is."}
    other = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    assert post(house.as_("helen"), other, "words", **words) == 400


def test_a_draft_that_tells_it_is_read_back_no_more(house: TestHouse, phone: Phone) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    words = {"title": "Ringing", "line": f"{SAID}.", "narrative": "So it is."}
    assert post(house.as_("helen"), piece, "words", **words) == 303

    deleted(house, phone)

    assert record(house, house.as_("sam"), piece) == 400
    assert whole_piece(house.services, piece.piece.id).newest.id in (
        whole_piece(house.services, piece.piece.id).repeats_gone
    )


def test_a_backup_brings_it_back_into_no_piece(
    house: TestHouse, phone: Phone, tmp_path: Path
) -> None:
    piece = told_outside(house)
    save(house, tmp_path / "one.backup")
    deleted(house, phone)

    put_back(house, tmp_path / "one.backup")

    assert SAID not in outside(house, piece)


BESIDE = {
    "reading": {"origin": "The wards", "words": f"{SAID}.", "how": "understood", "three": "on"},
    "noticed": {"noticed": f"{SAID}."},
}


@pytest.mark.parametrize("place", BESIDE)
@pytest.mark.parametrize("goes", [deleted, its_day])
def test_what_stands_beside_a_piece_tells_it_no_more(
    house: TestHouse, phone: Phone, goes: Callable[[TestHouse, Phone], None], place: str
) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    assert post(house.as_("helen"), piece, place, **BESIDE[place]) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    assert post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(2)
    page = f"/pieces/{piece.piece.id}"
    assert SAID in house.as_("helen").get(page).text

    goes(house, phone)

    assert SAID not in house.as_("helen").get(page).text
    assert SAID not in outside(house, piece)
    assert bool(whole_piece(house.services, piece.piece.id).reviews) is (place == "reading")


def files(house: TestHouse, who: str) -> list[str]:
    """Return where somebody downloads the pieces that they asked for as a file."""
    page = f"/p/{house.partnership.id}/download"
    asked = {"of": "pieces", "format": "md"}
    shown = house.as_(who).post(page, data=asked, follow_redirects=True).text
    return re.findall(rf'href="({page}/[^"]+)"', shown)


def test_a_file_that_waits_is_not_there_once_its_piece_says_other_words(
    house: TestHouse, phone: Phone
) -> None:
    piece, helen = told_outside(house), house.as_("helen")
    address, still = files(house, "helen")[0], files(house, "helen")[0]
    assert SAID in helen.get(address).text

    deleted(house, phone)
    other = {"title": "Ringing", "line": "Other words altogether.", "narrative": "So it is not."}
    assert post(helen, piece, "words", **other) == 303

    assert [helen.get(each).status_code for each in (address, still)] == [404, 404]
