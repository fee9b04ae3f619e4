"""Adding notes that are on no board, and holding a session without one."""

from datetime import timedelta
from io import BytesIO

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin.convene.sessions import plan_session, session_of
from plugin.convene.template_files import read_template
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.piece_whole import count_voices
from plugin.domain.sessions import SessionState
from plugin.govern.withdrawal import take_back
from plugin.store import notes as stored_notes
from tests.unit.plugin.web.filled import Filled, a_session
from tests.unit.plugin.web.house import TestHouse

ONE = {"way": "entered_for", "step": "add", "press": "p1"}


def send(made: TestHouse, session_id: str, who: str = "sam", **form: object) -> TestResponse:
    return made.as_(who).post(f"/s/{session_id}/notes/new", data=form, follow_redirects=True)


def notes(made: TestHouse, session_id: str) -> list[Note]:
    with made.services.db.read() as tx:
        found = stored_notes.notes(tx, session_id)
    return [note for note in found if note.source != "miro"]


def words(answer: TestResponse) -> str:
    return " ".join(LexborHTMLParser(answer.text).css_first("main").text(separator=" ").split())


@pytest.fixture
def filled(made: TestHouse) -> Filled:
    return a_session(made, "T3")


def test_a_note_is_entered_for_somebody_and_says_so(made: TestHouse, filled: Filled) -> None:
    answer = send(made, filled.session.id, **ONE, box="Z3", words="It rang.\r\nNobody came.")

    (note,) = notes(made, filled.session.id)
    assert "One note is added." in answer.text
    assert (note.source, note.zone_code, note.label) == ("entered_for", "Z3", Label.H)
    assert note.text == "It rang.\nNobody came."
    assert "entered for somebody" in made.as_("sam").get(f"/s/{filled.session.id}").text
    assert "Entered for somebody" in made.as_("sam").get(f"/notes/{note.id}").text


def test_the_same_press_adds_nothing_twice(made: TestHouse, filled: Filled) -> None:
    for _ in range(2):
        answer = send(made, filled.session.id, **ONE, box="Z3", words="It rang.")

    assert len(notes(made, filled.session.id)) == 1
    assert "Nothing was added twice" in answer.text


def test_pasted_notes_are_seen_before_they_are_added(made: TestHouse, filled: Filled) -> None:
    form = {"way": "paste", "press": "p", "box": "Z5", "words": "one\ntwo\nthree"}

    seen = send(made, filled.session.id, **form, step="look")
    assert notes(made, filled.session.id) == []
    assert "Add 3 notes" in seen.text

    send(made, filled.session.id, **form, step="add")
    assert [note.text for note in notes(made, filled.session.id)] == ["one", "two", "three"]
    assert {note.source for note in notes(made, filled.session.id)} == {"paste"}


def test_a_table_is_shown_with_a_guess_and_added_as_chosen(made: TestHouse, filled: Filled) -> None:
    boxes = [zone.title for zone in read_template("T3").zones if zone.code in ("Z3", "Z5")]
    table = ";".join(boxes) + "\nIt rang.;I am not sure why.\nNobody came.;\n"
    sent = {"way": "table", "step": "look", "press": "p"} | {"way": "csv"}

    seen = send(
        made,
        filled.session.id,
        **sent,
        file=(BytesIO(table.encode("cp1252")), "notes.csv"),
    )
    html = LexborHTMLParser(seen.text)
    chosen = [each.attributes["value"] for each in html.css("th select option[selected]")]
    carried = html.css_first("input[name=table]").attributes["value"]
    columns = {f"column-{at}": code for at, code in enumerate(chosen)}
    send(made, filled.session.id, **sent | {"step": "add"}, table=carried, **columns)

    assert chosen == ["Z3", "Z5"]
    assert "Add 3 notes" in seen.text
    assert sorted((note.zone_code, note.text) for note in notes(made, filled.session.id)) == [
        ("Z3", "It rang."),
        ("Z3", "Nobody came."),
        ("Z5", "I am not sure why."),
    ]


def test_words_that_name_no_box_are_shown_where_they_would_be_added(
    made: TestHouse, filled: Filled
) -> None:
    table = "A word before\n3 · The story\nIt rang.\n"

    seen = send(
        made,
        filled.session.id,
        way="csv",
        step="look",
        press="p",
        file=(BytesIO(table.encode("utf-16")), "board.csv"),
    )

    html = LexborHTMLParser(seen.text)
    carried = html.css_first("input[name=table]").attributes["value"]
    chosen = html.css_first("input[name=box][checked]").attributes["value"]
    columns = {"column-0": "holds the words", "box": chosen, "step": "add", "press": "p"}
    send(made, filled.session.id, way="csv", table=carried, **columns)
    added = [(note.zone_code, note.text) for note in notes(made, filled.session.id)]
    assert [[part.text() for part in each.css("p")] for each in html.css("ol.notes li")] == [
        ["A word before", "1 · Returns"],
        ["It rang.", "3 · The story"],
    ]
    assert sorted(added) == [("Z1", "A word before"), ("Z3", "It rang.")]


