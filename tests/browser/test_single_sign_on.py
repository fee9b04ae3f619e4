"""A member signs in with Chromium through a certified OpenID provider, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from plugin.config.openid import OpenIDSettings
from tests.browser.conftest import Silent, barriers, is_wider_than_screen
from tests.contract.openid_provider import CLIENT_ID, CLIENT_SECRET, provider
from tests.unit.plugin.web.house import make_house


@pytest.fixture
def at(tmp_path: Path) -> Iterator[str]:
    """Serve a house whose people a provider knows."""
    server = make_server("127.0.0.1", 0, Flask("later"), threaded=True, request_handler=Silent)
    url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    with provider(f"{url}/single-sign-on/return", f"{url}/sign-in") as issuer:
        known = OpenIDSettings(issuer, CLIENT_ID, CLIENT_SECRET, "Example Council")
        made = make_house(tmp_path, base_url=url, openid=known)
        server.app = made.app
        thread.start()
        yield url
        server.shutdown()
        thread.join()
        server.server_close()
        made.services.db.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.route("**/fonts.googleapis.com/**", lambda route: route.abort())  # of the provider's page
    yield page
    context.close()


def sign_in_there(page: Page, person: str) -> None:
    page.get_by_role("link", name="Sign in with Example Council").press("Enter")
    page.get_by_placeholder("Enter any login").fill(person)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def sign_out_there(page: Page, url: str) -> None:
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{url}/sign-in*")


def test_a_member_signs_in_and_out_there_too(at: str, page: Page) -> None:
    page.goto(f"{at}/sign-in")
    assert barriers(page) == []
    assert not is_wider_than_screen(page)

    sign_in_there(page, "helen@northside.example")
    page.wait_for_url(f"{at}/")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="sign out there too").click()
    sign_out_there(page, at)


def test_whoever_has_no_place_here_reads_why(at: str, page: Page) -> None:
    page.goto(f"{at}/sign-in")

    sign_in_there(page, "nobody@northside.example")

    assert "nobody here has that address" in page.get_by_role("alert").inner_text()
    assert barriers(page) == []
