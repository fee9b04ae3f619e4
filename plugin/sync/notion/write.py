"""The writes to Notion: each is recorded, sent, and settled with its link in one transaction.

Making rows and adding blocks is not harmless to repeat: `in_doubt` looks for them before anything
is sent again. The others set values; what came of them is seen by reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.errors import NotThereOrNotShared
from connectors.notion.client import NotionClient
from connectors.notion.new_blocks import (
    NewBlock,
    slices,
)
from connectors.notion.parents import InDataSource
from plugin.domain.links import Link, Phase, RowState, Sent
from plugin.store import links as stored_links
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync import messages
from plugin.sync.actions import (
    AddParagraphs,
    AddReadings,
    AppendRest,
    CreateRow,
    RemoveParagraph,
    ReplaceParagraph,
    Trash,
    UpdateProperties,
)
from plugin.sync.body_blocks import BodyBlock
from plugin.sync.columns import COLUMNS, KEY, SOURCE_OF_KIND, TITLES
from plugin.sync.errors import LeftForLater
from plugin.sync.here.readings import forget_reading
from plugin.sync.notion.block_tree import as_block
from plugin.sync.notion.property_values import Table, Tables, new_values
from plugin.sync.pieces.read_as import agreed_of
from plugin.sync.pieces.values import story
from plugin.sync.target import SyncTarget
from schemas.notion import Block


@dataclass(slots=True)
class NotionWriter:
    """Writes to the rows of one partnership."""

    target: SyncTarget
    tables: Tables
    written: set[str] = field(default_factory=set)  # our ids of the rows written to

    @property
    def services(self) -> Services:
        """Return the database, the clock and the ids."""
        return self.target.services

    @property
    def notion(self) -> NotionClient:
        """Return the connection to Notion."""
        return self.target.notion

    def create_row(self, action: CreateRow) -> None:
        """Make a row with its key and the first blocks of its body; append the others."""
        table = self.tables[SOURCE_OF_KIND[action.about.kind]]
        if KEY not in table.usable:
            said = {"name": "Hedgerow key", "source": TITLES[table.name]}
            raise LeftForLater(messages.COLUMN_GONE.format(**said))
        values = self._values(table, {**action.values, KEY: action.key})
        action = replace(action, body=self._led(action.body))
        portions = slices([as_block(block) for block in action.body])
        first = portions[0] if portions else ()
        payload = payload_of(action, len(first))
        parent = InDataSource(table.source.data_source_id)
        self.target.write(
            "create_row",
            f"row:{action.key}",
            payload,
            lambda: self.notion.create_page(parent, values, first),
            lambda tx, page: self._save_new(tx, action, page.id, len(first)),
        )
        sent = len(first)
        for portion in portions[1:]:
            self._append(action.about.our_id, portion, sent, None)
            sent += len(portion)

    def append_rest(self, action: AppendRest) -> None:
        """Append what is left of a body that was not sent to its end."""
        sent, after = action.sent, action.after
        for portion in slices([as_block(block) for block in action.blocks]):
            self._append(action.about.our_id, portion, sent, after)
            sent, after = sent + len(portion), None

    def update_properties(self, action: UpdateProperties) -> None:
        """Set properties, and remember them as agreed."""
        link = self.link_of(action.about.our_id)
        table = self.tables[SOURCE_OF_KIND[action.about.kind]]
        values = self._values(table, dict(action.values))
        self.target.write(
            "update_properties",
            f"row:{link.key}",
            {},
            lambda: self.notion.update_page(link.notion_page_id, values),
            lambda tx, _: relink(
                tx,
                link,
                lambda now: replace(
                    now,
                    agreed={**now.agreed, **action.values},
                    state=now.state
                    if action.wording is None
                    else replace(now.state, revision=action.wording),
                ),
            ),
        )

    def add_paragraphs(self, action: AddParagraphs) -> None:
        """Add paragraphs of ours, and remember their ids."""
        link = self.link_of(action.about.our_id)
        after = action.after
        for portion in slices([as_block(block) for block in action.blocks]):
            after = self._add_portion(link, portion, after)

    def put_on_page(
        self,
        link: Link,
        kind: str,
        blocks: Sequence[NewBlock],
        after: str | None = None,
        *,
        at_start: bool = False,
    ) -> tuple[Block, ...]:
        """Add blocks that are looked for on the page before any are put there again."""
        return self.target.write(
            kind,
            f"body:{link.key}",
            {"our_id": link.our_id},
            lambda: self.notion.append(link.notion_page_id, blocks, after, at_start=at_start),
            lambda _tx, _made: {},
        )

    def add_readings(self, action: AddReadings) -> None:
        """Add how a piece is read; nothing of it is the story, so no ids are remembered."""
        link = self.link_of(action.about.our_id)
        after = action.after
        for portion in slices([as_block(block) for block in action.blocks]):
            made = self.put_on_page(link, "tell_page", portion, after)
            after = made[len(portion) - 1].id

    def replace_paragraph(self, action: ReplaceParagraph) -> None:
        """Give one of our blocks other words."""
        self.link_of(action.about.our_id)
        block = as_block(BodyBlock(action.type, action.text, action.link, page=action.page))
        block.as_json()
        self.target.write(
            "write_block",
            f"block:{action.block_id}",
            {},
            lambda: self.notion.update_block(action.block_id, block),
            lambda _tx, _: {"block": action.block_id},
        )

    def remove_paragraph(self, action: RemoveParagraph) -> None:
        """Take one of our paragraphs away; it may be gone already."""
        link = self.link_of(action.about.our_id)

        def send() -> None:
            try:
                self.notion.delete_block(action.block_id)
            except NotThereOrNotShared:
                return  # somebody took it away since the page was read: that is what we want

        self.target.write(
            "delete_block",
            f"block:{action.block_id}",
            {},
            send,
            lambda tx, _: relink(tx, link, lambda now: _without_block(now, action.block_id)),
        )

    def trash(self, action: Trash) -> None:
        """Put an emptied row into the trash; its link keeps the key and no words of the piece."""
        link = self.link_of(action.about.our_id)
        self.target.write(
            "trash_page",
            f"row:{link.key}",
            {},
            lambda: self.notion.trash_page(link.notion_page_id),
            lambda tx, _: relink(tx, link, lambda now: now.taken_down(action.boxed, action.copies)),
        )

    def _add_portion(self, link: Link, portion: Sequence[NewBlock], after: str | None) -> str:
        made = self.target.write(
            "add_paragraphs",
            f"body:{link.key}",
            {"our_id": link.our_id},
            lambda: self.notion.append(link.notion_page_id, portion, after, at_start=after is None),
            lambda tx, blocks: relink(
                tx,
                link,
                lambda now: replace(now, blocks=(*now.blocks, *(block.id for block in blocks))),
            ),
        )
        return made[-1].id

    def _append(
        self, our_id: str, portion: Sequence[NewBlock], sent: int, after: str | None
    ) -> None:
        link, arrived = self.link_of(our_id), sent + len(portion)
        self.target.write(
            "append_body",
            f"body:{link.key}",
            {"our_id": our_id, "arrived": str(arrived)},
            lambda: self.notion.append(link.notion_page_id, portion, after),
            lambda tx, _: relink(
                tx, link, lambda now: replace(now, state=now.state.arrived(arrived))
            ),
        )

    def _save_new(self, tx: Tx, action: CreateRow, page_id: str, sent: int) -> dict[str, object]:
        told = [block.text for block in action.body if block.is_story]
        narrative = {"narrative": story("\n\n".join(told))} if action.body else {}
        link = Link(
            id=self.services.new_id(),
            partnership_id=self.target.partnership_id,
            kind=action.about.kind,
            our_id=action.about.our_id,
            key=action.key,
            notion_page_id=page_id,
            agreed={**action.values, **narrative, **agreed_of(action.body)},
            state=first_state(action.wording, sent),
        )
        stored_links.add_link(tx, link)
        return {"page": page_id}

    def _values(self, table: Table, values: dict[str, str]) -> dict[str, Any]:
        try:
            found = new_values(table, values, self._page_ids(table, values))
        except KeyError:
            raise LeftForLater(messages.LEFT) from None  # the row that it leads to is not there yet
        for value in found.values():
            value.as_json()  # what cannot be written fails before it is recorded as on its way
        return dict(found)

    def _page_ids(self, table: Table, values: dict[str, str]) -> dict[str, str]:
        """Return the pages of the rows that relations among `values` lead to, by our id."""
        leading = {column.field for column in COLUMNS[table.name] if column.to} & values.keys()
        our_ids = {each for field in leading for each in values[field].split("\n")}
        return self._pages_of(our_ids - {""})

    def _led(self, body: tuple[BodyBlock, ...]) -> tuple[BodyBlock, ...]:
        """Return a body whose bullets name the rows that were made since it was planned, too."""
        pages = self._pages_of({each.made_now for each in body} - {""})
        return (
            tuple(replace(e, page=pages.get(e.made_now, e.page)) for e in body) if pages else body
        )

    def _pages_of(self, our_ids: set[str]) -> dict[str, str]:
        if not our_ids:
            return {}
        with self.services.db.read() as tx:
            return stored_links.pages_of(tx, our_ids)

    def link_of(self, our_id: str) -> Link:
        """Return the link of a row that is about to be written to; raise LeftForLater for none."""
        with self.services.db.read() as tx:
            link = stored_links.link_of(tx, our_id)
        if link is None:
            raise LeftForLater(messages.LEFT)
        if our_id not in self.written:
            self.written.add(our_id)
            forget_reading(self.services, our_id)
        return link


def payload_of(action: CreateRow, sent: int) -> dict[str, object]:
    """Return what is needed to recognise a new row, and to link it without its answer."""
    return {
        "kind": action.about.kind,
        "our_id": action.about.our_id,
        "key": action.key,
        "wording": action.wording,
        "sent": sent,
    }


def first_state(wording: int, sent: int) -> RowState:
    """Return the state of a new row; rows of sessions and communities have no body."""
    if not wording:
        return RowState()
    return RowState(phase=Phase.ARRIVING, revision=wording, sent=Sent(sent))


def relink(tx: Tx, link: Link, change: Callable[[Link], Link]) -> dict[str, object]:
    """Change a link as it is now: somebody may have settled a conflict, or let go of its row."""
    now = stored_links.link(tx, link.id)
    if now is not None and now.is_followed:
        stored_links.save_link(tx, change(now))
    return {"page": link.notion_page_id}


def _without_block(link: Link, block_id: str) -> Link:
    return replace(link, blocks=tuple(each for each in link.blocks if each != block_id))