def test_a_row_of_headings_is_ticked_and_can_be_kept(made: TestHouse, filled: Filled) -> None:
    table = "Box,Words\nThe story,It rang.\n"
    seen = send(made, filled.session.id, way="csv", step="look", press="p", table=table)
    columns = {"column-0": "names the box", "column-1": "holds the words"}
    again = send(made, filled.session.id, way="csv", step="look", press="p", table=table, **columns)

    assert LexborHTMLParser(seen.text).css_first("#heads[checked]") is not None
    assert "left out" not in LexborHTMLParser(seen.text).css_first("[aria-labelledby=found]").text()
    assert LexborHTMLParser(again.text).css_first("#heads[checked]") is None
    assert "One is left out" in again.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"box": "ZX", "words": "Between us."}, "A box that stays here takes no notes"),
        ({"box": "Z99", "words": "Between us."}, "A box that stays here takes no notes"),
        ({"box": "Z0", "words": "Between us."}, "A box that stays here takes no notes"),
        ({"box": "Z3", "words": " \u200b"}, "A note is empty"),
        ({"box": "Z3", "words": "x" * 5_001}, "at most 5,000 characters"),
        ({"way": "paste", "box": "Z3", "words": "a\n" * 501}, "500 notes can be added at once"),
        ({"way": "paste", "box": "Z3", "words": "\n"}, "There is no note"),
        ({"way": "csv", "table": ""}, "There is no table"),
    ],
)
def test_what_cannot_be_added_says_why_and_keeps_what_was_typed(
    made: TestHouse, filled: Filled, form: dict[str, str], said: str
) -> None:
    answer = send(made, filled.session.id, **ONE | form)

    assert answer.status_code == 400
    assert said in answer.text
    if form.get("words", "").strip("\u200b \n"):
        assert form["words"][:3] in answer.text
    assert notes(made, filled.session.id) == []


def test_words_that_were_taken_back_do_not_come_in_again(made: TestHouse, filled: Filled) -> None:
    send(made, filled.session.id, **ONE, box="Z3", words="It rang.")
    (note,) = notes(made, filled.session.id)
    take_back(made.services, made.actor("sam"), note.id)

    form = {"way": "paste", "press": "q", "box": "Z3", "step": "add"}
    answer = send(made, filled.session.id, **form, words="IT  rang.\nNobody came.")

    left = [each.text for each in notes(made, filled.session.id) if each.text]
    assert left == ["Nobody came."]
    assert "One note is left out: its words were taken back before." in answer.text


@pytest.mark.parametrize("who", ["amina", "grace", "helen"])
def test_only_who_runs_the_session_adds_notes(made: TestHouse, filled: Filled, who: str) -> None:
    answer = send(made, filled.session.id, who, **ONE, box="Z3", words="It rang.")

    assert answer.status_code in (403, 404)
    assert notes(made, filled.session.id) == []


def test_an_unknown_writer_is_never_a_voice_of_its_own(made: TestHouse, filled: Filled) -> None:
    form = {"way": "paste", "press": "q", "box": "Z3", "step": "add"}
    send(made, filled.session.id, **form, words="one\ntwo\nthree")

    marks = [
        frozenset(filter(None, (each.voice_id, each.strand_id)))
        for each in notes(made, filled.session.id)
    ]
    assert count_voices(marks) == 1


def test_notes_come_until_the_last_day_of_taking_back(made: TestHouse) -> None:
    filled = a_session(made, "T3", SessionState.CLOSED)
    send(made, filled.session.id, **ONE, box="Z3", words="On a slip.")
    made.clock.pass_days((filled.session.take_back_until - made.services.today).days + 1)

    answer = send(made, filled.session.id, **ONE | {"press": "p2"}, box="Z3", words="Later.")

    assert [note.text for note in notes(made, filled.session.id)] == ["On a slip."]
    assert answer.status_code == 400
    assert "that is over" in answer.text


def test_a_session_is_held_and_closed_without_a_miro_board(made: TestHouse) -> None:
    sam, day = made.actor("sam"), made.services.today
    session = plan_session(made.services, sam, made.community.id, day, read_template("T3"))
    here = f"/s/{session.id}"

    early = send(made, session.id, **ONE, box="Z3", words="Too early.")
    assert early.status_code == 400
    assert "not open yet" in early.text

    opened = made.as_("sam").post(f"{here}/open", follow_redirects=True)
    assert "held without a Miro board" in words(opened)
    send(made, session.id, **ONE, box="Z3", words="On a slip.")
    assert made.as_("sam").get(f"{here}/live").status_code == 200
    closing = words(made.as_("sam").get(f"{here}/close")).lower()
    assert "delete your note" not in closing
    assert "on the board" not in closing
    made.as_("sam").post(f"{here}/close")

    assert session_of(made.services, session.id).state is SessionState.CLOSED
    (note,) = notes(made, session.id)
    assert note.text == "On a slip."
    after = words(made.as_("sam").get(here))
    assert "delete it on the board" not in after
    assert "On a slip." in made.as_("helen").get(here).text


def test_held_notes_of_such_a_session_go_on_their_day(made: TestHouse) -> None:
    filled = a_session(made, "T3")
    send(made, filled.session.id, **ONE, box="ZC", words="Tired.")

    (note,) = notes(made, filled.session.id)

    assert note.label is Label.H
    assert note.erase_on == filled.session.held_until
    assert note.erase_on is not None
    assert note.erase_on - filled.session.day >= timedelta(days=1)
