"""What the demo counted, as the JSON that `hedgerow demo --report FILE` writes.

Counts come from what took place (the sandbox's own list of calls, the use cases' outcomes), never
from what was meant to take place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

READING_POSTS = ("/query", "/search")


@dataclass(slots=True)
class Report:
    """One telling of the story in numbers; see the README for what each says."""

    board: dict[str, int] = field(default_factory=dict)
    agreement: dict[str, int] = field(default_factory=dict)
    captures: list[dict[str, Any]] = field(default_factory=list)
    desk: dict[str, int] = field(default_factory=dict)
    curated: dict[str, int] = field(default_factory=dict)
    sync: dict[str, int] = field(default_factory=dict)
    pulled: dict[str, int] = field(default_factory=dict)
    notion: dict[str, int] = field(default_factory=dict)
    designs: dict[str, int] = field(default_factory=dict)
    permission: dict[str, int] = field(default_factory=dict)
    asks: dict[str, int] = field(default_factory=dict)  # put to the sponsor
    returns: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    participants: dict[str, int] = field(default_factory=dict)  # by phone
    jobs: dict[str, int] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Write the report to a file."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def of_vendor(calls: Iterable[Mapping[str, Any]], vendor: str) -> list[Mapping[str, Any]]:
    """Return the calls to one vendor."""
    return [call for call in calls if call["vendor"] == vendor]


def for_board(calls: Iterable[Mapping[str, Any]]) -> int:
    """Count the calls that built a board; letting somebody in is none of them."""
    return sum(not call["route"].endswith("/members") for call in of_vendor(calls, "miro"))


def writes(calls: Iterable[Mapping[str, Any]]) -> int:
    """Count the calls that changed something; a query is a POST that reads."""
    return sum(
        call["method"] != "GET" and not call["route"].endswith(READING_POSTS) for call in calls
    )
