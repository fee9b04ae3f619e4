"""The real server behind a real proxy, under a path: every address that it writes works."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlsplit

import pytest
import requests

from plugin.convene.sign_in import make_link
from tests.contract.reverse_proxy import Passing, proxy
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import Clock, TestHouse, make_house

PATH = "/learning/hedgerow"
BASE_URL = f"http://127.0.0.1:8420{PATH}"
_ADDRESSES = re.compile(r'(?:href|action|src)="((?:/|https?:)[^"]*)"')
_MOST_PAGES = 30
_STARTS_WITHIN_S = 60.0


@dataclass(frozen=True)
class Served:
    """A house, and the address of the process that serves it."""

    made: TestHouse
    inner: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a house under a path, with one proxy before it."""
    made = make_house(
        tmp_path_factory.mktemp("house"),
        clock=Clock(datetime.now(UTC)),  # that of the process
    )
    a_session(made)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEDGEROW_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "plugin", "web", "--port", str(port)],
        env={
            **kept,
            "HEDGEROW_DATA": str(made.runtime.settings.data_folder),
            "HEDGEROW_DATABASE_URL": made.services.db.url,
            "HEDGEROW_SECRET_KEY": made.runtime.settings.secret,
            "HEDGEROW_BASE_URL": BASE_URL,
            "HEDGEROW_PROXY_HOPS": "1",
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield Served(made, f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(20)
        made.services.db.close()


def _wait_for(address: str) -> None:
    until = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < until:
        try:
            requests.get(address, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


def signed_in(made: TestHouse, address: str) -> tuple[requests.Session, str]:
    """Sign in as a browser does; return it, and the address that it was led to."""
    browser = requests.Session()
    browser.headers["Sec-Fetch-Site"] = "same-origin"
    token = make_link(made.services, "sam@northside.example")
    led = browser.post(f"{address}/sign-in/{token}", timeout=20)
    assert led.status_code == 200
    assert "sign-in" not in led.url
    return browser, led.url


def walked(browser: requests.Session, first: str) -> dict[str, list[str]]:
    """Open what pages lead to; return every address that they write, and where it stands."""
    host, waiting, found = f"http://{urlsplit(first).netloc}", [first], {}
    while waiting and len(found) < _MOST_PAGES:
        page = browser.get(waiting.pop(0), timeout=20)
        assert page.status_code == 200, page.url
        if page.url in found or "html" not in page.headers["Content-Type"]:
            found.setdefault(page.url, [])
            continue
        found[page.url] = [unescape(each) for each in _ADDRESSES.findall(page.text)]
        for each in found[page.url]:
            address = each if each.startswith("http") else host + each
            is_page = f'action="{each}"' not in unescape(page.text) and "#" not in each
            if address.startswith(host) and is_page and address not in found:
                waiting.append(address)
    return found


@pytest.mark.parametrize("without", ["", PATH], ids=["whole path", "path left out"])
def test_every_address_works_through_a_proxy_under_a_path(served: Served, without: str) -> None:
    with proxy(Passing(served.inner, without)) as outer:
        browser, led_to = signed_in(served.made, f"{outer}{PATH}")
        found = walked(browser, led_to)

    written = {each for page in found.values() for each in page}
    ours = {each for each in written if each.startswith(("/", "http://127.0.0.1:8420", outer))}
    assert len(found) > 15
    assert [each for each in ours if not urlsplit(each).path.startswith(f"{PATH}/")] == []
    assert any("/static/" in each for each in found)
    assert [cookie.path for cookie in browser.cookies] == [PATH]


def test_the_nearest_proxy_is_believed_and_nobody_behind_it(served: Served) -> None:
    place = f"{PATH}/c/{served.made.community.id}"
    with proxy(Passing(served.inner, scheme="https")) as outer:
        led = requests.get(outer + place, allow_redirects=False, timeout=20)
        forged = requests.get(
            outer + place,
            headers={"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1"},
            timeout=20,
        )

    assert led.headers["Location"] == f"{outer.replace('http:', 'https:')}{place}/"
    assert forged.status_code == 421
