"""What went wrong at Notion, in sentences; which errors stop a run, and which only one action."""

from __future__ import annotations

from connectors.errors import (
    ConnectorError,
    Incomplete,
    LookFirst,
    NotAnAnswer,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
    Wait,
)
from connectors.notion.error_bodies import A_DATABASE, IN_TRASH
from connectors.retry import SHUT_OUT
from plugin.errors import ConnectionBroken, HedgerowError, NotNow, StoppedForSafety, TakenOver
from plugin.sync import messages
from plugin.sync.actions import Action

_CAPABILITY = "restricted_resource"
_PARENT_IS_A_DATABASE = (
    "The place that was chosen for the memory is a database in Notion, not a page. Nothing was "
    "made. A facilitator chooses a page under Connections, or the administrator sets "
    "HEDGEROW_NOTION_PARENT to the link or id of a page."
)


class LeftForLater(Exception):
    """The rest of a row is left for the next run; the text says why, or nothing if it is known."""


def ends_the_run(action: Action, error: Exception) -> bool:
    """Say whether the run ends with what went wrong with an action, and does not go on."""
    if action.is_needed:
        return True
    if isinstance(error, ConnectorError):
        is_buried = action.ends_in_trash and is_in_trash(error)
        return stops_the_run(error) or is_buried or not isinstance(error, action.left_after)
    if isinstance(error, HedgerowError):
        return isinstance(error, TakenOver) or not isinstance(error, NotNow)
    return False  # a defect of ours must not hold up everybody else's pieces


def sentence_of(error: Exception, *, at_parent: bool = False) -> str:
    """Return the sentence about what ended a run; `at_parent`: the memory was about to be made."""
    if isinstance(error, HedgerowError):
        return error.sentence
    if isinstance(error, ConnectorError):
        return in_words(error, at_parent=at_parent).sentence
    return messages.RUN_BROKE_OFF


def stops_the_run(error: ConnectorError) -> bool:
    """Say whether going on makes no sense: no connection, no token, no right to write."""
    if isinstance(error, Reconnect | Wait | Incomplete):
        return True
    return isinstance(error, RefusedForGood) and (
        error.code == _CAPABILITY or error.reason == SHUT_OUT
    )


def is_in_trash(error: ConnectorError) -> bool:
    """Say whether Notion refused because something lies in the trash, or under what does."""
    return isinstance(error, RefusedForGood) and error.hint == IN_TRASH


def in_words(error: ConnectorError, *, at_parent: bool = False) -> HedgerowError:
    """Return the error that a person meets; `at_parent`: the memory was about to be made."""
    if isinstance(error, Reconnect):
        return ConnectionBroken(
            "Notion does not accept Hedgerow's token any more. Everything is safe here. A "
            "facilitator connects Notion again under Connections, or the administrator "
            "sets HEDGEROW_NOTION_TOKEN to a token that Notion accepts."
        )
    if isinstance(error, NotThereOrNotShared):
        return ConnectionBroken(_not_shared(at_parent))
    if at_parent and error.hint == A_DATABASE:
        return ConnectionBroken(_PARENT_IS_A_DATABASE)
    if is_in_trash(error):
        return StoppedForSafety(messages.MEMORY_IN_TRASH)
    if isinstance(error, RefusedForGood) and error.reason == SHUT_OUT:
        return ConnectionBroken(
            "Notion has shut Hedgerow's connection out, and waiting does not end that. Everything "
            "is safe here. The workspace’s owner asks Notion why, or makes another connection."
        )
    if isinstance(error, RefusedForGood) and error.code == _CAPABILITY:
        return ConnectionBroken(_not_allowed(error))
    if isinstance(error, Incomplete):
        return StoppedForSafety(
            "Notion shows only the first 10,000 rows of a table, so what is missing cannot be "
            "told from what is hidden. Nothing was changed. Archive rows nobody needs, and tell "
            "the administrator."
        )
    if isinstance(error, NotAnAnswer):
        return NotNow(messages.NOT_UNDERSTOOD)
    if isinstance(error, LookFirst):
        return NotNow(messages.IN_DOUBT)
    if isinstance(error, RefusedForGood):
        return NotNow(about_one_action(error))
    return NotNow(
        "Notion cannot be reached, or asks for patience. Everything is safe here, and what "
        "arrived before is kept. Sync again in a few minutes; nothing is done twice."
    )


def about_one_action(error: ConnectorError) -> str:
    """Return the sentence about an action that failed while the run goes on."""
    if isinstance(error, LookFirst):
        return messages.IN_DOUBT
    if isinstance(error, NotAnAnswer):
        return messages.NOT_UNDERSTOOD
    if is_in_trash(error):
        return messages.LIES_IN_TRASH
    said = f" Notion says: {error.code}." if error.code else ""
    return (
        f"Something could not be changed in Notion ({error.method} {error.route}).{said} "
        "Everything else is safe, and nothing is done twice: the next run tries again."
    )


def _not_shared(at_parent: bool) -> str:
    if at_parent:
        return (
            "Notion does not show Hedgerow the page under which the memory is to be kept. Nothing "
            "was made. Open that page in Notion, choose Connections, and add Hedgerow's "
            "connection; or set HEDGEROW_NOTION_PARENT to a page that is shared with it."
        )
    return (
        "Notion no longer shows Hedgerow the memory: its page was unshared or deleted. Nothing "
        "was changed here. Share the page “Partnership memory” with the connection again, or "
        "take it out of Notion's trash."
    )


def _not_allowed(error: RefusedForGood) -> str:
    if error.reason:
        return (
            "This Notion workspace takes no more blocks: free workspaces with several members "
            "hold 1,000 in all. What arrived is kept, the rest is safe here. The workspace’s "
            "owner can change its plan."
        )
    return (
        "Hedgerow's connection lacks a capability in Notion. What arrived is kept, the rest is "
        "safe here. The person who set the connection up allows it to read, update and insert "
        "content."
    )
