"""Promise 5: words of a note that is gone come back outside, or into a piece, by no other way."""

import json
from pathlib import Path

import pytest

from plugin.convene import communities
from plugin.convene.changing_sessions import change_session
from plugin.convene.invitations import arrange
from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.invitations import Arrangements
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back
from plugin.store.invitations import arrangements, save_arrangements
from tests.promises.team import NEWER, is_checked_at_last, make_team, post, record
from tests.unit.plugin.curate.meeting import (
    HELD,
    NO_HARM_TYPED,
    PHONE,
    change_note,
    meet,
    meet_without_board,
)
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.web.house import TestHouse

REFUSED = "Words that were taken back, or erased on their day, stand in this wording."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def a_quote(house: TestHouse, met: Session, line: str) -> PieceWhole:
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    return make_piece(
        house.services,
        house.actor("helen"),
        house.community.id,
        notes,
        "By phone",
        line,
        "Story.",
        kind="doubt",
    )


@pytest.fixture
def released(house: TestHouse, met: Session) -> PieceWhole:
    piece = a_quote(house, met, PHONE)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    assert post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(3)
    return piece


def take(house: TestHouse, met: Session) -> None:
    take_back(house.services, house.actor("sam"), f"phone-{met.id}")


def is_outside(house: TestHouse, piece: PieceWhole, words: str = PHONE) -> bool:
    here = f"/p/{house.partnership.id}"
    pages = (f"/pieces/{piece.piece.id}", f"{here}/memory", f"{here}/sponsor")
    return any(words in house.as_("grace").get(page).text for page in pages)


def still_stands(house: TestHouse, piece: PieceWhole, met: Session) -> int:
    return post(house.as_("helen"), piece, "still-stands", gone=f"phone-{met.id}")


def test_what_repeats_the_words_does_not_still_stand(
    house: TestHouse, met: Session, released: PieceWhole
) -> None:
    assert is_outside(house, released)
    take(house, met)
    page = f"/pieces/{released.piece.id}"

    assert "It still stands" not in house.as_("helen").get(page).text
    assert still_stands(house, released, met) == 400
    assert not is_outside(house, released)
    assert "Words that were taken back still stand in “" in house.as_("helen").get("/").text

    assert post(house.as_("helen"), released, "words", **NEWER) == 303
    assert record(house, house.as_("sam"), released) == 303
    house.clock.pass_days(9)
    assert not is_outside(house, released, "A newer line.")
    rung = {"rung": Rung.PARTNERSHIP.name, **NO_HARM_TYPED}
    assert post(house.as_("helen"), released, "release", **rung) == 303
    assert is_outside(house, released, "A newer line.")
    assert not is_outside(house, released)


def test_an_older_wording_that_was_checked_is_not_read_again(
    house: TestHouse, met: Session, released: PieceWhole
) -> None:
    take(house, met)
    assert post(house.as_("helen"), released, "words", **NEWER) == 303

    assert still_stands(house, released, met) == 303

    assert not is_outside(house, released)
    text = house.as_("helen").get(f"/pieces/{released.piece.id}").text
    assert "Restore the checked wording" not in text
    assert "Outside the group people read" not in text


def test_no_button_puts_the_words_back(
    house: TestHouse, met: Session, released: PieceWhole
) -> None:
    take(house, met)
    helen, typed = house.as_("helen"), NEWER | {"line": f"Somebody: {PHONE.upper()}"}
    assert post(helen, released, "words", **NEWER) == 303

    assert post(helen, released, "restore", number=1) == 400
    assert post(helen, released, "words", **typed) == 400
    house.clock.pass_days(1)
    meeting = meet_without_board(house.services, house.community.id)
    agreed = {"session": meeting.id, "answer": "changed", **typed}
    assert post(house.as_("sam"), released, "read-back", **agreed) == 400
    new = {"note": f"trust-{met.id}", "title": "T", "line": PHONE, "narrative": "", "kind": "doubt"}
    new["fits"] = "yes"
    answer = helen.post(f"/c/{house.community.id}/desk/pieces", data=new)
    assert answer.status_code == 400
    assert REFUSED in answer.text
    assert whole_piece(house.services, released.piece.id).newest.number == 2


def test_what_stands_there_is_changed_step_by_step(
    house: TestHouse, met: Session, released: PieceWhole
) -> None:
    take(house, met)

    assert post(house.as_("helen"), released, "words", **NEWER | {"line": PHONE}) == 303
    assert record(house, house.as_("sam"), released) == 400
    assert not is_outside(house, released)


def test_a_note_that_left_the_board_takes_its_words_along(
    house: TestHouse, met: Session, released: PieceWhole
) -> None:
    change_note(house.services, f"phone-{met.id}", label=Label.H, erase_on=house.services.today)
    tidy(house.services, OPERATOR)

    assert still_stands(house, released, met) == 400
    assert not is_outside(house, released)


def test_held_words_go_no_further_once_their_day_has_come(house: TestHouse, met: Session) -> None:
    piece = a_quote(house, met, HELD)
    house.clock.pass_days(60)
    tidy(house.services, OPERATOR)

    assert record(house, house.as_("sam"), piece) == 400
    assert not is_checked_at_last(house, piece)


def test_places_are_kept_and_no_words(house: TestHouse, met: Session, released: PieceWhole) -> None:
    take(house, met)
    with house.services.db.read() as tx:
        rows = tx.exec_driver_sql("SELECT * FROM gone_words").all()
    assert len(rows) == 1
    assert "phone before" not in str(rows)


