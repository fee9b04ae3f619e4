"""What an OpenID provider publishes of itself, and what it answers at its token endpoint.

OpenID Connect Discovery 1.0, section 3, and Core 1.0, sections 3.1.3.3 and 5.1. Tokens are opaque
here and never shown; what an id token says is read after its signature was verified.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import fields, validate

from schemas.loose import Text
from schemas.reading import VendorSchema, reader

_YES = (True, 1, "1", "true", "True")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDescription:
    """Where a provider's endpoints are; those that it need not have are empty."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    takes_secret_in_form: bool = False


@dataclass(frozen=True, slots=True)
class ProviderTokens:
    """What a code was exchanged for."""

    id_token: str = field(repr=False)
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProviderIdentity:
    """Whom a provider signed in: its own name for the person, and the address that it verified.

    `email` is empty where there is none, or where the provider does not say that it verified it.
    """

    subject: str = field(repr=False)
    email: str = field(default="", repr=False)


class _DescriptionSchema(VendorSchema):
    makes = ProviderDescription

    issuer = fields.String(required=True)
    authorization_endpoint = fields.String(required=True)
    token_endpoint = fields.String(required=True)
    jwks_uri = fields.String(required=True)
    userinfo_endpoint = Text()
    end_session_endpoint = Text()
    takes_secret_in_form = fields.Boolean()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Without a list of ways to show the secret, Basic authentication is the one."""
        ways = body.get("token_endpoint_auth_methods_supported")
        in_form = isinstance(ways, list) and "client_secret_post" in ways
        return {**body, "takes_secret_in_form": in_form}


class _TokensSchema(VendorSchema):
    makes = ProviderTokens

    id_token = fields.String(required=True, validate=validate.Length(min=1))
    access_token = fields.String(required=True, validate=validate.Length(min=1))


class _IdentitySchema(VendorSchema):
    makes = ProviderIdentity

    subject = fields.String(required=True, validate=validate.Length(min=1))
    email = Text()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Take an address only where the provider vouches for it.

        `email_verified` is the standard's claim, which some providers write as text. Microsoft
        Entra has none; its optional claim `xms_edov` says that the domain's owner was verified.
        """
        is_verified = body.get("email_verified", body.get("xms_edov")) in _YES
        return {"subject": body.get("sub"), "email": body.get("email") if is_verified else None}


read_description = reader(_DescriptionSchema(), ProviderDescription)
read_tokens = reader(_TokensSchema(), ProviderTokens)
read_identity = reader(_IdentitySchema(), ProviderIdentity)
