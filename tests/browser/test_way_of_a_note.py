from collections.abc import Callable

from playwright.sync_api import Page, expect

from connectors.sandbox_people import Person
from plugin.domain.agreements import Agreement
from plugin.domain.harm_questions import QUESTIONS
from plugin.domain.piece_callout import CHANGED
from plugin.store import communities as stored_communities
from tests.browser.conftest import Served

SignIn = Callable[..., Page]
WRITERS = {
    "3074457350000000101": ("Amina Yusuf", "I might be wrong to trust phone calls."),
    "3074457350000000102": ("Tom Brennan", "I might be wrong about the portal."),
}
TITLE = "When it happens by phone"
IN_NOTION = "When the right thing happens, it happens by phone, and nobody writes it down."


def agree_to_the_design(served: Served) -> None:
    with served.made.services.db.begin() as tx:
        stored_communities.add_agreement(
            tx, served.made.community.id, Agreement(1), served.made.services.now
        )


def build(served: Served, page: Page) -> str:
    page.goto(f"{served.url}/c/{served.made.community.id}/new-session")
    page.get_by_label("Stories and doubts").check()
    page.get_by_role("button", name="Show me the board").click()
    page.get_by_role("button", name="Build the board").click()
    page.wait_for_url("**/s/*")
    return page.url


def write_on_the_board(served: Served, page: Page) -> None:
    served.people.seed([Person(each, name) for each, (name, _) in WRITERS.items()])
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open the board").click()
    board = opened.value
    for who, (_, words) in WRITERS.items():
        board.goto(f"{board.url.partition('?')[0]}?as={who}")
        board.keyboard.press("l")
        board.locator("details.add summary").click()
        form = board.locator("details.add form")
        form.get_by_label("Words on the note").fill(words)
        form.get_by_label("Box").select_option(label="5 · Uncertainty round")
        form.get_by_role("button", name="Stick it").click()


def collect_and_close(page: Page, session: str) -> None:
    page.goto(session)
    page.get_by_role("button", name="Collect now").click()
    page.wait_for_url(session)
    page.get_by_text("Show words").click()
    for _, words in WRITERS.values():
        expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("link", name="Close …").click()
    for _ in range(3):
        page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Collect and close").click()
    page.wait_for_url(session)


def make_a_piece(served: Served, page: Page) -> str:
    page.goto(f"{served.url}/c/{served.made.community.id}/desk/sort")
    for _, words in WRITERS.values():
        page.get_by_label(words).check()
    page.get_by_role("button", name="Make a piece").click()
    page.get_by_label("Title").fill(TITLE)
    page.locator("[name=line]").fill("When the right thing happens, it happens by phone.")
    page.locator("[name=narrative]").fill("People ring.\n\nThe form comes later.")
    page.get_by_label("Nothing yet").check()  # that does not fit
    page.get_by_role("button", name="Make the piece").click()
    return page.url


def meet_without_a_board(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/c/{served.made.community.id}/new-session")
    page.get_by_label("Read back together").check()
    page.get_by_role("button", name="Show me the board").click()
    page.get_by_role("button", name="Plan the session").click()
    page.get_by_role("button", name="It took place").click()


def record_that_it_was_read_back(page: Page, piece: str) -> None:
    page.goto(piece)
    page.get_by_text("Record that it was read back").click()
    page.locator("#read-in option").first.wait_for(state="attached")
    page.get_by_role("button", name="Record it").click()


def release(served: Served, page: Page, piece: str) -> None:
    served.made.clock.pass_days(8)
    page.goto(piece)
    page.get_by_label("Our partners").check()
    for question in QUESTIONS.values():
        page.get_by_label(question).select_option("no")
    page.get_by_role("button", name="Save who may read it").click()
    served.made.clock.pass_days(3)


def sync(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/p/{served.made.partnership.id}/sync")
    page.get_by_role("button", name="Sync now").click()
    page.wait_for_url("**/sync")


def edit_in_notion(served: Served, page: Page) -> None:
    page.goto(f"{served.sandbox_url}/_sandbox/notion/")
    page.get_by_role("link", name="Memory").last.click()
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_label("In one line").fill(IN_NOTION)
    page.get_by_label("Edit as").fill("Grace Lindqvist")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 change")).to_be_visible()


def test_note_goes_from_board_to_notion_and_words_come_back(
    served: Served, sign_in: SignIn
) -> None:
    agree_to_the_design(served)
    sam, helen = sign_in("sam"), sign_in("helen")

    session = build(served, sam)
    write_on_the_board(served, sam)
    collect_and_close(sam, session)
    piece = make_a_piece(served, helen)
    meet_without_a_board(served, sam)
    record_that_it_was_read_back(sam, piece)
    release(served, helen, piece)
    sync(served, helen)
    edit_in_notion(served, helen)
    sync(served, helen)
    helen.goto(piece)

    expect(helen.get_by_text(IN_NOTION).first).to_be_visible()
    expect(helen.get_by_text(f"{CHANGED}.")).to_be_visible()