def test_an_edit_in_notion_brings_nothing_back(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    piece = bench.draft("By phone", f"{PHONE} That is all.")
    bench.rest_on_meetings(piece, 2)
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    bench.sync()
    bench.sync()
    note_id = next(each.note_id for each in piece.sources if each.note_id.startswith("phone"))
    take_back(bench.place.services, bench.place.actor("sam"), note_id)
    bench.rewrite(piece, narrative="Another story.")
    bench.check(piece)
    bench.sync()
    bench.sync()
    assert PHONE not in in_notion(bench)

    bench.edit(piece, "In one line", f"As somebody said: {PHONE}")
    bench.sync()
    bench.sync()

    assert bench.whole(piece).newest.made_in == "notion"
    assert PHONE not in in_notion(bench)
    assert bench.whole(piece).newest.id in bench.whole(piece).repeats_gone


def in_notion(bench: Bench) -> str:
    return json.dumps(bench.state.as_text(), ensure_ascii=False)


def second_group(house: TestHouse) -> Session:
    """Start another group, of which helen and sam are too, and let it meet."""
    here = house.partnership.id
    other = communities.start_community(house.services, OPERATOR, here, "Night shift", "How?")
    for who, role in (("helen", Role.LEARNING_PARTNER), ("sam", Role.FACILITATOR)):
        name, address = house.people[who].name, f"{who}@northside.example"
        communities.add_person(house.services, OPERATOR, here, other.id, name, address, role)
    return meet(house.services, other.id)


def test_what_went_is_looked_for_in_every_group_and_no_other_is_named(
    house: TestHouse, met: Session
) -> None:
    other = second_group(house)
    notes = [f"{name}-{other.id}" for name in ("trust", "portal")]
    actor = house.actor("helen")
    piece = make_piece(
        house.services, actor, other.community_id, notes, "Nights", PHONE, "Story.", kind="doubt"
    )
    house.clock.pass_days(1)
    session = meet_without_board(house.services, other.community_id)
    read = {"session": session.id, "answer": "no change"}
    assert post(house.as_("sam"), piece, "read-back", **read) == 303
    house.clock.pass_days(9)
    assert post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(3)
    assert PHONE in house.as_("grace").get(f"/pieces/{piece.piece.id}").text

    done = take_back(house.services, house.actor("sam"), f"phone-{met.id}")

    assert PHONE not in house.as_("grace").get(f"/pieces/{piece.piece.id}").text
    said = " ".join(done.reached.values())
    assert "A piece of another group did not rest on it, and repeats its words." in said
    assert "Nights" not in said
    assert "Night shift" not in said


def test_what_went_from_one_group_is_written_in_no_other(
    house: TestHouse, met: Session, released: PieceWhole
) -> None:
    other = second_group(house)
    take(house, met)

    notes = [f"trust-{other.id}", f"portal-{other.id}"]
    data = {"note": notes, "title": "T", "line": PHONE, "narrative": "", "kind": "doubt"}
    data["fits"] = "yes"
    answer = house.as_("helen").post(f"/c/{other.community_id}/desk/pieces", data=data)

    assert answer.status_code == 400
    assert REFUSED in answer.text


def test_what_one_group_holds_no_other_quotes(house: TestHouse, met: Session) -> None:
    other, words = second_group(house), "The night nurse cried alone in the linen room."
    change_note(house.services, f"phone-{met.id}", text=words, label=Label.H)
    notes = [f"{name}-{other.id}" for name in ("trust", "portal")]
    piece = make_piece(
        house.services,
        house.actor("helen"),
        other.community_id,
        notes,
        "Nights",
        words,
        "Story.",
        kind="doubt",
    )

    nora = communities.add_person(
        house.services,
        OPERATOR,
        house.partnership.id,
        other.community_id,
        "Nora Bly",
        "nora@x.example",
        Role.LEARNING_PARTNER,
    )
    house.people["nora"] = nora
    house.clock.pass_days(1)
    session = meet_without_board(house.services, other.community_id)

    answer = house.as_("sam").post(
        f"/pieces/{piece.piece.id}/read-back", data={"session": session.id, "answer": "no change"}
    )

    assert answer.status_code == 400
    assert "held notes are never quoted" in answer.text
    seen = house.as_("nora").get(f"/pieces/{piece.piece.id}").text
    assert "Another group of this partnership holds such a note" in seen


def test_no_meeting_is_called_by_words_that_went(
    house: TestHouse, met: Session, released: PieceWhole
) -> None:
    take(house, met)

    with pytest.raises(BadInput, match="stand in this name"):
        change_session(house.services, house.actor("sam"), met.id, PHONE, met.day)


def test_an_invitation_that_repeats_what_went_is_named_or_erased(
    house: TestHouse, met: Session
) -> None:
    coming, over = (
        meet(house.services, house.community.id, state)
        for state in (SessionState.PLANNED, SessionState.CLOSED)
    )
    said = Arrangements(other_ways=f"Last time: {PHONE}")
    arrange(house.services, house.actor("sam"), coming.id, said)
    with house.services.db.begin() as tx:
        save_arrangements(tx, over.id, said)

    done = take_back(house.services, house.actor("sam"), f"phone-{met.id}")

    assert "stand in the invitation to the session of" in done.reached["Invitations"]
    assert "is erased" in done.reached["Invitations"]
    with house.services.db.read() as tx:
        assert arrangements(tx, over.id) is None


def test_nothing_is_arranged_for_a_closed_session(house: TestHouse, met: Session) -> None:
    with pytest.raises(BadInput, match="closed"):
        arrange(house.services, house.actor("sam"), met.id, Arrangements(access="A wheelchair."))
