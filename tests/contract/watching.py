"""Watches every sandbox in this process, whoever made it: each answer is held to its description.

Flask tells when a request is finished; nothing of the sandbox knows that it is watched.
"""

from typing import Any

from flask import Flask, Response, request
from flask.signals import request_finished

from connectors.sandbox.call_log import VENDORS, route_pattern
from connectors.sandbox.faults.hooks import kind_met
from tests.contract.described import Answered, departures


class Watch:
    """Collects departures until they are taken."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self.seen = 0

    def begin(self) -> None:
        """Watch from now on."""
        request_finished.connect(self._look)

    def end(self) -> None:
        """Watch no longer."""
        request_finished.disconnect(self._look)

    def take(self) -> list[str]:
        """Return the departures since the last time, each once."""
        found, self._found = self._found, []
        return sorted(set(found))

    def _look(self, sender: Flask, response: Response, **_: Any) -> None:
        answer = _answered(response) if "hedgerow_sandbox" in sender.extensions else None
        if answer is not None:
            self.seen += 1
            self._found += departures(answer)


def _answered(response: Response) -> Answered | None:
    vendor, _, _ = request.path.lstrip("/").partition("/")
    if vendor not in VENDORS or request.method in ("HEAD", "OPTIONS"):
        return None
    fault = kind_met()
    if fault is not None and fault.is_shapeless:
        return None
    if request.host.partition(":")[0] not in ("127.0.0.1", "localhost"):
        return None  # the gate's own refusal
    return Answered(
        vendor=vendor,
        method=request.method,
        route=route_pattern(vendor, request.url_rule),
        status=response.status_code,
        body=response.get_json(silent=True) if response.get_data() else None,
        query=frozenset(request.args),
    )
