"""Promise 5 by every entrance: whichever way words came, they go, and no way brings them back."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugin import use_cases
from plugin.convene.communities import community_of
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.errors import BadInput
from plugin.govern import withdrawal
from plugin.jobs.queue import FILE, with_queue
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from tests import databases
from tests.promises.entrances import DOUBTS, ON_A_BOARD, PHONE, WAYS, Entrance, entrance
from tests.unit.plugin.curate.meeting import change_note
from tests.world.phones import place, stickies_of

WORDS = "canary: nobody decides on a Friday after four"


class Killed(BaseException):
    """The process is gone; nothing in it hears of that."""


@pytest.fixture(params=WAYS)
def came(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Entrance]:
    with entrance(tmp_path / "here", request.param) as made:
        made.bring(WORDS)
        assert made.texts == [WORDS]
        yield made


def is_stored(came: Entrance) -> bool:
    return b"canary" in databases.everything(came.world.services.db).lower()


def files_with_it(came: Entrance) -> list[str]:
    """Return the files of the server in which the words stand; those played are a person's own."""
    folder = came.world.runtime.settings.data_folder
    files = [each for each in folder.rglob("*") if each.is_file() and each.parent != came.folder]
    assert files or not databases.is_sqlite()
    return [each.name for each in files if b"canary" in each.read_bytes().lower()]


def take_back(came: Entrance) -> None:
    (note,) = came.notes
    withdrawal.take_back(came.world.services, came.world.actor("sam"), note.id)


def test_words_that_are_taken_back_are_nowhere(
    came: Entrance, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "hedgerow")
    came.close()
    before = is_stored(came)

    answer = came.world.as_("sam").post(f"/notes/{came.notes[0].id}/take-back")

    assert before
    assert answer.status_code < 400
    assert not is_stored(came)
    assert files_with_it(came) == []
    assert "canary" not in caplog.text.lower()
    with came.world.services.db.read() as tx:
        told = stored_notes.withdrawal_of(tx, came.notes[0].id)
    assert told is not None
    assert told[1]["Here"].startswith("Erased")
    if came.way in ON_A_BOARD:
        assert told[1]["Miro"].startswith("Not reached: its sticky was on the board")
    if came.way == PHONE:
        place(came.world, came.session)
        assert stickies_of(came.world, came.session) == ()


def test_a_text_that_hid_them_shows_them_no_more(came: Entrance) -> None:
    services, group = came.world.services, came.world.community
    with services.db.begin() as tx:
        stored_communities.save_community(tx, replace(group, question=f"Why? {WORDS}"))
    came.close()
    (note,) = came.notes
    change_note(services, note.id, label=Label.H)
    hidden = community_of(services, group.id).question

    take_back(came)

    assert hidden == community_of(services, group.id).question == HIDDEN
    assert "canary" not in came.world.as_("amina").get(f"/c/{group.id}/").text
    assert not is_stored(came)


@pytest.mark.parametrize("dies_at", ["look", "stored_notes.add_withdrawal", "confirm_erased"])
def test_a_taking_back_that_is_killed_is_finished(
    came: Entrance, dies_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: Any, **_more: Any) -> None:
        raise Killed

    came.close()
    with monkeypatch.context() as patched:
        patched.setattr(f"plugin.govern.withdrawal.{dies_at}", die)
        with pytest.raises(Killed):
            take_back(came)
    half_way = came.texts

    use_cases.tidy(came.world.runtime)
    take_back(came)

    assert half_way == ([] if dies_at == "confirm_erased" else [WORDS])
    assert [each.state for each in came.notes] == [NoteState.TAKEN_BACK]
    assert not is_stored(came)
    assert files_with_it(came) == []


def test_words_that_were_taken_back_come_in_by_no_way(came: Entrance) -> None:
    form = came.by_way_of(PHONE)
    form.prepare(WORDS, by=7)  # it lay open all the while
    came.close()
    take_back(came)

    form.send()
    for way in WAYS:
        if way != PHONE:  # where nobody joins any more
            with suppress(BadInput):  # no file is played on a session that is closed
                came.by_way_of(way).bring(WORDS, by=7)
        came.collect()

        assert (way, came.texts) == (way, [])
        assert not is_stored(came)


def test_the_queue_holds_no_words(tmp_path: Path) -> None:
    with entrance(tmp_path / "here", PHONE) as came:
        came.world.runtime = with_queue(came.world.runtime)

        came.bring(WORDS)

        assert is_stored(came)
        queue = tmp_path / "here" / FILE
        assert not databases.is_sqlite() or queue.stat().st_size > 0
        assert not [each for each in files_with_it(came) if each.startswith(FILE)]
        rows = databases.rows(came.world.services.db, only=["job"])
        assert rows
        assert "canary" not in str(rows).lower()
        assert DOUBTS not in str(rows)
