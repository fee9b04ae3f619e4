"""Promise 5: a form that is open writes no words back that a take-back took out of its draft."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from plugin.curate.pieces import whole_piece
from plugin.domain.pieces import PieceWhole
from plugin.store import tables as t
from plugin.use_cases import close_session
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import Phone, join, without_board

WORDS = "Nobody dares to ring the consultant after six in the evening"
TYPED = {"title": "Ringing", "line": "Somebody said.", "narrative": f"They say: {WORDS}."}
OTHER = {"title": "Ringing", "line": "Somebody said.", "narrative": "Ringing late is hard."}


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    return a_piece(house.services, house.actor("helen"), met, "phone", "trust")


@pytest.fixture
def phone(house: TestHouse, piece: PieceWhole) -> Phone:
    """Let somebody write a note by phone; the session is closed."""
    session = without_board(house)
    found = join(house, session)
    found.write(WORDS)
    close_session(house.runtime, house.actor("sam"), session.id)
    return found


def take_back(house: TestHouse, phone: Phone) -> None:
    with house.services.db.read() as tx:
        (note_id,) = tx.execute(sa.select(t.note.c.id).where(t.note.c.text == WORDS)).scalars()
    assert phone.client.post(f"{phone.mine}/notes/{note_id}/take-back").status_code < 400


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_of_a_piece(house: TestHouse, piece: PieceWhole, phone: Phone) -> None:
    helen, at = house.as_("helen"), f"/pieces/{piece.piece.id}"
    version = version_in(helen.get(at).text)
    form = {"after": "1", "version": version}
    assert helen.post(f"{at}/draft", data=form | TYPED).status_code < 400
    take_back(house, phone)

    for _ in range(2):  # the page that says so is the same form, and saves them no more either
        saved = helen.post(f"{at}/words", data=form | TYPED)
        assert saved.status_code == 400
        assert "Words were taken out of your draft" in saved.text
        assert version_in(saved.text) == version
    assert WORDS not in "\n".join(whole_piece(house.services, piece.piece.id).newest.words)

    again = {"after": "1", "version": version_in(helen.get(at).text)}
    assert helen.post(f"{at}/words", data=again | OTHER).status_code == 303
    assert whole_piece(house.services, piece.piece.id).newest.narrative == OTHER["narrative"]


def test_of_a_new_piece(house: TestHouse, piece: PieceWhole, phone: Phone) -> None:
    helen, at = house.as_("helen"), f"/c/{house.community.id}/desk"
    notes = [each.note_id for each in piece.sources]
    form = {"draft": "d1", "version": "0", "kind": "story", "note": notes, "fits": "yes"}
    assert helen.post(f"{at}/draft", data=form | TYPED).status_code < 400
    take_back(house, phone)

    saved = helen.post(f"{at}/pieces", data=form | TYPED)
    assert saved.status_code == 400
    assert "Words were taken out of your draft" in saved.text
    assert version_in(saved.text) == "0"

    with house.services.db.read() as tx:
        (draft_id,) = tx.execute(sa.select(t.draft.c.id)).scalars()
    opened = helen.get(f"{at}/new-piece?draft={draft_id}").text
    again = form | {"draft": draft_id, "version": version_in(opened)}
    assert helen.post(f"{at}/pieces", data=again | OTHER).status_code == 303


def test_what_lost_no_words_is_saved(house: TestHouse, piece: PieceWhole, phone: Phone) -> None:
    helen, at = house.as_("helen"), f"/pieces/{piece.piece.id}"
    form = {"after": "1", "version": "0"}
    helen.post(f"{at}/draft", data=form | OTHER)
    take_back(house, phone)

    assert helen.post(f"{at}/words", data=form | OTHER).status_code == 303
