"""The world, by its former names."""

from tests.world import PEOPLE, Clock
from tests.world import World as TestHouse
from tests.world import make_world as make_house

__all__ = ["PEOPLE", "Clock", "TestHouse", "make_house"]
