"""One sandbox on loopback for a file of tests, and its people, who begin every test anew.

A file that needs a clock of its own gives a fixture `clock`; one that needs another sandbox, its
own `server`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.serve import serve
from connectors.sandbox_people import SandboxPeople


@pytest.fixture(scope="module")
def clock() -> Callable[[], datetime] | None:
    return None


@pytest.fixture(scope="module")
def server(clock: Callable[[], datetime] | None) -> Iterator[str]:
    running = serve(create_sandbox(clock=clock))
    running.start()
    yield running.url
    running.stop()


@pytest.fixture
def people(server: str) -> SandboxPeople:
    acting = SandboxPeople(HTTP(), server)
    acting.reset()
    return acting
