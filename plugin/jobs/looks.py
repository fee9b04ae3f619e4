"""Looks at Notion by itself, and carries what is new.

A partnership is looked at ever more rarely while nothing happens. All that its account is asked for
by itself, looks and the runs that follow them, costs a tenth of the account's window at most, and a
half while a meeting is open (`plugin.domain.polling`). A person's first sync comes before. What
looks know is stored (`plugin.store.watches`): whichever worker takes the next turn goes on from it.

Boards are never looked at by themselves: nobody outside Miro can see whether its private mode is
on, so collecting happens when somebody presses the button, and at Close.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from connectors.errors import ConnectorError
from plugin import use_cases
from plugin.accounts.rate_limits import limit_of
from plugin.domain.connections import Vendor
from plugin.domain.jobs import JobPhase
from plugin.domain.people import OPERATOR
from plugin.domain.polling import Watch, Window, distance_s, wait_s
from plugin.errors import HedgerowError, Interrupted, TakenOver
from plugin.intents import LIKE_A_PAGE
from plugin.store import chosen_sessions
from plugin.store import watches as stored_watches
from plugin.store.database import Tx
from plugin.store.watches import WatchRow
from plugin.sync import Look, is_watched, look
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.rounds")
# What no look can see is found by a whole run.
WHOLE_EVERY_S = 24 * 60 * 60.0
# So often it is seen whether there is somebody new to look after.
LONGEST_REST_S = 60.0
# No look is ever planned further ahead, so that one which is tells that a clock was set back.
_FURTHEST_S = 7 * 24 * 60 * 60.0
_A_DAY = timedelta(days=1)


def _heard(_phase: JobPhase) -> None:
    return


class Rounds:
    """Goes from partnership to partnership, one look at a time."""

    def __init__(
        self,
        runtime: Runtime,
        now_s: Callable[[], float] = time.time,
        progress: Callable[[JobPhase], None] = _heard,
    ) -> None:
        limit = limit_of(runtime.settings, Vendor.NOTION)
        self._runtime = runtime
        self._now_s = now_s
        self._waits = replace(LIKE_A_PAGE, progress=progress)
        self._window = Window(limit.units, limit.window_s)

    def turn(self) -> float:
        """Look after whoever is due; return the seconds until somebody may be."""
        self._meet_new()
        now_s, watch = self._now_s(), self._next()
        if watch is None or watch.looked_at_s > now_s:
            return self._rest_s()
        credential = self._credential(watch.partnership_id)
        if credential is None:
            with self._runtime.services.db.begin() as tx:
                stored_watches.forget(tx, watch.partnership_id)
            return self._rest_s()
        with self._runtime.services.db.read() as tx:
            is_open = self._has_meeting(tx, watch.partnership_id)
        seen, spent = self._looked_after(replace(watch, credential=credential, is_open=is_open))
        self._keep(seen, spent, now_s)
        return self._rest_s()

    def _meet_new(self) -> None:
        """Begin to look after whoever has a memory in Notion, and an account, since the last turn.

        A memory that is not made yet is met once a person's first sync has made it.
        """
        services = self._runtime.services
        with services.db.read() as tx:
            unwatched = stored_watches.unwatched(tx)
        new = [(each, self._credential(each)) for each in unwatched]
        with services.db.begin() as tx:
            stored_watches.bring_back(tx, self._now_s(), _FURTHEST_S)
            for partnership_id, credential in new:
                if credential is not None:
                    watch = WatchRow(partnership_id=partnership_id, credential=credential)
                    stored_watches.save(tx, watch)

    def _credential(self, partnership_id: str) -> str | None:
        """Return the account that may be asked for a partnership, None where none may."""
        if not is_watched(self._runtime.services, partnership_id):
            return None
        return self._runtime.accounts.credential(Vendor.NOTION, partnership_id)

    def _next(self) -> WatchRow | None:
        with self._runtime.services.db.read() as tx:
            return stored_watches.next_watch(tx)

    def _rest_s(self) -> float:
        watch = self._next()
        next_s = watch.looked_at_s if watch else float("inf")
        return min(max(next_s - self._now_s(), 0.0), LONGEST_REST_S)

    def _keep(self, seen: WatchRow, spent: float, began_s: float) -> None:
        """Store what was seen, when its account may be asked again, and when it is due again."""
        alone_s = distance_s(spent, self._window, is_open=seen.is_open)
        with self._runtime.services.db.begin() as tx:
            stored_watches.save(tx, seen)
            costs = stored_watches.costs(tx, seen.credential)
            due_at_s = began_s + wait_s(_watch(seen), costs, self._window)
            stored_watches.save(tx, replace(seen, due_at_s=due_at_s))
            stored_watches.rest(tx, seen.credential, self._now_s() + alone_s)

    def _has_meeting(self, tx: Tx, partnership_id: str) -> bool:
        today = self._runtime.services.now.date()
        return chosen_sessions.has_open(tx, partnership_id, today - _A_DAY, today + _A_DAY)

    def _looked_after(self, watch: WatchRow) -> tuple[WatchRow, float]:
        """Look, and carry what is new; return what is known then, and the calls it took."""
        began, spent = self._runtime.services.now, watch.cost
        known = watch if self._now_s() < watch.whole_at_s else replace(watch, since=None)
        try:
            seen = self._look(known)
            if not seen.has_news:
                return _quieter(replace(watch, cost=max(seen.calls, 1))), seen.calls
            spent = seen.calls + seen.whole_run
            done = use_cases.carry_to_notion(
                self._runtime, OPERATOR, watch.partnership_id, waits=self._waits
            )
        except (Interrupted, TakenOver):
            raise
        except (HedgerowError, ConnectorError) as error:
            # Both are safe to print; a person meets the same sentence on the sync page.
            LOG.info("Not carried to Notion: %s", error)
        except Exception as error:  # one defect must not end the rounds, nor print anybody's words
            LOG.error("Not carried to Notion: a defect (%s).", type(error).__name__)
        else:
            whole_at_s = self._now_s() + WHOLE_EVERY_S
            watch = replace(watch, since=began, whole_at_s=whole_at_s, ours=seen.ours)
            if done.writes or done.edits or done.trashed:
                LOG.info("Carried to Notion: %s pieces, %s changes back.", done.pushed, done.edits)
                return replace(watch, quiet_looks=0), spent + done.writes
        return _quieter(watch), spent

    def _look(self, watch: WatchRow) -> Look:
        runtime, partnership_id = self._runtime, watch.partnership_id
        notion, url = runtime.accounts.notion(partnership_id), runtime.settings.base_url
        services = runtime.services
        return look(services, OPERATOR, notion, partnership_id, url, watch.since, watch.ours)


def _quieter(watch: WatchRow) -> WatchRow:
    return replace(watch, quiet_looks=watch.quiet_looks + 1)


def _watch(watch: WatchRow) -> Watch:
    return Watch(watch.partnership_id, watch.cost, watch.quiet_looks, watch.is_open)
