import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.sessions import SecureCookieSessionInterface
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from connectors.sandbox.serve import serve
from plugin import use_cases
from plugin.convene.sign_in import sign_in_as
from plugin.curate.clusters import gather, put_nowhere
from plugin.curate.editions import write_edition
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.releasing import release
from plugin.curate.themes import save_theme
from plugin.domain.agreements import Agreement
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.links import Conflict, Link, Origin, RowState, Said
from plugin.domain.pieces import Piece, PieceWhole, Rung, Wording
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from tests.shared import absent
from tests.unit.plugin.curate.meeting import (
    PHONE,
    a_note,
    a_piece,
    change_note,
    meet,
    read_back_today,
)
from tests.unit.plugin.curate.sorted_alone import second_curator, sort_and_show
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import join, notes_of, without_board

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
    runtime: TestHouse
    paths: dict[str, str]

    def sign_in(self, page: Page, who: str) -> None:
        """Put the cookie of a signed-in person into a browser."""
        signer = SecureCookieSessionInterface().get_signing_serializer(self.runtime.app)
        assert signer is not None
        begun = sign_in_as(self.runtime.services, self.runtime.people[who].person_id)
        assert begun is not None
        value = str(signer.dumps({"sign_in": begun.token}))
        page.context.add_cookies([{"name": "hedgerow_session", "value": value, "url": self.url}])


