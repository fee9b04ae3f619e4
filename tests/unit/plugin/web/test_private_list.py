"""A private list: its writer alone reads it, on one page; and the text of a repair conversation."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser

from plugin.convene.people import change_role, remove_person
from plugin.convene.private_lists import private_list
from plugin.domain.people import OPERATOR, Role
from plugin.domain.sessions import Session
from plugin.errors import Refused
from plugin.govern.withdrawal import take_back
from plugin.memory.export import export_to_wait, exports_waiting
from plugin.store import tables
from tests.unit.plugin.curate.meeting import HELD, PHONE, a_piece, meet
from tests.unit.plugin.web.everything import words_in
from tests.unit.plugin.web.house import TestHouse, make_house

LINE = "Somebody was hurt when their story travelled."


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(made: TestHouse) -> Session:
    return meet(made.services, made.community.id)


def mine(made: TestHouse) -> str:
    return f"/c/{made.community.id}/between/mine"


def write(made: TestHouse, words: str = LINE, verb: str = "mend", who: str = "sam") -> int:
    typed = {"do": "add", "verb": verb, "words": words, "press": words}
    return made.as_(who).post(mine(made), data=typed).status_code


def test_a_line_is_written_once_done_and_erased(made: TestHouse) -> None:
    assert [write(made), write(made)] == [303, 303]
    (line,) = private_list(made.services, made.actor("sam"), made.community.id)

    made.as_("sam").post(mine(made), data={"do": "done", "line": line.id})

    assert "Done on" in made.as_("sam").get(mine(made)).text
    made.as_("sam").post(mine(made), data={"do": "again", "line": line.id})
    assert "Done on" not in made.as_("sam").get(mine(made)).text
    made.as_("sam").post(mine(made), data={"do": "erase", "line": line.id})
    assert rows(made) == 0


def rows(made: TestHouse) -> int:
    with made.services.db.read() as tx:
        found: int = tx.execute(sa.select(sa.func.count(tables.private_line.c.id))).scalar_one()
    return found


def test_nobody_else_reads_or_changes_it(made: TestHouse) -> None:
    write(made)
    (line,) = private_list(made.services, made.actor("sam"), made.community.id)

    for who in ("connie", "helen"):
        assert LINE not in made.as_(who).get(mine(made)).text
        for what in ("done", "erase"):
            made.as_(who).post(mine(made), data={"do": what, "line": line.id})
    for who, status in (("amina", 403), ("grace", 403), ("stranger", 404)):
        assert made.as_(who).get(mine(made)).status_code == status
    with pytest.raises(Refused):
        private_list(made.services, OPERATOR, made.community.id)

    assert private_list(made.services, made.actor("sam"), made.community.id) == (line,)


def test_it_stands_on_no_other_page_and_in_no_export(made: TestHouse) -> None:
    write(made)
    group, partnership = f"/c/{made.community.id}", f"/p/{made.partnership.id}"
    export_to_wait(made.services, OPERATOR, made.partnership.id)
    (waiting,) = exports_waiting(made.services, OPERATOR, made.partnership.id)
    pages = ("/", f"{group}/", f"{group}/between", f"{partnership}/people", f"{partnership}/export")

    told = [made.as_("sam").get(page).text for page in pages]

    assert [each for each in told if LINE in each] == []
    taken = made.as_("sam").get(f"{partnership}/export/{waiting.id}")
    assert taken.status_code == 200
    assert LINE not in words_in(taken)


@pytest.mark.parametrize("wrong", [{"words": " "}, {"verb": "blame"}, {"words": "w" * 301}])
def test_bad_input_is_said_and_kept(made: TestHouse, wrong: dict[str, str]) -> None:
    typed = {"do": "add", "verb": "thank", "words": LINE, **wrong}

    answer = made.as_("sam").post(mine(made), data=typed)

    assert answer.status_code == 400
    assert "Nothing was stored" in answer.text
    field = LexborHTMLParser(answer.text).css_first("#words")
    assert (field.attributes["value"] or "") == typed["words"]


def test_words_that_are_held_or_taken_back_do_not_stay(made: TestHouse, met: Session) -> None:
    assert write(made, HELD) == 400
    assert write(made, f"They wrote: {PHONE}") == 303

    take_back(made.services, made.actor("sam"), f"phone-{met.id}")

    assert rows(made) == 0


def test_it_goes_when_its_writer_reads_no_notes_any_more(made: TestHouse) -> None:
    write(made, who="helen")
    write(made)
    helen = made.actor("helen")
    (place,) = helen.memberships

    change_role(
        made.services, OPERATOR, helen.person_id, place, Role.PARTICIPANT, "Northside University"
    )
    assert rows(made) == 1
    sam = made.actor("sam")
    remove_person(made.services, OPERATOR, sam.person_id, sam.memberships)

    assert rows(made) == 0


def test_a_repair_conversation_says_what_is_known(made: TestHouse, met: Session) -> None:
    write(made)
    piece = a_piece(made.services, made.actor("helen"), met)
    take_back(made.services, made.actor("sam"), f"phone-{met.id}")
    page = made.as_("sam").get(mine(made)).text
    link = LexborHTMLParser(page).css_first("a[href*=repair]").attributes["href"] or ""

    text = text_of(made, f"{link}&note=phone-{met.id}&piece={piece.piece.id}")

    for words in (LINE, "taken back on", "Pieces:", "Each speaks"):
        assert words in text
    assert PHONE not in text
    assert "our partners" not in text


def text_of(made: TestHouse, link: str) -> str:
    html = LexborHTMLParser(made.as_("sam").get(link).text)
    return html.css_first("textarea").text()
