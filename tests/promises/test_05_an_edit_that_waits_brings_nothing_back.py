"""Promise 5: an edit from Notion that waits brings no words back that went meanwhile."""

from pathlib import Path

import pytest

from plugin import sync
from plugin.curate.conflicts import conflict_page
from plugin.curate.pieces import make_piece
from plugin.curate.readings import say_how_it_reads
from plugin.curate.reviews import confirm_it_stands
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.links import Conflict, Take
from plugin.domain.pieces import PieceWhole, Rung, readable_outside
from plugin.errors import BadInput
from plugin.govern.withdrawal import take_back
from tests.unit.plugin.curate.meeting import PHONE, change_note, meet
from tests.unit.plugin.sync.bench import Bench, make_bench


def another(bench: Bench) -> PieceWhole:
    """Return a second piece on other notes, released to partners."""
    met, services = meet(bench.place.services, bench.place.community.id), bench.place.services
    made = make_piece(
        services,
        bench.place.actor("helen"),
        bench.place.community.id,
        [f"portal-{met.id}", f"trust-{met.id}"],
        "The portal",
        "The portal is slow.",
        "People wait.",
        kind="doubt",
    )
    bench.check(made)
    bench.to_rung(made, Rung.PARTNERSHIP)
    return made


def later(bench: Bench, times: int = 1) -> None:
    for _ in range(times):
        bench.pause(120)
        bench.sync()


def write_there(bench: Bench, piece: PieceWhole, field: str, text: str) -> None:
    if field == "the story":
        (block,) = [each for each in bench.body(piece) if "People wait." in str(each)]
        bench.edit_block(block.id, text)
    else:
        bench.edit(piece, field, text)


@pytest.fixture
def waiting(tmp_path: Path) -> tuple[Bench, PieceWhole, Conflict, list[str]]:
    """Let an edit in Notion tell a note and wait; the note is the only one with these words."""
    bench = make_bench(tmp_path)
    piece = bench.released()
    bench.rest_on_meetings(piece, 2)
    notes = [e.note_id for e in bench.whole(piece).sources if e.note_id.startswith("phone")]
    for number, note_id in enumerate(notes[1:]):
        change_note(bench.place.services, note_id, text=f"Other words, number {number}.")
    bench.sync()
    bench.edit(piece, "In one line", f"As somebody said: {PHONE}")
    bench.rewrite(piece, line="Ours.")
    bench.pause(120)
    bench.sync()
    actor, here = bench.place.actor("helen"), bench.place.partnership.id
    (conflict,) = sync.view(bench.place.services, actor, here).conflicts
    assert PHONE in conflict.theirs
    return bench, piece, conflict, notes


def test_choosing_it_later_is_refused(
    waiting: tuple[Bench, PieceWhole, Conflict, list[str]],
) -> None:
    bench, piece, conflict, notes = waiting
    take_back(bench.place.services, bench.place.actor("sam"), notes[0])

    with pytest.raises(BadInput, match="were taken back"):
        bench.settle(conflict, Take.THEIRS)
    with pytest.raises(BadInput, match="were taken back"):
        bench.settle(conflict, Take.WRITTEN, conflict.theirs)

    confirm_it_stands(bench.place.services, bench.place.actor("helen"), piece.piece.id, notes)
    bench.settle(conflict, Take.OURS)
    bench.check(piece)
    bench.sync()
    whole = bench.whole(piece)
    check = readable_outside(whole, bench.place.clock())
    assert check is not None
    assert check.wording.line == "Ours."
    assert not any(PHONE in each.line for each in whole.wordings)  # and nothing keeps them


def test_an_edit_without_those_words_is_chosen_as_ever(
    waiting: tuple[Bench, PieceWhole, Conflict, list[str]],
) -> None:
    bench, piece, conflict, notes = waiting
    before = len(bench.whole(piece).wordings)
    take_back(bench.place.services, bench.place.actor("sam"), notes[1])
    assert len(bench.whole(piece).wordings) == before

    bench.settle(conflict, Take.THEIRS)

    assert bench.whole(piece).newest.line == conflict.theirs


def test_its_page_shows_the_words_no_more(
    waiting: tuple[Bench, PieceWhole, Conflict, list[str]],
) -> None:
    bench, _, conflict, notes = waiting
    services, helen = bench.place.services, bench.place.actor("helen")
    before = conflict_page(services, helen, conflict.id).told.theirs
    take_back(services, bench.place.actor("sam"), notes[0])

    assert PHONE in before
    assert conflict_page(services, helen, conflict.id).told.theirs == HIDDEN


