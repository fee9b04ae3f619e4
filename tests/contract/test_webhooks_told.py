"""Telling webhooks over a real socket: what arrives, and what happens when nobody answers."""

from __future__ import annotations

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from connectors.webhooks import NotReached, post
from plugin.curate.releasing import release
from plugin.domain.pieces import Rung
from plugin.govern.withdrawal import take_back
from plugin.jobs import webhook_messages
from plugin.jobs.periodic_jobs import WEBHOOKS, ask_for_what_is_due
from plugin.store import jobs as stored_jobs
from tests.unit.connectors.test_webhooks import BODY, MESSAGE
from tests.unit.plugin.web.everything import NOTE_WORDS, everything
from tests.unit.plugin.web.filled import PROPOSAL, a_session
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_webhooks import added, waiting


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    house = make_house(tmp_path)
    yield house
    house.services.db.close()


class Receiver(HTTPServer):
    """Remembers what it was told, and answers with one status."""

    status = 204

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/told?by=hedgerow"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver = self.server
        assert isinstance(receiver, Receiver)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver.told.append((self.path, dict(self.headers), body))
        self.send_response(receiver.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_the_stand_in_on_this_machine_is_told_where_that_is_allowed(receiver: Receiver) -> None:
    status = post(receiver.address, BODY, {"webhook-id": MESSAGE}, allows_loopback=True)

    assert status == 204
    ((path, headers, body),) = receiver.told
    assert (path, body) == ("/told?by=hedgerow", BODY)
    assert (headers["webhook-id"], headers["Content-Type"]) == (MESSAGE, "application/json")
    with pytest.raises(NotReached):
        post(receiver.address, BODY, {})


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.status = 307

    assert post(receiver.address, BODY, {}, allows_loopback=True) == 307
    assert len(receiver.told) == 1


def test_a_receiver_that_is_away_is_not_reached() -> None:
    with pytest.raises(NotReached, match="did not answer"):
        post("http://127.0.0.1:1/told", BODY, {}, allows_loopback=True)


def test_a_note_that_is_taken_back_is_told_signed_and_without_a_word(
    made: TestHouse, receiver: Receiver
) -> None:
    filled, secret = a_session(made), added(made, receiver.address)

    take_back(made.services, made.actor("sam"), filled.proposal_note_id)
    assert webhook_messages.tell_waiting(made.runtime) == 1

    ((_, headers, body),) = receiver.told
    said = json.loads(body)
    assert (said["type"], said["data"]) == ("note.gone", {"id": filled.proposal_note_id})
    assert PROPOSAL not in body.decode()
    what = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    own = base64.b64encode(hmac.new(key, what, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{own}"
    assert waiting(made) == []


def test_everything_that_is_told_has_ids_and_no_words(made: TestHouse, receiver: Receiver) -> None:
    added(made, receiver.address)
    whole = everything(made)
    release(made.services, made.actor("helen"), whole.checked_piece_id, Rung.US)

    webhook_messages.tell_waiting(made.runtime)

    bodies = [body.decode() for _, _, body in receiver.told]
    assert {json.loads(body)["type"] for body in bodies} >= {"piece.readers_changed"}
    assert [words for words in NOTE_WORDS for body in bodies if words in body] == []


def test_a_receiver_that_does_not_answer_is_tried_again_for_a_day(
    made: TestHouse, receiver: Receiver
) -> None:
    filled = a_session(made)
    added(made, receiver.address)
    take_back(made.services, made.actor("sam"), filled.proposal_note_id)
    receiver.status = 500

    tried = 0
    while waiting(made):
        assert webhook_messages.tell_waiting(made.runtime) == 0
        assert webhook_messages.tell_waiting(made.runtime) == 0  # not before its time
        tried += 1
        made.clock.pass_days(1)

    assert tried == len(receiver.told) == 8
    assert len({headers["webhook-id"] for _, headers, _ in receiver.told}) == 1
    page = made.as_("connie").get(f"/p/{made.partnership.id}/webhooks").text
    assert "a message was given up" in page


def test_a_receiver_that_wants_no_more_is_removed(made: TestHouse, receiver: Receiver) -> None:
    filled = a_session(made)
    added(made, receiver.address)
    take_back(made.services, made.actor("sam"), filled.proposal_note_id)
    receiver.status = 410

    webhook_messages.tell_waiting(made.runtime)

    assert waiting(made) == []
    page = made.as_("connie").get(f"/p/{made.partnership.id}/webhooks").text
    assert "No address is told anything." in page


def test_a_job_tells_what_waits(made: TestHouse, receiver: Receiver) -> None:
    filled = a_session(made)
    added(made, receiver.address)
    take_back(made.services, made.actor("sam"), filled.proposal_note_id)

    ask_for_what_is_due(made.runtime)

    with made.services.db.read() as tx:
        assert WEBHOOKS in {job.kind for job in stored_jobs.all_jobs(tx)}
    assert receiver.told == []  # no page and no asking waits for it