PAGES = (
    *(("helen", name) for name in ("today", "read", "desk", "draft", "out", "written")),
    *(("helen", name) for name in ("memory", "sync", "keys", "themes", "memo")),
    *(("helen", name) for name in ("answers", "returns", "edition", "public", "compare")),
    *(("helen", name) for name in ("checking", "study", "collections")),
    *(("helen", name) for name in ("difference", "long difference", "no title")),
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
    runtime = make_house(tmp_path_factory.mktemp("house"))
    paths = filled(runtime)
    server = serve(runtime.app)
    server.start()
    yield Served(server.url, runtime, paths)
    server.stop()
    runtime.services.db.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def filled(runtime: TestHouse) -> dict[str, str]:
    """Fill a house with one of everything that these pages show."""
    services, helen = runtime.services, runtime.actor("helen")
    session = meet(services, runtime.community.id)
    for name in ("trust", "phones"):
        save_theme(services, helen, runtime.community.id, "", name, "When people ring.", "")
    ruth = second_curator(services, session)
    sort_and_show(services, helen, session, {"By phone.": ["phone", "trust"], "Form": ["portal"]})
    sort_and_show(services, ruth, session, {"Unsaid.": ["phone", "trust", "portal"]})
    out, draft = a_piece(services, helen, session), a_piece(services, helen, session, "portal")
    read_back_today(services, runtime.actor("sam"), out)
    runtime.clock.pass_days(8)
    release(services, helen, out.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)
    plain = ("Calls before forms", "A kind call often does more.", "It goes like this.")
    day = services.today + timedelta(days=90)
    write_edition(services, helen, out.piece.id, Rung.PUBLIC, plain, day)
    line, theirs = out.newest.line, "When it happens, it happens on the phone, and people wait."
    differ(runtime, "difference", out, "line", line.replace("outside", "never outside"), theirs)
    differ(runtime, "no-title", out, "title", out.newest.title, "")
    story = "\n\n".join(f"Paragraph {number}, as it was told." for number in range(1, 25))
    write_wording(services, helen, draft.piece.id, "A long one", "One line.", story)
    longer = story.replace("Paragraph 9, as", "The ninth paragraph, other than")
    differ(runtime, "long-difference", draft, "narrative", story[:-60], longer)
    written = written_in_notion(runtime)
    of_partnership = f"/p/{runtime.partnership.id}"
    return {
        "today": f"/c/{runtime.community.id}/desk",
        "read": f"/c/{runtime.community.id}/desk/read",
        "keys": f"/c/{runtime.community.id}/desk/keys",
        "answers": f"/c/{runtime.community.id}/desk/answers",
        "returns": f"/c/{runtime.community.id}/desk/returns",
        "compare": f"/c/{runtime.community.id}/desk/compare",
        "themes": f"/c/{runtime.community.id}/desk/themes",
        "memo": f"/c/{runtime.community.id}/desk/memo/phone-{session.id}",
        "desk": f"/c/{runtime.community.id}/desk/sort",
        "study": f"/c/{runtime.community.id}/desk/study",
        "collections": f"{of_partnership}/collections",
        "draft": f"/pieces/{draft.piece.id}",
        "checking": f"/pieces/{draft.piece.id}/checking",
        "out": f"/pieces/{out.piece.id}",
        "edition": f"/pieces/{out.piece.id}/for/anyone",
        "public": "/public",
        "way": f"/pieces/{out.piece.id}/way",
        "written": f"/pieces/{written}",
        "note": f"/notes/phone-{session.id}",
        "take back": f"/notes/phone-{session.id}/take-back",
        "memory": f"{of_partnership}/memory",
        "sync": f"{of_partnership}/sync",
        "sponsor": f"{of_partnership}/sponsor",
        "difference": "/conflicts/difference",
        "long difference": "/conflicts/long-difference",
        "no title": "/conflicts/no-title",
    }


def differ(
    runtime: TestHouse, name: str, whole: PieceWhole, field: str, agreed: str, theirs: str
) -> None:
    """Let a field of a piece say something else here than in Notion, unlike what was agreed."""
    link_id, piece_id = f"link-of-{whole.piece.id}", whole.piece.id
    link = Link(
        id=link_id,
        partnership_id=runtime.partnership.id,
        kind="piece",
        our_id=piece_id,
        key=f"key-{piece_id}",
        notion_page_id="notion-page",
    )
    found = Conflict(
        id=name,
        link_id=link_id,
        piece_id=piece_id,
        field=field,
        agreed=agreed,
        ours="",
        theirs=theirs,
        seen_at=runtime.services.now,
    )
    with runtime.services.db.begin() as tx:
        stored_links.save_link(tx, link)
        stored_links.save_conflict(tx, found)


def written_in_notion(runtime: TestHouse) -> str:
    """Store a piece as a sync takes it from a row that a person made, with a comment on it."""
    now, place = runtime.services.now, (runtime.partnership.id, runtime.community.id)
    piece = Piece("written", *place, now)
    state = RowState(origin=Origin.ALONE, said=(Said("Ruth", now, "Is this so?", "block"),))
    link = Link(
        id="there",
        partnership_id=place[0],
        kind="piece",
        our_id=piece.id,
        key=piece.id,
        notion_page_id="their-page",
        state=state,
    )
    with runtime.services.db.begin() as tx:
        wording = Wording(
            id="written-1",
            piece_id=piece.id,
            number=1,
            title="What the ward and everybody on it do when nobody asks",
            line="",
            narrative="We rang.",
            kind="doubt",
            family="representation",
            person=2,
            made_at=now,
            made_in="notion",
        )
        stored_pieces.add_piece(tx, piece, wording, ())
        stored_links.save_link(tx, link)
    return piece.id


def written_by_phone(house: TestHouse) -> str:
    """Let three people write by phone, and put two of their notes in a cluster."""
    services, helen, here = house.services, house.actor("helen"), house.community.id
    with services.db.begin() as tx:
        stored_communities.add_agreement(tx, here, Agreement(1), house.clock())
    session = without_board(house)
    for text in ("The clerk phoned me.", "She rang the ward for us.", "Nobody rang at night."):
        join(house, session).write(text)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    first, second, other = (each.id for each in notes_of(house, session))
    gather(services, helen, here, [first, second], "When it goes well, somebody rings.", {})
    put_nowhere(services, helen, here, [other], {})
    return here


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

    tab_to(page, ".note-list input[type=checkbox] >> nth=0")
    page.keyboard.press("Space")
    tab_to(page, ".note-list input[type=checkbox] >> nth=1")
    page.keyboard.press("Space")
    tab_to(page, "button:has-text('Make a piece')")
    page.keyboard.press("Enter")
    tab_to(page, "#title")
    page.keyboard.type("Made with keys")
    page.keyboard.press("Tab")
    page.keyboard.type("When keys are enough, people stay.")
    page.keyboard.press("Tab")
    page.keyboard.type("Nobody needed a mouse.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "button:has-text('Make the piece')")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Made with keys", level=1)).to_be_visible()
    expect(page.locator("p.keep-lines", has_text=PHONE)).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_text("draft")


