"""Promise 4, rows of answers: what the people who wrote a piece say leads to the next wording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.piece_records import OTHER_VIEW, keeps_other_view, with_other_view
from plugin.domain.pieces import Rung, last_checked
from tests.promises.test_04_its_people_check_it_themselves import (
    CANARY,
    LINE,
    STORY,
    TITLE,
    WROTE,
    Asked,
    written,
)
from tests.unit.plugin.web.house import TestHouse, make_house

FIRST_LINE = "One answer says a piece is off."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def asked(house: TestHouse) -> Asked:
    found = written(house, *WROTE)
    assert found.ask() == 303
    return found


def today(asked: Asked) -> str:
    page = LexborHTMLParser(
        asked.house.as_("helen").get(f"/c/{asked.house.community.id}/desk").text
    )
    first = page.css_first(".waiting li p")
    return "" if first is None else first.text().strip()


def form_with(asked: Asked, words: str, use_as: str) -> dict[str, str]:
    """Press a button beside an answer; return what the form to change the words then holds."""
    at = f"/pieces/{asked.piece_id}/answer-in-words"
    answer = asked.house.as_("helen").post(at, data={"words": words, "as": use_as})
    page = LexborHTMLParser(answer.text)
    assert page.css_first("details#edit[open]") is not None
    found = {name: page.css_first(f"#edit [name={name}]") for name in ("line", "narrative")}
    texts = {name: each.text().strip() for name, each in found.items() if each is not None}
    return {"title": TITLE, "after": str(asked.whole.newest.number), **texts}


def save(asked: Asked, form: dict[str, str]) -> None:
    answer = asked.house.as_("helen").post(f"/pieces/{asked.piece_id}/words", data=form)
    assert answer.status_code == 303


def test_off_stands_first_on_today_once_its_batch_is_out(asked: Asked) -> None:
    asked.answer(0, "off", CANARY)
    alone = today(asked)
    asked.answer(1, "yes")
    same_day = today(asked)
    asked.house.clock.pass_days(1)

    assert FIRST_LINE not in (alone, same_day)
    assert today(asked) == FIRST_LINE


def test_off_leaves_today_when_the_words_are_changed(asked: Asked) -> None:
    asked.answer(0, "off", CANARY)
    asked.close()
    was_first = today(asked)

    save(asked, {"title": TITLE, "line": "Other words.", "narrative": STORY, "after": "1"})

    assert (was_first, today(asked) == FIRST_LINE) == (FIRST_LINE, False)


def test_an_answer_is_used_in_the_next_wording_and_asked_about_again(asked: Asked) -> None:
    asked.answer(0, "nearly", CANARY)
    asked.close()
    assert "Use it" in asked.desk()

    save(asked, form_with(asked, CANARY, "words"))

    assert asked.whole.newest.narrative == f"{STORY}\n\n{CANARY}"
    assert not keeps_other_view(asked.whole.newest.narrative)
    assert asked.ask() == 303


def test_a_piece_that_keeps_what_does_not_fit_is_checked_so(asked: Asked) -> None:
    asked.answer(0, "off", CANARY)
    asked.close()

    save(asked, form_with(asked, CANARY, "other"))
    asked.ask()
    page = asked.phones[1].open(asked.path).text
    for number in range(3):
        asked.answer(number, "yes")
    asked.close()

    assert asked.whole.newest.narrative == f"{STORY}\n\n{OTHER_VIEW}\n\n{CANARY}"
    assert CANARY in page, "everybody sees it before they answer"
    check = last_checked(asked.whole, asked.house.clock())
    assert check is not None
    assert check.in_words.endswith(", with a different view kept")
    release(
        asked.house.services, asked.house.actor("helen"), asked.piece_id, Rung.PARTNERSHIP, NO_HARM
    )


def test_without_it_the_refused_words_are_refused_again(asked: Asked) -> None:
    asked.answer(0, "off", CANARY)
    asked.close()
    save(asked, form_with(asked, CANARY, "other"))

    save(asked, {"title": TITLE, "line": LINE, "narrative": STORY, "after": "2"})

    assert asked.ask() == 400
    assert not asked.is_checked


def test_nothing_is_stored_before_the_words_are_saved(asked: Asked) -> None:
    asked.answer(0, "off", CANARY)
    asked.close()

    form_with(asked, CANARY, "other")

    assert asked.whole.newest.narrative == STORY


@pytest.mark.parametrize("who", ["amina", "grace"])
def test_only_who_writes_uses_an_answer(asked: Asked, who: str) -> None:
    at = f"/pieces/{asked.piece_id}/answer-in-words"
    answer = asked.house.as_(who).post(at, data={"words": CANARY, "as": "other"})

    assert CANARY not in answer.text


def test_a_second_view_stands_under_the_same_heading() -> None:
    twice = with_other_view(with_other_view(STORY, "One."), "Two.")

    assert twice == f"{STORY}\n\n{OTHER_VIEW}\n\nOne.\n\nTwo."
    assert not keeps_other_view(f"{STORY}\n\n{OTHER_VIEW}")
