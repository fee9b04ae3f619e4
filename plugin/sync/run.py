"""Brings a partnership's memory here and in Notion to the same words, and says what it did.

One run at a time reads both sides, plans, and carries the plan out; when something was in doubt or
found again it looks once more. What came of a run is stored in counts and sentences.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from connectors.errors import ConnectorError
from connectors.notion.client import NotionClient
from plugin import intents
from plugin.domain.jobs import JobPhase
from plugin.domain.links import Link
from plugin.domain.people import Actor
from plugin.errors import HedgerowError, NotHere, StoppedForSafety
from plugin.intents import WaitPolicy
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store.services import Services
from plugin.sync import messages
from plugin.sync.actions import About
from plugin.sync.errors import in_words
from plugin.sync.execute import Executor, Rows, SyncCounts
from plugin.sync.here.read import read_here
from plugin.sync.here.readings import keep_readings
from plugin.sync.here.write import telling_gone
from plugin.sync.local_actions import AdoptRow
from plugin.sync.memory.change_columns import MemoryWriter, foreseen_tables
from plugin.sync.memory.duplicates import duplicates
from plugin.sync.memory.former_rows import (
    forget_former_tables,
    former_rows,
    former_rows_messages,
    leave_former_rows,
    let_go,
)
from plugin.sync.memory.make_views import look_for_views
from plugin.sync.memory.page import ask_for_size, is_made, look_for_unfinished, place_of
from plugin.sync.memory.plan import forgotten
from plugin.sync.memory.stale_themes import remember_themes, stale_themes
from plugin.sync.memory.views import lacking, refused
from plugin.sync.notion.in_doubt import InDoubtResolver
from plugin.sync.notion.property_values import Tables
from plugin.sync.notion.read import NotionReader
from plugin.sync.notion.stale_check import StaleCheck
from plugin.sync.notion.write import NotionWriter
from plugin.sync.pieces.readings import remade_of
from plugin.sync.pieces.sides import Theirs
from plugin.sync.plan import SyncPlan, newly_gone, stops, to_read
from plugin.sync.plan import plan as plan_rows
from plugin.sync.report.journal import Journal
from plugin.sync.report.page import require_sync
from plugin.sync.report.steps import Preview, Synced, name_now, previewed
from plugin.sync.target import NO_OPTIONS, SyncOptions, SyncTarget, lease_of

MOST_PASSES = 2
READING = JobPhase("Reading both sides")


def sync(
    services: Services,
    actor: Actor,
    notion: NotionClient,
    partnership_id: str,
    parent_page_id: str,
    base_url: str,
    waits: WaitPolicy = intents.PATIENT,
    options: SyncOptions = NO_OPTIONS,
) -> Synced:
    """Bring both sides to the same words; raise a HedgerowError when the run had to stop.

    What was done before a stop is stored and kept: the next run goes on from there.
    """
    require_sync(services, actor, partnership_id)
    target = SyncTarget(services, notion, partnership_id, parent_page_id, base_url, options)
    target.waiting.waits = waits
    if options.only:
        _require_pieces(target)
    counts = SyncCounts()
    with intents.alone_with(services, lease_of(partnership_id)), _sparing_the_collector():
        journal = Journal.begin(services, partnership_id)
        try:
            former = leave_former_rows(target, counts.messages)
            planned = _passes(target, counts, journal)
        except (ConnectorError, HedgerowError) as error:
            told = _told(error, target)
            stopped = _synced(counts, target, None, told.sentence)
            journal.end(_kept(stopped, target, is_stopped=True))
            raise told from error
        except (Exception, KeyboardInterrupt):
            stopped = _synced(counts, target, None, messages.RUN_BROKE_OFF)
            journal.end(_kept(stopped, target, is_stopped=True))
            raise
        done = _synced(counts, target, planned)
        journal.end(_kept(done, target))
        forget_former_tables(target, former)
    steps = journal.lines
    failures = tuple(step.failure_message(base_url) for step in steps if step.is_failure)
    return replace(done, messages=(*done.messages, *failures), steps=steps, failures=failures)


def preview(
    services: Services,
    actor: Actor,
    notion: NotionClient,
    partnership_id: str,
    parent_page_id: str,
    base_url: str,
    options: SyncOptions = NO_OPTIONS,
) -> Preview:
    """Say what `sync` would do now, without writing anything."""
    require_sync(services, actor, partnership_id)
    target = SyncTarget(services, notion, partnership_id, parent_page_id, base_url, options)
    if options.only:
        _require_pieces(target)
    try:
        with _sparing_the_collector():
            return _preview(target)
    except ConnectorError as error:
        raise _told(error, target) from error


@contextmanager
def _sparing_the_collector() -> Iterator[None]:
    """Have the collector of cycles pass over what was in memory before, until a run is done.

    A run reads much and keeps all of it, which makes the collector go through the whole process
    again and again. What the run itself makes is collected as ever.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _require_pieces(target: SyncTarget) -> None:
    with target.services.db.read() as tx:
        there = {each.piece.id for each in stored_pieces.pieces(tx, target.partnership_id)}
    if not target.options.only <= there:
        raise NotHere("There is no such piece here. Nothing was changed.")


