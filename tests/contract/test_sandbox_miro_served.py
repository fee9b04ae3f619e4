from collections.abc import Iterator

import pytest
import requests

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.serve import Server, serve


@pytest.fixture
def server() -> Iterator[Server]:
    made = serve(create_sandbox())
    made.start()
    yield made
    made.stop()


def test_it_listens_on_the_loopback_at_the_port_it_names(server: Server) -> None:
    assert server.url == f"http://127.0.0.1:{server.port}"
    assert requests.get(server.url, timeout=5).url == f"{server.url}/_sandbox/"


def test_a_taken_port_is_an_error_and_no_exit(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(OSError, match="in use"):
        serve(create_sandbox(), server.port)

    assert capfd.readouterr() == ("", "")


def test_a_stopped_sandbox_gives_its_port_back() -> None:
    first = serve(create_sandbox())
    first.start()
    first.stop()

    second = serve(create_sandbox(), first.port)
    second.stop()

    assert second.port == first.port


def test_two_sandboxes_share_nothing(server: Server) -> None:
    requests.post(f"{server.url}/miro/v2/boards", headers=TOKEN, json={}, timeout=5)
    other = serve(create_sandbox())
    other.start()

    found = requests.get(f"{other.url}/miro/v2/boards", headers=TOKEN, timeout=5).json()
    other.stop()

    assert found["total"] == 0


TOKEN = {"Authorization": "Bearer sandbox-hedgerow"}


def test_no_line_is_written_per_request(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    requests.get(f"{server.url}/miro/v2/boards/canary", headers=TOKEN, timeout=5)

    assert capfd.readouterr() == ("", "")
