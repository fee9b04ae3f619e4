"""What differs between connections and workspaces, and what a test may want smaller or later.

In a fresh sandbox the connection may do everything; Notion's own start without comments and user
information (docs/notion.md#comments and docs/notion.md#users-and-views). A reset brings the first
settings back.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

CAPABILITIES = (
    "read_content",
    "insert_content",
    "update_content",
    "read_comments",
    "insert_comments",
    "read_users",
)
_WRONG = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class Settings:
    """How this workspace behaves.

    `query_lag_s` hides rows from queries that are younger, `search_lag_s` things from search;
    `block_limit` is how many blocks a free workspace may ever have (None: as many as it likes).
    Whether queries show templates of rows is not known: `shows_templates` says both.
    """

    query_most: int = 10_000
    query_lag_s: float = 0
    search_lag_s: float = 20
    block_limit: int | None = None
    shows_templates: bool = False
    capabilities: tuple[str, ...] = CAPABILITIES

    def changed(self, given: Mapping[str, Any]) -> "Settings":
        """Return these settings with some changed; raise `ValueError` with a sentence."""
        for name, value in given.items():
            if name not in _CHECKS:
                raise ValueError(f'There is no setting "{name}". {_WRONG}')
            if not _CHECKS[name](value):
                raise ValueError(f'"{name}" cannot be {value!r}. {_WRONG}')
        chosen = dict(given)
        if "capabilities" in chosen:
            chosen["capabilities"] = tuple(chosen["capabilities"])
        return replace(self, **chosen)


def settings_blueprint(state: Any) -> Blueprint:
    """Return `/settings` of a state that has `settings`: shown (GET) and changed (PATCH)."""
    blueprint = Blueprint("sandbox_notion_settings", __name__)

    def show() -> Response:
        return jsonify(asdict(state.settings))

    def change() -> Response:
        given = request.get_json(silent=True)
        try:
            state.settings = state.settings.changed(given if isinstance(given, dict) else {})
        except ValueError as refused:
            refusal = jsonify({"error": str(refused)})
            refusal.status_code = 400
            return refusal
        return show()

    blueprint.add_url_rule("/settings", "show", show)
    blueprint.add_url_rule("/settings", "change", change, methods=["PATCH"])
    return blueprint


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "query_most": _is_count,
    "query_lag_s": _is_seconds,
    "search_lag_s": _is_seconds,
    "block_limit": lambda value: value is None or _is_count(value),
    "shows_templates": lambda value: isinstance(value, bool),
    "capabilities": lambda value: isinstance(value, list) and set(value) <= set(CAPABILITIES),
}
