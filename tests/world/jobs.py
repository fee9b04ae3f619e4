"""Jobs in the world: run in the thread that asks, so that the next page shows what came of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin import building
from plugin.domain.people import Actor
from plugin.domain.sessions import Session
from plugin.jobs.running import run_one
from plugin.scaffold.run import Built
from plugin.use_cases import Runtime

if TYPE_CHECKING:
    from tests.world.world import World


def run_at_once(world: World, job_id: str, delay_s: float) -> None:
    """Run a job that may run now, unless a test wants to run it itself."""
    if world.runs_at_once and not delay_s:
        run_one(world.runtime, job_id)


def new_session(
    runtime: Runtime, actor: Actor, community_id: str, template_code: str, day: date, **more: Any
) -> tuple[Session, Built]:
    """Plan a session and build its board, or use the one named."""
    planned = building.plan_with_board(runtime, actor, community_id, template_code, day, **more)
    board_id = more.get("miro_board_id")
    return planned, building.build(runtime, actor, planned.id, board_id)


def done(client: FlaskClient, asked: TestResponse) -> str:
    """Return the address to which the page of a job leads that is done."""
    return client.get(asked.headers["Location"]).headers["Location"]
