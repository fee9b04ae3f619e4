import json
import re
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin import intents
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.links import Conflict
from plugin.domain.pieces import PieceWhole, Rung
from plugin.intents import WaitPolicy
from plugin.store import links as stored_links
from plugin.sync.target import lease_of
from tests import databases
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house

LINE = "When the right thing happens, it happens by phone, outside the form."
OURS, THEIRS = "It happens by phone, and nobody writes it down.", "It happens on the phone."


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path, notion_parent=FIRST_PAGE_ID)


@pytest.fixture
def piece(runtime: TestHouse) -> PieceWhole:
    made = a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )
    read_back_today(runtime.services, runtime.actor("sam"), made)
    runtime.clock.pass_days(8)
    release(runtime.services, runtime.actor("helen"), made.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)
    return made


def get(runtime: TestHouse, who: str = "helen") -> TestResponse:
    return runtime.as_(who).get(f"/p/{runtime.partnership.id}/sync")


def sync_now(runtime: TestHouse, who: str = "helen") -> TestResponse:
    return runtime.as_(who).post(f"/p/{runtime.partnership.id}/sync", follow_redirects=True)


def look(runtime: TestHouse, who: str = "helen") -> TestResponse:
    """Look what a sync would do."""
    address = f"/p/{runtime.partnership.id}/sync/preview"
    return runtime.as_(who).post(address, follow_redirects=True)


def change_both_sides(runtime: TestHouse, piece: PieceWhole) -> None:
    """Carry the piece over, change its line on both sides, and carry again."""
    sync_now(runtime)
    edit_in_notion(runtime, piece, THEIRS)
    write_line(runtime, piece, OURS)
    sync_now(runtime)


def open_conflict(runtime: TestHouse) -> Conflict:
    with runtime.services.db.read() as tx:
        (found,) = stored_links.open_conflicts(tx, runtime.partnership.id)
    return found


def settle(runtime: TestHouse, form: dict[str, str], who: str = "helen") -> TestResponse:
    """Open the page of the one difference, and send its form with what it says was seen."""
    path = f"/conflicts/{open_conflict(runtime).id}"
    client = runtime.as_(who)
    return client.post(path, data={"seen": sign_on(client.get(path).text), **form})


def plain(page: str) -> str:
    """Return a page without the marks of single words, and without words that were removed."""
    page = re.sub(r'<del>.*?</del>|<span class="unseen"[^>]*>.*?</span>', "", page)
    return re.sub(r" +", " ", re.sub(r"</?ins>", "", page))


def sign_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    return found[1] if found else ""


def edit_in_notion(runtime: TestHouse, piece: PieceWhole, text: str) -> None:
    """Change the line of a piece in Notion, as Ruth."""
    with runtime.services.db.read() as tx:
        link = stored_links.link_of(tx, piece.piece.id)
    assert link is not None
    edit = {"person": "Ruth", "name": "In one line", "text": text}
    answer = runtime.sandbox.test_client().patch(
        f"/_sandbox/notion/pages/{link.notion_page_id}/properties",
        data=json.dumps(edit),
        content_type="application/json",
        base_url="http://127.0.0.1:1",
    )
    assert answer.status_code < 300, answer.text


def write_line(runtime: TestHouse, piece: PieceWhole, line: str, who: str = "helen") -> None:
    newest = whole_piece(runtime.services, piece.piece.id).newest
    words = (newest.title, line, newest.narrative)
    write_wording(runtime.services, runtime.actor(who), piece.piece.id, *words)


def lose_paragraphs(runtime: TestHouse) -> None:
    """Die with paragraphs on their way."""

    def die() -> None:
        raise OSError

    services, subject = runtime.services, runtime.partnership.id
    with intents.alone_with(services, lease_of(subject)), suppress(OSError):
        intents.write(
            services,
            kind="add_paragraphs",
            subject=subject,
            key="body:x",
            payload={},
            send=die,
            settle=lambda _tx, _answer: {},
        )


