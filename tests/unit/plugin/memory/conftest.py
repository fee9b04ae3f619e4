from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.plugin.curate.place import Place, make_place


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Place]:
    place = make_place(tmp_path)
    yield place
    place.services.db.close()
