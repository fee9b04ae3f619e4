"""Remote writes that survive whatever dies, and the leases under which they are made.

Rule of this folder: a write is recorded before it is sent, and looked for before it is repeated;
whoever writes under a lease still holds it at the moment of sending (`design.md` section 5).
"""

from plugin.intents.leases import alone_with, still_alone, writing_alone
from plugin.intents.writing import adopt, all_unfinished, drop, unfinished, write

__all__ = [
    "adopt",
    "all_unfinished",
    "alone_with",
    "drop",
    "still_alone",
    "unfinished",
    "write",
    "writing_alone",
]
