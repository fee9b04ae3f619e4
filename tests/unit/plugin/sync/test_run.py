import gc
from typing import Any

import pytest

from plugin import sync
from plugin.curate.pieces import change_kind
from plugin.demo.editing_in_notion import least_calls
from plugin.domain.piece_callout import CHANGED
from plugin.errors import ConnectionBroken, NotHere, Refused
from plugin.sync import run
from plugin.sync.here.read import read_here
from plugin.sync.memory.views import VIEWS
from tests.unit.plugin.sync.bench import STORY, Bench


def test_a_first_push_takes_the_fewest_calls(bench: Bench) -> None:
    bench.released("By phone")
    bench.released("At length", "\n\n".join(f"Paragraph {number}." for number in range(330)))

    done = bench.sync()

    assert (done.pushed, done.rows, done.blocks_beyond_100) == (2, 4, (233,))
    calls = least_calls(done.rows, done.blocks_beyond_100)
    assert len(bench.calls()) == calls == 14 + 2 + len(VIEWS) + 4 + 3


def test_a_run_with_nothing_changed_writes_nothing(bench: Bench) -> None:
    bench.released()
    bench.sync()

    assert bench.writes_of(bench.sync) == 0
    assert bench.plan() == ()


def test_the_collector_passes_over_what_was_there_before_a_run(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_over = []

    def noting(*given: Any, **more: Any) -> Any:
        passed_over.append(gc.get_freeze_count())
        return read_here(*given, **more)

    monkeypatch.setattr(run, "read_here", noting)
    bench.released()

    bench.sync()

    assert passed_over[0] > 0
    assert gc.get_freeze_count() == 0  # and is the collector's again afterwards


def test_a_row_shows_what_was_checked(bench: Bench) -> None:
    piece = bench.released("By phone", STORY)

    bench.sync()

    shown, values = bench.shows(piece), bench.page(piece).properties
    assert (shown["Name"], shown["Checked"]) == ("By phone", "By the group")
    assert (shown["Rests on"], shown["Who can read"]) == ("A few notes", "Our partners")
    assert values["Study tags"].options == ("family: representation", "learning: us")
    assert len(values["Session"].relation) == len(values["Community"].relation) == 1
    assert bench.story(piece) == STORY.split("\n\n")
    assert [each.type for each in bench.body(piece)][-2:] == ["divider", "paragraph"]
    assert bench.body(piece)[0].text == (
        "Checked by the group, 18 November 2026 · Our partners can read it · "
        "Rests on a few notes from one session."
    )


def test_ways_back_have_names_for_people(bench: Bench) -> None:
    bench.released()

    bench.sync()

    place = sync.view(
        bench.place.services, bench.place.actor("sam"), bench.place.partnership.id
    ).place
    assert place is not None
    assert place.communities is not None
    assert place.sessions is not None
    communities = bench.notion.data_source(place.communities.data_source_id).properties
    sessions = bench.notion.data_source(place.sessions.data_source_id).properties
    assert {"Sessions", "Pieces"} <= set(communities)
    assert "Pieces" in sessions


def test_an_edit_in_notion_comes_back_unchecked(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Name", "By telephone")
    bench.edit_block(bench.body(piece)[2].id, "The form comes never.")

    done = bench.sync()

    newest = bench.whole(piece).newest
    assert (done.edits, done.conflicts, done.waiting) == (2, 0, 0)
    assert (newest.title, newest.made_in, newest.number) == ("By telephone", "notion", 2)
    assert newest.narrative == "People ring each other.\n\nThe form comes never."
    assert bench.shows(piece)["Name"] == "By telephone"
    assert bench.shows(piece)["Checked"] == CHANGED
    assert "is being checked again" in bench.body(piece)[0].text
    assert bench.writes_of(bench.sync) == 0


def test_a_taken_edit_that_is_checked_says_so(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Name", "By telephone")
    bench.sync()

    bench.check(piece)
    bench.sync()

    assert bench.shows(piece)["Checked"] == "By the group"
    assert "Checked by the group, 29 November 2026" in bench.body(piece)[0].text
    assert "checked again" not in bench.body(piece)[0].text


def test_our_change_waits_until_it_is_checked(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.rewrite(piece, title="By post", narrative="One letter.")

    waiting = bench.sync()
    before = (bench.shows(piece)["Name"], bench.story(piece), bench.shows(piece)["Checked"])
    callout = bench.body(piece)[0].text
    bench.check(piece)
    done = bench.sync()

    assert (waiting.waiting, waiting.pushed) == (1, 0)
    assert before == ("By phone", STORY.split("\n\n"), CHANGED)
    assert "comes here when it has been checked" in callout
    assert (done.waiting, done.pushed) == (0, 1)
    assert (bench.shows(piece)["Name"], bench.story(piece)) == ("By post", ["One letter."])
    assert bench.shows(piece)["Checked"] == "By the group"
    assert bench.writes_of(bench.sync) == 0


def test_an_edit_of_another_kind_comes_back_too(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "What it is", "Tension")

    done = bench.sync()

    assert (done.edits, bench.whole(piece).newest.kind) == (1, "tension")
    assert bench.whole(piece).newest.number == 2
    assert bench.shows(piece)["Checked"] == CHANGED


def test_a_parent_that_is_not_shared_is_said(bench: Bench) -> None:
    bench.parent = "5a4db0c5-0000-4000-8000-000000000002"

    with pytest.raises(ConnectionBroken, match="add Hedgerow's connection"):
        bench.sync()
    assert bench.rows() == []


def test_only_the_team_of_a_partnership_may_sync(bench: Bench) -> None:
    for who, refusal in (("amina", Refused), ("grace", Refused), ("stranger", NotHere)):
        with pytest.raises(refusal):
            bench.sync(who)
        with pytest.raises(refusal):
            bench.plan(who)
    assert bench.calls() == []


@pytest.mark.parametrize(
    "text",
    [
        "=SUM(A1:A9) <script>alert(1)</script>",
        "مرحبا بالعالم\n\nשלום",
        "👩‍👩‍👧‍👦 " * 1500,
        "e\u0301" * 3000,
        "One line.\nAnother line.\n\n\n\n   \nNext paragraph.\r\nStill.",
        "a" * 70_000,
        "",
    ],
)
def test_any_text_arrives_and_is_no_edit(bench: Bench, text: str) -> None:
    piece = bench.released("Títle 🌿, with a comma", text)

    bench.sync()
    again = bench.sync()

    assert (again.writes, again.edits, again.conflicts) == (0, 0, 0)
    assert bench.whole(piece).newest.number == 1
    assert "".join("".join(bench.story(piece)).split()) == "".join(text.split())


def test_a_piece_that_goes_to_another_group_keeps_its_page_and_names_that_group(
    bench: Bench,
) -> None:
    community_id = bench.another_community("Coming home")
    piece = bench.released("Goes")
    bench.sync()
    page_id = bench.link(piece).notion_page_id
    (before,) = bench.page(piece).properties["Community"].relation

    bench.move_to_community(piece, community_id)
    bench.sync()

    assert bench.link(piece).notion_page_id == page_id
    (after,) = bench.page(piece).properties["Community"].relation
    assert (before != after, bench.notion.page(after).title) == (True, "Coming home")
    assert bench.plan() == ()


def test_whom_a_piece_speaks_of_is_part_of_what_was_checked(bench: Bench) -> None:
    piece, place = bench.released(), bench.place
    bench.sync()
    newest = bench.whole(piece).newest
    change_kind(
        place.services,
        place.actor("helen"),
        piece.piece.id,
        newest.kind,
        newest.family,
        newest.person % 3 + 1,
    )
    bench.sync()

    assert bench.shows(piece)["Checked"] == CHANGED
    assert bench.plan() == ()
