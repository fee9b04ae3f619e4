"""What is known of a kind of work: who may ask for it, how it runs, and where its end is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from plugin.domain.jobs import Job
from plugin.domain.people import Actor
from plugin.errors import Refused
from plugin.intents import WaitPolicy
from plugin.use_cases import Runtime


class Place(StrEnum):
    """The page that tells what came of a job."""

    SESSION = "session"
    ROLES = "roles"
    SYNC = "sync"
    PIECE = "piece"
    CONNECTIONS = "connections"
    EXPORT = "export"
    CHOSEN_EXPORT = "chosen export"
    DESIGNS = "designs"
    GROUP = "group"
    NOWHERE = "nowhere"  # nobody asked for it


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: sentences, what its page shows beside them (`found`), and a `value`.

    The value is for whoever runs the job in their own process, and not stored. With `again_in_s` it
    is not over, and goes on then.
    """

    said: tuple[str, ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)
    value: object = None
    again_in_s: float | None = None


def _nothing_against_it(_runtime: Runtime, _job: Job) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """One kind of work; `stops_midway` where stopping it between two steps is safe."""

    doing: str
    undone: str
    place: Place
    require: Callable[[Runtime, Actor, Job], None]  # who may ask for it, and see it
    run: Callable[[Runtime, Actor, Job, WaitPolicy], Result]
    may: Callable[[Runtime, Job], None] = _nothing_against_it  # told before anything is asked
    stops_midway: bool = False
    tries_again: bool = True  # by itself, where that may go better


def require_operator(_runtime: Runtime, actor: Actor, _job: Job) -> None:
    """Return for Hedgerow itself; raise Refused for everybody else."""
    if not actor.is_operator:
        raise Refused("Hedgerow does this by itself. Nothing was changed.")
