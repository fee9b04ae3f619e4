"""What a memory in Notion costs: the first push, nothing changed, a hundredth changed.

The least follows from the pieces that were seeded and from what was changed of them, never from
what a run says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlalchemy import event

from connectors.notion.client import NotionClient
from connectors.sandbox.app import Sandbox, create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.people.notion_edits import edit_block, find_block
from plugin import sync
from plugin.convene.sessions import hold_without_board, plan_session
from plugin.demo.editing_in_notion import least_calls
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Piece, ReadBack, Release, Rung, Wording
from plugin.store import answers as stored_answers
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store.services import Services
from plugin.sync import Synced
from tests.bench.measures import Measure, Watch
from tests.unit.plugin.curate.meeting import a_source, meet
from tests.unit.plugin.curate.place import make_place
from tests.unit.plugin.web.mounted import SANDBOX_URL, http_to

BASE_URL = "http://127.0.0.1:8420"  # the demo's: only there a command can be told the time
STORY = "People ring each other.\n\nThe form comes later, or never.\n\nNobody says who waits."
AROUND_STORY = 3  # blocks of a page beside its paragraphs: callout, divider, the grey line
LARGE, MOST_UNCHANGED_S = 10_000, 6.0
OWN_ROWS = frozenset({"lease", "sync_run", "sync_step"})  # its record, its lease


class Memory:
    """A partnership whose pieces are checked and shared with it, and a Notion in this process."""

    def __init__(self, folder: Path, number: int) -> None:
        self.place = make_place(folder)
        self.app = create_sandbox(clock=self.place.clock)
        self.sandbox: Sandbox = self.app.extensions["hedgerow_sandbox"]
        self.notion = NotionClient(http_to(self.app), "sandbox-bench", f"{SANDBOX_URL}/notion")
        self.session = meet(self.place.services, self.place.community.id)
        planned = plan_session(
            self.services, OPERATOR, self.place.community.id, self.services.today, None, "Read back"
        )
        self.later = hold_without_board(self.services, OPERATOR, planned.id)
        self.watch = Watch(self.app)
        self.ids = tuple(f"piece{each:05}" for each in range(number))
        with self.services.db.begin() as tx:
            for piece_id in self.ids:
                self._add(tx, piece_id)
        self.place.clock.pass_days(10)

    @property
    def services(self) -> Services:
        """Return the database, the clock and the source of ids."""
        return self.place.services

    def sync(self) -> Synced:
        """Run the sync; two minutes have passed since the last one."""
        self.place.clock.pass_days(2 / 24 / 60)
        return sync.sync(
            self.services,
            OPERATOR,
            self.notion,
            self.place.partnership.id,
            FIRST_PAGE_ID,
            BASE_URL,
        )

    def rewrite(self, piece_id: str) -> None:
        """Change a paragraph here, and have it checked."""
        story = STORY.replace("Nobody", "Everybody")
        with self.services.db.begin() as tx:
            self._word(tx, piece_id, 2, story)

    def edit(self, piece_id: str) -> None:
        """Change a paragraph in Notion, as a person."""
        with self.services.db.read() as tx:
            link = stored_links.link_of(tx, piece_id)
        block_id = link.blocks[0] if link else ""
        state = self.sandbox.notion
        edit_block(state, find_block(state, block_id), "People call each other.", "Ruth")

    def _add(self, tx: sa.Connection, piece_id: str) -> None:
        services, place, session = self.services, self.place, self.session
        ids = (place.partnership.id, place.community.id)
        piece = Piece(piece_id, *ids, services.now)
        notes = [f"{name}-{session.id}" for name in ("phone", "trust")]
        sources = [a_source(piece_id, each, session, "Z3") for each in notes]
        first = self._wording(piece_id, 1, STORY)
        stored_pieces.add_piece(tx, piece, first, sources)
        self._check(tx, first)
        stored_pieces.add_release(tx, self._release(piece_id, 1))

    def _word(self, tx: sa.Connection, piece_id: str, number: int, story: str) -> None:
        wording = self._wording(piece_id, number, story)
        stored_pieces.add_wording(tx, wording)
        self._check(tx, wording)
        stored_pieces.add_release(tx, self._release(piece_id, number))

    def _release(self, piece_id: str, number: int) -> Release:
        now = self.services.now
        return Release(
            id=f"{piece_id}-r{number}",
            piece_id=piece_id,
            rung=Rung.PARTNERSHIP,
            asked_at=now + timedelta(days=60),  # after the check, which counts from its days
            from_when=now,
            harm=NO_HARM,
        )

    def _wording(self, piece_id: str, number: int, story: str) -> Wording:
        return Wording(
            id=f"{piece_id}-{number}",
            piece_id=piece_id,
            number=number,
            title=f"What {piece_id} is about",
            line=f"In one line, {piece_id}.",
            narrative=story,
            kind="doubt",
            family="representation",
            person=2,
            made_at=self.services.now,
            made_in="here",
        )

    def _check(self, tx: sa.Connection, wording: Wording) -> None:
        read = ReadBack(
            id=f"{wording.id}-b",
            piece_id=wording.piece_id,
            wording_id=wording.id,
            session_id=self.later.id,
            day=self.later.day,
            met_until=self.services.now,
        )
        stored_answers.add_read_back(tx, read)


Sync = Callable[[Memory], object]


@dataclass(slots=True)
class Push:
    """A first push; `worked_s` are its seconds of the processor, those of seeding left out."""

    number: int
    sync: Sync = Memory.sync
    worked_s: float = 0.0

    def measures(self) -> Iterator[Measure]:
        """Push for the first time."""
        with TemporaryDirectory() as folder:
            memory = Memory(Path(folder), self.number)
            yield pushed(memory, self.sync)
            self.worked_s = memory.watch.worked_s


def pushing(number: int, sync: Sync = Memory.sync) -> Iterator[Measure]:
    """Push for the first time."""
    return Push(number, sync).measures()


def pushed(memory: Memory, sync: Sync = Memory.sync) -> Measure:
    """Push what was never pushed."""
    with memory.watch.watching():
        sync(memory)
    number = len(memory.ids)
    return memory.watch.of(f"first push of {number:,} objects", least_first(number))


def keeping(number: int, sync: Sync = Memory.sync) -> Iterator[Measure]:
    """Sync again: to learn what was made, with nothing changed, with a hundredth changed."""
    with TemporaryDirectory() as folder:
        memory = Memory(Path(folder), number)
        memory.sync()
        yield from kept(memory, sync)


def kept(memory: Memory, sync: Sync = Memory.sync) -> Iterator[Measure]:
    """Sync what was pushed before."""
    number, watch = len(memory.ids), memory.watch
    found = least_unchanged(number)
    with watch.watching():
        sync(memory)
    yield watch.of(f"second sync of {number:,} objects: learns its blocks", found + number)
    with tables_written() as tables, watch.watching():
        sync(memory)
    yield watch.of(f"sync of {number:,} objects, nothing changed", found)
    most_s = MOST_UNCHANGED_S if number >= LARGE else None
    yield Measure(
        "  its processor time, the stand-in too", watch.worked_s, at_most=most_s, unit="s"
    )
    others = [each for each in tables if each not in OWN_ROWS]
    yield Measure("  its writes beyond its record and lease", len(others), 0, 0, unit="rows")
    yield Measure("  its writes in all", len(tables), unit="statements")
    yield from _a_hundredth(memory, sync)


def _a_hundredth(memory: Memory, sync: Sync) -> Iterator[Measure]:
    """Half of the changes are made here, half there.

    One made there costs its body read, and two writes: that it is unchecked, in its properties and
    on its page. One made here costs its body read, a paragraph, and its properties.
    """
    number, watch = len(memory.ids), memory.watch
    found, changed = least_unchanged(number), hundredth_of(memory.ids)
    for here, there in zip(changed[::2], changed[1::2], strict=True):
        memory.rewrite(here)
        memory.edit(there)
    with watch.watching():
        sync(memory)
    least = found + 3 * len(changed)
    yield watch.of(f"sync of {number:,} objects, 1 % changed", least, tolerance=0.05)
    with watch.watching():
        sync(memory)
    least = found + len(changed)
    yield watch.of("  the sync after it: reads what was written", least)


def hundredth_of(ids: Sequence[str]) -> Sequence[str]:
    """Return a hundredth of the pieces: as many for here as for there, and one each at least."""
    return ids[: 2 * max(1, len(ids) // 200)]


def least_first(number: int, others: int = 1) -> int:
    """Return the least calls of a first push: each row once, and what of its story comes later."""
    blocks = AROUND_STORY + len(STORY.split("\n\n"))
    beyond = [blocks - 100] * number if blocks > 100 else []
    return least_calls(number + 2 * others, beyond)


def least_unchanged(number: int, others: int = 1) -> int:
    """Return the least calls of a sync that finds nothing: schemas, and rows 100 a call."""
    rows = (number, others, others)
    return len(rows) + sum(max(1, ceil(each / 100)) for each in rows)


@contextmanager
def tables_written() -> Iterator[list[str]]:
    """List the table of every statement that writes."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, said: str, *_more: object) -> None:
        if wrote := re.match(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)", said):
            found.append(wrote[1])

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
