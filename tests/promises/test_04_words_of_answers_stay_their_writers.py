"""Promise 4: what people said when they were asked is told no more than their notes are."""

import pytest

from plugin.curate.pieces import make_piece
from plugin.domain.people import OPERATOR
from plugin.errors import BadInput
from plugin.govern.retention import tidy
from plugin.store import pieces as stored_pieces
from plugin.sync.here.write import next_wording
from tests.promises.team import post
from tests.promises.test_04_its_people_check_it_themselves import WROTE, Asked, house, written
from tests.promises.test_04_quotes_need_a_yes import note_of
from tests.unit.plugin.curate.meeting import read_back_today
from tests.unit.plugin.web.house import TestHouse

__all__ = ["house"]

SAID = "She told me alone that the matron hid the keys for weeks"
STORY = {"title": "T", "line": "Another line.", "narrative": f"One of us says: {SAID}."}


@pytest.fixture
def told(house: TestHouse) -> Asked:
    """Let an answer with words come out, and whoever curates read it."""
    asked = written(house, *WROTE)
    assert asked.ask() == 303
    assert asked.answer(0, "nearly", SAID) == 303
    assert asked.answer(1, "nearly", "Something else") == 303
    house.clock.pass_days(2)
    assert SAID in asked.desk()
    return asked


def other_piece(asked: Asked) -> Asked:
    notes = [each.note_id for each in asked.whole.all_sources]
    services, helen = asked.house.services, asked.house.actor("helen")
    here = asked.house.community.id
    piece = make_piece(services, helen, here, notes, "Other", "Other line.", "Other story.")
    return Asked(asked.house, asked.phones, piece.piece.id)


def test_nobody_uses_them_once_their_writer_does_not_want_it_shared(told: Asked) -> None:
    beside = other_piece(told)
    assert told.answer(0, "not shared") == 303
    helen = told.house.as_("helen")

    for piece in (told, beside):
        answer = helen.post(f"/pieces/{piece.piece_id}/words", data=STORY)
        assert answer.status_code == 400
        assert "what they said" in answer.text
        assert SAID not in "\n".join(piece.whole.newest.words)
    notes = [each.note_id for each in told.whole.sources]
    services, here = told.house.services, told.house.community.id
    with pytest.raises(BadInput, match="what they said"):
        make_piece(services, told.house.actor("helen"), here, notes, *STORY.values())


def test_nor_after_the_question_has_closed(told: Asked) -> None:
    assert told.answer(0, "not shared") == 303
    told.close()

    assert post(told.house.as_("helen"), told.whole, "words", **STORY) == 400


@pytest.mark.parametrize("beside", ["closing", "reading", "noticed"])
def test_nor_beside_the_piece(told: Asked, beside: str) -> None:
    assert told.answer(0, "not shared") == 303
    told.close()
    helen, at = told.house.as_("helen"), f"/pieces/{told.piece_id}"
    path, form = {
        "closing": (f"{at}/tell", {"closing": f"We left out: {SAID}."}),
        "reading": (f"{at}/reading", {"origin": "Housing", "words": f"We read: {SAID}."}),
        "noticed": (f"{at}/noticed", {"noticed": f"I noticed: {SAID}."}),
    }[beside]

    answer = helen.post(path, data=form)

    assert answer.status_code == 400
    assert SAID not in told.desk().partition("<form")[0]


def test_where_they_stand_already_the_piece_is_looked_at_again(told: Asked) -> None:
    """Another piece tells them by then; nobody outside reads it, and it is written without them."""
    beside = other_piece(told)
    assert post(told.house.as_("helen"), beside.whole, "words", **STORY) == 303
    assert told.answer(0, "not shared") == 303

    assert beside.whole.newest.id in beside.whole.repeats_gone
    assert any(each.settled_at is None for each in beside.whole.reviews)


def test_whoever_curates_sees_no_change_at_once(told: Asked) -> None:
    assert told.answer(0, "not shared") == 303

    assert SAID in told.desk()
    told.close()
    assert SAID not in told.desk()


