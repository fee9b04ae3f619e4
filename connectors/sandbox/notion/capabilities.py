"""The two walls behind a good token: what the connection may do, and how much the workspace holds.

Both answer 403 `restricted_resource` (docs/notion.md#errors and docs/notion.md#limits); the words
are made up.
"""

from connectors.sandbox.notion.errors import NotionError
from connectors.sandbox.notion.settings import Settings

_READING = (
    "/v1/pages", "/v1/blocks", "/v1/databases", "/v1/data_sources", "/v1/views", "/v1/search",
)  # fmt: skip
_GROWING = frozenset(
    {
        ("POST", "/v1/pages"),
        ("POST", "/v1/databases"),
        ("POST", "/v1/data_sources"),
        ("POST", "/v1/views"),
        ("PATCH", "/v1/blocks/<block_id>/children"),
    }
)


def refuse_without(settings: Settings, method: str, rule: str) -> None:
    """Refuse a call for which the connection lacks the capability."""
    needed = needed_for(method, rule)
    if needed and needed not in settings.capabilities:
        raise NotionError(403, "restricted_resource", "Insufficient permissions for this endpoint.")


def needed_for(method: str, rule: str) -> str | None:
    """Return the capability that an endpoint needs; None where every token may call it."""
    if rule.startswith("/v1/comments"):
        return "read_comments" if method == "GET" else "insert_comments"
    if rule.startswith("/v1/users"):
        return None if rule == "/v1/users/me" else "read_users"
    if not rule.startswith(_READING):
        return None
    if method == "GET" or rule.endswith(("/query", "/search")):
        return "read_content"
    return "insert_content" if (method, rule) in _GROWING else "update_content"


def refuse_beyond(settings: Settings, made: int, more: int) -> None:
    """Refuse what would take a free workspace beyond the blocks that it may ever have."""
    if settings.block_limit is not None and made + more > settings.block_limit:
        raise NotionError(
            403,
            "restricted_resource",
            "This workspace has reached its block limit.",
            additional_data={"block_limit": "block_creation"},
        )
