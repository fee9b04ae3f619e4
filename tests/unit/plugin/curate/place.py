"""The world, by its former names."""

from tests.world import World as Place
from tests.world import make_world as make_place

__all__ = ["Place", "make_place"]
