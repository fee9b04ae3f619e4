"""A small Hedgerow for tests of pages: two partnerships, one community, one person of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from plugin.accounts import Accounts
from plugin.app import create_app
from plugin.config import Settings
from plugin.convene import communities, sign_in
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.store import people as stored_people
from plugin.store.database import Database
from plugin.store.marks import mark_demo
from plugin.store.services import Services
from plugin.use_cases import Runtime
from tests.unit.plugin.web.mounted import SANDBOX_URL, http_to

PEOPLE = {
    "sam": ("Sam Okafor", Role.FACILITATOR),
    "helen": ("Helen Shaw", Role.LEARNING_PARTNER),
    "amina": ("Amina Yusuf", Role.PARTICIPANT),
    "grace": ("Grace Lindqvist", Role.SPONSOR),
    "connie": ("Connie Hale", Role.CONVENOR),
}


@dataclass
class Clock:
    """A clock that tests move by hand."""

    now: datetime = datetime(2026, 11, 18, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@dataclass
class TestHouse:
    """A house, its application, and the people who use it; `stranger` is of another partnership."""

    __test__ = False
    runtime: Runtime
    app: Flask
    clock: Clock
    partnership: Partnership
    elsewhere: Partnership
    community: Community
    sandbox: Flask
    people: dict[str, Actor] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        return self.runtime.services

    def as_(self, name: str | None) -> FlaskClient:
        """Return a browser in which this person is signed in, or nobody."""
        client: FlaskClient = self.app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        if name is not None:
            begun = sign_in.sign_in_as(self.services, self.people[name].person_id)
            assert begun is not None
            with client.session_transaction() as cookie:
                cookie["sign_in"] = begun.token
        return client

    def page_of(self, person: Actor) -> str:
        """Return the address of a person's page in our partnership."""
        with self.services.db.read() as tx:
            handle = stored_people.handles(tx, self.partnership.id)[person.person_id]
        return f"/p/{self.partnership.id}/people/{handle}"

    def settle(self) -> None:
        """Wait until what a page left to be done after its answer is done."""
        self.app.extensions["hedgerow_aside"].wait()

    def actor(self, name: str) -> Actor:
        """Return a person with their present roles."""
        found = sign_in.actor_of(self.services, self.people[name].person_id)
        assert found is not None
        return found


def make_house(
    tmp_path: Path, http: HTTP | None = None, clock: Clock | None = None, **settings: Any
) -> TestHouse:
    """Make a Hedgerow on an SQLite file of its own, with nothing collected yet.

    Its clients reach a sandbox of its own without a socket, unless they are given an `http`.
    """
    given = {
        "data_folder": tmp_path,
        "database_url": f"sqlite:///{tmp_path / 'hedgerow.db'}",
        "base_url": "http://127.0.0.1:8420",
        "secret": "a secret for tests, too long to be guessed",
        "sandbox_url": SANDBOX_URL,
    }
    clock, numbers = clock or Clock(), count(1)
    chosen = Settings(**(given | settings))
    (tmp_path / "hedgerow.db").write_bytes(_empty_tables())
    database = Database(chosen.database_url)
    if chosen.is_demo:
        mark_demo(database)
    services = Services(database, clock, lambda: f"id{next(numbers)}")
    sandbox = create_sandbox(clock=clock)
    runtime = Runtime(chosen, services, Accounts(chosen, http or http_to(sandbox), services))
    ours = communities.start_partnership(services, "Tyne Crossing")
    elsewhere = communities.start_partnership(services, "Another partnership")
    going_home = communities.start_community(
        services,
        OPERATOR,
        ours.id,
        "Going home",
        "How do we decide well about going home?",
        "You may speak about your own practice.",
        sponsor="Director of Integrated Care",
        host="Northside University",
        contact="sam@northside.example",
        rules=("Doubt is a contribution.",),
    )
    made = TestHouse(runtime, create_app(runtime), clock, ours, elsewhere, going_home, sandbox)
    made.people = dict(_people(services, ours.id, elsewhere.id, going_home.id))
    return made


@lru_cache
def _empty_tables() -> bytes:
    """Return an empty database file; the migrations run once for all tests of a process."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        database = Database(f"sqlite:///{file}")
        database.upgrade()
        database.close()
        return file.read_bytes()


def _people(
    services: Services, ours: str, elsewhere: str, community_id: str
) -> Iterator[tuple[str, Actor]]:
    for key, (name, role) in PEOPLE.items():
        place = None if role is Role.SPONSOR else community_id
        email = f"{key}@northside.example"
        yield (
            key,
            communities.add_person(services, OPERATOR, ours, place, name, email, role, "practice"),
        )
    stranger = ("stranger@elsewhere.example", Role.FACILITATOR)
    yield (
        "stranger",
        communities.add_person(services, OPERATOR, elsewhere, None, "Otto Lang", *stranger),
    )
