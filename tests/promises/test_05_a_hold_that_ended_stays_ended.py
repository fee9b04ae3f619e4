"""Promise 5: a legal hold that ended does not come back with a backup, nor what it kept."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from plugin.backups.restoring import restore
from plugin.store import notes as stored_notes
from plugin.store import tables as t
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import save
from tests.promises.test_05_a_hold_only_stops_the_erasing import (
    OLDER,
    due_tomorrow,
    place_hold,
    the_day_after,
    with_older_held_words,
)
from tests.unit.plugin.curate.meeting import PHONE, meet
from tests.unit.plugin.web.house import TestHouse, make_house


def end_hold(made: TestHouse, hold_id: str) -> None:
    form = {"do": "end", "hold": hold_id}
    assert made.as_("sam").post(f"/c/{made.community.id}/kept", data=form).status_code == 303


def test_a_backup_does_not_bring_a_hold_back_that_ended(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    met = meet(made.services, made.community.id)
    note_id = f"portal-{met.id}"
    with_older_held_words(made, note_id)
    hold_id = place_hold(made)
    save(made, tmp_path / "b.backup")
    end_hold(made, hold_id)
    the_day_after(made)

    put_back = restore(made.services, tmp_path / "b.backup", [], replaces=True)

    with made.services.db.read() as tx:
        assert stored_notes.versions(tx, note_id) == ()
        assert tx.execute(sa.select(t.legal_hold.c.ended_on)).scalar_one() is not None
    assert not [each for each in put_back.messages if "legal hold" in each]


def test_a_hold_of_a_backup_that_no_log_ended_is_told_and_lets_nobody_read(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    met = meet(made.services, made.community.id)
    note_id = f"portal-{met.id}"
    with_older_held_words(made, note_id)
    due_tomorrow(made, f"phone-{met.id}")
    place_hold(made)
    save(made, tmp_path / "b.backup")
    made.clock.pass_days(2)

    put_back = restore(made.services, tmp_path / "b.backup", [], replaces=True)

    assert [each[:40] for each in put_back.messages if "legal hold" in each] == [
        "One legal hold is in force. Nobody reads"
    ]
    for page in (f"/notes/{note_id}", f"/notes/phone-{met.id}", f"/c/{made.community.id}/desk"):
        said = made.as_("sam").get(page).text
        assert (OLDER in said, PHONE in said) == (False, False), page


def test_a_hold_that_is_newer_than_the_backup_keeps_what_it_kept(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    met = meet(made.services, made.community.id)
    note_id = f"phone-{met.id}"
    due_tomorrow(made, note_id)
    save(made, tmp_path / "b.backup")
    place_hold(made)
    made.clock.pass_days(2)

    restore(made.services, tmp_path / "b.backup", [], replaces=True)

    with made.services.db.read() as tx:
        assert tx.execute(sa.select(t.note.c.text).where(t.note.c.id == note_id)).scalar() == PHONE
    for page in (f"/notes/{note_id}", f"/c/{made.community.id}/desk"):
        assert PHONE not in made.as_("sam").get(page).text
    kept, to_answer = (f"/c/{made.community.id}/{each}" for each in ("kept", "look-up"))
    assert "Place it again below with its reason" in made.as_("sam").get(kept).text
    assert "Its reason was lost" in made.as_("amina").get(kept).text
    assert "Ask whoever placed it before you erase" in made.as_("sam").get(to_answer).text
