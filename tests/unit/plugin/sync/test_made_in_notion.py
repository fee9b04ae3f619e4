"""Rows that people make in Memory in Notion: pieces here, and left in their own words there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.sandbox.notion.models import Page
from plugin.curate.pieces import change_kind
from plugin.curate.read_backs import record_piece_read_back
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.links import Absence, Origin
from plugin.domain.piece_callout import CHANGED
from plugin.domain.pieces import Rung, last_checked
from plugin.errors import BadInput, Refused
from plugin.govern.withdrawal import take_back
from plugin.sync import SyncOptions, messages
from plugin.sync.pieces.values import FOOT
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.rows_by_people import (
    BODY,
    LINE,
    STORY,
    TITLE,
    choose_community,
    link_or_none,
    minutes_later,
    pieces,
    released,
    rest_on_notes,
    row_of_ruth,
    taken,
    texts_of,
    type_into,
    values_of,
)
from tests.unit.plugin.sync.test_interrupted_runs import until_quiet

ME = "GET /v1/users/me"


def test_a_row_made_by_a_person_becomes_a_piece(bench: Bench) -> None:
    whole = taken(bench)

    newest = whole.newest
    assert (newest.title, newest.line, newest.narrative) == (TITLE, LINE, STORY)
    assert (newest.made_in, whole.is_written_in_notion, whole.sources) == ("notion", True, ())
    assert (whole.newest.kind, whole.piece.community_id) == ("doubt", bench.place.community.id)


def test_it_stays_there_in_its_words_with_its_key_and_its_address(bench: Bench) -> None:
    whole = taken(bench)

    page_id, shown = bench.link(whole).notion_page_id, bench.shows(whole)
    assert texts_of(bench, page_id) == list(BODY)
    assert (shown["Name"], shown["In one line"], shown["What it is"]) == (TITLE, LINE, "Doubt")
    assert shown["Hedgerow key"] == whole.piece.id
    assert bench.page(whole).properties["Open in Hedgerow"].url.endswith(whole.piece.id)
    assert (shown["Checked"], shown["Rests on"], shown["Who can read"]) == ("", "", "")


def test_after_it_was_taken_nothing_is_left_to_do(bench: Bench) -> None:
    whole = taken(bench)

    assert bench.plan() == ()
    assert bench.writes_of(bench.sync) == 0
    assert [each.piece.id for each in pieces(bench)] == [whole.piece.id]
    assert len(bench.rows()) == 1


def test_taking_it_is_told_beforehand_and_counted(bench: Bench) -> None:
    bench.sync()
    row_of_ruth(bench)

    told, done = bench.plan(), bench.sync()

    assert f"Take the row made in Notion as the piece “{TITLE}”" in told
    assert (done.edits, done.rows, done.pushed) == (1, 0, 0)
    (said,) = done.messages
    assert said.startswith("1 block of a page that somebody made in Notion was not taken: 1 link.")


def test_a_row_taken_costs_nothing_more_once_it_was_read(bench: Bench) -> None:
    taken(bench)
    bench.sync()
    before = len(bench.calls())

    bench.sync()

    calls = bench.calls()[before:]
    assert len(calls) == 6
    assert ME not in calls


def test_an_empty_title_waits(bench: Bench) -> None:
    bench.sync()
    row_of_ruth(bench, title="")

    done = bench.sync()

    assert (pieces(bench), done.writes, done.messages) == ((), 0, ())


@pytest.mark.parametrize(("seconds", "number"), [(0, 0), (40, 0), (100, 1)])
def test_a_row_that_may_be_typed_still_waits(bench: Bench, seconds: int, number: int) -> None:
    bench.sync()
    page_id = row_of_ruth(bench)
    type_into(bench, page_id, "In one line", "Still typing.")
    bench.place.clock.now += timedelta(seconds=seconds)

    bench.sync()

    assert len(pieces(bench)) == number


def test_a_row_without_line_and_kind_begins_as_a_new_piece_does(bench: Bench) -> None:
    bench.sync()
    row_of_ruth(bench, line="", kind="", body=())

    bench.sync()

    (whole,) = pieces(bench)
    assert (whole.newest.line, whole.newest.narrative, whole.newest.kind) == ("", "", "pattern")
    assert bench.shows(whole)["What it is"] == ""
    assert bench.plan() == ()


def test_a_kind_chosen_later_is_taken(bench: Bench) -> None:
    bench.sync()
    page_id = row_of_ruth(bench, kind="")
    bench.sync()
    type_into(bench, page_id, "What it is", "Tension")

    done = bench.sync()

    assert (pieces(bench)[0].newest.kind, done.conflicts) == ("tension", 0)


def test_a_kind_of_their_own_stays_there(bench: Bench) -> None:
    bench.sync()
    page_id = row_of_ruth(bench, kind="Recipe")

    bench.sync()

    assert pieces(bench)[0].newest.kind == "pattern"
    assert values_of(bench, page_id)["What it is"] == "Recipe"


def test_a_copy_of_a_row_of_ours_is_no_new_piece(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.copy_row(piece)
    minutes_later(bench)

    done = bench.sync()

    assert len(pieces(bench)) == 1
    assert any("is a copy of another one" in each for each in done.messages)


def test_a_copy_of_a_row_that_was_taken_is_no_new_piece(bench: Bench) -> None:
    whole = taken(bench)
    bench.copy_row(whole)
    minutes_later(bench)

    bench.sync()

    assert len(pieces(bench)) == 1


def test_without_a_column_for_the_key_nothing_is_taken(bench: Bench) -> None:
    bench.sync()
    row_of_ruth(bench)
    source = bench.state.things[bench.source_id()]
    del source.schema[bench.the_place().memory.columns["key"]]  # type: ignore[attr-defined,union-attr]

    bench.sync()

    assert pieces(bench) == ()


def test_a_row_of_ours_that_lost_link_and_key_is_not_taken(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    type_into(bench, bench.link(piece).notion_page_id, "Hedgerow key", "")
    bench.forget_links()
    minutes_later(bench)

    bench.sync()

    assert [each.piece.id for each in pieces(bench)] == [piece.piece.id]


def test_only_named_pieces_leave_new_rows_alone(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    row_of_ruth(bench)

    bench.sync(options=SyncOptions(only=frozenset({piece.piece.id})))

    assert len(pieces(bench)) == 1


def test_of_several_communities_the_chosen_one_has_it(bench: Bench) -> None:
    other = bench.another_community("Coming home")
    bench.sync()
    page_id = row_of_ruth(bench)

    asked = bench.sync()
    bench.sync()  # what the new rows of communities say on their pages
    still = bench.sync()
    choose_community(bench, page_id, other)
    done = bench.sync()

    assert messages.CHOOSE_COMMUNITY in asked.messages
    assert {bench.state.title_of(each) for each in bench.rows("Communities")} == {
        "Going home",
        "Coming home",
    }
    assert (still.writes, messages.CHOOSE_COMMUNITY in done.messages) == (0, False)
    assert [each.piece.community_id for each in pieces(bench)] == [other]


def test_edits_there_go_on_being_taken(bench: Bench) -> None:
    whole = taken(bench)
    page_id = bench.link(whole).notion_page_id
    bench.edit(whole, "Name", "What wards do")
    Ruth(bench.state).add(page_id, None, "paragraph", "And then?")
    minutes_later(bench)

    done = bench.sync()

    newest = bench.whole(whole).newest
    assert (newest.title, newest.narrative) == ("What wards do", f"{STORY}\n\nAnd then?")
    assert (newest.made_in, done.edits, done.writes) == ("notion", 2, 0)
    assert bench.plan() == ()


def test_what_the_desk_writes_does_not_go_there_unchecked(bench: Bench) -> None:
    whole = taken(bench)
    bench.rewrite(whole, title="Ours", line="Ours.", narrative="Ours alone.")
    services, helen = bench.place.services, bench.place.actor("helen")
    change_kind(services, helen, whole.piece.id, "tension", "representation", 2)
    bench.to_rung(whole, Rung.US)

    writes = bench.writes_of(bench.sync)

    assert writes == 0
    assert bench.shows(whole)["Name"] == TITLE
    assert texts_of(bench, bench.link(whole).notion_page_id) == list(BODY)


def test_both_changed_is_a_conflict(bench: Bench) -> None:
    whole = taken(bench)
    bench.rewrite(whole, title="Ours")
    bench.edit(whole, "Name", "Theirs")

    done = bench.sync()

    assert (done.conflicts, done.writes) == (1, 0)
    assert bench.shows(whole)["Name"] == "Theirs"


@pytest.mark.parametrize("name", ["Checked", "Rests on", "Who can read"])
def test_nobody_says_by_hand_that_it_was_checked(bench: Bench, name: str) -> None:
    whole = taken(bench)
    bench.edit(whole, name, "By the group" if name == "Checked" else "Many notes")

    done = bench.sync()

    assert bench.shows(whole)[name] == ""
    assert any("was put back" in each for each in done.messages)


def test_what_was_said_before_it_was_taken_is_emptied_too(bench: Bench) -> None:
    bench.sync()
    page_id = row_of_ruth(bench)
    type_into(bench, page_id, "Checked", "By the group")
    minutes_later(bench)

    bench.sync()

    assert values_of(bench, page_id)["Checked"] == ""


def test_it_is_not_checked_or_released_while_it_rests_on_nothing(bench: Bench) -> None:
    whole = taken(bench)
    services, place = bench.place.services, bench.place

    with pytest.raises(BadInput, match="rests on no notes yet"):
        record_piece_read_back(services, place.actor("sam"), whole.piece.id, bench.session.id)
    with pytest.raises(Refused, match="It rests on no notes of the group yet"):
        release(services, place.actor("helen"), whole.piece.id, Rung.PARTNERSHIP, NO_HARM)


def test_once_checked_and_released_it_is_a_row_like_any_other(bench: Bench) -> None:
    whole = taken(bench)
    bench.rewrite(whole, narrative="We rang.\n\nOurs, checked.")
    released(bench, whole)

    bench.sync()

    page_id, shown = bench.link(whole).notion_page_id, bench.shows(whole)
    body = texts_of(bench, page_id)
    assert (shown["Checked"], shown["Rests on"]) == ("By the group", "A few notes")
    assert body[0][0] == "callout"
    assert body[0][1].startswith("Checked by the group")
    assert [text for _, text in body[1:] if text] == [
        "We rang.",
        "Ours, checked.",
        FOOT,
    ]
    assert bench.link(whole).state.origin is Origin.JOINED
    assert bench.plan() == ()


def test_until_then_it_is_marked_as_alone(bench: Bench) -> None:
    whole = taken(bench)
    rest_on_notes(bench, whole)
    bench.check(whole)

    writes = bench.writes_of(bench.sync)

    assert (writes, bench.link(whole).state.origin) == (0, Origin.ALONE)


def test_its_kind_goes_there_once_it_is_like_any_other(bench: Bench) -> None:
    bench.sync()
    row_of_ruth(bench, kind="", line="")
    bench.sync()
    (whole,) = pieces(bench)
    bench.rewrite(whole, line="Ours.")
    released(bench, whole)

    bench.sync()

    assert bench.shows(whole)["What it is"] == "Pattern"
    assert bench.shows(whole)["In one line"] == "Ours."


def test_edits_by_others_are_still_seen_after_that(bench: Bench) -> None:
    whole = taken(bench)
    released(bench, whole)
    bench.sync()
    minutes_later(bench)
    bench.edit(whole, "In one line", "Changed later.")

    bench.sync()

    assert bench.whole(whole).newest.line == "Changed later."
    assert bench.shows(whole)["Checked"] == CHANGED
    assert last_checked(bench.whole(whole), bench.place.clock.now) is not None


def test_taken_down_later_it_is_emptied_like_any_other(bench: Bench) -> None:
    whole = taken(bench)
    released(bench, whole)
    bench.sync()
    page_id = bench.link(whole).notion_page_id

    take_back(bench.place.services, bench.place.actor("sam"), f"phone-{bench.session.id}")
    bench.sync()

    assert bench.notion.page(page_id).in_trash
    assert ("embed", "") in texts_of(bench, page_id)
    assert not any(text in STORY for _, text in texts_of(bench, page_id) if text)


def test_trashed_there_it_asks_and_stays_here(bench: Bench) -> None:
    whole = taken(bench)
    bench.state.things[bench.link(whole).notion_page_id].in_trash = True

    done = bench.sync()

    assert any("put into the trash in Notion" in each for each in done.messages)
    assert (bench.whole(whole).newest.title, done.writes) == (TITLE, 0)
    assert bench.link(whole).state.where is Absence.TRASHED


def test_moved_elsewhere_it_waits_before_it_is_like_any_other(bench: Bench) -> None:
    whole = taken(bench)
    released(bench, whole)
    page = bench.state.things[bench.link(whole).notion_page_id]
    bench.state.things[str(page.parent_id)].children.remove(page.id)
    page.parent_id = bench.parent

    bench.sync()

    assert bench.link(whole).state.origin is Origin.ALONE
    assert texts_of(bench, page.id) == list(BODY)


def test_other_rows_go_on_naming_it(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    page_id = row_of_ruth(bench)
    row = bench.state.things[bench.link(piece).notion_page_id]
    assert isinstance(row, Page)
    field = bench.the_place().memory.columns["belongs_with"]  # type: ignore[union-attr]
    row.values[field] = [page_id]
    bench.sync()
    bench.sync()
    named = list(row.values[field])
    (whole,) = (each for each in pieces(bench) if each.is_written_in_notion)
    before = whole.belongs_with

    released(bench, whole)
    bench.sync()

    assert (named, before) == ([page_id], ())
    assert row.values[field] == [page_id]
    assert bench.whole(whole).belongs_with == (piece.piece.id,)
    assert bench.plan() == ()


def test_a_piece_that_lost_its_link_finds_its_row_again(bench: Bench) -> None:
    whole = taken(bench)
    bench.forget_links()
    minutes_later(bench)

    bench.sync()

    link = link_or_none(bench, whole.piece.id)
    assert link is not None
    assert link.stands_alone
    assert (len(pieces(bench)), len(bench.rows())) == (1, 1)
    assert bench.whole(whole).newest.number == 1
    assert bench.plan() == ()


# What breaks off


@pytest.mark.parametrize("loss", ["lost", "cut_before"])
def test_a_run_that_breaks_off_before_the_key_makes_one_piece(bench: Bench, loss: str) -> None:
    bench.sync()
    page_id = row_of_ruth(bench)
    getattr(bench.line, loss).add(bench.line.writes + 1)

    until_quiet(bench)

    (whole,) = pieces(bench)
    assert values_of(bench, page_id)["Hedgerow key"] == whole.piece.id
    assert (whole.newest.number, len(bench.rows())) == (1, 1)


@pytest.mark.parametrize(
    ("number", "loss"), [*((n, "lost") for n in (1, 2, 3, 4)), (1, "cut_before"), (2, "cut_before")]
)
def test_becoming_like_any_other_can_break_off(bench: Bench, number: int, loss: str) -> None:
    whole = taken(bench)
    bench.rewrite(whole, narrative="We rang.\n\nOurs, checked.\n\nMore.")
    released(bench, whole)
    getattr(bench.line, loss).add(bench.line.writes + number)

    until_quiet(bench)

    body = texts_of(bench, bench.link(whole).notion_page_id)
    assert [type for type, _ in body].count("callout") == 1
    assert [type for type, _ in body].count("divider") == 1
    told = [text for _, text in body]
    assert [told.count(each) for each in ("We rang.", "Ours, checked.", "More.")] == [1, 1, 1]
    assert bench.whole(whole).newest.number == 2
