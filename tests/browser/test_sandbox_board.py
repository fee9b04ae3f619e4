import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewFrame, NewText
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.serve import serve
from connectors.sandbox_people import Person, SandboxPeople
from tests.shared import absent

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
if not CHROMIUM:
    absent(
        "No Chromium here, so the browser tests are skipped; make browser installs it on Debian."
    )
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AMINA, TOM = "3074457350000000101", "3074457350000000102"
LONG_TITLE = "5 · What gets written, and where it goes"  # the longest of our designs


@dataclass
class Room:
    """A served sandbox with two people and a board of two boxes."""

    url: str
    miro: MiroClient
    people: SandboxPeople
    board: str
    boxes: tuple[str, str]

    @property
    def page(self) -> str:
        return f"{self.url}/_sandbox/miro/boards/{quote(self.board, safe='')}"

    def notes(self) -> tuple[Any, ...]:
        return self.miro.stickies(self.board)

    def stick(self, text: str, x: float = 300, y: float = 500) -> str:
        return self.people.add_note(self.board, TOM, text, "cyan", self.boxes[0], x, y)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def room() -> Iterator[Room]:
    server = serve(create_sandbox())
    server.start()
    http = HTTP()
    miro = MiroClient(http, "sandbox-hedgerow", f"{server.url}/miro")
    people = SandboxPeople(http, server.url)
    people.seed([Person(AMINA, "Amina Yusuf"), Person(TOM, "Tom Brennan")])
    board = miro.create_board("A board").id
    boxes = [
        miro.create_frame(board, NewFrame(title=title, x=x, y=0, width=1000, height=1000)).id
        for title, x in (("1 · Returns", 0), (LONG_TITLE, 1200))
    ]
    question = NewText(x=400, y=100, parent_id=boxes[0], text="I said I would…", width=600)
    miro.create_items(board, [question])
    yield Room(server.url, miro, people, board, (boxes[0], boxes[1]))
    server.stop()


@pytest.fixture
def page(browser: Browser, room: Room) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if is_fault(said) else None)
    yield opened
    context.close()
    assert wrong == []


def test_a_note_is_written_dragged_and_deleted_by_mouse(page: Page, room: Room) -> None:
    page.goto(f"{room.page}?as={AMINA}")
    page.get_by_role("button", name="New note").click()
    page.get_by_label("Words on the note").last.fill("I rang\nat nine & got through")
    page.get_by_label("Box", exact=True).last.select_option("1 · Returns")
    page.get_by_role("button", name="Save").last.click()
    note = page.get_by_role("button", name="Note of Amina Yusuf, light yellow, 1 · Returns")
    expect(note).to_be_focused()
    stored = room.notes()[0]
    assert stored.content == "<p>I rang</p><p>at nine &amp; got through</p>"
    assert (stored.created_by, stored.parent_id) == (AMINA, room.boxes[0])

    drag(page, note, page.locator(f'[data-frame="{room.boxes[1]}"] > .frame'))
    expect(page.get_by_role("status")).to_have_text(f"Moved; it lies in {LONG_TITLE}.")
    assert room.notes()[0].parent_id == room.boxes[1]

    page.locator("[data-note]").dblclick()
    page.get_by_role("button", name="Delete note").last.click()
    expect(page.locator("[data-note]")).to_have_count(0)
    assert room.notes() == ()


def lasting(page: Page, look: Callable[[], object], wanted: object) -> object:
    """Look until the last of several key presses was saved, and return what is there then."""
    for _ in range(50):
        if look() == wanted:
            break
        page.wait_for_timeout(100)
    return look()


def test_a_note_is_written_moved_coloured_and_deleted_by_keys(page: Page, room: Room) -> None:
    note = room.stick("first")
    page.goto(f"{room.page}?as={AMINA}")
    tab_to(page, note)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("other words")
    page.keyboard.press("Tab")
    page.keyboard.type("violet")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f'[data-note="{note}"]')).to_be_focused()
    wanted = ("<p>other words</p>", "violet")
    looks = lasting(page, lambda: (room.notes()[0].content, room.notes()[0].fill_colour), wanted)
    assert looks == wanted
    assert (room.notes()[0].created_by, room.notes()[0].modified_by) == (TOM, AMINA)

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("status")).to_have_text("Moved; it lies in 1 · Returns.")
    place = lasting(page, lambda: (room.notes()[0].x, room.notes()[0].y), (320, 700))
    assert place == (320, 700)

    page.keyboard.press("Delete")
    expect(page.locator("[data-note]")).to_have_count(0)
    assert room.notes() == ()


def test_notes_are_reached_in_reading_order(page: Page, room: Room) -> None:
    third, first, second = room.stick("c", 300, 800), room.stick("a"), room.stick("b", 600, 510)
    page.goto(room.page)

    tab_to(page, first)
    reached = [first]
    for _ in range(2):
        page.keyboard.press("Tab")
        reached.append(focused(page))

    assert reached == [first, second, third]


