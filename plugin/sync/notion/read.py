"""Reading their side: what Notion shows, and why something is not to be seen there.

Nothing is believed to be gone because it is absent: a missing row is asked for by its id, and a
source that is suddenly empty stops the run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from connectors.account import MISMATCH
from connectors.errors import NotAnAnswer, NotThereOrNotShared, RefusedForGood
from connectors.notion.block_walk import Walked
from connectors.notion.client import NotionClient
from connectors.notion.rows import RowSlimmer
from connectors.notion.trash_check import TrashCheck
from plugin.domain.blankness import one_line
from plugin.domain.links import Absence, Link, Phase, Reading, page_address
from plugin.errors import StoppedForSafety
from plugin.sync import messages
from plugin.sync.columns import COLUMNS, KEY, MEMORY, SOURCE_OF_KIND, SOURCES, TITLES
from plugin.sync.local_actions import Edited
from plugin.sync.notion.block_tree import as_theirs, walked
from plugin.sync.notion.comments import CommentReader
from plugin.sync.notion.property_values import Table, Tables, column_messages, read_values
from plugin.sync.notion.templates import without_templates
from plugin.sync.pieces.made_in_notion import piece_id_of
from plugin.sync.pieces.readings import BodyRead, is_remembered, remembered
from plugin.sync.pieces.sides import NewRow, Row, Theirs
from plugin.sync.pieces.story import TheirBlock
from plugin.sync.pieces.values import THEIRS
from schemas.notion import Page, Value

LOG = logging.getLogger("hedgerow.sync")
Pages = Mapping[str, tuple[Page, ...]]  # by source


@dataclass(slots=True)
class NotionReader:
    """Reads their side in one run; each page's body at most once, most from memory only."""

    notion: NotionClient
    tables: Tables
    now: Callable[[], datetime]
    partnership_id: str
    is_linked: Callable[[str], bool]  # to anything of any partnership, by page id
    reads_all: bool = False  # comments too, which need not move the minute of their page
    although_gone: bool = False  # a person said that what is gone is meant to be
    is_kept: bool = True  # what is read is remembered afterwards; not so where one only plans
    messages: list[str] = field(default_factory=list)
    queried: set[str] = field(default_factory=set)  # ids of the rows that queries showed
    listed: dict[str, Page] = field(default_factory=dict)  # of bodies from memory; without values
    bodies: dict[str, BodyRead] = field(default_factory=dict)  # by page id; not those from memory
    made_there: set[str] = field(default_factory=set)  # ids of pages that people made
    comments: CommentReader = field(init=False)
    trash_check: TrashCheck = field(init=False)
    _us: str = ""

    def __post_init__(self) -> None:
        self.comments = CommentReader(self.notion)
        self.trash_check = TrashCheck(self.notion)

    def pages(self, links: Sequence[Link]) -> dict[str, tuple[Page, ...]]:
        """Query every table once; raise StoppedForSafety for a source that is suddenly empty."""
        for table in self.tables.values():
            self.messages += column_messages(table)
        listing = RowSlimmer()
        ids = {name: self.tables[name].source.data_source_id for name in SOURCES}
        found = {name: tuple(listing.slimmed(self.notion.each_row(ids[name]))) for name in SOURCES}
        for name, pages in found.items():
            self._stop_if_suddenly_empty(name, pages, links)
            self.queried |= {page.id for page in pages}
        return found

    def theirs(self, pages: dict[str, tuple[Page, ...]], links: Sequence[Link]) -> Theirs:
        """Read every linked row, the bodies of pieces included; ask for those that are absent.

        `pages` are let go of: each while its row is made, for all of both would take much memory.
        """
        our_ids = _ids_here(pages, links)
        self.made_there |= {link.notion_page_id for link in links if link.is_made_there}
        copies = self._copies(pages, links)
        by_key = self._by_key(pages, links)
        made = tuple(self._new_rows(pages, links, our_ids))
        new_rows = without_templates(self.notion, self.tables[MEMORY].source.data_source_id, made)
        listed = {page.id: page for each in pages.values() for page in each}
        pages.clear()
        rows, absent = {}, {}
        for link in links:
            if not link.is_followed:
                continue
            found = self._seen(listed.pop(link.notion_page_id, None), link)
            if isinstance(found, Absence):
                absent[link.notion_page_id] = found
                continue
            row = self._row(link, found, our_ids)
            of_it = copies.get(link.key)
            rows[found.id] = replace(row, copies=of_it) if of_it else row
        return Theirs(rows, absent, by_key, new_rows)

    def _seen(self, listed: Page | None, link: Link) -> Page | Absence:
        """Return the row of a link, or why it is not to be had."""
        found = listed or self._asked_for(link)
        if isinstance(found, Absence):
            return found
        if found.unread or found.parent_type is None:
            LOG.warning("A row cannot be read: %s", ", ".join(found.unread or ("parent",)))
            return Absence.UNREAD
        was_buried = link.state.where is Absence.BURIED and not self.reads_all
        return Absence.BURIED if was_buried and self.trash_check.is_buried(found) else found

    def _stop_if_suddenly_empty(
        self, name: str, pages: Sequence[Page], links: Sequence[Link]
    ) -> None:
        live = [link for link in links if link.is_followed]
        own = [link for link in live if SOURCE_OF_KIND[link.kind] == name]
        if pages or not own or self.although_gone:
            return
        # Queries leave archived rows out: one that is shown by its id is there.
        asked = [self._asked_for(link) for link in own]
        is_gone = all(found in (Absence.HIDDEN, Absence.TRASHED) for found in asked)
        if is_gone and Absence.HIDDEN in asked:
            raise StoppedForSafety(messages.EMPTY_SOURCE.format(source=TITLES[name]))

    def _asked_for(self, link: Link) -> Page | Absence:
        """Ask for a row that is not in its source: it may be archived, or listed late."""
        try:
            page = self.notion.page(link.notion_page_id)
        except NotThereOrNotShared:
            return Absence.HIDDEN
        except NotAnAnswer as error:
            if error.code != MISMATCH:
                raise
            return Absence.UNREAD
        return Absence.TRASHED if page.in_trash else page

    def _row(self, link: Link, page: Page, our_ids: Mapping[str, str]) -> Row:
        name = SOURCE_OF_KIND[link.kind]
        table, read = self.tables[name], dict[str, Any]()
        is_there = table.holds(page)
        if name == MEMORY:
            minute, may_remember = page.last_edited_time, is_there and not self.reads_all
            from_memory = may_remember and is_remembered(link, minute, self.now())
            if from_memory:
                self.listed[page.id] = replace(page, properties={})
            body = remembered(link) if from_memory else self._body(page, link)
            is_unasked = from_memory and link.is_made_there  # the call that it costs can wait
            by = None if is_unasked else self.edited(page)
            # A plan says nothing of comments: for it alone they are not worth a call a page.
            said = self.comments.on_page(link) if self.reads_all and self.is_kept else None
            read = {"body": body, "edited": by, "is_from_memory": from_memory, "said": said}
        if is_there:
            values, unread = read_values(table, self._whole(table, page), our_ids)
            return Row(page_id=page.id, values=values, unread=unread, **read)
        values = {COLUMNS[name][0].field: one_line(page.title)}
        return Row(page_id=page.id, values=values, is_elsewhere=True, **read)

    def _whole(self, table: Table, page: Page) -> Page:
        """Read relations to their end: a page's answer shows 25 of them."""
        cut = {
            name: self._value(page.id, value)
            for name, value in page.properties.items()
            if value.has_more and value.id in table.relations
        }
        return replace(page, properties={**page.properties, **cut}) if cut else page

    def _value(self, page_id: str, value: Value) -> Value:
        try:
            return self.notion.value(page_id, value.id)
        except NotAnAnswer as error:
            if error.code != MISMATCH:
                raise
            return replace(value, unread=(error.reason,))

    def _body(self, page: Page, link: Link) -> tuple[TheirBlock, ...]:
        """Read the blocks of a page; what stands below others only to find ours again."""
        minute, began = page.last_edited_time, self.now()
        walk = walked(self.notion.children, page.id) if link.stands_alone else (*self._ours(page),)
        body = [self._block(each, page, link) for each in walk]
        missing = {*link.blocks} - {block.id for block in body}
        if missing and not link.stands_alone:
            body = list(self._with_nested(body, missing, page, link))
        blocks = tuple(body)
        if self.is_kept:
            reading = Reading(minute, began, None) if minute else None
            self.bodies[page.id] = BodyRead(blocks, reading)
        return blocks

    def _ours(self, page: Page) -> Iterator[Walked]:
        """Yield the blocks of a page of ours, with what stands inside of our toggles."""
        for each in self._flat(page.id):
            yield each
            block = each.block
            is_our_toggle = block.type == "toggle" and block.created_by == self._maker_of_ours(page)
            if is_our_toggle and block.has_children:
                yield from self._flat(block.id, block.id)

    def _flat(self, holder_id: str, below: str = "") -> tuple[Walked, ...]:
        return tuple(Walked(block, below) for block in self.notion.children(holder_id))

    def _with_nested(
        self, body: Sequence[TheirBlock], missing: set[str], page: Page, link: Link
    ) -> Iterator[TheirBlock]:
        """Put blocks of ours that somebody nested behind what they stand under."""
        for block in body:
            yield block
            if block.has_children and missing:
                walk = self._flat(block.id, block.below or block.id)
                below = [self._block(each, page, link) for each in walk]
                found = self._with_nested(below, missing, page, link)
                yield from (each for each in found if each.id in missing)

    def _block(self, found: Walked, page: Page, link: Link) -> TheirBlock:
        """Return a block; whose it is matters most where we may have lost what we wrote."""
        block = found.block
        maker = block.created_by
        is_half_there = link.state.phase is not Phase.STANDING
        is_by_us = maker is not None and (
            maker == self._maker_of_ours(page) or (is_half_there and self.is_bot(maker))
        )
        is_styled = any(run.type != "text" or run.styles or run.link for run in block.runs)
        return as_theirs(found, is_by_us=is_by_us, is_bound=is_styled)

    def is_bot(self, user_id: str) -> bool:
        """Say whether that is the connection that writes now; another one may have made a page."""
        return user_id == self._me

    def with_bodies(
        self, theirs: Theirs, links: Iterable[Link], page_ids: Collection[str]
    ) -> Theirs:
        """Read bodies that came from memory, for something is to be done to them."""
        rows = dict(theirs.rows)
        for link in links:
            if link.notion_page_id in page_ids:
                page, row = self.listed[link.notion_page_id], rows[link.notion_page_id]
                body, by = self._body(page, link), self.edited(page)
                rows[row.page_id] = replace(row, body=body, edited=by, is_from_memory=False)
        return replace(theirs, rows=rows)

    def with_comments(self, theirs: Theirs, block_ids: Collection[str]) -> Theirs:
        """Leave free to be made again only those blocks on which nobody commented."""
        free = {block_id for block_id in block_ids if not self._may_have_comments(block_id)}
        rows = {
            page_id: replace(
                row,
                body=tuple(
                    replace(block, is_bound=block.is_bound or block.id not in free)
                    for block in row.body
                ),
            )
            for page_id, row in theirs.rows.items()
        }
        return replace(theirs, rows=rows)

    def _may_have_comments(self, block_id: str) -> bool:
        try:
            return bool(self.notion.comments(block_id))
        except RefusedForGood:  # the connection may not read comments, as it is by default
            return True

    def _by_key(self, pages: Pages, links: Sequence[Link]) -> dict[tuple[str, str], str]:
        """Rows with a key that no link knows; the older of two is ours, the other a copy."""
        linked = {link.notion_page_id for link in links}
        known = {link.key for link in links}
        down = {link.key for link in links if not link.is_followed}
        found: dict[tuple[str, str], str] = {}
        for name, listed in pages.items():
            for page in listed:
                key = self.key_of(name, page)
                if not key or page.id in linked:
                    continue
                if key == piece_id_of(self.partnership_id, page.id) or self.is_linked(page.id):
                    continue
                if key in down:
                    self.messages.append(messages.COPY_LEFT.format(address=page_address(page.id)))
                elif key in known or (name, key) in found:
                    address = page_address(page.id)
                    self.messages.append(messages.COPY.format(source=TITLES[name], address=address))
                else:
                    found[name, key] = page.id
        return found

    def _copies(self, pages: Pages, links: Sequence[Link]) -> dict[str, tuple[str, ...]]:
        """Return the rows of Memory with the key of another row, by that key, in an order."""
        own = {link.notion_page_id: link.key for link in links}
        keys = {*own.values()}
        found: dict[str, tuple[str, ...]] = {}
        for page in sorted(pages[MEMORY], key=lambda page: page.id):
            key = self.key_of(MEMORY, page)
            if key in keys and page.id not in own and not self.is_linked(page.id):
                found[key] = (*found.get(key, ()), page.id)
        return found

    def _new_rows(
        self, pages: Pages, links: Sequence[Link], our_ids: Mapping[str, str]
    ) -> Iterator[NewRow]:
        """Yield rows of Memory that people made and nothing here knows; copies carry a key."""
        linked, table = {link.notion_page_id for link in links}, self.tables[MEMORY]
        for page in pages[MEMORY]:
            if page.id in linked or not table.holds(page) or KEY not in table.usable:
                continue
            if self.is_linked(page.id):  # people dragged it here from another partnership's memory
                self.messages.append(messages.OF_OTHERS.format(address=page_address(page.id)))
                continue
            our_id = piece_id_of(self.partnership_id, page.id)
            if self.key_of(MEMORY, page) not in ("", our_id) or page.created_by == self._me:
                continue
            self.made_there.add(page.id)
            whole = self._whole(table, page)
            values, unread = read_values(table, whole, our_ids)
            when = page.last_edited_time, unread, page.created_time
            yield NewRow(our_id, page.id, values, *when)

    def edited(self, page: Page) -> Edited | None:
        """Return who edited a page last, None where that was us: an edit before is hidden."""
        by = page.last_edited_by
        return Edited(by, page.last_edited_time) if by and by != self._maker_of_ours(page) else None

    def _maker_of_ours(self, page: Page) -> str | None:
        """Return whose blocks on a page are ours: who made it, or we where people made it."""
        return self._me if page.id in self.made_there else page.created_by

    @property
    def _me(self) -> str:
        """Return who we are in Notion: one call in a run that meets what people made, no other."""
        self._us = self._us or self.notion.me().id
        return self._us

    def key_of(self, name: str, page: Page) -> str:
        """Return the Hedgerow key of a row, empty where it has none."""
        table = self.tables[name]
        if not table.holds(page) or KEY not in table.usable:
            return ""
        value = page.by_id(table.property_id(KEY))
        return value.text.strip() if value else ""


def _ids_here(pages: Pages, links: Sequence[Link]) -> dict[str, str]:
    """Return what rows are called here, by page: rows that people made in Memory are theirs."""
    theirs = {page.id: f"{THEIRS}{page.id}" for page in pages[MEMORY]}
    own = (link for link in links if link.is_followed and not link.stands_alone)
    return theirs | {link.notion_page_id: link.our_id for link in own}
