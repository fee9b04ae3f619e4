"""What anyone may read shows checked words only: an edit in Notion becomes a suggestion here."""

from __future__ import annotations

import pytest

from plugin.domain.harm_questions import NO_HARM
from plugin.domain.piece_callout import CHANGED
from plugin.domain.pieces import PieceWhole, Release, Rung
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import read_back_today
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.test_interrupted_runs import until_quiet

TOLD = ["People ring each other.", "The form comes later, or never."]
HERS = "People call each other."


@pytest.fixture
def piece(bench: Bench) -> PieceWhole:
    """A piece that anyone may read, in Notion; its blocks are known."""
    made = bench.released()
    let_anyone_read(bench, made)
    bench.sync()
    bench.sync()
    bench.place.clock.pass_days(1)
    return bench.whole(made)


def let_anyone_read(bench: Bench, piece: PieceWhole) -> None:
    """Store that anyone may read its words, as once an edition was written and agreed."""
    services, now = bench.place.services, bench.place.services.now
    release = Release(
        id=services.new_id(),
        piece_id=piece.piece.id,
        rung=Rung.PUBLIC,
        asked_at=now,
        from_when=now,
        harm=NO_HARM,
    )
    with services.db.begin() as tx:
        stored_pieces.add_release(tx, release)


def retell(bench: Bench, piece: PieceWhole, text: str = HERS) -> None:
    Ruth(bench.state).write(bench.link(piece).blocks[0], text)


def callout(bench: Bench, piece: PieceWhole) -> str:
    return bench.body(piece)[0].text


def test_the_checked_story_is_put_back_at_once(bench: Bench, piece: PieceWhole) -> None:
    retell(bench, piece)

    bench.sync()

    newest = bench.whole(piece).newest
    assert bench.story(piece) == TOLD
    assert (newest.narrative, newest.made_in) == (f"{HERS}\n\n{TOLD[1]}", "notion")
    assert bench.plan() == ()


@pytest.mark.parametrize(("column", "field"), [("Name", "title"), ("In one line", "line")])
def test_so_are_a_checked_title_and_line(
    bench: Bench, piece: PieceWhole, column: str, field: str
) -> None:
    checked = bench.shows(piece)[column]
    bench.edit(piece, column, "Changed by Ruth")

    bench.sync()

    assert bench.shows(piece)[column] == checked
    assert getattr(bench.whole(piece).newest, field) == "Changed by Ruth"
    assert bench.plan() == ()


def test_the_page_says_what_is_true(bench: Bench, piece: PieceWhole) -> None:
    retell(bench, piece)

    bench.sync()

    assert bench.shows(piece)["Checked"] == CHANGED
    assert callout(bench, piece).startswith("Checked by the group")
    assert "A newer wording of" in callout(bench, piece)
    assert "The wording below was changed" not in callout(bench, piece)


def test_a_second_suggestion_is_put_back_too(bench: Bench, piece: PieceWhole) -> None:
    retell(bench, piece)
    bench.sync()
    bench.place.clock.pass_days(1)
    retell(bench, piece, "And again.")

    done = bench.sync()

    told = {each.narrative for each in bench.whole(piece).wordings}
    assert {f"{HERS}\n\n{TOLD[1]}", f"And again.\n\n{TOLD[1]}"} <= told
    assert (bench.story(piece), done.conflicts) == (TOLD, 0)
    assert bench.plan() == ()


def test_where_both_changed_theirs_is_kept_below_ours(bench: Bench, piece: PieceWhole) -> None:
    bench.rewrite(piece, line="Ours.")
    bench.edit(piece, "In one line", "Theirs.")

    done = bench.sync()

    assert [each.line for each in bench.whole(piece).wordings][1:] == ["Ours.", "Theirs.", "Ours."]
    assert bench.shows(piece)["In one line"] == "One line of By phone."
    assert done.conflicts == 0
    assert bench.plan() == ()


def test_a_title_that_was_emptied_comes_back(bench: Bench, piece: PieceWhole) -> None:
    bench.edit(piece, "Name", "")

    done = bench.sync()

    assert (bench.shows(piece)["Name"], done.conflicts) == ("By phone", 0)
    assert bench.whole(piece).newest.number == 1
    assert bench.plan() == ()


def test_a_suggestion_that_was_checked_goes_there(bench: Bench, piece: PieceWhole) -> None:
    retell(bench, piece)
    bench.sync()
    read_back_today(bench.place.services, bench.place.actor("sam"), bench.whole(piece))
    bench.place.clock.pass_days(8)
    let_anyone_read(bench, piece)

    bench.sync()

    assert bench.story(piece) == [HERS, TOLD[1]]
    assert bench.shows(piece)["Checked"] == "By the group"
    assert bench.plan() == ()


def test_what_only_our_partners_read_stays_as_it_was_edited(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    bench.place.clock.pass_days(1)
    retell(bench, piece)

    bench.sync()

    assert bench.story(piece) == [HERS, TOLD[1]]


@pytest.mark.parametrize(("number", "loss"), [(1, "lost"), (2, "lost"), (1, "cut_before")])
def test_putting_back_can_break_off(
    bench: Bench, piece: PieceWhole, number: int, loss: str
) -> None:
    retell(bench, piece)
    bench.edit(piece, "In one line", "Theirs.")
    getattr(bench.line, loss).add(bench.line.writes + number)

    until_quiet(bench)

    assert bench.story(piece) == TOLD
    assert bench.shows(piece)["In one line"] == "One line of By phone."
    assert bench.whole(piece).newest.number == 2
