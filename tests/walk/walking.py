"""Starts walks from a seed, so that the same seed walks the same way."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.walk.walk import Walk

STEPS = 40


def number_of(words: str, part: int) -> int:
    """Return the seed of one part of a day's walks."""
    return int.from_bytes(sha256(f"{words} {part}".encode()).digest()[:6], "big")


def walk(seed: int, walks: int, *, shrinking: bool = False) -> None:
    """Walk so often; raise what the first wrong walk found, with its trace printed."""

    class Seeded(Walk):
        pass

    seeded(seed)(Seeded)
    how = settings(
        max_examples=walks,
        stateful_step_count=STEPS,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if shrinking else (Phase.generate,),
    )
    run_state_machine_as_test(Seeded, settings=how)
