import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from connectors.http import HTTP
from connectors.sandbox.app import Sandbox, create_sandbox
from connectors.sandbox.in_process import mount
from connectors.sandbox.miro.models import User
from connectors.sandbox.notion.models import Page
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.config import Settings
from plugin.doctor.live import Examination, examine_live, new_name, table
from plugin.doctor.probes import NEEDS_SOMEBODY, ProbeResult
from tests.notion_caller import Clock
from tests.unit.plugin.web.mounted import SANDBOX_URL

MIRO = ["3", *(f"4{x}" for x in "abcdefg"), *(f"5{x}" for x in "abcdef"), "6", "7a", "7b", "8a"]
MIRO += ["8b", "9a", "11", "1a", "1b", "2", "2b", "9b", "10a", "10b", "12"]
NOTION = ["1a", "1b", "2a", "2b", *(f"4.{n}" for n in range(1, 5)), "5a", "5b", "6", "3"]
NOTION += [f"3{x}" for x in "abcdefg"]
PEOPLE = {"1a", "1b", "2", "2b", "9b", "10a", "10b", "12"}


@dataclass
class World:
    """A sandbox in this process, and what was found of it."""

    app: Flask
    http: HTTP
    settings: Settings
    found: Examination = field(default_factory=lambda: Examination(new_name()))

    def examine(self, **more: Any) -> dict[str, str]:
        """Examine it; return what came, by probe."""
        examine_live(self.settings, self.http, self.found, **more)
        return {row.probe: row.came for row in self.found.rows}

    def fault(self, **given: Any) -> None:
        """Let something go wrong."""
        answer = self.app.test_client().post("/_sandbox/faults", json=given)
        assert answer.status_code < 300, answer.text

    def left(self) -> list[str]:
        """Name what is still there: boards, and pages outside the trash."""
        sandbox: Sandbox = self.app.extensions["hedgerow_sandbox"]
        notion = sandbox.notion
        pages = [
            one
            for one in notion.things.values()
            if isinstance(one, Page) and one.parent_id and not notion.is_trashed(one)
        ]
        return [*(one.name for one in sandbox.miro.boards.values()), *map(notion.title_of, pages)]


def _world(folder: Path) -> World:
    clock = Clock()
    app = create_sandbox(clock=clock)
    http = HTTP(session=lambda: mount(app), sleep=lambda seconds: clock.move(seconds=seconds))
    settings = Settings(
        data_folder=folder,
        database_url="sqlite://",
        base_url="http://127.0.0.1:8420",
        secret="s",
        sandbox_url=SANDBOX_URL,
        notion_parent=FIRST_PAGE_ID,
    )
    return World(app, http, settings)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return _world(tmp_path)


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return _world(tmp_path_factory.mktemp("live")).examine()


def test_every_probe_gives_a_row_and_nothing_is_left(world: World) -> None:
    came = world.examine()

    assert list(came) == [f"miro {n}" for n in MIRO] + [f"notion {n}" for n in NOTION]
    assert all(came.values())
    assert not [told for told in came.values() if told.startswith("Not told")]
    assert (world.left(), world.found.left.sentences) == ([], [])


@pytest.mark.parametrize(
    ("probe", "words"),
    [
        ("miro 3", "afterwards the note has no frame, relativeTo canvas_center"),
        ("miro 4a", "400 2.0703"),
        ("miro 4c", "at most 8 tags"),
        ("miro 5a", "401 invalidToken"),
        ("miro 6", "X-RateLimit-Reset: seconds since 1970"),
        ("miro 7a", "in the order asked"),
        ("miro 8a", "the note is there with no parent"),
        ("miro 9a", "201; as sent, as sent, as sent"),
        ("miro 11", "sharingAccess taken"),
        ("notion 1a", "slices r1 r2 | r4 r5 | r6 r7"),
        ("notion 1b", "slices r6 r5 | r4 r3 | r2"),
        ("notion 2a", "at look 1"),
        ("notion 4.2", "400 validation_error"),
        ("notion 5b", "400 invalid_request"),
        ("notion 3a", "last_edited_time changed"),
        ("notion 3d", "last_edited_time did not change"),
    ],
)
def test_the_table_says_what_the_sandbox_does(came: dict[str, str], probe: str, words: str) -> None:
    assert words in came[probe]


@dataclass
class Somebody:
    """A person who does what is asked, as far as `do` can."""

    do: Callable[[str], bool] = lambda _sentence: True
    token: str = ""
    asked: list[str] = field(default_factory=list)

    def has_done(self, sentence: str) -> bool:
        """Do it."""
        self.asked.append(sentence)
        return self.do(sentence)

    def answers(self, question: str) -> str:
        """Answer yes."""
        return "yes"

    def shows(self, question: str) -> str:
        """Show the token."""
        return self.token


