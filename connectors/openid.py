"""Single sign-on with an OpenID provider: the authorization code flow with PKCE, state and nonce.

OpenID Connect Core 1.0 (section 3.1), Discovery 1.0, RP-Initiated Logout 1.0, RFC 7636 (PKCE),
RFC 9207 (`iss` in the answer). Signatures and claims are verified by joserfc and Authlib.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests.auth import AuthBase

from connectors.account import Account, Bearer, base_url
from connectors.errors import Evidence, NotAnAnswer
from connectors.http import HTTP, Call, Service
from connectors.oauth import App, Basic, NoToken, code_of
from connectors.replies import ErrorDetails
from connectors.retry import Patience
from schemas.openid import (
    ProviderDescription,
    ProviderIdentity,
    ProviderTokens,
    read_description,
    read_identity,
    read_tokens,
)

PROVIDER = "openid"  # as errors and logs name it, whoever the provider is
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
_KINDS = ("RSA", "EC", "OKP")
_SCOPE = "openid email"
_LEEWAY_S = 60  # of two clocks
_DESCRIPTION_LASTS_S = 3600.0
# Somebody waits in a page meanwhile.
TIMEOUTS_S, PATIENCE = (3.0, 6.0), Patience(attempts=2, first_wait_s=0.3, longest_wait_s=2.0)


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """What one request to sign in is recognised by in its answer; only the browser keeps it."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


