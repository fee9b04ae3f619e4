from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from plugin.convene.beginning import begin
from plugin.convene.overview import everything, the_partnership
from plugin.convene.sign_in import sign_in_by_link
from plugin.domain.people import Power, Role
from plugin.errors import BadInput
from plugin.store.database import Database
from plugin.store.services import Services
from tests import databases

WORDS = ("Tyne Crossing", "Going home", "How do we decide?", "Sam Okafor", "sam@northside.example")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    numbers = count(1)
    database = Database(databases.with_tables(tmp_path))
    now = datetime(2026, 11, 18, 9, tzinfo=UTC)
    return Services(database, lambda: now, lambda: f"id{next(numbers)}")


def test_the_first_facilitator_signs_in_and_may_run_sessions(services: Services) -> None:
    begun = begin(services, *WORDS)

    signed_in = sign_in_by_link(services, begun.token)

    assert signed_in is not None
    sam = signed_in.actor
    assert sam.roles(begun.partnership.id) == {Role.FACILITATOR}
    sam.require(Power.RUN_SESSION, begun.partnership.id, begun.community.id)


def test_beginning_again_doubles_nothing(services: Services) -> None:
    first, second = begin(services, *WORDS), begin(services, *WORDS)

    assert (first.partnership, first.community) == (second.partnership, second.community)
    assert first.token != second.token
    ((_, communities),) = everything(services)
    assert len(communities) == 1


@pytest.mark.parametrize("empty", range(5))
def test_nothing_begins_without_a_name(services: Services, empty: int) -> None:
    words = list(WORDS)
    words[empty] = " "
    with pytest.raises(BadInput, match="Nothing was stored"):
        begin(services, *words)
    assert everything(services) == ()


def test_the_only_partnership_needs_no_name(services: Services) -> None:
    begun = begin(services, *WORDS)
    assert the_partnership(services, None) == begun.partnership
    assert the_partnership(services, "Tyne Crossing") == begun.partnership
    begin(services, "Another", *WORDS[1:])
    with pytest.raises(BadInput, match="hedgerow list"):
        the_partnership(services, None)