def test_notes_of_others_appear_by_themselves(page: Page, room: Room) -> None:
    page.goto(room.page)

    note = room.stick("from elsewhere")

    expect(page.locator(f'[data-note="{note}"]')).to_be_visible()
    expect(page.locator(f"#note-{note}")).to_contain_text("Tom Brennan · cyan")


def test_a_refusal_is_told_and_nothing_changes(page: Page, room: Room) -> None:
    note = room.stick("first")
    page.goto(room.page)
    page.locator("#surface").evaluate("surface => { surface.dataset.person = '1' }")

    page.locator(f'[data-note="{note}"]').focus()
    page.keyboard.press("Delete")

    expect(page.get_by_role("status")).to_contain_text("Nothing was changed: person nobody of this")
    assert [left.id for left in room.notes()] == [note]


def test_zoom_shows_one_box_and_all(page: Page, room: Room) -> None:
    page.goto(room.page)
    whole = width_of_drawing(page)

    page.get_by_label("Show box").select_option(LONG_TITLE)
    near = width_of_drawing(page)
    page.get_by_role("button", name="Show all").click()

    assert near > whole
    assert width_of_drawing(page) == whole


def test_the_board_fills_the_window_and_zooms_under_the_pointer(page: Page, room: Room) -> None:
    note = room.stick("first")
    page.goto(room.page)
    surface = page.locator("#surface").bounding_box()
    assert surface is not None
    assert surface["width"] > 1100
    assert surface["y"] + surface["height"] > 860  # of 900
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    whole = width_of_drawing(page)
    page.locator("#surface").hover()
    page.mouse.wheel(0, 300)  # it pans
    assert width_of_drawing(page) == whole
    before = middle_of(page, note)

    page.mouse.move(*before)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")

    assert width_of_drawing(page) > whole
    after = middle_of(page, note)
    assert abs(after[0] - before[0]) < 30
    assert abs(after[1] - before[1]) < 30
    page.keyboard.press("0")
    assert width_of_drawing(page) == whole
    page.keyboard.press("+")
    assert width_of_drawing(page) > whole
    page.keyboard.press("-")
    assert round(width_of_drawing(page)) == round(whole)


def middle_of(page: Page, note: str) -> tuple[float, float]:
    box = page.locator(f'[data-note="{note}"] .paper').bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_list_is_one_key_away_and_back(page: Page, room: Room) -> None:
    note = room.stick("first")
    page.goto(room.page)
    expect(page.locator(f"#note-{note}")).to_be_hidden()

    page.keyboard.press("l")

    expect(page.locator(f"#note-{note}")).to_be_visible()
    expect(page.locator("#surface")).to_be_hidden()
    assert Axe().run(page).response["violations"] == []
    other = room.stick("from elsewhere")
    expect(page.locator(f"#note-{other}")).to_be_visible()  # the list follows the board
    page.get_by_role("button", name="New note").click()
    page.get_by_label("Words on the note").last.fill("l")
    expect(page.locator(f"#note-{note}")).to_be_visible()  # typing is no key
    page.keyboard.press("Escape")
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.locator("#surface")).to_be_visible()
    expect(page.locator(f"#note-{note}")).to_be_hidden()


def test_without_scripts_the_list_does_it_all(browser: Browser, room: Room) -> None:
    note = room.stick("first")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{room.page}?as={AMINA}")
        entry = page.locator(f"#note-{note}")
        entry.locator("summary").click()
        entry.get_by_label("Words on the note").fill("other words")
        entry.get_by_label("Box").select_option(LONG_TITLE)
        entry.get_by_role("button", name="Save").click()

        expect(page.locator(f"#note-{note}")).to_contain_text("other words")
    assert room.notes()[0].parent_id == room.boxes[1]
    assert room.notes()[0].modified_by == AMINA


@pytest.mark.parametrize(
    "address",
    ["/_sandbox/", "board", "/_sandbox/notion/", f"/_sandbox/notion/pages/{FIRST_PAGE_ID}"],
)
@pytest.mark.parametrize("width", [320, 1200])
def test_pages_have_no_barrier_and_no_sideways_scrolling(
    page: Page, room: Room, address: str, width: int
) -> None:
    room.stick("first")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(room.page if address == "board" else room.url + address)

    found = Axe().run(page)

    assert found.response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# Browsers write a line of their own for every answer of 400 and above.
def is_fault(said: ConsoleMessage) -> bool:
    return said.type == "error" and "Failed to load resource" not in said.text


def drag(page: Page, note: Any, target: Any) -> None:
    start, end = note.locator(".paper").bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


def tab_to(page: Page, note: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if focused(page) == note:
            return
    raise AssertionError("The note cannot be reached with Tab.")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset?.note ?? ''"))


def width_of_drawing(page: Page) -> float:
    return float(page.locator("#drawing").get_attribute("width") or 0)
