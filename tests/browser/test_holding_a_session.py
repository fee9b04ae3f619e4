"""Holding a session in a browser: its timer, two facilitators, keys alone, no scripts, narrow."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from plugin.convene.template_files import read_template
from plugin.store import participants as stored_participants
from tests.browser.conftest import Served, barriers, is_wider_than_screen
from tests.unit.plugin.web.filled import a_session

SignIn = Callable[..., Page]
TOKEN = "t" * 32
FIRST, SECOND = (step.title for step in read_template("T3").steps[:2])


def live(served: Served) -> str:
    return f"{served.url}/s/{a_session(served.made, 'T3').session.id}/live"


def test_the_timer_runs_and_a_second_facilitator_follows(served: Served, sign_in: SignIn) -> None:
    sam, connie, address = sign_in("sam"), sign_in("connie"), live(served)
    sam.goto(address)
    sam.get_by_role("button", name="Start session").click()
    connie.goto(address)
    before = sam.locator("#left").text_content()

    expect(sam.locator("#left")).not_to_have_text(before or "", timeout=5000)
    connie.route("**/live/state", lambda route: route.abort())  # so that she hears it by an event
    sam.route("**/live/events", lambda route: route.fulfill(status=503))  # so that he has to ask
    sam.get_by_role("button", name=SECOND).click()

    expect(connie.locator("#step")).to_have_text(SECOND, timeout=15000)
    connie.get_by_role("button", name=f"Back to {FIRST}").click()
    expect(sam.locator("#step")).to_have_text(FIRST, timeout=15000)
    assert barriers(sam) == []


def test_a_phone_follows_the_step_and_keeps_what_is_typed(served: Served, sign_in: SignIn) -> None:
    sam, address = sign_in("sam"), live(served)
    sam.goto(address)
    sam.get_by_role("button", name="Start session").click()
    phone = sign_in(None)
    with served.made.services.db.begin() as tx:
        stored_participants.add_participant(tx, address.split("/")[-2], TOKEN)
    phone.clock.install()
    phone.goto(f"{served.url}/me/{address.split('/')[-2]}/{TOKEN}/boxes/Z2")
    expect(phone.locator("#clock")).to_contain_text(FIRST)
    phone.get_by_label("Your note").fill("half a sentence")

    sam.get_by_role("button", name=SECOND).click()
    expect(sam.locator("#step")).to_have_text(SECOND)
    phone.clock.run_for(11_000)

    expect(phone.locator("#clock")).to_contain_text(SECOND)
    expect(phone.locator("#left")).to_have_text(re.compile(r"^\d+:\d\d$"))
    expect(phone.get_by_label("Your note")).to_have_value("half a sentence")
    assert barriers(phone) == []


def test_a_session_is_started_and_moved_on_with_keys_alone(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam")
    page.goto(live(served))

    page.get_by_role("button", name="Start session").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#step")).to_have_text(FIRST)
    page.get_by_role("button", name=SECOND).focus()
    page.keyboard.press("Enter")

    expect(page.locator("#step")).to_have_text(SECOND)


def test_it_works_without_scripts_beside_a_board(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam", scripts=False)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live(served))

    page.get_by_role("button", name="Start session").click()
    page.get_by_role("button", name=SECOND).click()
    page.get_by_role("button", name="Add 2 minutes").click()

    expect(page.locator("#step")).to_have_text(SECOND)
    expect(page.locator(".timer")).to_contain_text(re.compile(r"Until \d\d:\d\d"))
    assert (
        page.locator("noscript meta[http-equiv=refresh]").count()
        or page.locator("meta[http-equiv=refresh]").count()
    )


def test_a_running_session_fits_a_small_screen(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam")
    page.goto(live(served))
    page.get_by_role("button", name="Start session").click()

    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 700})
        assert not is_wider_than_screen(page)
    assert page.get_by_role("button", name="Collect now").is_visible()
