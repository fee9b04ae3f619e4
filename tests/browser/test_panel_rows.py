"""Every row of *When it goes wrong* comes about at Miro or on the board, and the panel says it.

A board that is a copy, and a Hedgerow that does not answer, are in `test_panel_troubles.py`.
"""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, Frame, FrameLocator, Page, expect

from connectors.sandbox_people import Person
from plugin.jobs.panel_jobs import BELIEVED_FOR
from plugin.store import boards as stored_boards
from plugin.store import sessions as stored_sessions
from tests.browser.conftest import Served, barriers
from tests.browser.test_panel import SAM_IN_MIRO, a_board, link, press
from tests.browser.test_panel_troubles import again

CONNIE_IN_MIRO = "3074457350000000502"
KEY = {"Authorization": "Bearer sandbox-hedgerow"}
A_SECOND = timedelta(seconds=1)


def in_panel(page: Page, address: str) -> tuple[FrameLocator, Frame]:
    """Open the panel on a board, and link who looks at it."""
    page.goto(address)
    page.get_by_role("button", name="Hedgerow", exact=True).click()
    panel = page.frame_locator("#panel-dock iframe")
    link(page, panel)
    expect(panel.locator("h1")).to_contain_text("Ready for")
    return panel, next(each for each in page.frames if each.url.endswith("/miro/panel"))


def board_of(address: str) -> str:
    return address.rpartition("/")[2].partition("?")[0]


def frame_of(served: Served, title: str) -> tuple[str, str]:
    """Return Miro's ids of the board of the one session, and of a frame on it."""
    made = served.made
    with made.services.db.read() as tx:
        (session,) = stored_sessions.sessions(tx, made.community.id)
        board = stored_boards.board(tx, session.id)
        frames = stored_boards.frame_zones(tx, session.id)
    assert board is not None
    return board.miro_board_id, next(item for item, zone in frames.items() if zone == title)


def test_an_ended_connection(served: Served, sign_in: Callable[..., Page]) -> None:
    panel, frame = in_panel(sign_in("sam"), a_board(served))
    press(panel, "Start session")
    served.people.fault("revoked", "miro")
    served.made.clock.now += A_SECOND

    press(panel, "Collect notes")

    screen = panel.locator("#panel")
    expect(screen).to_contain_text(
        "Hedgerow may no longer open this board. Notes on it are safe", timeout=30_000
    )
    expect(panel.get_by_role("link", name="Connect")).to_be_visible()
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_right_to_edit(served: Served, sign_in: Callable[..., Page]) -> None:
    page = sign_in("sam")
    address = a_board(served)
    panel, frame = in_panel(page, address)
    member = f"{served.sandbox_url}/miro/v2/boards/{board_of(address)}/members/{SAM_IN_MIRO}"
    assert page.request.patch(member, data={"role": "viewer"}, headers=KEY).ok
    served.made.clock.now += BELIEVED_FOR + A_SECOND

    again(frame)

    screen = panel.locator("#panel")
    expect(screen).to_contain_text("You can look at this board but not change it.")
    press(panel, "Copy request")
    expect(screen).to_contain_text("Copied")  # or the text to copy, where no clipboard is
    assert barriers(frame) == []


def test_a_frame_that_is_deleted_and_put_back(served: Served, sign_in: Callable[..., Page]) -> None:
    page = sign_in("sam")
    panel, frame = in_panel(page, a_board(served))
    press(panel, "Start session")
    press(panel, "Collect notes")
    expect(panel.get_by_text("one note, words not shown")).to_be_visible()
    board, story = frame_of(served, "Z3")
    (note,) = page.locator("[data-note]").all()
    served.people.delete_note(board, SAM_IN_MIRO, note.get_attribute("data-note") or "")
    at = f"{served.sandbox_url}/miro/v2/boards/{board}/frames/{story}"
    assert page.request.delete(at, headers=KEY).ok

    press(panel, "Boxes")
    again(frame)

    row = panel.get_by_role("listitem").filter(has_text="The story")
    expect(row).to_contain_text("is kept until you answer under Hands.")
    assert barriers(frame) == []
    press(panel, "Collect notes")
    press(panel, "Hands 1")
    screen = panel.locator("#panel")
    expect(screen).to_contain_text("3 · The story is gone from the board, and one note with it.")
    expect(screen).to_contain_text("is kept until you answer. Tidying, or taken back?")
    assert barriers(frame) == []
    press(panel, "Put the box back")
    press_once_there(panel, "Tidying")
    expect(screen).to_contain_text("Nothing waits for you.")
    assert frame_of(served, "Z3")[1] != story


