"""What the story needs beside the session files: people, sentences, days, pieces; all fictional.

The file ships with the product (`data/demo.toml`); a key that is missing or mistyped there is a
mistake of ours, so it fails loudly and its test names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

DATA: Traversable = files("plugin.demo") / "data"


@dataclass(frozen=True, slots=True)
class Host:
    """What a board of the community prints; `permission_note` has a line for each sentence."""

    sponsor: str
    permission: tuple[str, ...]
    host: str
    contact: str
    rules: tuple[str, ...]

    @property
    def permission_note(self) -> str:
        """The sentences of the permission as a community stores them."""
        return "\n".join(self.permission)


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Who gave the permission, as somebody who signs in."""

    name: str
    email: str
    party: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """The one person of another partnership, with that partnership's community."""

    partnership: str
    community: str
    question: str
    name: str
    email: str
    party: str


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """One meeting; without a template it has no board, without a file nothing is played on it."""

    key: str
    name: str
    day: date
    template: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPiece:
    """A piece to make of kept notes; the group changes `drafted` in its story to `agreed`."""

    key: str
    notes: tuple[str, ...]
    title: str
    line: str
    narrative: str
    is_read_back: bool = False
    drafted: str = ""
    agreed: str = ""
    against: tuple[str, ...] = ()  # notes that do not fit, and stay beside it

    @property
    def draft(self) -> str:
        """Return the story as Helen wrote it."""
        return self.narrative.replace(self.agreed, self.drafted) if self.drafted else self.narrative


@dataclass(frozen=True, slots=True)
class PlannedSorting:
    """How Helen sorts notes that no piece is made of: clusters, a theme, and what is left."""

    clusters: tuple[tuple[str, tuple[str, ...]], ...]  # a sentence and its notes
    theme: tuple[str, str, tuple[str, ...]]  # its name, what it means, and its notes
    nowhere: tuple[str, ...]
    disguises: tuple[tuple[str, str], ...]  # a name, and what stands there instead


@dataclass(frozen=True, slots=True)
class Edits:
    """What is edited between two syncs; `retitled`, `edited_on_both_sides` are keys of pieces."""

    retitled: str
    title_in_notion: str
    edited_on_both_sides: str
    line_here: str
    line_in_notion: str
    editor_in_notion: str
    curated_in_notion: Mapping[str, str]  # of `retitled`: what is chosen in its columns, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFile:
    """The whole file; `emails` maps cast ids of the session files to addresses."""

    community: Host
    sponsor: Sponsor
    stranger: Stranger
    emails: Mapping[str, str]
    meetings: tuple[DemoMeeting, ...]
    pieces: tuple[PlannedPiece, ...]
    sorting: PlannedSorting
    sync: Edits

    def meeting(self, key: str) -> DemoMeeting:
        """Return a meeting by its key; raise KeyError if there is none."""
        return {meeting.key: meeting for meeting in self.meetings}[key]


def read_demo_file(source: Traversable = DATA / "demo.toml") -> DemoFile:
    """Read the shipped file."""
    found = tomllib.loads(source.read_text(encoding="utf-8"))
    return DemoFile(
        community=Host(**_tuples(found["community"])),
        sponsor=Sponsor(**found["sponsor"]),
        stranger=Stranger(**found["stranger"]),
        emails=found["emails"],
        meetings=tuple(DemoMeeting(**row) for row in found["meeting"]),
        pieces=tuple(_piece(row) for row in found["piece"]),
        sorting=_sorting(found),
        sync=Edits(**found["sync"]),
    )


def shipped(name: str) -> Path:
    """Return a file of the demo's data; it lies in a folder, installed or in a checkout."""
    return Path(str(DATA / name))


def _sorting(found: Mapping[str, Any]) -> PlannedSorting:
    theme = found["theme"]
    return PlannedSorting(
        tuple((row["sentence"], tuple(row["notes"])) for row in found["cluster"]),
        (theme["name"], theme["definition"], tuple(theme["notes"])),
        tuple(found["nowhere"]["notes"]),
        tuple(found["disguise"].items()),
    )


def _piece(row: dict[str, Any]) -> PlannedPiece:
    return PlannedPiece(**_tuples(row | {"narrative": row["narrative"].strip()}))


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
