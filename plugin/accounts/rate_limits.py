"""The book in which all processes of an installation take their turns, and who writes in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from connectors.limits import (
    Allowance,
    Limit,
    Pace,
    SharedPace,
    by_this_clock,
    miro_limit,
    miro_price,
    notion_limit,
    notion_price,
    used,
)
from plugin.accounts.encryption_keys import TokenKeys
from plugin.config import Settings
from plugin.domain.connections import Vendor
from plugin.store import limits as stored_limits
from plugin.store.database import Database


@dataclass(frozen=True, slots=True)
class UsedLimit:
    """How much of a vendor's limit is used: of `units` in `window_s` seconds for each account."""

    vendor: Vendor
    accounts: int  # that called within the last windows
    share: float  # of the limit, by the account that spent most
    units: float
    window_s: float
    held_s: float  # so long the vendor wants quiet of one of them

    @property
    def in_words(self) -> str:
        """Return it as a sentence or two."""
        if self.window_s < 1:
            return "The stand-in has no limit."
        what = "credits" if self.vendor is Vendor.MIRO else "calls"
        per = f"{self.units:,.0f} {what} in {self.window_s:,.0f} seconds"
        busiest = "" if self.accounts < 2 else f", by the busiest of {self.accounts} accounts"
        held = f" It wants quiet for {self.held_s:,.0f} seconds." if self.held_s else ""
        return f"{min(self.share, 1):.0%} of {per} are used{busiest}.{held}"


class TurnBook:
    """Keeps allowances in the database, those of one vendor's credentials."""

    def __init__(self, db: Database, vendor: str = "") -> None:
        self._db, self._vendor = db, vendor

    def change(
        self, credential: str, decide: Callable[[Allowance | None], Allowance | None]
    ) -> None:
        """Replace a credential's allowance, alone in its row for that moment."""
        with self._db.begin_fleeting() as tx:
            known = stored_limits.turn(tx, credential)
            decided = decide(None if known is None else _allowance(known))
            if decided is not None:
                row = stored_limits.TurnRow(vendor=self._vendor, **asdict(decided))
                stored_limits.save_turn(tx, credential, row)

    def read(self, credential: str) -> Allowance | None:
        """Return a credential's allowance."""
        with self._db.read() as tx:
            known = stored_limits.read_turn(tx, credential)
        return None if known is None else _allowance(known)


def pace_of(
    settings: Settings,
    db: Database,
    vendor: Vendor,
    credential: str,
    now: Callable[[], float] = time.time,
) -> Pace:
    """Return the pace of one credential, which may be an account's key or a token.

    Its time is the machine's, not that of `Services`: a demo's weeks pass faster than a vendor's
    minute.
    Machines that share a database keep their clocks together.
    """
    price = miro_price if vendor is Vendor.MIRO else notion_price
    name = TokenKeys(settings).name_of(f"{vendor.value} {credential}")
    return SharedPace(TurnBook(db, vendor.value), name, limit_of(settings, vendor), price, now)


def limit_of(settings: Settings, vendor: Vendor) -> Limit:
    """Return what one credential may spend; on a sandbox its minutes may be shorter."""
    real = (
        miro_limit(settings.miro_credits_a_minute)
        if vendor is Vendor.MIRO
        else notion_limit(settings.notion_calls_a_minute)
    )
    return real.faster(settings.sandbox_haste) if settings.sandbox_url else real


def used_of_limits(
    settings: Settings, db: Database, now: Callable[[], float] = time.time
) -> tuple[UsedLimit, ...]:
    """Return how much of each vendor's limit is used, by the account that uses most of it."""
    with db.read() as tx:
        rows = stored_limits.turns(tx)
    return tuple(
        _used(vendor, limit_of(settings, vendor), rows.get(vendor.value, ()), now())
        for vendor in Vendor
    )


def _used(
    vendor: Vendor, limit: Limit, rows: Sequence[stored_limits.TurnRow], now_s: float
) -> UsedLimit:
    shares = [used(limit, _allowance(each), now_s) for each in rows]
    held_s = [by_this_clock(limit, _allowance(each), now_s).held_until - now_s for each in rows]
    return UsedLimit(
        vendor=vendor,
        accounts=len(rows),
        share=max(shares, default=0.0),
        units=limit.units,
        window_s=limit.window_s,
        held_s=max(held_s, default=0.0) if any(each > 0 for each in held_s) else 0.0,
    )


def _allowance(row: stored_limits.TurnRow) -> Allowance:
    return Allowance(row.free_at, row.held_until, row.window, row.spent, row.spent_before)