class OpenIDProvider:
    """One provider, known by its issuer; safe to share between threads.

    Raise `ConnectorError` as `HTTP.send` does; `NotAnAnswer` too for a token that is not for us,
    not from this provider, too old, or does not answer this very request.
    """

    def __init__(
        self, http: HTTP, issuer: str, app: App, clock: Callable[[], float] = time.time
    ) -> None:
        self._http = http
        self._issuer = issuer
        self._app = app
        self._clock = clock
        self._described: tuple[float, ProviderDescription] | None = None

    def look(self) -> None:
        """Read what the provider publishes of itself; raise where it cannot be used."""
        self._description()

    def authorise_url(self, asked: SignInRequest) -> str:
        """Return where the browser goes to sign in."""
        more = {
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": create_s256_code_challenge(asked.verifier),
            "code_challenge_method": "S256",
        }
        page = self._description().authorization_endpoint
        app = self._app
        return str(prepare_grant_uri(page, app.client_id, "code", app.redirect_uri, _SCOPE, **more))

    def identity(self, came_back_to: str, asked: SignInRequest) -> ProviderIdentity | None:
        """Return who signed in, from the address that the browser came back to.

        None if the address does not answer this request: another state, another issuer, no code.
        """
        code = code_of(came_back_to, asked.state)
        named = dict(parse_qsl(urlsplit(came_back_to).query)).get("iss", self._issuer)
        if code is None or named != self._issuer:
            return None
        description = self._description()
        tokens = self._exchanged(description, code, asked.verifier)
        claims = self._verified(description, tokens, asked.nonce)
        return self._with_address(description, tokens, claims)

    def logout_url(self, back_to: str) -> str | None:
        """Return where the browser goes to sign out at the provider too; None without such a page.

        No id token is kept for it; a provider that wants to be sure asks the person.
        """
        page = self._description().end_session_endpoint
        if not page:
            return None
        asked = {"client_id": self._app.client_id, "post_logout_redirect_uri": back_to}
        parts = urlsplit(page)
        query = urlencode([*parse_qsl(parts.query), *asked.items()])
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))

    def _description(self) -> ProviderDescription:
        if self._described and self._clock() - self._described[0] < _DESCRIPTION_LASTS_S:
            return self._described[1]
        address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        account, call = self._call("GET", address)
        found = account.ask(call, read_description)
        pages = (found.authorization_endpoint, found.end_session_endpoint)
        if found.issuer != self._issuer or not all(map(_is_safe, filter(None, pages))):
            raise _not_ours(account, call, "issuer")
        self._described = (self._clock(), found)
        return found

    def _exchanged(
        self, description: ProviderDescription, code: str, verifier: str
    ) -> ProviderTokens:
        """Exchange a code, which is good once: not harmless to repeat."""
        app = self._app
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": app.redirect_uri,
            "code_verifier": verifier,
        }
        if description.takes_secret_in_form:
            form |= {"client_id": app.client_id, "client_secret": app.client_secret}
            account, call = self._call("POST", description.token_endpoint, form=form)
        else:
            account, call = self._call("POST", description.token_endpoint, Basic(app), form)
        return account.ask(call, read_tokens)

    def _verified(
        self, description: ProviderDescription, tokens: ProviderTokens, nonce: str
    ) -> Mapping[str, object]:
        account, call = self._call("GET", description.jwks_uri)
        published = account.send(call).body
        try:
            keys = _signing_keys(published)
            token = jwt.decode(tokens.id_token, keys, algorithms=list(_ALGORITHMS))
            claims = CodeIDToken(
                token.claims,
                token.header,
                {
                    "iss": {"essential": True, "value": self._issuer},
                    "aud": {"essential": True, "value": self._app.client_id},
                },
                {
                    "nonce": nonce,
                    "client_id": self._app.client_id,
                    "access_token": tokens.access_token,
                },
            )
            claims.validate(now=int(self._clock()), leeway=_LEEWAY_S)
        # A key set or a claim that has another shape is no better than one that is forged.
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise _not_ours(account, call, type(error).__name__) from None
        return dict(claims)

    def _with_address(
        self,
        description: ProviderDescription,
        tokens: ProviderTokens,
        claims: Mapping[str, object],
    ) -> ProviderIdentity:
        """Ask for the address where the id token holds none, as Core 1.0, 5.4 allows."""
        identity = read_identity(dict(claims))
        if identity.email or "email" in claims or not description.userinfo_endpoint:
            return identity
        bearer = Bearer(tokens.access_token)
        account, call = self._call("GET", description.userinfo_endpoint, bearer)
        asked = account.ask(call, read_identity)
        if asked.subject != identity.subject:
            raise _not_ours(account, call, "sub")
        return asked

    def _call(
        self,
        method: str,
        address: str,
        auth: AuthBase | None = None,
        form: Mapping[str, str] | None = None,
    ) -> tuple[Account, Call]:
        """Return a call to one of the provider's addresses, and the account that sends it."""
        parts = urlsplit(address)
        route = parts.path.replace("{", "{{").replace("}", "}}")
        call = Call(
            method=method,
            route=route,
            harmless=method == "GET",
            query=dict(parse_qsl(parts.query)),
            form=form,
        )
        if not _is_safe(address):
            service = Service(PROVIDER, self._issuer, NoToken(), _word_of)
            raise _not_ours(Account(self._http, service), call, "address")
        base = f"{parts.scheme}://{parts.netloc}"
        service = Service(PROVIDER, base, auth or NoToken(), _word_of)
        return Account(self._http, service), call


def _is_safe(address: str) -> bool:
    try:
        base_url(address)
    except ValueError:
        return False
    return True


def _signing_keys(body: object) -> KeySet:
    """Return the keys of a key set that can have signed; others are none of our business."""
    listed = body.get("keys") if isinstance(body, dict) else None
    keys = [
        each
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and each.get("kty") in _KINDS and each.get("use", "sig") == "sig"
    ]
    return KeySet.import_key_set({"keys": keys})


def _word_of(body: object) -> ErrorDetails | None:
    """Keep of a refusal (RFC 6749, 5.2) only its word: the description may quote anything."""
    word = body.get("error") if isinstance(body, dict) else None
    return ErrorDetails(code=word) if isinstance(word, str) else None


def _not_ours(account: Account, call: Call, reason: str) -> NotAnAnswer:
    return NotAnAnswer(account.where(call), Evidence(code="not_for_us", reason=reason))
