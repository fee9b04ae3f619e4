"""Transports for tests: they note how long they would have waited instead of waiting."""

from datetime import UTC, datetime

from connectors.http import HTTP

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TOKEN = "sandbox-hazel-7731"


def waiting_http() -> tuple[HTTP, list[float]]:
    """Return a transport without jitter, and the list of the waits that it will fill."""
    waits: list[float] = []
    return HTTP(sleep=waits.append, now=lambda: NOW, jitter=lambda: 0.0), waits
