from typing import Any

import pytest
import requests
from flask import Flask

from connectors.errors import LookFirst, NotAnAnswer, NotThereOrNotShared, RefusedForGood
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.in_process import MOUNTED_URL as HERE
from connectors.sandbox.in_process import InProcess
from connectors.sandbox_people import Person, SandboxPeople

AMINA, TOM = "3074457350000000101", "3074457350000000102"


class Within(InProcess):
    """Keeps the headers of what it hands to the application."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.headers: list[dict[str, str]] = []

    def send(self, request: requests.PreparedRequest, **kept: Any) -> requests.Response:
        self.headers.append(dict(request.headers))
        return super().send(request, **kept)


@pytest.fixture
def within() -> Within:
    return Within(create_sandbox())


@pytest.fixture
def http(within: Within) -> HTTP:
    session = requests.Session()
    session.mount(HERE, within)
    return HTTP(session=lambda: session, sleep=lambda _: None)


@pytest.fixture
def people(http: HTTP) -> SandboxPeople:
    people = SandboxPeople(http, HERE + "/")
    people.seed([Person(AMINA, "Amina Yusuf"), Person(TOM, "Tom Brennan", "tom@example.org")])
    return people


@pytest.fixture
def miro(http: HTTP) -> MiroClient:
    return MiroClient(http, "sandbox-hedgerow", f"{HERE}/miro")


def test_our_client_reads_what_sandbox_people_wrote(
    people: SandboxPeople, miro: MiroClient
) -> None:
    board = miro.create_board("A board").id

    note = people.add_note(board, AMINA, "a & b", "cyan", None, -900, -700)
    people.edit_note(board, TOM, note, "<p>c <strong>d</strong></p>")
    people.recolour_note(board, TOM, note, "violet")
    people.tag_note(board, TOM, note, "phone call")

    found = miro.stickies(board)[0]
    assert (found.id, found.content) == (note, "<p>c <strong>d</strong></p>")
    assert (found.created_by, found.modified_by) == (AMINA, TOM)
    assert [tag.title for tag in miro.tags(board)] == ["phone call"]


def test_moving_and_deleting_reach_the_board(people: SandboxPeople, miro: MiroClient) -> None:
    board = miro.create_board("A board").id
    note = people.add_note(board, AMINA, "a", "cyan", None, 0, 0)

    people.move_note(board, TOM, note, None, 5, 6)
    moved = miro.item(board, note)
    people.delete_note(board, TOM, note)

    assert (moved.x, moved.y) == (5, 6)
    assert miro.stickies(board) == ()


def test_no_token_is_ever_sent(people: SandboxPeople, within: Within) -> None:
    people.calls()

    assert not any("Authorization" in headers for headers in within.headers)


def test_calls_and_states_can_be_read(people: SandboxPeople, miro: MiroClient) -> None:
    miro.create_board("A board")

    assert [call["route"] for call in people.calls()] == ["/v2/boards"]
    assert people.calls(since=1) == []
    assert people.miro_state().keys() == {"people", "boards"}
    assert isinstance(people.notion_texts(), str)


def test_reset_empties_the_sandbox(people: SandboxPeople, miro: MiroClient) -> None:
    miro.create_board("A board")

    people.reset()

    assert people.miro_state()["boards"] == []


def test_refusals_come_as_errors_without_words(people: SandboxPeople, miro: MiroClient) -> None:
    board = miro.create_board("A board").id

    with pytest.raises(RefusedForGood) as refused:
        people.add_note(board, AMINA, "canary", "mauve", None, 0, 0)
    with pytest.raises(NotThereOrNotShared):
        people.delete_note(board, AMINA, "77")

    assert "canary" not in str(refused.value)


def test_an_answer_of_something_else_is_not_taken(http: HTTP, within: Within) -> None:
    other = Flask("something else")
    other.add_url_rule("/_sandbox/calls", view_func=lambda: {"count": 0})
    within.app = other

    with pytest.raises(NotAnAnswer):
        SandboxPeople(http, HERE).calls()


@pytest.mark.parametrize(
    "address", ["https://api.miro.com", "http://192.0.2.1:8000", "http://localhost.example.org"]
)
def test_it_acts_on_this_machine_only(http: HTTP, address: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        SandboxPeople(http, address)


def test_a_person_draws_a_line_and_is_its_writer(people: SandboxPeople, miro: MiroClient) -> None:
    board = miro.create_board("A board").id
    notes = [people.add_note(board, AMINA, "a", "cyan", None, x, 0) for x in (-300, 300)]

    line = people.draw_line(board, TOM, notes[0], notes[1], "leads to")
    loose = people.draw_line(board, TOM, notes[0], None, "")

    first, second = miro.connectors(board)
    assert (first.id, first.start_item_id, first.end_item_id) == (line, *notes)
    assert (first.captions, first.created_by) == (("<p>leads to</p>",), TOM)
    assert (second.id, second.end_item_id, second.captions) == (loose, None, ())


def test_faults_are_set_shown_and_cleared(people: SandboxPeople, miro: MiroClient) -> None:
    number = people.fault("500", "miro", method="POST", times=2, when="after")

    with pytest.raises(LookFirst):
        miro.create_board("A board")
    assert [(one["id"], one["met"]) for one in people.faults()] == [(number, 1)]
    people.clear_faults()
    assert len(miro.list_boards()) == 1


def test_a_fault_that_makes_no_sense_is_refused(people: SandboxPeople) -> None:
    with pytest.raises(RefusedForGood):
        people.fault("418", "miro")
