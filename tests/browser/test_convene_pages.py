from collections.abc import Callable

from playwright.sync_api import Page, expect

from plugin.convene.agreements import record_read_back
from plugin.domain.agreements import Outcome, Setting
from plugin.domain.design_choice import AS_LONG_AS_IT_HELPS
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.jobs.session_jobs import NOTHING_TO_COLLECT
from plugin.store import notes as stored_notes
from tests.browser.conftest import Served, barriers, is_wider_than_screen
from tests.unit.plugin.web.everything import an_own_design
from tests.unit.plugin.web.filled import PROPOSAL, a_session, ask_brake
from tests.world.phones import join, make_code, notes_of

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
    record_read_back(made.services, sam, session.id, None, "Two weeks.", days, Outcome.NOT_YET)
    design_id = an_own_design(made)
    community, here = f"/c/{made.community.id}", f"/s/{session.id}"
    preview = f"{community}/new-session?kind=T3&day=2026-12-16"
    questions = "designs/questions?shared=yes&must_share=yes&authorised=no"
    questions += "&each_acts=no&ends=goes+on"
    phone = join(made, session)
    phone.write("I want to talk about this one.", "Z2")
    note = next(each for each in notes_of(made, session) if each.is_by_phone)
    phone.client.post(f"{phone.mine}/notes/{note.id}/talk-first", data={"where": "By the lift"})
    phone.client.post(f"{phone.mine}/words")
    mine = phone.mine
    return [
        *(
            (None, path)
            for path in ("/sign-in", "/sign-in/a-link", "/operator/a-link", "/nothing-here")
        ),
        *(
            (None, path)
            for path in ("/j", "/j/words", f"/j/{make_code(made, session)}", "/j/nowhere")
        ),
        *(
            (None, f"{mine}{more}")
            for more in (
                "/boxes",
                "/boxes/Z2",
                "/boxes/ZX",
                "/notes",
                "/notes?done=words",
                f"/notes/{note.id}",
                "/pulse",
                "/complain",
                "/dots",
            )
        ),
        *(("sam", path) for path in ("/", f"/p/{made.partnership.id}/", f"{community}/")),
        *(("sam", path) for path in (f"{community}/change", f"{community}/new-session", preview)),
        *(("sam", f"{community}/{page}") for page in ("designs", questions, "on-your-own")),
        ("sam", f"/p/{made.partnership.id}/start-community"),
        *(
            ("sam", f"{here}{more}")
            for more in ("", "/close", "/roles", "/read-back", "/talk-first")
        ),
        *(
            ("sam", f"{here}/{more}")
            for more in ("invite", "invitation", "live", "close?step=4", "change")
        ),
        *(
            ("sam", f"{community}/designs/{page}")
            for page in ("new?like=T3", "import", "from-board", design_id, f"{design_id}/change")
        ),
        *(("sam", f"{here}/paper{more}") for more in ("", "/posters", "/slips")),
        *(("sam", f"{here}/notes/new{way}") for way in ("", "?way=paste", "?way=csv")),
        *(("sam", f"{community}/{page}") for page in ("permission", "agreement", "about")),
        *((who, f"{community}/between") for who in ("sam", "amina")),
        *(("sam", f"{community}/between/{page}") for page in ("mine", "repair")),
        ("amina", f"{community}/agreement"),
        *(
            ("connie", f"{community}/{page}")
            for page in ("opened", "kept", "complaints", "look-up")
        ),
        *((who, here) for who in ("helen", "amina")),
        ("sam", f"/p/{made.partnership.id}/people"),
        ("sam", f"/p/{made.partnership.id}/export"),
        ("sam", "/programs"),
        ("connie", f"/p/{made.partnership.id}/webhooks"),
        ("sam", f"/p/{made.partnership.id}/download"),
        ("helen", f"/p/{made.partnership.id}/desk/names"),
        ("sam", made.page_of(made.people["amina"])),
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
        if reached[-1] == "Sam Okafor":
            page.keyboard.press("Enter")  # the menu opens, and its places are reached next
        unseen += [words] if outline == "none" and tag != "BODY" else []

    assert reached[0] == "Go to the content"
    assert {"Collect now", "Close …", "Show words", "Invite", "Sign out"} <= set(reached)
    assert unseen == []


def test_session_is_held_without_scripts(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam", scripts=False)
    page.get_by_role("link", name="Going home").click()
    page.get_by_role("link", name="New session").first.click()
    page.get_by_role("link", name="Stories and doubts", exact=True).click()
    page.get_by_label("Day").fill("2026-12-16")
    page.get_by_role("button", name="Show me the board").click()
    expect(page.get_by_role("img", name="The board with its 11 boxes")).to_be_visible()
    page.get_by_role("button", name="Build the board").click()
    expect(page.get_by_text("The board is built. It has 11 boxes.")).to_be_visible()
    page.get_by_role("button", name="Collect now").click()
    expect(page.get_by_text(NOTHING_TO_COLLECT)).to_be_visible()
    page.get_by_role("link", name="Close …").click()
    for _ in range(3):
        page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Collect and close").click()

    expect(page.get_by_text("From now on words stay as written.")).to_be_visible()


def test_a_design_is_chosen_with_keys_alone(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam")
    page.goto(f"{served.url}/c/{served.made.community.id}/designs")
    page.get_by_role("link", name="Five questions help you choose").press("Enter")
    for question in ("brings you together", "have to share it", "authority", "each person acts"):
        page.get_by_role("group", name=question).get_by_label("Yes").press("Space")
    page.get_by_label(AS_LONG_AS_IT_HELPS).press("Space")
    page.get_by_label(AS_LONG_AS_IT_HELPS).press("ArrowDown")
    page.get_by_role("button", name="Show what fits").press("Enter")

    expect(page.get_by_role("heading", name="An action learning set fits you")).to_be_visible()
    card = page.get_by_role("link", name="Questions, not advice", exact=True)
    card.focus()
    assert card.evaluate("it => getComputedStyle(it, '::after').outlineStyle") == "solid"
    card.press("Enter")
    expect(page.get_by_label("Questions, not advice")).to_be_checked()


def test_picture_of_the_board_is_drawn(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam")
    page.goto(f"{served.url}/c/{served.made.community.id}/new-session?kind=T2&day=2026-12-16")

    width = page.locator("img.picture").evaluate("picture => picture.naturalWidth")

    assert width > 0


def test_sentence_is_read_back_with_a_note(served: Served, sign_in: SignIn) -> None:
    filled = a_session(served.made)
    page = sign_in("sam")
    page.goto(f"{served.url}/s/{filled.session.id}/read-back")

    line = page.get_by_role("group", name="Sentence 1")
    expect(line.get_by_label("As it is read to the group")).to_have_value(PROPOSAL)
    line.get_by_text("It becomes: A ground rule").click()
    line.get_by_label("It becomes", exact=True).select_option("How long a note can be taken back")
    line.get_by_label("Agreed").check()
    page.get_by_role("button", name="Record what the group said").click()

    expect(
        page.get_by_text("agreed · Days in which deleting a note on the board takes it back: 14")
    ).to_be_visible()


def test_ten_notes_are_settled_with_ten_presses_of_a_key_and_one_submission(
    served: Served, sign_in: SignIn
) -> None:
    made, filled = served.made, a_session(served.made)
    with made.services.db.begin() as tx:
        for number in range(9):
            note_id, now = made.services.new_id(), made.services.now
            note = Note(
                id=note_id,
                session_id=filled.session.id,
                zone_code="Z3",
                label=Label.S,
                kind="rule",
                source="miro",
                text=f"Rule {number}.",
                miro_item_id=note_id,
                seen_at=now,
            )
            stored_notes.save_note(tx, note)
    page = sign_in("sam")
    page.goto(f"{served.url}/s/{filled.session.id}/read-back")

    for number in range(1, 11):
        page.get_by_role("group", name=f"Sentence {number}", exact=True).get_by_label(
            "Leave it"
        ).focus()
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Record what the group said").click()

    expect(page.get_by_text("Recorded: 10 agreed, 0 not yet.")).to_be_visible()


def test_sentences_are_read_aloud_large(served: Served, sign_in: SignIn) -> None:
    filled = a_session(served.made)
    page = sign_in("sam")
    page.goto(f"{served.url}/s/{filled.session.id}/read-back")

    page.get_by_role("group", name="Sentence 1").get_by_label("As it is read").fill("Three weeks.")
    page.get_by_role("button", name="Read aloud").click()

    large = page.get_by_text("Three weeks.")
    assert large.evaluate("it => parseFloat(getComputedStyle(it).fontSize)") >= 25
    assert barriers(page) == []
    page.get_by_role("button", name="Back to the sentences").click()
    expect(page.get_by_label("As it is read to the group").first).to_have_value("Three weeks.")


def test_the_dark_scheme_keeps_nobody_out(served: Served, sign_in: SignIn) -> None:
    page, found, filled = sign_in("sam"), [], a_session(served.made)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    for path in ("/", f"/c/{served.made.community.id}/", f"/s/{filled.session.id}"):
        page.goto(f"{served.url}{path}")
        found += [f"{path} {barrier}" for barrier in barriers(page)]
    services = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert found == []
    assert max(map(int, services.removeprefix("rgb(").removesuffix(")").split(","))) < 40


def test_paper_holds_the_agenda_and_no_navigation_or_address(
    served: Served, sign_in: SignIn
) -> None:
    page, filled = sign_in("sam"), a_session(served.made, "T3")
    page.emulate_media(media="print")
    page.goto(f"{served.url}/c/{served.made.community.id}/")
    expect(page.get_by_role("heading", name="What we agreed")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    for address in page.get_by_text("@northside.example").all():
        expect(address).to_be_hidden()
    page.goto(f"{served.url}/s/{filled.session.id}")

    expect(page.locator(".agenda li").first).to_be_visible()
    expect(page.get_by_role("link", name="Open the board")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)


def test_the_switcher_opens_within_a_narrow_screen(served: Served, sign_in: SignIn) -> None:
    page = sign_in("sam")
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{served.url}/c/{served.made.community.id}/")
    for name in ("Group: Going home", "Menu"):
        page.locator("summary", has_text=name.removeprefix("Group: ")).click()
        assert not is_wider_than_screen(page)

    expect(page.get_by_role("link", name="Connections")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
