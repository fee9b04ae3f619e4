"""Looking up a person or a word: all that may be shown, what was left out, a file, a receipt."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser

from plugin.domain.labels import Label
from plugin.domain.sessions import Session
from plugin.domain.subject_requests import asked_for
from plugin.store import notes as stored_notes
from plugin.store import tables
from tests.unit.plugin.curate.meeting import HELD, PHONE, PORTAL, a_note, a_piece, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_desk_themes import save as save_theme

BESIDE = "Marigold Quince rang the ward about the bed."


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(made: TestHouse) -> Session:
    session = meet(made.services, made.community.id)
    with made.services.db.begin() as tx:
        note = a_note(session, "quince", "Z3", Label.M, "story", BESIDE)
        stored_notes.save_note(tx, note)
        told = sa.update(tables.community).where(tables.community.c.id == made.community.id)
        tx.execute(told.values(contact="Ask for Marigold at the ward"))
    return session


def ask(made: TestHouse, words: str, who: str = "sam", **more: Any) -> Any:
    form = {"words": words, "do": "find", **more}
    return made.as_(who).post(f"/c/{made.community.id}/look-up", data=form)


def shown(answer: Any) -> str:
    main = LexborHTMLParser(answer.text).css_first("main")
    assert answer.status_code == 200
    assert main is not None
    return " ".join(main.text().split())


def test_every_spelling_is_found_and_a_line_wants_all_its_words() -> None:
    asked = asked_for("marigold QUINCE\ncarys\n\n")
    assert asked is not None
    assert asked.stand_in("Quince, Marigold") is True
    assert asked.stand_in("Marigold alone") is False
    assert asked.stand_in("It was Carys.") is True
    assert [asked_for(each) for each in ("", " \n ", "a", "…")] == [None] * 4


def test_notes_texts_of_the_group_and_people_are_found(made: TestHouse, met: Session) -> None:
    page = shown(ask(made, f"marigold\n{made.people['amina'].name}"))

    assert BESIDE in page
    assert "Ask for Marigold at the ward" in page
    assert made.people["amina"].name in page
    assert PHONE not in page
    assert "no-store" in ask(made, "marigold").headers["Cache-Control"]


def test_what_may_not_be_shown_is_left_out_and_said(made: TestHouse, met: Session) -> None:
    piece = a_piece(made.services, made.actor("helen"), met)
    readers = shown(ask(made, "struck nobody"))  # sam was named on the board
    drafts = shown(ask(made, " ".join(piece.newest.title.split()[:3])))

    assert HELD in readers
    assert "Memos, drafts, names of collections, private lists" in readers
    assert piece.newest.title not in drafts
    assert "A piece in the making" in drafts


def test_held_notes_are_searched_for_their_named_readers_alone(
    made: TestHouse, met: Session
) -> None:
    with made.services.db.begin() as tx:
        named = tables.held_reader
        tx.execute(sa.delete(named).where(named.c.person_id == made.people["sam"].person_id))

    found, absent = shown(ask(made, "struck nobody")), shown(ask(made, "unheard nothing"))

    assert HELD not in found
    assert f"Held notes of {met.name}" in found
    assert _without_form(found, "struck nobody") == _without_form(absent, "unheard nothing")


def _without_form(page: str, words: str) -> str:
    return page.replace(words, "")


def test_only_those_who_look_after_the_group_look_up(made: TestHouse, met: Session) -> None:
    for who, status in (("amina", 403), ("helen", 403), ("grace", 403), ("stranger", 404)):
        answer = ask(made, "marigold", who)
        assert (answer.status_code, BESIDE in answer.text) == (status, False)
    assert ask(made, "x").status_code == 400


def test_the_file_holds_what_was_shown_and_is_remembered(made: TestHouse, met: Session) -> None:
    answer = ask(made, "marigold", do="bundle")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        text = archive.read("found.txt").decode()
        rows = json.loads(archive.read("found.json"))
    assert BESIDE in text
    assert BESIDE in [each["text"] for each in rows]
    assert "Held notes" not in text  # sam reads these, and nothing was found in them
    assert HELD not in text
    trail = made.as_("sam").get(f"/notes/quince-{met.id}").text
    assert "What was found for a request" in trail
    assert (
        "What was found for a request"
        in made.as_("amina").get(f"/c/{made.community.id}/opened").text
    )


def test_words_of_held_notes_are_read_on_the_page_and_go_into_no_file(
    made: TestHouse, met: Session
) -> None:
    page = ask(made, "nobody spoke")
    assert HELD in page.text  # sam is named on the board
    assert "the file has none of their words" in page.text

    answer = ask(made, "nobody spoke", do="bundle")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        text = archive.read("found.txt").decode()
        (row,) = json.loads(archive.read("found.json"))
    assert HELD not in text
    assert (row["text"], row["day"]) == ("", met.day.isoformat())
    for said in (text, row["says"]):
        assert f"A held note of {met.name}." in said
        assert "can read it in Hedgerow until" in said


def test_notes_are_erased_after_a_question_with_a_receipt(made: TestHouse, met: Session) -> None:
    note_id = f"quince-{met.id}"
    question = ask(made, "marigold", do="ask", note=note_id)
    assert "Erase this note?" in question.text
    assert BESIDE in shown(ask(made, "marigold"))

    receipt = shown(ask(made, "", do="erase", note=[note_id, "of-nobody"]))

    assert "one note erased" in receipt
    with made.services.db.read() as tx:
        note = stored_notes.note(tx, note_id)
    assert note is not None
    assert note.text is None
    assert BESIDE not in ask(made, "marigold").text
    assert ask(made, "", do="erase").status_code == 400
    assert PORTAL in shown(ask(made, "portal"))


def test_notes_of_another_partnership_are_not_erased(made: TestHouse, met: Session) -> None:
    answer = made.as_("stranger").post(
        f"/c/{made.community.id}/look-up", data={"do": "erase", "note": f"quince-{met.id}"}
    )

    assert answer.status_code == 404
    assert BESIDE in shown(ask(made, "marigold"))


@pytest.mark.parametrize("who", ["sam", "connie"])
def test_texts_of_the_desk_are_for_those_who_read_the_desk(
    made: TestHouse, met: Session, who: str
) -> None:
    save_theme(made, "Quiet resistance", "The ward sister fears the manager.")

    sent = {"words": "ward sister", "do": "find"}
    found = made.as_(who).post(f"/c/{made.community.id}/look-up", data=sent).text

    assert "fears the manager" not in found
    assert "Quiet resistance" not in made.as_(who).get(f"/p/{made.partnership.id}/memory").text
    assert "the learning partner can look there" in found
