"""What a piece's page tells of its page in Notion."""

import time
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from connectors.sandbox.notion.state import FIRST_PAGE_ID, NotionState
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.quoting import quote_note
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.jobs import SYNC
from plugin.domain.links import Link
from plugin.domain.pieces import PieceWhole, Rung, rung_at
from plugin.govern.withdrawal import take_back
from plugin.jobs import asking
from plugin.store import jobs as stored_jobs
from plugin.store import links as stored_links
from plugin.store import quotes as stored_quotes
from tests.unit.plugin.curate.meeting import PHONE, a_piece, meet, read_back_today
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path, notion_parent=FIRST_PAGE_ID)


@pytest.fixture
def piece(runtime: TestHouse) -> PieceWhole:
    """A piece in Notion, carried twice so that its blocks are known."""

    made = a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )
    read_back_today(runtime.services, runtime.actor("sam"), made)
    runtime.clock.pass_days(8)
    release(runtime.services, runtime.actor("helen"), made.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)
    sync_now(runtime)
    sync_now(runtime)
    return made


def sync_now(runtime: TestHouse) -> str:
    address = f"/p/{runtime.partnership.id}/sync"
    return runtime.as_("helen").post(address, follow_redirects=True).text


def page(runtime: TestHouse, piece: PieceWhole, who: str = "helen") -> str:
    return runtime.as_(who).get(f"/pieces/{piece.piece.id}").text


def link(runtime: TestHouse, piece: PieceWhole) -> Link:
    with runtime.services.db.read() as tx:
        found = stored_links.link_of(tx, piece.piece.id)
    assert found is not None
    return found


def notion(runtime: TestHouse) -> NotionState:
    state: NotionState = runtime.sandbox.extensions["hedgerow_sandbox"].notion
    return state


def trash(runtime: TestHouse, piece: PieceWhole) -> None:
    notion(runtime).things[link(runtime, piece).notion_page_id].in_trash = True
    sync_now(runtime)


def test_what_people_added_there_is_shown_as_theirs(runtime: TestHouse, piece: PieceWhole) -> None:
    page_id = link(runtime, piece).notion_page_id
    before = page(runtime, piece)
    Ruth(notion(runtime)).add(page_id, None, "to_do", "Ask <b>the ward</b>.")
    Ruth(notion(runtime)).add(page_id, None, "embed")
    sync_now(runtime)

    shown = page(runtime, piece)

    assert "Added in Notion" not in before
    assert "Added in Notion" in shown
    assert "Ask &lt;b&gt;the ward&lt;/b&gt;." in shown
    assert "Embed, which only Notion can show" in shown


def test_a_trashed_page_asks_its_curator(runtime: TestHouse, piece: PieceWhole) -> None:
    trash(runtime, piece)

    assert "Trashed in Notion." in page(runtime, piece)
    assert "Put it back in Notion" in page(runtime, piece)
    assert "Put it back in Notion" not in page(runtime, piece, "amina")


def test_it_is_put_back_by_a_button(runtime: TestHouse, piece: PieceWhole) -> None:
    trash(runtime, piece)

    answer = runtime.as_("helen").post(f"/pieces/{piece.piece.id}/put-back", follow_redirects=True)

    assert "Its page is back in Notion" in answer.text
    assert "Trashed in Notion." not in answer.text
    assert not notion(runtime).things[link(runtime, piece).notion_page_id].in_trash


def test_page_whose_words_were_taken_back_stays_in_the_trash(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    trash(runtime, piece)
    take_back(runtime.services, runtime.actor("sam"), piece.sources[0].note_id)

    shown = page(runtime, piece)
    pressed = f"/pieces/{piece.piece.id}/put-back"
    answer = runtime.as_("helen").post(pressed, follow_redirects=True)

    assert "It cannot come back: words it rested on were taken back." in shown
    assert "Put it back in Notion" not in shown
    assert "Hedgerow did not put the page back" in answer.text
    assert notion(runtime).things[link(runtime, piece).notion_page_id].in_trash


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("stranger", 404)])
def test_only_its_team_puts_it_back(
    runtime: TestHouse, piece: PieceWhole, who: str, status: int
) -> None:
    trash(runtime, piece)

    answer = runtime.as_(who).post(f"/pieces/{piece.piece.id}/put-back")

    assert answer.status_code == status
    assert notion(runtime).things[link(runtime, piece).notion_page_id].in_trash


def test_it_is_taken_down_by_the_other_button(runtime: TestHouse, piece: PieceWhole) -> None:

    trash(runtime, piece)

    runtime.as_("helen").post(f"/pieces/{piece.piece.id}/release", data={"rung": "US"})

    whole = whole_piece(runtime.services, piece.piece.id)
    assert rung_at(whole.releases, runtime.services.now) is Rung.US


def test_the_sync_page_tells_every_step(runtime: TestHouse, piece: PieceWhole) -> None:
    runtime.clock.pass_days(1)
    Ruth(notion(runtime)).write(link(runtime, piece).blocks[0], "People phone each other.")

    shown = sync_now(runtime)

    assert "What the sync did, step by step" in shown
    assert "Take what was changed in Notion in the piece" in shown


def test_columns_are_made_again_by_a_button(runtime: TestHouse, piece: PieceWhole) -> None:
    with runtime.services.db.read() as tx:
        place = stored_links.place(tx, runtime.partnership.id)
    assert place is not None
    assert place.memory is not None
    source = notion(runtime).things[place.memory.data_source_id]
    source.schema.pop(place.memory.columns["line"])  # type: ignore[attr-defined]
    address = f"/p/{runtime.partnership.id}/sync"

    before = runtime.as_("helen").post(f"{address}/preview", follow_redirects=True).text
    runtime.as_("helen").post(address, data={"mend_columns": "yes"})

    assert "Sync and restore what is missing" in before
    assert "restore what is missing" not in runtime.as_("helen").get(address).text


