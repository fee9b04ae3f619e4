"""Every screen of the panel at 320 px: axe, no scrolling sideways, by mouse and by keys.

Each screen comes about as it does for people where that is quick; where it is not (a building that
stopped, dots), the server's own answer is changed on its way.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plugin import use_cases
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session, SessionState
from plugin.store import boards as stored_boards
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from tests.browser.conftest import Served, barriers, is_wider_than_screen
from tests.browser.in_panel import KEYS, MOUSE, Hand, alter
from tests.browser.test_panel import SAM_IN_MIRO, a_board
from tests.browser.test_panel_making import a_blank_board
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.world.phones import join

A_BOARD_MS = 60_000
KEY = {"Authorization": "Bearer sandbox-hedgerow"}
HANDS = (MOUSE, KEYS)
LONG = "Kindertransportverantwortungsübernahmegesellschaft"


def begun(page: Page, by: str, address: str) -> Hand:
    """Open the panel on a board."""
    page.goto(address)
    hand = Hand(page, by, page.frame_locator("#panel-dock iframe"))
    hand.use(page.get_by_role("button", name="Hedgerow", exact=True))
    expect(hand.panel.locator("h1")).to_be_visible()
    return hand


def linked(hand: Hand) -> None:
    """Link the Miro name in a window of ours, as narrow as a phone, that stays away at first."""
    hand.look("not linked", "This Miro name is not linked")
    with hand.page.context.expect_page() as opened:
        hand.press("Link me")
    ours = opened.value
    hand.look("linking", "Sign in in the new window")
    hand.page.clock.fast_forward(9_000)
    hand.look("linking is slow", "Pop-ups are blocked? Open this address:")
    ours.set_viewport_size({"width": 320, "height": 700})
    expect(ours.get_by_role("heading", name="Link this Miro name")).to_be_visible()
    looked_at(hand, ours, "link page")
    hand.use(ours.get_by_role("button", name="Link my Miro name"))
    expect(ours.get_by_role("heading", name="Linked")).to_be_visible()
    looked_at(hand, ours, "linked page")
    ours.close()


def looked_at(hand: Hand, page: Page, screen: str) -> None:
    assert barriers(page) == [], screen
    assert not is_wider_than_screen(page), screen
    hand.seen.append(screen)


def chosen(hand: Hand) -> None:
    """From the form of a new session to its preview, with everything opened."""
    hand.look("new session", "What kind of session?")
    hand.press("More kinds")
    hand.look("more kinds", "Agreed since")
    hand.press("Use the board from last time ›")
    hand.look("last time's board", "boxes to the right of what is here now")
    hand.press("‹ Change")
    hand.use(hand.panel.get_by_role("radio", name="Stories and doubts"), " ")
    away = alter(hand.page, "look", lambda _: {"seen": "no", "name": LONG, "address": LONG_MAIL})
    hand.press("See the board")
    hand.press("Let Hedgerow in")
    hand.look("let Hedgerow in", LONG_MAIL)
    away()
    hand.press("Look again")
    hand.look("preview", "Build the board")
    hand.press("Groups in rooms of their own")
    hand.panel.get_by_label("How many rooms").select_option("2 rooms")
    hand.look("rooms", "Boxes that each room has")
    hand.press("Change who keeps what, or a question")
    hand.look("who keeps what", "This holds for this session alone.")


LONG_MAIL = "hedgerow-of-the-learning-community@a-long-name-of-a-council.example.org"


def stopped(given: dict[str, Any]) -> dict[str, Any]:
    parts = [{"name": "Boxes", "done": 6, "of": 9}, {"name": LONG, "done": 0, "of": 34}]
    said = "Miro stopped answering after 6 boxes."
    return {**given, "over": True, "failed": True, "says": said, "parts": parts}


def built(hand: Hand) -> None:
    """Build, see it go on and stop, and go on."""
    going_on = {"over": False, "failed": False, "says": ""}
    half = alter(hand.page, "job", lambda given: {**stopped(given), **going_on})
    hand.press("Build the board")
    hand.look("building", "6 of 9")
    broken = alter(hand.page, "job", stopped)
    hand.look("it stopped", "Miro stopped answering after 6 boxes.")
    hand.press("Go on")  # while it is still told as stopped: a look at the server ends that
    half()
    broken()
    expect(hand.panel.get_by_role("heading", name="Ready for")).to_be_visible(timeout=A_BOARD_MS)


def readied(hand: Hand) -> None:
    hand.look("ready", "Before they come")
    hand.press("Make a code")
    hand.look("ready, with a code", "No account. Works on any phone.")
    hand.press("Rehearse with pretend notes")
    hand.look("rehearsal", "pretend notes are in this session", timeout=A_BOARD_MS)
    hand.press("Clear pretend notes")
    expect(hand.panel.get_by_role("button", name="Rehearse with pretend notes")).to_be_visible(
        timeout=A_BOARD_MS
    )


def dots(number: int, **other: Any) -> dict[str, Any]:
    return {
        **{"number": number, "title": f"Dots on {LONG}", "most": 3, "is_current": True},
        **{"is_shown": False, "has_box": True, "readiness": "Some have put theirs.", "fewest": 5},
        **other,
    }


def a_hand(number: int, does: str, **other: Any) -> dict[str, Any]:
    says = f"One of the questions waits, of {LONG}."
    return {"id": f"{number}", "does": does, "says": says, "can_build": False, "page": "", **other}


def crowded(given: dict[str, Any]) -> dict[str, Any]:
    """Let a session have all that seldom comes at once."""
    return {
        **given,
        "dots": [dots(0), dots(1, is_shown=True), dots(2, has_box=False)],
        "hands": [
            a_hand(1, "brake", can_build=True),
            a_hand(2, "copy"),
            a_hand(3, "page", page="http://127.0.0.1/somewhere"),
            a_hand(4, "told"),
        ],
        "told": [f"The last collecting said this of {LONG}."],
        "open_to": ["Everybody with the link can edit this board."],
        "has_pieces": True,
    }


def anew(given: dict[str, Any]) -> dict[str, Any]:
    """Let the panel ask for the session's words again."""
    return {**given, "seen": "crowded"}