def test_what_may_still_arrive_is_waited_for(
    runtime: TestHouse, piece: PieceWhole, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr("plugin.jobs.running.WaitPolicy", partial(WaitPolicy, pause=rests.append))
    sync_now(runtime)
    lose_paragraphs(runtime)

    page = sync_now(runtime).text

    assert "looked for it for 20 seconds" in page
    assert sum(rests) == pytest.approx(20, abs=0.5)


def test_the_page_says_first_what_would_be_done(runtime: TestHouse, piece: PieceWhole) -> None:
    before, page = get(runtime).text, look(runtime).text

    assert piece.newest.title not in before
    assert "No preview yet." in before
    assert piece.newest.title in page
    assert "Nothing has been carried to Notion yet." in page
    with runtime.services.db.read() as tx:
        assert stored_links.links(tx, runtime.partnership.id) == ()


def test_sync_now_carries_and_says_so(runtime: TestHouse, piece: PieceWhole) -> None:
    look(runtime)
    page, again = sync_now(runtime).text, look(runtime).text

    assert "Carried to Notion" in page
    assert "No preview since the last sync." in page
    assert "here and in Notion the words are the same." in again
    assert "Its page in Notion" in runtime.as_("helen").get(f"/pieces/{piece.piece.id}").text


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 403), ("grace", 403), ("stranger", 404), ("sam", 200)]
)
def test_only_the_team_opens_or_starts_it(
    runtime: TestHouse, piece: PieceWhole, who: str, status: int
) -> None:
    assert get(runtime, who).status_code == status
    assert sync_now(runtime, who).status_code == status


def test_a_missing_connection_is_a_sentence(tmp_path: Path) -> None:
    runtime = make_house(tmp_path)

    page, pressed = get(runtime), sync_now(runtime)

    assert page.status_code == 200
    assert pressed.status_code == 503
    for answer in (page, pressed):
        assert answer.text.count("No Notion page is chosen for the memory.") == 1
        assert "Your work is saved here and will follow." in answer.text


def test_both_sides_are_not_called_the_same_while_words_wait(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    change_both_sides(runtime, piece)

    page = sync_now(runtime).text

    assert "Only the conflicts are left" in page
    assert "the words are the same" not in page


def test_three_texts_stand_side_by_side(runtime: TestHouse, piece: PieceWhole) -> None:
    change_both_sides(runtime, piece)
    conflict = open_conflict(runtime)

    listed = get(runtime).text
    page = runtime.as_("helen").get(f"/conflicts/{conflict.id}").text

    assert f"/conflicts/{conflict.id}" in listed
    for words in (LINE, "In one line", "Agreed on before", "In Notion"):
        assert words in page
    assert "The page was edited there last on 29 November 2026, 09:00 by Ruth" in page


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ({"take": "ours"}, OURS),
        ({"take": "theirs"}, THEIRS),
        (
            {"take": "written", "text": "It happens when people ring."},
            "It happens when people ring.",
        ),
    ],
)
def test_one_of_three_texts_is_taken(
    runtime: TestHouse, piece: PieceWhole, form: dict[str, str], line: str
) -> None:
    change_both_sides(runtime, piece)
    conflict = open_conflict(runtime)

    answer = settle(runtime, form)

    assert answer.status_code == 303
    assert whole_piece(runtime.services, piece.piece.id).newest.line == line
    assert "<h1>Settled</h1>" in runtime.as_("helen").get(f"/conflicts/{conflict.id}").text
    with runtime.services.db.read() as tx:
        assert stored_links.open_conflicts(tx, runtime.partnership.id) == ()


@pytest.mark.parametrize(
    "form", [{"take": "written", "text": "x" * 241}, {"take": "written", "text": " "}, {}]
)
def test_a_refused_text_keeps_what_was_typed(
    runtime: TestHouse, piece: PieceWhole, form: dict[str, str]
) -> None:
    change_both_sides(runtime, piece)
    conflict = open_conflict(runtime)

    answer = settle(runtime, form)

    assert answer.status_code == 400
    assert form.get("text", OURS) in answer.text
    assert open_conflict(runtime).id == conflict.id


NEWER = "People ring, and whoever answers writes it down."


@pytest.mark.parametrize("take", ["ours", "theirs", "written"])
@pytest.mark.parametrize("side", ["here", "in Notion"])
def test_a_page_that_is_out_of_date_stores_nothing_and_comes_again(
    runtime: TestHouse, piece: PieceWhole, side: str, take: str
) -> None:
    change_both_sides(runtime, piece)
    client, path = runtime.as_("helen"), f"/conflicts/{open_conflict(runtime).id}"
    sign = sign_on(client.get(path).text)
    if side == "here":
        write_line(runtime, piece, NEWER)
    else:
        edit_in_notion(runtime, piece, NEWER)
        sync_now(runtime)
    before = whole_piece(runtime.services, piece.piece.id).wordings

    answer = client.post(path, data={"take": take, "text": "My third.", "seen": sign})

    assert answer.status_code == 409
    assert whole_piece(runtime.services, piece.piece.id).wordings == before
    for words in ("Nothing was stored", NEWER, "My third.</textarea>"):
        assert words in plain(answer.text)
    assert sign_on(answer.text) != sign


