"""The most memory that a process held; as a program, `hedgerow` as people type it and its peak.

Imports nothing of ours beside the command, which would count as its memory.
"""

from __future__ import annotations

import atexit
import resource
import sys
from pathlib import Path


def peak_mb() -> int:
    """Return the most memory that this process ever held.

    Linux hands down what `getrusage` says: a child says of itself at least what its parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        kept = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(kept.split()[1]) // 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20  # in bytes on macOS


def _told() -> None:
    sys.stderr.write(f"\n{peak_mb()}\n")


if __name__ == "__main__":
    from plugin.cli import main

    atexit.register(_told)
    main(prog_name="hedgerow")
