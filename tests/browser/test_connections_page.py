from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect

from plugin.domain.connections import Vendor
from plugin.store import connections as stored_connections
from tests.browser.conftest import Served, barriers, is_wider_than_screen

SignIn = Callable[..., Page]


def open_connections(served: Served, page: Page, width: int = 320) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served.url}/p/{served.made.partnership.id}/connections")


def lead_back(served: Served, page: Page) -> None:
    """Lead from the address that the settings give Hedgerow to the one where it is served."""
    base_url = served.made.runtime.settings.base_url

    def redirect(route: Route) -> None:
        there = route.request.url.replace(base_url, served.url, 1)
        route.fulfill(status=302, headers={"location": there})

    page.route(f"{base_url}/**", redirect)


def connect(page: Page, vendor: Vendor) -> None:
    page.get_by_role("button", name=f"Connect {vendor.shown}").click()
    page.get_by_role("link", name=f"Go on to {vendor.shown}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Allow an app to use")
    page.get_by_role("button", name="Allow").click()
    said = page.get_by_text(f"{vendor.shown} is connected.")
    expect(said).to_be_visible(timeout=20_000)  # a job did it


def break_it(served: Served, vendor: Vendor) -> None:
    services, ours = served.made.services, served.made.partnership.id
    found = served.made.runtime.accounts.connection(vendor, ours)
    assert found is not None
    with services.db.begin() as tx:
        stored_connections.save_installation(
            tx, replace(found.installation, broken_at=services.now)
        )


@pytest.mark.parametrize("vendor", list(Vendor))
def test_a_facilitator_connects_through_the_vendors_page_without_scripts(
    served: Served, sign_in: SignIn, vendor: Vendor
) -> None:
    page, name = sign_in("sam", scripts=False), vendor.shown
    lead_back(served, page)
    open_connections(served, page)

    connect(page, vendor)
    page.get_by_text(f"Disconnect {name}", exact=True).click()
    page.get_by_role("button", name=f"Disconnect {name} now").click()

    said = page.get_by_text(f"{name} is disconnected.")
    expect(said).to_be_visible(timeout=20_000)


def test_connections_keep_nobody_out_and_fit_small_screens(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam")
    lead_back(served, page)
    for vendor in Vendor:
        open_connections(served, page)
        connect(page, vendor)
    break_it(served, Vendor.MIRO)

    open_connections(served, page)
    expect(page.get_by_text("Not working.")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert barriers(page) == []
    assert not is_wider_than_screen(page)


@pytest.mark.parametrize("vendor", list(Vendor))
def test_the_pages_on_the_way_keep_nobody_out(
    served: Served, sign_in: SignIn, vendor: Vendor
) -> None:
    page = sign_in("sam")
    open_connections(served, page)
    page.get_by_role("button", name=f"Connect {vendor.shown}").click()
    found = [barriers(page), is_wider_than_screen(page)]
    page.get_by_role("link", name=f"Go on to {vendor.shown}").click()
    found += [barriers(page), is_wider_than_screen(page)]

    assert found == [[], False, [], False]
