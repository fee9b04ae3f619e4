"""Promise 5: what people wrote in Notion before a note went, and no sync saw, counts as its own."""

from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
import requests

from plugin import intents
from plugin.curate.pieces import whole_piece
from plugin.curate.themes import themes_view
from plugin.domain.blockers import GONE
from plugin.domain.notes import NoteState
from plugin.domain.pieces import PieceWhole, Rung, last_checked
from plugin.domain.questions import Answer, AnswerKind
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, HedgerowError, NotNow
from plugin.govern.withdrawal import take_back
from plugin.store import links as stored_links
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store import sync_runs, taking_out
from plugin.store.let_go import let_go as erase_words
from plugin.sync import SyncOptions
from plugin.sync.here import write
from tests import databases
from tests.unit.plugin.curate.meeting import PHONE, read_back_today
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.sync.rows_by_people import (
    minutes_later,
    pieces,
    rest_on_notes,
    row_of_ruth,
    type_into,
)

TOLD = PHONE.rstrip(".")
OWN = "Whoever waits at the door does so for a whole hour."


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a memory that stands in Notion, with one piece beside which people write."""
    made = make_bench(tmp_path)
    made.released("Known")
    synced(made)
    return made


def synced(bench: Bench) -> None:
    for _ in range(2):
        bench.sync()
        minutes_later(bench)


def taken_back(bench: Bench) -> None:
    take_back(bench.place.services, bench.place.actor("sam"), f"phone-{bench.session.id}")


def typed(bench: Bench, line: str = f"As somebody said: {TOLD}") -> None:
    """Let Ruth type a row in Notion."""
    row_of_ruth(bench, title="Ringing", line=line, body=(("paragraph", OWN),))


def found(bench: Bench, title: str = "Ringing") -> PieceWhole:
    bench.sync()
    minutes_later(bench)
    (piece,) = (each for each in pieces(bench) if each.newest.title == title)
    return piece


def is_suspect(piece: PieceWhole) -> bool:
    return piece.newest.id in piece.repeats_gone


def test_a_row_that_was_made_before_is_suspect(bench: Bench) -> None:
    typed(bench)
    taken_back(bench)

    piece = found(bench)

    assert is_suspect(piece)
    assert GONE.found(piece, bench.place.services.now) is not None
    assert "written in Notion before a sync saw that a note went" in GONE.says


def test_it_goes_nowhere_until_a_curator_wrote_other_words(bench: Bench) -> None:
    typed(bench)
    taken_back(bench)
    piece, services = found(bench), bench.place.services
    rest_on_notes(bench, piece, "trust")
    bench.rest_on_meetings(piece, 2)
    with pytest.raises(BadInput, match="before a sync saw that a note went"):
        read_back_today(services, bench.place.actor("sam"), bench.whole(piece))
    bench.rewrite(piece, title="Ringing anew")  # the rest stays, and is suspect as before
    assert is_suspect(bench.whole(piece))

    bench.rewrite(piece, title="Ringing", line="They ring.", narrative="It is so.")
    bench.check(piece)

    assert last_checked(whole_piece(services, piece.piece.id), services.now) is not None


@pytest.mark.parametrize("how", ["erased", "words taken out", "words erased"])
def test_by_whatever_way_the_words_went(bench: Bench, how: str) -> None:
    typed(bench)
    let_go(bench, how)

    assert is_suspect(found(bench))


def let_go(bench: Bench, how: str) -> None:
    services = bench.place.services
    known = next(each for each in pieces(bench) if each.newest.title == "Known")
    with services.db.begin() as tx:
        note = stored_notes.note(tx, f"phone-{bench.session.id}")
        assert note is not None
        if how == "words taken out":
            said = Answer(link_hash="f" * 64, question_id="q", kind=AnswerKind.NEARLY, words=TOLD)
            taking_out.take_words_out(tx, known.piece.id, said, services.now)
        elif how == "erased":
            stored_notes.erase_note(tx, note, NoteState.ERASED, "Its day had come.", services.now)
        else:
            erase_words(tx, bench.session.id, {note.id: [TOLD]}, services.now)


def test_a_row_that_waits_to_be_taken_stays_suspect(bench: Bench) -> None:
    page_id = row_of_ruth(bench, title="Ringing", line=f"As somebody said: {TOLD}")
    taken_back(bench)
    type_into(bench, page_id, "What it is", "Doubt")  # in the minute of the sync
    bench.sync()
    assert not [each for each in pieces(bench) if each.newest.title == "Ringing"]
    minutes_later(bench)

    assert is_suspect(found(bench))


def test_an_edit_of_a_piece_that_did_not_rest_on_it_is_suspect(bench: Bench) -> None:
    piece = another(bench)
    bench.edit(piece, "In one line", f"As somebody said: {TOLD}")
    taken_back(bench)
    minutes_later(bench)

    synced(bench)

    assert TOLD in bench.whole(piece).newest.line
    assert is_suspect(bench.whole(piece))


@pytest.mark.parametrize("how", ["runs that stopped", "runs for another piece", "a step left"])
def test_an_edit_stays_suspect_until_a_run_took_it(
    bench: Bench, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = another(bench)
    bench.edit(piece, "In one line", f"As somebody said: {TOLD}")
    taken_back(bench)
    minutes_later(bench)

    for _ in range(2):
        with monkeypatch.context() as patched:
            takes_nothing(bench, piece, how, patched)
        minutes_later(bench)
        assert TOLD not in bench.whole(piece).newest.line
    bench.sync()

    assert TOLD in bench.whole(piece).newest.line
    assert is_suspect(bench.whole(piece))


def takes_nothing(bench: Bench, piece: PieceWhole, how: str, patched: pytest.MonkeyPatch) -> None:
    """Let a run take nothing of what stands on a piece's page."""
    if how == "runs that stopped":
        away = requests.ConnectionError("Notion is away")
        patched.setattr(bench.line, "send", Mock(side_effect=away))
        with pytest.raises(HedgerowError):
            bench.sync()
    elif how == "runs for another piece":
        others = {each.piece.id for each in pieces(bench)} - {piece.piece.id}
        bench.sync(options=SyncOptions(only=frozenset(others)))
    else:
        patched.setattr(write, "take_theirs", Mock(side_effect=NotNow("Not now.")))
        bench.sync()