def test_an_edit_that_no_sync_had_seen_counts_as_the_words_of_the_note(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    services, helen = bench.place.services, bench.place.actor("helen")
    piece = bench.released()
    bench.rest_on_meetings(piece, 2)
    notes = [e.note_id for e in bench.whole(piece).sources if e.note_id.startswith("phone")]
    for number, note_id in enumerate(notes[1:]):
        change_note(services, note_id, text=f"Other words, number {number}.")
    bench.sync()
    bench.edit(piece, "In one line", f"As somebody said: {PHONE}")
    take_back(services, bench.place.actor("sam"), notes[0])
    bench.pause(120)
    bench.sync()
    bench.pause(120)
    bench.sync()

    whole = bench.whole(piece)
    stands = [each for each in whole.wordings if PHONE in each.line]
    assert stands  # words of people in Notion are kept, for whoever curates
    assert all(each.id in whole.repeats_gone for each in stands)
    with pytest.raises(BadInput):
        confirm_it_stands(services, helen, piece.piece.id, notes)
    bench.rewrite(piece, title="Rung up", line="Somebody is rung.", narrative="It is told so.")
    with pytest.raises(BadInput, match="before a sync saw"):
        bench.rewrite(piece, line=f"They say: {PHONE}")
    confirm_it_stands(services, helen, piece.piece.id, notes)
    bench.check(piece)
    check = readable_outside(bench.whole(piece), bench.place.clock())
    assert check is not None
    assert check.wording.line == "Somebody is rung."


def test_an_edit_that_was_seen_before_is_compared(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    piece = bench.released()
    bench.rest_on_meetings(piece, 2)
    bench.sync()
    bench.edit(piece, "In one line", "Somebody wrote a calm line of their own here.")
    bench.pause(120)
    bench.sync()
    whole = bench.whole(piece)
    note_id = next(e.note_id for e in whole.sources if e.note_id.startswith("phone"))

    take_back(bench.place.services, bench.place.actor("sam"), note_id)
    bench.sync()

    assert bench.whole(piece).repeats_gone == frozenset()


@pytest.mark.parametrize("field", ["In one line", "Name", "the story"])
@pytest.mark.parametrize("when", ["it waits", "no sync has seen it", "before it was written"])
def test_what_tells_the_words_stands_in_notion_no_longer(
    tmp_path: Path, when: str, field: str
) -> None:
    bench, telling = make_bench(tmp_path), f"As somebody said: {PHONE}"
    services, helen = bench.place.services, bench.place.actor("helen")
    piece, other = bench.released(), another(bench)
    told = f"The porters say: {PHONE}"
    say_how_it_reads(
        services, helen, piece.piece.id, "Health", told, is_signed=False, are_three=True
    )
    later(bench, times=2)
    if when == "before it was written":
        take_back(services, bench.place.actor("sam"), f"phone-{bench.session.id}")
        later(bench)
    write_there(bench, other, field, telling)
    bench.rewrite(other, title="Ours", line="Ours.", narrative="Ours it is.")
    if when == "it waits":
        later(bench)
        assert sync.view(services, helen, bench.place.partnership.id).conflicts
    if when != "before it was written":
        take_back(services, bench.place.actor("sam"), f"phone-{bench.session.id}")
    bench.pause(120)
    said = bench.sync().messages

    there = bench.shows(other)
    assert PHONE not in f"{bench.page(other)} {bench.body(other)}"
    assert (there["Name"], there["In one line"]) == ("The portal", "The portal is slow.")
    assert bench.story(other) == ["People wait."]
    assert any("may tell what was taken back" in each for each in said)
    assert not sync.view(services, helen, bench.place.partnership.id).conflicts
    whole = bench.whole(other)
    kept = [each for each in whole.wordings if any(PHONE in text for text in each.words)]
    assert whole.newest not in kept
    assert bool(kept) == (when != "it waits")  # else nobody may have it any more
    assert all(each.id in whole.repeats_gone for each in kept)
    later(bench)
    assert bench.sync().writes == 0


def test_what_tells_none_of_the_words_waits_as_ever(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.released()
    other = another(bench)
    later(bench, times=2)
    take_back(bench.place.services, bench.place.actor("sam"), f"phone-{bench.session.id}")
    later(bench, times=2)
    write_there(bench, other, "In one line", "The portal is what we wait for.")
    bench.rewrite(other, line="Ours.")
    later(bench)

    here = bench.place.partnership.id
    (waits,) = sync.view(bench.place.services, bench.place.actor("helen"), here).conflicts
    assert waits.theirs == "The portal is what we wait for."


@pytest.mark.parametrize("field", ["In one line", "Name", "the story"])
def test_one_sync_is_enough_where_ours_is_checked_by_then(tmp_path: Path, field: str) -> None:
    bench = make_bench(tmp_path)
    bench.released()
    other = another(bench)
    later(bench, times=2)
    write_there(bench, other, field, f"As somebody said: {PHONE}")
    bench.rewrite(other, title="Ours", line="Ours.", narrative="Ours it is.")
    take_back(bench.place.services, bench.place.actor("sam"), f"phone-{bench.session.id}")
    bench.check(other)
    later(bench)

    there = bench.shows(other)
    assert (there["Name"], there["In one line"], bench.story(other)) == (
        "Ours",
        "Ours.",
        ["Ours it is."],
    )
    assert bench.plan() == ()
