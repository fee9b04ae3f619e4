"""`hedgerow backup` and `hedgerow restore`, as somebody types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugin.cli import main
from plugin.convene import sign_in
from plugin.store import people as stored_people
from tests.world import World, make_world


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = make_world(tmp_path)
    monkeypatch.setenv("HEDGEROW_DATA", str(tmp_path))
    monkeypatch.setenv("HEDGEROW_DATABASE_URL", made.runtime.settings.database_url)
    return made


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in words])


def test_an_installation_comes_back_as_it_was_and_everybody_is_signed_out(
    world: World, tmp_path: Path
) -> None:
    sam = world.people["sam"].person_id
    signed_in = sign_in.sign_in_as(world.services, sam)
    assert signed_in is not None
    backed_up = run("backup", tmp_path / "one.backup")
    with world.services.db.begin() as tx:
        stored_people.add_person(tx, "later", "Somebody who came later", None)

    refused = run("restore", tmp_path / "one.backup")
    restored = run("restore", tmp_path / "one.backup", "--replace")

    assert backed_up.exit_code == 0, backed_up.output
    assert "keep it private" in backed_up.output
    assert refused.exit_code == 1
    assert "not empty. Nothing was changed" in refused.stderr
    assert restored.exit_code == 0, restored.output
    assert "Everybody is signed out" in restored.output
    with world.services.db.read() as tx:
        assert stored_people.actor(tx, "later") is None
        assert stored_people.actor(tx, sam) is not None
    assert world.as_("sam").get("/").status_code == 200
    assert sign_in.actor_of_sign_in(world.services, signed_in.token) is None
