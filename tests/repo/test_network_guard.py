"""Tests reach this machine only; the guard in tests/conftest.py sees to it."""

import socket

import pytest

from tests.conftest import SocketRefused


@pytest.mark.parametrize("host", ["203.0.113.1", "2001:db8::1", "hedgerow.example"])
def test_no_test_reaches_another_machine(host: str) -> None:
    with pytest.raises(SocketRefused):
        socket.create_connection((host, 9), timeout=1)


def test_tests_may_use_loopback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with socket.create_connection(("localhost", port), timeout=1) as client:
            reached = client.getpeername()[1]

    assert reached == port
