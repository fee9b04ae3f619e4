"""Making the parts of a memory in Notion, each noted with what came of it.

Without its page and tables there is no memory: what goes wrong with them stops the run. A column,
an option or a name that cannot be made is left for the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from connectors.errors import ChangedMeanwhile, ConnectorError, RefusedForGood
from plugin.errors import HedgerowError, NotNow
from plugin.sync import messages
from plugin.sync.errors import about_one_action, in_words, stops_the_run
from plugin.sync.memory_actions import MakePage, Part
from plugin.sync.report.journal import Journal

LOG = logging.getLogger("hedgerow.sync")
T = TypeVar("T")


class LeftForNow(Exception):
    """A part that needs another one which was not made."""


def made(journal: Journal, part: Part, make: Callable[[], T]) -> T:
    """Make a part without which there is no memory, and note what came of it."""
    try:
        result = make()
    except Exception as error:
        journal.note_stop(part, _sentence(part, error))
        raise
    journal.note(part, None)
    return result


def tried(journal: Journal, part: Part, make: Callable[[], None]) -> None:
    """Make a part that can wait, and note what came of it; raise what stops the run."""
    try:
        why = _tried(part, make)
    except (ConnectorError, HedgerowError) as error:
        journal.note_stop(part, _sentence(part, error))
        raise
    journal.note(part, why)


def _tried(part: Part, make: Callable[[], None]) -> str | None:
    try:
        make()
    except LeftForNow:
        return messages.LEFT
    except NotNow as error:
        return error.sentence
    except (RefusedForGood, ChangedMeanwhile) as error:
        if stops_the_run(error):
            raise
        return about_one_action(error)
    except (ConnectorError, HedgerowError):
        raise
    except Exception as error:  # a defect of ours must not hold up the pieces
        LOG.error("%s: a defect (%s).", type(part).__name__, type(error).__name__)
        return messages.DEFECT
    return None


def _sentence(part: Part, error: Exception) -> str:
    if isinstance(error, HedgerowError):
        return error.sentence
    if isinstance(error, ConnectorError):
        return in_words(error, at_parent=isinstance(part, MakePage)).sentence
    return messages.RUN_BROKE_OFF
