from contextlib import suppress

import pytest

from plugin.domain.pieces import Rung
from plugin.errors import BadInput, HedgerowError, NotHere
from plugin.sync import run
from tests.unit.plugin.sync.bench import Bench

LONG = "\n\n".join(f"Paragraph {number}." for number in range(130))


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
    [("Ours.", "Ours.", 4), ("Theirs.", "Theirs.", 3), ("Third.", "Third.", 4)],
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
    assert {"Ours.", "Theirs."} <= {each.line for each in bench.whole(piece).wordings}
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


def test_words_edited_right_after_the_first_sync_are_kept_when_taken_down(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    block = next(each for each in bench.body(piece) if "People ring" in each.text)
    bench.edit_block(block.id, "Said by Ruth.")
    bench.to_rung(piece, Rung.US)

    bench.sync()

    assert bench.whole(piece).newest.narrative.startswith("Said by Ruth.")


def test_half_a_body_is_nobodys_edit_when_it_is_taken_down(bench: Bench) -> None:
    piece = bench.released("At length", LONG)
    faults = bench.sandbox.extensions["hedgerow_sandbox"].faults
    appending = {"method": "PATCH", "route": "*/children", "times": None}
    faults.set({"vendor": "notion", "kind": "500", **appending})
    with suppress(HedgerowError):
        bench.sync()
    faults.clear()
    assert bench.link(piece).extras
    bench.to_rung(piece, Rung.US)

    bench.sync()

    assert bench.whole(piece).newest.number == 1
