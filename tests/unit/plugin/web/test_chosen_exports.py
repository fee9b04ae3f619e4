"""Downloading pieces, notes or agreements: one page, a job, a file for who asked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from plugin.domain.exports import FORMATS, MEDIA_TYPES, ExportFormat
from tests.unit.plugin.curate.meeting import PHONE, change_note, meet
from tests.world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def asked(world: World, who: str, **form: str) -> str:
    page = f"/p/{world.partnership.id}/download"
    form = {"of": "notes", "format": "docx"} | form
    return world.as_(who).post(page, data=form, follow_redirects=True).text


def test_a_file_is_chosen_made_and_downloaded_by_who_asked(world: World) -> None:
    meet(world.services, world.community.id)
    page = f"/p/{world.partnership.id}/download"

    done = asked(world, "helen")
    address = done.split(f'href="{page}/')[1].split('"')[0]
    answer = world.as_("helen").get(f"{page}/{address}")

    assert "The file is made. Download it here." in done
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="hedgerow-notes-')
    assert answer.headers["Content-Type"] == MEDIA_TYPES[ExportFormat.DOCX]
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert PHONE in packed.read("word/document.xml").decode()
    assert world.as_("sam").get(f"{page}/{address}").status_code == 404
    assert "Ready for you" not in world.as_("sam").get(page).text


def test_everybody_finds_it_from_the_memory_with_what_they_may(world: World) -> None:
    page = f"/p/{world.partnership.id}/download"
    memory = world.as_("grace").get(f"/p/{world.partnership.id}/memory").text
    offered = {who: world.as_(who).get(page).text for who in ("helen", "amina", "grace")}

    assert f'href="{page}"' in memory
    assert {who for who, text in offered.items() if 'value="notes"' in text} == {"helen"}
    assert {who for who, text in offered.items() if 'value="agreements"' in text} == {
        "helen",
        "amina",
    }
    assert all(f'value="{each.value}"' in offered["grace"] for each in FORMATS)
    assert world.as_("stranger").get(page).status_code == 404


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"of": "everything"}, "Choose what to download"),
        ({"format": "zip"}, "Choose a kind of file"),
        ({"group": "no-such-group"}, "This group is not here"),
    ],
)
def test_what_is_not_offered_is_said(world: World, form: dict[str, str], told: str) -> None:
    page = f"/p/{world.partnership.id}/download"

    answer = world.as_("helen").post(page, data={"of": "pieces", "format": "odt"} | form)

    assert answer.status_code == 400
    assert told in answer.text


def test_who_may_not_read_notes_is_refused(world: World) -> None:
    page = f"/p/{world.partnership.id}/download"

    answer = world.as_("amina").post(page, data={"of": "notes", "format": "md"})

    assert answer.status_code == 403


def test_open_words_stop_it_with_a_sentence_that_says_where(world: World) -> None:
    session = meet(world.services, world.community.id)
    change_note(world.services, f"phone-{session.id}", text="Ring me on 07700 900123.")

    told = asked(world, "helen")

    assert "Nothing was exported. Words that may point to a person stand in notes" in told
    assert "07700" not in told