@pytest.mark.parametrize("take", ["ours", "theirs", "written"])
def test_every_way_to_settle_is_reached_by_keys(served: Served, page: Page, take: str) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["difference"])

    tab_to(page, f"button[value={take}]")

    outline = page.locator(":focus").evaluate("it => getComputedStyle(it).outlineStyle")
    assert outline != "none"


def test_new_and_removed_words_are_told_without_their_colour(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["difference"])

    for tag, line, said in (("ins", "underline", "new: "), ("del", "line-through", "removed: ")):
        marked = page.locator(f".three {tag}")
        assert marked.count() > 0
        for each in marked.all():
            style = each.evaluate("it => getComputedStyle(it).textDecorationLine")
            assert style == line
            assert (each.text_content() or "").startswith(said)


def test_the_three_texts_and_their_buttons_stand_level(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["difference"])

    for selector in (".three .words", ".three button"):
        tops = [each.bounding_box() for each in page.locator(selector).all()]
        assert len({box["y"] for box in tops if box}) == 1


def test_a_long_story_folds_what_did_not_change_and_keys_open_it(
    served: Served, page: Page
) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["long difference"])
    hidden = page.locator("section[aria-labelledby=theirs] details p").first
    expect(hidden).to_be_hidden()

    tab_to(page, "section[aria-labelledby=theirs] summary")
    page.keyboard.press("Enter")

    expect(hidden).to_be_visible()


def test_what_was_typed_is_there_when_the_page_comes_again(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["long difference"])
    page.fill("#text", "A third, typed for a while.")
    piece_id = served.paths["draft"].rsplit("/", 1)[1]
    newest = whole_piece(served.runtime.services, piece_id).newest
    words = (newest.title, newest.line, f"{newest.narrative}\n\nAnd one more.")
    write_wording(served.runtime.services, served.runtime.actor("helen"), piece_id, *words)

    page.click("button[value=written]")

    expect(page.get_by_role("alert")).to_contain_text("Nothing was stored")
    expect(page.locator("section[aria-labelledby=ours]")).to_contain_text("And one more.")
    expect(page.locator("#text")).to_have_value("A third, typed for a while.")


def test_a_form_that_is_sent_keeps_no_draft_after_it(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["desk"])
    page.locator(".note-list .tick").first.check()
    page.get_by_role("button", name="Make a piece").click()
    asked = list[str]()

    def slowly(route: Route) -> None:
        page.wait_for_timeout(1_000)  # as on a slow line; a draft is sent 0.3 s after a field
        route.fulfill(body="made", content_type="text/html")

    page.route("**/desk/pieces", slowly)
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    page.check("[name=fits]")
    page.fill("[name=line]", "It is made once.")
    page.fill("[name=narrative]", "It was sent on a slow line.")
    page.fill("[name=title]", "Made once")
    page.get_by_role("button", name="Make the piece").click()

    expect(page.get_by_text("made", exact=True)).to_be_visible()
    assert "draft" not in asked


def test_focus_is_never_behind_the_bar(served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 720, "height": 480})
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["read"])
    bar = page.locator(".bar")

    for number in range(page.locator(".note-list input[type=checkbox]").count()):
        tab_to(page, f".note-list input[type=checkbox] >> nth={number}")
        box, below = (
            page.locator(".note-list input[type=checkbox]").nth(number).bounding_box(),
            bar.bounding_box(),
        )
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


