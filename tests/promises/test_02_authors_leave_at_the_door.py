import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from plugin.capture import run
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR
from plugin.domain.session_keys import SessionKey
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back
from plugin.store.texts import all_texts
from tests import databases
from tests.pretend_board import SECRET, Runtime, Stage, runtime, stage

POLICIES = [None, *(Agreement(1, {}, each) for each in Attribution)]
ROLES = ("nurse", "nurse", "nurse", "porter", "porter", "")


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


def _meeting(home: Runtime, agreement: Agreement | None) -> Stage:
    staged = stage(home, "T3", agreement)
    for number in range(6):
        staged.board.add(f"n{number}", f"P0{number}", "Z3", f"words {number}", "violet")
        staged.board.add(f"more{number}", f"P0{number}", "Z3", f"more {number}", "violet")
        staged.board.add(f"off{number}", f"P1{number}", "ZX", "off the record", "violet")
    staged.collect()
    return staged


def _give_roles(staged: Stage) -> None:
    found = run.writers(staged.services, OPERATOR, staged.miro, staged.session.id)
    roles = {writer.author_hash: role for writer, role in zip(found, ROLES, strict=False)}
    run.set_roles(staged.services, OPERATOR, staged.session.id, roles)


def _everything(staged: Stage) -> str:
    with staged.services.db.read() as tx:
        texts = "\n".join(text for _, text in all_texts(tx))
    return texts + staged.runtime.files().decode("latin-1")


@pytest.mark.parametrize("agreement", POLICIES)
def test_no_id_of_a_person_is_ever_stored(home: Runtime, agreement: Agreement | None) -> None:
    staged = _meeting(home, agreement)
    before = _everything(staged)
    staged.close()

    for kept in (before, _everything(staged)):
        assert "user-P" not in kept
        assert "Name of" not in kept
        assert hashlib.sha256(b"user-P01").hexdigest() not in kept


def test_the_keyed_hash_ends_at_close(home: Runtime) -> None:
    staged = _meeting(home, Agreement(1, {}, Attribution.ROLE))
    _give_roles(staged)
    hashes = [SessionKey(SECRET).of_author(f"user-P0{number}") for number in range(6)]
    before = _everything(staged)

    staged.close()

    after = _everything(staged)
    assert all(each in before for each in hashes)
    assert not any(each in after for each in hashes)


def test_another_session_knows_a_writer_by_another_hash() -> None:
    keys = [SessionKey(secret) for secret in (b"one", b"two")]

    assert len({key.of_author("user-P01") for key in keys}) == 2
    assert keys[0].of_author("1") != keys[0].of_item("1")


def test_a_role_of_two_is_a_member(home: Runtime) -> None:
    staged = _meeting(home, Agreement(1, {}, Attribution.ROLE))
    _give_roles(staged)

    staged.close()

    shown = [note.shown_author for note in staged.notes().values()]
    assert (shown.count("nurse"), shown.count("a member")) == (6, 6)
    assert "porter" not in _everything(staged)


def test_a_role_is_never_shown_finer_after_close(home: Runtime) -> None:
    staged = _meeting(home, Agreement(1, {}, Attribution.ROLE))
    staged.close()
    staged.board.edit("n1", "P01", "a second version")
    staged.board.add("late", "P01", "Z3", "a late note")

    staged.collect()
    staged.close()

    assert {note.shown_author for note in staged.notes().values()} == {"a member"}
    assert {note.author_hash for note in staged.notes().values()} == {None}


def test_strands_tell_stories_apart_but_nobody(home: Runtime) -> None:
    staged = _meeting(home, None)

    staged.close()

    notes = staged.notes()
    strands = {note.strand_id for note in notes.values()}
    assert len(strands) == 6
    assert all(notes[f"n{each}"].strand_id == notes[f"more{each}"].strand_id for each in range(6))


def test_chatham_house_forgets_colours_and_moments(home: Runtime) -> None:
    staged = _meeting(home, Agreement(1, {}, Attribution.CHATHAM_HOUSE))

    staged.close()
    assert "violet" not in _everything(staged)
    staged.board.edit("n1", "P01", "a second version")
    staged.collect()

    moments = {note.seen_at.time().isoformat() for note in staged.notes().values()}
    assert moments == {"00:00:00"}
    assert "violet" not in _everything(staged)


