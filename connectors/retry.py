"""When a call is sent again, and after how long: pure rules over what came back.

429 and 529 are always worth another try, after the time that the vendor asks for; other server
errors and missing answers only where repeating is harmless; everything else never.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LIMITED = frozenset({429, 529})
TROUBLED = frozenset({500, 502, 503, 504})
# Notion's word for a connection that is shut out: waiting does not end it (docs/notion.md#limits).
SHUT_OUT = "public_api_request_blocked"
# Numbers above this are moments since 1970, numbers below are seconds from now.
SMALLEST_EPOCH_S = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call is sent at most, and how waits between the sendings grow and end."""

    attempts: int = 4
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one sending: `status` is None where no complete answer arrived."""

    status: int | None
    harmless: bool
    asked_wait_s: float | None = None
    reason: str = ""
    was_sent: bool = True


def wait_before_repeating(
    outcome: Outcome, attempt: int, patience: Patience, jitter: float
) -> float | None:
    """Return the seconds to wait before sending again, or None to give up.

    `attempt` counts from 1; `jitter` is a number from 0 to 1, so that many callers do not come
    back in the same moment. A wait that the vendor asks for is never shortened: if it is longer
    than our patience, we give up and let the caller come back later.
    """
    if attempt >= patience.attempts or not is_worth_repeating(outcome):
        return None
    asked = outcome.asked_wait_s
    if asked is not None:
        return asked + jitter if asked <= patience.longest_wait_s else None
    wait = patience.first_wait_s * 2.0 ** (attempt - 1) * (0.5 + jitter / 2)
    return min(wait, patience.longest_wait_s)


def is_worth_repeating(outcome: Outcome) -> bool:
    """Tell whether the same call, sent again, may do better without doing harm."""
    if outcome.status in LIMITED:
        return outcome.reason != SHUT_OUT
    if not outcome.was_sent:
        return True
    return outcome.harmless and (outcome.status is None or outcome.status in TROUBLED)


def asked_wait_s(headers: Mapping[str, str], now: datetime, longest_s: float) -> float | None:
    """Return the seconds that the headers ask us to wait, None where they ask nothing.

    `Retry-After` (seconds or a date) comes first, then Miro's `X-RateLimit-Reset`, epoch seconds or
    seconds from now (docs/miro.md#rate-limits). Reset is held to `longest_s`: Miro's window is a
    minute, and more than that means that one of the two clocks is wrong.
    """
    said = {name.lower(): value.strip() for name, value in headers.items()}
    asked = _retry_after_s(said.get("retry-after", ""), now)
    if asked is not None:
        return asked
    reset = _number(said.get("x-ratelimit-reset", ""))
    if reset is None:
        return None
    wait = reset - now.timestamp() if reset >= SMALLEST_EPOCH_S else reset
    return min(max(wait, 0.0), longest_s)


def _retry_after_s(value: str, now: datetime) -> float | None:
    seconds = _number(value)
    if seconds is not None:
        return max(seconds, 0.0)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - now).total_seconds(), 0.0)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
