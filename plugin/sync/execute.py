"""Carries actions out, one after the other; a failing one does not stop the others.

A table has a handler for every action; what it does not know is refused before anything is sent.
Words are looked at once more before they leave (`release_guard.may_send`), and a row that people
edited since it was read is compared once more (`stale_check`). When an action of a row fails, the
later ones of that row are left for the next run; a lost connection ends the run. Every action that
is reached or left is noted with what came of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.errors import ConnectorError, LookFirst
from plugin import intents
from plugin.domain.jobs import JobPhase
from plugin.domain.links import Absence
from plugin.errors import NotNow
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.sync import actions as remote
from plugin.sync import local_actions as local
from plugin.sync import memory_actions as of_memory
from plugin.sync import messages
from plugin.sync.actions import Action
from plugin.sync.errors import (
    LeftForLater,
    about_one_action,
    ends_the_run,
    is_in_trash,
    sentence_of,
)
from plugin.sync.here import write as here
from plugin.sync.memory.change_columns import MemoryWriter
from plugin.sync.memory.make_views import ViewMaker
from plugin.sync.notion.stale_check import StaleCheck
from plugin.sync.notion.take_row import frame_row, take_row
from plugin.sync.notion.tell_page import tell_page
from plugin.sync.notion.write import NotionWriter
from plugin.sync.pieces.release_guard import may_send
from plugin.sync.pieces.sides import address_of
from plugin.sync.report.journal import Journal
from plugin.sync.target import SyncTarget

LOG = logging.getLogger("hedgerow.sync")
STEPS = "Changes carried"


@dataclass(slots=True)
class SyncCounts:
    """What a run did, in counts and sentences."""

    pushed: set[str] = field(default_factory=set)
    edits: int = 0
    trashed: int = 0
    rows: int = 0
    blocks_beyond_100: list[int] = field(default_factory=list)
    named_later: int = 0  # rows that name one made after them
    messages: list[str] = field(default_factory=list)
    look_again: bool = False  # something is in doubt, or was found again: plan once more

    def count_row(self, kind: str, our_id: str) -> None:
        """Count a row that was made."""
        self.rows += 1
        if kind == "piece":
            self.pushed.add(our_id)


@dataclass(slots=True)
class Rows:
    """What writes to rows, and what knows how long ago they were read."""

    writer: NotionWriter
    stale_check: StaleCheck


@dataclass(slots=True)
class Executor:
    """Carries the actions of one run, and counts what came of them."""

    target: SyncTarget
    counts: SyncCounts
    journal: Journal
    memory: MemoryWriter
    rows_known: Rows | None = None  # None until the tables are there

    @property
    def rows(self) -> Rows:
        """Return what writes to rows."""
        if self.rows_known is None:
            raise LookupError("Rows are written once the tables of a memory are there.")
        return self.rows_known

    @property
    def writer(self) -> NotionWriter:
        return self.rows.writer

    def carry(self, actions: Sequence[Action]) -> None:
        """Carry out `actions` in order; raise what ends the run, and LookupError for an unknown."""
        for action in actions:
            handler_of(action)
        left: set[str] = set()
        progress = self.target.waiting.waits.progress
        for number, action in enumerate(actions):
            progress(JobPhase(STEPS, number, len(actions)))
            is_left = action.about.our_id in left
            why = messages.LEFT if is_left else self._tried(action)
            self.journal.note(action, why)
            if why is not None and action.about.our_id:
                left.add(action.about.our_id)
        if actions:
            progress(JobPhase(STEPS, len(actions), len(actions)))

    def _tried(self, action: Action) -> str | None:
        """Carry out one action; return None, or why it and its row are left for later."""
        try:
            self._look_once_more(action)
            handler_of(action)(self, action)
        except Exception as error:
            if ends_the_run(action, error):
                at_parent = self.memory.place is None
                self.journal.note_stop(action, sentence_of(error, at_parent=at_parent))
                raise
            return self._why_left(action, error)
        return None

    def _why_left(self, action: Action, error: Exception) -> str:
        if isinstance(error, LeftForLater):
            return str(error)
        if isinstance(error, NotNow):
            return error.sentence
        if isinstance(error, ConnectorError):
            if is_in_trash(error):
                self._leave_alone(action)
            self.counts.look_again |= isinstance(error, LookFirst)
            return about_one_action(error)
        LOG.error("%s: a defect (%s).", type(action).__name__, type(error).__name__)
        self.counts.look_again |= bool(
            intents.unfinished(self.target.services, self.target.partnership_id)
        )
        return messages.DEFECT

    def _leave_alone(self, action: Action) -> None:
        """Remember that a row cannot be changed, so that the next run looks before it tries."""
        noted = local.NoteWhere(about=action.about, where=Absence.BURIED)
        here.change_link(self.target.services, noted)

    def _look_once_more(self, action: Action) -> None:
        """Raise LeftForLater if its words may not leave now, or its row was edited meanwhile."""
        may_hold_words = action.about.kind == "piece" and not action.stays_here
        if not (may_hold_words or action.overwrites):
            return
        services, our_id = self.target.services, action.about.our_id
        with services.db.read() as tx:
            whole = stored_pieces.piece(tx, our_id) if may_hold_words else None
            link = stored_links.link_of(tx, our_id)
        if may_hold_words and not may_send(action, whole, link, services.now):
            raise LeftForLater(messages.NOT_ALLOWED_NOW)
        if action.overwrites and link is not None:
            self._look_at_row(link.notion_page_id)

    def _look_at_row(self, page_id: str) -> None:
        if self.rows.stale_check.is_edited_since(page_id):
            self.counts.look_again = True
            raise LeftForLater(messages.EDITED_MEANWHILE)


Handler = Callable[[Executor, Any], None]


def handler_of(action: Action) -> Handler:
    """Return what carries an action out; raise LookupError where nothing does."""
    found = HANDLERS.get(type(action))
    if found is None:
        raise LookupError(f"Nothing carries out {type(action).__name__}; nothing was sent.")
    return found


def _create_row(run: Executor, action: remote.CreateRow) -> None:
    run.writer.create_row(action)
    run.counts.count_row(action.about.kind, action.about.our_id)
    beyond = len(action.body) - 100
    run.counts.blocks_beyond_100 += [beyond] if beyond > 0 else []


def _append_rest(run: Executor, action: remote.AppendRest) -> None:
    run.writer.append_rest(action)
    run.counts.look_again = True


def _frame_row(run: Executor, action: remote.FrameRow) -> None:
    frame_row(run.writer, action)
    run.counts.look_again = True


def _update_properties(run: Executor, action: remote.UpdateProperties) -> None:
    run.writer.update_properties(action)
    if action.wording is None:
        run.counts.named_later += action.about.kind == "piece"
    elif {"title", "line"} & set(action.values):
        run.counts.pushed.add(action.about.our_id)


def _trash(run: Executor, action: remote.Trash) -> None:
    run.writer.trash(action)
    run.counts.trashed += 1


def _adopt_row(run: Executor, action: local.AdoptRow) -> None:
    here.adopt_row(run.target.services, run.target.partnership_id, action)
    run.counts.look_again = True


def _take_row(run: Executor, action: local.TakeRow) -> None:
    run.counts.messages += take_row(run.writer, action)
    run.counts.edits += 1


def _take_theirs(run: Executor, action: local.TakeTheirs) -> None:
    if here.take_theirs(run.target.services, action):
        url = address_of(run.target.base_url, action.about.our_id)
        run.counts.messages.append(messages.THEME_NOT_TAKEN.format(url=url))
    run.counts.edits += len(action.values)


def _take_pairs(run: Executor, action: local.TakePairs) -> None:
    here.take_pairs(run.target.services, action)
    run.counts.edits += len(action.made) + len(action.undone)


def _keep_both(run: Executor, action: local.KeepBoth) -> None:
    by = action.edited.by if action.edited else None
    name = run.rows.stale_check.reader.comments.name_of(by)
    here.keep_both(run.target.services, action, name)


def _change_link(run: Executor, action: local.LinkAction) -> None:
    here.change_link(run.target.services, action)


def _learn_body(run: Executor, action: local.LearnBody) -> None:
    _change_link(run, action)
    run.counts.look_again |= action.joins


def _finish_story(run: Executor, action: local.FinishStory) -> None:
    _change_link(run, action)
    run.counts.pushed.add(action.about.our_id)


HANDLERS: Mapping[type[Action], Handler] = {
    remote.CreateRow: _create_row,
    remote.AppendRest: _append_rest,
    remote.FrameRow: _frame_row,
    remote.UpdateProperties: _update_properties,
    remote.AddParagraphs: lambda run, action: run.writer.add_paragraphs(action),
    remote.AddReadings: lambda run, action: run.writer.add_readings(action),
    remote.ReplaceParagraph: lambda run, action: run.writer.replace_paragraph(action),
    remote.RemoveParagraph: lambda run, action: run.writer.remove_paragraph(action),
    remote.TellPage: lambda run, action: tell_page(run.writer, action),
    remote.Trash: _trash,
    local.AdoptRow: _adopt_row,
    local.TakeRow: _take_row,
    local.TakeTheirs: _take_theirs,
    local.TakePairs: _take_pairs,
    local.KeepBoth: _keep_both,
    local.CloseConflict: lambda run, action: here.close_conflict(run.target.services, action),
    local.StartEmptying: lambda run, action: here.start_emptying(run.target.services, action),
    local.LearnBody: _learn_body,
    local.StartStory: _change_link,
    local.FinishStory: _finish_story,
    local.Agree: _change_link,
    local.NoteAdded: _change_link,
    local.NoteCopies: _change_link,
    local.KeepBoxed: _change_link,
    local.NoteSaid: _change_link,
    local.NoteWhere: _change_link,
    of_memory.MakePage: lambda run, action: run.memory.make_page(action),
    of_memory.MakeTable: lambda run, action: run.memory.make_table(action),
    of_memory.LearnColumns: lambda run, action: run.memory.columns.learn_columns(action),
    of_memory.ForgetColumns: lambda run, action: run.memory.columns.forget_columns(action),
    of_memory.AddColumns: lambda run, action: run.memory.columns.add_columns(action),
    of_memory.AddOptions: lambda run, action: run.memory.columns.add_options(action),
    of_memory.LearnOptions: lambda run, action: run.memory.columns.learn_options(action),
    of_memory.DropOptions: lambda run, action: run.memory.columns.drop_options(action),
    of_memory.NameWaysBack: lambda run, action: run.memory.columns.name_ways_back(action),
    of_memory.LearnWaysBack: lambda run, action: run.memory.columns.learn_ways_back(action),
    of_memory.MakeViews: lambda run, action: ViewMaker(run.target).make(action),
}
