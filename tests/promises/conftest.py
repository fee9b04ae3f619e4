"""What most tests of promises begin with; a module that needs another house has its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises.team import make_team
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import agree


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    """Return a partnership in which pieces go out, whose group has agreed."""
    made = make_team(tmp_path)
    agree(made)
    yield made
    made.services.db.close()
