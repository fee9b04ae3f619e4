"""Names processes so that another one on the same machine can tell whether they are gone.

A name holds machine, boot, process namespace, number and start. Only what is certain counts:
a process elsewhere, or on a system that does not say, is never called gone; its lease just ends.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_UNKNOWN = "-"


def this_process() -> str:
    """Return the name of this process, without spaces."""
    return f"{_machine()}/{os.getpid()}/{_started(os.getpid()) or _UNKNOWN}"


def is_gone(owner: str) -> bool:
    """Say whether the process that named itself so is known to have ended."""
    machine, _, rest = owner.partition(" ")[0].rpartition("/")[0].rpartition("/")
    started = owner.partition(" ")[0].rpartition("/")[2]
    if machine != _machine() or _UNKNOWN in (started, machine) or not rest.isdecimal():
        return False
    return _started(int(rest)) != started


def _machine() -> str:
    try:
        boot, space = _BOOT.read_text().strip(), os.readlink("/proc/self/ns/pid")
    except OSError:
        return _UNKNOWN
    return f"{socket.gethostname()}/{boot}/{space}"


def _started(number: int) -> str | None:
    """Return when a process started, in ticks since the machine did; None for one that ended."""
    try:
        said = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return None
    state, *fields = said.rpartition(")")[2].split()
    return None if state in "ZX" else fields[18]
