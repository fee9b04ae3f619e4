"""No page offers a form or a link to a person who is refused when they use it."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.converse.rehearsing import rehearse
from plugin.domain.sessions import SessionState
from plugin.store import notes as stored_notes
from tests.unit.plugin.web.everything import FORM, ask, everything, requests
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse


class Offers(HTMLParser):
    """Collects what a page offers: where its forms are sent with what, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.links: list[str] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_open = given.get("method") == "post"
            if self._is_open:
                self.forms.append((given.get("action", ""), {}))
        elif tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"].partition("#")[0])
        elif tag in ("input", "button") and given.get("formaction"):
            self.forms.append((given["formaction"], {}))
        elif tag in ("input", "button") and self._is_open and given.get("name"):
            self.forms[-1][1].setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False


def endpoint(client: FlaskClient, path: str, method: str) -> str:
    adapter = client.application.url_map.bind("127.0.0.1")
    try:
        return str(adapter.match(path.partition("?")[0], method)[0])
    except HTTPException:
        return ""


def offered(client: FlaskClient, paths: Iterable[str]) -> Offers:
    """Open pages, those alone that this person can open."""
    found = Offers()
    for path in paths:
        answer = ask(client, "GET", path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found.feed(answer.text)
    return found


def refused(client: FlaskClient, found: Offers) -> list[str]:
    """Follow one link and send one form of each kind; return those that are refused."""
    links = {endpoint(client, path, "GET"): path for path in found.links}
    forms = {endpoint(client, path, "POST"): (path, typed) for path, typed in found.forms}
    answers = {name: client.get(path) for name, path in links.items() if name}
    answers |= {
        name: client.post(path, data={**FORM, **typed})
        for name, (path, typed) in forms.items()
        if name not in ("", "sign_in.sign_out")
    }
    return [name for name, answer in answers.items() if answer.status_code == 403]


def test_nobody_is_offered_what_is_refused_on_any_page(made: TestHouse) -> None:
    whole = everything(made)
    paths = [path for name, method, path in requests(whole) if is_page(name, method)]

    assert refused(made.as_("amina"), offered(made.as_("amina"), paths)) == []


def test_no_state_of_a_session_offers_what_is_refused(made: TestHouse) -> None:
    sam, group = made.actor("sam"), made.community.id
    states = [a_session(made, "T3", state).session for state in SessionState]
    open_one = next(each for each in states if each.state is SessionState.OPEN)
    with made.services.db.begin() as tx:
        for note in stored_notes.notes(tx, open_one.id):
            stored_notes.forget_note(tx, note.id)
    rehearse(made.services, sam, open_one.id, read_template("T3"))
    bare = plan_session(made.services, sam, group, made.services.today, None)
    paths = [f"/s/{each.id}{page}" for each in (*states, bare) for page in ("", "/live")]

    for who in ("amina", "helen"):
        client = made.as_(who)
        assert refused(client, offered(client, paths)) == []


def is_page(name: str, method: str) -> bool:
    """Say whether a route shows a page that is worth a look: no stream, no file."""
    return method == "GET" and not name.startswith(("jobs.", "exports.", "paper."))