def test_other_words_are_written_as_ever(told: Asked) -> None:
    assert told.answer(0, "not shared") == 303
    form = {"title": "T", "line": "Another line.", "narrative": "The keys were with somebody."}

    assert post(told.house.as_("helen"), told.whole, "words", **form) == 303


def test_words_of_an_answer_need_the_yes_of_all(told: Asked) -> None:
    told.close()
    assert post(told.house.as_("helen"), told.whole, "words", **STORY) == 303
    assert told.ask() == 303
    assert [told.answer(number, "yes") for number in (1, 2)] == [303, 303]
    told.close()
    silent = told.is_checked
    form = STORY | {"line": "Another line yet."}
    assert post(told.house.as_("helen"), told.whole, "words", **form) == 303
    assert told.ask() == 303
    assert [told.answer(number, "yes") for number in (0, 1, 2)] == [303, 303, 303]
    told.close()

    assert not silent
    assert told.is_checked


def test_words_of_an_answer_to_another_piece_need_it_too(told: Asked) -> None:
    """Its people were asked about another piece; not all of them are asked about this one."""
    told.close()
    notes = [note_of(told, each) for each in WROTE[1:]]
    services, helen = told.house.services, told.house.actor("helen")
    made = make_piece(services, helen, told.house.community.id, notes, *STORY.values())
    piece = Asked(told.house, told.phones, made.piece.id)
    assert piece.ask() == 303
    assert [piece.answer(number, "yes") for number in (1, 2)] == [303, 303]
    piece.close()

    assert not piece.is_checked


@pytest.mark.parametrize("which", ["the same piece", "another piece"])
@pytest.mark.parametrize("words", [SAID, WROTE[0]])
def test_what_somebody_types_in_notion_is_compared_too(told: Asked, which: str, words: str) -> None:
    """What was typed there is kept, and nobody outside reads it."""
    piece = (
        told if which == "the same piece" else written(told.house, "We have two keys now", "Yes")
    )
    assert told.answer(0, "not shared") == 303
    theirs = {"narrative": f"One of us says: {words}."}

    with told.house.services.db.begin() as tx:
        stored_pieces.add_wording(
            tx, next_wording(told.house.services, piece.whole, theirs, "notion")
        )

    assert piece.whole.newest.id in piece.whole.repeats_gone


def take_out(asked: Asked, question_id: str) -> int:
    phone = asked.phones[0]
    return phone.client.post(f"{phone.mine}/check/{question_id}/take-out").status_code


@pytest.mark.parametrize("where", ["another piece", "replaced since"])
def test_their_writer_takes_them_out_wherever_they_stand(told: Asked, where: str) -> None:
    question_id = told.whole.questions[-1].id
    piece = other_piece(told) if where == "another piece" else told
    if where == "replaced since":
        assert told.answer(0, "nearly", "I would rather not say more about it than that") == 303
    assert post(told.house.as_("helen"), piece.whole, "words", **STORY) == 303
    told.close()
    tidy(told.house.services, OPERATOR)
    assert "Take my words out" in told.phones[0].open("/notes").text

    assert take_out(told, question_id) == 303

    assert piece.whole.newest.id in piece.whole.repeats_gone
    assert [each.piece_id for each in piece.whole.reviews] == [piece.piece_id]
    assert not (where == "another piece" and told.whole.reviews)  # its own piece tells nothing
    assert take_out(told, question_id) == 400
    assert "Take my words out" not in told.phones[0].open("/notes").text


def test_words_that_stand_elsewhere_are_kept_for_their_writer(told: Asked) -> None:
    beside, question_id = other_piece(told), told.whole.questions[-1].id
    assert post(told.house.as_("helen"), beside.whole, "words", **STORY) == 303
    told.close()
    words = {"title": "A call", "line": "Other words.", "narrative": "Another story."}
    assert post(told.house.as_("helen"), told.whole, "words", **words) == 303
    told.house.clock.pass_days(1)
    read_back_today(told.house.services, told.house.actor("sam"), told.whole)
    told.house.clock.pass_days(8)
    assert told.is_checked
    tidy(told.house.services, OPERATOR)  # nobody has to answer any more what they said

    assert take_out(told, question_id) == 303
    assert beside.whole.newest.id in beside.whole.repeats_gone
