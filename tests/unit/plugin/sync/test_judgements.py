"""What is judged of a piece beside its words goes both ways, and un-checks nothing."""

from dataclasses import replace
from datetime import date

import pytest

from plugin.curate.judgements import judge_piece
from plugin.domain.judgements import JUDGED
from plugin.domain.links import Take
from plugin.domain.piece_records import with_other_view
from plugin.domain.pieces import PieceWhole
from plugin.store import links as stored_links
from plugin.sync import SyncOptions, messages
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.rows_by_people import (
    TITLE,
    minutes_later,
    pieces,
    row_of_ruth,
    type_into,
)

COLUMNS = {"stands": "Where it stands", "sure": "How sure", "boundary": "Boundary"}
LOOK = "Look again on"
OTHERWISE = "Someone sees it otherwise"
OPTIONS = {
    "stands": "Being tried",
    "sure": "Well supported",
    "boundary": "Read differently by each of us",
}


def judge(bench: Bench, piece: PieceWhole, **said: str) -> None:
    services, helen = bench.place.services, bench.place.actor("helen")
    judge_piece(services, helen, piece.piece.id, said, why="We asked, and know it now.")


def judged(bench: Bench, piece: PieceWhole) -> dict[str, str]:
    return {name: text for name, text in bench.whole(piece).judged.by_field.items() if text}


def shows(bench: Bench, piece: PieceWhole) -> dict[str, str]:
    values = bench.page(piece).properties
    found = {name: values[column].select or "" for name, column in COLUMNS.items()}
    start = values[LOOK].start
    return {**found, "look_again": start.isoformat() if isinstance(start, date) else ""}


