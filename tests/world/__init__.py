"""One world for all tests: two partnerships, a group with one person of each role, and all that
they use.

`make_world(folder)` makes it; what costs time (the vendors' sandbox, the web application) is made
when a test first asks for it. What a test adds stands in the other modules of this folder.
"""

from tests.world.clock import Clock
from tests.world.people import PEOPLE
from tests.world.world import World, make_world

__all__ = ["PEOPLE", "Clock", "World", "make_world"]
