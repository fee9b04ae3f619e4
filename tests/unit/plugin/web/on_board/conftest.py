"""A session on its board, and Sam’s panel there: what these tests of the panel begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.domain.sessions import Session
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, SOMEBODY_IN_MIRO, InMiro, let_in
from tests.world.jobs import new_session
from tests.world.phones import board_id


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    """Return a house; in Miro two of its people may change every board."""
    made = make_house(tmp_path)
    let_in(made, SAM_IN_MIRO, SOMEBODY_IN_MIRO)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    """Return a session of today, with its board."""
    day = house.clock.now.date()
    return new_session(house.runtime, house.actor("sam"), house.community.id, "T3", day)[0]


@pytest.fixture
def sam(house: TestHouse, session: Session) -> InMiro:
    """Return the panel of the session’s facilitator on its board."""
    panel = InMiro(house, board_id(house, session))
    panel.link("sam")
    assert panel.state()["view"] == "session"
    return panel