@pytest.mark.parametrize("name", ["today", "read", "desk", "draft", "difference", "memory"])
def test_double_text_size_cuts_nothing(served: Served, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths[name])

    page.evaluate("document.documentElement.style.fontSize = '212%'")

    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_from_notes_to_a_piece_in_twenty_five_keys(served: Served, page: Page) -> None:
    pressed = 0

    def press(*keys: str) -> None:
        nonlocal pressed
        page.wait_for_load_state()  # a page is seen before its script listens
        for key in keys:
            page.keyboard.press(key)
            pressed += 1

    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["desk"])
    press("ArrowDown", "x", "ArrowDown", "x", "g")
    page.keyboard.type("When keys are enough, nobody needs a mouse.")
    press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("Two notes put in a new cluster")
    press("z")
    expect(page.get_by_role("status").first).to_contain_text("Undone. Two notes as before.")
    press("x", "Shift+ArrowDown", "g")
    page.keyboard.type("When keys are enough, nobody needs a mouse.")
    press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("put in a new cluster")
    press("ArrowUp", "p")
    expect(page.get_by_label("Title")).to_have_value("When keys are enough")
    press("Tab", "Tab")
    page.keyboard.type("People stay at the keys, and the story is told.")
    press("Tab", "Space", "Control+Enter")

    expect(page.get_by_role("heading", name="When keys are enough", level=1)).to_be_visible()
    assert pressed <= 25


def test_from_a_cluster_to_the_checking_by_keys_alone(page: Page, tmp_path: Path) -> None:
    house = make_house(tmp_path)
    community_id = written_by_phone(house)
    server = serve(house.app)
    server.start()
    pressed = 0

    def press(*keys: str) -> None:
        nonlocal pressed
        page.wait_for_load_state()
        for key in keys:
            page.keyboard.press(key)
            pressed += 1

    Served(server.url, house, {}).sign_in(page, "helen")
    page.goto(f"{server.url}/c/{community_id}/desk/sort")
    press("F6", "ArrowDown", "ArrowUp", "p")
    expect(page.get_by_label("Title")).to_have_value("When it goes well")
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    press("Tab", "Tab")
    page.keyboard.type("Somebody rings, and the form comes later.")
    press("F6", "q", "ArrowDown", "q", "Escape")
    quoted = re.compile(r"later\.\s+\[quote 1\]\s+\[quote 2\]")
    expect(page.get_by_label("The story")).to_have_value(quoted)
    press("Tab", "Tab", "Tab", "Space", "Control+Enter")
    expect(page.locator("blockquote")).to_have_count(2)
    press("Control+Enter")
    expect(page.get_by_role("heading", name="Before it is checked", level=1)).to_be_visible()
    press("Control+Enter")

    expect(page.get_by_role("status").first).to_contain_text("Asked.")
    expect(page.locator("[aria-current=step]")).to_have_text("being checked")
    assert pressed <= 25
    server.stop()
    house.services.db.close()


def test_what_is_typed_is_kept_by_itself_and_m_writes_a_memo(page: Page, tmp_path: Path) -> None:
    house = make_house(tmp_path)
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    server = serve(house.app)
    server.start()
    Served(server.url, house, {}).sign_in(page, "helen")
    at = f"{server.url}/pieces/{piece.piece.id}"
    page.goto(at)
    page.get_by_text("Change the words").first.click()
    page.locator("#narrative").fill("Half a thought.")
    page.locator("#title").focus()
    expect(page.locator("[data-draft]")).to_contain_text("Draft kept at")

    page.goto(at)

    expect(page.locator("#narrative")).to_have_value("Half a thought.")
    expect(page.locator(".piece-text").first).not_to_contain_text("Half a thought.")
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.locator("#edit > summary").focus()
    page.keyboard.press("Control+Enter")  # a draft is not saved either
    expect(page.locator("#title")).to_be_focused()
    page.locator("#edit > summary").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Memo", level=1)).to_be_visible()
    page.get_by_label("What you want to remember").fill("Ask the ward.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Ask the ward.")).to_be_visible()
    server.stop()
    house.services.db.close()


