"""Words that are typed and not saved: a page asks before they go, and keeps them nowhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from plugin.curate.themes import save_theme
from plugin.domain.people import OPERATOR
from tests.browser.conftest import Served
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.world.phones import join, without_board

WORDS = "what I typed and did not save"


class Asked:
    """Stays on the page, or leaves it, whenever the browser asks."""

    def __init__(self, page: Page) -> None:
        self.times, self.leaves = 0, False
        page.on("dialog", self)

    def __call__(self, dialog: Dialog) -> None:
        assert dialog.type == "beforeunload"
        self.times += 1
        (dialog.accept if self.leaves else dialog.dismiss)()


@pytest.fixture
def helen(served: Served, sign_in: Callable[..., Page]) -> Page:
    made = served.made
    meet(made.services, made.community.id)
    save_theme(made.services, made.actor("helen"), made.community.id, "", "Waiting", "", "")
    page = sign_in("helen")
    page.goto(f"{served.url}/c/{made.community.id}/desk/themes")
    return page


def test_another_form_and_a_link_ask_before_typed_words_go(helen: Page) -> None:
    asked, typed = Asked(helen), helen.locator("#name-new")
    typed.fill(WORDS)
    helen.get_by_text("Change Waiting").click()

    helen.get_by_role("button", name="Save theme").click()
    expect(typed).to_have_value(WORDS)
    expect(typed).to_be_focused()
    helen.get_by_role("link", name="Today").click()
    expect(typed).to_have_value(WORDS)
    assert asked.times == 2

    asked.leaves = True
    helen.get_by_role("link", name="Today").click()
    expect(helen).to_have_url(re.compile(r"/desk$"))
    assert helen.evaluate("sessionStorage.length + localStorage.length") == 0


def test_the_form_itself_a_search_and_signing_out_ask_nothing(helen: Page, served: Served) -> None:
    asked = Asked(helen)
    helen.locator("#name-new").fill(WORDS)
    helen.get_by_role("button", name="Add theme").click()
    expect(helen.get_by_role("heading", name=WORDS)).to_be_visible()

    helen.locator("#name-new").fill("Another")
    helen.locator(".menu summary").click()
    helen.get_by_role("button", name="Sign out").click()
    expect(helen.get_by_role("heading", name="Sign in")).to_be_visible()
    assert asked.times == 0


def test_a_piece_asks_too(served: Served, sign_in: Callable[..., Page]) -> None:
    made = served.made
    piece = a_piece(made.services, OPERATOR, meet(made.services, made.community.id))
    page = sign_in("helen")
    page.goto(f"{served.url}/pieces/{piece.piece.id}")
    asked, typed = Asked(page), page.locator("#origin")
    page.get_by_text("Say how it is read where you come from").click()
    typed.fill(WORDS)
    page.get_by_text("Say how it is read where you come from").click()  # it is folded away

    page.get_by_role("link", name="Pieces").first.click()

    expect(typed).to_be_focused()
    expect(typed).to_have_value(WORDS)
    assert asked.times == 1


def test_words_that_came_back_with_the_page_are_asked_about_too(
    served: Served, helen: Page
) -> None:
    helen.goto(f"{served.url}/c/{served.made.community.id}/desk/read")
    asked, theme = Asked(helen), helen.locator("#theme")
    helen.locator(".tick").first.check()
    helen.get_by_text("Theme, set aside").click()
    theme.fill(WORDS)
    helen.get_by_role("button", name="Mark as read").click()  # it uses no theme
    expect(helen.get_by_text("it is still in its field").first).to_be_visible()
    theme.click()
    assert asked.times == 0

    helen.get_by_role("link", name="Today").click()

    expect(theme).to_have_value(WORDS)
    expect(theme).to_be_focused()
    assert asked.times == 1


@pytest.mark.parametrize("typed", ["", WORDS])
def test_a_refused_press_on_sort_asks_about_what_was_typed_alone(
    served: Served, helen: Page, typed: str
) -> None:
    helen.goto(f"{served.url}/c/{served.made.community.id}/desk/sort")
    asked = Asked(helen)
    if typed:
        helen.locator("#because").fill(typed)
    helen.locator("button[value=tray]").click()  # something is done, so that the page may ask
    helen.evaluate("document.querySelectorAll('main details').forEach((it) => { it.open = true; })")
    helen.locator("button[value=theme]").click()
    expect(helen.get_by_role("alert")).to_be_visible()

    asked.leaves = True
    helen.get_by_role("link", name="Today").click()

    expect(helen).to_have_url(re.compile(r"/desk$"))
    assert asked.times == (1 if typed else 0)


def test_a_refused_memo_asks_before_a_link_loses_it(served: Served, helen: Page) -> None:
    helen.goto(f"{served.url}/c/{served.made.community.id}/desk/read")
    asked = Asked(helen)
    helen.locator("a[data-memo]").first.click()
    words = helen.locator("main textarea")
    words.fill("too long " * 300)
    helen.get_by_role("button", name="Save").click()
    expect(helen.get_by_role("alert")).to_be_visible()
    words.click()
    assert asked.times == 0

    helen.get_by_role("link", name="Today").click()

    expect(words).to_be_focused()
    assert asked.times == 1


def test_a_refused_reading_asks_too_and_sending_it_again_does_not(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    made = served.made
    piece = a_piece(made.services, OPERATOR, meet(made.services, made.community.id))
    page = sign_in("helen")
    page.goto(f"{served.url}/pieces/{piece.piece.id}")
    asked, typed = Asked(page), page.locator("#origin")
    page.get_by_text("Say how it is read where you come from").click()
    typed.fill(WORDS)
    page.locator("#reading-words").fill(WORDS)
    reading = page.locator("form", has=typed)
    page.locator("#how-understood").check()  # and nobody says that three came from there
    for _ in range(2):
        reading.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_be_visible()
    typed.click()
    assert asked.times == 0

    page.get_by_role("link", name="Pieces").first.click()

    expect(typed).to_be_focused()
    assert asked.times == 1


@pytest.mark.parametrize("at", ["edition", "agreement"])
def test_pages_on_which_people_write_long_ask_too(
    served: Served, sign_in: Callable[..., Page], at: str
) -> None:
    made = served.made
    piece = a_piece(made.services, OPERATOR, meet(made.services, made.community.id)).piece.id
    who, field = {"edition": ("helen", "#story"), "agreement": ("sam", "#rule-1")}[at]
    page = sign_in(who)
    own = f"/c/{made.community.id}/agreement"
    page.goto(served.url + (own if at == "agreement" else f"/pieces/{piece}/for/anyone"))
    asked, typed = Asked(page), page.locator(field)
    typed.fill(WORDS)

    page.get_by_role("link", name="Our group").first.click()

    expect(typed).to_be_focused()
    expect(typed).to_have_value(WORDS)
    assert asked.times == 1


@pytest.mark.parametrize("at", ["about", "complaints", "new", "phone"])
def test_every_other_page_asks_for_a_link_and_for_back_and_not_for_its_own_button(
    served: Served, sign_in: Callable[..., Page], at: str
) -> None:
    made = served.made
    phone = join(made, without_board(made)) if at == "phone" else None
    page = sign_in(None if phone else "sam")
    group = f"/c/{made.community.id}"
    page.goto(f"{served.url}{phone.mine}/boxes" if phone else f"{served.url}{group}/")
    there = {
        "about": f"{group}/about",
        "complaints": f"{group}/complaints",
        "new": f"{group}/designs/import",
        "phone": f"{phone.mine}/complain" if phone else "",
    }[at]
    page.goto(served.url + there)
    asked, typed = Asked(page), page.locator("main textarea").last
    typed.fill(WORDS)

    page.locator("main a, header a").first.click()
    expect(typed).to_have_value(WORDS)
    page.evaluate("history.back()")
    expect(typed).to_be_focused()
    assert asked.times == 2

    typed.locator("xpath=ancestor::form").get_by_role("button").last.click()
    page.wait_for_load_state()
    assert asked.times == 2