def test_the_page_that_came_again_can_be_settled(runtime: TestHouse, piece: PieceWhole) -> None:
    change_both_sides(runtime, piece)
    client, path = runtime.as_("helen"), f"/conflicts/{open_conflict(runtime).id}"
    write_line(runtime, piece, NEWER)
    again = client.post(path, data={"take": "ours", "seen": "0" * 32}).text

    answer = client.post(path, data={"take": "ours", "seen": sign_on(again)})

    assert answer.status_code == 303
    assert whole_piece(runtime.services, piece.piece.id).newest.line == NEWER


def test_each_side_says_whose_it_is_and_since_when(runtime: TestHouse, piece: PieceWhole) -> None:
    change_both_sides(runtime, piece)
    newest = whole_piece(runtime.services, piece.piece.id).newest
    runtime.clock.pass_days(2)
    words = ("Another title", newest.line, newest.narrative)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *words)

    page = runtime.as_("sam").get(f"/conflicts/{open_conflict(runtime).id}").text

    assert "Wording of 29 November 2026, by Helen Shaw" in page
    assert "The page was edited there last on 29 November 2026, 09:00 by Ruth" in page


def test_each_side_shows_what_it_added_and_what_it_took_out(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    change_both_sides(runtime, piece)
    write_line(runtime, piece, LINE.replace(" outside the form", " never outside <it>"))

    page = runtime.as_("helen").get(f"/conflicts/{open_conflict(runtime).id}").text

    aside = '<span class="unseen" dir="ltr">{}</span>'
    new = f"<ins>{aside.format('new: ')}{{}}{aside.format(' (end of new)')}</ins>"
    assert new.format("never") in page
    assert '<del><span class="unseen" dir="ltr">removed: </span>the form<' in page
    assert "&lt;it&gt;" in page


def test_words_that_a_piece_needs_cannot_be_taken_as_none(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    sync_now(runtime)
    edit_in_notion(runtime, piece, "")
    sync_now(runtime)

    page = runtime.as_("helen").get(f"/conflicts/{open_conflict(runtime).id}").text

    assert "<h1>Removed in Notion</h1>" in page
    assert 'value="ours"' in page
    assert 'value="theirs"' not in page
    assert settle(runtime, {"take": "theirs"}).status_code == 400


def test_what_is_sent_as_seen_is_never_what_is_taken(runtime: TestHouse, piece: PieceWhole) -> None:
    change_both_sides(runtime, piece)

    settle(runtime, {"take": "theirs", "text": "Sent along.", "theirs": "Sent along."})

    assert whole_piece(runtime.services, piece.piece.id).newest.line == THEIRS


def test_a_text_for_what_somebody_else_settled_is_shown_again(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    change_both_sides(runtime, piece)
    path = f"/conflicts/{open_conflict(runtime).id}"
    settle(runtime, {"take": "theirs"})

    answer = runtime.as_("sam").post(path, data={"take": "written", "text": "My <third>."})

    assert answer.status_code == 409
    assert "Nothing of yours was stored" in answer.text
    assert "My &lt;third&gt;.</textarea>" in answer.text
    assert whole_piece(runtime.services, piece.piece.id).newest.line == THEIRS
    assert runtime.as_("stranger").post(path, data={"take": "ours"}).status_code == 404


def test_each_of_the_three_texts_looks_the_same_to_choose(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    change_both_sides(runtime, piece)

    page = runtime.as_("helen").get(f"/conflicts/{open_conflict(runtime).id}").text

    buttons = [each for each in page.split("<button") if 'name="take"' in each.partition(">")[0]]
    assert len(buttons) == 3
    assert all(each.startswith(' class="button-2"') for each in buttons)


@pytest.mark.parametrize(
    ("take", "side"),
    [
        ({"take": "ours"}, "the words from here"),
        ({"take": "theirs"}, "the words from Notion"),
        ({"take": "written", "text": "A third."}, "a third text"),
    ],
)
def test_a_settled_difference_says_who_chose_what_and_when(
    runtime: TestHouse, piece: PieceWhole, take: dict[str, str], side: str
) -> None:
    change_both_sides(runtime, piece)
    path = f"/conflicts/{open_conflict(runtime).id}"
    settle(runtime, take)
    day = f"{runtime.clock.now.day} {runtime.clock.now:%B %Y}"

    page = runtime.as_("helen").get(path)

    assert page.status_code == 200
    assert f"<bdi>Helen Shaw</bdi> chose {side} on {day}" in page.text
    assert runtime.as_("amina").get(path).status_code == 403
    assert runtime.as_("stranger").get(path).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("grace", 403), ("stranger", 404)])
def test_nobody_else_settles_a_difference(
    runtime: TestHouse, piece: PieceWhole, who: str, status: int
) -> None:
    change_both_sides(runtime, piece)
    conflict = open_conflict(runtime)
    path = f"/conflicts/{conflict.id}"

    assert runtime.as_(who).get(path).status_code == status
    assert runtime.as_(who).post(path, data={"take": "theirs"}).status_code == status
    assert open_conflict(runtime).id == conflict.id


def spoil(runtime: TestHouse, piece: PieceWhole) -> None:
    """Make a piece longer than Notion takes, so that its row cannot be made."""
    with runtime.services.db.begin() as tx:
        values = ("Too long. " * 40_000, piece.piece.id)
        databases.run(tx, "UPDATE wording SET line = ? WHERE piece_id = ?", values)


def test_what_could_not_be_done_stands_first_and_leads_to_its_piece(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    spoil(runtime, piece)

    page = sync_now(runtime).text

    assert "stands under Last time." in page
    failure = page.index("Could not be done")
    assert failure < page.index("What the sync did, ")
    step = page[failure:].split("</li>")[0]
    assert f'<a href="/pieces/{piece.piece.id}">Make a row in Notion for the piece' in step
    assert "Something is wrong in Hedgerow itself" in step
    assert "No changes" not in page


def test_a_run_that_stopped_says_where(runtime: TestHouse, piece: PieceWhole) -> None:
    faults = runtime.sandbox.extensions["hedgerow_sandbox"].faults
    revoked = {"vendor": "notion", "method": "POST", "route": "/v1/databases", "kind": "revoked"}
    faults.set(revoked)
    sync_now(runtime)
    faults.clear()

    page = get(runtime).text

    assert "The sync stopped before its end." in page
    assert "Make the table “Communities”: <strong>it stopped here.</strong>" in page
    assert "Make the page “Partnership memory”" in page
    last = page[page.index('id="last"') :]
    assert last.count("does not accept Hedgerow&#39;s token") == 1


def release_many(runtime: TestHouse, number: int) -> None:
    helen, session = runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    made = [a_piece(runtime.services, helen, session) for _ in range(number)]
    with runtime.services.db.begin() as tx:
        for each in made:
            values = (f"Piece {each.piece.id}", each.piece.id)
            databases.run(tx, "UPDATE wording SET title = ? WHERE piece_id = ?", values)
    for each in made:
        read_back_today(runtime.services, runtime.actor("sam"), each)
    runtime.clock.pass_days(8)
    for each in made:
        release(runtime.services, helen, each.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)


def test_long_lists_are_folded(runtime: TestHouse) -> None:
    release_many(runtime, 15)

    page = look(runtime).text

    assert page.count("Make a row in Notion for the piece") == 15
    assert re.search(r"<summary>\d+ more</summary>", page)


@pytest.mark.parametrize("limit", [None, 1_000])
def test_a_free_workspace_is_told_of_its_limit(
    runtime: TestHouse, piece: PieceWhole, limit: int | None
) -> None:
    notion = runtime.sandbox.extensions["hedgerow_sandbox"].notion
    notion.settings = replace(notion.settings, block_limit=limit)

    shown = sync_now(runtime).text

    assert ("1,000 blocks in all" in shown) is (limit is not None)


def test_views_that_notion_refuses_are_told_with_three_steps(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    sync_now(runtime)
    with runtime.services.db.begin() as tx:
        place = stored_links.place(tx, runtime.partnership.id)
        assert place is not None
        assert place.memory is not None
        memory = place.memory.with_known(views={"kinds": ""})
        stored_links.save_place(tx, place.with_source("memory", memory))

    shown = sync_now(runtime).text

    assert "Notion did not make “By kind” among the views of Memory." in shown
    assert "Sync and restore what is missing" in shown
