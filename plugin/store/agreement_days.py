"""When a group's agreement was changed, without the texts that it holds."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx


def agreed_last_at(tx: Tx, community_id: str) -> datetime | None:
    """Return when a community's agreement was changed last; None where nothing was agreed."""
    own = t.agreement.c
    last = sa.select(sa.func.max(own.made_at)).where(own.community_id == community_id)
    return tx.execute(last).scalar()
