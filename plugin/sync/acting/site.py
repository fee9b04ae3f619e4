"""What one run stands on: whose memory, under which page in Notion, and what a person asked for."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.notion.client import NotionClient
from plugin.store.ground import Ground


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person asked for beyond a plain run."""

    only: frozenset[str] = frozenset()  # pieces; empty: all
    although_gone: bool = False  # many rows are gone at once, and are meant to be
    mend_columns: bool = False  # make columns anew that are missing, or of another type
    full: bool = False  # read every body, even those that cannot have changed


PLAIN = Choices()


@dataclass(slots=True)
class Site:
    """The place being made or used; `writes` counts what was written to Notion."""

    ground: Ground
    notion: NotionClient
    partnership_id: str
    parent_page_id: str
    base_url: str
    choices: Choices = PLAIN
    writes: int = 0

    @property
    def home(self) -> str:
        """Return the address of the memory here: it names the partnership on the page there."""
        return f"{self.base_url}/p/{self.partnership_id}/memory"