def held(hand: Hand, served: Served) -> None:
    """Go through what is held while the session is open."""
    hand.press("Start session")
    hand.look("now", "Bring all here")
    hand.panel.get_by_label("A round: how many of you speak?").fill("3")
    hand.press("Begin a round")
    hand.look("a round", "0 of 3 heard")
    hand.press("End the round")
    ends = (alter(hand.page, "state", anew), alter(hand.page, "session", crowded))
    hand.again()
    hand.look("dots", "The dots are shown.")
    hand.press("Show the pieces that wait")
    hand.look("pieces to read aloud", "You record here what it said")
    hand.press("Hide the words")
    hand.press("Hands 4")
    hand.look("hands", "Put the box back")
    wrong_frames(hand.page, served)
    hand.press("Boxes")
    hand.again()
    for words in ("is gone from", "another title", "of another box", "more than once"):
        hand.says(words)
    hand.look("boxes", "Outside every box")
    for end in ends:
        end()
    hand.press("Now")
    hand.again()


def an_open_one(tx: Tx, served: Served) -> Session:
    found = stored_sessions.sessions(tx, served.made.community.id)
    return next(each for each in found if each.state is SessionState.OPEN)


def wrong_frames(page: Page, served: Served) -> None:
    """Do to four boxes what people do to them on the board, and write outside of every box."""
    made = served.made
    with made.services.db.read() as tx:
        session = an_open_one(tx, served)
        board = stored_boards.board(tx, session.id)
        frames = {zone: item for item, zone in stored_boards.frame_zones(tx, session.id).items()}
    assert board is not None
    at = f"{served.sandbox_url}/miro/v2/boards/{board.miro_board_id}/frames"
    # Rooms have boxes of their own: the first of each will do.
    renamed, mistitled, gone, doubled = (frames[each] for each in sorted(frames)[2:6])
    title = page.request.get(f"{at}/{doubled}", headers=KEY).json()["data"]["title"]
    for item, other in ((renamed, "Tales"), (mistitled, title)):
        body = {"data": {"title": other}}
        assert page.request.patch(f"{at}/{item}", data=body, headers=KEY).ok
    assert page.request.delete(f"{at}/{gone}", headers=KEY).ok
    copy = {
        "data": {"title": title, "format": "custom"},
        "geometry": {"width": 800, "height": 800},
        "position": {"x": 19_000, "y": 9_000},
    }
    assert page.request.post(at, data=copy, headers=KEY).ok
    served.people.add_note(board.miro_board_id, SAM_IN_MIRO, "outside", "cyan", None, 9_000, 9_000)


