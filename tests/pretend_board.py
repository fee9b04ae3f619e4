"""A board as a Miro client shows it, changed by people in memory; and a house to collect it into.

It knows nothing of the code under test: ids, HTML and frames are made here.
"""

from __future__ import annotations

import hmac
import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from connectors.errors import Evidence, NotThereOrNotShared, Where
from connectors.miro.client import MiroClient
from plugin.capture import run
from plugin.capture.run import Captured
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Agreement, policy_for
from plugin.domain.communities import Community, Partnership
from plugin.domain.notes import Note
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Board, BoardPlan, Session, SessionState
from plugin.domain.templates import Template
from plugin.store import boards as stored_boards
from plugin.store import communities, sessions, tables
from plugin.store import notes as stored_notes
from plugin.store.database import Database
from plugin.store.services import Services
from schemas.miro import BoardMember, Item, Tag
from tests import databases

SECRET = b"a secret of one session, 32 byte"
GONE = Where("miro", "GET", "/v2/boards/{board_id}/items/{item_id}")


@dataclass
class PretendBoard:
    """Frames and stickies; the methods below the line are those of the Miro client."""

    frames_by_code: dict[str, str] = field(default_factory=dict)
    frame_items: dict[str, Item] = field(default_factory=dict)
    sticky_items: dict[str, Item] = field(default_factory=dict)
    tags_of: dict[str, set[str]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # a person's name of a note → item id
    hidden: set[str] = field(default_factory=set)  # lists forget these, asking by id does not
    visitors: set[str] = field(default_factory=set)  # writers that no list of members names
    vanished: bool = False
    calls: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(3458764500000000001))

    def frame(self, code: str, title: str) -> str:
        """Put a frame up."""
        frame_id = str(next(self._numbers))
        self.frames_by_code.setdefault(code, frame_id)
        self.frame_items[frame_id] = Item(id=frame_id, type="frame", title=title)
        return frame_id

    def container(self, kind: str, within: str | None = None, *, is_listed: bool = True) -> str:
        """Put a frame, a group or a table up, on the bare board or in something else."""
        item_id = str(next(self._numbers))
        self.frame_items[item_id] = Item(id=item_id, type=kind, title="", parent_id=within)
        if not is_listed:
            self.hidden.add(item_id)
        return item_id

    def put_into(self, note: str, container_id: str) -> None:
        """Let a note lie in a container, whoever drew it around the note."""
        item = self.sticky_items[self.ids[note]]
        self.sticky_items[item.id] = replace(item, parent_id=container_id)

    def put_frame_into(self, code: str, container_id: str | None) -> None:
        """Move a box into something else."""
        self.lie_in(self.frames_by_code[code], container_id)

    def lie_in(self, inner_id: str, outer_id: str | None) -> None:
        """Let a frame, a group or a table lie in another."""
        self.frame_items[inner_id] = replace(self.frame_items[inner_id], parent_id=outer_id)

    def add(self, note: str, by: str, zone: str | None, text: str, colour: str = "yellow") -> str:
        """Stick a note, as a person."""
        item_id = str(next(self._numbers))
        self.ids[note] = item_id
        self.sticky_items[item_id] = Item(
            id=item_id,
            type="sticky_note",
            content=typed(text),
            fill_colour=colour,
            parent_id=self.frames_by_code[zone] if zone else None,
            x=100.0,
            y=100.0,
            created_by=f"user-{by}",
            modified_by=f"user-{by}",
        )
        return item_id

    def put(self, note: str, by: str, zone: str | None, kind: str, **words: str) -> str:
        """Put something up that is no sticky note, as a person."""
        item_id = self.add(note, by, zone, "")
        item = replace(self.sticky_items[item_id], type=kind, content="")
        self.sticky_items[item_id] = replace(item, **words)  # type: ignore[arg-type] # words only
        return item_id

    def write_at(self, note: str, moment: datetime) -> None:
        """Let a note be made at a moment, as Miro tells it."""
        item = self.sticky_items[self.ids[note]]
        self.sticky_items[item.id] = replace(item, created_at=moment)

    def edit(self, note: str, by: str, text: str) -> None:
        """Write something else on a note."""
        self._touch(note, by, content=typed(text))

    def move(self, note: str, by: str, zone: str | None) -> None:
        """Drag a note."""
        self._touch(note, by, parent_id=self.frames_by_code[zone] if zone else None)

    def recolour(self, note: str, by: str, colour: str) -> None:
        """Give a note another colour."""
        self._touch(note, by, fill_colour=colour)

    def delete(self, note: str) -> None:
        """Take a note off the board."""
        del self.sticky_items[self.ids[note]]

    def tag(self, note: str, title: str) -> None:
        """Put a tag on a note."""
        self.tags_of.setdefault(title, set()).add(self.ids[note])

    def retitle(self, code: str, title: str) -> None:
        """Give a frame another title."""
        frame_id = self.frames_by_code[code]
        self.frame_items[frame_id] = replace(self.frame_items[frame_id], title=title)

    def delete_container(self, container_id: str) -> None:
        """Take a container away; what lay in it stays on the bare board, as in Miro."""
        del self.frame_items[container_id]
        for lying in (self.sticky_items, self.frame_items):
            for item in list(lying.values()):
                if item.parent_id == container_id:
                    lying[item.id] = replace(item, parent_id=None)

    def delete_frame(self, code: str, *, with_notes: bool = False) -> None:
        """Take a frame away; its notes stay on the bare board, or go with it."""
        frame_id = self.frames_by_code.pop(code)
        inside = [item.id for item in self.sticky_items.values() if item.parent_id == frame_id]
        self.delete_container(frame_id)
        for item_id in inside if with_notes else ():
            del self.sticky_items[item_id]

    def _touch(self, note: str, by: str, **changes: Any) -> None:
        item = self.sticky_items[self.ids[note]]
        self.sticky_items[item.id] = replace(item, modified_by=f"user-{by}", **changes)

    # ------------------------------------------------------------- as the client shows it

    def items(self, board_id: str) -> tuple[Item, ...]:
        """Return everything that the list does not forget."""
        self._call("items")
        every = (*self.frame_items.values(), *self.sticky_items.values())
        return tuple(item for item in every if item.id not in self.hidden)

    def tags(self, board_id: str) -> tuple[Tag, ...]:
        """Return the tags."""
        self._call("tags")
        return tuple(Tag(id=title, title=title) for title in self.tags_of)

    def items_with_tag(self, board_id: str, tag_id: str) -> tuple[Item, ...]:
        """Return what carries a tag."""
        self._call("items_with_tag")
        carriers = self.tags_of[tag_id]
        return tuple(item for item in self.sticky_items.values() if item.id in carriers)

    def item(self, board_id: str, item_id: str) -> Item:
        """Return one item, or Miro's 404."""
        self._call("item")
        found = self.sticky_items.get(item_id) or self.frame_items.get(item_id)
        if found is None:
            raise NotThereOrNotShared(GONE, Evidence(status=404))
        return found

    def list_members(self, board_id: str) -> tuple[BoardMember, ...]:
        """Return who may open the board."""
        self._call("list_members")
        writers = {item.created_by or "" for item in self.sticky_items.values()}
        writers -= {f"user-{visitor}" for visitor in self.visitors}
        return tuple(BoardMember(id=each, name=f"Name of {each}") for each in sorted(writers))

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if self.vanished:
            raise NotThereOrNotShared(GONE, Evidence(status=404))