def test_rows_that_are_meant_to_be_gone_are_said_on_the_page(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    for row in notion(runtime).things.values():
        if hasattr(row, "values") and row.values and notion(runtime).source_of(row) is not None:
            row.in_trash = True
    address = f"/p/{runtime.partnership.id}/sync"

    stopped = runtime.as_("helen").post(f"{address}/preview", follow_redirects=True).text
    runtime.as_("helen").post(address, data={"although_gone": "yes"})

    assert "Sync and accept that these pages are gone" in stopped
    assert "accept that these pages are gone" not in runtime.as_("helen").get(address).text
    assert "Trashed in Notion." in page(runtime, piece)


def test_words_over_a_quote_are_shown_until_its_writer_says_no_to_it(runtime: TestHouse) -> None:
    services, helen = runtime.services, runtime.actor("helen")
    made = a_piece(services, helen, meet(services, runtime.community.id))
    note_id = next(each.note_id for each in made.sources if each.note_id.startswith("phone"))
    number = quote_note(services, helen, made.piece.id, note_id)
    story = f"People ring each other.\n\n[quote {number}]"
    write_wording(services, helen, made.piece.id, "By phone", "They ring.", story)
    read_back_today(services, runtime.actor("sam"), whole_piece(services, made.piece.id))
    runtime.clock.pass_days(8)
    release(services, helen, made.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)
    sync_now(runtime)
    sync_now(runtime)
    quote = link(runtime, made).blocks[-1]
    Ruth(notion(runtime)).write(quote, f"“{PHONE.replace('before', 'after')}”")
    sync_now(runtime)
    assert "phone after the form" in page(runtime, made)

    with services.db.begin() as tx:
        stored_quotes.refuse(tx, made.piece.id, number)

    assert "phone after the form" not in page(runtime, made)


NOBODY_CHECKED = "In Notion its page shows words that nobody has checked yet"


def story_in_notion(runtime: TestHouse, piece: PieceWhole) -> str:
    """Return the first paragraph of its page, as everybody who can open it in Notion reads it."""
    block = Ruth(notion(runtime)).block(link(runtime, piece).blocks[0])
    return "".join(run["text"]["content"] for run in block.content["rich_text"])


def test_piece_says_that_notion_shows_an_edit_that_nobody_checked(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    Ruth(notion(runtime)).write(link(runtime, piece).blocks[0], "People phone each other.")
    sync_now(runtime)

    assert story_in_notion(runtime, piece) == "People phone each other."
    assert NOBODY_CHECKED in page(runtime, piece)
    shown, address = page(runtime, piece), f"/pieces/{piece.piece.id}/checking"
    ask = LexborHTMLParser(shown).css_first(f"a[href='{address}']")
    assert ask is not None
    assert ask.text() == "Ask its people about the new words"
    assert "People phone each other." not in page(runtime, piece, "grace")


def test_piece_that_was_changed_here_says_that_both_show_the_checked_words(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    write_wording(
        runtime.services, runtime.actor("helen"), piece.piece.id, "Newer", "Newer.", "Newer."
    )
    sync_now(runtime)

    shown = page(runtime, piece)
    assert story_in_notion(runtime, piece) == "People ring each other."
    assert NOBODY_CHECKED not in shown
    assert "in Hedgerow and in Notion" in shown


def test_checked_words_that_are_restored_are_in_notion_after_the_next_sync(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    Ruth(notion(runtime)).write(link(runtime, piece).blocks[0], "People phone each other.")
    sync_now(runtime)
    checked = whole_piece(runtime.services, piece.piece.id).wordings[0].words[:3]

    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *checked)
    sync_now(runtime)

    assert story_in_notion(runtime, piece) == "People ring each other."
    assert NOBODY_CHECKED not in page(runtime, piece)


def test_taking_a_note_back_takes_its_words_out_of_notion_by_itself(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    note_id, page_id = piece.sources[0].note_id, link(runtime, piece).notion_page_id

    answer = runtime.as_("sam").post(f"/notes/{note_id}/take-back", follow_redirects=True)

    assert "A sync begins by itself, and takes its words out of Notion." in answer.text
    assert notion(runtime).things[page_id].in_trash
    with runtime.services.db.read() as tx:
        assert stored_jobs.unfinished(tx) == ()


def test_a_sync_that_runs_is_followed_by_the_one_that_a_take_back_asks_for(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    runtime.runs_at_once = False
    helen = runtime.actor("helen")
    running = asking.ask(runtime.runtime, helen, SYNC, runtime.partnership.id)
    with runtime.services.db.begin() as tx:
        now = runtime.services.now
        assert stored_jobs.claim(tx, running.id, "somebody", time.time() + 60, now, time.time())

    first = take_back(runtime.services, runtime.actor("sam"), piece.sources[0].note_id)
    second = take_back(runtime.services, runtime.actor("sam"), piece.sources[0].note_id)

    assert first.sync_id not in (None, running.id)
    assert second.sync_id is None  # it was taken back before
    with runtime.services.db.read() as tx:
        assert [each.id for each in stored_jobs.unfinished(tx)] == [running.id, first.sync_id]


def test_a_take_back_that_nothing_in_notion_rests_on_asks_for_no_sync(runtime: TestHouse) -> None:
    met = meet(runtime.services, runtime.community.id)

    done = take_back(runtime.services, runtime.actor("sam"), f"phone-{met.id}")

    assert done.sync_id is None
    assert "by itself" not in done.sentence
