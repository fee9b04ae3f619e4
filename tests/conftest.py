"""What holds for every test: nothing leaves this machine, unit tests open no socket at all, and
every answer of a sandbox is as its vendor describes it.
"""

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import compiled_once
from tests.contract import descriptions
from tests.contract.watching import Watch
from tests.shared import in_ci, shared_folder

__all__ = ["shared_folder"]

_UNIT = Path(__file__).resolve().parent / "unit"
_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a private folder below it
_ROOM = 2 << 30  # bytes; a run takes a tenth of it, a container may have less


class SocketRefused(Exception):
    """A test tried to reach something that it must not reach."""


def pytest_configure() -> None:
    """Keep the tests' folders in memory where there is room: SQLite waits for a disk."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_report_header() -> str | None:
    """Say in one line that answers go unwatched where their descriptions are missing."""
    return None if descriptions.are_here() else descriptions.ABSENT


def pytest_sessionstart() -> None:
    """Refuse to run unwatched in CI."""
    if in_ci() and not descriptions.are_here():
        raise pytest.UsageError(f"{descriptions.ABSENT} With CI=true nothing may be skipped.")


@pytest.fixture(scope="session")
def watch() -> Iterator[Watch]:
    """Watch every sandbox, where the descriptions are there."""
    watching = Watch()
    if descriptions.are_here():
        watching.begin()
    yield watching
    watching.end()


@pytest.fixture(autouse=True)
def _answers_of_the_sandbox_are_as_described(watch: Watch) -> Iterator[None]:
    yield
    departures = watch.take()
    assert not departures, "\n".join(["The sandbox departed from a description:", *departures])


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        _guard(patch, lambda address: _is_loopback(address[0]))
        yield


@pytest.fixture(scope="session", autouse=True)
def _applications_share_what_is_compiled() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compiled_once.keep_url_builders(patch)
        compiled_once.keep_templates(patch)
        yield


@pytest.fixture(autouse=True)
def _no_socket_in_unit_tests(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if _UNIT in request.path.parents:
        _guard(monkeypatch, lambda _address: False)


def _guard(patch: pytest.MonkeyPatch, is_allowed: Callable[[Any], bool]) -> None:
    for name in ("connect", "connect_ex", "bind"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), is_allowed))
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        _refuse_unless(is_allowed, (host, port))
        return look_up(host, port, *rest, **named)

    patch.setattr(socket, "getaddrinfo", guarded_look_up)


def _guarded(method: Callable[..., Any], is_allowed: Callable[[Any], bool]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_unless(is_allowed, address)
        return method(self, address)

    return guarded


def _refuse_unless(is_allowed: Callable[[Any], bool], address: Any) -> None:
    if not is_allowed(address):
        raise SocketRefused(f"A test tried to use a socket for {address!r}.")


def _is_loopback(host: Any) -> bool:
    if host in (None, "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