def typed(text: str) -> str:
    """Return a text as the editor stores it; HTML of the wire passes as it stands."""
    if text.startswith("<p>"):
        return text
    return "".join(f"<p>{html.escape(line) or '<br>'}</p>" for line in text.split("\n"))


@dataclass
class Runtime:
    """An empty database with one community, and a clock that can be turned."""

    services: Services
    now: list[datetime]
    path: Path

    def pass_days(self, days: int) -> None:
        """Turn the clock."""
        self.now[0] += timedelta(days=days)

    def files(self) -> bytes:
        """Return everything that the database keeps in files; on PostgreSQL, in tables."""
        return databases.everything(self.services.db)


@dataclass
class Stage:
    """An open session with a board on which every box stands."""

    runtime: Runtime
    session: Session
    template: Template
    board: PretendBoard

    @property
    def services(self) -> Services:
        """Return the database, the clock and the source of ids."""
        return self.runtime.services

    def collect(self) -> Captured:
        """Collect now."""
        return run.collect(self.services, OPERATOR, self.miro, self.session.id, self.template)

    def close(self) -> Captured:
        """Close the session."""
        return run.close_session(self.services, OPERATOR, self.miro, self.session.id, self.template)

    def answer(self, answer: run.Answer) -> None:
        """Answer every open question."""
        with self.services.db.read() as tx:
            asked = stored_notes.open_brakes(tx, self.session.id)
        for brake in asked:
            run.answer_brake(self.services, OPERATOR, brake.id, answer)

    def notes(self) -> dict[str, Note]:
        """Return the notes with content, by what people here call them."""
        names = {item_id: name for name, item_id in self.board.ids.items()}
        names |= {_once_the_key_is_gone(item_id): name for item_id, name in names.items()}
        return {names[note.miro_item_id or ""]: note for note in self.all_notes() if note.text}

    def all_notes(self) -> tuple[Note, ...]:
        """Return stubs and tombstones too."""
        with self.services.db.read() as tx:
            return stored_notes.notes(tx, self.session.id)

    @property
    def miro(self) -> MiroClient:
        """Return the board where a client is asked for: it answers what a collecting asks."""
        return cast(MiroClient, self.board)


