"""The panel on the sandbox's board, at 320 px and by keys alone."""

import time
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import FrameLocator, Page, expect

from connectors.sandbox_people import Person
from plugin import use_cases
from plugin.domain.people import OPERATOR
from plugin.errors import NotNow
from plugin.store import boards as stored_boards
from plugin.store import sessions as stored_sessions
from tests.browser.conftest import Served, barriers
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse
from tests.world.jobs import new_session
from tests.world.phones import join, notes_of

SAM_IN_MIRO = "3074457350000000501"
_A_JOB_MS = 20_000  # a job is done, and the panel has asked again


def a_board(served: Served) -> str:
    """Build the board of a session on which the app is installed; return its page's address."""
    made = served.made
    served.people.seed([Person(SAM_IN_MIRO, "Sam in Miro")])
    served.people.install_app(
        "sandbox-hedgerow-app", "sandbox-secret", "Hedgerow", f"{served.url}/miro/app"
    )
    day = made.clock.now.date()
    planned, _ = new_session(made.runtime, made.actor("sam"), made.community.id, "T3", day)
    with made.services.db.read() as tx:
        board = stored_boards.board(tx, planned.id)
        frames = stored_boards.frame_zones(tx, planned.id)
    assert board is not None
    story = next(item for item, zone in frames.items() if zone == "Z3")
    served.people.add_note(
        board.miro_board_id, SAM_IN_MIRO, "I said yes on the phone", "cyan", story, 300, 500
    )
    return f"{served.sandbox_url}/_sandbox/miro/boards/{board.miro_board_id}"


def press(panel: FrameLocator, name: str) -> None:
    """Press a button as somebody without a mouse does."""
    button = panel.get_by_role("button", name=name, exact=True)
    button.focus()
    button.press("Enter")


def link(page: Page, panel: FrameLocator) -> None:
    with page.context.expect_page() as opened:
        press(panel, "Link me")
    ours = opened.value
    ours.get_by_role("button", name="Link my Miro name").press("Enter")
    expect(ours.get_by_role("heading", name="Linked")).to_be_visible()
    ours.close()


def close_once_free(made: TestHouse, session_id: str) -> None:
    """Close a session as soon as no job that the panel asked for works on its board."""
    for _ in range(100):
        try:
            use_cases.close_session(made.runtime, made.actor("sam"), session_id)
            return
        except NotNow:
            time.sleep(0.2)
    raise AssertionError("its board is worked on for 20 s")


