"""Promise 4: words of a held note, typed into a piece, do not leave those who may read the note."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.convene.communities import add_person
from plugin.convene.template_files import read_template
from plugin.curate.pieces import write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import KINDS, PieceWhole, Rung, name_for_all
from plugin.errors import BadInput, Refused
from plugin.mirror.returns import cards_for
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import (
    HELD,
    a_piece,
    change_note,
    meet,
    read_back_today,
)
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.web.house import TestHouse, make_house

TYPED = (
    HELD,
    "Somebody said it: STRUCK ME WAS HOW — long!",
    "how-long-nobody-spoke, that was how long nobody spoke: what struck me was how long nobody",
    "ｗｈａｔ ｓｔｒｕｃｋ ｍｅ ｗａｓ ｈｏｗ",
    "what\nstruck  me\u200b wás how",
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    runtime = make_house(tmp_path)
    yield runtime
    runtime.services.db.close()


def checked(made: TestHouse) -> PieceWhole:
    services = made.services
    piece = a_piece(services, made.actor("helen"), meet(services, made.community.id))
    read_back_today(services, made.actor("sam"), piece)
    made.clock.pass_days(8)
    return piece


def whole(made: TestHouse, piece: PieceWhole) -> PieceWhole:
    with made.services.db.read() as tx:
        found = stored_pieces.piece(tx, piece.piece.id)
    assert found is not None
    return found


def type_in(made: TestHouse, piece: PieceWhole, text: str) -> None:
    write_wording(made.services, made.actor("helen"), piece.piece.id, "A title", "A line.", text)


@pytest.mark.parametrize("text", TYPED)
def test_held_words_stop_read_back_and_release(made: TestHouse, text: str) -> None:
    piece = checked(made)
    type_in(made, piece, text)

    with pytest.raises(BadInput, match="held note"):
        read_back_today(made.services, made.actor("sam"), whole(made, piece))
    with pytest.raises(Refused, match="held note"):
        release(made.services, made.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)


@pytest.mark.parametrize("rung", [Rung.US, Rung.PARTNERSHIP])
def test_the_group_itself_reads_no_held_words(made: TestHouse, rung: Rung) -> None:
    piece = a_piece(made.services, made.actor("helen"), meet(made.services, made.community.id))
    type_in(made, piece, HELD)

    with pytest.raises(Refused, match="held note"):
        release(made.services, made.actor("helen"), piece.piece.id, rung, NO_HARM)
    assert HELD not in made.as_("amina").get(f"/pieces/{piece.piece.id}").text


def test_what_went_out_before_can_always_be_taken_down(made: TestHouse) -> None:
    piece = checked(made)
    release(made.services, made.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    made.clock.pass_days(3)
    type_in(made, piece, HELD)

    release(made.services, made.actor("helen"), piece.piece.id, Rung.US)


def test_no_other_group_is_told_a_title_that_became_held(made: TestHouse) -> None:
    services, met = made.services, meet(made.services, made.community.id)
    title = "Nobody rang my mother back"
    change_note(services, f"trust-{met.id}", text=f"{title} before the weekend.")
    piece = a_piece(services, made.actor("helen"), met, "phone", "portal")
    write_wording(services, made.actor("helen"), piece.piece.id, title, "A line.", "Story.")
    read_back_today(services, made.actor("sam"), whole(made, piece))
    made.clock.pass_days(8)
    release(services, made.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    made.clock.pass_days(3)
    assert name_for_all(whole(made, piece), services.now) == title

    change_note(services, f"trust-{met.id}", label=Label.H)

    assert name_for_all(whole(made, piece), services.now) == "(being looked at again)"
    page = made.as_("grace").get(f"/p/{made.partnership.id}/memory").text
    assert "Being looked at again" in page
    assert f"{KINDS[piece.newest.kind]} ·" not in page


def test_four_words_stop_nothing(made: TestHouse) -> None:
    piece = checked(made)
    type_in(made, piece, "It is not known how long nobody spoke that day.")
    made.clock.pass_days(1)

    read_back_today(made.services, made.actor("sam"), whole(made, piece))
    made.clock.pass_days(8)
    release(made.services, made.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)


@pytest.mark.parametrize("field", ["title", "line", "narrative"])
def test_held_words_are_found_in_every_field(made: TestHouse, field: str) -> None:
    piece = checked(made)
    words = {"title": "A title", "line": "A line.", "narrative": ""} | {field: HELD}

    write_wording(made.services, made.actor("helen"), piece.piece.id, **words)

    newest = whole(made, piece)
    assert newest.newest.id in newest.repeats_held


def test_words_that_became_held_after_checking_are_read_outside_no_more(made: TestHouse) -> None:
    services, helen = made.services, made.actor("helen")
    met = meet(services, made.community.id)
    piece = a_piece(services, helen, met, "phone", "trust", "portal")
    quoted = "I said yes on the phone before the form was there."
    write_wording(services, helen, piece.piece.id, "A canary title", "A line.", quoted)
    read_back_today(services, made.actor("sam"), whole(made, piece))
    made.clock.pass_days(8)
    release(services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    made.clock.pass_days(3)
    sponsors = f"/p/{made.partnership.id}/sponsor"
    assert "A canary title" in made.as_("grace").get(sponsors).text

    change_note(services, f"phone-{met.id}", label=Label.H)

    assert "A canary title" not in made.as_("grace").get(sponsors).text
    assert cards_for(services, made.actor("sam"), made.community.id, read_template) == ()


def test_the_curator_sees_which_words_they_are(made: TestHouse) -> None:
    piece = checked(made)
    form = {"title": "A title", "line": "A line.", "narrative": TYPED[1]}

    said = made.as_("helen").post(
        f"/pieces/{piece.piece.id}/words", data=form, follow_redirects=True
    )

    assert "Words of a held note stand in it" in said.text
    assert "struck me was how long" in said.text


def test_a_curator_who_was_not_named_hears_whom_to_ask(made: TestHouse) -> None:
    piece = checked(made)
    type_in(made, piece, TYPED[1])
    here = (made.partnership.id, made.community.id)
    lena = ("Lena Late", "lena@northside.example", Role.LEARNING_PARTNER)
    made.people["lena"] = add_person(made.services, OPERATOR, *here, *lena)

    page = made.as_("lena").get(f"/pieces/{piece.piece.id}").text

    assert "Words of a held note stand in it" in page
    assert "Connie, Sam and Helen" in page
    assert "struck me was how long" not in page.replace("STRUCK ME WAS HOW — long", "")


def test_making_a_piece_of_held_words_says_so(made: TestHouse) -> None:
    met = meet(made.services, made.community.id)
    form = {
        **{"note": f"phone-{met.id}", "title": "A title", "line": HELD, "narrative": ""},
        **{"kind": "doubt", "family": "story", "person": "2", "press": "p", "fits": "yes"},
    }

    said = made.as_("helen").post(
        f"/c/{made.community.id}/desk/pieces", data=form, follow_redirects=True
    )

    assert "Words of a held note stand in it" in said.text


# ------------------------------------------------------------------------------- Notion


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


def test_held_words_typed_in_notion_are_taken_out_of_it(bench: Bench) -> None:
    piece = bench.released("A canary title")
    bench.sync()
    bench.sync()
    bench.edit(piece, "In one line", HELD)

    bench.sync()
    bench.sync()

    assert HELD not in json.dumps(bench.state.as_text(), ensure_ascii=False)
    newest = bench.whole(piece)
    assert newest.newest.line == HELD
    assert newest.newest.id in newest.repeats_held


def test_other_words_bring_the_piece_back_to_notion(bench: Bench) -> None:
    piece = bench.released("A canary title")
    bench.sync()
    bench.sync()
    bench.edit(piece, "In one line", HELD)
    bench.sync()
    bench.sync()

    bench.rewrite(piece, line="Another line.")
    bench.sync()

    assert bench.shows(piece)["Name"] == "A canary title"
    assert HELD not in json.dumps(bench.state.as_text(), ensure_ascii=False)
