"""Cursors of Miro's lists: base64 of the last shown id, so that what is added lands at the end."""

import base64
import binascii

from connectors.sandbox.miro.errors import invalid


def cursor_after(last_id: str) -> str:
    """Return the cursor that goes on behind this id."""
    return base64.b64encode(f"{last_id}~".encode()).decode()


def after(cursor: str) -> int:
    """Return the id behind which a cursor goes on; raise the 400 of Miro for a foreign one."""
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removesuffix("~"))
    except (ValueError, binascii.Error):
        raise invalid("cursor", "is not a cursor of this list") from None