def test_a_session_is_held_from_the_panel(served: Served, sign_in: Callable[..., Page]) -> None:
    page = sign_in("sam")
    page.clock.install()
    page.goto(a_board(served))
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    link(page, panel)
    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))

    expect(panel.get_by_role("heading", name="Ready for")).to_be_visible()
    press(panel, "Make a code")
    box = panel.get_by_role("img", name="A QR code that opens").bounding_box()
    assert box is not None
    assert box["width"] == box["height"] >= 200
    assert barriers(frame) == []
    press(panel, "Start session")
    expect(panel.get_by_role("heading", name="Arrive, rules")).to_be_visible()
    panel.get_by_label("A round: how many of you speak?").fill("2")
    press(panel, "Begin a round")
    each = panel.get_by_text("minutes for each of the 2 who are still to come")
    first = each.inner_text()
    timer = panel.get_by_role("button", name="Timer").inner_text()
    page.clock.fast_forward(30_000)
    expect(panel.get_by_role("button", name="Timer")).not_to_have_text(timer)
    expect(each).not_to_have_text(first)  # nobody pressed anything: the clock alone went on
    for heard in ("1 of 2 heard", "2 of 2 heard"):
        press(panel, "One more was heard")
        expect(panel.get_by_role("heading", name=heard)).to_be_visible()
    assert barriers(frame) == []
    press(panel, "End the round")
    expect(panel.get_by_role("button", name="Begin a round")).to_be_visible()
    press(panel, "Bring all here")
    expect(panel.locator("#panel")).to_contain_text("Nobody else is on the board.")
    panel.get_by_role("button", name="Timer").click()
    expect(page.locator("#status")).to_contain_text("Miro's timer:")
    press(panel, "Returns ›")
    quietly = panel.get_by_role("button", name="Let them write quietly")
    quietly.scroll_into_view_if_needed()
    quietly.press("Enter")
    refused = panel.locator("#panel").get_by_text("Fewer than three people take part")
    expect(refused).to_be_in_viewport()  # it stands at the top, and the button far below
    press(panel, "Hands")
    expect(refused).to_have_count(0)  # what was said of another tab is not said here
    expect(panel.locator("#panel")).to_contain_text("Nothing waits for you.")
    assert barriers(frame) == []
    press(panel, "Boxes")
    story = panel.get_by_role("listitem").filter(has_text="The story")
    expect(story).to_contain_text("1")
    assert barriers(frame) == []
    page.locator("[data-note]").first.focus()
    expect(panel.get_by_label("What is selected")).to_contain_text("In The story")
    press(panel, "The story")
    expect(page.locator("#go-to")).to_have_value(story_of(page))
    press(panel, "Collect notes")
    expect(panel.get_by_text("one note, words not shown")).to_be_visible()
    press(panel, "Now")
    panel.get_by_label("Collect every ten minutes").press(" ")
    expect(panel.locator("#panel")).to_contain_text("every ten minutes from now on")
    assert barriers(frame) == []
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "/collect?" in each.url else None)
    with page.expect_response("**/api/v1/panel/collect?*"):
        page.clock.fast_forward("10:01")
    expect(panel.get_by_role("button", name="Collect notes", exact=True)).to_be_enabled()
    page.clock.fast_forward("10:01")  # nothing was written since
    with page.expect_response("**/api/v1/panel/state?*"):
        page.clock.fast_forward("00:06")
    assert len(asked) == 1
    served.made.clock.now += timedelta(minutes=30)
    page.clock.fast_forward("00:06")
    panel.get_by_role("button", name="Timer 0:00").click()
    expect(panel.locator("#panel")).to_contain_text("The time of this step is over.")
    press(panel, "Close …")
    for step in ("Check together", "How was it?", "We decide"):
        expect(panel.get_by_role("heading", name=step)).to_be_visible()
        if step == "How was it?":
            expect(panel.get_by_role("img", name="A QR code that opens")).to_be_visible()
            expect(panel.locator("#panel")).to_contain_text("if at least 5 people answered")
            assert barriers(frame) == []
        if step == "We decide":
            press(panel, "Show the sentences")
            expect(panel.get_by_role("button", name="Not yet")).to_be_visible()
            assert barriers(frame) == []
            page.clock.fast_forward("02:01")
            expect(panel.locator("#panel")).to_contain_text("The words are hidden again.")
        press(panel, "Go on")
    assert barriers(frame) == []
    press(panel, "Collect and close")
    thanks = panel.get_by_role("button", name="Copy a thank-you for the group")
    expect(thanks).to_be_visible(timeout=_A_JOB_MS)
    expect(panel.locator("#panel").get_by_text("Deleted from Miro.")).to_be_visible()
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert frame.evaluate("innerWidth") <= 320
    assert "on the phone" not in frame.locator("body").inner_text()
    press(panel, "Plan the next session")
    board = panel.get_by_role("link", name="Open its board")
    expect(board).to_be_visible(timeout=_A_JOB_MS)
    assert barriers(frame) == []
    page.reload()
    assert page.locator("[data-note]").count() == 0  # the one note was held, and is kept here


