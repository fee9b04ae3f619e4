"""What machines ask: whether this process lives, and whether it can serve people.

Anybody may ask, so the answers name checks that failed, and no reason.
"""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from plugin.errors import HedgerowError
from plugin.jobs import heartbeats
from plugin.use_cases import Runtime

# Balancers and monitors ask by number, and these answers are the same under every name.
ASKED_UNDER_ANY_NAME = frozenset({"health.lives", "health.is_ready", "metrics.show"})


def routes(runtime: Runtime) -> Blueprint:
    """Return the addresses of this module."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def lives() -> ResponseReturnValue:
        return jsonify(alive=True)

    @pages.get("/readyz")
    def is_ready() -> ResponseReturnValue:
        failed = _failed(runtime)
        return jsonify(ready=not failed, failed=failed), 503 if failed else 200

    return pages


def _failed(runtime: Runtime) -> list[str]:
    """Return the checks that failed; what nobody can see without a database is not looked at."""
    db = runtime.services.db
    try:
        if not db.is_current():
            return ["migrations"]
        return [] if heartbeats.running(db) else ["worker"]
    except HedgerowError:
        return ["database"]
