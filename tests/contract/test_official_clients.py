"""The vendors' own clients for Node, and ultimate-notion, cannot tell the sandbox from the vendors.

The official Python client has a file of its own, `test_sandbox_notion_client.py`. Miro's is tied to
an old urllib3 that nothing else here can live with, and is being retired.
"""

import json
import subprocess
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest
import ultimate_notion as uno
from flask import Flask
from notion_client import Client
from ultimate_notion.config import Config

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.serve import Server, serve
from tests.shared import absent

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

NODE = Path(__file__).parent / "node"
INSTALLED = NODE / "node_modules" / ".package-lock.json"


@pytest.fixture(scope="module")
def node() -> str:
    found = which("node")
    if found is None or not INSTALLED.is_file():
        absent("The vendors' clients for Node are not installed; they do not drive the sandbox.")
    return found or ""


def served(app: Flask) -> Iterator[Server]:
    server = serve(app)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from served(create_sandbox())


@pytest.fixture
def miro_at_root() -> Iterator[Server]:
    """Serve Miro without a path before it, for its client takes no more than a host."""
    app = create_sandbox()
    inner = app.wsgi_app

    def with_path(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        return inner({**environ, "PATH_INFO": f"/miro{environ['PATH_INFO']}"}, start)

    app.wsgi_app = with_path  # type: ignore[method-assign,assignment] # Flask's documented way to add middleware
    yield from served(app)


def played(node: str, script: str, *arguments: str) -> Any:
    command = [node, script, *arguments]
    done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


def test_miros_own_client_makes_a_board_with_notes_and_tags(
    node: str, miro_at_root: Server
) -> None:
    assert played(node, "miro.mjs", miro_at_root.url) == {
        "sharing": "private",
        "boards": [True],
        "members": 1,
        "made": ["sticky_note"] * 20,
        "others": ["text", "shape", "card"],
        "items": 24,
        "stickies": 20,
        "inFrame": 20,
        "parent": True,
        "changed": "Changed",
        "tags": ["Home"],
        "onNote": ["Home"],
        "tagged": [True],
        "afterwards": 0,
        "connectors": 0,
        "refusal": {"status": 404, "code": "3.0201"},
        "scopes": ["boards:read", "boards:write"],
    }


def test_notions_own_client_makes_rows_and_blocks(node: str, server: Server) -> None:
    assert played(node, "notion.mjs", f"{server.url}/notion", FIRST_PAGE_ID) == {
        "bot": "bot",
        "columns": [
            "checkbox", "date", "multi_select", "number", "rich_text", "select", "status", "title",
            "url",
        ],
        "full": True,
        "found": [3, 1],
        "walked": 5,
        "blocks": ["one", "two", "3"],
        "trashed": [4, 5],
        "comments": ["Is it so?"],
        "refusal": {"status": 404, "known": True},
        "views": ["By kind", "For study", 1],
    }  # fmt: skip


class Memory(uno.Schema, db_title="Memory"):
    title = uno.PropType.Title("Title")
    line = uno.PropType.Text("Line")
    kind = uno.PropType.Select("Kind", options=[uno.Option("story"), uno.Option("wish")])
    words = uno.PropType.MultiSelect("Words", options=[uno.Option("home")])
    voices = uno.PropType.Number("Voices")
    checked = uno.PropType.Checkbox("Checked")
    day = uno.PropType.Date("Day")
    here = uno.PropType.URL("Here")


@pytest.fixture
def ultimate(server: Server, tmp_path: Path) -> Iterator[Any]:
    settings = tmp_path / "settings.toml"
    settings.touch()
    config = Config.model_validate(
        {"ultimate_notion": {"cfg_path": settings, "sync_state_dir": tmp_path}}
    )
    with (
        Client(
            auth="sandbox-ultimate", base_url=f"{server.url}/notion", notion_version="2026-03-11"
        ) as client,
        uno.Session(id=config, client=client) as session,
    ):
        yield session


def make_row(number: int) -> Any:
    return Memory.create(
        title=f"Row {number}",
        line="lantern",
        kind="story" if number else "wish",
        words=["home"],
        voices=number,
        checked=bool(number),
        day=date(2026, 11, 18),
        here="https://example.org/",
    )


def test_ultimate_notion_makes_and_finds_rows(ultimate: Any) -> None:
    source = ultimate.create_ds(ultimate.get_page(FIRST_PAGE_ID), schema=Memory)
    rows = [make_row(number) for number in range(3)]

    wanted = (uno.prop("Voices") > 0) & (uno.prop("Kind") == "story")
    found = source.query.filter(wanted).sort(uno.prop("Voices").desc()).execute()
    rows[0].props.kind = "story"
    rows[0].reload()

    assert [str(page.title) for page in found.to_pages()] == ["Row 2", "Row 1"]
    assert str(rows[0].props.kind) == "story"
    assert str(rows[0].props.day) == "2026-11-18"


def test_ultimate_notion_trashes_and_restores_a_row(ultimate: Any) -> None:
    source = ultimate.create_ds(ultimate.get_page(FIRST_PAGE_ID), schema=Memory)
    row = make_row(1)

    row.delete()
    without = len(source.get_all_pages())
    row.restore()

    assert (without, len(source.get_all_pages())) == (0, 1)


def test_ultimate_notion_appends_and_reads_blocks(ultimate: Any) -> None:
    page = ultimate.create_page(ultimate.get_page(FIRST_PAGE_ID), "Story")

    page.append([uno.Heading1("H"), uno.Paragraph("one"), uno.BulletedItem("two"), uno.Divider()])
    page.reload()

    kinds = [type(block).__name__ for block in page.children]
    assert kinds == ["Heading1", "Paragraph", "BulletedItem", "Divider"]
    assert page.to_markdown().split() == ["#", "Story", "##", "H", "one", "-", "two", "---"]
