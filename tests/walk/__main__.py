"""`make soak`: walks until the given seconds are over, or until one goes wrong.

A wrong walk is made as short as it can be; its seed and its trace are printed.
"""

from __future__ import annotations

import secrets
import sys
import traceback
from time import monotonic

import click

from tests.walk.walking import walk

WALKS = 25


def soak(seconds: float, seed: int | None = None) -> int:
    """Walk for so long; return 1 when a walk went wrong."""
    began, walked = monotonic(), 0
    while monotonic() - began < seconds:
        chosen = secrets.randbits(32) if seed is None else seed + walked
        try:
            walk(chosen, WALKS, shrinking=True)
        except Exception:
            traceback.print_exc()
            click.echo(f"Seed {chosen}. Again: python -m tests.walk {seconds:.0f} {chosen}")
            return 1
        walked += WALKS
        click.echo(f"{walked} walks, {monotonic() - began:.0f} s, last seed {chosen}: all well")
    return 0


if __name__ == "__main__":
    length, *seeds = sys.argv[1:] or ["60"]
    sys.exit(soak(float(length), int(seeds[0]) if seeds else None))
