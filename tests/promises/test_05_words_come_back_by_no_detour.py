"""Promise 5: words of a note that is gone come back by no detour, into a piece or beside it."""

from pathlib import Path

import pytest

from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from tests.promises.team import NEWER, post
from tests.unit.plugin.curate.meeting import PHONE, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house

OTHER = "Nobody rang my mother back before the weekend came."
SOME = "I said yes on the phone"  # of PHONE


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def a_quote(house: TestHouse, met: Session, line: str) -> PieceWhole:
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    words = ("By phone", line, "Story.")
    return make_piece(
        house.services, house.actor("helen"), house.community.id, notes, *words, kind="doubt"
    )


def write(house: TestHouse, piece: PieceWhole, **words: str) -> int:
    return post(house.as_("helen"), piece, "words", **(NEWER | words))


def take(house: TestHouse, met: Session, *names: str) -> None:
    for name in names:
        take_back(house.services, house.actor("sam"), f"{name}-{met.id}")


@pytest.mark.parametrize("words", [OTHER, PHONE])
def test_while_some_words_stand_no_others_come_back(
    house: TestHouse, met: Session, words: str
) -> None:
    change_note(house.services, f"trust-{met.id}", text=OTHER)
    piece = a_quote(house, met, f"{OTHER} {PHONE}")
    assert write(house, piece, line=SOME) == 303
    take(house, met, "phone", "trust")

    assert write(house, piece, line=SOME, narrative=words) == 400
    assert write(house, piece, line=words) == 400
    assert write(house, piece, line=SOME, narrative="Another.") == 303


def test_words_come_back_in_no_other_order_of_letters(house: TestHouse, met: Session) -> None:
    piece = a_quote(house, met, PHONE)
    take(house, met, "phone")
    chunks = ("I said yes", "on the phone", "before the form", "was there.")
    turned = " ".join(f"\u202e{each[::-1]}\u202c" for each in chunks)

    write(house, piece, line=turned, narrative="\u2067שלום\u2069 \u200fعالم")

    newest = whole_piece(house.services, piece.piece.id).newest
    assert not set("\u202c\u202e\u2067\u2069") & {*newest.line, *newest.narrative}
    assert newest.narrative == "שלום \u200fعالم"
