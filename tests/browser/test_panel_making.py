"""From a blank board to quiet writing in the panel, by keys alone, reading only the screen."""

from collections.abc import Callable
from time import monotonic
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, Route, expect

from connectors.sandbox_people import Person
from plugin.store import sessions as stored_sessions
from tests.browser.conftest import Served, barriers
from tests.browser.test_panel import SAM_IN_MIRO, link, press
from tests.world.phones import join

_READY_WITHIN_S = 300  # as people do it; the test itself takes seconds
_A_BOARD_MS = 40_000


def a_blank_board(served: Served, page: Page) -> str:
    """Return the address of a board on which nothing was built, with the app on it."""
    served.people.seed([Person(SAM_IN_MIRO, "Sam in Miro")])
    served.people.install_app(
        "sandbox-hedgerow-app", "sandbox-secret", "Hedgerow", f"{served.url}/miro/app"
    )
    made = page.request.post(
        f"{served.sandbox_url}/miro/v2/boards",
        data={"name": "A blank board"},
        headers={"Authorization": "Bearer sandbox-hedgerow"},
    )
    return f"{served.sandbox_url}/_sandbox/miro/boards/{made.json()['id']}"


LOOK = """async () => {
  globalThis.setTimeout = (go) => void Promise.resolve().then(go);
  globalThis.miro = { board: { getIdToken: async () => "a token" } };
  const { look, isOut } = await import("/static/panel/letting_in.js");
  let seen = "no";
  const body = () => JSON.stringify({ seen, name: "Hedgerow", address: "" });
  const headers = { "Content-Type": "application/json" };
  globalThis.fetch = async () => new Response(body(), { headers });
  const told = [];
  const ask = async (group) => {
    const asked = look("a board", group, () => told.push(isOut()));
    told.push(isOut());
    await asked;
  };
  await ask("one group");
  seen = "asked";
  await ask("another group");
  return told;
}"""


def test_what_miro_said_of_one_group_is_not_told_of_another(
    served: Served, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{served.url}/sign-in")

    assert page.evaluate(LOOK) == [False, True, False, False]
    page.close()


def kinds(route: Route) -> None:
    """Answer what can be begun with one of two groups, each with its own usual start."""
    chosen = parse_qs(urlsplit(route.request.url).query).get("community", ["a"])[0]
    kind = {"code": "T3", "title": "Stories and doubts", "minutes": 120, "short": 75}
    groups = [{"id": "a", "name": "Going home"}, {"id": "b", "name": "Coming back"}]
    given = {"groups": groups, "chosen": chosen, "today": "2026-11-18", "kinds": [kind]}
    starts = {"a": "14:00", "b": "09:30"}[chosen]
    route.fulfill(json={**given, "starts": starts, "missing": "", "held_days": None, "last": None})


def test_another_group_brings_its_own_start(served: Served, sign_in: Callable[..., Page]) -> None:
    page = sign_in("sam")
    page.route("**/api/v1/panel/kinds?*", kinds)
    page.goto(a_blank_board(served, page))
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    link(page, panel)
    starts, group = panel.get_by_label("Starts at"), panel.get_by_label("Community")

    expect(starts).to_have_value("14:00")
    group.select_option("Coming back")
    expect(starts).to_have_value("09:30")

    starts.fill("11:00")
    starts.blur()
    with page.expect_response("**/api/v1/panel/kinds?*"):
        group.select_option("Going home")
    expect(group).to_have_value("a")
    expect(starts).to_have_value("11:00")  # what somebody typed stays


def test_a_blank_board_becomes_a_session_and_people_write_quietly(
    served: Served, sign_in: Callable[..., Page]
) -> None:
    page, began = sign_in("sam"), monotonic()
    page.goto(a_blank_board(served, page))
    page.get_by_role("button", name="Hedgerow", exact=True).press("Enter")
    panel = page.frame_locator("#panel-dock iframe")
    link(page, panel)
    frame = next(each for each in page.frames if each.url.endswith("/miro/panel"))
    expect(panel.get_by_role("heading", name="New session")).to_be_visible()
    assert barriers(frame) == []
    press(panel, "More kinds")
    panel.get_by_role("radio", name="Stories and doubts").press(" ")
    panel.get_by_label("Starts at").fill("14:00")
    away = {"seen": "no", "name": "Hedgerow", "address": "hedgerow@example.org"}
    page.route("**/api/v1/panel/look?*", lambda route: route.fulfill(json=away))
    press(panel, "See the board")
    press(panel, "Let Hedgerow in")
    expect(panel.locator("#panel")).to_contain_text("Invite hedgerow@example.org as co-owner.")
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.unroute("**/api/v1/panel/look?*")
    press(panel, "Look again")
    expect(panel.locator("#panel")).to_contain_text(", 14:00, ")
    press(panel, "Groups in rooms of their own")
    panel.get_by_label("How many rooms").select_option("2 rooms")
    expect(panel.get_by_role("listitem").filter(has_text="8B · How was this")).to_be_visible()
    for box in (
        "2 · Headlines",
        "4 · Listening notes",
        "6 · Across",
        "7 · Try · ask · keep",
        "8 · How was this",
    ):
        panel.get_by_role("checkbox", name=box).press(" ")
        expect(panel.get_by_role("checkbox", name=box)).not_to_be_checked()
    expect(panel.get_by_role("listitem").filter(has_text="5B · Uncertainty round")).to_be_visible()
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(panel, "Change who keeps what, or a question")
    panel.get_by_label("3 · The story", exact=True).select_option("X")
    panel.get_by_label("What it asks: 3 · The story").fill("Who opened the gate?")
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    parts = [{"name": "Boxes", "done": 9, "of": 9}, {"name": "Questions", "done": 20, "of": 34}]
    half = {"over": False, "failed": False, "says": "", "parts": parts}
    page.route("**/api/v1/panel/job?*", lambda route: route.fulfill(json=half))
    press(panel, "Build the board")
    expect(panel.get_by_role("heading", name="Building…")).to_be_visible()
    expect(panel.get_by_role("listitem").filter(has_text="Questions")).to_contain_text("20 of 34")
    assert barriers(frame) == []
    page.unroute("**/api/v1/panel/job?*")
    ready = panel.get_by_role("heading", name=", 14:00")
    expect(ready).to_be_visible(timeout=_A_BOARD_MS)
    assert monotonic() - began < _READY_WITHIN_S
    for room in ("A", "B"):
        story = panel.get_by_role("listitem").filter(has_text=f"The story (room {room})")
        expect(story).to_contain_text("Stays here")

    expect(page.locator("#surface").get_by_text("Who opened the gate?")).to_have_count(2)
    press(panel, "Make a code")
    made = served.made
    with made.services.db.read() as tx:
        (session,) = stored_sessions.sessions(tx, made.community.id)
    for _ in range(3):
        join(made, session)
    press(panel, "Start session")
    for step in ("Returns ›", "Headlines ›"):
        press(panel, step)
    press(panel, "Let them write quietly: Headlines")
    expect(panel.get_by_role("heading", name="Quiet writing")).to_be_visible()
    expect(panel.get_by_text("Nobody is ready yet.")).to_be_visible()
    assert barriers(frame) == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(panel, "Stop without showing")
    expect(panel.locator("#panel")).to_contain_text("Nothing was shown.")
