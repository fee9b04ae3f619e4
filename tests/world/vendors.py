"""Miro and Notion for tests: the shipped sandbox, mounted in this process without a socket."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import Flask
from requests.adapters import BaseAdapter

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.in_process import MOUNTED_URL as SANDBOX_URL
from connectors.sandbox.in_process import InProcess, session_over
from plugin.domain.clock import Clock

__all__ = ["SANDBOX_URL", "Vendors", "http_to"]


@dataclass
class Vendors:
    """A sandbox that is made when it is first called: most tests of pages call no vendor."""

    clock: Clock

    @cached_property
    def sandbox(self) -> Flask:
        return create_sandbox(clock=self.clock)

    def http(self) -> HTTP:
        """Return an HTTP whose every call it answers, and which never waits."""
        return HTTP(session=lambda: session_over(_Line(self)), sleep=lambda _seconds: None)


class _Line(InProcess):
    """Delivers every request to the sandbox of a world."""

    def __init__(self, vendors: Vendors) -> None:
        BaseAdapter.__init__(self)
        self._vendors = vendors

    @property
    def app(self) -> Flask:  # type: ignore[override]
        """Return the sandbox, which is made with its first call."""
        return self._vendors.sandbox


def http_to(app: Flask) -> HTTP:
    """Return an HTTP whose every call is answered by `app`, and which never waits."""
    return HTTP(session=lambda: session_over(InProcess(app)), sleep=lambda _seconds: None)
