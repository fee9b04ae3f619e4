"""Writes whose outcome is not known: looked for, adopted or dropped; never simply repeated.

A new row is looked for by its Hedgerow key (several times, since queries may lag), the rest of a
body by the blocks that are there, each as long as it may still arrive. Added blocks are waited
for; then reading shows what came of them, as of all that only sets values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from connectors.errors import NotThereOrNotShared
from connectors.notion.filters import TextEquals
from plugin import intents
from plugin.domain.judgements import JUDGED, THEMES
from plugin.domain.links import Link
from plugin.domain.remote_writes import Intent
from plugin.intents import ArrivalWait
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync.columns import KEY, SOURCE_OF_KIND
from plugin.sync.notion.read import NotionReader, Pages
from plugin.sync.notion.write import first_state
from plugin.sync.pieces.values import words_of

MORE_LOOKS = 3


@dataclass(slots=True)
class InDoubtResolver:
    """Looks for what unfinished intents of one partnership may have made, and collects it."""

    services: Services
    reader: NotionReader
    partnership_id: str
    waiting: ArrivalWait
    found: list[Intent] = field(default_factory=list)  # rows that had arrived

    def settle(self, pages: Pages) -> bool:
        """Close every unfinished intent about rows; return whether there was one."""
        unfinished = intents.left_behind(self.services, self.partnership_id)
        for intent in unfinished:
            if intent.kind == "create_row":
                self._new_row(intent, pages)
            elif intent.kind == "append_body":
                self._rest_of_body(intent)
            else:
                self._settle_by_reading(intent)
        return bool(unfinished)

    def _settle_by_reading(self, intent: Intent) -> None:
        adds = intent.kind in ("add_paragraphs", "frame_row", "tell_page")
        if adds and not intent.outcome.get("committed_resource_id"):
            self.waiting.wait_out(intent, self.services.now)
        intents.drop(self.services, intent)

    def _new_row(self, intent: Intent, pages: Pages) -> None:
        has_arrived = intents.adopt_or_drop(
            self.services,
            intent,
            lambda: self._by_key(intent, pages),
            lambda tx, page_id: self._link(tx, intent, page_id),
        )
        self.found += [intent] if has_arrived else []

    def _by_key(self, intent: Intent, pages: Pages) -> str | None:
        key, name = str(intent.payload["key"]), SOURCE_OF_KIND[str(intent.payload["kind"])]
        for page in pages[name]:
            if self.reader.key_of(name, page) == key:
                return page.id
        now = self.services.now
        return self.waiting.find(intent, now, lambda: self._asked_for(name, key), MORE_LOOKS)

    def _asked_for(self, name: str, key: str) -> str | None:
        table = self.reader.tables[name]
        asked = TextEquals(table.property_id(KEY), key)
        rows = self.reader.notion.query(table.source.data_source_id, asked)
        return rows[0].id if rows else None

    def _link(self, tx: Tx, intent: Intent, page_id: str) -> Mapping[str, object]:
        """Link a row that was found; what was sent is what both sides had agreed on."""
        said = intent.payload
        our_id, wording = str(said["our_id"]), _number(said.get("wording"))
        stored_links.save_link(
            tx,
            Link(
                id=self.services.new_id(),
                partnership_id=self.partnership_id,
                kind=str(said["kind"]),
                our_id=our_id,
                key=str(said["key"]),
                notion_page_id=page_id,
                agreed=_agreed(tx, our_id, wording),
                state=first_state(wording, _number(said.get("sent"))),
            ),
        )
        return {"page": page_id}

    def _rest_of_body(self, intent: Intent) -> None:
        our_id, arrived = str(intent.payload["our_id"]), str(intent.payload["arrived"])
        with self.services.db.read() as tx:
            link = stored_links.link_of(tx, our_id)
        if link is None or not self._has_arrived(intent, link, int(arrived)):
            intents.drop(self.services, intent)
            return
        told = replace(link, state=link.state.arrived(int(arrived)))
        intents.adopt(self.services, intent, lambda tx: _saved(tx, told))

    def _has_arrived(self, intent: Intent, link: Link, blocks: int) -> bool:
        def look() -> bool | None:
            return True if self._ours_on_page(link) >= blocks else None

        return self.waiting.find(intent, self.services.now, look) is not None

    def _ours_on_page(self, link: Link) -> int:
        try:
            page = self.reader.notion.page(link.notion_page_id)
            blocks = self.reader.notion.children(link.notion_page_id)
        except NotThereOrNotShared:
            return 0
        makers = [block.created_by for block in blocks if block.created_by]
        return sum(each == page.created_by or self.reader.is_bot(each) for each in makers)


def _agreed(tx: Tx, our_id: str, number: int) -> dict[str, str]:
    whole = stored_pieces.piece(tx, our_id) if number else None
    sent = [each for each in whole.wordings if each.number == number] if whole else []
    if not whole or not sent:
        return {}
    # What was judged of it may have changed here since: nothing is agreed on that.
    return {**dict.fromkeys((*JUDGED, THEMES), ""), **words_of(sent[0])}


def _saved(tx: Tx, link: Link) -> Mapping[str, object]:
    stored_links.save_link(tx, link)
    return {"page": link.notion_page_id}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
