"""The two collaborators that every use case is given: a clock and a maker of ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
NewId = Callable[[], str]
