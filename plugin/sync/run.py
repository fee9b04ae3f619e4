"""Brings a partnership's memory here and in Notion to the same words, and says what it did.

One run at a time reads both sides, plans, and carries the plan out; when something was in doubt or
found again it looks once more. What came of a run is stored in counts and sentences.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from connectors.errors import ConnectorError
from connectors.notion.client import NotionClient
from plugin import intents
from plugin.domain.links import GONE, Link
from plugin.domain.people import Actor
from plugin.errors import HedgerowError, NotHere, StoppedForSafety
from plugin.intents import WaitPolicy
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store.services import Services
from plugin.sync import words
from plugin.sync.acting.carrying import Carrier, Tally
from plugin.sync.acting.doubles import doubles
from plugin.sync.acting.doubts import Seeker
from plugin.sync.acting.former_rows import (
    forget_former_tables,
    former_rows,
    leave_former_rows,
)
from plugin.sync.acting.freshness import Freshness
from plugin.sync.acting.journal import Journal
from plugin.sync.acting.keeping import keep_readings
from plugin.sync.acting.our_side import read_ours
from plugin.sync.acting.place import is_made, place_of
from plugin.sync.acting.reading import Reader
from plugin.sync.acting.site import PLAIN, Choices, Site, lease_of
from plugin.sync.acting.tables import Tables, foreseen_tables, made_tables
from plugin.sync.acting.troubles import in_words
from plugin.sync.acting.writing import Pen
from plugin.sync.deciding.actions import About, AdoptRow
from plugin.sync.deciding.former_rows import let_go, told
from plugin.sync.deciding.making import forgotten
from plugin.sync.deciding.remembering import to_read
from plugin.sync.deciding.sides import Theirs
from plugin.sync.listening import look_for_comments
from plugin.sync.plan import SyncPlan, newly_gone, stops
from plugin.sync.plan import plan as plan_rows
from plugin.sync.resolving import keep_here, partnership_of, put_back, resolve, why_it_stays
from plugin.sync.steps import StepLine, name_now, previewed
from plugin.sync.viewing import SyncView, require_sync, view

__all__ = [
    "PLAIN",
    "Choices",
    "Planned",
    "StepLine",
    "SyncView",
    "Synced",
    "keep_here",
    "look_for_comments",
    "partnership_of",
    "plan",
    "put_back",
    "resolve",
    "sync",
    "view",
    "why_it_stays",
]

MOST_PASSES = 4


@dataclass(frozen=True, slots=True)
class Synced:
    """What a run did; counts are of pieces unless they say otherwise."""

    pushed: int  # pieces whose checked words went to Notion
    edits: int  # fields that were changed in Notion and came back, and rows made there
    conflicts: int  # fields that wait for somebody to choose
    waiting: int  # pieces whose newest words are not checked yet
    trashed: int  # rows taken down
    writes: int  # writes to Notion
    messages: tuple[str, ...]
    rows: int  # rows made
    blocks_beyond_100: tuple[int, ...]  # of each page made that has more
    named_later: int = 0  # rows of pieces that belong with one whose row was made after theirs
    steps: tuple[StepLine, ...] = ()  # everything that was reached or left, bookkeeping too
    failures: tuple[str, ...] = ()  # messages about what was not done, with its address here

    @property
    def is_in_doubt(self) -> bool:
        """Say whether it is not known of a write whether it arrived."""
        return words.IN_DOUBT in self.messages

    def count(self, outcome: str) -> int:
        """Count the steps of which this came, a word of `StepOutcome`."""
        return sum(step.outcome == outcome for step in self.steps)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run would do and say; empty when both sides have the same words."""

    steps: tuple[str, ...]  # lines as those of the steps that the run then stores
    messages: tuple[str, ...]
    conflicts: int = 0  # fields of any piece that wait, or then would wait, for somebody to choose

    @property
    def lines(self) -> tuple[str, ...]:
        """Return everything, a line each."""
        return (*self.steps, *self.messages)