def another(bench: Bench) -> PieceWhole:
    """Return a piece in Notion that does not rest on the note."""
    piece = bench.draft("Another")
    bench.rest_on_meetings(piece, 2)
    with bench.place.services.db.begin() as tx:
        databases.run(tx, "DELETE FROM source WHERE note_id = ?", (f"phone-{bench.session.id}",))
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    synced(bench)
    return piece


def test_words_of_a_piece_that_are_copied_stop_that_piece_no_more(bench: Bench) -> None:
    known = next(each for each in pieces(bench) if each.newest.title == "Known")
    typed(bench, known.newest.line)
    taken_back(bench)
    assert is_suspect(found(bench))

    bench.rewrite(known, narrative="They ring.")

    assert not is_suspect(bench.whole(known))


@pytest.mark.parametrize("what", ["nothing went", "went before"])
def test_other_rows_are_not(bench: Bench, what: str) -> None:
    if what == "went before":
        taken_back(bench)
        synced(bench)
        minutes_later(bench)
    typed(bench, "They call too late in the day.")

    assert not is_suspect(found(bench))


@pytest.mark.parametrize("where", ["another piece", "new row", "row that waits"])
def test_no_new_theme_is_made_of_it(bench: Bench, where: str) -> None:
    if where == "another piece":
        bench.edit(another(bench), "Themes", f"{TOLD}, doors")
    else:
        page_id = row_of_ruth(bench, title="Ringing")
        type_into(bench, page_id, "Themes", f"{TOLD}, doors")
    minutes_later(bench)
    taken_back(bench)
    if where == "row that waits":
        type_into(bench, page_id, "What it is", "Doubt")  # in the minute of the sync
        bench.sync()

    synced(bench)

    view = themes_view(bench.place.services, bench.place.actor("helen"), bench.place.community.id)
    assert {line.theme.name for line in view.lines} == {"doors"}


@pytest.mark.parametrize("state", [SessionState.OPEN, SessionState.CLOSED])
def test_a_note_that_goes_before_close_makes_no_edit_suspect(
    bench: Bench, state: SessionState
) -> None:
    services, phone = bench.place.services, f"phone-{bench.session.id}"
    with intents.writing_alone(services) as tx:
        session = stored_sessions.session(tx, bench.session.id)
        note = stored_notes.note(tx, phone)
        assert session is not None
        assert note is not None
        closed_at = session.closed_at if state is SessionState.CLOSED else None
        stored_sessions.save_session(tx, replace(session, state=state, closed_at=closed_at))
        stored_notes.erase_note(tx, note, NoteState.ERASED, "deleted", services.now)

        links = stored_links.links(tx, bench.place.partnership.id)
        (link,) = [each for each in links if each.kind == "piece"]
        is_suspect = sync_runs.may_tell_what_went(tx, link.partnership_id, link.our_id)

    assert is_suspect == (state is SessionState.CLOSED)
