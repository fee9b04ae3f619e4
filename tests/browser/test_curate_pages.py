import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page, expect, sync_playwright

from connectors.sandbox.serve import serve
from plugin.curate.pieces import release
from plugin.domain.links import Conflict, Link
from plugin.domain.pieces import Rung
from plugin.store import links as stored_links
from tests.shared import absent
from tests.unit.plugin.curate.meeting import PHONE, a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house

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


@dataclass
class Served:
    """A served house with a piece that is out, a draft, a difference, and its pages."""

    url: str
    house: TestHouse
    paths: dict[str, str]

    def sign_in(self, page: Page, who: str) -> None:
        """Put the cookie of a signed-in person into a browser."""
        signer = SecureCookieSessionInterface().get_signing_serializer(self.house.app)
        assert signer is not None
        value = str(signer.dumps({"person_id": self.house.people[who].person_id}))
        page.context.add_cookies([{"name": "hedgerow_session", "value": value, "url": self.url}])


PAGES = (
    *(("helen", name) for name in ("desk", "draft", "out", "memory", "sync", "difference")),
    *(("sam", name) for name in ("note", "take back", "draft")),
    *(("grace", name) for name in ("sponsor", "out", "memory")),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    house = make_house(tmp_path_factory.mktemp("house"))
    paths = filled(house)
    server = serve(house.app)
    server.start()
    yield Served(server.url, house, paths)
    server.stop()
    house.ground.db.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def filled(house: TestHouse) -> dict[str, str]:
    """Fill a house with one of everything that these pages show."""
    ground, helen = house.ground, house.actor("helen")
    session = meet(ground, house.community.id)
    out, draft = a_piece(ground, helen, session), a_piece(ground, helen, session, "portal")
    read_back_today(ground, house.actor("sam"), out)
    house.clock.pass_days(8)
    release(ground, helen, out.piece.id, Rung.PARTNERSHIP)
    house.clock.pass_days(3)
    link = Link("link", house.partnership.id, "piece", out.piece.id, "key", "notion-page")
    texts = ("It happens by phone.", "It happens by phone, unseen.", "It happens on the phone.")
    conflict = Conflict("difference", link.id, out.piece.id, "line", *texts, ground.now)
    with ground.db.begin() as tx:
        stored_links.save_link(tx, link)
        stored_links.save_conflict(tx, conflict)
    of_partnership = f"/p/{house.partnership.id}"
    return {
        "desk": f"/c/{house.community.id}/desk",
        "draft": f"/pieces/{draft.piece.id}",
        "out": f"/pieces/{out.piece.id}",
        "note": f"/notes/phone-{session.id}",
        "take back": f"/notes/phone-{session.id}/take-back",
        "memory": f"{of_partnership}/memory",
        "sync": f"{of_partnership}/sync",
        "sponsor": f"{of_partnership}/sponsor",
        "difference": f"/conflicts/{conflict.id}",
    }


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has focus; fail if it cannot be reached by keys."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(selector).first.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


def test_a_piece_is_made_by_keyboard_alone(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["desk"])

    tab_to(page, ".ticks input >> nth=0")
    page.keyboard.press("Space")
    tab_to(page, ".ticks input >> nth=1")
    page.keyboard.press("Space")
    tab_to(page, "button:has-text('Make a piece')")
    page.keyboard.press("Enter")
    tab_to(page, "#title")
    page.keyboard.type("Made with keys")
    page.keyboard.press("Tab")
    page.keyboard.type("When keys are enough, people stay.")
    page.keyboard.press("Tab")
    page.keyboard.type("Nobody needed a mouse.")
    tab_to(page, "button:has-text('Make the piece')")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Made with keys", level=1)).to_be_visible()
    expect(page.get_by_text(PHONE, exact=True)).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_text("draft")


@pytest.mark.parametrize("take", ["ours", "theirs", "written"])
def test_every_way_to_settle_is_reached_by_keys(served: Served, page: Page, take: str) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["difference"])

    tab_to(page, f"button[value={take}]")


def test_focus_is_never_behind_the_bar(served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 480})
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["desk"])
    bar = page.locator(".bar")

    for number in range(page.locator(".ticks input").count()):
        tab_to(page, f".ticks input >> nth={number}")
        box, below = page.locator(".ticks input").nth(number).bounding_box(), bar.bounding_box()
        assert box is not None
        assert below is not None
        assert (
            box["y"] + box["height"] <= below["y"] + 1 or box["y"] >= below["y"] + below["height"]
        )


@pytest.mark.parametrize(("who", "name"), PAGES)
def test_everybody_can_read_and_reach_everything(
    served: Served, page: Page, who: str, name: str
) -> None:
    served.sign_in(page, who)
    page.goto(served.url + served.paths[name])
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")

    found = Axe().run(page).response["violations"]
    page.set_viewport_size({"width": 320, "height": 900})

    assert [each["id"] for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("name", ["desk", "draft", "difference", "memory"])
def test_double_text_size_cuts_nothing(served: Served, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths[name])

    page.evaluate("document.documentElement.style.fontSize = '212%'")

    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
