import pytest

from connectors.notion.new_blocks import Bullet, Paragraph
from plugin.domain.pieces import Rung
from plugin.errors import BadInput, ConnectionBroken, NotHere, Refused, StoppedForSafety
from plugin.sync import run
from plugin.sync.plan import least_calls
from tests.unit.plugin.sync.bench import STORY, Bench

CHANGED = "Changed since it was checked"


def test_a_first_push_takes_the_fewest_calls(bench: Bench) -> None:
    bench.released("By phone")
    bench.released("At length", "\n\n".join(f"Paragraph {number}." for number in range(330)))

    done = bench.sync()

    assert (done.pushed, done.rows, done.blocks_beyond_100) == (2, 4, (233,))
    assert len(bench.calls()) == least_calls(done.rows, done.blocks_beyond_100) == 12 + 4 + 3


def test_a_run_with_nothing_changed_writes_nothing(bench: Bench) -> None:
    bench.released()
    bench.sync()

    assert bench.writes_of(bench.sync) == 0
    assert bench.plan() == ()


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

    place = run.view(bench.place.ground, bench.place.actor("sam"), bench.place.partnership.id).place
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


def test_both_sides_changed_is_a_conflict_that_blocks_nothing(bench: Bench) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    bench.sync()
    bench.edit(piece, "In one line", "Theirs.")
    bench.rewrite(piece, line="Ours.")
    bench.edit(piece, "Name", "By telephone")
    bench.edit(other, "Name", "Another one")

    done = bench.sync()
    again = bench.writes_of(bench.sync)

    (conflict,) = run.view(
        bench.place.ground, bench.place.actor("helen"), bench.place.partnership.id
    ).conflicts
    assert (done.edits, done.conflicts, again) == (2, 1, 0)
    assert (conflict.agreed, conflict.ours, conflict.theirs) == (
        "One line of By phone.",
        "Ours.",
        "Theirs.",
    )
    assert bench.shows(piece)["In one line"] == "Theirs."
    assert "somebody chooses" in bench.body(piece)[0].text
    assert bench.whole(other).newest.title == "Another one"


@pytest.mark.parametrize(
    ("chosen", "line_here", "wordings"),
    [("Ours.", "Ours.", 2), ("Theirs.", "Theirs.", 3), ("Third.", "Third.", 3)],
)
def test_a_settled_conflict_leads_to_one_text(
    bench: Bench, chosen: str, line_here: str, wordings: int
) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "Theirs.")
    bench.rewrite(piece, line="Ours.")
    bench.sync()
    actor, ground = bench.place.actor("helen"), bench.place.ground
    (conflict,) = run.view(ground, actor, bench.place.partnership.id).conflicts

    run.resolve(ground, actor, conflict.id, chosen)
    settled = bench.sync()
    shown_before = bench.shows(piece)["In one line"]
    bench.check(piece)
    bench.sync()

    assert (settled.conflicts, shown_before) == (0, "Theirs.")
    assert settled.waiting == (chosen != "Theirs.")
    assert bench.whole(piece).newest.line == bench.shows(piece)["In one line"] == line_here
    assert bench.whole(piece).newest.number == wordings
    assert bench.shows(piece)["Checked"] == "By the group"
    with pytest.raises(NotHere):
        run.resolve(ground, actor, conflict.id, chosen)


def test_a_settled_conflict_keeps_no_texts_and_needs_words(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "")
    done = bench.sync()
    actor, ground = bench.place.actor("helen"), bench.place.ground
    (conflict,) = run.view(ground, actor, bench.place.partnership.id).conflicts

    with pytest.raises(BadInput, match="needs a title and one line"):
        run.resolve(ground, actor, conflict.id, " ")
    with pytest.raises(BadInput, match="240"):
        run.resolve(ground, actor, conflict.id, "x" * 241)

    assert (done.conflicts, conflict.theirs) == (1, "")
    assert bench.whole(piece).newest.line == "One line of By phone."


def test_an_edit_of_another_kind_comes_back_too(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "What it is", "Tension")

    done = bench.sync()

    assert (done.edits, bench.whole(piece).piece.kind) == (1, "tension")
    assert bench.whole(piece).newest.number == 1
    assert bench.shows(piece)["Checked"] == "By the group"


