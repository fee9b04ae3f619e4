"""A partnership and its Notion in one process, without sockets: what a walk goes through.

Its wire breaks when it is told to: the process that was using it then ends, as far as it can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa
from flask import Flask

from connectors.http import HTTP
from connectors.notion.client import NotionClient
from connectors.sandbox.app import Sandbox, create_sandbox
from connectors.sandbox.in_process import MOUNTED_URL, InProcess, session_over
from connectors.sandbox.notion.models import Block, DataSource, Page
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.state import FIRST_PAGE_ID, NotionState
from plugin import intents, sync
from plugin.domain.labels import Label
from plugin.domain.links import Conflict
from plugin.domain.notion_places import DataSource as Source
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.intents import WaitPolicy
from plugin.store import links as stored_links
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import tables
from plugin.sync import Synced, SyncOptions
from tests import databases
from tests.unit.plugin.curate.meeting import a_note, meet
from tests.unit.plugin.curate.place import Place, make_place

BASE_URL = "https://hedgerow.example"
TOKEN = re.compile(r"\bq\d+z\b")
NOTES = {f"note{n}": f"They rang me. q{n}z" for n in range(1, 7)}
# Where people's words are kept here. Of what a link remembers only what was in our box is kept.
_KEPT_IN = ("wording", "conflict", "note", "note_version")
_STATES = sa.select(tables.link.c.row_state)


class Ended(BaseException):
    """The process ended here; nothing of it may catch this."""


class Wire(InProcess):
    """Delivers every request until it is told to end the process before or after one."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.calls = 0
        self.ends_at: int | None = None
        self.ends_after = False
        self.meanwhile: dict[int, Any] = {}

    def send(self, request: requests.PreparedRequest, **kept: Any) -> requests.Response:
        self.calls += 1
        is_the_end = self.calls == self.ends_at
        if is_the_end and not self.ends_after:
            raise Ended
        answer = super().send(request, **kept)
        if is_the_end:
            raise Ended
        for act in [self.meanwhile.pop(self.calls)] if self.calls in self.meanwhile else []:
            act()
        return answer


