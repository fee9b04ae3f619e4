"""A partnership with checked pieces and a Notion that can lose answers: the sandbox, mounted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import requests
from flask import Flask

from connectors.http import HTTP
from connectors.notion.client import NotionClient
from connectors.notion.new_properties import TextProperty
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.in_process import session_over
from connectors.sandbox.notion.models import Page as StoredPage
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.state import FIRST_PAGE_ID, NotionState
from plugin import sync
from plugin.convene import communities
from plugin.curate.pieces import make_piece, whole_piece
from plugin.curate.pieces import write_wording as write
from plugin.curate.read_backs import record_piece_read_back
from plugin.curate.releasing import release
from plugin.domain.answered_wordings import waits_for_answers
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.links import Conflict, Link, Take, seen
from plugin.domain.notion_places import NotionPlace
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung, rung_at
from plugin.domain.sessions import Session
from plugin.intents import WaitPolicy
from plugin.store import links as stored_links
from plugin.sync import NO_OPTIONS, Preview, Synced, SyncOptions
from schemas.notion import Block, DataSource, Page
from tests import databases
from tests.unit.plugin.curate.meeting import meet, read_back_today
from tests.unit.plugin.curate.place import Place, make_place
from tests.unit.plugin.web.mounted import SANDBOX_URL, Mounted

BASE_URL = "https://hedgerow.example"
STORY = "People ring each other.\n\nThe form comes later, or never."


class Killed(BaseException):
    """The process ended here, as after SIGKILL; what it sent may still arrive."""


class Line(Mounted):
    """Delivers every request; may lose the answer to a write, or refuse, break or delay one."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.mend()

    def mend(self) -> None:
        """Deliver everything again."""
        self.lost: set[int] = set()  # numbers of writes, from 1, whose answers are lost
        self.cut_before: set[int] = set()  # the same, but they never arrive
        self.refused: set[int] = set()  # numbers of writes that Notion refuses
        self.late: dict[int, float] = {}  # numbers of writes that end the process → seconds
        self.on_its_way: list[tuple[float, requests.PreparedRequest]] = []
        self.on_write: Callable[[int], None] = lambda _number: None
        self.on_call: Callable[[int], None] = lambda _number: None
        self.twist: Callable[[Any], None] | None = None  # changes the JSON of each answer
        self.writes = self.calls = 0

    def send(self, request: requests.PreparedRequest, **kept: Any) -> requests.Response:
        is_write = request.method != "GET" and not (request.url or "").endswith("/query")
        self.writes += is_write
        self.calls += 1
        self.on_call(self.calls)
        if is_write:
            self.on_write(self.writes)
        if is_write and self.writes in self.late:
            self.on_its_way.append((self.late[self.writes], request))
            raise Killed
        if is_write and self.writes in self.cut_before:
            raise requests.ConnectionError("the connection was cut")
        if is_write and self.writes in self.refused:
            request.prepare_body(b"{}", None)
        answer = super().send(request, **kept)
        if is_write and self.writes in self.lost:
            raise requests.ConnectionError("the answer was lost")
        if self.twist is not None and answer.status_code == 200:
            body = json.loads(answer.raw.read())
            self.twist(body)
            answer.raw = BytesIO(json.dumps(body).encode())
        return answer

    def let_pass(self, seconds: float) -> None:
        """Let time pass, and what is on its way arrive."""
        waiting = [(left_s - seconds, request) for left_s, request in self.on_its_way]
        self.on_its_way = [each for each in waiting if each[0] > 0]
        for left_s, request in waiting:
            if left_s <= 0:
                super().send(request)


OF_NOTION = ("things", "bots", "people", "comments", "cursors", "views", "shared", "_made")


@dataclass(frozen=True)
class Kept:
    """Both sides as they were once."""

    tables: Any
    last_id: int
    notion: Mapping[str, Any]
    now: datetime


