import re
from contextlib import suppress
from dataclasses import replace

import pytest

from plugin import sync
from plugin.domain.links import Conflict, Phase, Take
from plugin.domain.pieces import PieceWhole, Rung, needs_review
from plugin.errors import BadInput, ChangedMeanwhile, HedgerowError, NotHere, Refused
from plugin.govern.withdrawal import take_back
from plugin.store import pieces as stored_pieces
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

    (conflict,) = sync.view(
        bench.place.services, bench.place.actor("helen"), bench.place.partnership.id
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
    ("take", "line_here", "wordings"),
    [(Take.OURS, "Ours.", 4), (Take.THEIRS, "Theirs.", 3), (Take.WRITTEN, "Third.", 4)],
)
def test_a_settled_conflict_leads_to_one_text(
    bench: Bench, take: Take, line_here: str, wordings: int
) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "Theirs.")
    bench.rewrite(piece, line="Ours.")
    bench.sync()
    actor, services = bench.place.actor("helen"), bench.place.services
    (conflict,) = sync.view(services, actor, bench.place.partnership.id).conflicts

    bench.settle(conflict, take, "Third.")
    settled = bench.sync()
    shown_before = bench.shows(piece)["In one line"]
    bench.check(piece)
    bench.sync()

    assert (settled.conflicts, shown_before) == (0, "Theirs.")
    assert settled.waiting == (take is not Take.THEIRS)
    assert bench.whole(piece).newest.line == bench.shows(piece)["In one line"] == line_here
    assert bench.whole(piece).newest.number == wordings
    assert {"Ours.", "Theirs."} <= {each.line for each in bench.whole(piece).wordings}
    assert bench.shows(piece)["Checked"] == "By the group"
    with pytest.raises(NotHere):
        bench.settle(conflict, take, "Third.")


def disputed(bench: Bench) -> tuple[PieceWhole, Conflict]:
    """Return a piece whose line was changed on both sides, and the conflict that was found."""
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "Theirs.")
    bench.rewrite(piece, line="Ours.")
    bench.sync()
    return piece, conflicts(bench)[0]


def conflicts(bench: Bench) -> tuple[Conflict, ...]:
    place = bench.place
    return sync.view(place.services, place.actor("helen"), place.partnership.id).conflicts


@pytest.mark.parametrize("take", Take)
@pytest.mark.parametrize("side", ["here", "in Notion"])
def test_nothing_is_taken_once_a_text_is_not_the_one_that_was_seen(
    bench: Bench, side: str, take: Take
) -> None:
    piece, looked_at = disputed(bench)
    if side == "here":
        bench.rewrite(piece, line="Ours, and much better.")
    else:
        bench.edit(piece, "In one line", "A sentence that nobody saw.")
        bench.sync()
    before = bench.whole(piece).wordings

    with pytest.raises(ChangedMeanwhile, match="Nothing was stored"):
        bench.settle(looked_at, take, "Third.")

    assert bench.whole(piece).wordings == before
    assert [each.id for each in conflicts(bench)] == [looked_at.id]


def test_the_newest_words_here_are_what_is_taken_from_here(bench: Bench) -> None:
    piece, _ = disputed(bench)
    bench.rewrite(piece, line="Ours, and much better.", title="By telephone")
    (now,) = conflicts(bench)

    bench.settle(now, Take.OURS)

    newest = bench.whole(piece).newest
    assert (now.ours, newest.line) == ("Ours, and much better.", "Ours, and much better.")
    assert newest.title == "By telephone"


def test_of_two_who_settle_the_second_is_told(bench: Bench) -> None:
    piece, conflict = disputed(bench)

    bench.settle(conflict, Take.THEIRS)
    with pytest.raises(NotHere, match="settled already"):
        bench.settle(conflict, Take.OURS)

    assert bench.whole(piece).newest.line == "Theirs."


@pytest.mark.parametrize(
    ("take", "writers"),
    [
        (Take.OURS, [("notion", None), ("here", "sam")]),
        (Take.THEIRS, [("notion", None)]),
        (Take.WRITTEN, [("notion", None), ("here", "sam")]),
    ],
)
def test_who_settled_wrote_what_was_chosen_unless_it_is_notions(
    bench: Bench, take: Take, writers: list[tuple[str, str | None]]
) -> None:
    piece, conflict = disputed(bench)
    before = bench.whole(piece).newest.number

    bench.settle(conflict, take, "Third.", who="sam")

    names = {person.person_id: key for key, person in bench.place.people.items()}
    added = [each for each in bench.whole(piece).wordings if each.number > before]
    assert [(each.made_in, names.get(each.made_by or "")) for each in added] == writers


def test_no_name_of_a_writer_goes_to_notion(bench: Bench) -> None:
    piece, conflict = disputed(bench)
    bench.settle(conflict, Take.WRITTEN, "Third.", who="sam")
    bench.check(piece, "connie")

    bench.sync()

    there = str(dict(bench.state.things))
    assert "Third." in there
    for who in ("helen", "sam", "connie"):
        assert bench.place.actor(who).name not in there
        assert bench.place.actor(who).person_id not in re.findall(r"\w+", there)


def test_who_does_not_curate_ends_no_review_by_settling(bench: Bench) -> None:
    piece, conflict = disputed(bench)
    take_back(bench.place.services, bench.place.actor("sam"), piece.sources[0].note_id)

    with pytest.raises(Refused, match="only its learning partner writes new ones"):
        bench.settle(conflict, Take.WRITTEN, "Third.", who="sam")
    bench.settle(conflict, Take.OURS, who="sam")

    assert needs_review(bench.whole(piece))


@pytest.mark.parametrize("made_in", ["read back", "notion"])
def test_choosing_what_stands_here_ends_no_review(bench: Bench, made_in: str) -> None:
    piece, conflict = disputed(bench)
    take_back(bench.place.services, bench.place.actor("sam"), piece.sources[0].note_id)
    newest = bench.whole(piece).newest
    agreed = replace(newest, id="agreed", number=newest.number + 1, made_in=made_in)
    with bench.place.services.db.begin() as tx:
        stored_pieces.add_wording(tx, replace(agreed, title="In other words"))

    bench.settle(conflict, Take.OURS, who="sam")

    assert bench.whole(piece).newest.title == "In other words"
    assert needs_review(bench.whole(piece))


def test_a_third_text_of_the_learning_partner_ends_a_review(bench: Bench) -> None:
    piece, conflict = disputed(bench)
    take_back(bench.place.services, bench.place.actor("sam"), piece.sources[0].note_id)

    bench.settle(conflict, Take.WRITTEN, "Third.")

    assert not needs_review(bench.whole(piece))


def test_another_change_of_the_piece_does_not_hold_up_settling(bench: Bench) -> None:
    piece, conflict = disputed(bench)
    bench.rewrite(piece, title="By telephone")

    bench.settle(conflict, Take.THEIRS)

    assert bench.whole(piece).newest.words[:2] == ("By telephone", "Theirs.")


def test_a_settled_conflict_keeps_no_texts_and_needs_words(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "")
    done = bench.sync()
    actor, services = bench.place.actor("helen"), bench.place.services
    (conflict,) = sync.view(services, actor, bench.place.partnership.id).conflicts

    with pytest.raises(BadInput, match="needs a title and one line"):
        bench.settle(conflict, Take.WRITTEN, " ")
    with pytest.raises(BadInput, match="240"):
        bench.settle(conflict, Take.WRITTEN, "x" * 241)

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
    assert bench.link(piece).state.phase is Phase.ARRIVING
    bench.to_rung(piece, Rung.US)

    bench.sync()

    assert bench.whole(piece).newest.number == 1
