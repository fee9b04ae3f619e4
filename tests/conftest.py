"""What holds for every test: nothing leaves this machine, unit tests open no socket at all, and
every answer of a sandbox is as its vendor describes it.
"""

import gc
import ipaddress
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import BaseWSGIServer

from plugin.logs.lines import as_json
from tests import compiled_once, databases
from tests.contract import descriptions
from tests.contract.watching import Watch
from tests.shared import in_ci, is_of_today, memory, shared_folder

__all__ = ["shared_folder"]

_HERE = Path(__file__).resolve().parent
_UNIT = _HERE / "unit"
# Of these folders a run may be told to draw some tests, others every day.
_MANY = {
    each.name: each
    for each in map(_HERE.joinpath, ("unit/plugin/sync", "promises", "kill", "walk"))
}


@pytest.fixture
def caplog(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Let the text of what is logged be the lines that Hedgerow writes."""
    caplog.handler.setFormatter(as_json())
    return caplog


class SocketRefused(Exception):
    """A test tried to reach something that it must not reach."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run be about the other database."""
    say = "the database of all tests that need one; those marked sqlite_only are left out"
    parser.addoption("--database", choices=databases.KINDS, default="sqlite", help=say)
    say = f"of a folder ({', '.join(_MANY)}) run one test of so many, others every day"
    parser.addoption(
        "--one-of", type=_sample, action="append", default=[], metavar="FOLDER=N", help=say
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' folders in memory where there is room: databases wait for a disk."""
    databases.choose(config.getoption("--database"))
    if (in_memory := memory()) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory))


def pytest_report_header() -> str | None:
    """Say in one line that answers go unwatched where their descriptions are missing."""
    return None if descriptions.are_here() else descriptions.ABSENT


def pytest_sessionstart() -> None:
    """Refuse to run unwatched in CI, and say once what nothing can run on."""
    if not databases.are_here():
        if in_ci():
            raise pytest.UsageError(f"{databases.ABSENT} With CI=true nothing may be skipped.")
        pytest.exit(databases.ABSENT, returncode=0)
    if in_ci() and not descriptions.are_here():
        raise pytest.UsageError(f"{descriptions.ABSENT} With CI=true nothing may be skipped.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about SQLite alone in a run on PostgreSQL, and what is not a day's."""
    samples = dict(config.getoption("--one-of"))
    left_out = {
        each
        for each in items
        if (not databases.is_sqlite() and each.get_closest_marker("sqlite_only"))
        or not (_is_drawn(each, samples) or each.get_closest_marker("every_day"))
    }
    if left_out:
        config.hook.pytest_deselected(items=[each for each in items if each in left_out])
        items[:] = [each for each in items if each not in left_out]


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among the modules: it was a sixth of all tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _sample(words: str) -> tuple[Path, int]:
    """Read `promises=3`: of that folder one test of three."""
    folder, _, number = words.partition("=")
    return _MANY[folder], int(number)


def _is_drawn(test: pytest.Item, samples: Mapping[Path, int]) -> bool:
    one_of = (number for folder, number in samples.items() if folder in test.path.parents)
    return all(is_of_today(test.nodeid, number) for number in one_of)


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
        compiled_once.keep_addresses(patch)
        compiled_once.keep_templates(patch)
        compiled_once.keep_statements(patch)
        compiled_once.keep_migrations(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _servers_end_when_they_are_told() -> Iterator[None]:
    """Let servers look fifty times a second whether they shall end; twice is usual."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseWSGIServer.serve_forever, "__defaults__", (0.02,))
        yield


@pytest.fixture(scope="session", autouse=True)
def _databases_can_be_made() -> None:
    databases.begin()


@pytest.fixture(autouse=True)
def _databases_of_a_test_end_with_it() -> Iterator[None]:
    with databases.removed_at_the_end():
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
