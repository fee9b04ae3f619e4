"""Whose token it is, and who somebody in the workspace is (docs/notion.md#users-and-views)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.fields import Identifier
from schemas.loose import Count, Text
from schemas.reading import VendorSchema, reader

FREE_FILE = 5 * 1024 * 1024  # the largest file of the free plan (docs/notion.md#limits)


@dataclass(frozen=True, slots=True)
class Bot:
    """The user that our writes are made by; `id` is what `last_edited_by` shows for them."""

    id: str
    name: str = ""
    workspace_id: str | None = None
    workspace_name: str = ""
    largest_file: int | None = None  # bytes that one upload may have; None: not said

    @property
    def is_on_free_plan(self) -> bool:
        """Say whether its workspace takes small files only, as those of the free plan do."""
        return self.largest_file is not None and self.largest_file <= FREE_FILE


class BotSchema(VendorSchema):
    """The answer of `GET /v1/users/me`."""

    makes = Bot

    id = Identifier(required=True)
    name = Text()
    workspace_id = Text()
    workspace_name = Text()
    largest_file = Count()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the workspace up."""
        inner = body.get("bot")
        bot = inner if isinstance(inner, dict) else {}
        workspace = {name: bot.get(name) for name in ("workspace_id", "workspace_name")}
        limits = bot.get("workspace_limits")
        most = limits.get("max_file_upload_size_in_bytes") if isinstance(limits, dict) else None
        return {
            "id": body.get("id"),
            "name": body.get("name"),
            "largest_file": most,
            **workspace,
        }


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
