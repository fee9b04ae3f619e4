from collections.abc import Callable

from playwright.sync_api import Page, expect

from plugin.convene.agreements import record_read_back
from plugin.domain.agreements import Outcome, Setting
from tests.browser.conftest import Served, barriers, is_wider_than_screen
from tests.unit.plugin.web.filled import PROPOSAL, a_session, ask_brake

SignIn = Callable[..., Page]
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"

FOCUSED = (
    "(() => { const it = document.activeElement;"
    " return [it.tagName, it.innerText || it.name, getComputedStyle(it).outlineStyle] })()"
)


def addresses(served: Served) -> list[tuple[str | None, str]]:
    """Return every page of convening with who opens it."""
    made = served.made
    filled = a_session(made)
    ask_brake(made, filled)
    days = Setting(take_back_days=14)
    sam, session = made.actor("sam"), filled.session
    record_read_back(made.ground, sam, session.id, None, "Two weeks.", days, Outcome.NOT_YET)
    community, here = f"/c/{made.community.id}", f"/s/{session.id}"
    preview = f"{community}/new-session?kind=T3&day=2026-12-16"
    return [
        *((None, path) for path in ("/sign-in", "/sign-in/a-link", "/nothing-here")),
        *(("sam", path) for path in ("/", f"/p/{made.partnership.id}/", f"{community}/")),
        *(("sam", path) for path in (f"{community}/change", f"{community}/new-session", preview)),
        ("sam", f"/p/{made.partnership.id}/start-community"),
        *(("sam", f"{here}{more}") for more in ("", "/close", "/roles", "/read-back")),
        ("sam", f"{here}/read-back?note={filled.proposal_note_id}"),
        *((who, here) for who in ("helen", "amina")),
        *(("grace", path) for path in ("/", f"{community}/")),
    ]


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def test_no_page_keeps_anybody_out(served: Served, sign_in: SignIn) -> None:
    found, pages = [], {}
    for who, path in addresses(served):
        page = pages.setdefault(who, sign_in(who) if who not in pages else None)
        page.goto(f"{served.url}{path}")
        open_everything(page)
        found += [f"{who} {path} {barrier}" for barrier in barriers(page)]

    assert found == []


def test_pages_fit_small_screens_and_large_text(served: Served, sign_in: SignIn) -> None:
    too_wide, pages = [], {}
    for who, path in addresses(served):
        page = pages.setdefault(who, sign_in(who) if who not in pages else None)
        page.goto(f"{served.url}{path}")
        open_everything(page)
        for width, text_size in ((320, "106.25%"), (320, "150%"), (640, "212.5%")):
            page.set_viewport_size({"width": width, "height": 700})
            page.evaluate(f"document.documentElement.style.fontSize = '{text_size}'")
            if is_wider_than_screen(page):
                too_wide.append((who, path, width, text_size))

    assert too_wide == []


def test_session_page_is_reached_with_keys_alone(served: Served, sign_in: SignIn) -> None:
    filled = a_session(served.made)
    page = sign_in("sam")
    page.goto(f"{served.url}/s/{filled.session.id}")
    reached, unseen = [], []

    for _ in range(page.locator(FOCUSABLE).count()):
        page.keyboard.press("Tab")
        tag, words, outline = page.evaluate(FOCUSED)
        reached.append(words.strip())
        unseen += [words] if outline == "none" and tag != "BODY" else []

    assert reached[0] == "Skip to the page"
    assert {"Collect now", "Close …", "Show words", "Invite", "Sign out"} <= set(reached)
    assert unseen == []


def test_session_is_held_without_scripts(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam", scripts=False)
    page.get_by_role("link", name="Going home").click()
    page.get_by_role("link", name="New session").first.click()
    page.get_by_label("Stories and doubts").check()
    page.get_by_label("Day").fill("2026-12-16")
    page.get_by_role("button", name="Show me the board").click()
    expect(page.get_by_role("img", name="The board with its 11 boxes")).to_be_visible()
    page.get_by_role("button", name="Build the board").click()
    expect(page.get_by_text("The board stands, with 11 boxes.")).to_be_visible()
    page.get_by_role("button", name="Collect now").click()
    expect(page.get_by_text("Collected: no note is here now.")).to_be_visible()
    page.get_by_role("link", name="Close …").click()
    page.get_by_role("button", name="Close the session").click()

    expect(page.get_by_text("From now on words stay as written.")).to_be_visible()


def test_picture_of_the_board_is_drawn(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam")
    page.goto(f"{served.url}/c/{served.made.community.id}/new-session?kind=T2&day=2026-12-16")

    width = page.locator("img.picture").evaluate("picture => picture.naturalWidth")

    assert width > 0


def test_sentence_is_read_back_with_a_note(served: Served, sign_in: SignIn) -> None:
    filled = a_session(served.made)
    page = sign_in("sam")
    page.goto(f"{served.url}/s/{filled.session.id}/read-back")

    page.get_by_role("link", name=f"Write its sentence for: {PROPOSAL}").click()
    page.get_by_label("As it was read to the group").fill("Two weeks to take a note back.")
    page.get_by_label("How long a note can be taken back").check()
    page.get_by_role("button", name="The group agreed").click()

    expect(page.get_by_text("agreed · Days to take a note back: 14")).to_be_visible()
