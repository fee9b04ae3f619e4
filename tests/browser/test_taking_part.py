"""Taking part in browsers: three phones and a board in one session, keys alone, no scripts, narrow.

What a phone loads is weighed as it comes over the line.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect

from connectors.sandbox_people import Person
from plugin import use_cases
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Agreement
from plugin.domain.sessions import Session
from plugin.store import boards
from plugin.store import communities as stored_communities
from tests.browser.conftest import Served, barriers, is_wider_than_screen
from tests.promises.test_04_its_people_check_it_themselves import WROTE, written
from tests.world.jobs import new_session
from tests.world.phones import Phone, board_id, join, make_code, notes_of, stickies_of

SignIn = Callable[..., Page]
DOUBTS, STEP = "Z5", 3
TITLE = "Uncertainty round"
HEAVIEST = 60_000  # bytes in all, with nothing kept from before
WORDS = ("I doubt the form.", "I doubt the phone.", "I doubt the rota.")
STUCK = "Written on the board by hand."
SOMEBODY = Person("3074457350000000101", "Amina Yusuf")


def open_session(served: Served) -> Session:
    made = served.made
    with made.services.db.begin() as tx:
        agreed = Agreement(1)
        stored_communities.add_agreement(tx, made.community.id, agreed, made.services.now)
    sam, day = made.actor("sam"), date(2026, 11, 18)
    return new_session(made.runtime, sam, made.community.id, "T3", day)[0]


def go_to_step(served: Served, session: Session) -> None:
    sam = served.made.as_("sam")
    for number in range(STEP + 1):
        shown = "" if number == 0 else number - 1
        sam.post(f"/s/{session.id}/live/step", data={"to": number, "shown": shown})
    assert DOUBTS in read_template("T3").steps[STEP].zones


def take_part(served: Served, session: Session, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{served.url}/j/{make_code(served.made, session)}")
    page.get_by_role("button", name="Take part").click()


def in_the_box(page: Page) -> None:
    page.goto(f"{page.url.partition('/boxes')[0]}/boxes/{DOUBTS}")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()


def send(page: Page, words: str) -> None:
    page.get_by_label("Your note").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def lose_the_answer(route: Route) -> None:
    """Let the server do what it was asked, and its answer go astray."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
    else:
        route.continue_()


def stick(served: Served, session: Session) -> None:
    """Stick a note on the board by hand, as somebody of the room."""
    served.people.seed([SOMEBODY])
    with served.made.services.db.read() as tx:
        frames = {code: item for item, code in boards.frame_zones(tx, session.id).items()}
    at = (board_id(served.made, session), SOMEBODY.id, STUCK, "yellow", frames[DOUBTS])
    served.people.add_note(*at, 200, 200)


def test_three_phones_and_the_board_in_one_session(served: Served, sign_in: SignIn) -> None:
    session, sam = open_session(served), sign_in("sam")
    phones = [sign_in(None), sign_in(None), sign_in(None, scripts=False)]
    for phone in phones:
        take_part(served, session, phone)
    go_to_step(served, session)
    sam.goto(f"{served.url}/s/{session.id}/live")
    quiet = sam.locator(".stack-s", has_text=TITLE)
    quiet.get_by_role("button", name="Let them write quietly").click()
    expect(quiet).to_contain_text("Nobody is ready yet.")

    for phone in phones:
        in_the_box(phone)
        expect(phone.get_by_text("We write quietly")).to_be_visible()
    first, second, third = phones
    send(first, WORDS[0])
    expect(first.get_by_role("status")).to_contain_text("Only you see it")
    first.reload()
    first.go_back()  # to the form with what was typed, which is sent once more
    expect(first.get_by_label("Your note")).to_have_value(WORDS[0])
    first.get_by_role("button", name="Send", exact=True).click()
    expect(first.get_by_role("link", name="My notes (1)")).to_be_visible()
    second.route(f"**/boxes/{DOUBTS}*", lose_the_answer)
    second.get_by_label("Your note").fill(WORDS[1])
    second.get_by_role("button", name="Send", exact=True).click(no_wait_after=True)
    second.wait_for_timeout(500)
    second.unroute(f"**/boxes/{DOUBTS}*")
    second.go_back()
    in_the_box(second)
    expect(second.get_by_role("link", name="My notes (1)")).to_be_visible()
    send(third, WORDS[2])
    expect(third.get_by_role("status")).to_contain_text("Only you see it")

    assert notes_of(served.made, session) == ()
    assert stickies_of(served.made, session) == ()
    stick(served, session)
    sam.goto(f"{served.url}/s/{session.id}/live")
    quiet.get_by_role("button", name="Reveal together").click()
    expect(sam.get_by_text("in random order")).to_be_visible()
    until(sam, lambda: len(stickies_of(served.made, session)) == 4)
    sam.get_by_role("button", name="Collect now").click()
    until(sam, lambda: len(notes_of(served.made, session)) == 4)

    everything = sorted([*WORDS, STUCK])
    assert sorted(each.text or "" for each in notes_of(served.made, session)) == everything
    stuck = [re.sub("<[^>]+>", "", each.content) for each in stickies_of(served.made, session)]
    assert sorted(stuck) == everything
    for phone, own in zip(phones, WORDS, strict=True):
        phone.get_by_role("link", name=re.compile("My notes")).first.click()
        expect(phone.get_by_text(own)).to_be_visible()
        assert [each for each in everything if each != own and each in phone.content()] == []