def test_t_gives_a_theme_to_the_words_that_are_selected(page: Page, tmp_path: Path) -> None:
    house = make_house(tmp_path)
    met = meet(house.services, house.community.id)
    server = serve(house.app)
    server.start()
    Served(server.url, house, {}).sign_in(page, "helen")
    here = f"{server.url}/c/{house.community.id}/desk"
    page.goto(f"{here}/read?at=phone-{met.id}&alone=yes")
    page.evaluate(
        "getSelection().setBaseAndExtent("
        "document.getElementById('note-words').firstChild, 14,"
        "document.getElementById('note-words').firstChild, 23)"
    )
    page.keyboard.press("t")
    expect(page.get_by_label("Only these words")).to_have_value(PHONE[14:23])
    page.keyboard.type("phones, trust")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("status").first).to_contain_text("given the themes phones, trust.")
    page.goto(f"{here}/sort")
    expect(page.locator(".note .kind").filter(has_text=PHONE[14:23])).to_have_count(2)
    server.stop()
    house.services.db.close()


def test_notes_that_say_the_same_are_shown_as_one_by_mouse(page: Page, tmp_path: Path) -> None:
    house = make_house(tmp_path)
    met = meet(house.services, house.community.id)
    change_note(house.services, f"portal-{met.id}", text="I might be wrong to trust phonecalls!")
    server = serve(house.app)
    server.start()
    Served(server.url, house, {}).sign_in(page, "helen")
    page.goto(f"{server.url}/c/{house.community.id}/desk/sort")

    page.get_by_role("button", name="Show as one").first.click()

    expect(page.locator(".note-list .tick")).to_have_count(2)
    expect(page.get_by_role("status").first).to_contain_text("Shown as one.")
    page.get_by_text("Shown as one with one more note").click()
    expect(page.get_by_role("button", name="Show apart")).to_be_visible()
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    server.stop()
    house.services.db.close()


@pytest.mark.parametrize("where", ["read", "sort"])
def test_the_next_hundred_notes_come_into_the_page(page: Page, tmp_path: Path, where: str) -> None:
    house = make_house(tmp_path)
    met = meet(house.services, house.community.id)
    with house.services.db.begin() as tx:
        for number in range(120):
            made = a_note(met, f"n {number}", "Z6", Label.M, "assumption", f"Note {number}.", y=5.0)
            stored_notes.save_note(tx, made)
    server = serve(house.app)
    server.start()
    Served(server.url, house, {}).sign_in(page, "helen")
    page.goto(f"{server.url}/c/{house.community.id}/desk/{where}")
    shown = page.locator(".note-list .tick")
    before = shown.count()

    page.get_by_role("link", name="Notes after these").click()

    expect(page.get_by_role("link", name="Notes after these")).to_have_count(0)
    expect(shown.nth(before)).to_be_focused()
    assert shown.count() > before
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(it => it.id)")
    assert len(ids) == len(set(ids))
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Note 1" not in kept
    assert "<" not in kept  # an address at most, and no page
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    server.stop()
    house.services.db.close()


def test_where_the_next_notes_do_not_come_their_link_is_opened(page: Page, tmp_path: Path) -> None:
    house = make_house(tmp_path)
    met = meet(house.services, house.community.id)
    with house.services.db.begin() as tx:
        for number in range(120):
            made = a_note(met, f"n {number}", "Z6", Label.M, "assumption", f"Note {number}.", y=5.0)
            stored_notes.save_note(tx, made)
    server = serve(house.app)
    server.start()
    Served(server.url, house, {}).sign_in(page, "helen")
    onward = page.get_by_role("link", name="Notes after these")
    ends: tuple[Callable[[Route], None], ...] = (
        lambda route: route.abort(),
        lambda route: route.fulfill(status=503, body="Busy"),
    )
    for end in ends:
        page.unroute_all()
        page.route(
            "**/desk/read?*from=*",
            lambda it, *, end=end: (
                end(it) if "hx-request" in it.request.headers else it.continue_()
            ),
        )
        page.goto(f"{server.url}/c/{house.community.id}/desk/read")
        onward.click()
        page.wait_for_url("**from=100")
        expect(page.get_by_role("link", name="Notes before these")).to_be_visible()
    page.unroute_all()
    page.goto(f"{server.url}/c/{house.community.id}/desk/read")
    page.context.clear_cookies()
    onward.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")
    server.stop()
    house.services.db.close()


