"""The list of every call that a client made to either vendor, for counting and for tests.

A call is kept as method, route pattern, status and credits; of its query only the keys that
cannot carry anybody's words are kept, of its body nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from werkzeug.routing import Rule

VENDORS = ("miro", "notion")
_TELLING_KEYS = frozenset(
    {
        "type",
        "limit",
        "cursor",
        "offset",
        "sort",
        "tag_id",
        "parent_item_id",
        "team_id",
        "project_id",
        "page_size",
        "start_cursor",
        "block_id",
        "filter_properties",
        "filter_properties[]",
    }
)


@dataclass(frozen=True, slots=True)
class VendorCall:
    """One call as it was answered."""

    vendor: str
    method: str
    route: str
    status: int
    credits: int
    query: Mapping[str, str]
    at: datetime

    def as_json(self) -> dict[str, object]:
        """Return the call as the control plane shows it."""
        return {
            "vendor": self.vendor,
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "credits": self.credits,
            "query": dict(self.query),
            "at": self.at.isoformat(),
        }


class CallLog:
    """All calls since the last reset, oldest first."""

    def __init__(self) -> None:
        self._calls: list[VendorCall] = []

    def add(self, call: VendorCall) -> None:
        """Note one call."""
        self._calls.append(call)

    def since(self, index: int = 0) -> tuple[VendorCall, ...]:
        """Return the calls from this index on."""
        return tuple(self._calls[max(index, 0) :])

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()

    def __len__(self) -> int:
        return len(self._calls)


def telling_query(query: Mapping[str, str]) -> dict[str, str]:
    """Keep the parts of a query that say how was asked, never what somebody wrote."""
    return {key: value for key, value in query.items() if key in _TELLING_KEYS}


def route_pattern(vendor: str, rule: Rule | None) -> str:
    """Return the route as a pattern; an address that nobody knows is not repeated."""
    if rule is None or rule.rule.endswith("<path:rest>"):
        return "(unknown)"
    return rule.rule.removeprefix(f"/{vendor}").replace("<", "{").replace(">", "}") or "/"
