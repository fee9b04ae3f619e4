"""How often the panel asks the server: by the browser's clock, which stands still meanwhile."""

from collections.abc import Callable

from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_panel import a_board, link, press

_OPEN_S, _REST_S = 5, 30
_HIDDEN = """is => {
  Object.defineProperty(document, "hidden", { get: () => is, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
_ASKS_MIRO = "async () => { for (const _ of [1, 2, 3]) await miro.board.getIdToken(); }"


def test_the_panel_asks_every_five_seconds_and_hidden_every_thirty(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    page = sign_in("sam")
    page.clock.install()
    page.goto(a_board(served))
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    link(page, panel)
    press(panel, "Start session")
    expect(panel.get_by_role("button", name="Collect notes", exact=True)).to_be_visible()
    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "/panel/state?" in each.url else None)
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    one_more(page)

    for _ in range(2):
        waits(page, frame, asked, _OPEN_S)
    frame.evaluate(_HIDDEN, True)
    waits(page, frame, asked, _OPEN_S)  # what was to come comes, and from then on it is seldom
    for _ in range(2):
        waits(page, frame, asked, _REST_S)
    with page.expect_response("**/panel/state?*"):
        frame.evaluate(_HIDDEN, False)  # who comes back sees at once how it stands
    asked.clear()
    waits(page, frame, asked, _OPEN_S)


def one_more(page: Page) -> None:
    """Let the asking that is due be answered, so that the next one is a whole pause away."""
    with page.expect_response("**/panel/state?*"):
        page.clock.run_for(_OPEN_S * 1000)


def waits(page: Page, frame: Frame, asked: list[str], seconds: int) -> None:
    """See that the panel asks once in so many seconds, and not before they are over."""
    frame.evaluate(_ASKS_MIRO)  # the answer before has arrived, and set the next pause
    asked.clear()
    page.clock.run_for(seconds * 1000 - 100)
    frame.evaluate(_ASKS_MIRO)  # what was asked would be on its way now
    assert asked == []
    with page.expect_response("**/panel/state?*"):
        page.clock.run_for(100)
    frame.evaluate(_ASKS_MIRO)
    assert len(asked) == 1
