from datetime import UTC, datetime, timedelta

import pytest

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.in_process import MOUNTED_URL, mount
from connectors.sandbox.rate_window import Rate

HEADERS = {"Authorization": "Bearer sandbox-a", "Notion-Version": "2026-03-11"}
NOTION, MIRO = "/notion/v1/users/me", "/miro/v2/boards/unknown"
# What Miro lets pass in a window at 500 credits for each call of this test.
CALLS_OF_MIRO = 200


class Pace:
    """A client, and the sandbox's clock in its hand."""

    def __init__(self, rate: Rate) -> None:
        self.now = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
        self._session = mount(create_sandbox(clock=lambda: self.now, rate=rate))

    def statuses(self, path: str, count: int, method: str = "GET") -> list[int]:
        address = f"{MOUNTED_URL}{path}"
        answers = (self._session.request(method, address, headers=HEADERS) for _ in range(count))
        return [answer.status_code for answer in answers]

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.mark.parametrize(("rate", "window_s"), [("real", 60), ("fast", 2)])
def test_notions_window_lasts_as_long_as_asked_for(rate: Rate, window_s: int) -> None:
    pace = Pace(rate)

    assert pace.statuses(NOTION, 181)[-2:] == [200, 429]
    pace.pass_s(window_s - 0.5)
    assert pace.statuses(NOTION, 1) == [429]
    pace.pass_s(0.5)
    assert pace.statuses(NOTION, 1) == [200]


@pytest.mark.parametrize(("rate", "window_s"), [("real", 60), ("fast", 2)])
def test_miros_window_lasts_as_long_as_asked_for(rate: Rate, window_s: int) -> None:
    pace = Pace(rate)

    assert pace.statuses(MIRO, CALLS_OF_MIRO + 1, "DELETE")[-2:] == [404, 429]
    pace.pass_s(window_s - 0.5)
    assert pace.statuses(MIRO, 1, "DELETE") == [429]
    pace.pass_s(0.5)
    assert pace.statuses(MIRO, 1, "DELETE") == [404]


@pytest.mark.parametrize(
    ("path", "method", "status"), [(NOTION, "GET", 200), (MIRO, "DELETE", 404)]
)
def test_with_the_rate_off_nobody_waits(path: str, method: str, status: int) -> None:
    assert set(Pace("off").statuses(path, 250, method)) == {status}
