"""Phones in the world: people who take part in a session without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from connectors.miro.client import MiroClient
from plugin import use_cases
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.convene.without_board import open_without_board
from plugin.domain.agreements import Agreement
from plugin.domain.notes import Note
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.intents import WaitPolicy
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from plugin.store import participants
from schemas.miro import Item

if TYPE_CHECKING:
    from tests.world.world import World

KEPT, HELD, STAYS = "Z3", "Z4", "ZX"  # boxes of T3
BULK = {"vendor": "miro", "method": "POST", "route": "/v2/boards/{board_id}/items/bulk"}


@dataclass(frozen=True)
class Phone:
    """A browser without cookies, and the address of its owner's pages."""

    client: FlaskClient
    mine: str

    def open(self, path: str) -> TestResponse:
        return self.client.get(f"{self.mine}{path}")

    def form(self, words: str, box: str = KEPT) -> dict[str, str]:
        """Return what the form of a box sends with these words in it."""
        return {"note": words, "press": press_on(self.open(f"/boxes/{box}"))}

    def send(self, form: dict[str, str], box: str = KEPT) -> TestResponse:
        return self.client.post(f"{self.mine}/boxes/{box}", data=form)

    def write(self, words: str, box: str = KEPT) -> TestResponse:
        return self.send(self.form(words, box), box)

    def press(self, note: Note, button: str, words: str = "") -> TestResponse:
        """Press a button of one's own note: change, delete, take-back."""
        at = f"{self.mine}/notes/{note.id}/{button}"
        return self.client.post(at, data={"note": words}, follow_redirects=True)


def agree(world: World) -> None:
    """Let the group agree the labels of its boxes as every design has them."""
    with world.services.db.begin() as tx:
        stored_communities.add_agreement(tx, world.community.id, Agreement(1), world.clock())


def without_board(world: World) -> Session:
    """Return an open session whose board is not built: what people write is kept here alone."""
    services, sam = world.services, world.actor("sam")
    day = date(2026, 11, 18)
    planned = plan_session(services, sam, world.community.id, day, read_template("T3"))
    return open_without_board(services, sam, planned.id)


def make_code(world: World, session: Session) -> str:
    """Return the code of a session, which its facilitator made."""
    world.as_("sam").post(f"/s/{session.id}/join-code")
    with world.services.db.read() as tx:
        return participants.join_code(tx, session.id) or ""


def join(world: World, session: Session) -> Phone:
    """Let somebody take part."""
    client = world.as_(None)
    answer = client.post(f"/j/{make_code(world, session)}")
    assert answer.status_code == 303, answer.text
    return Phone(client, answer.headers["Location"])


def press_on(page: TestResponse) -> str:
    """Return what one showing of a form carries."""
    found = LexborHTMLParser(page.text).css_first('input[name="press"]')
    assert found is not None, page.text
    return str(found.attributes["value"])


def notes_of(world: World, session: Session) -> tuple[Note, ...]:
    """Return what is stored of a session's notes."""
    with world.services.db.read() as tx:
        return stored_notes.notes(tx, session.id)


def stickies_of(world: World, session: Session) -> tuple[Item, ...]:
    """Return the stickies on a session's board."""
    return miro_of(world, session).stickies(board_id(world, session))


def board_id(world: World, session: Session) -> str:
    """Return Miro's id of a session's board."""
    with world.services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
    assert board is not None
    return board.miro_board_id


def miro_of(world: World, session: Session) -> MiroClient:
    """Return Miro as the session's partnership sees it."""
    return world.runtime.accounts.miro(session.partnership_id)


def place(world: World, session: Session) -> int:
    """Do at once what is to be done on the board, waiting for nothing."""
    waits = WaitPolicy(pause=lambda _seconds: None)
    return use_cases.place_notes(world.runtime, OPERATOR, session.id, waits)


def break_bulk(world: World, kind: str, when: str = "after", times: int = 1) -> None:
    """Let Miro fail when stickies are made: before it made them, or after."""
    faults = world.sandbox.extensions["hedgerow_sandbox"].faults
    faults.set({**BULK, "kind": kind, "when": when, "times": times})
