import socket

import pytest

from tests.conftest import SocketRefused


def test_unit_tests_open_no_socket() -> None:
    with socket.socket() as server, pytest.raises(SocketRefused):
        server.bind(("127.0.0.1", 0))
