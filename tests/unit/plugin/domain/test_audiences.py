"""Who reads what went to our partners, in words."""

import pytest

from plugin.domain.audiences import partners_in_words
from plugin.domain.communities import Partnership
from plugin.domain.people import Actor, Membership, Role
from plugin.languages import Language

HERE = Partnership("p", "Tyne")


def person(party: str, role: Role = Role.PARTICIPANT) -> Actor:
    return Actor(f"id {party}", "Nadia", (Membership("p", None, role, party),))


@pytest.mark.parametrize(
    ("people", "english", "welsh"),
    [
        ([person("")], "Everybody in Tyne.", "Pawb yn Tyne."),
        (
            [person("", Role.SPONSOR)],
            "Everybody in Tyne, the sponsor among them.",
            "Pawb yn Tyne, y noddwr yn eu plith.",
        ),
        (
            [person("lived_experience"), person("practice"), person("a charity")],
            "Everybody in Tyne, people from a charity, lived experience and practice.",
            "Pawb yn Tyne, gyda phobl o’r meysydd hyn: a charity, profiad bywyd ac ymarfer.",
        ),
    ],
)
def test_partners_are_said_in_both_languages(people: list[Actor], english: str, welsh: str) -> None:
    said = partners_in_words(HERE, people)

    assert said == english
    assert said.in_language(Language.WELSH) == welsh
