"""Whether the panel inside Miro can work: an app that Miro knows, at an address that Miro loads."""

from __future__ import annotations

from urllib.parse import urlsplit

from plugin.config import LOOPBACK, Settings

_HOW = "docs/miro-app.md says how."


def panel_finding(settings: Settings) -> tuple[str, bool]:
    """Return what is to be said of the panel, and whether it must be mended."""
    given = {
        "HEDGEROW_MIRO_CLIENT_ID": settings.miro_client_id,
        "HEDGEROW_MIRO_CLIENT_SECRET": settings.miro_client_secret,
    }
    lacking = [name for name, value in given.items() if not value]
    if len(lacking) == len(given):
        return f"the panel inside Miro is not set up; everything works without it. {_HOW}", False
    if lacking:
        return f"the panel believes nobody without {lacking[0]}. Set it. {_HOW}", True
    parts = urlsplit(settings.base_url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        return (
            "Miro loads apps by https only, and HEDGEROW_BASE_URL begins with http. Put the server "
            "behind https, and set the address.",
            True,
        )
    base = settings.base_url
    return (
        f"Miro's settings of the app need the address {base}/miro/app, the redirect address "
        f"{base}/connect/miro/return and the scopes boards:read and boards:write. {_HOW}",
        False,
    )
