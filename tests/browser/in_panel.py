"""Somebody at the panel with one hand, by mouse or by keys, who looks closely at every screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from playwright.sync_api import Error, Frame, FrameLocator, Locator, Page, Route, expect

from tests.browser.conftest import barriers

MOUSE, KEYS = "mouse", "keys"
NARROWEST = 320
_MOST_STOPS = 150
_MORE_ROUNDS = 4
_A_MOMENT_S = 2  # the clock goes on between asking what it says and stopping it, here too
_number = count(1)
_TOO_WIDE = """() => [...document.querySelectorAll("#panel *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
  .map((each) => each.outerHTML.slice(0, 120))"""
_SMALL = """() => [...document.querySelectorAll("#panel :is(button, select, a.button)")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24)
  .map((each) => each.outerHTML.slice(0, 120))"""
_STOPS = """() => [...new Set([...document.querySelectorAll("#panel *")]
  .filter((each) => each.matches("a[href], button, input, select, textarea, summary"))
  .filter((each) => !each.disabled && each.checkVisibility())
  .filter((each) => each.type !== "radio" || each.checked)
  .map((each) => each.dataset.key ?? each.outerHTML))]"""
_END = f"() => [[...reached], ({_STOPS})(), drawn + drawing.takeRecords().length]"
_BEGIN = """() => {
  globalThis.reached = new Set();
  globalThis.drawn = 0;
  globalThis.drawing?.disconnect();
  globalThis.drawing = new MutationObserver(() => { drawn += 1; });
  const changes = { childList: true, subtree: true, attributeFilter: ["disabled", "hidden"] };
  drawing.observe(document.querySelector("#panel"), changes);
  document.querySelector("#panel h1").focus();
}"""
_STOP = """() => {
  const at = document.activeElement;
  if (!document.hasFocus() || !at?.closest("#panel")) return null;
  const name = at.dataset.key ?? at.outerHTML; // the screen may be drawn anew meanwhile
  const isWithin = reached.has(name); // a day’s own parts, which the browser outlines
  reached.add(name);
  const box = at.getBoundingClientRect();
  const foot = document.querySelector(".panel-foot");
  const end = at.matches("textarea") ? box.top + 40 : box.bottom; // what is typed comes into view
  const isUnder = foot && !foot.contains(at) && end > foot.getBoundingClientRect().top + 1;
  const look = getComputedStyle(at);
  const isSeen = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
  const wrong = [isUnder && "under the foot", !isWithin && !isSeen && "no outline"];
  return [wrong.filter(Boolean).join(", "), at.outerHTML.slice(0, 120)];
}"""


@dataclass
class Hand:
    """One way of using the panel, and the screens that were looked at."""

    page: Page
    by: str
    panel: FrameLocator
    seen: list[str] = field(default_factory=list)

    @property
    def frame(self) -> Frame:
        return next(each for each in self.page.frames if each.url.endswith("/miro/panel"))

    def use(self, what: Locator, key: str = "Enter") -> None:
        """Press something."""
        if self.by == MOUSE:
            what.click()
        else:
            what.focus()
            what.press(key)

    def press(self, name: str) -> None:
        self.use(self.panel.get_by_role("button", name=name, exact=True))

    def says(self, words: str, **how: Any) -> None:
        expect(self.panel.locator("#panel")).to_contain_text(words, **how)

    def look(self, screen: str, words: str, **how: Any) -> None:
        """Look at a screen: nothing keeps anybody out or is cut off, and keys reach all of it."""
        self.says(words, **how)
        frame = self.frame
        assert frame.evaluate("innerWidth") <= NARROWEST, screen
        assert not frame.evaluate("document.documentElement.scrollWidth > innerWidth"), screen
        assert frame.evaluate(_TOO_WIDE) == [], screen
        assert frame.evaluate(_SMALL) == [], screen
        assert barriers(frame) == [], screen
        if self.by == KEYS:
            self._go_round(screen)
        self.seen.append(screen)

    def _go_round(self, screen: str) -> None:
        """Go from one thing to the next with Tab: each is reached, is seen, and lies in view.

        The panel’s clock stands still meanwhile: a look at the server would draw the screen anew,
        with focus lost or something come and gone. What was asked before may still be answered on
        the way: then it is gone round once more.
        """
        now = self.page.evaluate("Date.now()") / 1000
        self.page.clock.pause_at(now + _A_MOMENT_S)
        wrong, reached, wanted, drawn = self._round()
        for _ in range(_MORE_ROUNDS):
            if drawn:
                wrong, reached, wanted, drawn = self._round()
        self.page.clock.resume()
        assert not drawn, (screen, "drawn anew while the clock stands still")
        assert wrong == [], (screen, wrong)
        assert reached == wanted, screen

    def _round(self) -> tuple[list[list[str]], list[str], list[str], int]:
        """Return what was wrong, what was reached, what there is, and how often it was drawn."""
        wrong = []
        self.frame.evaluate(_BEGIN)
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.frame.evaluate(_STOP)
            if stop is None:
                break
            if stop[0]:
                wrong.append(stop)
        reached, wanted, drawn = self.frame.evaluate(_END)  # at once: nothing is drawn in between
        return wrong, sorted(reached), sorted(wanted), drawn

    def again(self) -> None:
        """Let the panel ask at once, as it does when somebody comes back to its tab."""
        self.frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def alter(page: Page, answer: str, change: Callable[[Any], Any]) -> Callable[[], None]:
    """Let an answer of the server be changed on its way; return what ends that."""
    address, is_over = f"**/api/v1/panel/{answer}?*", list[bool]()

    def on_its_way(route: Route) -> None:
        sent = dict(route.request.headers)
        sent.pop("if-none-match", None)
        response = route.fetch(headers=sent)
        given = change(response.json())
        try:
            route.fulfill(
                status=200,
                body=json.dumps(given),
                headers={
                    "Content-Type": "application/json",
                    "ETag": f'"{next(_number)}"',
                    "Hedgerow-Now": response.headers.get("hedgerow-now", ""),
                },
            )
        except Error:
            if not is_over:  # else it was answered as it is, when this ended on its way
                raise

    def end() -> None:
        is_over.append(True)
        page.unroute(address, on_its_way)

    page.route(address, on_its_way)
    return end
