"""Whose token it is, and who somebody in the workspace is (docs/notion.md#users-and-views)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.fields import Identifier
from schemas.loose import Text
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Bot:
    """The user that our writes are made by; `id` is what `last_edited_by` shows for them."""

    id: str
    name: str = ""
    workspace_id: str | None = None
    workspace_name: str = ""


class BotSchema(VendorSchema):
    """The answer of `GET /v1/users/me`."""

    makes = Bot

    id = Identifier(required=True)
    name = Text()
    workspace_id = Text()
    workspace_name = Text()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the workspace up."""
        inner = body.get("bot")
        bot = inner if isinstance(inner, dict) else {}
        workspace = {name: bot.get(name) for name in ("workspace_id", "workspace_name")}
        return {"id": body.get("id"), "name": body.get("name"), **workspace}


read_bot = reader(BotSchema(), Bot)


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot of the workspace; what else Notion tells of a person is not read."""

    id: str
    name: str = ""


class UserSchema(VendorSchema):
    """The answer of `GET /v1/users/{user_id}`."""

    makes = User

    id = Identifier(required=True)
    name = Text()


read_user = reader(UserSchema(), User)
