"""What the sync page shows: the last run with its steps, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from plugin.domain.links import Conflict
from plugin.domain.notion_places import NotionPlace
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import name_for_all
from plugin.domain.sync_runs import SyncStep
from plugin.errors import NotHere
from plugin.govern import held_words
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store import sync_runs as stored_runs
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync.report.steps import StepLine, name_now, step_line


@dataclass(frozen=True, slots=True)
class SyncView:
    """The sync page: the last run, and what waits for a person."""

    last_at: datetime | None
    last_outcome: Mapping[str, Any] | None  # empty: it is running, or broke off
    conflicts: tuple[Conflict, ...]
    place: NotionPlace | None
    steps: tuple[StepLine, ...] = ()  # of the last run, without bookkeeping that did not fail
    titles: Mapping[str, str] = field(default_factory=dict)  # of the pieces with conflicts, by id

    def of(self, *outcomes: str) -> tuple[StepLine, ...]:
        """Return the steps of which one of these came."""
        return tuple(each for each in self.steps if each.outcome in outcomes)


def view(services: Services, actor: Actor, partnership_id: str) -> SyncView:
    """Return what the sync page shows."""
    require_sync(services, actor, partnership_id)
    with services.db.read() as tx:
        last = stored_runs.last_run(tx, partnership_id)
        things = dict.fromkeys(map(_thing, last.steps)) if last else {}
        names = {each: name_now(tx, *each, services.now) for each in things}  # a step keeps none
        conflicts, titles = _to_settle(tx, actor, partnership_id, services.now)
        place = stored_links.place(tx, partnership_id)
    if last is None:
        return SyncView(None, None, conflicts, place, titles=titles)
    steps = (step_line(each, last.outcome_of(each), names[_thing(each)]) for each in last.steps)
    shown = tuple(each for each in steps if not each.is_quiet or each.is_failure)
    return SyncView(last.at, last.outcome, conflicts, place, shown, titles)


def _to_settle(
    tx: Tx, actor: Actor, partnership_id: str, now: datetime
) -> tuple[tuple[Conflict, ...], dict[str, str]]:
    """Return conflicts with what stands here now, and titles; a team sees those of its community.

    What stands here may be newer than what was found.
    """
    conflicts, titles = [], {}
    for conflict in stored_links.open_conflicts(tx, partnership_id):
        whole = stored_pieces.piece(tx, conflict.piece_id)
        if whole and actor.may(Power.SYNC, partnership_id, whole.piece.community_id):
            read = held_words.as_read_by(tx, actor, whole)
            conflicts.append(replace(conflict, ours=read.says(conflict.field)))
            titles[conflict.piece_id] = name_for_all(read, now)
    return tuple(conflicts), titles


def _thing(step: SyncStep) -> tuple[str, str]:
    return step.kind, step.our_id


def require_sync(services: Services, actor: Actor, partnership_id: str) -> None:
    """Return for whoever may sync this partnership; raise NotHere or Refused for the others."""
    with services.db.read() as tx:
        if stored_communities.partnership(tx, partnership_id) is None:
            raise NotHere("There is no such partnership here. Nothing was changed.")
    actor.require(Power.SYNC, partnership_id)
