"""A fresh room for every test."""

import pytest

from tests.unit.connectors.sandbox.miro.asking import Room


@pytest.fixture
def room() -> Room:
    return Room()
