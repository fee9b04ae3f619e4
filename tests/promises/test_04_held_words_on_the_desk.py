"""Promise 4: what a curator wrote at the desk shows held words to nobody, and keeps its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.convene import communities
from plugin.curate.pieces import make_piece
from plugin.domain.follow_ups import FollowUp
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Role
from plugin.domain.piece_readings import PieceReading
from plugin.domain.piece_steps import Did, PieceStep
from plugin.store import follow_ups as stored_follow_ups
from plugin.store import objections as stored_objections
from plugin.store import piece_readings, piece_steps
from plugin.store import tables as t
from tests.unit.plugin.curate.meeting import change_note, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house

CANARY = "Canary: nobody decides on a Friday after four o clock"
NEEDLE = "nobody decides"


@dataclass(frozen=True)
class Desk:
    """A group's desk, with a note that is about to be held and another one."""

    house: TestHouse
    session_id: str
    held: str
    other: str

    def at(self, place: str) -> str:
        return f"/c/{self.house.community.id}/desk/{place}"

    def sort(self, do: str, *note_ids: str, **more: str) -> None:
        helen = self.house.as_("helen")
        page = helen.get(self.at("sort")).text
        seen = dict(re.findall(r'name="(in-[^"]+)" value="([^"]*)"', page))
        form = {**seen, "do": do, "note": list(note_ids), **more}
        assert helen.post(self.at("sort"), data=form).status_code in (200, 302, 303)

    def only(self, column: sa.Column[str]) -> str:
        with self.house.services.db.read() as tx:
            return str(tx.execute(sa.select(column)).scalars().one())

    def pages(self, who: str) -> dict[str, str]:
        places = ["sort", f"sort?note={self.other}", f"memo/{self.other}", "themes", "read"]
        places += [f"sort?session={self.session_id}&aside=1"]
        with self.house.services.db.read() as tx:
            found = tx.execute(sa.select(t.cluster.c.id)).scalars().all()
        places += [f"sort?cluster={each}" for each in found]
        client = self.house.as_(who)
        return {each: client.get(self.at(each), follow_redirects=True).text for each in places}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_house(tmp_path)
    met = meet(made.services, made.community.id)
    change_note(made.services, f"portal-{met.id}", text=CANARY)
    made.people["lena"] = communities.add_person(
        made.services,
        OPERATOR,
        made.partnership.id,
        made.community.id,
        "Lena Late",
        "lena@north.example",
        Role.LEARNING_PARTNER,
    )
    yield Desk(made, met.id, f"portal-{met.id}", f"trust-{met.id}")
    made.services.db.close()


def write(desk: Desk, what: str) -> sa.Column[str]:
    """Write a text with words of a kept note; return where it is stored."""
    helen = desk.house.as_("helen")
    match what:
        case "cluster":
            desk.sort("new", desk.held, desk.other, because=f"It says: {CANARY}")
            return t.cluster.c.sentence
        case "theme":
            desk.sort("theme", desk.other, theme=CANARY)
            return t.theme.c.name
        case "definition":
            form = {"name": "x", "definition": CANARY, "press": "a"}
            assert helen.post(desk.at("themes"), data=form).status_code == 303
            return t.theme.c.definition
        case "aside":
            desk.sort("aside", desk.other, reason=CANARY)
            return t.set_aside.c.because
        case _:
            form = {"words": f"see {CANARY}", "shared": "1"}
            assert helen.post(desk.at(f"memo/{desk.other}"), data=form).status_code == 303
            return t.memo.c.words


@pytest.mark.parametrize("what", ["cluster", "theme", "definition", "aside", "memo"])
def test_a_text_of_the_desk_hides_words_that_came_to_be_held(desk: Desk, what: str) -> None:
    column = write(desk, what)
    before = desk.pages("lena")

    change_note(desk.house.services, desk.held, label=Label.H)

    after = desk.pages("lena")
    assert any(NEEDLE in each for each in before.values())
    assert [place for place, text in after.items() if NEEDLE in text] == []
    assert any(HIDDEN in each for each in after.values())
    assert NEEDLE in desk.only(column)


def test_a_form_that_sends_the_sign_back_keeps_what_was_hidden(desk: Desk) -> None:
    write(desk, "cluster")
    write(desk, "memo")
    write(desk, "definition")
    change_note(desk.house.services, desk.held, label=Label.H)
    helen, cluster = desk.house.as_("helen"), desk.only(t.cluster.c.id)
    theme = {"theme": desk.only(t.theme.c.id), "version": "1", "name": "y", "definition": HIDDEN}

    desk.sort("sentence", cluster=cluster, because=HIDDEN, version="1")
    helen.post(desk.at(f"memo/{desk.other}"), data={"words": HIDDEN, "shared": ""})
    told = helen.post(desk.at("themes"), data=theme)

    assert told.status_code == 303
    assert desk.only(t.theme.c.name) == "y"
    texts = (t.cluster.c.sentence, t.memo.c.words, t.theme.c.definition)
    assert [NEEDLE in desk.only(each) for each in texts] == [True, True, True]


def test_what_was_said_against_a_piece_hides_them_too(desk: Desk) -> None:
    services, helen = desk.house.services, desk.house.actor("helen")
    here = desk.house.community.id
    piece = make_piece(services, helen, here, [desk.other], "Trust", "A line.", "A story.")
    read_back_today(services, desk.house.actor("sam"), piece)
    path = f"/pieces/{piece.piece.id}"
    with services.db.begin() as tx:
        read_back_id = tx.execute(sa.select(t.read_back.c.id)).scalar_one()
        stored_objections.add_reason(tx, "r1", read_back_id, f"No. {CANARY}")
        tx.execute(sa.update(t.read_back).values(objections=1))
    before = desk.house.as_("lena").get(path).text

    change_note(services, desk.held, label=Label.H)

    assert NEEDLE in before
    assert NEEDLE not in desk.house.as_("lena").get(path).text


def test_what_became_of_something_keeps_what_was_hidden(desk: Desk) -> None:
    services, here = desk.house.services, desk.house.community.id
    said = FollowUp(key="note:1", community_id=here, became=f"Done. {CANARY}")
    with services.db.begin() as tx:
        stored_follow_ups.save(tx, said)

    change_note(services, desk.held, label=Label.H)

    with services.db.begin() as tx:
        read = stored_follow_ups.follow_ups(tx, here)["note:1"]
        stored_follow_ups.save(tx, replace(read, asked_on=services.today))
    assert NEEDLE not in read.became
    assert NEEDLE in desk.only(t.follow_up.c.became)


def test_what_stands_beside_a_piece_hides_them_too(desk: Desk) -> None:
    services, helen, here = (
        desk.house.services,
        desk.house.actor("helen"),
        desk.house.community.id,
    )
    made = make_piece(services, helen, here, [desk.other], "Trust", "A line.", "A story.")
    step = PieceStep(
        id="s1", piece_id=made.piece.id, at=services.now, did=Did.ADDED, because=f"It says {CANARY}"
    )
    reading = PieceReading(
        id="r1", piece_id=made.piece.id, origin="The ward", words=f"We read that {CANARY}"
    )
    with services.db.begin() as tx:
        piece_steps.add_step(tx, step)
        piece_readings.add_reading(tx, reading)
    path, lena = f"/pieces/{made.piece.id}", desk.house.as_("lena")
    before = lena.get(path).text

    change_note(services, desk.held, label=Label.H)

    assert before.count(NEEDLE) == 2
    assert NEEDLE not in lena.get(path).text
