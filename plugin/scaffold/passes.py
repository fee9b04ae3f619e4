"""Builds in passes, because Miro answers errors to writes that it has done, and to ones it has not.

Making frames was answered 500 in about half of the tries, live. After such an answer a pass goes on
with what does not depend on it; the next pass looks at what arrived and makes the rest again. An
answer that never came is looked for once: then the connection is at fault, not Miro.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from connectors.errors import LookFirst
from plugin.errors import NotNow, TakenOver

T = TypeVar("T")

# With seven errors in ten answers, fewer than one board in a hundred needs more than this.
MOST_PASSES = 30
_MOST_SILENT = 1

_GOES_ON = (
    "Miro answered with an error. {there} Hedgerow looks at what arrived, then goes on with the "
    "rest."
)
_ENDS = (
    "Miro answered with an error again and again. {there} Nothing is there twice. Build again in a "
    "few minutes: only what is missing is added."
)


@dataclass(slots=True)
class Doubts:
    """The writes of one pass that Miro answered with an error."""

    last: LookFirst | None = field(default=None)

    def attempt(self, write: Callable[[], int]) -> int:
        """Return what `write` made: nothing where Miro answered an error, which is kept.

        Raise LookFirst where no answer came, for the next call would not get through either.
        """
        try:
            return write()
        except LookFirst as error:
            if error.status is None:
                raise
            self.last = error
            return 0

    def settle(self) -> None:
        """Return if nothing is in doubt; raise the last LookFirst otherwise."""
        if self.last is not None:
            raise self.last


def in_passes(
    one_pass: Callable[[], T], there: Callable[[], str], tell: Callable[[str], None]
) -> T:
    """Return what `one_pass` returns as soon as nothing is in doubt.

    `there` says how much stands on the board; `tell` hears it between passes. Raise NotNow with it
    after the last pass, and where `one_pass` cannot wait; LookFirst where answers never came.
    """
    silent = 0
    for _ in range(MOST_PASSES):
        try:
            return one_pass()
        except LookFirst as error:
            silent += error.status is None
            if silent > _MOST_SILENT:
                raise
            if error.status is not None:
                tell(_GOES_ON.format(there=there()))
        except TakenOver:
            raise
        except NotNow as error:
            raise NotNow(" ".join(filter(None, (there(), error.sentence)))) from error
    raise NotNow(_ENDS.format(there=there()))
