"""What one run stands on: whose memory, under which page in Notion, and what a person asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from connectors.notion.client import NotionClient
from plugin.intents import ArrivalWait
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
    """The place being made or used; `wrote` names what was sent to make it."""

    services: Services
    notion: NotionClient
    partnership_id: str
    parent_page_id: str
    base_url: str
    options: SyncOptions = NO_OPTIONS
    wrote: list[str] = field(default_factory=list)
    waiting: ArrivalWait = field(default_factory=ArrivalWait)
    is_short: bool = False  # pages are to have few blocks

    @property
    def writes(self) -> int:
        """Count what was written to Notion."""
        return len(self.wrote)

    def sending(self, what: str, send: Callable[[], T]) -> Callable[[], T]:
        """Return `send` so that it is counted when it is called, not before."""

        def sent() -> T:
            self.wrote.append(what)
            return send()

        return sent

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
