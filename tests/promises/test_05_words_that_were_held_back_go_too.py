"""Promise 5: what was held back, or given back to its writer, was read before; it goes like any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.backups.restoring import restore
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.store import quiet_notes
from tests.promises.team import make_team, post, record
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import save
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import Phone, join, notes_of, without_board

WORDS = "Nobody dares to ring the consultant after six in the evening"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_team(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    return a_piece(house.services, house.actor("helen"), met)


def told(house: TestHouse, piece: PieceWhole) -> tuple[Session, Phone, str]:
    """Let a note be read by who curates, who writes its words into a piece; return its id too."""
    session = without_board(house)
    phone = join(house, session)
    phone.write(WORDS)
    (note,) = notes_of(house, session)
    words = {"title": "Ringing", "line": f"{WORDS}.", "narrative": "So it is."}
    assert post(house.as_("helen"), piece, "words", **words) == 303
    return session, phone, note.id


def moderate(house: TestHouse, session: Session, note_id: str, do: str) -> None:
    form = {"do": do, "words": "Say it otherwise?"}
    at = f"/s/{session.id}/by-phone/{note_id}"
    assert house.as_("sam").post(at, data=form).status_code == 303


@pytest.mark.parametrize("do", ["hold", "return"])
@pytest.mark.parametrize("then", ["delete", "change", "shown again"])
def test_its_words_are_used_no_more_once_its_writer_deletes_or_changes_it(
    house: TestHouse, piece: PieceWhole, do: str, then: str
) -> None:
    session, phone, note_id = told(house, piece)
    (note,) = notes_of(house, session)
    moderate(house, session, note_id, do)
    if then == "shown again":
        if do == "return":
            assert phone.press(note, "change", WORDS).status_code == 200
        moderate(house, session, note_id, "show")
    else:
        new = ("Something else entirely now",) if then == "change" else ()
        assert phone.press(note, then, *new).status_code == 200

    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    assert record(house, house.as_("sam"), piece) == (303 if then == "shown again" else 400)


def test_what_was_returned_and_not_changed_goes_at_close(
    house: TestHouse, piece: PieceWhole
) -> None:
    session, _, note_id = told(house, piece)
    moderate(house, session, note_id, "return")

    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    assert record(house, house.as_("sam"), piece) == 400


def test_what_is_held_back_goes_on_its_day(house: TestHouse, piece: PieceWhole) -> None:
    session, _, note_id = told(house, piece)
    moderate(house, session, note_id, "hold")
    with house.services.db.begin() as tx:
        (quiet,) = quiet_notes.quiet_notes(tx, session.id)
        quiet_notes.save_quiet_note(tx, replace(quiet, erase_on=house.services.today))

    use_cases.tidy(house.runtime)

    assert record(house, house.as_("sam"), piece) == 400


@pytest.mark.parametrize("do", ["hold", "return"])
def test_its_words_go_with_a_restore_too(
    house: TestHouse, piece: PieceWhole, tmp_path: Path, do: str
) -> None:
    session, phone, note_id = told(house, piece)
    (note,) = notes_of(house, session)
    moderate(house, session, note_id, do)
    save(house, tmp_path / "one.backup")
    assert phone.press(note, "delete").status_code == 200

    restore(house.services, tmp_path / "one.backup", [], replaces=True)

    assert record(house, house.as_("sam"), piece) == 400
