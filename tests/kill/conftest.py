"""The story of the demo, told once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.kill.points import Killing
from tests.kill.story import told_story


@pytest.fixture(scope="package")
def killing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killing]:
    with told_story(tmp_path_factory.mktemp("kill")) as story:
        yield Killing(story)
