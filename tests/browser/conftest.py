"""A whole Hedgerow served over loopback beside its sandbox, and a browser to use it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.serve import serve
from connectors.sandbox_people import SandboxPeople
from plugin.jobs.in_process import working
from tests.shared import absent
from tests.unit.plugin.web.house import PEOPLE, Clock, TestHouse, make_house

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


expect.set_options(timeout=15_000)  # as `set_default_timeout` for what is pressed


class Silent(WSGIRequestHandler):
    """Writes no line for a request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


@dataclass
class Served:
    """A served house: its address, and its sandbox as the people on it see it."""

    made: TestHouse
    url: str
    sandbox_url: str
    people: SandboxPeople


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium as this machine has it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        absent("No Chromium here, so the browser tests are skipped; `make browser` installs it.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a house in its demo dress, so that everybody can sign in with one press."""
    clock, http = Clock(), HTTP()
    sandbox = serve(create_sandbox(clock=clock))
    sandbox.start()
    given = {"is_demo": True, "sandbox_url": sandbox.url, "notion_parent": FIRST_PAGE_ID}
    made = make_house(tmp_path, http=http, clock=clock, **given)
    made.runs_at_once = False
    server = make_server("127.0.0.1", 0, made.app, threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    with working(made.runtime):
        yield Served(made, url, sandbox.url, SandboxPeople(http, sandbox.url))
    server.shutdown()
    thread.join()
    server.server_close()
    sandbox.stop()
    made.services.db.close()


@pytest.fixture
def sign_in(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page signed in as one of the people, or as nobody."""
    contexts = []

    def opened(who: str | None, *, scripts: bool = True) -> Page:
        # Contrast is measured at rest: a button that has just appeared is on its way to its colour.
        context = browser.new_context(
            reduced_motion="reduce",
            viewport={"width": 1200, "height": 800},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{served.url}/sign-in")
        if who is not None:
            page.get_by_role("button", name=PEOPLE[who][0]).click()
        return page

    yield opened
    for context in contexts:
        context.close()


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds that would keep somebody out: rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def is_wider_than_screen(page: Page) -> bool:
    """Say whether one would have to scroll sideways."""
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"))
