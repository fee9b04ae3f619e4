"""What people wrote where Hedgerow writes too: it is kept, or they are told before it could go."""

from dataclasses import replace

import pytest

from plugin.domain.piece_callout import OTHER_VIEW_KEPT, is_our_callout
from plugin.domain.piece_records import with_other_view
from plugin.domain.pieces import Rung
from plugin.govern.withdrawal import take_back
from plugin.store import links as stored_links
from plugin.store import sessions as stored_sessions
from plugin.sync import SyncOptions, messages
from plugin.sync.here.read import read_here
from plugin.sync.pieces.story import MORE, UNDER
from tests.unit.plugin.curate.meeting import HELD
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth


def began(sentence: str) -> str:
    return sentence.split(" (")[0].split("{")[0]


def test_a_copy_of_a_piece_that_was_taken_down_is_named_as_long_as_it_is_there(
    bench: Bench,
) -> None:
    piece = bench.released()
    bench.sync()
    copy_id = bench.copy_row(piece)
    bench.to_rung(piece, Rung.US)
    bench.sync()

    done = bench.sync()

    assert began(messages.COPY_LEFT) in str(done.messages)
    assert copy_id.replace("-", "") in str(done.messages).replace("-", "")


def test_a_copy_is_named_when_a_note_is_taken_back(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    copy_id = bench.copy_row(piece)
    bench.sync()
    quiet = bench.sync()

    taken = take_back(bench.place.services, bench.place.actor("sam"), piece.sources[0].note_id)
    bench.sync()
    later = take_back(bench.place.services, bench.place.actor("sam"), piece.sources[1].note_id)

    assert quiet.writes == 0
    for said in (taken, later):
        assert f"(https://www.notion.so/{copy_id.replace('-', '')})" in said.reached["Notion"]


def test_a_copy_that_is_deleted_is_forgotten(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    copy_id = bench.copy_row(piece)
    bench.sync()
    before = bench.link(piece).state.copies
    bench.notion.trash_page(copy_id)

    bench.sync()

    assert (before, bench.link(piece).state.copies) == ((copy_id,), ())


def test_what_was_typed_into_our_box_is_kept_when_the_box_is_put_right(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    bench.edit_block(bench.link(piece).state.callout, "Checked? I was not asked.")

    bench.sync()
    again = bench.sync()

    assert bench.link(piece).state.boxed == ("Checked? I was not asked.",)
    assert bench.body(piece)[0].text.startswith("Checked by the group")
    assert again.writes == 0


def test_what_was_typed_into_our_box_is_kept_when_the_piece_is_taken_down(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    bench.edit_block(bench.link(piece).state.callout, "Checked? I was not asked.")
    bench.to_rung(piece, Rung.US)

    bench.sync()

    told = [each.narrative for each in bench.whole(piece).wordings]
    assert any("Checked? I was not asked." in each for each in told)


@pytest.mark.parametrize("change", ["nothing", "line", "title"])
def test_our_own_box_is_never_taken_for_their_words(bench: Bench, change: str) -> None:
    piece = bench.released()
    bench.sync()
    if change != "nothing":
        bench.edit(piece, {"line": "In one line", "title": "Name"}[change], "Theirs.")
        bench.rewrite(piece, **{change: "Ours."})
        bench.sync()

    assert is_our_callout(bench.body(piece)[0].text)
    assert not is_our_callout(bench.body(piece)[0].text + " Really?")


def test_people_are_told_where_what_they_added_went(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    Ruth(bench.state).add(bench.link(piece).notion_page_id, None, "paragraph", "My remark.")
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    assert began(messages.DOWN_WITH_THEIRS) in done.messages[0]


def test_an_emptied_kind_comes_back(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    kind = bench.shows(piece)["What it is"]
    bench.edit(piece, "What it is", "")

    bench.sync()

    assert bench.shows(piece)["What it is"] == kind


def test_an_edit_of_a_sessions_row_is_said_to_be_put_back(bench: Bench) -> None:
    bench.released()
    bench.sync()
    (row,) = bench.rows("Sessions")
    ruth = {"person": "Ruth", "name": "Name", "text": "My name for it"}
    bench.as_person(f"pages/{row.id}/properties", ruth)

    done = bench.sync()

    assert done.messages == (messages.ROW_PUT_BACK.format(kind="session"),)


def test_a_line_made_again_shows_what_was_checked_while_a_newer_one_waits(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    column = next(i for i in bench.schema().properties.values() if i.name == "In one line").id
    bench.notion.update_data_source(bench.source_id(), {column: None})
    bench.rewrite(piece, line="Newer, and not checked.")
    bench.sync()

    bench.sync(options=SyncOptions(mend_columns=True))

    assert bench.shows(piece)["In one line"] == "One line of By phone."


def test_what_lies_inside_of_what_people_added_is_said_to_be_there(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    ruth, page_id = Ruth(bench.state), bench.link(piece).notion_page_id
    toggle = ruth.add(page_id, None, "toggle", "For the ward")
    ruth.add(toggle, None, "paragraph", "Inside.")
    ruth.add(bench.link(piece).blocks[0], None, "to_do", "Below one of ours.")

    bench.sync(options=SyncOptions(full=True))
    again = bench.sync(options=SyncOptions(full=True))

    assert bench.link(piece).state.added == ((UNDER, ""), ("toggle", f"For the ward{MORE}"))
    assert again.writes == 0


def test_what_was_typed_into_our_box_stays_kept_after_the_piece_is_taken_down(
    bench: Bench,
) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    bench.edit_block(bench.link(piece).state.callout, "I was not asked.")
    bench.sync()
    bench.to_rung(piece, Rung.US)
    bench.sync()

    with bench.place.services.db.read() as tx:
        (link,) = stored_links.every_link_of(tx, piece.piece.id)

    assert link.state.boxed == ("I was not asked.",)


@pytest.mark.parametrize(
    ("kind", "shown"), [(f"Lines: {HELD}", ""), ("Ours, again", "Ours · again")]
)
def test_no_kind_of_meeting_that_repeats_held_words_is_sent(
    bench: Bench, kind: str, shown: str
) -> None:
    services = bench.place.services
    bench.released()
    with services.db.begin() as tx:
        stored_sessions.save_session(tx, replace(bench.session, meeting_kind=kind))

    with services.db.read() as tx:
        ours = read_here(tx, bench.place.partnership.id, (), services.now, "https://h.example")

    assert [each.values["meeting_kind"] for each in ours.rows if each.kind == "session"] == [shown]


def test_a_piece_that_keeps_what_does_not_fit_says_so_in_notion(bench: Bench) -> None:
    piece = bench.released(narrative=with_other_view("A story.", "The portal answers in an hour."))
    bench.sync()

    top = bench.body(piece)[0].text
    again = bench.sync()

    assert ", with a different view kept · Our partners can read it" in top
    assert is_our_callout(top)
    assert bench.link(piece).agreed["checked"] == OTHER_VIEW_KEPT
    assert again.writes == 0
