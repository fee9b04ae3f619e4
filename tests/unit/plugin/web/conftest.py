"""The house that tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    """Return a fresh Hedgerow with its people, as a real server would have it."""
    runtime = make_house(tmp_path)
    yield runtime
    runtime.services.db.close()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[TestHouse]:
    """Return the same with the demo's cast."""
    runtime = make_house(tmp_path, is_demo=True)
    yield runtime
    runtime.services.db.close()


@pytest.fixture
def made_real(tmp_path: Path) -> Iterator[TestHouse]:
    """Return one without sandbox, with a Miro token of its server and no app at Notion."""
    runtime = make_house(tmp_path, sandbox_url=None, miro_token="hazel-token")
    yield runtime
    runtime.services.db.close()
