"""A run in words and counts: what each step did or would have done, and what came of all.

A step is stored with ids only. Whoever shows it looks up the title that a thing has today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plugin.domain.pieces import name_for_all
from plugin.domain.sync_runs import StepOutcome, SyncStep
from plugin.store import communities as stored_communities
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync import messages
from plugin.sync.actions import Action, kinds_of_action
from plugin.sync.memory_actions import PAGE, PARTS, name_of_part

_PATHS = {"piece": "/pieces/{}", "session": "/s/{}", "community": "/c/{}/"}
_TAKEN_BACK = "taken back"
# An action as a preview is stored: its name, what it is about and that thing's id, its fields.
KeptStep = tuple[str, str, str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a run in words; `path` is where its thing stands here."""

    line: str
    outcome: StepOutcome
    why: str
    path: str
    is_quiet: bool  # bookkeeping that nobody needs to read about

    @property
    def is_done(self) -> bool:
        """Say whether it was done."""
        return self.outcome is StepOutcome.DONE

    @property
    def is_failure(self) -> bool:
        """Say whether it could not be done, for a reason of its own."""
        return self.outcome in (StepOutcome.FAILED, StepOutcome.STOPPED)

    def failure_message(self, base_url: str) -> str:
        """Say what was not done, with its address here, and why."""
        where = f" ({base_url}{self.path})" if self.path else ""
        return f"{self.line}{where}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
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
        return messages.IN_DOUBT in self.messages

    def count(self, outcome: str) -> int:
        """Count the steps of which this came, a word of `StepOutcome`."""
        return sum(step.outcome == outcome for step in self.steps)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do and say; empty when both sides have the same words."""

    steps: tuple[str, ...]  # lines as those of the steps that the run then stores
    messages: tuple[str, ...]
    conflicts: int = 0  # fields of any piece that wait, or then would wait, for somebody to choose
    # What the lines say; it holds words that not everybody may read, so no log has it.
    actions: tuple[Action, ...] = field(default=(), repr=False)
    looking: tuple[str, ...] = ()  # what would be looked for before that

    @property
    def lines(self) -> tuple[str, ...]:
        """Return everything, a line each."""
        return (*self.steps, *self.messages)

    @property
    def kept(self) -> dict[str, Any]:
        """Return what can be stored of it: ids and sentences, nobody's words."""
        steps = [kept_of(each) for each in self.actions if not each.is_quiet]
        return {"looking": self.looking, "steps": steps, "messages": self.messages}


def step_line(step: SyncStep, outcome: StepOutcome, name: str) -> StepLine:
    """Return a step in words; `name` is what its thing is called now."""
    path = _PATHS[step.kind].format(step.our_id) if step.kind in _PATHS else ""
    kind = _kind_of_action(step.action)
    line = _line(kind.says if kind else step.action, step.kind, name, step.fields)
    return StepLine(line, outcome, step.why, path, kind is not None and kind.is_quiet)


def line_of(action: Action) -> str:
    """Say in a line what will be done."""
    return _line(action.says, action.about.kind, action.about.name, action.fields)


def _line(says: str, kind: str, name: str, fields: Iterable[str]) -> str:
    what = ", ".join(fields)
    return f"{says} {_thing(kind)} “{name}”{f' ({what})' if what else ''}"


def _thing(kind: str) -> str:
    """Return what a thing is, in words: a kind of our things, or a part of a memory."""
    if kind in PARTS:
        return "the page" if kind == PAGE else "the table"
    return f"the {kind}"


def _kind_of_action(name: str) -> type[Action] | None:
    """Return an action by its name as steps keep it, None for one of an earlier version."""
    return next((each for each in kinds_of_action() if each.__name__ == name), None)


def name_now(tx: Tx, kind: str, our_id: str, now: datetime) -> str:
    """Return the name that a thing has now, as everybody of the partnership may read it."""
    if kind == "piece":
        piece = stored_pieces.piece(tx, our_id)
        return name_for_all(piece, now) if piece else _TAKEN_BACK
    if kind == "session":
        session = stored_sessions.session(tx, our_id)
        return session.name if session else _TAKEN_BACK
    if kind in PARTS:
        return name_of_part(kind)
    community = stored_communities.community(tx, our_id)
    return community.name if community else _TAKEN_BACK


def previewed(actions: Iterable[Action]) -> tuple[str, ...]:
    """Return what will be done, in lines and without bookkeeping."""
    return counted(line_of(each) for each in actions if not each.is_quiet)


def kept_of(action: Action) -> KeptStep:
    """Return what is stored of an action that a preview found: ids, and no words."""
    return type(action).__name__, action.about.kind, action.about.our_id, action.fields


def lines_of(services: Services, kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a stored preview (`Preview.kept`) in lines, with the names that things have now."""
    with services.db.read() as tx:
        steps = counted(
            _line(kind.says, about, name_now(tx, about, our_id, services.now), fields)
            for action, about, our_id, fields in kept["steps"]
            if (kind := _kind_of_action(action)) is not None
        )
    return (*kept["looking"], *steps)


def counted(lines: Iterable[str]) -> tuple[str, ...]:
    """Return each line once, with how often it was there."""
    found = Counter(lines)
    return tuple(line if n == 1 else f"{line}, {n} times" for line, n in found.items())
