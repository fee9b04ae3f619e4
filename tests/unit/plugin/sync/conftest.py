"""One bench for all tests of a sync, put back to its beginning before each."""

import pytest

from tests.unit.plugin.sync.bench import Bench, Kept, make_bench


@pytest.fixture(scope="session")
def _beginning(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Kept]:
    bench = make_bench(tmp_path_factory.mktemp("bench"))
    return bench, bench.keep()


@pytest.fixture
def bench(_beginning: tuple[Bench, Kept]) -> Bench:
    bench, kept = _beginning
    bench.go_back(kept)
    return bench
