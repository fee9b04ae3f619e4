"""What one run stands on: whose memory, under which page in Notion, and what a person asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from connectors.notion.client import NotionClient
from plugin import intents
from plugin.intents import ArrivalWait
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync.memory_actions import MEMORY_PAGE

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What a person asked for beyond a plain run."""

    only: frozenset[str] = frozenset()  # pieces; empty: all
    although_gone: bool = False  # many rows are gone at once, and are meant to be
    mend_columns: bool = False  # make columns anew that are missing, or of another type
    full: bool = False  # read every body, even those that cannot have changed


NO_OPTIONS = SyncOptions()


def lease_of(partnership_id: str) -> str:
    """Return what whoever writes to a partnership's memory in Notion must be alone with."""
    return f"sync:{partnership_id}"


@dataclass(slots=True)
class SyncTarget:
    """The place being made or used; `writes` counts what was sent to Notion."""

    services: Services
    notion: NotionClient
    partnership_id: str
    parent_page_id: str
    base_url: str
    options: SyncOptions = NO_OPTIONS
    writes: int = 0
    waiting: ArrivalWait = field(default_factory=ArrivalWait)
    is_short: bool = False  # pages are to have few blocks

    def write(
        self,
        kind: str,
        key: str,
        payload: Mapping[str, object],
        send: Callable[[], T],
        settle: Callable[[Tx, T], Mapping[str, object]],
    ) -> T:
        """Record a write, send it, and settle it; it is counted when it is sent, not before."""

        def sent() -> T:
            self.writes += 1
            return send()

        return intents.write(
            self.services,
            kind=kind,
            subject=self.partnership_id,
            key=key,
            payload=payload,
            send=sent,
            settle=settle,
        )

    @property
    def path(self) -> str:
        """Return what names the memory in addresses: it is found on the page there."""
        return f"/p/{self.partnership_id}/memory"

    @property
    def home(self) -> str:
        """Return the address of the memory here."""
        return f"{self.base_url}{self.path}"

    @property
    def title(self) -> str:
        """Return the title of the memory's page."""
        return MEMORY_PAGE
