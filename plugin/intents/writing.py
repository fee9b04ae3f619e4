"""Remote writes: recorded before they are sent, closed when their outcome is known.

In between they are in doubt, and whoever goes on looks before repeating: `unfinished` says what
was left, `adopt` closes what was found, `drop` what was not there. Repeating without looking is a
defect (docs/architecture.md#writes-to-vendors).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import TypeVar

from connectors.errors import (
    ChangedMeanwhile,
    ConnectorError,
    LookFirst,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
    Wait,
)
from plugin.domain.remote_writes import Intent, IntentState
from plugin.errors import NotNow, TakenOver
from plugin.intents.in_doubt import LEFT_AT, MAY_ARRIVE_FOR_S
from plugin.intents.leases import require_lease, silent_for_s, writing_alone
from plugin.store import intents as stored_intents
from plugin.store.database import Tx
from plugin.store.services import Services

T = TypeVar("T")

LATELY = timedelta(days=7)
# After these the vendor has written nothing. A write that may have been carried out without our
# hearing of it arrives as LookFirst, never as Wait, because such calls are not harmless to repeat.
_NOTHING_WRITTEN = (RefusedForGood, Reconnect, NotThereOrNotShared, ChangedMeanwhile, Wait)


def write(
    services: Services,
    *,
    kind: str,
    subject: str,
    key: str,
    payload: Mapping[str, object],
    send: Callable[[], T],
    settle: Callable[[Tx, T], Mapping[str, object]],
) -> T:
    """Record the write, `send` it, and `settle` its answer in the transaction that closes it.

    `payload` holds no more than is needed to recognise the write later, and is emptied when it is
    closed; what `settle` returns is kept as the outcome. Errors of `send` come through: the intent
    is closed where nothing was written, and left in doubt otherwise. Raise NotNow where a write
    with this key is unfinished (it has to be looked for first), and TakenOver where the lease under
    which the caller works was taken over: then the new owner looks for what was sent. Without a
    lease nothing may be sent, for whoever holds it takes every unfinished write for a left one.
    """
    require_lease()
    intent = _recorded(services, kind, subject, key, payload)
    try:
        answer = send()
        with writing_alone(services) as tx:
            stored_intents.close(tx, intent.id, IntentState.DONE, settle(tx, answer))
    except TakenOver:
        raise
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        _note_failure(services, intent, error)
        raise
    return answer


def all_unfinished(services: Services) -> tuple[Intent, ...]:
    """Return every write whose outcome is not known, oldest first."""
    with services.db.read() as tx:
        return stored_intents.unfinished(tx)


def unfinished(services: Services, subject: str) -> tuple[Intent, ...]:
    """Return the writes about `subject` whose outcome is not known, oldest first."""
    with services.db.read() as tx:
        return stored_intents.unfinished(tx, subject)


def dropped_lately(services: Services, subject: str, kinds: Collection[str]) -> bool:
    """Say whether writes of these kinds were believed to be lost lately: one may be there yet."""
    with services.db.read() as tx:
        return stored_intents.was_dropped(tx, subject, kinds, services.now - LATELY)


def left_behind(services: Services, subject: str) -> tuple[Intent, ...]:
    """Return what earlier runs left unfinished about `subject`; the caller holds the lease.

    Where the last one died a moment ago, its writes count as sent when it was last alive: they may
    have waited for their turn long after they were recorded.
    """
    found, silent_s = unfinished(services, subject), silent_for_s()
    lately = [each for each in found if each.state is IntentState.OPEN]
    if silent_s >= MAY_ARRIVE_FOR_S or not lately:
        return found
    left_at = (services.now - timedelta(seconds=silent_s)).isoformat()
    with writing_alone(services) as tx:
        for intent in lately:
            stored_intents.close(tx, intent.id, IntentState.IN_DOUBT, {LEFT_AT: left_at})
    return unfinished(services, subject)


def adopt(services: Services, intent: Intent, settle: Callable[[Tx], Mapping[str, object]]) -> None:
    """Close a write that was found to have been carried out, storing what it made."""
    with writing_alone(services) as tx:
        stored_intents.close(tx, intent.id, IntentState.DONE, settle(tx))


def drop(services: Services, intent: Intent) -> None:
    """Close a write that was looked for and is not there; it may be decided on anew."""
    with writing_alone(services) as tx:
        stored_intents.close(tx, intent.id, IntentState.FAILED, {"looked": "not there"})


def adopt_or_drop(
    services: Services,
    intent: Intent,
    look: Callable[[], str | None],
    settle: Callable[[Tx, str], Mapping[str, object]],
) -> bool:
    """Close a write by the id of what it made, as it came back or `look` finds it; say if it did.

    `settle` stores it in the transaction that closes the write.
    """
    found = intent.outcome.get("committed_resource_id") or look()
    if not isinstance(found, str):
        drop(services, intent)
        return False
    adopt(services, intent, lambda tx: settle(tx, found))
    return True


def _recorded(
    services: Services, kind: str, subject: str, key: str, payload: Mapping[str, object]
) -> Intent:
    intent = Intent(
        id=services.new_id(),
        kind=kind,
        subject=subject,
        key=key,
        payload=payload,
        state=IntentState.OPEN,
        made_at=services.now,
    )
    with writing_alone(services) as tx:
        if not stored_intents.add(tx, intent):
            raise NotNow(
                "An earlier try has not been looked after yet. Nothing was sent. Try again."
            )
    return intent


def _note_failure(services: Services, intent: Intent, error: BaseException) -> None:
    """Keep the class and codes of an error, and what the vendor says it saved; never words."""
    state = IntentState.FAILED if isinstance(error, _NOTHING_WRITTEN) else IntentState.IN_DOUBT
    outcome: dict[str, object] = {"error": type(error).__name__, LEFT_AT: services.now.isoformat()}
    if isinstance(error, ConnectorError):
        outcome |= {"status": error.status, "code": error.code}
    if isinstance(error, LookFirst) and error.committed_resource_id:
        outcome["committed_resource_id"] = error.committed_resource_id
        outcome["committed_child_ids"] = list(error.committed_child_ids)
    with services.db.begin() as tx:
        stored_intents.close(tx, intent.id, state, outcome)
