"""Faults over a real socket: what requests meets is what it meets in the open."""

from collections.abc import Iterator

import pytest
import requests

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.serve import serve
from connectors.sandbox_people import SandboxPeople

HEADERS = {"Authorization": "Bearer sandbox-a", "Notion-Version": "2026-03-11"}
PAGE = {"parent": {"type": "page_id", "page_id": FIRST_PAGE_ID}}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = serve(create_sandbox())
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def people(url: str) -> SandboxPeople:
    acting = SandboxPeople(HTTP(), url)
    acting.reset()
    return acting


def make_page(url: str, timeout_s: float = 5) -> requests.Response:
    address = f"{url}/notion/v1/pages"
    return requests.post(address, json=PAGE, headers=HEADERS, timeout=timeout_s)


def pages_made(url: str) -> int:
    address = f"{url}/notion/v1/blocks/{FIRST_PAGE_ID}/children"
    return len(requests.get(address, headers=HEADERS, timeout=5).json()["results"])


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("no_answer", requests.exceptions.ReadTimeout),
        ("reset", requests.exceptions.ConnectionError),
    ],
)
def test_a_write_without_an_answer(
    url: str, people: SandboxPeople, kind: str, error: type[Exception], when: str, made: int
) -> None:
    people.fault(kind, "notion", method="POST", when=when)

    with pytest.raises(error):
        make_page(url, timeout_s=0.2)

    assert pages_made(url) == made


def test_an_answer_that_breaks_off(url: str, people: SandboxPeople) -> None:
    people.fault("cut_off", "notion", method="POST")

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        make_page(url)

    assert pages_made(url) == 1


def test_others_are_answered_while_one_waits_in_vain(url: str, people: SandboxPeople) -> None:
    people.fault("no_answer", "notion", method="POST")
    with pytest.raises(requests.exceptions.ReadTimeout):
        make_page(url, timeout_s=0.2)

    assert make_page(url).status_code == 200


def test_who_acts_as_people_sets_and_clears_faults(url: str, people: SandboxPeople) -> None:
    number = people.fault("503", "notion", times=None)
    assert make_page(url).status_code == 503

    assert [(fault["id"], fault["met"]) for fault in people.faults()] == [(number, 1)]
    people.clear_faults()
    assert make_page(url).status_code == 200
