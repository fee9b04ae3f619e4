"""Jobs in the world: run in the thread that asks, so that the next page shows what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.jobs.running import run_one

if TYPE_CHECKING:
    from tests.world.world import World


def run_at_once(world: World, job_id: str, delay_s: float) -> None:
    """Run a job that may run now, unless a test wants to run it itself."""
    if world.runs_at_once and not delay_s:
        run_one(world.runtime, job_id)


def done(client: FlaskClient, asked: TestResponse) -> str:
    """Return the address to which the page of a job leads that is done."""
    return client.get(asked.headers["Location"]).headers["Location"]