def _once_the_key_is_gone(item_id: str) -> str:
    return f"hash:{hmac.new(SECRET, f'item:{item_id}'.encode(), sha256).hexdigest()[:35]}"


def runtime(folder: Path, day: date = date(2026, 11, 18)) -> Runtime:
    """Make an empty database."""
    database = Database(databases.with_tables(folder))
    now = [datetime(day.year, day.month, day.day, 14, 0, tzinfo=UTC)]
    numbers = count(1)
    services = Services(database, lambda: now[0], lambda: f"id-{next(numbers):05}")
    with database.begin() as tx:
        communities.add_partnership(tx, Partnership("p", "A partnership"))
        communities.save_community(
            tx,
            Community(id="c", partnership_id="p", name="Going home", question="How do we decide?"),
        )
    return Runtime(services, now, folder)


def stage(
    home: Runtime,
    template_code: str = "T3",
    agreement: Agreement | None = None,
    *,
    is_first: bool = True,
) -> Stage:
    """Open a session with its board; without an agreement the protective default holds.

    Where tests share a house, the meeting is the first of its community that took words back.
    """
    template = read_template(template_code)
    session = Session(
        id=home.services.new_id(),
        partnership_id="p",
        community_id="c",
        name="A meeting",
        meeting_kind=template.meeting_kind,
        day=home.services.today,
        state=SessionState.OPEN,
        on_board=BoardPlan(template_code=template.code, policy=policy_for(template, agreement)),
    )
    board = PretendBoard()
    with home.services.db.begin() as tx:
        if is_first:
            tx.execute(sa.delete(tables.withdrawn_words))
        sessions.save_session(tx, session)
        sessions.set_session_secret(tx, session.id, SECRET)
        stored_boards.save_board(
            tx, Board(session.id, session.id, "A meeting", "https://example.org")
        )
        frames = {
            zone.code: (board.frame(zone.code, zone.frame_title), "frame", zone.code)
            for zone in template.zones
        }
        stored_boards.link_items(tx, session.id, frames)
    return Stage(home, session, template, board)