def test_who_asks_to_talk_first_is_told_in_the_panel_before_and_after_close(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    made, page = served.made, sign_in("sam")
    page.clock.install()
    page.goto(a_board(served))
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    link(page, panel)
    press(panel, "Start session")
    with made.services.db.read() as tx:
        (session,) = stored_sessions.sessions(tx, made.community.id)
    phone = join(made, session)
    phone.write("I would rather talk.")
    (note,) = (each for each in notes_of(made, session) if each.is_by_phone)
    phone.client.post(f"{phone.mine}/notes/{note.id}/talk-first", data={"where": "By the lift"})

    page.clock.fast_forward("00:06")
    panel.get_by_role("button", name="Hands").press("Enter")
    there = panel.get_by_role("link", name="Open its page")
    expect(panel.get_by_text("Somebody asks to talk first")).to_be_visible()
    expect(there).to_have_attribute("href", f"{served.url}/s/{session.id}/talk-first")
    assert "By the lift" not in panel.locator("body").inner_text()
    close_once_free(made, session.id)
    page.clock.fast_forward("00:06")
    expect(panel.get_by_role("heading", name="Closed")).to_be_visible(timeout=_A_JOB_MS)
    expect(panel.get_by_text("Somebody asks to talk first")).to_be_visible()
    expect(there).to_be_visible()


def test_a_card_opens_in_the_panel_and_a_piece_is_read_with_changes(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    made = served.made
    services, sam = made.services, made.actor("sam")
    met = meet(services, made.community.id)
    read_back_today(services, sam, a_piece(services, OPERATOR, met))
    a_piece(services, OPERATOR, met, "portal", "trust")
    made.clock.now += timedelta(days=8)
    page = sign_in("sam")
    page.goto(a_board(served))
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    link(page, panel)
    expect(panel.get_by_role("heading", name="Ready for")).to_be_visible()
    card = page.get_by_role("button", name="Open the card When the right thing happens by phone")

    card.press("Enter")
    expect(panel.get_by_role("heading", name="When the right thing")).to_be_visible()
    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))
    assert barriers(frame) == []
    press(panel, "Back")
    expect(panel.get_by_role("heading", name="Ready for")).to_be_visible()
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")  # the panel is closed
    expect(page.locator("#panel-dock iframe")).to_have_count(0)
    card.press("Enter")
    expect(panel.get_by_role("heading", name="When the right thing")).to_be_visible()
    press(panel, "Back")
    read_with_changes(page, panel)


def test_an_app_opens_a_modal_over_the_board(served: Served, sign_in: Callable[..., Page]) -> None:
    page = sign_in("sam")
    page.goto(a_board(served))
    page.get_by_role("button", name="Hedgerow", exact=True).click()
    expect(page.frame_locator("#panel-dock iframe").locator("h1")).to_be_visible()
    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))
    opened = "miro.board.ui.openModal({ url: '/miro/panel', width: 400, height: 300 })"
    closed = "opened => opened.waitForClose().then(() => 'closed')"
    modal = frame.evaluate_handle(opened)

    shown = page.get_by_role("dialog", name="Hedgerow")
    expect(shown).to_be_visible()
    expect(page.frame_locator("dialog.modal iframe").locator("h1")).to_be_visible()
    page.evaluate("document.querySelector('dialog.modal').close()")
    assert modal.evaluate(closed) == "closed"
    expect(shown).to_be_hidden()
    foreign = frame.evaluate(
        "miro.board.ui.openModal({ url: 'http://127.0.0.1:9/' }).catch(error => error.message)"
    )
    assert "pages of the app" in foreign
    expect(page.locator("#panel-dock iframe")).to_have_count(1)  # the panel stays


def read_with_changes(page: Page, panel: FrameLocator) -> None:
    """Close the session, record what the group changed, and put the link to object on the board."""
    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))
    press(panel, "Start session")
    press(panel, "Show the pieces that wait")
    screen = panel.locator("#panel")
    expect(screen).to_contain_text("You record here what it said once the session is closed.")
    expect(screen).to_contain_text("People ring each other.")
    expect(panel.get_by_role("button", name="Read, and agreed")).to_have_count(0)
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(panel, "Hide the words")
    expect(panel.get_by_role("heading", name="Read back")).to_be_focused()
    expect(panel.get_by_role("button", name="Show the pieces that wait")).to_be_visible()
    press(panel, "Close …")
    for _ in range(3):
        press(panel, "Go on")
    press(panel, "Collect and close")
    expect(panel.get_by_role("heading", name="Closed")).to_be_visible(timeout=_A_JOB_MS)
    press(panel, "Show the pieces that wait")
    press(panel, "Read, with changes")
    assert barriers(frame) == []
    panel.get_by_label("Title").fill("When it happens by phone")
    press(panel, "Record these words")
    expect(panel.get_by_role("img", name="A QR code that opens")).to_be_visible()
    press(panel, "Put the link on the board")
    expect(panel.locator("#panel")).to_contain_text("The link is on the board.")
    assert barriers(frame) == []
    page.reload()
    expect(page.locator("#surface")).to_contain_text("Not right what was read to us?")


def story_of(page: Page) -> str:
    options = page.locator("#go-to option")
    return next(
        each.get_attribute("value") or ""
        for each in options.all()
        if "The story" in each.inner_text()
    )
