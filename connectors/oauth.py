"""OAuth 2.0 at Miro and Notion: where to send people, and what their codes become.

A confidential client with a secret and a state; neither vendor documents PKCE. Only a refusal by
the vendor itself says that a grant is over (`is_over`); everything else may be tried again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.auth import encode_client_secret_basic
from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response, prepare_grant_uri
from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.account import Account
from connectors.errors import ConnectorError, NotThereOrNotShared, RefusedForGood
from connectors.http import HTTP, Call, Service
from connectors.miro.client import BASE_URL as MIRO
from connectors.miro.error_bodies import read_error_details as read_miro_complaint
from connectors.notion.client import BASE_URL as NOTION
from connectors.notion.client import VERSION
from connectors.notion.error_bodies import read_error_details as read_notion_complaint
from connectors.replies import ErrorDetails, RawAnswer
from schemas.oauth import Grant, read_miro_grant, read_notion_grant

MIRO_AUTHORISE = "https://miro.com/oauth/authorize"
NOTION_AUTHORISE = f"{NOTION}/v1/oauth/authorize"
# RFC 6749, 5.2: these words are about Hedgerow as an app, not about the token it showed.
_ABOUT_US = frozenset({"invalid_client", "unauthorized_client", "invalid_request"})


@dataclass(frozen=True, slots=True)
class App:
    """Hedgerow as a vendor knows it; the address must be one of those entered there."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str


def code_of(address: str, state: str) -> str | None:
    """Return the code in the address that somebody came back to; None if it is not ours.

    It is ours if it carries `state`, which only the browser that was sent away knows.
    """
    try:
        found = parse_authorization_code_response(address, state)
    except OAuth2Error:
        return None
    code = found["code"]
    return code if isinstance(code, str) and found.get("state") == state else None


def is_over(error: ConnectorError) -> bool:
    """Tell whether the vendor said that a refresh token is good for nothing any more.

    Miro's words for it were never recorded, so any no counts that is not about us as an app.
    """
    if error.code == "invalid_grant":
        return True
    said_no = isinstance(error, RefusedForGood | NotThereOrNotShared)
    return said_no and error.code not in _ABOUT_US


class MiroOAuth:
    """Miro's OAuth (docs/miro.md#oauth): the secret goes in a form, never in an address."""

    def __init__(
        self, http: HTTP, app: App, base_url: str = MIRO, authorise_url: str = MIRO_AUTHORISE
    ) -> None:
        self._app = app
        self._authorise_url = authorise_url
        self._account = Account(
            http,
            Service("miro", base_url, NoToken(), _either(read_miro_complaint)),
        )

    def look(self, call: Call) -> RawAnswer:
        """Send any call once and return what came, a refusal too: to examine, not to work."""
        return self._account.look(call)

    def authorise_url(self, state: str) -> str:
        """Return where somebody decides whether Hedgerow may use their account in a team."""
        app = self._app
        return str(
            prepare_grant_uri(
                self._authorise_url, app.client_id, "code", app.redirect_uri, state=state
            )
        )

    def exchange(self, code: str) -> Grant:
        """Exchange a code, which is good once and for ten minutes, for tokens.

        Not harmless to repeat: whoever sends a code twice gets a refusal.
        """
        return self._grant(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._app.redirect_uri,
            }
        )

    def refresh(self, refresh_token: str) -> Grant:
        """Exchange a refresh token for two new tokens; both old ones end with it.

        Not harmless to repeat: after an answer that was lost the old one is over.
        """
        return self._grant({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def revoke(self, access_token: str) -> None:
        """End a token and its refresh token; the app stays installed. Harmless to repeat.

        Raise `NotThereOrNotShared` when it had ended before.
        """
        body = {
            "accessToken": access_token,
            "clientId": self._app.client_id,
            "clientSecret": self._app.client_secret,
        }
        self._account.send(Call(method="POST", route="/v2/oauth/revoke", body=body, harmless=True))

    def _grant(self, asked: Mapping[str, str]) -> Grant:
        secret = {"client_id": self._app.client_id, "client_secret": self._app.client_secret}
        call = Call(
            method="POST", route="/v1/oauth/token", form={**asked, **secret}, harmless=False
        )
        return self._account.ask(call, read_miro_grant)


class NotionOAuth:
    """Notion's OAuth (docs/notion.md#oauth): JSON, and the secret as Basic authentication."""

    def __init__(
        self, http: HTTP, app: App, base_url: str = NOTION, authorise_url: str = NOTION_AUTHORISE
    ) -> None:
        self._app = app
        self._authorise_url = authorise_url
        self._account = Account(
            http,
            Service(
                "notion",
                base_url,
                Basic(app),
                _either(read_notion_complaint),
                headers={"Notion-Version": VERSION},
                request_id_header="x-notion-request-id",
            ),
        )

    def look(self, call: Call) -> RawAnswer:
        """Send any call once and return what came, a refusal too: to examine, not to work."""
        return self._account.look(call)

    def authorise_url(self, state: str) -> str:
        """Return where somebody picks the pages that Hedgerow may use."""
        app, url = self._app, self._authorise_url
        return str(
            prepare_grant_uri(
                url, app.client_id, "code", app.redirect_uri, state=state, owner="user"
            )
        )

    def exchange(self, code: str) -> Grant:
        """Exchange a code for tokens. Not harmless to repeat: a code is good once."""
        uri = self._app.redirect_uri
        return self._grant({"grant_type": "authorization_code", "code": code, "redirect_uri": uri})

    def refresh(self, refresh_token: str) -> Grant:
        """Exchange a refresh token for two new tokens. Not harmless to repeat, as with Miro."""
        return self._grant({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def revoke(self, access_token: str) -> None:
        """End a token. Harmless to repeat."""
        body = {"token": access_token}
        self._account.send(Call(method="POST", route="/v1/oauth/revoke", body=body, harmless=True))

    def _grant(self, asked: Mapping[str, str]) -> Grant:
        call = Call(method="POST", route="/v1/oauth/token", body=dict(asked), harmless=False)
        return self._account.ask(call, read_notion_grant)


class NoToken(AuthBase):
    """Sends no Authorization header, not even one that a `.netrc` would offer."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request


class Basic(AuthBase):
    """Shows id and secret of the app as Basic authentication."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        encode_client_secret_basic(self._app, "POST", "", request.headers, None)
        return request

    def __repr__(self) -> str:
        return "Basic(…)"


def _either(
    read: Callable[[object], ErrorDetails | None],
) -> Callable[[object], ErrorDetails | None]:
    """Read RFC 6749's error body (`error`, `error_description`) or the vendor's own.

    Which of them the token endpoints send was never recorded (docs/miro.md#errors). Of the first
    only the word is kept.
    """

    def error_details(body: object) -> ErrorDetails | None:
        word = body.get("error") if isinstance(body, dict) else None
        return ErrorDetails(code=word) if isinstance(word, str) else read(body)

    return error_details
