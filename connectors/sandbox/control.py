"""The control plane: what was called, begin again, let people in, show what is stored.

It is for tests and for the demo; no client of the product may use it.
"""

from collections.abc import Callable
from typing import Protocol

from flask import Blueprint, Response, abort, jsonify, request

from connectors.sandbox.call_log import CallLog
from connectors.sandbox.faults.book import FaultBook
from connectors.sandbox.miro.dump import state_json
from connectors.sandbox.miro.models import User
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.people.miro_board import show_home


class _Notion(Protocol):
    def reset(self) -> None: ...
    def as_text(self) -> str: ...


def control_blueprint(
    miro: MiroState, notion: _Notion, calls: CallLog, faults: FaultBook
) -> Blueprint:
    """Return the control plane, to be mounted under `/_sandbox`."""
    blueprint = Blueprint("sandbox_control", __name__)
    blueprint.add_url_rule("/", "home", lambda: show_home(miro))
    blueprint.add_url_rule("/calls", "calls", _calls(calls))
    reset = _reset(miro, notion, calls, faults)
    blueprint.add_url_rule("/reset", "reset", reset, methods=["POST"])
    blueprint.add_url_rule("/seed", "seed", _seed(miro), methods=["POST"])
    blueprint.add_url_rule("/state/miro", "state_miro", lambda: jsonify(state_json(miro)))
    blueprint.add_url_rule(
        "/state/notion",
        "state_notion",
        lambda: jsonify({"text": notion.as_text()}),
    )
    return blueprint


def _calls(calls: CallLog) -> Callable[[], Response]:
    def show() -> Response:
        since = request.args.get("since", 0, type=int)
        found = [call.as_json() for call in calls.since(since)]
        return jsonify({"calls": found, "count": len(calls)})

    return show


def _reset(
    miro: MiroState, notion: _Notion, calls: CallLog, faults: FaultBook
) -> Callable[[], Response]:
    def reset() -> Response:
        miro.reset()
        notion.reset()
        calls.clear()
        faults.clear()
        return jsonify({"reset": True})

    return reset


def _seed(miro: MiroState) -> Callable[[], Response]:
    def seed() -> Response:
        given = request.get_json(silent=True)
        rows = given.get("people") if isinstance(given, dict) else None
        if not isinstance(rows, list) or not all(map(_is_person, rows)):
            abort(_refusal('Send {"people": [{"id": "3458…", "name": "…"}]}; nobody was let in.'))
        miro.seed(User(row["id"], row["name"], _email(miro, row)) for row in rows)
        return jsonify({"people": [{"id": p.id, "name": p.name} for p in miro.people()]})

    return seed


def _is_person(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    identity, name, email = row.get("id"), row.get("name"), row.get("email", "")
    if not isinstance(name, str) or not isinstance(email, str):
        return False
    return isinstance(identity, str) and identity.isascii() and identity.isdecimal()


def _email(miro: MiroState, row: dict[str, str]) -> str:
    """Return the address of a person; letting somebody in again without one keeps the known one."""
    known = miro.person(row["id"])
    return row.get("email") or (known.email if known else "")


def _refusal(sentence: str) -> Response:
    response = jsonify({"error": sentence})
    response.status_code = 400
    return response
