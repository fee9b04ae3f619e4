"""Promise 4: what a group replaced is not read again since what replaced it has to be hidden."""

from __future__ import annotations

from pathlib import Path

from plugin.domain.notes import Note
from plugin.domain.people import Role
from plugin.store import links as stored_links
from plugin.use_cases import close_session
from tests.promises.team import new_person, post, record
from tests.promises.test_04_a_writer_alone_lets_a_held_note_stay import say
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.sync.rows_by_people import minutes_later
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import HELD, Phone, join, notes_of, without_board

OLD = "The porters are to blame for most of the delays at night"
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
