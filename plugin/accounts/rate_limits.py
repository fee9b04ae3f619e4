"""The book in which all processes of an installation take their turns, and who writes in it."""

from __future__ import annotations

import time
from collections.abc import Callable

from connectors.limits import (
    Allowance,
    Limit,
    Pace,
    SharedPace,
    miro_limit,
    miro_price,
    notion_limit,
    notion_price,
)
from plugin.accounts.encryption_keys import TokenKeys
from plugin.config import Settings
from plugin.domain.connections import Vendor
from plugin.store import limits as stored_limits
from plugin.store.database import Database


class TurnBook:
    """Keeps allowances in the database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def change(
        self, credential: str, decide: Callable[[Allowance | None], Allowance | None]
    ) -> None:
        """Replace a credential's allowance, alone in its row for that moment."""
        with self._db.begin_fleeting() as tx:
            known = stored_limits.turn(tx, credential)
            decided = decide(None if known is None else Allowance(*known))
            if decided is not None:
                stored_limits.save_turn(tx, credential, decided.free_at, decided.held_until)

    def read(self, credential: str) -> Allowance | None:
        """Return a credential's allowance."""
        with self._db.read() as tx:
            known = stored_limits.read_turn(tx, credential)
        return None if known is None else Allowance(*known)


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
    return SharedPace(TurnBook(db), name, limit_of(settings, vendor), price, now)


def limit_of(settings: Settings, vendor: Vendor) -> Limit:
    """Return what one credential may spend; on a sandbox its minutes may be shorter."""
    real = (
        miro_limit(settings.miro_credits_a_minute)
        if vendor is Vendor.MIRO
        else notion_limit(settings.notion_calls_a_minute)
    )
    return real.faster(settings.sandbox_haste) if settings.sandbox_url else real
