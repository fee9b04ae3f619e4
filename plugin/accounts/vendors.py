"""Where the vendors are, real or on the sandbox, and Hedgerow's app at each of them."""

from __future__ import annotations

from connectors.http import HTTP
from connectors.miro.client import BASE_URL as MIRO
from connectors.notion.client import BASE_URL as NOTION
from connectors.oauth import MIRO_AUTHORISE, NOTION_AUTHORISE, App, MiroOAuth, NotionOAuth
from connectors.openid import PATIENCE, TIMEOUTS_S, OpenIDProvider
from plugin.config import Settings
from plugin.domain.connections import Vendor
from plugin.errors import ConnectionBroken

OAuth = MiroOAuth | NotionOAuth

RETURN_PATH = "/single-sign-on/return"
_SANDBOX_APP, _SANDBOX_SECRET = "sandbox-hedgerow-app", "sandbox-secret"


def site_of(settings: Settings, vendor: Vendor) -> str:
    """Return the address of a vendor's API; connections to another address are not used."""
    if settings.sandbox_url:
        return f"{settings.sandbox_url}/{vendor.value}"
    return MIRO if vendor is Vendor.MIRO else NOTION


def own_token(settings: Settings, vendor: Vendor) -> str | None:
    """Return the token that the administrator has set."""
    return settings.miro_token if vendor is Vendor.MIRO else settings.notion_token


def can_connect(settings: Settings, vendor: Vendor) -> bool:
    """Say whether Hedgerow is known to the vendor as an app, so that people can connect."""
    return app_or_none(settings, vendor) is not None


def oauth_of(settings: Settings, http: HTTP, vendor: Vendor) -> OAuth:
    """Return a vendor's OAuth; raise `ConnectionBroken` where no app was set up."""
    app, site = app_or_none(settings, vendor), site_of(settings, vendor)
    if app is None:
        raise ConnectionBroken(
            f"Nobody can connect {vendor.shown} here yet. Nothing was changed. The administrator "
            f"registers Hedgerow with {vendor.shown} first.",
            f"Then set HEDGEROW_{vendor.name}_CLIENT_ID and HEDGEROW_{vendor.name}_CLIENT_SECRET.",
        )
    if vendor is Vendor.MIRO:
        page = f"{site}/oauth/authorize" if settings.sandbox_url else MIRO_AUTHORISE
        return MiroOAuth(http, app, site, page)
    page = f"{site}/v1/oauth/authorize" if settings.sandbox_url else NOTION_AUTHORISE
    return NotionOAuth(http, app, site, page)


def openid_provider(settings: Settings) -> OpenIDProvider | None:
    """Return the provider of single sign-on; its calls are short, for somebody waits in a page."""
    known = settings.openid
    if known is None:
        return None
    back = f"{settings.base_url}{RETURN_PATH}"
    http = HTTP(timeouts_s=TIMEOUTS_S, patience=PATIENCE)
    return OpenIDProvider(http, known.issuer, App(known.client_id, known.client_secret, back))


def app_or_none(settings: Settings, vendor: Vendor) -> App | None:
    """Return how Hedgerow is registered with a vendor, None where it is not."""
    back = f"{settings.base_url}/connect/{vendor.value}/return"
    if settings.sandbox_url:
        return App(_SANDBOX_APP, _SANDBOX_SECRET, back)
    known = {
        Vendor.MIRO: (settings.miro_client_id, settings.miro_client_secret),
        Vendor.NOTION: (settings.notion_client_id, settings.notion_client_secret),
    }
    client_id, secret = known[vendor]
    return App(client_id, secret, back) if client_id and secret else None