def press_once_there(panel: FrameLocator, name: str) -> None:
    """Press a button that is there again after a job."""
    button = panel.get_by_role("button", name=name, exact=True)
    tab = panel.get_by_role("button", name="Hands 1", exact=True)
    expect(tab.or_(button).first).to_be_visible(timeout=30_000)
    if not button.is_visible():
        tab.press("Enter")
    button.press("Enter")


def test_a_box_that_is_renamed_or_doubled_is_mended_with_one_button(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    page = sign_in("sam")
    panel, frame = in_panel(page, a_board(served))
    board, story = frame_of(served, "Z3")
    frames = f"{served.sandbox_url}/miro/v2/boards/{board}/frames"
    renamed = {"data": {"title": "Tales"}}
    assert page.request.patch(f"{frames}/{story}", data=renamed, headers=KEY).ok
    copy = {
        "data": {"title": "4 · Listening notes", "format": "custom"},
        "geometry": {"width": 800, "height": 800},
        "position": {"x": 9_000, "y": 9_000},
    }
    made = page.request.post(frames, data=copy, headers=KEY)
    assert made.ok
    served.people.add_note(board, SAM_IN_MIRO, "in the copy", "cyan", made.json()["id"], 300, 300)
    again(frame)

    row = panel.get_by_role("listitem").filter(has_text="The story")
    expect(row).to_contain_text("This box has another title on the board.")
    other = panel.get_by_role("listitem").filter(has_text="Listening")
    expect(other).to_contain_text("This box is on the board more than once.")
    expect(other.locator(".count")).to_have_text("1")  # it is collected with the other
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wrong = {"data": {"title": "4 · Tales"}}
    assert page.request.patch(f"{frames}/{story}", data=wrong, headers=KEY).ok
    again(frame)
    expect(row).to_contain_text("has the title of another box on the board: 4 · Listening notes.")
    expect(row).to_contain_text("The stricter label of the two holds until the title is right.")
    panel.get_by_role("button", name="Put the title back").click()
    expect(row).not_to_contain_text("title of another box")
    title = page.request.get(f"{frames}/{story}", headers=KEY).json()["data"]["title"]
    assert title == "3 · The story"
    expect(page.locator("#go-to option", has_text="Listening notes")).to_have_count(2)
    panel.get_by_role("button", name="Show the copy").click()
    expect(page.locator("#go-to")).not_to_have_value("")


BOXES = [
    {"code": "Z3", "name": "3 · The story", "counts": True, "frame": "three"},
    {"code": "Z4", "name": "4 · Listening notes", "counts": True, "frame": "four"},
]
KNOW = """async ([boxes, titles]) => {
  const frames = Object.entries(titles).map(([id, title]) => ({ type: "frame", id, title }));
  const notes = frames.map(({ id }) => ({ type: "sticky_note", id: `n ${id}`, parentId: id }));
  globalThis.miro = { board: { get: async () => [...frames, ...notes] } };
  const { countNotes } = await import("/static/panel/board.js");
  const { inBox, troubles, places } = await countNotes(boxes);
  const odd = [...troubles].map(([box, { is }]) => `${box} ${is}`);
  return [[...inBox.values()], odd, places.get("Z3")];
}"""
THREE, FOUR = ("3 · The story", "4 · Listening notes")


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        ({"three": THREE, "four": FOUR}, [[1, 1], [], "three"]),
        ({"three": THREE, "four": "3 · Ours"}, [[1, 1], ["Z4 mistitled"], "three"]),
        ({"three": THREE, "four": "W · Ours"}, [[1, 1], ["Z4 mistitled"], "three"]),
        ({"three": "Tales", "four": "<b>04</b> - Ours"}, [[1, 1], ["Z3 renamed"], "three"]),
        ({"pasted": "3 · The story", "four": FOUR}, [[1, 1], [], "pasted"]),
        ({"four": FOUR}, [[0, 1], ["Z3 gone"], None]),
        (
            {"three": THREE, "four": FOUR, "copy": "3 · The story (2)"},
            [[2, 1], ["Z3 doubled"], "three"],
        ),
        ({"one": THREE, "two": THREE, "four": FOUR}, [[2, 1], ["Z3 doubled"], "one"]),
    ],
)
def test_the_panel_knows_boxes_by_the_code_as_collecting_does(
    served: Served, browser: Browser, titles: dict[str, str], found: list[object]
) -> None:
    page = browser.new_page()
    page.goto(f"{served.url}/sign-in")

    assert page.evaluate(KNOW, [BOXES, titles]) == found
    page.close()


