"""One sandbox on loopback for each file of threads, its people, and clients that do not wait."""

import pytest

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.notion.client import NotionClient
from connectors.sandbox_people import SandboxPeople
from tests.notion_caller import Clock


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def http(waits: list[float], clock: Clock) -> HTTP:
    return HTTP(sleep=waits.append, now=clock, jitter=lambda: 0.0, timeouts_s=(5, 3))


@pytest.fixture
def notion(server: str, http: HTTP, people: SandboxPeople) -> NotionClient:
    return NotionClient(http, "sandbox-threads", f"{server}/notion")


@pytest.fixture
def miro(server: str, http: HTTP, people: SandboxPeople) -> MiroClient:
    return MiroClient(http, "sandbox-threads", f"{server}/miro")
