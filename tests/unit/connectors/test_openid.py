"""An id token that is forged, old, for somebody else or an answer to another request is refused."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import responses
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from connectors.errors import ConnectorError, NotAnAnswer
from connectors.http import HTTP
from connectors.oauth import App
from connectors.openid import PATIENCE, OpenIDProvider, SignInRequest
from schemas.openid import ProviderIdentity, read_identity

ISSUER = "https://id.example"
APP = App("hedgerow", "a secret", "https://hedgerow.example/single-sign-on/return")
ASKED = SignInRequest("the-state", "the-nonce", "the-verifier-of-this-request-long-enough-for-pkce")
BACK = f"{APP.redirect_uri}?code=abc&state=the-state"
KEY = RSAKey.generate_key(2048, {"kid": "1"})
OTHER = RSAKey.generate_key(2048, {"kid": "1"})
DESCRIBED = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token?p=policy",
    "jwks_uri": f"{ISSUER}/keys",
    "userinfo_endpoint": f"{ISSUER}/me",
}


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    said = {"iss": ISSUER, "aud": "hedgerow", "sub": "42", "iat": now, "exp": now + 300}
    said |= {"nonce": ASKED.nonce, "email": "helen@northside.example", "email_verified": True}
    return {name: value for name, value in (said | changed).items() if value is not None}


def signed(key: Any = KEY, algorithm: str = "RS256", **changed: Any) -> str:
    return jwt.encode({"alg": algorithm, "kid": "1"}, claims(**changed), key, [algorithm])


def unsigned() -> str:
    parts = ({"alg": "none", "kid": "1"}, claims())
    coded = (base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in parts)
    return b".".join(coded).decode() + "."


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(f"{ISSUER}/.well-known/openid-configuration", json=DESCRIBED)
        foreign = {"kty": "new", "kid": "2", "x": 1}
        mock.get(f"{ISSUER}/keys", json={"keys": [foreign, KEY.as_dict(private=False)]})
        yield mock


def found(web: responses.RequestsMock, id_token: str, back: str = BACK) -> ProviderIdentity | None:
    web.post(f"{ISSUER}/token", json={"id_token": id_token, "access_token": "token"})
    provider = OpenIDProvider(HTTP(sleep=lambda _: None, patience=PATIENCE), ISSUER, APP)
    return provider.identity(back, ASKED)


def test_a_token_of_the_provider_says_who_somebody_is(web: responses.RequestsMock) -> None:
    assert found(web, signed()) == ProviderIdentity("42", "helen@northside.example")
    assert [each.request.method for each in web.calls] == ["GET", "POST", "GET"]
    assert "code_verifier=the-verifier" in str(web.calls[1].request.body)


@pytest.mark.parametrize(
    "token",
    [
        unsigned(),
        signed(OTHER),
        signed(OctKey.import_key(APP.client_secret.encode() * 8), "HS256"),
        signed(ECKey.generate_key("P-256", {"kid": "1"}), "ES256"),
        signed(iss="https://evil.example"),
        signed(aud="somebody-else"),
        signed(aud=["hedgerow", "somebody-else"], azp="somebody-else"),
        signed(exp=int(time.time()) - 600),
        signed(nbf=int(time.time()) + 600),
        signed(nonce="of another request"),
        signed(nonce=None),
        signed(sub=None),
        signed(exp=None),
        signed(at_hash="AAAA"),
        "a.b.c",
        "",
    ],
)
def test_no_other_token_says_anything(web: responses.RequestsMock, token: str) -> None:
    with pytest.raises(ConnectorError) as told:
        found(web, token)

    assert token[:12] not in str(told.value) or not token


@pytest.mark.parametrize(
    "back", [f"{APP.redirect_uri}?state=the-state", f"{APP.redirect_uri}?code=abc&state=other",
             f"{BACK}&iss=https://evil.example", f"{APP.redirect_uri}?error=access_denied"],
)  # fmt: skip
def test_an_answer_to_something_else_is_not_looked_at(
    web: responses.RequestsMock, back: str
) -> None:
    assert found(web, signed(), back) is None
    assert len(web.calls) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://id.example/token"},
        {"jwks_uri": "http://id.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    web: responses.RequestsMock, changed: dict[str, str]
) -> None:
    web.replace("GET", f"{ISSUER}/.well-known/openid-configuration", json={**DESCRIBED, **changed})

    with pytest.raises(NotAnAnswer):
        found(web, signed())


def test_an_address_may_be_told_beside_the_token_by_the_same_person_only(
    web: responses.RequestsMock,
) -> None:
    told = {"sub": "42", "email": "helen@northside.example", "email_verified": "true"}
    web.get(f"{ISSUER}/me", json=told)
    assert found(web, signed(email=None)) == ProviderIdentity("42", "helen@northside.example")

    web.replace("GET", f"{ISSUER}/me", json={**told, "sub": "43"})
    with pytest.raises(NotAnAnswer):
        found(web, signed(email=None))


@pytest.mark.parametrize(
    ("vouched", "email"),
    [
        ({"email_verified": True}, "a@b.example"),
        ({"email_verified": "true"}, "a@b.example"),
        ({"xms_edov": True}, "a@b.example"),
        ({"xms_edov": "1"}, "a@b.example"),
        ({"email_verified": False}, ""),
        ({"email_verified": False, "xms_edov": True}, ""),
        ({"email_verified": "no"}, ""),
        ({"email_verified": False, "xms_edov": False}, ""),
        ({}, ""),
    ],
)
def test_an_address_counts_if_the_provider_verified_it(
    vouched: dict[str, object], email: str
) -> None:
    assert read_identity({"sub": "42", "email": "a@b.example", **vouched}).email == email


def test_nothing_of_a_request_or_a_person_is_printed() -> None:
    assert "the-" not in repr(ASKED)
    assert "northside" not in repr(ProviderIdentity("42", "helen@northside.example"))