def written_quietly(hand: Hand, served: Served) -> None:
    made = served.made
    with made.services.db.read() as tx:
        session = an_open_one(tx, served)
    phones = [join(made, session) for _ in range(3)]
    for step in ("Returns ›", "Headlines ›"):
        hand.press(step)
    first = hand.panel.get_by_role("button", name="Let them write quietly").first
    box = first.inner_text().removeprefix("Let them write quietly: ")
    hand.use(first)
    hand.look("quiet writing", "Nobody is ready yet.")
    hand.press("Reveal together")
    hand.look("reveal together", box)
    assert len(phones) == 3


def closed(hand: Hand) -> None:
    """Close in four steps, with the sentences shown."""
    hand.press("Close …")
    hand.look("close 1", "What is on this board now is what is kept.")
    hand.press("Go on")
    hand.look("close 2", "Did you feel heard?")
    hand.press("Go on")
    hand.look("close 3", "Is your screen shared?")
    hand.press("Show the sentences")
    hand.look("sentences", "A sentence that nobody wrote on the board")
    hand.press("Go on")
    hand.look("close 4", "Then delete from Miro")
    hand.press("Collect and close")
    expect(hand.panel.get_by_role("heading", name="Closed")).to_be_visible(timeout=A_BOARD_MS)


def came_after(hand: Hand) -> None:
    hand.use(hand.panel.get_by_text("Read the thank-you"))
    hand.look("after", "Plan the next session")
    hand.press("Show the pieces that wait")
    hand.look("read-back", "Read, and agreed")
    hand.press("Read, with changes")
    expect(hand.panel.get_by_label("Title")).to_be_focused()
    expect(hand.panel.get_by_label("Title")).to_be_in_viewport()
    hand.look("read, with changes", "Write the words as the group agreed them.")
    hand.panel.get_by_label("Title").fill(f"When it happens by {LONG}")
    hand.press("Record these words")
    expect(hand.panel.get_by_role("heading", name="Read back")).to_be_in_viewport()
    hand.look("a code to object", "No account is needed, and nobody learns who objects.")
    hand.press("Put the link on the board")
    hand.says("The link is on the board.")
    hand.press("Plan the next session")
    expect(hand.panel.get_by_role("link", name="Open its board")).to_be_visible(timeout=A_BOARD_MS)
    hand.look("the next session", "Open its board")


def taps(given: dict[str, Any]) -> dict[str, Any]:
    many = [{"says": each, "many": 3} for each in ("Yes", "Partly", "No")]
    return {**given, "how": [{"asks": "Did you feel heard?", "taps": many}]}


def since(given: dict[str, Any]) -> dict[str, Any]:
    """Let last time have agreed changes, and nothing be agreed of notes."""
    said = [f"Talk first, then write: {LONG}."]
    last = given["last"] or {
        **{"code": "T3", "form": "", "title": "Stories and doubts", "minutes": 120},
        **{"day": "10 November", "rooms": None},
    }
    return {**given, "held_days": 28, "last": {**last, "changes": said, "unwritten": 2}}


@pytest.mark.parametrize("by", HANDS)
def test_every_screen_of_a_session(served: Served, sign_in: Callable[..., Page], by: str) -> None:
    made = served.made
    met = meet(made.services, made.community.id)
    a_piece(made.services, OPERATOR, met)
    made.clock.now += timedelta(days=1)
    page = sign_in("sam")
    page.clock.install()
    alter(page, "kinds", since)
    alter(page, "after", taps)
    hand = begun(page, by, a_blank_board(served, page))

    linked(hand)
    chosen(hand)
    built(hand)
    readied(hand)
    held(hand, served)
    written_quietly(hand, served)
    closed(hand)
    came_after(hand)

    assert len(hand.seen) == len(set(hand.seen)) == 35


@pytest.mark.parametrize("by", HANDS)
def test_every_screen_of_who_runs_no_session_there_and_of_what_goes_wrong(
    served: Served, sign_in: Callable[..., Page], by: str
) -> None:
    made = served.made
    met = meet(made.services, made.community.id)
    read_back_today(made.services, made.actor("sam"), a_piece(made.services, OPERATOR, met))
    made.clock.now += timedelta(days=8)
    page = sign_in("sam")
    page.clock.install()
    hand = begun(page, by, a_board(served))

    took_part(hand, served)
    page.reload()
    hand.use(page.get_by_role("button", name="Hedgerow", exact=True))
    linked(hand)
    in_hand(hand)
    went_wrong(hand)
    copied(hand, served)

    assert len(hand.seen) == len(set(hand.seen)) == 22


