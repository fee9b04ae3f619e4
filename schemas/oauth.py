"""What Miro and Notion answer when a code or a refresh token is exchanged for tokens.

Ids come as numbers or strings; a refresh token and an end may both be missing (docs/miro.md#oauth,
docs/notion.md#oauth). Tokens are opaque and never shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import fields, validate

from schemas.fields import Identifier, as_number
from schemas.loose import Number, Text
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Grant:
    """The tokens of one installation, and whose they are.

    `account_key` is the same for every grant of one installation: Notion's bot, or Miro's user in
    a team. Without `expires_in_s` the token has no end that we know of; without a refresh token it
    cannot be renewed. Names may be empty.
    """

    access_token: str = field(repr=False)
    account_key: str
    refresh_token: str | None = field(default=None, repr=False)
    expires_in_s: float | None = None
    account_name: str = ""
    place_name: str = ""


class _GrantSchema(VendorSchema):
    makes = Grant

    access_token = fields.String(required=True, validate=validate.Length(min=1))
    refresh_token = fields.String(allow_none=True, validate=validate.Length(min=1))
    expires_in_s = Number()
    account_key = Identifier(required=True)
    account_name = Text()
    place_name = Text()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Take an end that lies ahead, and leave out any other."""
        seconds = as_number(body.get("expires_in"))
        is_ahead = seconds is not None and seconds > 0
        return {**body, "expires_in_s": seconds if is_ahead else None}


class MiroGrantSchema(_GrantSchema):
    """The answer of `POST /v1/oauth/token`: there is one token for each user in each team."""

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make the key of user and team; an answer without a user has none."""
        user, team = (_id(body.get(name)) for name in ("user_id", "team_id"))
        flat = {**super().lifted(body), "account_name": None, "place_name": None}
        return {**flat, "account_key": f"{user}:{team}" if user else None}


class NotionGrantSchema(_GrantSchema):
    """The answer of `POST /v1/oauth/token`: an installation is known by its bot."""

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Take the bot as key, and bring the names of owner and workspace up."""
        owner = body.get("owner")
        user = owner.get("user") if isinstance(owner, dict) else None
        return {
            **super().lifted(body),
            "account_key": body.get("bot_id"),
            "account_name": user.get("name") if isinstance(user, dict) else None,
            "place_name": body.get("workspace_name"),
        }


def _id(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


read_miro_grant = reader(MiroGrantSchema(), Grant)
read_notion_grant = reader(NotionGrantSchema(), Grant)