def sync(
    services: Services,
    actor: Actor,
    notion: NotionClient,
    partnership_id: str,
    parent_page_id: str,
    base_url: str,
    waits: WaitPolicy = intents.PATIENT,
    choices: Choices = PLAIN,
) -> Synced:
    """Bring both sides to the same words; raise a HedgerowError when the run had to stop.

    What was done before a stop is stored and kept: the next run goes on from there.
    """
    require_sync(services, actor, partnership_id)
    site = Site(services, notion, partnership_id, parent_page_id, base_url, choices)
    site.waiting.waits = waits
    if choices.only:
        _require_pieces(site)
    tally = Tally()
    with intents.alone_with(services, lease_of(partnership_id)):
        journal = Journal.begin(services, partnership_id)
        try:
            former = leave_former_rows(site, tally.messages)
            planned = _passes(site, tally, journal)
        except (ConnectorError, HedgerowError) as error:
            told = _told(error, site)
            journal.end(_kept(_synced(tally, site, None, told.sentence), is_stopped=True))
            raise told from error
        except (Exception, KeyboardInterrupt):
            journal.end(_kept(_synced(tally, site, None, words.RUN_BROKE_OFF), is_stopped=True))
            raise
        done = _synced(tally, site, planned)
        journal.end(_kept(done))
        forget_former_tables(site, former)
    steps = journal.lines
    failures = tuple(step.told(base_url) for step in steps if step.is_failure)
    return replace(done, messages=(*done.messages, *failures), steps=steps, failures=failures)


def plan(
    services: Services,
    actor: Actor,
    notion: NotionClient,
    partnership_id: str,
    parent_page_id: str,
    base_url: str,
    choices: Choices = PLAIN,
) -> Planned:
    """Say what `sync` would do now, without writing anything."""
    require_sync(services, actor, partnership_id)
    site = Site(services, notion, partnership_id, parent_page_id, base_url, choices)
    if choices.only:
        _require_pieces(site)
    try:
        return _preview(site)
    except ConnectorError as error:
        raise _told(error, site) from error


def _require_pieces(site: Site) -> None:
    with site.services.db.read() as tx:
        there = {each.piece.id for each in stored_pieces.pieces(tx, site.partnership_id)}
    if not site.choices.only <= there:
        raise NotHere("There is no such piece here. Nothing was changed.")


def _passes(site: Site, tally: Tally, journal: Journal) -> SyncPlan:
    """Plan and carry out until nothing is in doubt, a few times at most."""
    planned = SyncPlan((), (), 0, 0)
    for _ in range(MOST_PASSES):
        tally.look_again, before = False, len(journal.noted)
        tables = made_tables(site, journal)
        reader = _reader(site, tables)
        fresh = Freshness(site.services, reader, site.services.now)
        seeker = Seeker(site.services, reader, site.partnership_id, site.waiting)
        planned = _read_and_plan(site, reader, seeker, _links(site))
        journal.compared_again = before
        _count_found(seeker, tally, journal)
        pen = Pen(site.services, site.notion, site.partnership_id, tables)
        try:
            Carrier(pen, fresh, tally, journal).carry(planned.actions)
        finally:
            tally.writes += pen.writes
            keep_readings(site.services, site.partnership_id, reader.bodies, pen.written)
        tally.messages += planned.messages
        if not tally.look_again:
            break
    tally.messages += doubles(site)
    return planned


def _count_found(seeker: Seeker, tally: Tally, journal: Journal) -> None:
    """Count and note the rows that had arrived before without our hearing of it."""
    for intent in seeker.found:
        said = {name: str(intent.payload[name]) for name in ("kind", "our_id", "key")}
        with seeker.services.db.read() as tx:
            name = name_now(tx, said["kind"], said["our_id"], seeker.services.now)
        about = About(said["kind"], said["our_id"], name)
        tally.count_row(about.kind, about.our_id)
        journal.note(AdoptRow(about=about, key=said["key"], page_id=""), None)


def _reader(site: Site, tables: Tables) -> Reader:
    return Reader(
        site.notion,
        tables,
        lambda: site.services.now,
        site.partnership_id,
        partial(_is_linked, site.services),
        site.choices.full,
        site.choices.although_gone,
    )


def _is_linked(services: Services, page_id: str) -> bool:
    with services.db.read() as tx:
        return stored_links.is_linked(tx, page_id)


