"""A community with its people on a database of its own, without pages: for tests of use cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from plugin.convene import communities
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.store.database import Database
from plugin.store.services import Services
from tests.unit.plugin.web.house import PEOPLE, Clock


@dataclass
class Place:
    """Two partnerships, one community, one person of each kind; the clock is moved by hand."""

    services: Services
    clock: Clock
    partnership: Partnership
    elsewhere: Partnership
    community: Community
    people: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Return a person."""
        return self.people[name]


def make_place(folder: Path) -> Place:
    """Make a place with nothing collected yet; the tables come from a file that was migrated."""
    (folder / "hedgerow.db").write_bytes(_empty_tables())
    clock, numbers = Clock(), count(1)
    database = Database(f"sqlite:///{folder / 'hedgerow.db'}")
    services = Services(database, clock, lambda: f"id{next(numbers)}")
    ours = communities.start_partnership(services, "Tyne Crossing")
    elsewhere = communities.start_partnership(services, "Another partnership")
    going_home = communities.start_community(
        services,
        OPERATOR,
        ours.id,
        "Going home",
        "How do we decide well about going home?",
        sponsor="Director of Integrated Care",
    )
    people = {}
    for key, (name, role) in PEOPLE.items():
        where = None if role is Role.SPONSOR else going_home.id
        people[key] = communities.add_person(
            services, OPERATOR, ours.id, where, name, None, role, "lived_experience"
        )
    people["stranger"] = communities.add_person(
        services, OPERATOR, elsewhere.id, None, "Otto Lang", None, Role.LEARNING_PARTNER
    )
    return Place(services, clock, ours, elsewhere, going_home, people)


@cache
def _empty_tables() -> bytes:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/hedgerow.db")
        database.upgrade()
        database.confirm_erased()
        database.close()
        return Path(folder, "hedgerow.db").read_bytes()
