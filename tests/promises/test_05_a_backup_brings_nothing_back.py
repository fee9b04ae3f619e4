"""Promise 5: what went, ended or got stricter stays so when an older backup is put back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from plugin.backups.restoring import restore
from plugin.capture.choosing import choose_other_items
from plugin.convene.people import remove_person
from plugin.curate.read_backs import object_to, record_piece_read_back
from plugin.curate.releasing import release
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.connections import Installation, Vendor
from plugin.domain.erasure_log import Went
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung, counts, standing_objection
from plugin.domain.sessions import Session
from plugin.errors import NotHere
from plugin.govern.withdrawal import take_back, trail
from plugin.memory.export import export_to_file
from plugin.store import communities as stored_communities
from plugin.store import connections as stored_connections
from plugin.store import erasure_log
from plugin.store import people as stored_people
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.backing_up import back_up
from plugin.store.database import Database
from plugin.store.services import Services
from tests import databases
from tests.pretend_board import Stage, runtime, stage
from tests.unit.plugin.curate.meeting import (
    PHONE,
    a_piece,
    meet,
    meet_without_board,
    read_back_today,
)
from tests.world import World, make_world


@dataclass(frozen=True)
class Scene:
    """An installation with its log beside it, and the backup that was made of it."""

    world: World
    services: Services
    met: Session
    piece: PieceWhole
    log: Path
    backup: Path


def connect(services: Services, partnership_id: str) -> None:
    account = Installation(
        id="account",
        vendor=Vendor.MIRO,
        site="https://miro.example",
        account_key="key",
        account_name="Northside",
        place_name="",
        access_token="locked",
        refresh_token=None,
        got_at=services.now,
    )
    with services.db.begin() as tx:
        stored_connections.save_installation(tx, account)
        stored_connections.connect(tx, partnership_id, Vendor.MIRO, account.id, services.now)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    world = make_world(tmp_path)
    log = tmp_path / "data" / erasure_log.FILE
    services = replace(world.services, db=Database(world.services.db.url, log))
    met = meet(services, world.community.id)
    piece = a_piece(services, world.actor("helen"), met)
    read_back_today(services, world.actor("sam"), piece)
    world.clock.pass_days(8)
    release(services, world.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    world.clock.pass_days(3)
    connect(services, world.partnership.id)
    back_up(services.db, tmp_path / "one.backup", services.now)
    return Scene(world, services, met, piece, log, tmp_path / "one.backup")


def everything_ends(scene: Scene) -> None:
    """Let everything happen after the backup that must not come undone."""
    services, world = scene.services, scene.world
    take_back(services, OPERATOR, f"portal-{scene.met.id}")
    helen = world.actor("helen")
    remove_person(services, OPERATOR, helen.person_id, helen.memberships)
    strict = Agreement(2, {"T3": {"Z5": Label.H}}, Attribution.CHATHAM_HOUSE, 7, 7)
    with services.db.begin() as tx:
        stored_communities.add_agreement(tx, world.community.id, strict, services.now)
        stored_connections.disconnect(tx, world.partnership.id, Vendor.MIRO)
    export_to_file(services, OPERATOR, world.partnership.id, scene.backup.with_name("all.zip"))


def is_as_it_ended(scene: Scene, services: Services) -> None:
    world, note_id = scene.world, f"portal-{scene.met.id}"
    gone = trail(services, OPERATOR, note_id)
    assert (gone.note.state, gone.note.text) == (NoteState.TAKEN_BACK, None)
    assert gone.taken_back is not None
    assert gone.note.gone_because == "It was taken back by the administrator for its writer."
    assert trail(services, OPERATOR, f"phone-{scene.met.id}").note.text == PHONE
    with services.db.read() as tx:
        helen = stored_people.actor(tx, world.people["helen"].person_id)
        assert helen is not None
        assert helen.memberships == ()
        assert stored_people.email_of(tx, helen.person_id) is None
        agreed = stored_communities.agreement(tx, world.community.id)
        assert agreed is not None
        assert (agreed.version, agreed.labels) == (2, {"T3": {"Z5": Label.H}})
        assert (agreed.attribution, agreed.held_days) == (Attribution.CHATHAM_HOUSE, 7)
        assert stored_connections.installations(tx) == ()
        known = {each.id for each in erasure_log.entries_of(tx)}
    assert {each.id for each in erasure_log.read(scene.log)[0]} <= known
    assert trail(services, OPERATOR, f"phone-{scene.met.id}").exports


def test_what_ended_stays_so_where_the_database_is_replaced(scene: Scene) -> None:
    everything_ends(scene)

    restored = restore(scene.services, scene.backup, [], replaces=True)

    assert "no words any more" in restored.messages[0]
    is_as_it_ended(scene, scene.services)
    assert "I might be wrong about the portal" not in str(databases.everything(scene.services.db))


def test_what_ended_stays_so_where_the_database_is_lost(scene: Scene, tmp_path: Path) -> None:
    everything_ends(scene)
    (tmp_path / "new").mkdir()
    with scene.log.open("ab") as file:
        file.write(b'{"id": "torn')
    services = replace(scene.services, db=Database(databases.empty(tmp_path / "new")))

    restored = restore(services, scene.backup, [scene.log], replaces=False)

    is_as_it_ended(scene, services)
    assert "Not read: one line of the log" in restored.messages[1]
    services.db.close()


def test_an_objection_holds(scene: Scene, tmp_path: Path) -> None:
    services, world = scene.services, scene.world
    piece = a_piece(services, world.actor("helen"), meet(services, world.community.id))
    read_back_today(services, world.actor("sam"), piece)
    back_up(services.db, tmp_path / "two.backup", services.now)
    object_to(services, world.actor("amina"), piece.piece.id)
    before = whole(services, piece)
    assert before.read_backs[0].objections is not None

    restore(services, tmp_path / "two.backup", [scene.log], replaces=True)

    assert whole(services, piece).read_backs == before.read_backs


@pytest.mark.parametrize("is_meeting_known", [True, False])
def test_an_objection_to_what_was_read_back_after_the_backup_holds(
    scene: Scene, tmp_path: Path, is_meeting_known: bool
) -> None:
    services, world = scene.services, scene.world
    piece = a_piece(services, world.actor("helen"), meet(services, world.community.id))
    if not is_meeting_known:
        back_up(services.db, tmp_path / "two.backup", services.now)
    held = meet_without_board(services, world.community.id)
    if is_meeting_known:
        back_up(services.db, tmp_path / "two.backup", services.now)
    record_piece_read_back(services, world.actor("sam"), piece.piece.id, held.id)
    object_to(services, world.actor("amina"), piece.piece.id)
    (before,) = whole(services, piece).read_backs

    restore(services, tmp_path / "two.backup", [scene.log], replaces=True)

    (after,) = whole(services, piece).read_backs
    assert (after.wording_id, after.objections) == (before.wording_id, before.objections)
    assert standing_objection(whole(services, piece)) == after
    assert not counts(whole(services, piece), after)


def whole(services: Services, piece: PieceWhole) -> PieceWhole:
    with services.db.read() as tx:
        found = stored_pieces.piece(tx, piece.piece.id)
    assert found is not None
    return found


def test_the_log_holds_no_words_and_no_names(scene: Scene) -> None:
    everything_ends(scene)

    written = scene.log.read_text()

    assert {each.went for each in erasure_log.read(scene.log)[0]} >= {
        Went.NOTE_ERASED,
        Went.NOTE_TAKEN_BACK,
        Went.PLACE_ENDED,
        Went.ADDRESS_GONE,
        Went.AGREED,
        Went.DISCONNECTED,
        Went.EXPORTED,
    }
    for word in ("portal.", "phone before", "Helen", "Shaw", "@", "Going home", "Northside"):
        assert word not in written


def test_notes_that_the_backup_has_not_are_not_collected_again(tmp_path: Path) -> None:
    home = runtime(tmp_path)
    staged = stage(home, "T3", Agreement(1))
    for name in ("left", "edited", "kept"):
        staged.board.add(name, "P01", "Z5", f"Words of the one that is {name}")
    staged.collect()
    back_up(home.services.db, tmp_path / "one.backup", home.services.now)
    staged.board.delete("left")
    staged.board.edit("edited", "P01", "Other words")
    staged.board.add("later", "P02", "Z5", "Words that came later")
    staged.collect()
    take_back(home.services, OPERATOR, staged.notes()["later"].id)

    restore(home.services, tmp_path / "one.backup", [], replaces=True)

    assert staged.notes().keys() == {"kept"}
    staged.collect()
    assert {name: note.text for name, note in staged.notes().items()} == {
        "kept": "Words of the one that is kept",
        "edited": "Other words",
    }


def test_a_note_that_got_stricter_or_left_stays_so(tmp_path: Path) -> None:
    home = runtime(tmp_path)
    staged = stage(home, "T3", Agreement(1))
    for name in ("held", "left"):
        staged.board.add(name, "P01", "Z5", f"Words of the one that is {name}")
    staged.close()
    back_up(home.services.db, tmp_path / "one.backup", home.services.now)
    staged.board.move("held", "P01", "Z4")
    staged.board.delete("left")
    staged.collect()
    before = {
        name: (each.label, each.state, each.erase_on) for name, each in staged.notes().items()
    }
    assert before["held"][0] is Label.H
    assert before["left"][1] is NoteState.LEFT_BOARD

    restore(home.services, tmp_path / "one.backup", [], replaces=True)

    assert standing(staged) == before


def test_what_a_session_collects_no_more_is_not_collected_again(tmp_path: Path) -> None:
    home = runtime(tmp_path)
    staged = stage(home, "T3", Agreement(1))
    here = (home.services, OPERATOR, staged.session.id)
    choose_other_items(*here, is_chosen=True)
    back_up(home.services.db, tmp_path / "one.backup", home.services.now)
    choose_other_items(*here, is_chosen=False)

    restore(home.services, tmp_path / "one.backup", [], replaces=True)

    staged.board.put("text", "P1", "Z3", "text", content="<p>canary text</p>")
    staged.collect()
    assert staged.notes() == {}


def standing(staged: Stage) -> dict[str, tuple[Label, NoteState, date | None]]:
    found = staged.notes().items()
    return {name: (each.label, each.state, each.erase_on) for name, each in found}


def test_what_the_backup_knows_is_not_carried_out_again(scene: Scene, tmp_path: Path) -> None:
    everything_ends(scene)
    scene.world.clock.pass_days(1)
    again = scene.world.actor("sam")
    back_up(scene.services.db, tmp_path / "two.backup", scene.services.now)
    connect(scene.services, scene.world.partnership.id)

    later = restore(scene.services, tmp_path / "two.backup", [scene.log], replaces=True)

    assert later.messages[0].startswith("Nothing went after the backup")
    with scene.services.db.read() as tx:
        assert stored_people.actor(tx, again.person_id) is not None
        assert stored_sessions.session(tx, scene.met.id) is not None
    with pytest.raises(NotHere):
        trail(scene.services, OPERATOR, "nothing")
