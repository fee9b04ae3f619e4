"""The vendor's rate limit: 180 requests in a fixed window of sixty seconds, per connection.

See docs/notion.md#limits. There are no X-RateLimit headers, only Retry-After.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from connectors.sandbox.notion.errors import NotionError

REQUESTS_PER_WINDOW = 180


@dataclass(slots=True)
class RateWindow:
    """Count the requests of each bot in its window."""

    clock: Callable[[], datetime]
    window_s: int = 60
    opened: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def reset(self) -> None:
        """Forget all windows."""
        self.opened.clear()

    def count(self, bot_id: str) -> None:
        """Let one request through; raise 429 with the seconds left when the window is full."""
        now = self.clock()
        since, used = self.opened.get(bot_id, (now, 0))
        left_s = self.window_s - (now - since).total_seconds()
        if left_s <= 0:
            since, used, left_s = now, 0, float(self.window_s)
        if used >= REQUESTS_PER_WINDOW:
            raise _limited(max(1, ceil(left_s)))
        self.opened[bot_id] = (since, used + 1)


def _limited(wait_s: int) -> NotionError:
    return NotionError(
        429,
        "rate_limited",
        "You have been rate limited. Please try again in a few minutes.",
        additional_data={
            "rate_limit_reason": "public_api_request_rate_limit",
            "retry_after": str(wait_s),
        },
        headers={"Retry-After": str(wait_s)},
    )
