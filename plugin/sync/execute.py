"""Carries actions out, one after the other; a failing one does not stop the others.

Words are looked at once more before they leave (`release_guard.may_send`), and a row that people
edited since it was read is compared once more (`stale_check`). When an action of a row fails, the
later ones of that row are left for the next run; a lost connection stops the run. Every action that
is reached or left is noted with what came of it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.errors import ConnectorError, LookFirst
from plugin import intents
from plugin.domain.row_states import Absence
from plugin.errors import HedgerowError, NotNow, TakenOver
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.sync import messages
from plugin.sync.actions import (
    Action,
    AddParagraphs,
    AdoptRow,
    AppendRest,
    CreateRow,
    FinishStory,
    FrameRow,
    KeepBoth,
    LearnBody,
    NoteWhere,
    RemoveParagraph,
    ReplaceParagraph,
    TakePairs,
    TakeRow,
    TakeTheirs,
    Trash,
    UpdateProperties,
)
from plugin.sync.errors import (
    about_one_action,
    in_words,
    is_in_trash,
    stops_the_run,
)
from plugin.sync.here.write import change_here, keep_both
from plugin.sync.notion.stale_check import StaleCheck, writes_over
from plugin.sync.notion.take_row import frame_row, take_row
from plugin.sync.notion.write import LeftForLater, NotionWriter
from plugin.sync.pieces.release_guard import may_send
from plugin.sync.report.journal import Journal

LOG = logging.getLogger("hedgerow.sync")


@dataclass(slots=True)
class Tally:
    """What a run did, in counts and sentences."""

    pushed: set[str] = field(default_factory=set)
    edits: int = 0
    trashed: int = 0
    writes: int = 0
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
class Executor:
    """Carries the actions of one run, and counts what came of them."""

    writer: NotionWriter
    stale_check: StaleCheck
    tally: Tally
    journal: Journal

    def carry(self, actions: Sequence[Action]) -> None:
        """Carry out `actions` in order; raise ConnectorError or TakenOver where the run stops."""
        left: set[str] = set()
        for action in actions:
            is_left = action.about.our_id in left
            why = messages.LEFT if is_left else self._tried(action)
            self.journal.note(action, why)
            if why is not None:
                left.add(action.about.our_id)

    def _tried(self, action: Action) -> str | None:
        """Carry out one action; return None, or why it and its row are left for later."""
        try:
            self._look_at_words(action)
            self._look_at_row(action)
            self._do(action)
            self._count(action)
        except LeftForLater as later:
            return str(later)
        except TakenOver as error:
            self.journal.note_stop(action, error.sentence)
            raise
        except NotNow as error:
            return error.sentence
        except HedgerowError as error:
            self.journal.note_stop(action, error.sentence)
            raise
        except ConnectorError as error:
            is_new = isinstance(action, CreateRow)
            if stops_the_run(error) or (is_new and is_in_trash(error)):
                self.journal.note_stop(action, in_words(error).sentence)
                raise
            if is_in_trash(error):
                self._leave_alone(action)
            self.tally.look_again |= isinstance(error, LookFirst)
            return about_one_action(error)
        except Exception as error:  # a defect of ours must not hold up everybody else's pieces
            LOG.error("%s: a defect (%s).", type(action).__name__, type(error).__name__)
            self.tally.look_again |= self._is_in_doubt()
            return messages.DEFECT
        return None

    def _leave_alone(self, action: Action) -> None:
        """Remember that a row cannot be changed, so that the next run looks before it tries."""
        noted = NoteWhere(about=action.about, where=Absence.BURIED)
        change_here(self.writer.services, self.writer.partnership_id, noted)

    def _is_in_doubt(self) -> bool:
        return bool(intents.unfinished(self.writer.services, self.writer.partnership_id))

    def _look_at_words(self, action: Action) -> None:
        if action.about.kind != "piece":
            return
        services, our_id = self.writer.services, action.about.our_id
        with services.db.read() as tx:
            whole = stored_pieces.piece(tx, our_id)
            link = stored_links.link_of(tx, our_id)
        if not may_send(action, whole, link, services.now):
            raise LeftForLater(messages.NOT_ALLOWED_NOW)

    def _look_at_row(self, action: Action) -> None:
        if not writes_over(action):
            return
        with self.writer.services.db.read() as tx:
            link = stored_links.link_of(tx, action.about.our_id)
        if link is not None and self.stale_check.is_edited_since(link.notion_page_id):
            self.tally.look_again = True
            raise LeftForLater(messages.EDITED_MEANWHILE)

    def _do(self, action: Action) -> None:
        if isinstance(action, CreateRow):
            self.writer.create_row(action)
        elif isinstance(action, AppendRest):
            self.writer.append_rest(action)
        elif isinstance(action, UpdateProperties):
            self.writer.update_properties(action)
        elif isinstance(action, AddParagraphs):
            self.writer.add_paragraphs(action)
        elif isinstance(action, ReplaceParagraph):
            self.writer.replace_paragraph(action)
        elif isinstance(action, RemoveParagraph):
            self.writer.remove_paragraph(action)
        elif isinstance(action, Trash):
            self.writer.trash(action)
        elif isinstance(action, TakeRow):
            said = take_row(self.writer, action)
            self.tally.messages += [said] if said else []
        elif isinstance(action, FrameRow):
            frame_row(self.writer, action)
        elif isinstance(action, KeepBoth):
            by = action.edited.by if action.edited else None
            keep_both(self.writer.services, action, self.stale_check.reader.comments.name_of(by))
        else:
            change_here(self.writer.services, self.writer.partnership_id, action)

    def _count(self, action: Action) -> None:
        tally, our_id = self.tally, action.about.our_id
        if isinstance(action, CreateRow):
            tally.count_row(action.about.kind, our_id)
            tally.blocks_beyond_100 += [len(action.body) - 100] if len(action.body) > 100 else []
        elif isinstance(action, UpdateProperties) and action.wording is not None:
            tally.pushed |= {our_id} if {"title", "line"} & set(action.values) else set()
        elif isinstance(action, UpdateProperties):
            tally.named_later += action.about.kind == "piece"
        elif isinstance(action, TakePairs):
            tally.edits += len(action.made) + len(action.undone)
        elif isinstance(action, FinishStory):
            tally.pushed.add(our_id)
        elif isinstance(action, TakeTheirs):
            tally.edits += len(action.values)
        elif isinstance(action, TakeRow):
            tally.edits += 1
        elif isinstance(action, LearnBody):
            tally.look_again |= action.joins
        elif isinstance(action, Trash):
            tally.trashed += 1
        elif isinstance(action, AdoptRow | AppendRest | FrameRow):
            tally.look_again = True
