"""The people of the world: one of each role in our group, and a stranger of another partnership."""

from __future__ import annotations

from plugin.convene import communities
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.store.services import Services

PEOPLE = {
    "sam": ("Sam Okafor", Role.FACILITATOR),
    "helen": ("Helen Shaw", Role.LEARNING_PARTNER),
    "amina": ("Amina Yusuf", Role.PARTICIPANT),
    "grace": ("Grace Lindqvist", Role.SPONSOR),
    "connie": ("Connie Hale", Role.CONVENOR),
}


def add_people(
    services: Services, ours: str, elsewhere: str, community_id: str
) -> dict[str, Actor]:
    """Give everybody their place; a sponsor's is the whole partnership."""
    people = {}
    for key, (name, role) in PEOPLE.items():
        place = None if role is Role.SPONSOR else community_id
        email = f"{key}@northside.example"
        people[key] = communities.add_person(
            services, OPERATOR, ours, place, name, email, role, "practice"
        )
    people["stranger"] = communities.add_person(
        services,
        OPERATOR,
        elsewhere,
        None,
        "Otto Lang",
        "stranger@elsewhere.example",
        Role.FACILITATOR,
    )
    return people
