"""What pretend notes of a rehearsal say: sentences of nobody, each marked as pretended; pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

MARK = "Pretend:"
MOST = 20
_SAID = (
    "the kettle was on before anybody asked.",
    "I was not sure whose turn it was.",
    "we said Tuesday and meant Thursday.",
    "somebody rang back, and that changed it.",
    "the list was longer than the morning.",
    "I would do it differently next time.",
    "nobody knew who had the key.",
    "it worked because two people trusted each other.",
    "the form had no box for that.",
    "I might be wrong about this one.",
    "we could try it for two weeks.",
    "it took three calls and a walk down the corridor.",
    "the sign on the door said something else.",
    "I learnt it from the person at the desk.",
    "we ask for one name to ring.",
    "this went well, and I do not know why.",
    "there were two right answers.",
    "the plan was fine until it rained.",
    "I kept quiet, and wish I had not.",
    "next time we start with the question.",
)


def pretend_words(boxes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return pretend notes as pairs of a box's code and words, dealt out over the boxes."""
    if not boxes:
        return ()
    said = (f"{MARK} {words}" for words in _SAID)
    return tuple(zip(islice(cycle(boxes), MOST), said, strict=True))