@dataclass
class World:
    """Both sides, and what people can see of them."""

    place: Place
    sandbox: Sandbox
    wire: Wire
    notion: NotionClient
    session: Session
    folder: Path
    watch: databases.Watch
    pauses: list[float] = field(default_factory=list)
    _pieces: tuple[PieceWhole, ...] = ()

    @property
    def state(self) -> NotionState:
        return self.sandbox.notion

    def sync(
        self, *, although_gone: bool = False, mend_columns: bool = False, full: bool = False
    ) -> Synced:
        options = SyncOptions(although_gone=although_gone, mend_columns=mend_columns, full=full)
        return sync.sync(*self._given(), WaitPolicy(self.pauses.append), options)

    def plan(self) -> tuple[str, ...]:
        return sync.preview(*self._given(), SyncOptions(although_gone=True)).lines

    def _given(self) -> tuple[Any, ...]:
        place = self.place
        here = (place.partnership.id, FIRST_PAGE_ID, BASE_URL)
        return (place.services, place.actor("helen"), self.notion, *here)

    def pieces(self) -> tuple[PieceWhole, ...]:
        """Return the pieces; steps ask far more often than anything is written."""
        if self.watch.is_changed():
            place = self.place
            with place.services.db.read() as tx:
                self._pieces = stored_pieces.pieces(tx, place.partnership.id, place.community.id)
        return self._pieces

    def close(self) -> None:
        """Close every connection."""
        self.watch.end()
        self.place.services.db.close()

    def conflicts(self) -> tuple[Conflict, ...]:
        with self.place.services.db.read() as tx:
            return stored_links.open_conflicts(tx, self.place.partnership.id)

    def unfinished(self) -> int:
        return len(intents.unfinished(self.place.services, self.place.partnership.id))

    def page_of(self, piece_id: str) -> Page | None:
        """Return the row that is linked to a piece, in the trash or not."""
        with self.place.services.db.read() as tx:
            link = stored_links.link_of(tx, piece_id)
        found = self.state.things.get(link.notion_page_id) if link else None
        return found if isinstance(found, Page) else None

    def rows(self, title: str = "Memory") -> list[Page]:
        """Return the rows of a table, those in the trash too."""
        return [
            thing
            for thing in self.state.things.values()
            if isinstance(thing, Page)
            and (source := self.state.source_of(thing)) is not None
            and plain(source.title) == title
        ]

    def source(self) -> DataSource | None:
        """Return the table of pieces of the partnership's memory."""
        memory = self._memory()
        found = self.state.things.get(memory.data_source_id) if memory else None
        return found if isinstance(found, DataSource) else None

    def columns(self, name: str) -> list[tuple[DataSource, str]]:
        """Return the table of pieces and the id of a column of ours, none where it has none."""
        source, column = self.source(), self._ids().get(name, "")
        return [(source, column)] if source and column in source.schema else []

    def table_of(self, page: Page) -> DataSource | None:
        """Return the table of pieces in which a page stands, None where it is elsewhere."""
        source = self.source()
        return source if source and source.id == page.parent_id else None

    def column_id(self, page: Page, name: str) -> str | None:
        """Return the id of a column of ours in the table in which a page stands."""
        if self.table_of(page):
            return self._ids().get(name)
        return "title" if name == "title" else None

    def column_text(self, page: Page, name: str) -> str:
        """Return the text of a column of ours, whatever it is called now."""
        return plain(page.values.get(self.column_id(page, name) or name) or [])

    def shows(self, page: Page, name: str) -> bool:
        """Say whether a page has a column of ours, of the type in which we made it."""
        source, column = self.table_of(page), self.column_id(page, name)
        if source is None:
            return name == "title"
        return column in source.schema and source.schema[column].type in ("title", "rich_text")

    def page_at(self, page_id: str) -> Page:
        """Return a page."""
        page = self.state.things[page_id]
        assert isinstance(page, Page)
        return page

    def wanderers(self) -> list[Page]:
        """Return the pages of pieces that stand in no table of ours."""
        pages = [self.page_of(whole.piece.id) for whole in self.pieces()]
        return [page for page in pages if page and self.table_of(page) is None]

    def our_blocks(self) -> set[str]:
        """Return the ids of the paragraphs that links know as ours."""
        with self.place.services.db.read() as tx:
            links = stored_links.links(tx, self.place.partnership.id)
        return {block_id for link in links for block_id in link.blocks}

    def _memory(self) -> Source | None:
        with self.place.services.db.read() as tx:
            place = stored_links.place(tx, self.place.partnership.id)
        return place.source("memory") if place else None

    def _ids(self) -> dict[str, str]:
        memory = self._memory()
        return dict(memory.columns) if memory else {}

    def blocks(self, page: Page) -> list[Block]:
        """Return the blocks of a page that are there, each followed by those below it."""
        found = []
        for block in self.state.of(Block, page.children):
            if not block.in_trash:
                found += [block, *self.below(block)]
        return found

    def below(self, block: Block) -> Iterator[Block]:
        for each in self.state.of(Block, block.children):
            if not each.in_trash:
                yield each
                yield from self.below(each)

    def tokens_in_notion(self, *, live_only: bool = False) -> set[str]:
        """Return the tokens in pages and blocks, those in the trash too unless `live_only`."""
        found: set[str] = set()
        for thing in self.state.things.values():
            if live_only and self.state.is_trashed(thing):
                continue
            texts = [thing.values] if isinstance(thing, Page) else [getattr(thing, "content", {})]
            found |= set(TOKEN.findall(str(texts)))
        return found

    def tokens_kept(self) -> set[str]:
        """Return the tokens that are kept here: in wordings, conflicts and notes."""
        database = self.place.services.db
        kept = databases.rows(database, only=_KEPT_IN)
        with database.read() as tx:
            boxed = [each.get("boxed") for each in tx.execute(_STATES).scalars()]
        return set(TOKEN.findall(f"{kept} {boxed}"))


def make_world(folder: Path) -> World:
    """Return a partnership with one closed meeting, and nothing in Notion yet."""
    place = make_place(folder)
    app = create_sandbox(clock=place.clock)
    wire = Wire(app)
    http = HTTP(session=lambda: session_over(wire), sleep=lambda _seconds: None)
    notion = NotionClient(http, "sandbox-walk", f"{MOUNTED_URL}/notion")
    session_held = meet(place.services, place.community.id)
    with place.services.db.begin() as tx:
        for name, text in NOTES.items():
            note = a_note(session_held, name, "Z3", Label.M, "story", text)
            stored_notes.save_note(tx, note)
    sandbox: Sandbox = app.extensions["hedgerow_sandbox"]
    watch = databases.Watch(place.services.db)
    return World(place, sandbox, wire, notion, session_held, folder, watch)
