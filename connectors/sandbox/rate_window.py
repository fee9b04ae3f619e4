"""How fast a minute of the vendors' limits passes in a sandbox.

With "fast" their window of sixty seconds lasts two: `Retry-After` is in whole seconds, so that less
than two could not be told.
"""

from types import MappingProxyType
from typing import Literal

Rate = Literal["real", "fast", "off"]
WINDOW_S = MappingProxyType[Rate, int]({"real": 60, "fast": 2, "off": 60})
