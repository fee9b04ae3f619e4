"""Who has a board open, who is to see what somebody else sees, and what the team's plan has.

A board's page says every few seconds whose it is. Who said nothing for a minute has left, as has
whose page said that it is closed.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, jsonify, request

from connectors.sandbox.miro.errors import MiroError
from connectors.sandbox.miro.state import MiroState

_STAYS_S = 60.0
_TIMER = "timer"


@dataclass(frozen=True, slots=True)
class Brought:
    """Somebody lets others see the part of a board that they see; empty for all of it."""

    number: int
    by: str
    followers: frozenset[str]
    frame: str


@dataclass(slots=True)
class Presence:
    """Who has which board open, and what the plan of the boards' team has."""

    now_s: Callable[[], float] = time.monotonic
    features: set[str] = field(default_factory=lambda: {_TIMER})
    _seen: dict[tuple[str, str], float] = field(default_factory=dict)
    _brought: dict[str, Brought] = field(default_factory=dict)

    def come(self, board_id: str, person_id: str) -> None:
        """Note that somebody has a board open."""
        self._seen[board_id, person_id] = self.now_s()

    def leave(self, board_id: str, person_id: str) -> None:
        """Note that somebody closed a board."""
        self._seen.pop((board_id, person_id), None)

    def online(self, board_id: str) -> list[str]:
        """Return the ids of those who have a board open, first come first."""
        until = self.now_s() - _STAYS_S
        return [who for (board, who), at in self._seen.items() if board == board_id and at > until]

    def bring(self, board_id: str, by: str, followers: frozenset[str], frame: str) -> None:
        """Let people see what somebody sees."""
        before = self._brought.get(board_id)
        number = before.number + 1 if before else 1
        self._brought[board_id] = Brought(number, by, followers, frame)

    def brought(self, board_id: str, person_id: str) -> Brought | None:
        """Return where somebody was brought last, if anywhere."""
        found = self._brought.get(board_id)
        return found if found and person_id in found.followers else None


def presence_blueprint(state: MiroState, presence: Presence) -> Blueprint:
    """Return the addresses of presence, to be mounted under `/_sandbox/miro`."""
    blueprint = Blueprint("sandbox_miro_presence", __name__)

    @blueprint.post("/boards/<board_id>/here")
    def here(board_id: str) -> Response:
        """Say who has the board open; as one of them, or as who just closed it."""
        given, board = _body(), state.board(board_id)
        person = state.person(str(given.get("person", "")))
        if person is None:
            abort(404)
        (presence.leave if given.get("leaves") is True else presence.come)(board.id, person.id)
        found = presence.brought(board.id, person.id)
        names = [each for who in presence.online(board.id) if (each := state.person(who))]
        return jsonify(
            {
                "online": [{"id": each.id, "name": each.name} for each in names],
                "features": sorted(presence.features),
                "brought": found and {"number": found.number, "by": found.by, "frame": found.frame},
            }
        )

    @blueprint.post("/boards/<board_id>/bring")
    def bring(board_id: str) -> Response:
        given, board = _body(), state.board(board_id)
        person, followers = state.person(str(given.get("person", ""))), given.get("followers")
        if person is None or not isinstance(followers, list):
            abort(400)
        frame = str(given.get("frame", ""))
        presence.bring(board.id, person.name, frozenset(map(str, followers)), frame)
        return jsonify({"brought": len(followers)})

    @blueprint.patch("/plan")
    def plan() -> Response:
        given = _body().get(_TIMER)
        if not isinstance(given, bool):
            abort(400)
        (presence.features.add if given else presence.features.discard)(_TIMER)
        return jsonify({_TIMER: given})

    blueprint.register_error_handler(MiroError, lambda error: ("", error.status))
    return blueprint


def _body() -> dict[str, object]:
    given = request.get_json(silent=True)
    return given if isinstance(given, dict) else {}
