"""Promise 5: a legal hold stops the erasing alone; nobody reads, quotes or prints words longer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from plugin.curate.quoting import quote_note
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState, NoteVersion
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from plugin.govern.retention import tidy
from plugin.store import notes as stored_notes
from plugin.store import tables as t
from tests.promises.test_04_its_people_check_it_themselves import house, written
from tests.promises.test_04_quotes_need_a_yes import HER, HIS, note_of, quote, say
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import close
from tests.unit.plugin.curate.meeting import (
    HELD,
    PHONE,
    PORTAL,
    TRUST,
    change_note,
)
from tests.unit.plugin.web.everything import ask, everything, requests, words_in
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import join, notes_of, without_board

__all__ = ["house"]

OLDER = "Older held words about the night shift"
NOTES = ("phone", "trust", "portal", "silence")
ROLES = ("sam", "helen", "connie", "amina", "grace")


def place_hold(made: TestHouse) -> str:
    until = (made.services.today + timedelta(days=170)).isoformat()
    form = {"reason": "An inquiry", "until": until, "press": "x"}
    assert made.as_("sam").post(f"/c/{made.community.id}/kept", data=form).status_code == 303
    with made.services.db.read() as tx:
        return str(tx.execute(sa.select(t.legal_hold.c.id)).scalar_one())


def due_tomorrow(made: TestHouse, *note_ids: str) -> None:
    for each in note_ids:
        change_note(made.services, each, erase_on=made.services.today + timedelta(days=1))


def with_older_held_words(made: TestHouse, note_id: str) -> None:
    """Let a kept note have been a held one with other words, whose day comes tomorrow."""
    due = made.services.today + timedelta(days=1)
    with made.services.db.begin() as tx:
        older = NoteVersion(note_id, 1, OLDER, made.services.now, Label.H, due)
        stored_notes.add_version(tx, older)
    change_note(made.services, note_id, version=2)


def the_day_after(made: TestHouse) -> None:
    made.clock.pass_days(2)
    tidy(made.services, OPERATOR)


def pages_with(made: TestHouse, paths: set[str], words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return who reads some of these words on which page."""
    found = set()
    for who in ROLES:
        client = made.as_(who)
        for path in sorted(paths):
            said = words_in(ask(client, "GET", path))
            found |= {(who, path) for each in words if each in said}
    return found


def test_nobody_reads_it_on_any_page_from_its_day_on(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    whole = everything(made)
    suffix = whole.ids["note_id"].removeprefix("phone-")
    piece_id = whole.ids["piece_id"]
    quote_note(made.services, made.actor("helen"), piece_id, f"trust-{suffix}")
    with_older_held_words(made, f"phone-{suffix}")
    due_tomorrow(made, *(f"{each}-{suffix}" for each in NOTES))
    paths = {path for _, method, path in requests(whole) if method == "GET"}
    paths |= {f"/notes/{each}-{suffix}" for each in NOTES} | {f"/pieces/{whole.checked_piece_id}"}
    own = (PHONE, TRUST, PORTAL, HELD, OLDER)
    read_before = pages_with(made, {f"/pieces/{piece_id}", f"/notes/phone-{suffix}"}, own)
    assert {who for who, _ in read_before} >= {"sam", "helen", "connie"}
    place_hold(made)

    the_day_after(made)

    assert pages_with(made, paths, own) == set()
    asked = {"note": f"trust-{suffix}", "words": ""}
    assert made.as_("helen").post(f"/pieces/{piece_id}/quote", data=asked).status_code == 400
    with made.services.db.read() as tx:  # it is kept all the same
        kept = stored_notes.notes_by_id(tx, [f"{each}-{suffix}" for each in NOTES])
        older = stored_notes.versions(tx, f"phone-{suffix}")
    assert {each.text for each in kept.values()} == {PHONE, TRUST, PORTAL, HELD}
    assert {each.state for each in kept.values()} == {NoteState.DAY_PASSED}
    assert [each.text for each in older] == [OLDER]


def test_its_quote_in_a_released_piece_is_empty_from_its_day_on(house: TestHouse) -> None:
    asked = written(house, HER, HIS)
    assert quote(asked, HER) == 303
    assert asked.ask() == 303
    assert [asked.answer(who, "yes") for who in (0, 1)] == [303, 303]
    assert say(asked, 0, "yes") == 303
    asked.close()
    release(house.services, house.actor("helen"), asked.piece_id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    at = f"/pieces/{asked.piece_id}"
    assert HER in house.as_("grace").get(at).text
    due_tomorrow(house, note_of(asked, HER), note_of(asked, HIS))
    place_hold(house)

    house.clock.pass_days(2)  # nothing waits for the tidy of the day
    assert [who for who in ("grace", "amina", "sam") if HER in house.as_(who).get(at).text] == []
    tidy(house.services, OPERATOR)
    assert [who for who in ("grace", "amina", "sam") if HER in house.as_(who).get(at).text] == []


def test_its_writers_own_link_reads_it_no_longer_and_takes_it_back(house: TestHouse) -> None:
    session = without_board(house)
    phone = join(house, session)
    phone.write(OLDER)
    close(house, session)
    note = notes_of(house, session)[0]
    due_tomorrow(house, note.id)
    assert OLDER in phone.open("/notes").text
    place_hold(house)

    the_day_after(house)

    pages = [phone.open(each) for each in ("/notes", f"/notes/{note.id}")]
    assert [(each.status_code, OLDER in each.text) for each in pages] == [(200, False)] * 2
    phone.press(note, "take-back")
    assert notes_of(house, session)[0].state is NoteState.TAKEN_BACK
