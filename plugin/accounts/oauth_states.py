"""The states with which people come back from a vendor: each is good once, for a short time, and
in the sign-in that was sent away alone."""

from __future__ import annotations

from datetime import timedelta

from plugin.domain.connections import Vendor
from plugin.errors import BadInput, NotHere
from plugin.store import sign_ins as stored_sign_ins
from plugin.store.services import Services

LASTS = timedelta(minutes=15)


def keep_state(
    services: Services, state: str, sign_in: str, vendor: Vendor, partnership_id: str
) -> None:
    """Remember that this sign-in was sent away to connect a vendor to a partnership."""
    with services.db.begin() as tx:
        stored_sign_ins.keep_state(tx, state, sign_in, vendor.value, partnership_id, services.now)


def take_state(services: Services, state: str, sign_in: str, vendor: Vendor) -> str:
    """Use a state up and return its partnership's id.

    Raise NotHere for one that is not good here or now, BadInput where another one is awaited.
    """
    with services.db.begin() as tx:
        taken = stored_sign_ins.take_state(tx, state, sign_in, services.now)
        is_away = stored_sign_ins.is_away(tx, sign_in)
    if taken is None and is_away:
        raise BadInput(
            "This does not belong to a connection that you began here. Nothing was changed. "
            f"Open Connections and connect {vendor.shown} again."
        )
    if taken is None or taken.vendor != vendor.value or services.now - taken.made_at > LASTS:
        raise NotHere(
            "This browser has not begun to connect anything, or it was too long ago. Nothing was "
            f"changed. Open Connections and connect {vendor.shown} again."
        )
    return taken.partnership_id
