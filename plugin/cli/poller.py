"""Looks at Notion by itself while Hedgerow is served, and carries what is new.

A partnership is looked at ever more rarely while nothing happens. All that its account is asked for
by itself, looks and the runs that follow them, costs a tenth of the account's window at most, and a
half while a meeting is open (`plugin.domain.polling`). A person's first sync comes before.

Boards are never looked at by themselves: nobody outside Miro can see whether its private mode is
on, so collecting happens when somebody presses the button, and at Close.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event

from connectors.errors import ConnectorError
from plugin import use_cases
from plugin.accounts.rate_limits import limit_of
from plugin.domain.connections import Vendor
from plugin.domain.people import OPERATOR
from plugin.domain.polling import Watch, Window, distance_s, waits_s
from plugin.domain.sessions import SessionState
from plugin.errors import HedgerowError
from plugin.store import communities as stored_communities
from plugin.store import sessions as stored_sessions
from plugin.sync import Look, Ours, is_watched, look
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.rounds")
# A look asks each of the three tables once.
USUAL_COST = 3
# What no look can see is found by a whole run.
WHOLE_EVERY_S = 24 * 60 * 60.0
# So often it is seen whether there is somebody new to look after.
LONGEST_REST_S = 60.0
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledPartnership:
    """A partnership that is looked after, and what its looks know; times are of this machine."""

    id: str
    credential: str
    is_open: bool = False
    cost: float = USUAL_COST
    quiet_looks: int = 0
    due_at: float = 0.0
    since: datetime | None = None  # when the last whole run began
    whole_at: float = 0.0
    ours: Ours | None = field(default=None, repr=False)  # our side as it was then


class Rounds:
    """Goes from partnership to partnership, one look at a time."""

    def __init__(self, runtime: Runtime, now: Callable[[], float] = time.monotonic) -> None:
        limit = limit_of(runtime.settings, Vendor.NOTION)
        self._house = runtime
        self._now = now
        self._window = Window(limit.units, limit.window_s)
        self._homes: dict[str, PolledPartnership] = {}
        self._free_at: dict[str, float] = {}  # by credential: when something may be asked again

    def turn(self) -> float:
        """Look after whoever is due; return the seconds until somebody may be."""
        self._homes = {home.id: home for home in self._known()}
        now = self._now()
        home = min(self._homes.values(), key=self._at, default=None)
        if home is None or self._at(home) > now:
            return self._rest()
        seen, spent = self._looked_after(home)
        self._homes[home.id] = seen
        alone_s = distance_s(spent, self._window, is_open=home.is_open)
        self._free_at[home.credential] = self._now() + alone_s
        together = [one for one in self._homes.values() if one.credential == home.credential]
        wait_s = waits_s(tuple(map(_watch, together)), self._window)[home.id]
        self._homes[home.id] = replace(seen, due_at=now + wait_s)
        return self._rest()

    def _at(self, home: PolledPartnership) -> float:
        return max(home.due_at, self._free_at.get(home.credential, 0.0))

    def _rest(self) -> float:
        next_at = min(map(self._at, self._homes.values()), default=float("inf"))
        return min(max(next_at - self._now(), 0.0), LONGEST_REST_S)

    def _known(self) -> Iterable[PolledPartnership]:
        """Return whoever may be looked after now, as far as known from before."""
        services, today = self._house.services, self._house.services.now.date()
        with services.db.read() as tx:
            ids = [each.id for each in stored_communities.partnerships(tx)]
            meeting = {
                each.partnership_id
                for each in stored_sessions.all_sessions(tx)
                if each.state is SessionState.OPEN and abs(each.day - today) <= _A_DAY
            }
        for each in ids:
            credential = self._house.accounts.credential(Vendor.NOTION, each)
            if credential is not None and is_watched(services, each):
                known = self._homes.get(each) or PolledPartnership(id=each, credential=credential)
                yield replace(known, credential=credential, is_open=each in meeting)

    def _looked_after(self, home: PolledPartnership) -> tuple[PolledPartnership, float]:
        """Look, and carry what is new; return what is known then, and the calls it took."""
        began, spent = self._house.services.now, home.cost
        since = None if self._now() >= home.whole_at else home.since
        try:
            seen = self._look(home, since)
            if not seen.has_news:
                return _quieter(replace(home, cost=max(seen.calls, 1))), seen.calls
            spent = seen.calls + seen.whole_run
            done = use_cases.carry_to_notion(self._house, OPERATOR, home.id)
        except (HedgerowError, ConnectorError) as error:
            # Both are safe to print; a person meets the same sentence on the sync page.
            LOG.info("Not carried to Notion: %s", error)
        except Exception as error:  # one defect must not end the rounds, nor print anybody's words
            LOG.error("Not carried to Notion: a defect (%s).", type(error).__name__)
        else:
            home = replace(home, since=began, whole_at=self._now() + WHOLE_EVERY_S, ours=seen.ours)
            if done.writes or done.edits or done.trashed:
                LOG.info("Carried to Notion: %s pieces, %s changes back.", done.pushed, done.edits)
                return replace(home, quiet_looks=0), spent + done.writes
        return _quieter(home), spent

    def _look(self, home: PolledPartnership, since: datetime | None) -> Look:
        services, notion = self._house.services, self._house.accounts.notion(home.id)
        url = self._house.settings.base_url
        return look(services, OPERATOR, notion, home.id, url, since, home.ours)


def go_round(runtime: Runtime, stop: Event) -> None:
    """Look after every partnership until `stop` is set."""
    rounds = Rounds(runtime)
    while True:
        try:
            rest_s = rounds.turn()
        except Exception as error:  # a database that is busy, say; the next turn may do better
            LOG.warning("Nobody was looked after; tried again. (%s)", type(error).__name__)
            rest_s = LONGEST_REST_S
        if stop.wait(max(rest_s, 1.0)):
            return


def _quieter(home: PolledPartnership) -> PolledPartnership:
    return replace(home, quiet_looks=home.quiet_looks + 1)


def _watch(home: PolledPartnership) -> Watch:
    return Watch(home.id, home.cost, home.quiet_looks, home.is_open)
