"""Promise 4: answers, a look and a yes hold for the words that they were about, for no others."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.curate.pieces import whole_piece
from plugin.domain.labels import Label
from plugin.domain.pieces import PieceWhole, Rung, last_checked, readable_outside
from plugin.domain.sessions import Session
from plugin.store import tables as t
from tests.promises.team import NEWER, make_team, post, record
from tests.promises.test_04_editions_are_agreed_by_the_group import Case
from tests.promises.test_04_its_people_check_it_themselves import WROTE, written
from tests.promises.test_04_quotes_need_a_yes import quote, say
from tests.unit.plugin.curate.meeting import (
    NO_HARM_TYPED,
    a_piece,
    change_note,
    meet,
    meet_without_board,
    read_back_today,
)
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.web.house import TestHouse

N2 = {"title": "Second words", "line": "The second line harms somebody.", "narrative": "Second."}
N3 = {"title": "Third words", "line": "The third line harms nobody.", "narrative": "Third story."}
HARMS = "The managers of that ward tell lies."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def checked_words(house: TestHouse, piece: PieceWhole, words: dict[str, str] | None) -> None:
    if words is not None:
        assert post(house.as_("helen"), piece, "words", **words) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)


def let_out(
    house: TestHouse, piece: PieceWhole, rung: str = "PARTNERSHIP", by: str = "helen"
) -> int:
    return post(house.as_(by), piece, "release", rung=rung, **NO_HARM_TYPED)


def outside(house: TestHouse, piece: PieceWhole) -> str:
    here = f"/p/{house.partnership.id}"
    pages = (f"/pieces/{piece.piece.id}", f"{here}/memory", f"{here}/sponsor")
    return "\n".join(house.as_("grace").get(page).text for page in pages)


@pytest.fixture
def three(house: TestHouse, met: Session) -> PieceWhole:
    """N1 is out; N2 was checked and never answered for; N3 was, and is out."""
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    checked_words(house, piece, None)
    assert let_out(house, piece) == 303
    house.clock.pass_days(3)
    checked_words(house, piece, N2)
    assert N2["line"] not in outside(house, piece)
    checked_words(house, piece, N3)
    assert N3["line"] not in outside(house, piece)
    assert let_out(house, piece) == 303
    text = outside(house, piece)
    assert N3["line"] in text
    assert N2["line"] not in text
    return piece


def test_words_that_nobody_answered_for_do_not_go_out_by_putting_them_back(
    house: TestHouse, three: PieceWhole
) -> None:
    assert post(house.as_("helen"), three, "restore", number=2) == 303

    assert N2["line"] not in outside(house, three)


def test_nor_by_typing_them(house: TestHouse, three: PieceWhole) -> None:
    assert post(house.as_("helen"), three, "words", **N2) == 303

    assert N2["line"] not in outside(house, three)


def test_nor_do_they_go_out_when_the_answered_ones_fall_away(
    house: TestHouse, three: PieceWhole, met: Session
) -> None:
    later = meet(house.services, house.community.id)
    change_note(
        house.services,
        f"trust-{later.id}",
        text=f"Said: {N3['line']}",
        label=Label.H,
        erase_on=later.held_until,
    )

    text = outside(house, three)

    assert N3["line"] not in text
    assert N2["line"] not in text


def test_no_edition_goes_out_of_words_that_nobody_answered_for(
    house: TestHouse, met: Session
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    read_back_today(house.services, house.actor("sam"), piece)
    house.clock.pass_days(8)
    case = Case(house, piece)
    first, second = "Ringing is quicker than any paper.", HARMS
    assert case.write(first) == 303
    assert case.agree("lea") == 303
    assert case.say("read", "ruth") == 303
    case.bring_out()
    assert case.is_shown(first)
    checked_words(house, piece, N2)
    assert N2["line"] not in outside(house, piece)  # partners do not read it: nobody answered

    assert case.write(second) == 303
    assert case.agree("lea") == 303
    assert case.say("read", "ruth") == 303
    house.clock.pass_days(8)

    assert N2["line"] not in outside(house, piece)
    assert not case.is_shown(second)  # anybody reads what was made of it


def looked_at(house: TestHouse, met: Session) -> PieceWhole:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    checked_words(house, piece, None)
    assert let_out(house, piece) == 303
    house.clock.pass_days(3)
    assert piece.newest.line in outside(house, piece)
    assert house.as_("sam").post(
        f"/notes/phone-{met.id}/take-back", data={"sure": "yes"}
    ).status_code in (302, 303)
    assert piece.newest.line not in outside(house, piece)
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    assert post(house.as_("helen"), piece, "still-stands", gone=f"phone-{met.id}") == 303
    assert piece.newest.line not in outside(house, piece)
    return piece


@pytest.mark.parametrize("way", ["restore", "words"])
def test_words_that_nobody_said_still_stand_do_not_come_back(
    house: TestHouse, met: Session, way: str
) -> None:
    piece = looked_at(house, met)
    old = piece.newest
    if way == "restore":
        post(house.as_("helen"), piece, "restore", number=1)
    else:
        words = {"title": old.title, "line": old.line, "narrative": old.narrative}
        post(house.as_("helen"), piece, "words", **words)

    assert old.line not in outside(house, piece)


def test_a_look_at_words_that_were_put_back_lets_them_out(house: TestHouse, met: Session) -> None:
    piece = looked_at(house, met)
    house.clock.pass_days(1)
    assert post(house.as_("helen"), piece, "restore", number=1) == 303
    page = house.as_("helen").get(f"/pieces/{piece.piece.id}").text
    assert "still-stands" in page  # the learning partner is asked, and can answer
    house.clock.pass_days(1)

    assert post(house.as_("helen"), piece, "still-stands", gone=f"phone-{met.id}") == 303

    assert piece.newest.line in outside(house, piece)


def test_words_for_places_like_ours_that_came_after_anyone_are_answered_for(
    house: TestHouse, met: Session
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    read_back_today(house.services, house.actor("sam"), piece)
    house.clock.pass_days(8)
    case = Case(house, piece)
    assert case.write("Ringing is quicker than any paper.") == 303
    assert case.agree("lea") == 303
    assert case.say("read", "ruth") == 303
    case.bring_out()
    at = f"/pieces/{piece.piece.id}/for/places-like-ours"
    form = {"title": "Calls", "summary": HARMS, "story": ""}
    assert house.as_("kai").post(at, data=form).status_code == 303
    with house.services.db.read() as tx:
        newest = sa.select(t.edition.c.id).where(t.edition.c.rung == "LANDSCAPE")
        edition = tx.execute(newest).scalar_one()
    meeting = meet_without_board(house.services, house.community.id)
    said = {"edition": edition, "session": meeting.id}
    assert house.as_("lea").post(f"{at}/agreed", data=said).status_code == 303
    assert house.as_("ruth").post(f"{at}/read", data={"edition": edition}).status_code == 303
    house.clock.pass_days(8)

    assert HARMS not in house.as_(None).get(f"/shared/{edition}").text
    assert "answers the three questions" in " ".join(house.as_("kai").get(at).text.split())
    assert let_out(house, piece, "PUBLIC") == 303
    assert HARMS in house.as_(None).get(f"/shared/{edition}").text


def test_silence_about_other_words_around_a_quote_is_no_yes_to_it(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    assert quote(asked, WROTE[0]) == 303
    assert asked.ask() == 303
    assert [asked.answer(n, "yes") for n in (0, 1, 2)] == [303] * 3
    assert say(asked, 0, "yes") == 303
    asked.close()
    assert asked.is_checked
    token = f"[quote {asked.whole.quotes[-1].number}]"
    story = f"Some of us only make excuses, and say: {token} Nobody believes that."
    words = {"title": "Excuses", "line": "We make excuses.", "narrative": story}
    assert post(house.as_("helen"), asked.whole, "words", **words) == 303
    assert asked.ask() == 303
    assert [asked.answer(n, "yes") for n in (1, 2)] == [303] * 2  # whom it quotes is silent
    asked.close()

    whole = whole_piece(house.services, asked.piece_id)
    check = last_checked(whole, house.clock())

    assert check is None or check.wording.id != whole.newest.id


def put_back_in_notion(
    bench: Bench, piece: PieceWhole, old: tuple[str, str, str], told: str
) -> None:
    """Let somebody in Notion write older words over those that stand there."""
    bench.edit(piece, "Name", old[0])
    bench.edit(piece, "In one line", old[1])
    block = next(each for each in bench.body(piece) if each.text == told)
    bench.edit_block(block.id, old[2])
    for _ in range(2):
        bench.pause(120)
        bench.sync()


def test_nobody_in_notion_puts_words_back_that_nobody_answered_for(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    piece = bench.draft("First", "The first story.")
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    bench.sync()
    harms = ("Second", "The second line harms somebody.", "The second story.")
    bench.rewrite(piece, title=harms[0], line=harms[1], narrative=harms[2])
    read_back_today(bench.place.services, bench.place.actor("sam"), bench.whole(piece))
    bench.place.clock.pass_days(9)
    bench.rewrite(piece, title="Third", line="The third line.", narrative="The third story.")
    bench.check(piece)
    bench.sync()
    bench.sync()

    put_back_in_notion(bench, piece, harms, "The third story.")

    assert bench.whole(piece).newest.line == harms[1]
    check = readable_outside(bench.whole(piece), bench.place.services.now)
    assert check is not None
    assert check.wording.line == "The third line."


def test_answers_are_for_the_words_that_were_seen(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    checked_words(house, piece, None)
    seen = house.as_("helen").get(f"/pieces/{piece.piece.id}").text
    assert '<input type="hidden" name="checked" value="1">' in seen
    checked_words(house, piece, N2)  # while somebody still looks at that page
    form = {"rung": "PARTNERSHIP", "checked": "1", **NO_HARM_TYPED}

    assert post(house.as_("helen"), piece, "release", **form) == 409
    assert post(house.as_("helen"), piece, "release", **(form | {"checked": "2"})) == 303