def _read_and_plan(
    site: Site, reader: Reader, seeker: Seeker | None, links: tuple[Link, ...]
) -> SyncPlan:
    """Read both sides and plan; without a seeker, doubts are left as they are."""
    links, theirs = _both_read(site, reader, seeker, links)
    gone, of = newly_gone(links, theirs)
    if stops(gone, of) and not site.choices.although_gone:
        raise StoppedForSafety(words.MANY_GONE.format(gone=gone, all=of))
    planned = _planned(site, links, theirs)
    if unread := to_read(planned.actions, links, theirs):
        theirs = reader.with_bodies(theirs, links, unread)
        planned = _planned(site, links, theirs)
    if planned.remade:
        planned = _planned(site, links, reader.with_comments(theirs, planned.remade))
    messages = (*dict.fromkeys(reader.messages), *planned.messages)
    return replace(planned, messages=messages)


def _both_read(
    site: Site, reader: Reader, seeker: Seeker | None, links: tuple[Link, ...]
) -> tuple[tuple[Link, ...], Theirs]:
    """Read what was agreed, and their side; Notion's pages are let go of with this function."""
    pages, waited_s = reader.pages(links), site.waiting.waited_s
    if seeker is not None and seeker.settle(pages):
        links = _links(site)
    if site.waiting.waited_s > waited_s:  # people went on writing meanwhile
        pages = reader.pages(links)
    return links, reader.theirs(pages, links)


def _planned(site: Site, links: tuple[Link, ...], theirs: Theirs) -> SyncPlan:
    with site.services.db.read() as tx:
        ours = read_ours(tx, site.partnership_id, links, site.services.now, site.base_url)
        conflicts = stored_links.open_conflicts(tx, site.partnership_id)
    return plan_rows(ours, links, theirs, conflicts, site.choices.only)


def _links(site: Site) -> tuple[Link, ...]:
    with site.services.db.read() as tx:
        return stored_links.links(tx, site.partnership_id)


def _preview(site: Site) -> Planned:
    doubts = len(intents.unfinished(site.services, site.partnership_id))
    looking = (f"Look for {doubts} writes whose arrival we don't know yet",) if doubts else ()
    former = former_rows(site).page_ids
    parts, tables = foreseen_tables(site)
    links = forgotten(let_go(_links(site), former), parts)
    if is_made(place_of(site)):
        planned = _read_and_plan(site, _reader(site, tables), None, links)
    else:
        planned = _planned(site, links, Theirs())
    with site.services.db.read() as tx:
        conflicts = stored_links.open_conflicts(tx, site.partnership_id)
    followed = {link.id for link in links if link.kind != GONE}
    waiting = sum(each.link_id in followed for each in conflicts)
    steps = (*looking, *previewed((*parts, *planned.actions)))
    said = (*told(links, former), *planned.messages)
    return Planned(steps, said, max(waiting, planned.conflicts))


def _told(error: ConnectorError | HedgerowError, site: Site) -> HedgerowError:
    if isinstance(error, HedgerowError):
        return error
    return in_words(error, at_parent=place_of(site) is None)


def _kept(done: Synced, *, is_stopped: bool = False) -> dict[str, Any]:
    """Return what is stored of a run: counts and sentences; its steps are stored by themselves."""
    kept = asdict(done)
    return {each: kept[each] for each in kept if each not in ("steps", "failures")} | {
        "is_stopped": is_stopped
    }


def _synced(tally: Tally, site: Site, planned: SyncPlan | None, stopped: str = "") -> Synced:
    messages = (*tally.messages, *site.waiting.said, *((stopped,) if stopped else ()))
    return Synced(
        pushed=len(tally.pushed),
        edits=tally.edits,
        conflicts=planned.conflicts if planned else 0,
        waiting=planned.waiting if planned else 0,
        trashed=tally.trashed,
        writes=tally.writes + site.writes,
        messages=tuple(dict.fromkeys(messages)),
        rows=tally.rows,
        blocks_beyond_100=tuple(tally.blocks_beyond_100),
        named_later=tally.named_later,
    )
