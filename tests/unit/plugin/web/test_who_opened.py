"""Who opened what: written down for pages that show a group's words, read by the group alone."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser

from plugin.domain.exports import ExportChoice, ExportFormat, ExportOf
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.errors import StorageFailed
from plugin.govern.retention import tidy
from plugin.memory.chosen_export import export_chosen
from plugin.store import access_log as stored_access_log
from plugin.store import tables
from plugin.web.who_opened import WRITTEN_DOWN
from tests.unit.plugin.curate.meeting import PHONE, a_piece, meet
from tests.unit.plugin.web.by_token import program
from tests.unit.plugin.web.everything import NOTE_WORDS, ask, everything, requests, words_in
from tests.unit.plugin.web.house import TestHouse, make_house

SHOWN = tuple(words for words in NOTE_WORDS if "<" not in words)


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(made: TestHouse) -> Session:
    return meet(made.services, made.community.id)


def rows(made: TestHouse) -> list[Any]:
    with made.services.db.read() as tx:
        return list(tx.execute(sa.select(tables.access_log)).all())


def page(made: TestHouse, who: str) -> str:
    answer = made.as_(who).get(f"/c/{made.community.id}/opened")
    assert answer.status_code == 200
    main = LexborHTMLParser(answer.text).css_first("main")
    assert main is not None
    return main.text()


def test_every_page_that_shows_words_of_notes_is_written_down(made: TestHouse) -> None:
    whole = everything(made)
    helen, found = made.as_("helen"), set()

    for endpoint, method, path in requests(whole):
        if method == "GET" and any(words in words_in(ask(helen, method, path)) for words in SHOWN):
            found.add(endpoint)

    assert {"notes.show", "desk_read.show"} <= found
    assert found - set(WRITTEN_DOWN) == set()


def test_members_read_who_opened_what_by_day_and_kind(made: TestHouse, met: Session) -> None:
    piece = a_piece(made.services, made.actor("helen"), met)
    for path in (f"/notes/phone-{met.id}", f"/notes/trust-{met.id}", f"/pieces/{piece.piece.id}"):
        assert made.as_("helen").get(path).status_code == 200
    made.as_("amina").get(f"/c/{made.community.id}/between")
    made.as_("grace").get(f"/p/{made.partnership.id}/sponsor")
    program(made, "sam").get(f"/sessions/{met.id}/notes")

    shown = page(made, "amina")

    names = {name: made.people[name].name for name in ("helen", "amina", "grace", "sam")}
    assert len(rows(made)) == 5  # two notes of one session are one line
    for name in ("helen", "grace", "sam"):
        assert names[name] in shown
    assert (names["amina"] in shown, "a member" in shown) == (False, True)
    assert (PHONE in shown, piece.newest.title in shown) == (False, False)


def test_what_is_refused_is_not_in_it_and_nobody_else_reads_it(
    made: TestHouse, met: Session
) -> None:
    for who, path in (("amina", f"/notes/phone-{met.id}"), ("stranger", f"/notes/phone-{met.id}")):
        assert made.as_(who).get(path).status_code in {403, 404}

    assert rows(made) == []
    for who, status in (("grace", 403), ("stranger", 404), (None, 302)):
        assert made.as_(who).get(f"/c/{made.community.id}/opened").status_code == status


def test_it_says_what_was_exported_and_by_whom(made: TestHouse, met: Session) -> None:
    choice = ExportChoice(ExportOf.NOTES, ExportFormat.MARKDOWN)
    given = (made.services, made.actor("sam"), made.partnership.id)
    export_chosen(*given, choice, lambda _session, code: code)

    shown = page(made, "amina")

    assert "Notes, as Markdown" in shown
    assert made.people["sam"].name in shown


def test_it_is_forgotten_after_ninety_days(made: TestHouse, met: Session) -> None:
    made.as_("helen").get(f"/notes/phone-{met.id}")
    made.clock.pass_days(90)
    tidy(made.services, OPERATOR)
    assert len(rows(made)) == 1

    made.clock.pass_days(1)
    tidy(made.services, OPERATOR)

    assert rows(made) == []


def test_the_same_again_writes_nothing_and_a_failed_write_is_tried_again(
    made: TestHouse, met: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, kept = made.as_("helen"), stored_access_log.add
    tries: list[str] = []

    def fails(*_args: object) -> None:
        tries.append("once")
        raise StorageFailed("The disk is full.")

    monkeypatch.setattr(stored_access_log, "add", fails)
    assert client.get(f"/notes/phone-{met.id}").status_code == 200
    monkeypatch.setattr(stored_access_log, "add", kept)
    for _ in range(3):
        client.get(f"/notes/phone-{met.id}")

    assert (len(tries), len(rows(made))) == (1, 1)


def test_a_form_that_is_refused_and_shows_the_page_again_is_written_down(
    made: TestHouse, met: Session
) -> None:
    piece = a_piece(made.services, made.actor("helen"), met).piece

    sent = {"session": "none"}
    answer = made.as_("connie").post(f"/pieces/{piece.id}/read-back", data=sent)

    assert (answer.status_code, PHONE in answer.text) == (400, True)
    assert "Connie Hale" in made.as_("amina").get(f"/c/{made.community.id}/opened").text