def _rows(home: Runtime, sql: str) -> list[tuple[object, ...]]:
    return databases.selected(home.services.db, sql)


def _busy_meeting(home: Runtime, agreement: Agreement | None) -> Stage:
    """Let a note come each minute, one be taken back, and a question be asked and answered."""
    staged = stage(home, "T3", agreement)
    for number in range(20):
        staged.board.add(f"n{number}", f"P0{number % 3}", "Z3", f"words {number}", "violet")
        home.now[0] += timedelta(minutes=1)
        staged.collect()
    staged.board.tag("n1", "Anna's idea")
    staged.collect()
    take_back(home.services, OPERATOR, staged.notes()["n0"].id)
    for number in range(10, 16):
        staged.board.delete(f"n{number}")
    staged.collect()
    staged.answer("tidied")
    staged.close()
    return staged


def _moments(home: Runtime) -> set[str]:
    sql = (
        "SELECT at FROM capture UNION SELECT seen_at FROM note UNION SELECT at FROM withdrawal "
        "UNION SELECT confirmed_at FROM withdrawal UNION SELECT asked_at FROM brake "
        "UNION SELECT seen_at FROM note_version"
    )
    return {str(row[0])[11:19] for row in _rows(home, sql)}


def test_chatham_house_keeps_no_moment_and_no_tag_in_any_table(home: Runtime) -> None:
    staged = _busy_meeting(home, Agreement(1, {}, Attribution.CHATHAM_HOUSE))

    assert _moments(home) == {"00:00:00"}
    assert "Anna" not in _everything(staged)

    home.now[0] += timedelta(minutes=7)
    staged.board.edit("n1", "P01", "a second version")
    staged.board.add("late", "P01", "Z3", "a late note")
    staged.board.tag("late", "Anna's idea")
    staged.collect()
    take_back(home.services, OPERATOR, staged.notes()["n2"].id)
    for number in range(3, 9):
        staged.board.delete(f"n{number}")
    staged.collect()

    assert _moments(home) == {"00:00:00"}
    assert "Anna" not in _everything(staged)


@pytest.mark.parametrize("agreement", POLICIES)
def test_one_capture_is_left_and_tells_of_no_part_of_the_notes(
    home: Runtime, agreement: Agreement | None
) -> None:
    staged = _busy_meeting(home, agreement)
    staged.board.add("late", "P01", "Z3", "a late note")
    staged.collect()

    (kept,) = _rows(home, "SELECT counts FROM capture")
    counts: Any = databases.json_of(kept[0])
    assert counts["stored"] == len(staged.notes())
    if agreement is not None and agreement.attribution is Attribution.CHATHAM_HOUSE:
        assert counts.keys().isdisjoint({"new", "replaced", "forgotten", "moved", "recoloured"})
    assert _rows(home, "SELECT answer FROM brake WHERE answer IS NOT NULL") == []


@pytest.mark.parametrize("agreement", POLICIES)
def test_rows_stand_in_no_order_in_which_notes_were_written(
    home: Runtime, agreement: Agreement | None
) -> None:
    staged = _busy_meeting(home, agreement)
    staged.board.add("late", "P01", "Z3", "a late note")
    staged.collect()

    found = "search_text s JOIN note n ON n.id = s.owner_id ORDER BY s.rowid"
    for table in ("note ORDER BY rowid", found):
        sql = f"SELECT miro_item_id FROM {table}"  # noqa: S608  no input
        in_rows = [str(row[0]) for row in _rows(home, sql)]
        assert in_rows != sorted(in_rows) or (agreement is None and table is found)
    assert len(staged.notes()) == 20


@pytest.mark.parametrize("agreement", POLICIES)
def test_no_id_of_an_item_outlives_the_key(home: Runtime, agreement: Agreement | None) -> None:
    staged = _busy_meeting(home, agreement)
    items = [staged.board.ids[f"n{number}"] for number in range(20)]
    frames = set(staged.board.frames_by_code.values())
    before = _everything(staged)
    home.pass_days(40)

    tidy(home.services, OPERATOR)

    after = _everything(staged)
    assert items[1] in before
    assert not any(item in after for item in items if item not in frames)
    assert all(str(row[0]).startswith("hash:") for row in _rows(home, _IDS))


_IDS = "SELECT miro_item_id FROM note WHERE miro_item_id IS NOT NULL"
