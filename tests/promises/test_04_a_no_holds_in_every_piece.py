"""Promise 4: what somebody says of their words in one piece holds in every piece that has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plugin.curate.pieces import make_piece, whole_piece, write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.piece_steps import Did
from plugin.domain.pieces import PieceWhole, Rung, last_checked, readable_outside
from plugin.errors import BadInput
from plugin.store import pieces as stored_pieces
from plugin.sync.here.write import next_wording
from tests.promises.team import make_team, record
from tests.promises.test_04_a_different_view_is_kept import save as save_words
from tests.promises.test_04_its_people_check_it_themselves import (
    CANARY,
    STORY,
    TITLE,
    WROTE,
    Asked,
    house,
    written,
)
from tests.promises.test_04_quotes_need_a_yes import HER, HIS, note_of, quote, say
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import backup, put_back, save
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse

__all__ = ["backup", "house"]  # fixtures

WITHOUT_THE_LAST = HER.rsplit(" ", 1)[0]


def quoted(house: TestHouse) -> Asked:
    """Let two people write a note each, and be asked about a piece that quotes the first."""
    asked = written(house, HER, HIS)
    assert quote(asked, HER) == 303
    assert asked.ask() == 303
    assert asked.answer(0, "yes") == 303
    return asked


def another(house: TestHouse, *names: str) -> PieceWhole:
    session = meet(house.services, house.community.id)
    return a_piece(house.services, house.actor("helen"), session, *(names or ("phone", "trust")))


def now(house: TestHouse, piece: PieceWhole) -> PieceWhole:
    return whole_piece(house.services, piece.piece.id)


def post(house: TestHouse, piece_id: str, part: str, **data: object) -> int:
    return house.as_("helen").post(f"/pieces/{piece_id}/{part}", data=data).status_code


def join(house: TestHouse, piece: PieceWhole, other_id: str) -> None:
    assert post(house, piece.piece.id, "join-into", other=other_id, why="One thing.") == 303


def half_of(house: TestHouse, piece: PieceWhole, *note_ids: str) -> PieceWhole:
    said = {"note": list(note_ids), "title": "Half", "why": "Two things."}
    assert post(house, piece.piece.id, "split", **said) == 303
    (half,) = now(house, piece).belongs_with
    return whole_piece(house.services, half)


def let_out(house: TestHouse, piece: PieceWhole) -> None:
    house.clock.pass_days(1)
    read_back_today(house.services, house.actor("sam"), now(house, piece))
    house.clock.pass_days(8)
    release(house.services, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)


def outside(house: TestHouse, piece: PieceWhole) -> str:
    check = readable_outside(now(house, piece), house.clock())
    page = house.as_("grace").get(f"/pieces/{piece.piece.id}").text
    return page + (check.wording.narrative if check else "")


def test_a_no_to_a_quote_empties_it_in_the_piece_that_took_it_over(house: TestHouse) -> None:
    asked, a = quoted(house), another(house)
    join(house, a, asked.piece_id)
    assert HER in now(house, a).newest.narrative

    say(asked, 0, "no")
    said_no = now(house, a).newest.narrative
    say(asked, 0, "yes")

    assert HER not in said_no
    assert HER in now(house, a).newest.narrative  # it was changed back before the question closed


def test_refused_words_come_back_in_no_part_no_piece_and_no_story(house: TestHouse) -> None:
    asked = quoted(house)
    say(asked, 0, "no")
    asked.close()
    services, helen, here = house.services, house.actor("helen"), house.community.id
    notes = [note_of(asked, HER), note_of(asked, HIS)]

    assert quote(asked, HER, WITHOUT_THE_LAST) == 400
    for story in ("Said: [quote 1]", f"Somebody said: {WITHOUT_THE_LAST}."):
        with pytest.raises(BadInput, match="said no"):
            make_piece(services, helen, here, notes, "Other", "A line.", story, kind="doubt")
    with pytest.raises(BadInput, match="said no"):
        write_wording(services, helen, asked.piece_id, "T", "A line.", f"So {WITHOUT_THE_LAST}.")
    reading = {"origin": "Housing", "words": HER}
    assert post(house, asked.piece_id, "reading", **reading) == 400


def test_a_story_that_told_them_already_is_read_by_nobody_outside(house: TestHouse) -> None:
    asked = written(house, HER, HIS)
    services, helen, here = house.services, house.actor("helen"), house.community.id
    notes = [note_of(asked, HER), note_of(asked, HIS)]
    told = make_piece(services, helen, here, notes, "T", "L.", f"One said: {HER}.", kind="doubt")
    let_out(house, told)
    assert HER in outside(house, told)
    quote(asked, HER)
    asked.ask()
    asked.answer(0, "yes")

    say(asked, 0, "no")

    assert HER not in outside(house, told)
    page = house.as_("helen").get(f"/pieces/{told.piece.id}").text
    assert "of a quote to which its writer said no" in page


@pytest.mark.parametrize("is_joined_first", [True, False])
def test_please_do_not_share_it_holds_in_joined_pieces(
    house: TestHouse, is_joined_first: bool
) -> None:
    asked, a = quoted(house), another(house)
    if is_joined_first:
        join(house, a, asked.piece_id)

    assert asked.answer(0, "not shared") == 303

    if not is_joined_first:
        join(house, a, asked.piece_id)
    mine = note_of(asked, HER)
    rests = [each.note_id for each in now(house, a).sources if each.gone_because is None]
    assert (mine in rests, HER in now(house, a).newest.narrative) == (False, False)
    again = {"piece": a.piece.id, "note": mine, "why": "It fits."}
    at = f"/c/{house.community.id}/desk/sources"
    assert house.as_("helen").post(at, data=again).status_code == 400


def test_please_do_not_share_it_covers_the_half_that_tells_it(house: TestHouse) -> None:
    asked = written(house, *WROTE, line=f"As one wrote: {WROTE[0]}")
    half = half_of(house, asked.whole, note_of(asked, WROTE[1]))
    asked.ask()

    assert asked.answer(0, "not shared") == 303

    half = now(house, half)
    assert half.newest.id in half.repeating


def test_what_was_left_out_is_told_by_no_hand_and_in_nothing_beside_it(house: TestHouse) -> None:
    asked = quoted(house)
    reading = {"origin": "Housing", "words": f"We say: {HER}"}
    assert post(house, asked.piece_id, "reading", **reading) == 303
    asked.ask()

    assert asked.answer(0, "not shared") == 303

    assert HER not in "".join(each.words for each in asked.whole.readings)
    services, helen = house.services, house.actor("helen")
    with pytest.raises(BadInput, match="left out of this piece"):
        write_wording(services, helen, asked.piece_id, "T", "L.", f"One said: {HER}.")
    assert post(house, asked.piece_id, "reading", **reading) == 400
    assert post(house, asked.piece_id, "set-down", why=f"Since {HER}.") == 400
    typed = next_wording(services, asked.whole, {"narrative": f"One said: {HER}."}, "notion")
    with services.db.begin() as tx:
        stored_pieces.add_wording(tx, typed)
    assert typed.id in asked.whole.repeating


def test_words_that_are_read_outside_alone_can_be_taken_out_too(house: TestHouse) -> None:
    """The newest wording says them no more, and our partners still read the one that does."""
    asked = kept_in_the_text(house)
    let_out(house, asked.whole)
    reading = {"origin": "Housing", "words": f"We say: {CANARY}"}
    assert post(house, asked.piece_id, "reading", **reading) == 303
    number = asked.whole.newest.number
    save_words(
        asked, {"title": TITLE, "line": "L.", "narrative": "Other words.", "after": str(number)}
    )
    assert CANARY in house.as_("grace").get(f"/pieces/{asked.piece_id}").text

    take_out(asked)

    assert CANARY not in outside(house, asked.whole)
    assert CANARY not in "".join(each.words for each in asked.whole.readings)


def take_out(asked: Asked) -> None:
    phone, question = asked.phones[0], asked.whole.questions[0].id
    actions = re.findall(r'action="([^"]+)"', phone.open("/notes").text)
    (out,) = (each for each in actions if question in each)
    assert phone.client.post(out, follow_redirects=True).status_code == 200


def kept_in_the_text(house: TestHouse) -> Asked:
    """Let an answer of somebody be kept in the line of a piece."""
    asked = written(house, *WROTE)
    asked.ask()
    asked.answer(0, "off", CANARY)
    asked.close()
    form = {"title": TITLE, "line": f"Some say {CANARY}", "narrative": STORY, "after": "1"}
    save_words(asked, form)
    return asked


def joined(house: TestHouse, asked: Asked) -> PieceWhole:
    form = {"title": TITLE, "line": "L.", "narrative": f"Some say {CANARY}", "after": "2"}
    save_words(asked, form)
    a = another(house)
    house.clock.pass_days(1)
    join(house, a, asked.piece_id)
    # In its own piece the words stand no more.
    save_words(asked, {"title": TITLE, "line": "L.", "narrative": "Other words.", "after": "3"})
    return a


def split(house: TestHouse, asked: Asked) -> PieceWhole:
    return half_of(house, asked.whole, *(note_of(asked, each) for each in WROTE[1:]))


@pytest.mark.parametrize("copied", [joined, split])
def test_words_of_an_answer_are_taken_out_wherever_they_went(
    house: TestHouse, copied: Callable[[TestHouse, Asked], PieceWhole]
) -> None:
    asked = kept_in_the_text(house)
    copy = copied(house, asked)
    let_out(house, copy)
    assert CANARY in outside(house, copy)

    take_out(asked)

    assert CANARY not in outside(house, copy)


def test_a_backup_forgets_no_no(house: TestHouse, backup: Path) -> None:
    """Quoted, put under a piece and refused since: the backup knows neither."""
    asked = written(house, *WROTE)
    theirs = note_of(asked, WROTE[2])
    services, helen, here = house.services, house.actor("helen"), house.community.id
    some = [note_of(asked, each) for each in WROTE[:2]]
    b = Asked(
        house, asked.phones, make_piece(services, helen, here, some, "B", "L.", "S.").piece.id
    )
    assert post(house, asked.piece_id, "take-off", note=theirs, why="Not this.") == 303
    save(house, backup)
    quote(asked, HER)
    asked.ask()
    asked.answer(0, "yes")
    say(asked, 0, "no")
    at = f"/c/{here}/desk/sources"
    fits = {"piece": b.piece_id, "note": theirs, "why": "It fits."}
    assert house.as_("helen").post(at, data=fits).status_code == 303
    b.ask()
    assert b.answer(2, "not shared") == 303

    put_back(house, backup)

    assert quote(asked, HER) == 400
    assert house.as_("helen").post(at, data=fits).status_code == 400


@pytest.mark.parametrize("how", ["joined", "split", "from Notion"])
def test_who_wrote_words_is_their_author_in_the_piece_that_took_them(
    tmp_path: Path, how: str
) -> None:
    team = make_team(tmp_path)
    services, kai = team.services, team.people["kai"]
    a = another(team, "phone", "trust", "portal")
    names = [each.note_id for each in a.sources]
    if how == "split":
        a = make_piece(services, kai, team.community.id, names, "K", "His line.", "His story.")
        piece, recorder = half_of(team, a, *names[:2]), "kai"
    else:
        b = make_piece(services, kai, team.community.id, names[:1], "K", "His line.", "His story.")
        if how == "from Notion":
            in_notion(team, b)
        piece, recorder = a, "kai" if how == "joined" else "sam"
        team.clock.pass_days(1)
        join(team, a, b.piece.id)

    status = record(team, team.as_(recorder), piece)

    team.clock.pass_days(9)
    check = last_checked(now(team, piece), team.clock())
    if recorder == "kai":
        assert (status, check) == (403, None)
    else:
        assert check is not None
        assert "nobody known to be independent" in check.in_words
    services.db.close()


@pytest.mark.parametrize("before", ["against", "for"])
def test_what_was_checked_keeps_what_spoke_against_it(house: TestHouse, before: str) -> None:
    """A note is taken off and put back as the other thing: what was checked rests as it did."""
    names = ("phone", "trust", "portal") if before == "for" else ("phone", "trust")
    piece, at = another(house, *names), f"/c/{house.community.id}/desk/sources"
    note_id = piece.sources[0].note_id.replace(piece.sources[0].note_id.split("-")[0], "portal")
    said = {"piece": piece.piece.id, "note": note_id, "why": "x y"}
    against = {**said, "against": "yes"}
    helen = house.as_("helen")
    if before == "against":
        assert helen.post(at, data=against).status_code == 303
    let_out(house, piece)
    assert post(house, piece.piece.id, "take-off", note=note_id, why="Off.") == 303
    assert helen.post(at, data=said if before == "against" else against).status_code == 303

    whole = now(house, piece)
    check = last_checked(whole, house.clock())

    assert check is not None
    then = {each.note_id: each.is_against for each in whole.as_of(check.wording).sources}
    assert (len(then), then[note_id]) == (3, before == "against")
    assert ("Someone sees it otherwise." in outside(house, piece)) is (before == "against")


def in_notion(team: TestHouse, piece: PieceWhole) -> None:
    """Let the newest wording of a piece be what somebody typed in Notion."""
    theirs = next_wording(team.services, piece, {"narrative": "Typed by somebody."}, "notion")
    with team.services.db.begin() as tx:
        stored_pieces.add_wording(tx, theirs)


def test_every_step_that_names_another_piece_is_decided() -> None:
    """A new way to bring words from piece to piece has to be followed by what people say later."""
    follow = {each for each in Did if each.shares_words}

    assert follow == {Did.SPLIT, Did.SPLIT_FROM, Did.JOINED, Did.JOINED_INTO}
    assert set(Did) - follow == {
        *(Did.ADDED, Did.TAKEN_OFF, Did.SET_DOWN, Did.AGAINST),
        *(Did.READ, Did.READ_NO_MORE, Did.RETIRED),
        *(Did.EVIDENCE, Did.EVIDENCE_OFF),  # the curator's own words and figures
    }
