"""Promise 4: silence checks what was read back, so members are asked about those words alone."""

import re
from pathlib import Path

import pytest

from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.pieces import PieceWhole, last_checked
from tests.promises.team import NEWER, make_team, post, record
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, meet
from tests.unit.plugin.web.house import TestHouse

READ = "The director lets people lie on the floor."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    helen, here = house.actor("helen"), house.community.id
    made = make_piece(house.services, helen, here, notes, "The floor", READ, "S.", kind="doubt")
    assert record(house, house.as_("sam"), made) == 303
    return made


def text(house: TestHouse, path: str, who: str = "amina") -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", house.as_(who).get(path).text).split())


def asked(house: TestHouse, piece: PieceWhole) -> str:
    """Return what a member reads on the page of a piece before its folded wordings."""
    return text(house, f"/pieces/{piece.piece.id}").partition(" Wordings Wording of")[0]


def test_words_written_after_a_read_back_are_not_asked_about(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert asked(house, piece).count(READ) == 1  # the page shows just these words
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303

    home, page = text(house, "/"), asked(house, piece)
    assert "“The floor” was read back" in home
    assert NEWER["title"] not in home
    assert page.index("Is something wrong?") < page.index(READ) < page.index("I object")

    house.clock.pass_days(9)
    found = last_checked(whole_piece(house.services, piece.piece.id), house.clock())
    assert found is not None
    assert found.wording.line == READ  # so they were asked about what silence checked


def test_two_wordings_that_were_read_back_are_both_asked_about(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    assert record(house, house.as_("sam"), piece) == 303

    home, page = text(house, "/"), asked(house, piece)
    assert "“The floor” was read back on" in home
    assert f"“{NEWER['title']}” was read back on" in home
    question = page[page.index("Is something wrong?") : page.index("I object")]
    assert READ in question
    assert NEWER["line"] in question


def test_a_pause_names_and_shows_what_goes_out(house: TestHouse, piece: PieceWhole) -> None:
    house.clock.pass_days(9)
    assert post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303

    home, page = text(house, "/"), asked(house, piece)
    assert "“The floor” goes to our partners soon" in home
    assert NEWER["title"] not in home
    assert page.index("Goes to our partners") < page.index(READ) < page.index("Stop it")

    house.clock.pass_days(3)
    assert READ in house.as_("grace").get(f"/pieces/{piece.piece.id}").text


def test_an_objection_is_told_with_the_words_that_it_is_about(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    assert post(house.as_("amina"), piece, "object") == 303

    assert "Somebody objected to “The floor”" in text(house, "/", "helen")
    page = text(house, f"/pieces/{piece.piece.id}", "helen")
    assert "after it was read back" in page
