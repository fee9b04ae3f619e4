"""Remote writes that survive whatever dies, and the leases under which they are made.

Rule of this folder: a write is recorded before it is sent, and looked for before it is repeated, as
long as it may still arrive; whoever writes does so under a lease, which is still held at the moment
of sending (docs/architecture.md#writes-to-vendors).
"""

from plugin.intents.in_doubt import LIKE_A_PAGE, PATIENT, ArrivalWait, WaitPolicy
from plugin.intents.leases import alone_with, still_alone, writing_alone
from plugin.intents.writing import (
    adopt,
    adopt_or_drop,
    all_unfinished,
    drop,
    dropped_lately,
    left_behind,
    unfinished,
    write,
)

__all__ = [
    "LIKE_A_PAGE",
    "PATIENT",
    "ArrivalWait",
    "WaitPolicy",
    "adopt",
    "adopt_or_drop",
    "all_unfinished",
    "alone_with",
    "drop",
    "dropped_lately",
    "left_behind",
    "still_alone",
    "unfinished",
    "write",
    "writing_alone",
]