def test_two_facilitators_and_a_miro_that_asks_to_slow_down(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    address = a_board(served)
    served.people.seed([Person(CONNIE_IN_MIRO, "Connie in Miro")])
    panel, frame = in_panel(sign_in("sam"), f"{address}?as={SAM_IN_MIRO}")
    press(panel, "Start session")
    expect(panel.get_by_role("button", name="Collect notes", exact=True)).to_be_visible()
    other = sign_in("connie")
    other.goto(f"{address}?as={CONNIE_IN_MIRO}")
    other.get_by_role("button", name="Hedgerow", exact=True).click()
    theirs = other.frame_locator("#panel-dock iframe")
    link(other, theirs)
    expect(theirs.get_by_role("button", name="Collect notes", exact=True)).to_be_visible()
    served.people.fault("429", "miro", wait_s=120, times=None)

    press(panel, "Collect notes")

    screen = panel.locator("#panel")
    expect(screen).to_contain_text("Miro asks Hedgerow to slow down.", timeout=30_000)
    expect(screen).to_contain_text("This goes on by itself.")
    assert barriers(frame) == []
    again(next(each for each in other.frames if each.url.endswith("/miro/panel")))
    expect(theirs.locator("#panel")).to_contain_text("Sam Okafor is collecting. Done in a moment.")


def test_everybody_is_brought_to_what_the_facilitator_sees(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    address = a_board(served)
    served.people.seed([Person(CONNIE_IN_MIRO, "Connie in Miro")])
    other = sign_in(None)
    other.goto(f"{address}?as={CONNIE_IN_MIRO}")
    with other.expect_response("**/here"):
        pass
    page = sign_in("sam")
    panel, _frame = in_panel(page, f"{address}?as={SAM_IN_MIRO}")
    press(panel, "Start session")
    press(panel, "Boxes")
    press(panel, "The story")
    expect(page.locator("#go-to option:checked")).to_have_text("3 · The story")
    press(panel, "Now")
    press(panel, "Bring all here")

    expect(panel.locator("#panel")).to_contain_text("Everybody who has the app sees what you see.")
    expect(other.locator("#status")).to_have_text("Sam in Miro brought you here.")
    expect(other.locator("#go-to option:checked")).to_have_text("3 · The story")
    other.close()
    wait_until_alone(served, page, board_of(address))
    press(panel, "Bring all here")
    expect(panel.locator("#panel")).to_contain_text("Nobody else is on the board.")


def wait_until_alone(served: Served, page: Page, board: str) -> None:
    """Wait until a page that was closed has said so to the sandbox."""
    here = f"{served.sandbox_url}/_sandbox/miro/boards/{board}/here"
    until = monotonic() + 15
    while len(page.request.post(here, data={"person": SAM_IN_MIRO}).json()["online"]) > 1:
        assert monotonic() < until
        sleep(0.1)


def test_a_plan_without_a_timer_counts_here(served: Served, sign_in: Callable[..., Page]) -> None:
    page = sign_in("sam")
    panel, frame = in_panel(page, a_board(served))
    served.people.settle_miro_plan(has_timer=False)
    press(panel, "Start session")
    panel.get_by_role("button", name="Timer").click()

    screen = panel.locator("#panel")
    expect(screen).to_contain_text("This board has no timer in Miro’s plan. The time runs here.")
    expect(panel.locator("#left")).to_contain_text(":")
    assert barriers(frame) == []
    press(panel, "Close …")
    press(panel, "Timer 1:00")
    expect(screen).to_contain_text("Count a minute yourself.")
    served.people.settle_miro_plan(has_timer=True)
    press(panel, "Timer 1:00")
    expect(screen).to_contain_text("Miro’s timer runs.")
    expect(page.locator("#status")).to_have_text("Miro's timer: 1 minutes.")
