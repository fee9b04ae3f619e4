"""The same first push by others: a straightforward script on notion-client, and ultimate-notion.

Both make the page, the three tables and all rows with their stories; neither keeps what would let
it go on after a crash, or know its rows again. Both reach the sandbox in this process, as we do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import ultimate_notion as uno
from notion_client import Client
from ultimate_notion.config import Config

from connectors.notion.column_types import ColumnType
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.in_process import MOUNTED_URL
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.sync.columns import COLUMNS, MEMORY
from tests.bench.measures import Measure, Watch
from tests.bench.memories import STORY

VERSION = "2026-03-11"
MOST_TIMES, OF_SO_MANY = 4.0, 1_000  # beside the script, for a first push of so many
SKIPPED = ("key", "revision", "belongs_with")  # columns that only a sync has a use for
BODY = ("Checked by the group", *STORY.split("\n\n"), "Open in Hedgerow.")


def pushing(number: int, own_s: float) -> Iterator[Measure]:
    """Push as much as we do; `own_s` are the processor seconds that we took."""
    most = MOST_TIMES if number >= OF_SO_MANY else None
    for name, push, at_most in (
        ("a script on notion-client", by_script, most),
        ("ultimate-notion", by_ultimate, None),
    ):
        watch = Watch(create_sandbox())
        with _client(watch) as client:
            push(client, number, watch)
        yield Measure(f"  the same by {name}", watch.calls, seconds=watch.seconds)
        times = own_s / watch.worked_s
        beside = "    our processor time beside theirs"
        yield Measure(beside, times, at_most=at_most, unit="times")


def by_script(client: Client, number: int, watch: Watch) -> None:
    """Make everything with the official client, a call a row."""
    notion: Any = client
    with watch.watching():
        page = notion.pages.create(
            parent={"page_id": FIRST_PAGE_ID}, properties={"title": _text("Partnership memory")}
        )
        communities = _table(notion, page["id"], "Communities", {"Name": {"title": {}}})
        sessions = _table(
            notion, page["id"], "Sessions", {"Name": {"title": {}}, "Day": {"date": {}}}
        )
        columns = _columns({"session": sessions, "community": communities})
        memory = _table(notion, page["id"], "Memory", columns)
        community = _row(notion, communities, {"Name": {"title": _text("Going home")}})
        session = _row(notion, sessions, {"Name": {"title": _text("A meeting")}})
        for each in range(number):
            values = _values(each, session, community)
            _row(notion, memory, values, [_paragraph(text) for text in BODY])


def by_ultimate(client: Client, number: int, watch: Watch) -> None:
    """Make everything with ultimate-notion's objects; its own sync task begins with the same."""
    with TemporaryDirectory() as folder:
        settings = Path(folder, "settings.toml")
        settings.touch()
        kept = {"cfg_path": settings, "sync_state_dir": Path(folder)}
        config = Config.model_validate({"ultimate_notion": kept})
        with uno.Session(id=config, client=client) as session, watch.watching():
            page = session.create_page(session.get_page(FIRST_PAGE_ID), "Partnership memory")
            communities, sessions, memory = _schemas()
            for schema in (communities, sessions, memory):
                session.create_ds(page, schema=schema)
            community = communities.create(name="Going home")
            meeting = sessions.create(name="A meeting")
            for each in range(number):
                row = memory.create(**_said(each), session=[meeting], community=[community])
                row.append([uno.Paragraph(text) for text in BODY])


def _schemas() -> tuple[Any, Any, Any]:
    """Return the three tables; their classes belong to the tables that are made of them."""

    class Communities(uno.Schema, db_title="Communities"):
        name = uno.PropType.Title("Name")

    class Sessions(uno.Schema, db_title="Sessions"):
        name = uno.PropType.Title("Name")
        day = uno.PropType.Date("Day")

    class Memory(uno.Schema, db_title="Memory"):
        title = uno.PropType.Title("Name")
        line = uno.PropType.Text("In one line")
        kind = uno.PropType.Select("What it is", options=[uno.Option("Doubt")])
        rests_on = uno.PropType.Select("Rests on", options=[uno.Option("A few notes")])
        checked = uno.PropType.Select("Checked", options=[uno.Option("By the group")])
        readers = uno.PropType.Select("Who can read", options=[uno.Option("Our partners")])
        url = uno.PropType.URL("Open in Hedgerow")
        session = uno.PropType.Relation("Session", schema=Sessions)
        community = uno.PropType.Relation("Community", schema=Communities)

    return Communities, Sessions, Memory


@contextmanager
def _client(watch: Watch) -> Iterator[Client]:
    """Return the official client; entered itself, it would leave our transport for a socket."""
    transport = httpx.WSGITransport(app=watch.app.wsgi_app)
    with httpx.Client(transport=transport, trust_env=False) as inner:
        yield Client(
            auth="sandbox-bench",
            base_url=f"{MOUNTED_URL}/notion",
            notion_version=VERSION,
            client=inner,
        )


def _said(number: int) -> dict[str, str]:
    return {
        "title": f"What piece{number:05} is about",
        "line": f"In one line, piece{number:05}.",
        "kind": "Doubt",
        "rests_on": "A few notes",
        "checked": "By the group",
        "readers": "Our partners",
        "url": f"https://hedgerow.example/pieces/piece{number:05}",
    }


_WRITTEN: dict[ColumnType, Callable[[str], Any]] = {
    ColumnType.TITLE: lambda text: {"title": _text(text)},
    ColumnType.TEXT: lambda text: {"rich_text": _text(text)},
    ColumnType.SELECT: lambda text: {"select": {"name": text}},
    ColumnType.URL: lambda text: {"url": text},
}


def _values(number: int, session: str, community: str) -> dict[str, Any]:
    said = _said(number)
    found = {
        column.name: _WRITTEN[column.type](said[column.field])
        for column in COLUMNS[MEMORY]
        if column.field in said
    }
    for name, page_id in (("Session", session), ("Community", community)):
        found[name] = {"relation": [{"id": page_id}]}
    found["Study tags"] = {"multi_select": [{"name": "family: representation"}]}
    found["Released"] = {"date": {"start": "2026-11-28"}}
    return found


def _columns(sources: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in COLUMNS[MEMORY]:
        if column.field not in SKIPPED:
            found[column.name] = {column.type.value: {}}
        if column.field in sources:
            leads = {"data_source_id": sources[column.field], "dual_property": {}}
            found[column.name] = {"relation": leads}
    return found


def _table(notion: Any, page_id: str, title: str, columns: dict[str, Any]) -> str:
    made = notion.databases.create(
        parent={"type": "page_id", "page_id": page_id},
        title=_text(title),
        initial_data_source={"properties": columns},
    )
    found: str = made["data_sources"][0]["id"]
    return found


def _row(notion: Any, source_id: str, values: dict[str, Any], children: Sequence[Any] = ()) -> str:
    parent = {"type": "data_source_id", "data_source_id": source_id}
    body = {"children": list(children)} if children else {}
    made: str = notion.pages.create(parent=parent, properties=values, **body)["id"]
    return made


def _text(text: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": {"content": text}}]


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "paragraph": {"rich_text": _text(text)}}
