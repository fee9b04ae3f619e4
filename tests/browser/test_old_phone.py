"""An old phone on 2G: Chromium's own throttle slows the line; bytes and round trips are counted.

What waits on such a line is worked out of these, and not measured by a clock, so that a busy
machine fails nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_taking_part import WORDS, open_session
from tests.world.phones import KEPT, make_code, notes_of

# A GPRS line as Chromium's tools have it: 500 ms there and back, 50 kbit/s down, 20 kbit/s up.
LATENCY_MS, DOWN_BYTES_S, UP_BYTES_S = 500, 50_000 / 8, 20_000 / 8
MOST_BYTES, LONGEST_S = 60_000, 8.0
MOST_REQUESTS = (3, 6, 4)
AT_ONCE = 6  # connections of a browser to one server; each request of ours opens its own
ROUNDS_EACH = 2.0  # to connect, and to ask and be answered


@dataclass
class Line:
    """What went over the line since it was last looked at."""

    requests: int = 0
    received: float = 0.0
    sent: float = 0.0

    def wait_s(self) -> float:
        """Return how long such a line takes: all that a page needs, one after the other."""
        rounds = ROUNDS_EACH * (1 + -(-max(0, self.requests - 1) // AT_ONCE))
        return rounds * LATENCY_MS / 1e3 + self.received / DOWN_BYTES_S + self.sent / UP_BYTES_S

    def look(self) -> Line:
        """Return what it was, and begin again."""
        found = Line(self.requests, self.received, self.sent)
        self.requests, self.received, self.sent = 0, 0.0, 0.0
        return found


@contextmanager
def on_2g(browser: Browser) -> Iterator[tuple[Page, Line]]:
    """Open a page of 320 px behind a slow line, and count what goes over it."""
    with browser.new_context(viewport={"width": 320, "height": 480}) as context:
        context.set_default_timeout(60_000)
        page, line = context.new_page(), Line()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        slow = {"latency": LATENCY_MS, "downloadThroughput": DOWN_BYTES_S}
        slow |= {"uploadThroughput": UP_BYTES_S, "connectionType": "cellular2g"}
        tools.send("Network.emulateNetworkConditions", {"offline": False, **slow})
        _count(tools, line)
        yield page, line


def _count(tools: CDPSession, line: Line) -> None:
    def asked(event: dict[str, Any]) -> None:
        line.requests += 1
        request = event["request"]
        headers = sum(len(name) + len(value) + 4 for name, value in request["headers"].items())
        line.sent += len(request["url"]) + headers + len(request.get("postData", ""))
        if before := event.get("redirectResponse"):
            line.received += before["encodedDataLength"]

    def kept(_event: dict[str, Any]) -> None:
        line.requests -= 1  # nothing of it went over the line

    def came(event: dict[str, Any]) -> None:
        line.received += event["encodedDataLength"]

    tools.on("Network.requestWillBeSent", asked)
    tools.on("Network.requestServedFromCache", kept)
    tools.on("Network.loadingFinished", came)


def test_somebody_joins_and_writes_on_an_old_phone(served: Served, browser: Browser) -> None:
    session = open_session(served)
    code = make_code(served.made, session)
    with on_2g(browser) as (page, line):
        page.goto(f"{served.url}/j/{code}", wait_until="load")
        joining = line.look()
        page.get_by_role("button", name="Take part").click()
        page.wait_for_url("**/me/**")
        page.wait_for_load_state("load")
        first = line.look()
        page.goto(f"{page.url.partition('/boxes')[0]}/boxes/{KEPT}", wait_until="load")
        line.look()
        page.get_by_label("Your note").or_(page.locator("textarea")).first.fill(WORDS[0])
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("Sent.")
        page.wait_for_load_state("load")
        writing = line.look()

    assert [each.text for each in notes_of(served.made, session)] == [WORDS[0]]
    assert joining.received + first.received + writing.received < MOST_BYTES
    # What a page is drawn with comes once. Afterwards: the press, where it leads, and its clock.
    counts = (joining.requests, first.requests, writing.requests)
    assert all(many <= most for many, most in zip(counts, MOST_REQUESTS, strict=True)), counts
    waits = [round(each.wait_s(), 1) for each in (joining, first, writing)]
    assert max(waits) < LONGEST_S, waits