def test_what_hedgerow_keeps_is_put_back(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Rests on", "Many notes")

    done = bench.sync()

    assert bench.shows(piece)["Rests on"] == "A few notes"
    assert any("was put back" in each for each in done.messages)


def test_blocks_that_people_add_are_theirs(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    first = bench.body(piece)[1].id
    page_id = bench.link(piece).notion_page_id
    bench.notion.append(page_id, [Bullet("A thought of mine.")], after=first)
    bench.notion.append(first, [Paragraph("Nested.")])
    bench.rewrite(piece, narrative="Only this.")
    bench.check(piece)

    bench.sync()

    texts = [each.text for each in bench.body(piece)]
    assert texts[1:3] == ["Only this.", "A thought of mine."]
    assert [each.text for each in bench.notion.children(first)] == ["Nested."]
    assert bench.whole(piece).newest.narrative == "Only this."


def test_columns_may_be_renamed_and_removed(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    place = run.view(bench.place.ground, bench.place.actor("sam"), bench.place.partnership.id).place
    assert place is not None
    assert place.memory is not None
    source = bench.state.things[place.memory.data_source_id]
    columns = {each.name: each for each in source.schema.values()}  # type: ignore[attr-defined]
    columns["In one line"].name = "Kurz gesagt"
    source.schema.pop(columns["Rests on"].id)  # type: ignore[attr-defined]
    bench.edit(piece, "Kurz gesagt", "Said in Notion.")

    done = bench.sync()

    assert (done.edits, bench.whole(piece).newest.line) == (1, "Said in Notion.")
    assert any("“Rests on” of Memory is missing" in each for each in done.messages)


def test_a_piece_taken_down_leaves_no_words(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    page_id = bench.link(piece).notion_page_id
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    page = bench.notion.page(page_id)
    assert (done.trashed, page.in_trash, page.title) == (1, True, "Taken down")
    assert not any("ring" in each.text for each in bench.notion.children(page_id))
    assert page.properties["In one line"].text == ""
    assert bench.writes_of(bench.sync) == 0


def test_a_piece_released_again_gets_a_new_row(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.to_rung(piece, Rung.US)
    bench.sync()
    bench.to_rung(piece, Rung.PARTNERSHIP)

    done = bench.sync()

    assert (done.pushed, len(bench.rows())) == (1, 1)
    assert bench.shows(piece)["Name"] == "By phone"


def test_a_row_in_the_trash_is_asked_about(bench: Bench) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    bench.sync()
    bench.notion.trash_page(bench.link(piece).notion_page_id)

    done = bench.sync()

    assert any("put into the trash in Notion" in each for each in done.messages)
    assert bench.writes_of(bench.sync) == 0
    assert len(bench.rows()) == 1
    assert bench.whole(other).newest.number == bench.whole(piece).newest.number == 1


def test_an_archived_row_is_still_there(bench: Bench) -> None:
    piece = bench.released()
    bench.released("Another")
    bench.sync()
    page = bench.state.things[bench.link(piece).notion_page_id]
    bench.edit(piece, "Name", "By telephone")
    page.is_archived = True  # type: ignore[attr-defined]

    done = bench.sync()

    assert (done.edits, done.messages) == (1, ())


def test_a_suddenly_empty_source_stops_the_run(bench: Bench) -> None:
    bench.released("By phone")
    bench.released("Another")
    bench.sync()
    for row in bench.rows():
        row.is_archived = True
    bench.place.clock.pass_days(1)

    with pytest.raises(StoppedForSafety, match="suddenly empty"):
        bench.sync()

    seen = run.view(bench.place.ground, bench.place.actor("sam"), bench.place.partnership.id)
    assert seen.last_outcome is not None
    assert "suddenly empty" in seen.last_outcome["messages"][-1]


def test_a_copy_of_a_row_is_left_alone(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    key = bench.shows(piece)["Hedgerow key"]
    copy = bench.copy_row(piece)

    done = bench.sync()

    assert any("is a copy" in each for each in done.messages)
    assert bench.link(piece).notion_page_id != copy
    assert bench.link(piece).key == key
    assert len(bench.rows()) == 2


def test_a_lost_memory_of_links_doubles_nothing(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.forget_links()

    done = bench.sync()

    assert (done.rows, done.conflicts, len(bench.rows())) == (0, 0, 1)
    assert bench.shows(piece)["Name"] == "By phone"
    assert bench.writes_of(bench.sync) == 0


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
