"""From choosing a design to a closed session in a browser: at 360 px by mouse, and by keys alone.

The design is made the group's own on the way, and the group's agreement and an invitation are
written, so that every page of launching a session is gone through by one person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from plugin.convene.template_files import read_template
from plugin.jobs.session_jobs import NOTHING_TO_COLLECT
from tests.browser.conftest import Served, barriers, is_wider_than_screen

SignIn = Callable[..., Page]
NAME, ASKED = "Stories in pairs", "Who was not in the room?"
FIRST = read_template("T3").steps[0].title


@dataclass(frozen=True)
class Hands:
    """A person at a page: with a mouse, or with the keys alone; every page is looked at once."""

    page: Page
    by_keys: bool

    def press(self, target: Locator) -> None:
        """Press a button, follow a link, open a fold."""
        if self.by_keys:
            target.press("Enter")
        else:
            target.click()

    def send(self, target: Locator) -> None:
        """Press what sends the form, and go on when the page that answers is there.

        Where both pages have fields of the same names, what is typed too early goes with
        the old one.
        """
        self.page.evaluate("document.documentElement.dataset.before = 'yes'")
        self.press(target)
        expect(self.page.locator("html:not([data-before])")).to_be_attached()

    def tick(self, target: Locator) -> None:
        """Choose one of several, or tick a box."""
        if self.by_keys:
            target.press("Space")
        else:
            target.check()

    def write(self, target: Locator, words: str) -> None:
        """Put words where others may stand already."""
        if self.by_keys:
            target.focus()
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(words)
        else:
            target.fill(words)

    def look(self) -> None:
        """Find nothing that keeps somebody out, nor anything wider than the screen."""
        self.page.wait_for_load_state()
        assert barriers(self.page) == [], self.page.url
        assert not is_wider_than_screen(self.page), self.page.url

    def button(self, name: str) -> Locator:
        """Return the button of this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        """Return the first link of this name."""
        return self.page.get_by_role("link", name=name).first


@pytest.mark.parametrize(("width", "by_keys"), [(360, False), (1200, True)], ids=["mouse", "keys"])
def test_a_session_is_launched_held_and_closed(
    served: Served, sign_in: SignIn, width: int, by_keys: bool
) -> None:
    page = sign_in("sam")
    page.set_viewport_size({"width": width, "height": 800})
    hands = Hands(page, by_keys)
    page.goto(f"{served.url}/c/{served.made.community.id}/")

    agree(hands)
    make_ours(hands)
    build(hands)
    invite(hands)
    hold(hands)
    close(hands)

    hands.look()
    expect(page.get_by_role("heading", name="After the session")).to_be_visible()


def agree(hands: Hands) -> None:
    page = hands.page
    hands.look()
    hands.press(page.locator("#agreed ~ p a").last)
    expect(hands.button("Save as agreed")).to_be_visible()
    hands.tick(page.get_by_label("by role", exact=False).first)
    hands.look()
    hands.press(hands.button("Show what a note carries"))
    expect(page.locator("#carries")).to_be_visible()
    hands.press(hands.button("Save as agreed"))
    expect(page.get_by_text("Saved as version 1.")).to_be_visible()


def make_ours(hands: Hands) -> None:
    page = hands.page
    hands.press(hands.link("New session"))
    expect(page.get_by_role("heading", name="What will you do together?")).to_be_visible()
    hands.look()
    hands.press(page.get_by_role("link", name=re.compile("Make it ours ?: Stories and doubts")))
    hands.write(page.get_by_label("Title", exact=True), NAME)
    hands.press(page.locator("#box-Z2 > summary"))
    hands.write(page.get_by_label("Questions").nth(2), ASKED)
    hands.send(hands.button("Add a box"))
    hands.write(page.get_by_label("Title of the box").nth(-3), "Pairs")
    hands.write(page.get_by_label("Questions").nth(-3), "Whom did you talk to?")
    hands.look()
    expect(page.locator("#look").get_by_text("Pairs")).to_be_visible()  # the picture follows
    hands.send(hands.button("Move up new box"))
    hands.press(page.locator("#step-2 > summary"))
    hands.tick(page.locator("#step-2").get_by_label("Pairs"))
    hands.press(hands.button("Save as our design"))
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_text("Made from “Stories and doubts”")).to_be_visible()
    hands.look()


def build(hands: Hands) -> None:
    page = hands.page
    hands.press(hands.link("Use this design"))
    expect(page.get_by_role("heading", name="Its board")).to_be_visible()
    hands.look()
    hands.press(hands.button("Show me the board"))
    expect(page.get_by_role("heading", name="This is what will be built")).to_be_visible()
    hands.look()
    hands.press(hands.button("Build the board"))
    expect(page.get_by_text(re.compile(r"The board is built\. It has 12 boxes\."))).to_be_visible()
    hands.look()


def invite(hands: Hands) -> None:
    page = hands.page
    hands.press(hands.link("Invite people"))
    hands.write(page.get_by_label("Where", exact=True), "Room 4, Northside")
    hands.press(hands.button("Save"))
    expect(page.get_by_label("Text to copy")).to_have_value(re.compile("Room 4, Northside"))
    hands.look()
    page.go_back()


def hold(hands: Hands) -> None:
    page = hands.page
    page.goto(re.sub(r"(/s/[^/?#]+).*", r"\1/live", page.url))
    hands.look()
    hands.press(hands.button("Start session"))
    expect(page.locator("#step")).to_have_text(FIRST)
    hands.look()
    hands.press(hands.button("Collect now"))
    expect(page.get_by_text(NOTHING_TO_COLLECT)).to_be_visible()


def close(hands: Hands) -> None:
    page = hands.page
    hands.press(hands.link("Close …"))
    for step in range(1, 4):
        expect(page.locator(f".steps li:nth-child({step})[aria-current]")).to_be_visible()
        hands.look()
        hands.press(hands.link("Go on"))
    hands.press(hands.button("Collect and close"))
    expect(page.get_by_text("From now on words stay as written.")).to_be_visible()