def _encoded(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _write_a_note(world: World, who: int = 0) -> None:
    sandbox: Sandbox = world.app.extensions["hedgerow_sandbox"]
    (board,) = sandbox.miro.boards.values()
    if who:
        sandbox.miro.seed([*sandbox.miro.people(), User(f"34587645{who:011}", "Another visitor")])
    writer = sandbox.miro.people()[who].id
    body = {"person": writer, "text": "lantern under the stairs", "x": -900, "y": -900}
    path = f"/_sandbox/miro/boards/{board.id}/notes"
    assert world.app.test_client().post(path, json=body).status_code < 300


def test_without_a_person_each_of_their_probes_says_what_to_do(came: dict[str, str]) -> None:
    for number in PEOPLE:
        assert came[f"miro {number}"].startswith(NEEDS_SOMEBODY)


def test_peoples_notes_are_counted_and_never_told(world: World) -> None:
    def do(sentence: str) -> bool:
        if "miro 1a" in sentence:
            _write_a_note(world)
        return "miro 12" not in sentence

    came = world.examine(person=Somebody(do))

    assert came["miro 1a"].startswith("1 notes, 1 with words, 1 with createdBy.id: 1 different;")
    assert came["miro 1b"] == came["miro 1a"]
    assert came["miro 2"] == "no new note came"
    assert came["miro 12"] == "Not asked: passed over."
    assert "lantern" not in table(world.found, world.settings)


@pytest.mark.parametrize(
    ("writers", "told"),
    [
        ((0, 1), "2 notes with 2 ids: each visitor has one of their own"),
        ((0, 0), "2 notes with 1 ids: visitors share ids"),
        ((0,), "1 new notes came; two are needed"),
    ],
)
def test_two_visitors_tell_whether_each_has_an_id(
    world: World, writers: tuple[int, ...], told: str
) -> None:
    def do(sentence: str) -> bool:
        for who in writers if "miro 2b" in sentence else ():
            _write_a_note(world, who)
        return True

    assert world.examine(person=Somebody(do))["miro 2b"] == told


def test_of_an_id_token_only_claims_and_lifetime_are_told(world: World) -> None:
    claims = {"user": "3074457350000000001", "iat": 100, "exp": 400}
    token = ".".join([_encoded({"alg": "HS256"}), _encoded(claims), "signature"])

    came = world.examine(person=Somebody(token=token))

    assert came["miro 10a"] == ("alg HS256; {exp: int, iat: int, user: str}; exp − iat: 300 s")
    assert "3074457350000000001" not in table(world.found, world.settings)


def test_the_table_holds_no_id_and_no_name(world: World) -> None:
    ids: list[str] = []
    sandbox: Sandbox = world.app.extensions["hedgerow_sandbox"]

    world.examine(tell=lambda _row: ids.extend([*sandbox.miro.boards, *sandbox.notion.things]))

    told = table(world.found, world.settings)
    assert len(set(ids)) > 10
    for secret in {*ids, "sandbox-hedgerow", "Sandbox team", "Sandbox workspace"}:
        assert secret not in told


@pytest.mark.parametrize("kind", ["500", "html", "no_answer", "reset", "429"])
def test_a_call_that_fails_does_not_stop_the_others(world: World, kind: str) -> None:
    for vendor, route in (("miro", "*/sticky_notes"), ("notion", "*/query")):
        world.fault(kind=kind, vendor=vendor, route=route, times=None)

    came = world.examine()

    assert len(came) == len(MIRO) + len(NOTION)
    assert came["miro 4f"].startswith("400 2.0703")
    assert came["notion 3a"] == "last_edited_time changed"
    assert (world.left(), world.found.left.sentences) == ([], [])


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("vendor", "route"), [("miro", "/v2/boards"), ("notion", "/v1/pages")], ids=["board", "page"]
)
def test_what_was_made_without_an_answer_is_removed(
    world: World, vendor: str, route: str, when: str
) -> None:
    world.fault(kind="no_answer", vendor=vendor, method="POST", route=route, when=when, times=1)

    came = world.examine()

    assert f"{vendor} 6" in came or vendor == "notion"
    assert (world.left(), world.found.left.sentences) == ([], [])


@pytest.mark.parametrize("at", ["miro 5a", "notion 2a"])
def test_an_interrupted_examination_removes_what_it_made(world: World, at: str) -> None:
    def interrupt(row: ProbeResult) -> None:
        if row.probe == at:
            raise KeyboardInterrupt

    came = world.examine(tell=interrupt)

    assert world.found.was_interrupted
    assert list(came)[-1] == at
    assert ", interrupted." in table(world.found, world.settings)
    assert world.left() == []


@pytest.mark.parametrize(
    ("vendor", "method", "route", "words"),
    [
        ("miro", "DELETE", "/v2/boards/{board_id}", "The board “"),
        ("notion", "PATCH", "/v1/pages/{page_id}", "The page “"),
    ],
)
def test_what_cannot_be_removed_is_said(
    world: World, vendor: str, method: str, route: str, words: str
) -> None:
    world.fault(kind="503", vendor=vendor, method=method, route=route, times=None)

    world.examine()

    (sentence,) = world.found.left.sentences
    assert sentence.startswith(words)
    assert world.found.name in sentence
    assert sentence.endswith("Remove it by hand.")
    assert world.found.name in world.left()


def test_without_tokens_every_vendor_says_how_to_mend_it(world: World) -> None:
    world.settings = replace(world.settings, sandbox_url=None)

    came = world.examine()

    assert "HEDGEROW_MIRO_TOKEN" in came["miro"]
    assert "HEDGEROW_NOTION_TOKEN" in came["notion"]