def _passes(target: SyncTarget, counts: SyncCounts, journal: Journal) -> SyncPlan:
    """Plan and carry out until nothing is in doubt, a few times at most."""
    planned = SyncPlan((), (), 0, 0)
    for _ in range(MOST_PASSES):
        counts.look_again, before = False, len(journal.noted)
        target.waiting.waits.progress(READING)
        executor, tables = _memory_made(target, counts, journal)
        reader = _reader(target, tables)
        stale_check = StaleCheck(target.services, reader, target.services.now)
        resolver = InDoubtResolver(target.services, reader, target.partnership_id, target.waiting)
        planned = _read_and_plan(target, reader, resolver, _links(target))
        journal.compared_again = before
        _count_found(resolver, counts, journal)
        writer = NotionWriter(target, tables)
        executor.rows_known = Rows(writer, stale_check)
        try:
            executor.carry(planned.actions)
        finally:
            keep_readings(target.services, target.partnership_id, reader.bodies, writer.written)
        executor.carry(lacking(place_of(target), tables, mends=target.options.mend_columns))
        executor.carry(stale_themes(target, place_of(target), tables))
        remember_themes(target)
        counts.messages += planned.messages
        if not counts.look_again:
            break
    counts.messages += (*refused(place_of(target)), *duplicates(target))
    return planned


def _memory_made(
    target: SyncTarget, counts: SyncCounts, journal: Journal
) -> tuple[Executor, Tables]:
    """Make what is missing of the memory: its page, its tables, their columns."""
    look_for_unfinished(target)
    look_for_views(target)
    memory = MemoryWriter(target, place_of(target))
    executor = Executor(target, counts, journal, memory)
    executor.carry(memory.missing())
    executor.carry(memory.columns.lacking())
    ask_for_size(target)
    return executor, memory.columns.tables()


def _count_found(resolver: InDoubtResolver, counts: SyncCounts, journal: Journal) -> None:
    """Count and note the rows that had arrived before without our hearing of it."""
    for intent in resolver.found:
        said = {name: str(intent.payload[name]) for name in ("kind", "our_id", "key")}
        with resolver.services.db.read() as tx:
            name = name_now(tx, said["kind"], said["our_id"], resolver.services.now)
        about = About(said["kind"], said["our_id"], name)
        counts.count_row(about.kind, about.our_id)
        journal.note(AdoptRow(about=about, key=said["key"], page_id=""), None)


def _reader(target: SyncTarget, tables: Tables, *, is_kept: bool = True) -> NotionReader:
    return NotionReader(
        target.notion,
        tables,
        lambda: target.services.now,
        target.partnership_id,
        partial(_is_linked, target.services),
        target.options.full,
        target.options.although_gone,
        is_kept,
    )


def _is_linked(services: Services, page_id: str) -> bool:
    with services.db.read() as tx:
        return stored_links.is_linked(tx, page_id)


def _read_and_plan(
    target: SyncTarget,
    reader: NotionReader,
    resolver: InDoubtResolver | None,
    links: tuple[Link, ...],
) -> SyncPlan:
    """Read both sides and plan; without a resolver, doubts are left as they are."""
    links, theirs = _both_read(target, reader, resolver, links)
    gone, of = newly_gone(links, theirs)
    if stops(gone, of) and not target.options.although_gone:
        raise StoppedForSafety(messages.MANY_GONE.format(gone=gone, all=of))
    planned = _planned(target, links, theirs)
    unread = to_read(planned.actions, links, theirs)
    if unread or planned.remade:
        theirs = reader.with_bodies(theirs, links, unread)
        remade = (*planned.remade, *remade_of(planned.actions, links, theirs, unread))
        planned = _planned(target, links, reader.with_comments(theirs, remade))
    said = (*dict.fromkeys(reader.messages), *planned.messages)
    return replace(planned, messages=said)


