"""What the panel says when something goes wrong, by the words on the screen and the one button.

That the server tells these states apart is tested in `tests/unit/plugin/web/test_panel*.py`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Frame, Page, Route, expect

from plugin import use_cases
from plugin.store import sessions as stored_sessions
from tests.browser.conftest import Served, barriers
from tests.browser.test_panel import a_board, link, press

_A_BOARD_MS = 40_000
SESSION: Mapping[str, Any] = {"view": "session", "state": "open", "step": 0, "collected": None}
SLOW = "Miro asks Hedgerow to slow down. Nothing was changed. It goes on in two minutes."
WAITS = {"id": "j", "does": "collecting", "failed": False, "says": SLOW, "done": 0, "of": 0}
SAYS = (
    ({"view": "connection-ended"}, "nothing is collected until you connect again", "Connect"),
    ({"view": "no-edit"}, "You can look at this board but not change it", "Copy request"),
    ({"view": "miro-away"}, "Miro does not say just now who may change", "Try again"),
    ({**SESSION, "seen": "a", "job": WAITS}, f"{SLOW} This goes on by itself.", "Collecting …"),
    ({**SESSION, "seen": "b", "job": {**WAITS, "failed": True}}, "The last try", "Collect notes"),
)


def again(frame: Frame) -> None:
    """Let the panel ask at once, as it does when somebody comes back to its tab."""
    frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def answers(state: Mapping[str, Any]) -> Callable[[Route], None]:
    """Return what lets the server answer this."""
    tag = hashlib.sha256(json.dumps(state).encode()).hexdigest()[:12]
    return lambda route: route.fulfill(json=state, headers={"ETag": f'"{tag}"'})


def test_what_went_wrong_is_said_with_what_is_safe(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    page = sign_in("sam")
    page.goto(a_board(served))
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    page.route("**/api/v1/panel/link?*", lambda route: route.abort())
    press(panel, "Link me")
    expect(panel.locator("#panel")).to_contain_text("No answer from Hedgerow.")
    page.unroute("**/api/v1/panel/link?*")
    press(panel, "Try again")
    link(page, panel)
    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))
    press(panel, "Start session")
    press(panel, "Collect notes")
    expect(panel.get_by_text("one note, words not shown")).to_be_visible()

    page.route("**/api/v1/panel/**", lambda route: route.abort())
    press(panel, "Collect notes")
    screen = panel.locator("#panel")
    expect(screen).to_contain_text("No answer from Hedgerow. People can go on writing")
    assert barriers(frame) == []
    page.unroute("**/api/v1/panel/**")
    press(panel, "Try again")
    expect(panel.get_by_role("button", name="Collect notes", exact=True)).to_be_visible()

    somebody = {"job": "j", "said": "Sam Okafor is collecting. Done in a moment."}
    page.route("**/api/v1/panel/collect?*", lambda route: route.fulfill(json=somebody))
    press(panel, "Collect notes")
    expect(screen).to_contain_text("Sam Okafor is collecting. Done in a moment.")
    for state, words, button in SAYS:
        page.route("**/api/v1/panel/state?*", answers(state))
        again(frame)
        expect(screen).to_contain_text(words)
        expect(screen).to_contain_text(button)
        assert barriers(frame) == []
        page.unroute("**/api/v1/panel/state?*")


def test_who_only_takes_part_follows_their_notes(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    page = sign_in("sam")
    page.goto(a_board(served))
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    press(panel, "I only take part")
    page.evaluate("document.getElementById('go-to').value = ''")
    press(panel, "Who keeps this, and who runs it ›")  # the board says it, without an account
    expect(page.locator("#go-to option:checked")).to_have_text("W · Welcome")
    press(panel, "Follow my notes")
    expect(panel.locator("#panel")).to_contain_text("No note of yours is collected")
    made = served.made
    with made.services.db.read() as tx:
        (session,) = stored_sessions.sessions(tx, made.community.id)
    use_cases.collect(made.runtime, made.actor("sam"), session.id)

    press(panel, "Follow my notes")

    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))
    with page.context.expect_page() as opened:
        panel.get_by_role("link", name="Open my notes").click()
    expect(opened.value.get_by_text("I said yes on the phone")).to_be_visible()
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_copy_of_a_sessions_board_says_that_it_is_one(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    page = sign_in("sam")
    a_board(served)
    miro, key = f"{served.sandbox_url}/miro/v2/boards", "Bearer sandbox-hedgerow"
    made = page.request.post(miro, data={"name": "A copy"}, headers={"Authorization": key})
    for title in ("1 · Last time", "2 · Listening", "3 · The story"):
        frame = {"data": {"title": title, "format": "custom"}, "geometry": {"width": 800}}
        at = f"{miro}/{made.json()['id']}/frames"
        assert page.request.post(at, data=frame, headers={"Authorization": key}).ok
    page.goto(f"{served.sandbox_url}/_sandbox/miro/boards/{made.json()['id']}")
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    link(page, panel)

    expect(panel.locator("#panel")).to_contain_text("This is a copy of a session board.")
    press(panel, "Start a new session")
    press(panel, "See the board")
    expect(panel.locator("#panel")).to_contain_text("boxes, on a new board.")
    press(panel, "Build the board")
    board = panel.get_by_role("link", name="Open its board")
    expect(board).to_be_visible(timeout=_A_BOARD_MS)
    assert made.json()["id"] not in (board.get_attribute("href") or "")
    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))
    assert barriers(frame) == []