def until(page: Page, is_so: Callable[[], bool]) -> None:
    for _ in range(150):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It did not come to be so.")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has focus; fail if keys do not reach it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = "(() => { const it = document.activeElement;"
        said += " return it.innerText || (it.labels && it.labels[0] && it.labels[0].innerText) })()"
        if name in (page.evaluate(said) or ""):
            shown = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(shown) != "none", name
            return
    raise AssertionError(f"The keyboard does not reach {name}.")


def test_somebody_takes_part_by_keys_alone(served: Served, sign_in: SignIn) -> None:
    session, page = open_session(served), sign_in(None)
    go_to_step(served, session)
    page.goto(f"{served.url}/j")
    tab_to(page, "The code of your session")
    page.keyboard.type(make_code(served.made, session).replace("-", " "))
    page.keyboard.press("Enter")
    page.wait_for_url("**/j/*-*")
    tab_to(page, "Take part")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/**")
    in_the_box(page)
    tab_to(page, "Your note")
    page.keyboard.type(WORDS[0])
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    page.wait_for_url("**sent=yes*")
    tab_to(page, "My notes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/notes*")
    tab_to(page, "Change or delete")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/notes/\w"))
    tab_to(page, "Delete this note")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Deleted. Nothing of it is kept.")
    assert notes_of(served.made, session) == ()


@contextmanager
def weighed(page: Page) -> Iterator[list[int]]:
    """Collect how many bytes come over the line, headers and all."""
    came: list[int] = []

    def weigh(answer: Response) -> None:
        sizes = answer.request.sizes()
        came.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    page.on("response", weigh)
    yield came
    page.remove_listener("response", weigh)


def phone_pages(served: Served) -> list[str]:
    """Return every page of somebody who wrote, while a session is open and after another closed."""
    session = open_session(served)
    writer = join(served.made, session)
    served.made.runs_at_once = True
    writer.write("I am not sure who decides on a Friday.", DOUBTS)
    (note,) = notes_of(served.made, session)
    code = make_code(served.made, session)
    here = [f"/boxes/{box}" for box in ("Z3", "Z4", DOUBTS, "ZX", "ZC", "Z99")]
    here += ["/boxes", "/notes", f"/notes/{note.id}", "/pulse", "/complain", "/dots"]
    return ["/j", f"/j/{code}", "/j/nowhere", *(f"{writer.mine}{each}" for each in here)]


def pages_afterwards(served: Served) -> list[str]:
    """Return the pages of two whose piece is asked about, and one who took their note back."""
    asked = written(served.made, *WROTE)
    asked.ask()
    gone = asked.phones[2]
    note = next(each for each in own_notes(served, gone))
    gone.client.post(f"{gone.mine}/notes/{note}/take-back")
    mine = asked.phones[0].mine
    own = own_notes(served, asked.phones[0])[0]
    asked.answer(1, "nearly", "It was not outside the paper.")
    return [
        *(f"{mine}{each}" for each in ("/notes", f"/notes/{own}", asked.path, "/pulse")),
        *(f"{gone.mine}{each}" for each in ("/notes", f"/notes/{note}", asked.path)),
        f"{asked.phones[1].mine}{asked.path}",
        "/j/finished",
    ]


def own_notes(served: Served, phone: Phone) -> list[str]:
    return re.findall(r"/notes/([\w-]+)\"", phone.open("/notes").text)


@pytest.mark.parametrize("pages", [phone_pages, pages_afterwards])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "cy")])
def test_every_page_of_a_phone_is_narrow_light_and_open_to_all(
    served: Served,
    browser: Browser,
    scheme: Literal["light", "dark"],
    language: str,
    pages: Callable[[Served], list[str]],
) -> None:
    amiss = []
    for path in pages(served):
        with browser.new_context(
            viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce"
        ) as context:
            page = context.new_page()
            with weighed(page) as came:
                page.goto(f"{served.url}{path}?lang={language}", wait_until="networkidle")
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            at = f"{urlsplit(path).path[-30:]} {language}"
            amiss += [f"{at} {barrier}" for barrier in barriers(page)]
            if is_wider_than_screen(page):
                amiss.append(f"{at}: wider than 320 px")
            if not came or sum(came) > HEAVIEST:
                amiss.append(f"{at}: {sum(came)} bytes")

    assert amiss == []


def test_a_note_is_written_changed_and_taken_back_without_scripts(
    served: Served, sign_in: SignIn
) -> None:
    session, page = open_session(served), sign_in(None, scripts=False)
    take_part(served, session, page)
    in_the_box(page)
    send(page, WORDS[0])
    page.get_by_role("link", name="My notes (1)").click()
    page.get_by_role("link", name="Change or delete").click()
    page.get_by_label("Your note").fill(WORDS[1])
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_role("status")).to_contain_text("Changed.")
    until(page, lambda: [e.content for e in stickies_of(served.made, session)] == [WORDS[1]])
    served.made.runs_at_once = False
    use_cases.close_session(served.made.runtime, served.made.actor("sam"), session.id)
    page.reload()
    page.get_by_role("link", name="Where it went, take back").click()
    page.get_by_role("button", name="Take back").click()

    expect(page.get_by_role("heading", name="What was reached")).to_be_visible()
    until(page, lambda: stickies_of(served.made, session) == ())
    assert [each.text for each in notes_of(served.made, session)] == [None]