@dataclass
class Numbers:
    """Makes ids in order, behind those of the place itself."""

    last: int = 1000

    def __call__(self) -> str:
        self.last += 1
        return f"id{self.last}"


@dataclass
class Bench:
    """What a sync needs, what people do meanwhile, and what tests look at."""

    place: Place
    sandbox: Flask
    line: Line
    notion: NotionClient
    session: Session
    pauses: list[float] = field(default_factory=list)
    parent: str = FIRST_PAGE_ID
    ids: Numbers = field(default_factory=lambda: Numbers())

    def keep(self) -> Kept:
        """Remember everything as it is, to begin more tests from here."""
        held = {name: deepcopy(vars(self.state)[name]) for name in OF_NOTION}
        return Kept(
            databases.keep(self.place.services.db), self.ids.last, held, self.place.clock.now
        )

    def go_back(self, kept: Kept) -> None:
        """Make everything as it was."""
        self.ids.last = kept.last_id
        self.place.services.db.close()
        databases.put_back(self.place.services.db.url, kept.tables)
        vars(self.state).update(deepcopy(dict(kept.notion)))
        self.place.clock.now = kept.now
        self.sandbox.extensions["hedgerow_sandbox"].calls.clear()
        self.line.mend()
        self.pauses.clear()
        self.parent = FIRST_PAGE_ID

    @property
    def state(self) -> NotionState:
        state: NotionState = self.sandbox.extensions["hedgerow_sandbox"].notion
        return state

    def sync(self, who: str = "helen", options: SyncOptions = NO_OPTIONS) -> Synced:
        return sync.sync(*self._given(who), WaitPolicy(self.pause), options)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.line.let_pass(seconds)

    def reconnect(self) -> None:
        """Go on with another connection, as after somebody connected Notion anew."""
        self.notion = _client(self.line, "sandbox-another")

    def settle(self, conflict: Conflict, take: Take, text: str = "", who: str = "helen") -> None:
        """Settle a conflict as somebody who sees the two texts that it holds."""
        services, actor = self.place.services, self.place.actor(who)
        sign = seen(conflict.ours, conflict.theirs)
        sync.resolve(services, actor, conflict.id, take, sign, text)

    def plan(self, who: str = "helen") -> tuple[str, ...]:
        return self.preview(who).lines

    def preview(self, who: str = "helen", options: SyncOptions = NO_OPTIONS) -> Preview:
        return sync.preview(*self._given(who), options)

    def _given(self, who: str) -> tuple[Any, ...]:
        place = self.place
        return (
            place.services,
            place.actor(who),
            self.notion,
            place.partnership.id,
            self.parent,
            BASE_URL,
        )

    def draft(self, title: str, narrative: str = STORY) -> PieceWhole:
        notes = [f"{name}-{self.session.id}" for name in ("phone", "trust")]
        community_id, helen = self.place.community.id, self.place.actor("helen")
        line = f"One line of {title}."
        return make_piece(self.place.services, helen, community_id, notes, title, line, narrative)

    def released(self, title: str = "By phone", narrative: str = STORY) -> PieceWhole:
        """Make a piece, have it checked, and let our partners read it."""
        piece = self.draft(title, narrative)
        self.check(piece)
        self.to_rung(piece, Rung.PARTNERSHIP)
        return self.whole(piece)

    def rest_on_meetings(self, piece: PieceWhole, number: int) -> None:
        """Let a piece rest on notes of that many meetings more."""
        for _ in range(number):
            session = meet(self.place.services, self.place.community.id)
            row = (piece.piece.id, f"phone-{session.id}", session.id, "Z3", session.day.isoformat())
            with self.place.services.db.begin() as tx:
                databases.run(
                    tx,
                    "INSERT INTO source (piece_id, note_id, session_id, zone_code, day) "
                    "VALUES (?, ?, ?, ?, ?)",
                    row,
                )

    def another_community(self, name: str) -> str:
        services, partnership_id = self.place.services, self.place.partnership.id
        made = communities.start_community(
            services, OPERATOR, partnership_id, name, "How do we come home?", sponsor="Director"
        )
        return made.id

    def move_to_community(self, piece: PieceWhole, community_id: str) -> None:
        with self.place.services.db.begin() as tx:
            moved = (community_id, piece.piece.id)
            databases.run(tx, "UPDATE piece SET community_id = ? WHERE id = ?", moved)

    def lose_values(self, piece: PieceWhole) -> None:
        """Empty a row but for its title, as moving it out of its table and back does."""
        row = self.state.things[self.link(piece).notion_page_id]
        assert isinstance(row, StoredPage)
        row.values = {"title": row.values["title"]}

    def drop_a_relation(self, piece: PieceWhole, name: str) -> None:
        row = self.state.things[self.link(piece).notion_page_id]
        assert isinstance(row, StoredPage)
        column = next(each for each in self.schema().properties.values() if each.name == name)
        row.values[column.id] = row.values[column.id][1:]

    def check(self, piece: PieceWhole, who: str = "sam") -> None:
        services = self.place.services
        read_back_today(services, self.place.actor(who), piece)
        self.place.clock.pass_days(8)
        self.answer(piece)

    def answer(self, piece: PieceWhole) -> None:
        """Answer the three questions about newer checked words of a piece that is out."""
        services, whole = self.place.services, self.whole(piece)
        rung = rung_at(whole.releases, services.now)
        if waits_for_answers(whole, rung, services.now):
            release(services, self.place.actor("helen"), piece.piece.id, rung, NO_HARM)

    def rewrite(self, piece: PieceWhole, **words: str) -> None:
        newest = self.whole(piece).newest
        said = {"title": newest.title, "line": newest.line, "narrative": newest.narrative} | words
        write(self.place.services, self.place.actor("helen"), piece.piece.id, **said)

    def to_rung(self, piece: PieceWhole, rung: Rung) -> None:
        release(self.place.services, self.place.actor("helen"), piece.piece.id, rung, NO_HARM)
        self.place.clock.pass_days(3)

    def whole(self, piece: PieceWhole) -> PieceWhole:
        return whole_piece(self.place.services, piece.piece.id)

    def link(self, piece: PieceWhole) -> Link:
        with self.place.services.db.read() as tx:
            link = stored_links.link_of(tx, piece.piece.id)
        assert link is not None
        return link

    def page(self, piece: PieceWhole) -> Page:
        return self.notion.page(self.link(piece).notion_page_id)

    def shows(self, piece: PieceWhole) -> dict[str, str]:
        values = self.page(piece).properties
        return {name: each.text or each.select or "" for name, each in values.items()}

    def body(self, piece: PieceWhole) -> tuple[Block, ...]:
        return self.notion.children(self.link(piece).notion_page_id)

    def flat_body(self, piece: PieceWhole) -> list[Block]:
        """Return the blocks of a page, each followed by those below it."""
        found: list[Block] = []
        for block in self.body(piece):
            found += [block, *(self.notion.children(block.id) if block.has_children else ())]
        return found

    def story(self, piece: PieceWhole) -> list[str]:
        return [each.text for each in self.body(piece) if each.type == "paragraph"][:-1]

    def rows(self, title: str = "Memory") -> list[StoredPage]:
        """Return the rows of a table that are not in the trash."""
        return [
            page
            for page in self.state.things.values()
            if isinstance(page, StoredPage)
            and (source := self.state.source_of(page)) is not None
            and plain(source.title) == title
            and not self.state.is_trashed(page)
        ]

    def edit(self, piece: PieceWhole, name: str, text: str) -> None:
        """Change a property as a person in Notion does."""
        body = {"person": "Ruth", "name": name, "text": text}
        self.as_person(f"pages/{self.link(piece).notion_page_id}/properties", body)

    def edit_block(self, block_id: str, text: str) -> None:
        self.as_person(f"blocks/{block_id}", {"person": "Ruth", "text": text})

    def as_person(self, path: str, body: dict[str, str]) -> None:
        answer = self.sandbox.test_client().patch(
            f"/_sandbox/notion/{path}", json=body, base_url=SANDBOX_URL
        )
        assert answer.status_code < 300, answer.text

    def copy_row(self, piece: PieceWhole) -> str:
        """Duplicate a row as a person does: with all of its values."""
        page = self.state.things[self.link(piece).notion_page_id]
        assert isinstance(page, StoredPage)
        stamp = self.state.stamp(self.state.person_of("Ruth"), page.parent_id)
        copy = StoredPage(**stamp, values=dict(page.values))
        self.state.add(copy)
        return copy.id

    def forget_links(self) -> None:
        """Lose what links remember, as a database restored from before the first sync."""
        with self.place.services.db.begin() as tx:
            tx.exec_driver_sql("DELETE FROM link")

    def forget_column(self, name: str, field: str) -> None:
        """Make a column unknown on both sides, as before the Hedgerow that brought it."""
        partnership_id = self.place.partnership.id
        with self.place.services.db.begin() as tx:
            place = stored_links.place(tx, partnership_id)
            assert place is not None
            assert place.memory is not None
            ids = dict(place.memory.columns)
            self.notion.update_data_source(place.memory.data_source_id, {ids.pop(field): None})
            stored_links.save_place(
                tx, place.with_source("memory", replace(place.memory, columns=ids))
            )
        assert name not in self.notion.data_source(place.memory.data_source_id).properties

    def the_place(self) -> NotionPlace:
        with self.place.services.db.read() as tx:
            place = stored_links.place(tx, self.place.partnership.id)
        assert place is not None
        return place

    def source_id(self, table: str = "memory") -> str:
        source = self.the_place().source(table)
        assert source is not None
        return source.data_source_id

    def schema(self, table: str = "memory") -> DataSource:
        return self.notion.data_source(self.source_id(table))

    def add_column(self, name: str, type: str) -> None:
        """Add a column as a person does."""
        assert type == "rich_text"
        self.notion.update_data_source(self.source_id(), {name: TextProperty()})

    def forget_option(self, field: str, option: str, *, in_notion_only: bool = False) -> None:
        """Make an option unknown, as before the Hedgerow that brought it; or remove it there."""
        place = self.the_place()
        assert place.memory is not None
        column = self.state.things[place.memory.data_source_id].schema[  # type: ignore[attr-defined]
            place.memory.columns[field]
        ]
        column.config["options"] = [o for o in column.config["options"] if o["name"] != option]
        if in_notion_only:
            return
        offered = tuple(each for each in place.memory.options[field] if each != option)
        memory = place.memory.with_known(options={field: offered})
        with self.place.services.db.begin() as tx:
            stored_links.save_place(tx, place.with_source("memory", memory))

    def calls(self, since: int = 0) -> list[str]:
        log = self.sandbox.extensions["hedgerow_sandbox"].calls
        return [f"{call.method} {call.route}" for call in log.since(since)]

    def writes_of(self, action: Callable[[], object]) -> int:
        """Count the writes to Notion while `action` runs."""
        before = self.line.writes
        action()
        return self.line.writes - before


def make_bench(folder: Path) -> Bench:
    """Return a bench with one closed meeting, and nothing in Notion yet."""
    place, ids = make_place(folder), Numbers()
    place.runtime = replace(place.runtime, services=replace(place.services, new_id=ids))
    sandbox = create_sandbox(clock=place.clock)
    line = Line(sandbox)
    notion = _client(line, "sandbox-test")
    session = meet(place.services, place.community.id)
    return Bench(place, sandbox, line, notion, session, ids=ids)


__all__ = ["STORY", "Bench", "make_bench", "record_piece_read_back"]


def _client(line: Line, token: str) -> NotionClient:
    http = HTTP(session=lambda: session_over(line), sleep=lambda _seconds: None)
    return NotionClient(http, token, f"{SANDBOX_URL}/notion")
