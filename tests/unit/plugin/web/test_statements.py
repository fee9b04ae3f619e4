"""No page asks the database more often because there is more to show, nor too often at all."""

from __future__ import annotations

from pathlib import Path

from plugin.domain.sessions import Session, SessionState
from plugin.store import sessions as stored_sessions
from tests.bench.large import Size, fill
from tests.statements import statements
from tests.unit.plugin.web.by_token import addresses, program
from tests.unit.plugin.web.everything import Everything, ask, everything, requests
from tests.unit.plugin.web.house import TestHouse, make_house

PEOPLE = ("sam", "helen", "amina")
MOST = 31
FEW, MANY = Size(notes=12, pieces=4, meetings=2), Size(notes=60, pieces=20, meetings=10)


def test_no_page_asks_more_often_with_more_notes_pieces_and_meetings(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    made.runs_at_once = False
    whole = everything(made)
    met = a_closed_session(made)
    fill(made, met, FEW, "few")
    before = asked(whole)
    fill(made, met, MANY, "many")

    after = asked(whole)

    more = {page: (before[page], after[page]) for page in after if after[page] > before[page]}
    assert more == {}
    assert {page: number for page, number in after.items() if number > MOST} == {}


def asked(whole: Everything) -> dict[tuple[str, str], int]:
    """Return how many statements each page sends for each of these people."""
    found = {}
    for name in PEOPLE:
        client = whole.made.as_(name)
        for endpoint, method, path in (("homes.show", "GET", "/"), *requests(whole)):
            if method == "GET" and endpoint not in {"jobs.events", "sign_in.out"}:
                with statements() as sent:
                    ask(client, method, path)
                found[endpoint, name] = len(sent)
        asks = program(whole.made, name)
        asks.get("/me")  # that it was used today is written down once
        for method, path in addresses(whole):
            if method == "GET":
                with statements() as sent:
                    asks.ask(method, path)
                found[path, name] = len(sent)
    return found


def a_closed_session(made: TestHouse) -> Session:
    with made.services.db.read() as tx:
        known = stored_sessions.sessions(tx, made.community.id)
    return next(each for each in known if each.state is SessionState.CLOSED and each.template_code)