def test_a_new_row_shows_what_is_judged_and_a_piece_begins_open(bench: Bench) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    judge(bench, piece, sure="First hint", look_again="2027-02-01")

    bench.sync()

    assert shows(bench, piece) == {
        "stands": "Open",
        "sure": "First hint",
        "boundary": "",
        "look_again": "2027-02-01",
    }
    assert shows(bench, other)["stands"] == "Open"
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_what_is_chosen_here_goes_there_without_a_check(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    judge(bench, piece, look_again="2027-02-01", **OPTIONS)

    assert bench.writes_of(bench.sync) == 1

    assert shows(bench, piece) == {**OPTIONS, "look_again": "2027-02-01"}
    assert bench.shows(piece)["Checked"] == "By the group"
    assert bench.body(piece)[0].text.startswith("Checked by the group")
    judge(bench, piece, look_again="", stands="")
    bench.sync()
    assert shows(bench, piece) == {**OPTIONS, "stands": "", "look_again": ""}


def test_loop_scale_and_what_does_not_fit_are_shown_there(bench: Bench) -> None:
    piece, other = bench.released("By phone", with_other_view("A story.", "Not here.")), "Another"
    plain = bench.released(other)
    judge(bench, piece, loop="Are we doing the right thing?", scale="A team")

    bench.sync()

    values = bench.page(piece).properties
    assert {"loop: second", "scale: team"} < set(values["Study tags"].options)
    ticked = [bench.page(each).properties[OTHERWISE].checkbox for each in (piece, plain)]
    assert ticked == [True, False]
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_a_loop_or_scale_that_is_cleared_here_goes_there_and_peoples_own_tags_stay(
    bench: Bench,
) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    judge(bench, piece, loop="Are we doing the right thing?", scale="A team")
    bench.sync()
    bench.edit(piece, "Study tags", "learning: us, loop: second, scale: team, of our own")
    bench.edit(other, "Study tags", "learning: us, loop: second")
    bench.sync()
    judge(bench, piece, loop="", scale="")

    assert bench.writes_of(bench.sync) == 1

    tags = set(bench.page(piece).properties["Study tags"].options)
    assert tags == {"family: representation", "learning: us", "of our own"}
    assert "loop: second" in bench.page(other).properties["Study tags"].options
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_what_is_chosen_there_comes_here_and_un_checks_nothing(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    for name, option in OPTIONS.items():
        bench.edit(piece, COLUMNS[name], option)
    bench.edit(piece, LOOK, "2027-02-01")

    done = bench.sync()

    whole = bench.whole(piece)
    assert (done.edits, done.waiting, done.conflicts) == (4, 0, 0)
    assert judged(bench, piece) == {**OPTIONS, "look_again": "2027-02-01"}
    assert (whole.newest.number, whole.judged.made_in) == (1, "notion")
    assert bench.shows(piece)["Checked"] == "By the group"
    assert bench.shows(piece)["Hedgerow revision"] == ""
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_an_edit_of_words_and_of_what_is_judged_come_together(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Name", "By telephone")
    bench.edit(piece, "Where it stands", "Being tried")

    done = bench.sync()

    assert (done.edits, bench.whole(piece).newest.title) == (2, "By telephone")
    assert judged(bench, piece) == {"stands": "Being tried"}
    assert bench.writes_of(bench.sync) == 0


@pytest.mark.parametrize("take", [Take.OURS, Take.THEIRS])
def test_where_both_chose_differently_somebody_is_asked(bench: Bench, take: Take) -> None:
    piece = bench.released()
    bench.sync()
    judge(bench, piece, sure="First hint")
    bench.sync()
    judge(bench, piece, sure="Well supported")
    bench.edit(piece, "How sure", "People differ")

    done = bench.sync()
    again = bench.sync()
    with bench.place.services.db.read() as tx:
        (conflict,) = stored_links.open_conflicts(tx, bench.place.partnership.id)
    bench.settle(conflict, take)
    bench.sync()

    assert (done.conflicts, again.conflicts) == (1, 1)
    assert (conflict.agreed, conflict.theirs) == ("First hint", "People differ")
    chosen = "Well supported" if take is Take.OURS else "People differ"
    assert judged(bench, piece)["sure"] == shows(bench, piece)["sure"] == chosen
    assert bench.whole(piece).newest.number == 1
    assert bench.shows(piece)["Checked"] == "By the group"


def test_while_words_are_in_conflict_what_is_judged_goes_on(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.rewrite(piece, line="Ours.")
    bench.edit(piece, "In one line", "Theirs.")
    bench.sync()
    judge(bench, piece, stands="Settled for now")
    bench.edit(piece, "How sure", "First hint")

    bench.sync()

    assert shows(bench, piece)["stands"] == "Settled for now"
    assert judged(bench, piece) == {"stands": "Settled for now", "sure": "First hint"}


def test_an_option_of_people_own_is_left_and_said(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "How sure", "Quite")

    done = bench.sync()

    url = f"https://hedgerow.example/pieces/{piece.piece.id}"
    assert done.messages == (messages.UNKNOWN_OPTION.format(url=url),)
    assert (shows(bench, piece)["sure"], judged(bench, piece)) == ("Quite", {"stands": "Open"})


def test_a_memory_from_before_gets_the_columns_and_what_is_judged(bench: Bench) -> None:
    piece = bench.released()
    judge(bench, piece, look_again="2027-02-01", **OPTIONS)
    bench.sync()
    for field, name in {**COLUMNS, "look_again": LOOK}.items():
        bench.forget_column(name, field)
    link = bench.link(piece)
    agreed = {name: text for name, text in link.agreed.items() if name not in JUDGED}
    with bench.place.services.db.begin() as tx:
        stored_links.save_link(tx, replace(link, agreed=agreed))

    done = bench.sync()

    assert (done.edits, done.conflicts) == (0, 0)
    assert shows(bench, piece) == {**OPTIONS, "look_again": "2027-02-01"}
    assert bench.writes_of(bench.sync) == 0


def test_a_column_that_was_removed_and_made_again_is_filled_again(bench: Bench) -> None:
    piece = bench.released()
    judge(bench, piece, **OPTIONS)
    bench.sync()
    source = bench.state.things[bench.source_id()]
    names = {each.name: each.id for each in source.schema.values()}  # type: ignore[attr-defined]
    source.schema.pop(names["How sure"])  # type: ignore[attr-defined]

    bench.sync(options=SyncOptions(mend_columns=True))

    assert shows(bench, piece)["sure"] == judged(bench, piece)["sure"] == "Well supported"


def test_a_row_made_in_notion_brings_what_was_chosen_there(bench: Bench) -> None:
    bench.released("By phone")
    bench.sync()
    page_id = row_of_ruth(bench)
    type_into(bench, page_id, "Where it stands", "Being tried")
    type_into(bench, page_id, "Look again on", "2027-02-01")
    minutes_later(bench)

    bench.sync()

    (written,) = (each for each in pieces(bench) if each.newest.title == TITLE)
    assert judged(bench, written) == {"stands": "Being tried", "look_again": "2027-02-01"}
    bench.edit(written, "How sure", "First hint")
    bench.sync()
    bench.edit(written, "Where it stands", "")
    bench.sync()
    assert judged(bench, written) == {"sure": "First hint", "look_again": "2027-02-01"}
    assert bench.writes_of(bench.sync) == 0
