"""Promise 4: what a group replaced is not read again when its new words are hidden or fall away."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.curate.pieces import whole_piece
from plugin.domain.notes import Note
from plugin.domain.people import Role
from plugin.domain.pieces import LOOKED_AT_AGAIN, PieceWhole
from plugin.store import links as stored_links
from plugin.use_cases import close_session
from tests.promises.team import new_person, post, record
from tests.promises.test_04_a_writer_alone_lets_a_held_note_stay import say
from tests.promises.test_04_its_people_check_it_themselves import WROTE, written
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.sync.rows_by_people import minutes_later
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import HELD, Phone, join, notes_of, without_board

OLD = "The porters are to blame for most of the delays at night"
SO = "So it is."
NEW = "Nobody dares to ring the consultant after six in the evening"


def may_stay(house: TestHouse) -> tuple[Phone, Note]:
    """Return a phone whose held note may stay, as it said."""
    session = without_board(house)
    phone = join(house, session)
    phone.write(NEW, HELD)
    close_session(house.runtime, house.actor("sam"), session.id)
    (note,) = notes_of(house, session)
    form = {"session": session.id, "note": note.id, "do": "stay"}
    at = f"/c/{session.community_id}/desk/read"
    assert house.as_("helen").post(at, data=form).status_code == 303
    say(phone, note, "yes")
    return phone, note


def test_no_phone_brings_back_what_the_group_replaced(house: TestHouse) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    at = f"/pieces/{piece.piece.id}"
    for line in (OLD, NEW):
        form = {"title": "Delays", "line": f"{line}.", "narrative": "So it is."}
        assert post(house.as_("helen"), piece, "words", **form) == 303
        assert record(house, house.as_("sam"), piece) == 303
        house.clock.pass_days(9)
        out = {"rung": "PARTNERSHIP", **NO_HARM_TYPED}
        assert post(house.as_("helen"), piece, "release", **out) == 303
        house.clock.pass_days(3)
        assert line in house.as_("grace").get(at).text
    join(house, without_board(house)).write(NEW, HELD)

    seen = house.as_("grace").get(at).text
    assert (OLD in seen, NEW in seen) == (False, False)


def replaced(house: TestHouse, piece: PieceWhole) -> PieceWhole:
    """Return a piece whose group replaced its words outside by others."""
    for line in (OLD, NEW):
        post(house.as_("helen"), piece, "words", title="Delays", line=f"{line}.", narrative=SO)
        assert record(house, house.as_("sam"), piece) == 303
        house.clock.pass_days(9)
        out = {"rung": "PARTNERSHIP", **NO_HARM_TYPED}
        assert post(house.as_("helen"), piece, "release", **out) == 303
        house.clock.pass_days(3)
    assert outside(house, piece) == (False, True)
    return piece


def outside(house: TestHouse, piece: PieceWhole) -> tuple[bool, bool]:
    """Say whether the older words, and the newer, are read by a sponsor."""
    here = f"/p/{house.partnership.id}"
    pages = (f"/pieces/{piece.piece.id}", f"{here}/memory", f"{here}/sponsor")
    seen = "".join(house.as_("grace").get(each).text for each in pages)
    return OLD in seen, NEW in seen


def test_an_objection_in_another_piece_brings_nothing_older_back(house: TestHouse) -> None:
    met = meet(house.services, house.community.id)
    piece = replaced(house, a_piece(house.services, house.actor("helen"), met))
    met = meet(house.services, house.community.id)
    other = a_piece(house.services, house.actor("helen"), met)
    post(house.as_("helen"), other, "words", title="Delays", line=f"{NEW}.", narrative=SO)
    assert record(house, house.as_("sam"), other) == 303

    assert post(house.as_("amina"), other, "object") == 303

    at_once = outside(house, piece)
    house.clock.pass_days(20)
    assert (at_once, outside(house, piece)) == ((False, False), (False, False))
    assert LOOKED_AT_AGAIN in house.as_("grace").get(f"/pieces/{piece.piece.id}").text


@pytest.mark.parametrize("is_off", [False, True])
def test_its_people_asked_under_another_title_bring_nothing_older_back(
    house: TestHouse, *, is_off: bool
) -> None:
    asked = written(house, *WROTE)
    piece = replaced(house, asked.whole)
    new = {"line": f"{NEW}.", "narrative": SO}
    assert post(house.as_("helen"), piece, "words", title="Delays at night", **new) == 303
    retitled = outside(house, piece)

    assert asked.ask() == 303
    if is_off:
        assert asked.answer(0, "off") == 303

    at_once = outside(house, piece)
    house.clock.pass_days(20)
    assert (retitled, at_once) == ((False, True), (False, False))
    assert outside(house, piece) == (False, not is_off)  # whom nobody answered, the group's yes has


def test_words_that_never_counted_leave_the_older_ones_where_they_are(house: TestHouse) -> None:
    met = meet(house.services, house.community.id)
    piece = replaced(house, a_piece(house.services, house.actor("helen"), met))
    post(house.as_("helen"), piece, "words", title="Delays", line="Else.", narrative=SO)
    assert record(house, house.as_("sam"), piece) == 303

    assert post(house.as_("amina"), piece, "object") == 303

    house.clock.pass_days(20)
    assert outside(house, piece) == (False, True)


def test_notion_shows_nothing_on_that_is_hidden_here(tmp_path: Path) -> None:
    bench: Bench = make_bench(tmp_path)
    house = bench.place
    piece = bench.released()
    phone, note = may_stay(house)
    bench.rewrite(piece, line=f"{NEW}.")
    bench.check(piece)
    for _ in range(2):
        bench.sync()
        minutes_later(bench)
    assert NEW in in_notion(bench)
    say(phone, note, "no")
    for _ in range(2):
        bench.sync()
        minutes_later(bench)

    assert NEW not in in_notion(bench)


def test_notion_shows_no_words_that_fell_away_in_another_piece(tmp_path: Path) -> None:
    bench: Bench = make_bench(tmp_path)
    house = bench.place
    piece = bench.released()
    for line in (OLD, NEW):
        bench.rewrite(piece, line=f"{line}.")
        bench.check(piece)
        bench.sync()
        minutes_later(bench)
        assert line in in_notion(bench)
    newest = whole_piece(house.services, piece.piece.id).newest
    met = meet(house.services, piece.piece.community_id)
    other = a_piece(house.services, house.actor("helen"), met)
    same = {"title": newest.title, "line": newest.line, "narrative": newest.stored_story}
    assert post(house.as_("helen"), other, "words", **same) == 303
    assert record(house, house.as_("sam"), other) == 303
    assert post(house.as_("amina"), other, "object") == 303
    for _ in range(2):
        bench.sync()
        minutes_later(bench)

    assert (OLD in in_notion(bench), NEW in in_notion(bench)) == (False, False)


def in_notion(bench: Bench) -> str:
    there = (each for each in bench.state.things.values() if not bench.state.is_trashed(each))
    return "\n".join(str(each) for each in there)


def test_whoever_was_not_named_reads_them_in_no_difference_with_notion(tmp_path: Path) -> None:
    bench: Bench = make_bench(tmp_path)
    house = bench.place
    piece = bench.released()
    bench.sync()
    minutes_later(bench)
    phone, note = may_stay(house)
    house.people["lily"] = new_person(house, "Lily Lime", Role.LEARNING_PARTNER)
    bench.edit(piece, "In one line", "Something else altogether.")
    bench.rewrite(piece, line=f"{NEW}.")
    for _ in range(2):
        minutes_later(bench)
        bench.sync()
    with house.services.db.read() as tx:
        (conflict,) = stored_links.open_conflicts(tx, house.partnership.id)
    pages = (f"/conflicts/{conflict.id}", f"/p/{house.partnership.id}/sync")
    assert all(NEW in house.as_("lily").get(each).text for each in pages)
    say(phone, note, "no")

    assert not any(NEW in house.as_("lily").get(each).text for each in pages)
    assert all(NEW in house.as_("helen").get(each).text for each in pages)
