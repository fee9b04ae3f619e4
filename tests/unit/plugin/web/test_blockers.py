"""What stops a piece is told in one set of words, and in every place that tells of it."""

from __future__ import annotations

import pytest

from plugin.curate.read_backs import object_to
from plugin.domain import blockers
from plugin.domain.blockers import BLOCKERS, Blocker, reasons_against
from plugin.domain.pieces import PieceWhole, Rung
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse

NEW = Blocker(
    says="Somebody spilt tea over {it}.",
    then="Its learning partner dries it.",
    button="Dry it",
    found=lambda whole, _now: whole.newest,
    anchor="tea",
)


@pytest.fixture
def piece(made: TestHouse) -> PieceWhole:
    piece = a_piece(made.services, made.actor("helen"), meet(made.services, made.community.id))
    read_back_today(made.services, made.actor("sam"), piece)
    return piece


def reasons(house: TestHouse, piece: PieceWhole) -> tuple[str, ...]:
    with house.services.db.read() as tx:
        whole = stored_pieces.piece(tx, piece.piece.id)
    assert whole is not None
    return reasons_against(whole, Rung.PARTNERSHIP, house.clock(), None)


def test_none_is_forgotten_in_the_list() -> None:
    named = [each for each in vars(blockers).values() if isinstance(each, Blocker)]

    assert list(BLOCKERS) == named


def test_a_new_one_is_told_in_every_place_in_the_same_words(
    made: TestHouse, piece: PieceWhole, monkeypatch: pytest.MonkeyPatch
) -> None:
    object_to(made.services, made.actor("amina"), piece.piece.id)
    monkeypatch.setattr(blockers, "BLOCKERS", (*BLOCKERS, NEW))
    helen, page = made.as_("helen"), f"/pieces/{piece.piece.id}"

    told = {place: helen.get(place).text for place in (page, f"{page}/checking", "/")}

    assert NEW.sentence in told[page]
    assert NEW.then in told[page]
    assert 'id="tea"' in told[page]
    assert NEW.sentence in told[f"{page}/checking"]
    assert f"{page}#tea" in told[f"{page}/checking"]
    assert NEW.says.format(it=f"“{piece.newest.title}”") in told["/"]
    assert NEW.then in told["/"]
    assert NEW.reason in reasons(made, piece)


def test_an_objection_is_told_in_every_place_in_the_same_words(
    made: TestHouse, piece: PieceWhole
) -> None:
    object_to(made.services, made.actor("amina"), piece.piece.id)
    helen, page = made.as_("helen"), f"/pieces/{piece.piece.id}"
    objected = blockers.OBJECTED

    assert objected.reason in reasons(made, piece)
    for place in (page, f"{page}/checking"):
        assert objected.sentence in helen.get(place).text
    assert objected.then in helen.get("/").text
    at_the_top = f"<strong>{objected.sentence}</strong>"
    assert at_the_top in helen.get(page).text
    assert at_the_top not in made.as_("amina").get(page).text