def test_side_by_side_a_note_is_dragged_into_another_cluster(page: Page, tmp_path: Path) -> None:
    house = make_house(tmp_path)
    community_id = written_by_phone(house)
    server = serve(house.app)
    server.start()
    Served(server.url, house, {}).sign_in(page, "helen")
    page.goto(f"{server.url}/c/{community_id}/desk/sort?columns=yes")
    nowhere = page.locator("[data-drop=nowhere]")
    into = page.locator("[data-drop=put]")
    expect(nowhere.locator(".note")).to_have_count(1)
    into.get_by_role("checkbox").first.check()

    nowhere.locator(".note").drag_to(into.get_by_role("heading"))

    expect(into.locator(".note")).to_have_count(3)
    expect(into.get_by_role("checkbox").first).to_be_checked()
    expect(page.locator(".tick:checked")).to_have_count(1)
    expect(page.get_by_role("status").first).to_contain_text("One note put in When it goes well")
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    server.stop()
    house.services.db.close()


def test_notes_are_read_one_at_a_time_by_keys_and_on_a_phone(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["read"])
    page.get_by_role("button", name="One at a time").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of 4")

    page.wait_for_load_state()
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 of 4")
    page.wait_for_load_state()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of 4")

    found = Axe().run(page).response["violations"]
    page.set_viewport_size({"width": 320, "height": 900})
    assert [each["id"] for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_keys_can_be_switched_off(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(f"{served.url}{served.paths['today']}/keys")
    page.get_by_role("button", name="Switch the keys off").click()
    page.goto(served.url + served.paths["desk"])

    page.keyboard.press("ArrowDown")

    assert page.evaluate("document.activeElement === document.body")


def test_a_large_picture_is_made_smaller_before_it_is_sent(
    served: Served, page: Page, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.png"
    Image.effect_noise((2400, 1500), 90).convert("RGB").save(photo)
    assert photo.stat().st_size > 2_000_000  # the server takes 900 kB
    field = "form[data-shrinks] input[type=file]"
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["draft"])
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")

    page.set_input_files(field, photo)
    made_smaller = """async field => {
      while (field.files[0].type !== "image/jpeg") await new Promise(done => setTimeout(done, 50));
      return field.files[0].size;
    }"""
    assert page.locator(field).evaluate(made_smaller) <= 900_000
    for label, words in (
        ("What it shows", "A line from the ward to the flat."),
        ("Where it is from", "The flip chart"),
        ("Who is in it, and did they agree", "Nobody"),
    ):
        page.locator("form[data-shrinks]").get_by_label(label).fill(words)
    page.get_by_role("button", name="Save the picture").click()

    shown = page.locator("img.sent-picture")
    expect(shown).to_be_visible()
    shown.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert 0 < shown.evaluate("it => it.naturalWidth") <= 1600


def test_q_quotes_the_note_that_has_focus(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["draft"])
    page.locator(".sources li").first.get_by_role("link", name="Where it went").focus()

    page.keyboard.press("q")

    expect(page.get_by_text("Quoted at the end of the story")).to_be_visible()


def test_control_enter_throws_no_typed_words_away(served: Served, page: Page) -> None:
    served.sign_in(page, "helen")
    page.goto(served.url + served.paths["draft"])
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
    save = page.get_by_role("button", name="Save as the next wording")
    title = page.get_by_label("Title", exact=True)
    title.fill("Somebody rings first")

    page.get_by_role("link", name="Where it went").first.focus()
    page.keyboard.press("Control+Enter")
    expect(title).to_be_focused()
    expect(title).to_have_value("Somebody rings first")
    save.focus()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("heading", name="Somebody rings first", level=1)).to_be_visible()
