"""Miro and Notion for tests: the shipped sandbox, mounted in this process without a socket."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import Flask

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.in_process import MOUNTED_URL as SANDBOX_URL
from connectors.sandbox.in_process import InProcess, session_over
from plugin.domain.clock import Clock

__all__ = ["SANDBOX_URL", "Vendors", "http_to"]


@dataclass
class Vendors:
    """A sandbox that is made when it is first called."""

    clock: Clock

    @cached_property
    def sandbox(self) -> Flask:
        return create_sandbox(clock=self.clock)

    @cached_property
    def line(self) -> InProcess:
        """Return what delivers every request to it."""
        return InProcess(self.sandbox)

    def http(self) -> HTTP:
        """Return an HTTP whose every call it answers, and which never waits."""
        return HTTP(session=lambda: session_over(self.line), sleep=lambda _seconds: None)


def http_to(app: Flask) -> HTTP:
    """Return an HTTP whose every call is answered by `app`, and which never waits."""
    return HTTP(session=lambda: session_over(InProcess(app)), sleep=lambda _seconds: None)
