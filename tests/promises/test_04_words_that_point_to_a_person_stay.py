"""Promise 4: what may point to a person leaves nowhere before somebody decided, nor afterwards."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from plugin.backups.restoring import restore
from plugin.convene.template_files import read_template
from plugin.curate.deciding_names import disguise, erase_for_good
from plugin.curate.pieces import whole_piece
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung
from plugin.identifiers import IdentifierKind
from plugin.identifiers.decisions import DecidedAs, IdentifierDecision
from plugin.memory.export import export_to_file
from plugin.mirror.laying_out import layable
from plugin.mirror.returns import cards_for
from plugin.store import erasure_log, identifier_decisions
from plugin.store import notes as stored_notes
from plugin.store.backing_up import back_up
from plugin.store.database import Database
from plugin.store.services import Services
from tests import databases
from tests.pretend_board import runtime, stage
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet, read_back_today
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.world import World, make_world

CALLED = "Ring the canary on 07700 900123 at night."
TITLE = "A canary title"


def know_as_name(services: Services, partnership_id: str, name: str) -> None:
    """Let a name become known that stands in words already."""
    decision = IdentifierDecision(
        "d1", IdentifierKind.NAME, name, DecidedAs.DISGUISED, "[a colleague]"
    )
    with services.db.begin() as tx:
        identifier_decisions.add_decision(tx, partnership_id, decision, services.now)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def exported(world: World, path: Path) -> dict[str, list[dict[str, str]]]:
    export_to_file(world.services, OPERATOR, world.partnership.id, path)
    with zipfile.ZipFile(path) as packed:
        assert not any(b"07700" in packed.read(each) for each in packed.namelist())
        found: dict[str, list[dict[str, str]]] = json.loads(packed.read("partnership.json"))
    return found


def test_exports_and_boards_have_no_open_words_and_disguised_ones_later(
    world: World, tmp_path: Path
) -> None:
    session = meet(world.services, world.community.id)
    note_id = f"phone-{session.id}"
    change_note(world.services, note_id, text=CALLED)

    def laid_out() -> set[str]:
        given = (world.services, world.actor("sam"), world.community.id)
        found = layable(*given, read_template("T8"), read_template)
        return {each.card.title for each in found}

    before = {each["note"]: each for each in exported(world, tmp_path / "1.zip")["notes"]}
    assert before[note_id]["words"] == ""
    assert "nobody has decided" in before[note_id]["why without words"]
    assert len(laid_out()) == 2

    start = CALLED.index("07700")
    disguise(world.services, world.actor("helen"), note_id, start, "[a number]")

    after = {each["note"]: each for each in exported(world, tmp_path / "2.zip")["notes"]}
    disguised = "Ring the canary on [a number] at night."
    assert after[note_id]["words"] == disguised
    assert disguised in laid_out()


def test_a_piece_that_names_somebody_comes_back_on_no_board_and_in_no_export(
    world: World, tmp_path: Path
) -> None:
    services = world.services
    piece = a_piece(services, world.actor("helen"), meet(services, world.community.id))
    read_back_today(services, world.actor("sam"), piece)
    world.clock.pass_days(8)
    assert len(cards_for(services, world.actor("sam"), world.community.id, read_template)) == 1

    know_as_name(services, world.partnership.id, "People".casefold())

    assert cards_for(services, world.actor("sam"), world.community.id, read_template) == ()
    (wording,) = exported(world, tmp_path / "1.zip")["wordings"]
    assert (wording["title"], wording["story"]) == ("", "")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


def checked(bench: Bench) -> PieceWhole:
    piece = bench.draft(TITLE, "A story of one paragraph.")
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    return piece


def in_notion(bench: Bench) -> str:
    return json.dumps(bench.state.as_text(), ensure_ascii=False)


def test_notion_gets_no_piece_with_a_name_that_became_known(bench: Bench) -> None:
    piece = checked(bench)
    know_as_name(bench.place.services, piece.piece.partnership_id, "canary")

    bench.sync()

    assert "canary" not in in_notion(bench)


def test_notion_keeps_what_it_shows_and_gets_nothing_new(bench: Bench) -> None:
    piece = checked(bench)
    bench.sync()
    know_as_name(bench.place.services, piece.piece.partnership_id, "canary")

    bench.sync()

    assert TITLE in in_notion(bench)
    assert whole_piece(bench.place.services, piece.piece.id).pointing


def test_what_was_erased_for_good_is_not_collected_again(tmp_path: Path) -> None:
    meeting = stage(runtime(tmp_path), "T3", Agreement(1, {}, Attribution.ROLE))
    meeting.board.add("n1", "P01", "Z3", CALLED)
    meeting.close()
    note = meeting.notes()["n1"]
    erase_for_good(meeting.services, OPERATOR, note.id, CALLED.index("07700"))

    meeting.collect()
    meeting.board.edit("n1", "P01", f"{CALLED} (07700-900-123!)")
    meeting.collect()

    text = meeting.notes()["n1"].text
    assert text == "Ring the canary on [erased] at night. ([erased]!)"
    assert b"07700" not in databases.everything(meeting.services.db)


def test_what_was_erased_for_good_comes_back_with_no_backup(world: World, tmp_path: Path) -> None:
    log = tmp_path / "data" / erasure_log.FILE
    services = replace(world.services, db=Database(world.services.db.url, log))
    note_id = f"phone-{meet(services, world.community.id).id}"
    change_note(services, note_id, text=CALLED)
    back_up(services.db, tmp_path / "one.backup", services.now)
    erase_for_good(services, world.actor("helen"), note_id, CALLED.index("07700"))

    restore(services, tmp_path / "one.backup", [], replaces=True)

    with services.db.read() as tx:
        note = stored_notes.note(tx, note_id)
    assert note is not None
    assert note.text == "Ring the canary on [erased] at night."
