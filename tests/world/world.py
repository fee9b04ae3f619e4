"""The world itself, and the use of it by people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from connectors.http import HTTP
from plugin.accounts import Accounts
from plugin.app import create_app
from plugin.config import Settings
from plugin.convene import communities, sign_in
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import OPERATOR, Actor
from plugin.store import people as stored_people
from plugin.store.marks import mark_demo
from plugin.store.services import Services
from plugin.use_cases import Runtime
from tests.world.clock import Clock
from tests.world.jobs import run_at_once
from tests.world.numbers import Numbers
from tests.world.people import add_people
from tests.world.tables import contents, new_database
from tests.world.vendors import SANDBOX_URL, Vendors


@dataclass
class World:
    """A running Hedgerow with its people; `stranger` is of the other partnership, `elsewhere`."""

    __test__ = False  # while some tests still import it as TestHouse
    runtime: Runtime
    clock: Clock
    partnership: Partnership
    elsewhere: Partnership
    community: Community
    people: dict[str, Actor]
    vendors: Vendors
    runs_at_once: bool = True  # jobs, in the thread that asks; otherwise somebody runs them

    @property
    def services(self) -> Services:
        return self.runtime.services

    @property
    def sandbox(self) -> Flask:
        """Return both vendors."""
        return self.vendors.sandbox

    @cached_property
    def app(self) -> Flask:
        """Return the web application."""
        return create_app(self.runtime)

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


@dataclass(frozen=True)
class _Begun:
    """The people and their places, and the database that holds them."""

    partnership: Partnership
    elsewhere: Partnership
    community: Community
    people: dict[str, Actor]
    last_id: int
    database: Any


def make_world(
    folder: Path, http: HTTP | None = None, clock: Clock | None = None, **settings: Any
) -> World:
    """Make a Hedgerow on a database of its own, with nothing collected yet.

    Its clients reach a sandbox of its own without a socket, unless they are given an `http`.
    """
    clock = clock or Clock()
    begun = _begun(clock.now)
    database = new_database(folder, begun.database)
    given: dict[str, Any] = {
        "data_folder": folder,
        "database_url": database.url,
        "base_url": "http://127.0.0.1:8420",
        "secret": "a secret for tests, too long to be guessed",
        "sandbox_url": SANDBOX_URL,
    }
    chosen = Settings(**(given | settings))
    services = Services(database, clock, Numbers(begun.last_id))
    if chosen.is_demo:
        mark_demo(services.db)
    vendors = Vendors(clock)
    accounts = Accounts(chosen, http or vendors.http(), services)
    runtime = Runtime(chosen, services, accounts, wake=lambda *asked: run_at_once(world, *asked))
    places = (begun.partnership, begun.elsewhere, begun.community)
    world = World(runtime, clock, *places, dict(begun.people), vendors)
    return world


@cache
def _begun(now: datetime) -> _Begun:
    """Begin both partnerships once for all tests of a process."""
    with TemporaryDirectory() as name:
        folder, numbers = Path(name), Numbers()
        services = Services(new_database(folder), Clock(now), numbers)
        begun = _begin(services)
        held = contents(services.db)
        services.db.close()
    return _Begun(*begun, numbers.last, held)


def _begin(services: Services) -> tuple[Partnership, Partnership, Community, dict[str, Actor]]:
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
    people = add_people(services, ours.id, elsewhere.id, going_home.id)
    return ours, elsewhere, going_home, people