def took_part(hand: Hand, served: Served) -> None:
    """Follow one’s own notes as everybody on the board can."""
    made = served.made
    hand.press("I only take part")
    hand.look("participant's card", "You are on a Hedgerow board.")
    hand.press("Follow my notes")
    hand.look("no note yet", "No note of yours is collected")
    with made.services.db.read() as tx:
        session = an_open_one(tx, served)
    use_cases.collect(made.runtime, made.actor("sam"), session.id)
    hand.press("Follow my notes")
    hand.look("own notes", "Keep this link")
    with hand.page.context.expect_page() as opened:
        hand.use(hand.panel.get_by_role("link", name="Open my notes"))
    opened.value.set_viewport_size({"width": 320, "height": 700})
    expect(opened.value.get_by_text("I said yes on the phone")).to_be_visible()
    looked_at(hand, opened.value, "my notes")
    opened.value.close()


def in_hand(hand: Hand) -> None:
    """Select a note and open a card on the board."""
    page = hand.page
    hand.says("Ready for")
    hand.press("Start session")
    page.locator("[data-note]").first.focus()
    hand.look("a note in hand", "In The story")
    page.get_by_role("button", name="Open the card When the right thing happens").press("Enter")
    hand.look("a card that is open", "Where did it go")
    hand.press("Back")
    hand.says("Bring all here")


def went_wrong(hand: Hand) -> None:
    """See every state in which there is no session to show."""
    page = hand.page
    cases = {
        "connection-ended": "nothing is collected until you connect again",
        "no-edit": "You can look at this board but not change it.",
        "miro-away": "Miro does not say just now",
    }
    for view, words in cases.items():
        end = alter(page, "state", lambda _, view=view: {"view": view})
        hand.again()
        hand.look(view, words)
        if view == "no-edit":
            hand.press("Copy request")
            hand.look("request to copy", "Cop")
        end()
    slow = {"id": "j", "does": "collecting", "failed": False, "is_own": True, "done": 0, "of": 0}
    slow |= {"says": f"Miro asks Hedgerow to slow down, because of {LONG}."}
    for screen, job in (("limits", slow), ("a try that failed", slow | {"failed": True})):
        end = alter(page, "state", lambda given, job=job: {**given, "job": job})
        hand.again()
        hand.look(screen, "Miro asks Hedgerow to slow down")
        end()
    page.route("**/api/v1/panel/**", lambda route: route.abort())
    hand.again()
    hand.look("no answer", "No answer from Hedgerow. People can go on writing")
    page.locator("[data-note]").first.focus()  # what is selected draws nothing over it
    hand.frame.evaluate("miro.board.getSelection()")
    hand.says("No answer from Hedgerow. People can go on writing")
    hand.press("Try again")
    expect(hand.panel.get_by_role("button", name="Try again")).to_be_visible()  # once more in vain
    page.unroute("**/api/v1/panel/**")
    hand.again()
    hand.says("Bring all here")
    end = alter(page, "state", lambda _: {"view": "checking"})
    page.reload()
    hand.use(page.get_by_role("button", name="Hedgerow", exact=True))
    hand.look("checking", "Asking Miro whether you may change this board")
    end()


def copied(hand: Hand, served: Served) -> None:
    """Begin on a copy of a board, and get a new one."""
    page, miro = hand.page, f"{served.sandbox_url}/miro/v2/boards"
    made = page.request.post(miro, data={"name": "A copy"}, headers=KEY).json()["id"]
    for title in ("1 · Last time", "2 · Listening", "3 · The story"):
        frame = {"data": {"title": title, "format": "custom"}, "geometry": {"width": 800}}
        assert page.request.post(f"{miro}/{made}/frames", data=frame, headers=KEY).ok
    page.goto(f"{served.sandbox_url}/_sandbox/miro/boards/{made}")
    hand.use(page.get_by_role("button", name="Hedgerow", exact=True))
    hand.look("copied board", "This is a copy of a session board.")
    hand.press("Start a new session")
    hand.press("See the board")
    hand.look("on a new board", "boxes, on a new board.")
    hand.press("Build the board")
    hand.look("a board beside it", "Open the panel there.", timeout=A_BOARD_MS)