def _both_read(
    target: SyncTarget,
    reader: NotionReader,
    resolver: InDoubtResolver | None,
    links: tuple[Link, ...],
) -> tuple[tuple[Link, ...], Theirs]:
    """Read what was agreed, and their side."""
    pages, waited_s = reader.pages(links), target.waiting.waited_s
    if resolver is not None and resolver.settle(pages):
        links = _links(target)
    if target.waiting.waited_s > waited_s:  # people went on writing meanwhile
        pages = reader.pages(links)
    return links, reader.theirs(pages, links)


def _planned(target: SyncTarget, links: tuple[Link, ...], theirs: Theirs) -> SyncPlan:
    now, url, is_short = target.services.now, target.base_url, target.is_short
    with target.services.db.read() as tx:
        ours = read_here(tx, target.partnership_id, links, now, url, is_short=is_short)
        conflicts = stored_links.open_conflicts(tx, target.partnership_id)
    planned = plan_rows(ours, links, theirs, conflicts, target.options.only)
    with target.services.db.read() as tx:
        telling = telling_gone(tx, target.partnership_id, planned.actions, conflicts)
    pages = {
        each.notion_page_id: telling[each.our_id]
        for each in links
        if each.our_id in telling and each.notion_page_id in theirs.rows
    }
    if not pages:
        return planned
    return plan_rows(ours, links, theirs.telling_gone(pages), conflicts, target.options.only)


def _links(target: SyncTarget) -> tuple[Link, ...]:
    with target.services.db.read() as tx:
        return stored_links.links(tx, target.partnership_id)


def _preview(target: SyncTarget) -> Preview:
    doubts = len(intents.unfinished(target.services, target.partnership_id))
    looking = (f"Look for {doubts} writes whose arrival we don't know yet",) if doubts else ()
    former = former_rows(target).page_ids
    parts, tables = foreseen_tables(target)
    links = forgotten(let_go(_links(target), former), parts)
    place, mends = place_of(target), target.options.mend_columns
    target.is_short = place is not None and bool(place.is_small)
    if is_made(place):
        reader = _reader(target, tables, is_kept=False)
        planned = _read_and_plan(target, reader, None, links)
    else:
        planned = _planned(target, links, Theirs())
    with target.services.db.read() as tx:
        conflicts = stored_links.open_conflicts(tx, target.partnership_id)
    followed = {link.id for link in links if link.is_followed}
    waiting = sum(each.link_id in followed for each in conflicts)
    views, stale = lacking(place, tables, mends=mends), stale_themes(target, place, tables)
    actions = (*parts, *planned.actions, *views, *stale)
    said = (*former_rows_messages(links, former), *planned.messages, *refused(place))
    in_conflict = max(waiting, planned.conflicts)
    return Preview((*looking, *previewed(actions)), said, in_conflict, actions, looking)


def _told(error: ConnectorError | HedgerowError, target: SyncTarget) -> HedgerowError:
    if isinstance(error, HedgerowError):
        return error
    return in_words(error, at_parent=place_of(target) is None)


def _kept(done: Synced, target: SyncTarget, *, is_stopped: bool = False) -> dict[str, Any]:
    """Return what is stored of a run: counts and sentences; its steps are stored by themselves."""
    kept = asdict(done)
    of_it = {"is_stopped": is_stopped, "is_part": bool(target.options.only)}
    return {each: kept[each] for each in kept if each not in ("steps", "failures")} | of_it


def _synced(
    counts: SyncCounts, target: SyncTarget, planned: SyncPlan | None, stopped: str = ""
) -> Synced:
    said = (*counts.messages, *target.waiting.messages, *((stopped,) if stopped else ()))
    return Synced(
        pushed=len(counts.pushed),
        edits=counts.edits,
        conflicts=planned.conflicts if planned else 0,
        waiting=planned.waiting if planned else 0,
        trashed=counts.trashed,
        writes=target.writes,
        messages=tuple(dict.fromkeys(said)),
        rows=counts.rows,
        blocks_beyond_100=tuple(counts.blocks_beyond_100),
        named_later=counts.named_later,
    )
