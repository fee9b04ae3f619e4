"""Promise 5: no form that was open while words were taken out of a text writes them back.

Neither that form nor any other: words that stood in a text of curators alone are known for a while,
by digests from which nobody reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from plugin.curate.pieces import whole_piece
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.desk_texts import curators_texts
from plugin.store.gone_words import REMEMBERED_FOR
from plugin.store.let_go import let_go
from tests.promises.team import post
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_typed_words_stay import buttons, fields, forms_of, sent

WORDS = "nobody dares to ring the consultant after six in the evening"
SHORT = ("piece_evidence.unit", "collection.name", "theme.name", "piece_reading.origin")
NO_FORM = {"desk_step.before"}  # what an undone step had said: it goes with its row


class Place(NamedTuple):
    """Where the forms of this test stand."""

    house: TestHouse
    met: Session
    piece_id: str

    @property
    def desk(self) -> str:
        return f"/c/{self.house.community.id}/desk"

    @property
    def group(self) -> str:
        return f"/c/{self.house.community.id}"

    @property
    def note(self) -> str:
        return f"trust-{self.met.id}"

    def first(self, table: sa.Table) -> str:
        with self.house.services.db.read() as tx:
            return str(tx.execute(sa.select(table.c.id)).scalars().first() or "")

    def number(self, table: sa.Table) -> str:
        with self.house.services.db.read() as tx:
            return str(tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


Form = Callable[[Place, str], tuple[str, dict[str, Any]]]


def _piece(rest: str, **fields: str) -> Form:
    return lambda at, words: (
        f"/pieces/{at.piece_id}/{rest}",
        {name: value.format(words=words) for name, value in fields.items()},
    )


def _desk(rest: str, **fields: str) -> Form:
    def form(at: Place, words: str) -> tuple[str, dict[str, Any]]:
        given = {"words": words, "note": at.note, "session": at.met.id, "piece": at.piece_id}
        given["number"] = at.number(t.theme)
        data = {name: value.format(**given) for name, value in fields.items()}
        return f"{at.desk}/{rest.format(**given)}", data

    return form


def _between(at: Place, words: str) -> tuple[str, dict[str, Any]]:
    return f"/c/{at.house.community.id}/between", {
        "do": "became",
        "key": f"note:{at.note}",
        "state": "done",
        "words": words,
    }


def _collection(at: Place, words: str) -> tuple[str, dict[str, Any]]:
    return f"/p/{at.house.partnership.id}/collections", {"do": "save", "name": words}


def _picture(**fields: str) -> Form:
    def form(at: Place, words: str) -> tuple[str, dict[str, Any]]:
        sent = BytesIO()
        Image.new("RGB", (20, 20)).save(sent, "PNG")
        sent.seek(0)
        said = {name: value.format(words=words) for name, value in fields.items()}
        return f"/pieces/{at.piece_id}/picture", {"picture": (sent, "a.png"), **said}

    return form


_DAY = "2026-11-18"
_PICTURE = {"shows": "A line", "from": "The flip chart"}
_READING = {"how": "understood", "three": "yes"}
_EDITION = {"look_again": "2026-12-20", "title": "Ringing", "summary": "Some.", "story": "Some."}
FORMS: dict[str, Form] = {
    "cluster.sentence": _desk(
        "sort", do="new", note="{note}", because="{words}", session="{session}"
    ),
    "memo.words": _desk("memo/{note}", words="{words}", shared="yes"),
    "thing_memo.words": _desk("memo/piece/{piece}", words="{words}", shared="yes"),
    "noticed.words": _desk("read", do="noticed", session="{session}", noticed="{words}"),
    "set_aside.because": _desk("read", do="aside", note="{note}", reason="{words}"),
    "theme.name": _desk("themes", name="{words}"),
    "theme.definition": _desk("themes", name="Ringing {number}", definition="{words}"),
    "draft.title": _desk("draft", draft="d1", version="0", title="{words}", kind="story"),
    "draft.line": _desk("draft", draft="d2", version="0", line="{words}", kind="story"),
    "draft.narrative": _desk("draft", draft="d3", version="0", narrative="{words}", kind="story"),
    "piece_reading.words": _piece("reading", origin="The wards", words="{words}", **_READING),
    "piece_reading.origin": _piece("reading", origin="{words}", words="We read it so", **_READING),
    "piece_evidence.words": _piece("noticed", noticed="{words}"),
    "piece_evidence.unit": _piece(
        "figure", number="3", unit="{words}", source="A list", day="2026-11-18"
    ),
    "piece_evidence.source": _piece(
        "figure", number="3", unit="calls", source="{words}", day="2026-11-18"
    ),
    "piece_evidence.people": _picture(**(_PICTURE | {"people": "{words}"})),
    "piece_step.because": _piece("set-down", why="{words}"),
    "edition.title": _piece("for/anyone", **(_EDITION | {"title": "{words}"})),
    "edition.summary": _piece("for/anyone", **(_EDITION | {"summary": "{words}"})),
    "edition.story": _piece("for/anyone", **(_EDITION | {"story": "{words}"})),
    "follow_up.became": _between,
    "collection.name": _collection,
}


def _of_first(address: str, table: sa.Table) -> Callable[[Place], str]:
    return lambda at: address.format(
        id=at.first(table),
        desk=at.desk,
        piece=at.piece_id,
        note=at.note,
        group=at.group,
        partners=f"/p/{at.house.partnership.id}",
    )


# Where each of these texts is changed, with what is stored in its field. Drafts have tests of their
# own (`test_05_an_open_form_brings_nothing_back`); the other texts are written once.
CHANGED: dict[str, Callable[[Place], str]] = {
    "cluster.sentence": _of_first("{desk}/sort?cluster={id}", t.cluster),
    "memo.words": _of_first("{desk}/memo/{note}", t.theme),
    "thing_memo.words": _of_first("{desk}/memo/piece/{piece}", t.theme),
    "theme.name": _of_first("{desk}/themes", t.theme),
    "theme.definition": _of_first("{desk}/themes", t.theme),
    "edition.title": _of_first("/pieces/{piece}/for/anyone", t.edition),
    "edition.summary": _of_first("/pieces/{piece}/for/anyone", t.edition),
    "edition.story": _of_first("/pieces/{piece}/for/anyone", t.edition),
    "follow_up.became": _of_first("{group}/between", t.theme),
    "collection.name": _of_first("{partners}/collections?open={id}", t.collection),
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def place(house: TestHouse) -> Place:
    met = meet(house.services, house.community.id)
    change_note(house.services, f"trust-{met.id}", kind="commitment")
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "portal")
    read_back_today(house.services, house.actor("sam"), piece)
    house.clock.pass_days(8)  # it is checked: its edition can be written
    return Place(house, met, piece.piece.id)


def stands_in(place: Place, column: str, words: str) -> bool:
    table, _, name = column.partition(".")
    with place.house.services.db.read() as tx:
        text = t.metadata.tables[table].c[name]
        wanted = sa.select(sa.literal(1)).where(text.contains(words)).limit(1)
        return tx.execute(wanted).first() is not None


def send(place: Place, column: str, words: str) -> tuple[int, str]:
    at, data = FORMS[column](place, words)
    told = place.house.as_("helen").post(at, data=data)
    return told.status_code, told.text


def go(place: Place, words: str) -> None:
    """Let words of a note go that nothing else says."""
    with place.house.services.db.begin() as tx:
        let_go(tx, place.met.id, {f"phone-{place.met.id}": [words]}, place.house.services.now)


@pytest.mark.parametrize("column", sorted(FORMS))
def test_of_each_text(place: Place, column: str) -> None:
    words = " ".join(WORDS.split()[:8]) if column in SHORT else WORDS
    saved = send(place, column, words)
    assert saved[0] < 400, saved[1]
    assert stands_in(place, column, words)
    go(place, words)
    assert not stands_in(place, column, words)

    status, told = send(place, column, words)  # from the form that was open
    assert not stands_in(place, column, words)
    assert status == 400
    assert "Nothing was stored." in told or "Words were taken out of your draft" in told


def open_form(place: Place, column: str, words: str) -> tuple[str, str, dict[str, list[str]]]:
    """Return where the form sends in which words stand, its field for them, and what it sends."""
    helen, at = place.house.as_("helen"), CHANGED[column](place)
    for page, form in forms_of(helen, at):
        data = sent(page, form)
        field = next((name for name in fields(page, form) if words in data[name][0]), None)
        if field is not None and (found := buttons(page, form)):
            button = next((e for e in found if e.called.startswith("Save")), found[0])
            if button.name:
                data[button.name] = [button.value]
            return button.at, field, data
    raise AssertionError(f"no form of {at} shows what {column} says")


@pytest.mark.parametrize("column", sorted(CHANGED))
def test_who_changes_a_text_meanwhile_emptied_is_told(place: Place, column: str) -> None:
    words = " ".join(WORDS.split()[:8]) if column in SHORT else WORDS
    assert send(place, column, words)[0] < 400
    at, field, data = open_form(place, column, words)
    go(place, words)

    short = "ring after six"  # too few words to be known again
    data[field] = [short]
    told = place.house.as_("helen").post(at, data=data)
    assert told.status_code in (400, 409)
    assert not stands_in(place, column, short)
    assert short in told.text, LexborHTMLParser(told.text).css_first("main").text()  # not lost


@pytest.mark.parametrize("column", ["memo.words", "thing_memo.words"])
def test_two_windows_lose_neither_memo(place: Place, column: str) -> None:
    send(place, column, "The first")
    at, field, data = open_form(place, column, "The first")
    send(place, column, "The second")
    helen = place.house.as_("helen")

    data[field] = ["The third"]
    told = helen.post(at, data=data)
    assert told.status_code == 400
    assert "The second" in told.text
    assert "The third" in told.text
    assert "Somebody else was faster" not in told.text
    assert stands_in(place, column, "The second")

    page = LexborHTMLParser(told.text)
    form = next(e for e in page.css("form") if e.css("textarea[name=words]"))
    assert helen.post(at, data=sent(page, form)).status_code == 303
    assert stands_in(place, column, "The third")


@pytest.mark.parametrize("column", ["memo.words", "piece_reading.words", "draft.narrative"])
def test_no_wording_says_them(place: Place, column: str) -> None:
    send(place, column, WORDS)
    go(place, WORDS)
    helen, whole = place.house.as_("helen"), whole_piece(place.house.services, place.piece_id)

    told = {"title": "Ringing", "line": f"So {WORDS}.", "narrative": "Some."}
    assert post(helen, whole, "words", **told) == 400
    assert post(helen, whole, "words", **(told | {"line": "Ringing late is hard."})) == 303


def put_row(place: Place, column: str) -> None:
    """Store a row with these words that somebody else than a curator wrote, or for others."""
    table, _, name = column.partition(".")
    tomorrow = place.house.services.today + timedelta(days=1)
    with place.house.services.db.begin() as tx:
        piece = whole_piece(place.house.services, place.piece_id)
        known: dict[str, Any] = {
            "community_id": place.house.community.id,
            "piece_id": place.piece_id,
            "wording_id": piece.newest.id,
            "read_back_id": piece.read_backs[0].id,
            "session_id": place.met.id,
            "placed_by": place.house.people["helen"].person_id,
            "person_id": place.house.people["helen"].person_id,
            "note_id": place.note,
        }
        if table == "answer":
            put_into(tx, t.question, known | {"id": "asked"}, tomorrow)
        put_into(
            tx, t.metadata.tables[table], known | {"question_id": "asked", name: WORDS}, tomorrow
        )


def type_of(column: sa.Column[Any]) -> type[Any]:
    kind = column.type
    return (kind.impl_instance if isinstance(kind, sa.TypeDecorator) else kind).python_type


def put_into(tx: Tx, table: sa.Table, known: dict[str, Any], day: date) -> None:
    of_type = {
        str: "x",
        int: 0,
        bool: False,
        date: day,
        datetime: datetime.combine(day, datetime.min.time(), UTC),
    }
    values: dict[str, Any] = {
        each.name: known.get(each.name, of_type.get(type_of(each), []))
        for each in table.c
        if each.name in known or not each.nullable
    }
    tx.execute(sa.insert(table).values(**values))


@pytest.mark.parametrize(
    "column",
    [
        *("answer.words", "answer.told_words", "question.closing_words"),
        *("objection_reason.words", "complaint.words", "legal_hold.reason"),
        *("quiet_note.returned_with", "follow_up.answer_words"),
        *("private_line.words", "talk_wish.found_at", "permission.note"),
        *("thing_to_change.words", "pulse_answer.change"),
    ],
)
def test_nor_those_that_others_wrote(place: Place, column: str) -> None:
    put_row(place, column)
    go(place, WORDS)
    assert not stands_in(place, column, WORDS)

    assert send(place, "memo.words", WORDS)[0] == 400


def test_for_a_while_and_by_no_words(place: Place) -> None:
    send(place, "memo.words", WORDS)
    go(place, WORDS)
    with place.house.services.db.read() as tx:
        rows = tx.execute(sa.select(t.gone_run)).all()
    assert len(rows) == len(WORDS.split()) - 4
    assert not any(word in str(rows) for word in WORDS.split())

    place.house.clock.pass_days(REMEMBERED_FOR // timedelta(days=1))
    tidy(place.house.services, OPERATOR)
    with place.house.services.db.read() as tx:
        assert not tx.execute(sa.select(t.gone_run)).all()
    assert send(place, "memo.words", WORDS)[0] < 400


def test_what_stood_in_no_text_is_not_known(place: Place) -> None:
    go(place, WORDS)

    assert send(place, "memo.words", WORDS)[0] < 400


def test_each_text_has_its_form(place: Place) -> None:
    columns = {
        f"{each.column.table.name}.{each.column.name}"
        for each in curators_texts(sa.select(t.community.c.id))
    }

    assert columns - NO_FORM - FORMS.keys() == set()
