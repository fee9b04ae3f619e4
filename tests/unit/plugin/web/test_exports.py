"""Downloading everything of a partnership: for who looks after it, for a day, as a job."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from plugin.convene import communities
from plugin.domain.people import OPERATOR, Role
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back
from tests import databases
from tests.unit.plugin.curate.meeting import PHONE, meet
from tests.world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def address_of_file(world: World, who: str = "sam") -> str:
    """Ask for the file on the page, and return the address by which it is downloaded."""
    client, page = world.as_(who), f"/p/{world.partnership.id}/export"
    done = client.post(page, follow_redirects=True)
    assert "Everything is in one file now" in done.text
    return done.text.split(f'href="{page}/')[1].split('"')[0]


def test_whoever_looks_after_all_of_it_downloads_it_once_it_is_made(world: World) -> None:
    session = meet(world.services, world.community.id)
    client, page = world.as_("sam"), f"/p/{world.partnership.id}/export"
    home = client.get(f"/p/{world.partnership.id}/").text

    export_id = address_of_file(world)
    answer = client.get(f"{page}/{export_id}")

    assert f'href="{page}"' in home
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        whole = json.loads(packed.read("partnership.json"))
        assert f"pages/session-{session.id}.md" in packed.namelist()
    assert PHONE in {each["words"] for each in whole["notes"]}


@pytest.mark.parametrize("who", ["amina", "grace", "helen", "stranger"])
def test_nobody_else_sees_page_file_or_link(world: World, who: str) -> None:
    page = f"/p/{world.partnership.id}/export"
    export_id = address_of_file(world)
    client = world.as_(who)

    answers = [client.get(page), client.post(page), client.get(f"{page}/{export_id}")]

    assert {each.status_code for each in answers} <= {403, 404}
    assert page not in client.get(f"/p/{world.partnership.id}/").text


def test_it_is_for_who_hosts_every_group(world: World) -> None:
    page = f"/p/{world.partnership.id}/export"
    export_id = address_of_file(world)
    services, ours = world.services, world.partnership.id
    another = communities.start_community(services, OPERATOR, ours, "Another", "Why?")
    communities.add_person(services, OPERATOR, ours, another.id, "Ola", None, Role.FACILITATOR)

    answer = world.as_("sam").get(f"{page}/{export_id}")

    assert answer.status_code == 403


def test_it_ends_after_a_day(world: World) -> None:
    page = f"/p/{world.partnership.id}/export"
    export_id = address_of_file(world)
    world.clock.pass_days(1)

    assert world.as_("sam").get(f"{page}/{export_id}").status_code == 404
    tidy(world.services, OPERATOR)

    assert _contents(world) == [None]


def test_it_ends_as_soon_as_a_note_is_taken_back(world: World) -> None:
    session = meet(world.services, world.community.id)
    page = f"/p/{world.partnership.id}/export"
    export_id = address_of_file(world)

    take_back(world.services, OPERATOR, f"phone-{session.id}")

    answer = world.as_("sam").get(f"{page}/{export_id}")
    assert answer.status_code == 404
    assert "Ask for a new one" in answer.text
    assert _contents(world) == [None]


def _contents(world: World) -> list[object]:
    return [row["content"] for _, row in databases.rows(world.services.db, only=["export"])]
