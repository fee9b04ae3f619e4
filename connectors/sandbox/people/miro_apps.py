"""Apps inside the boards of the sandbox: which are installed, and Miro's word for who looks.

An app is installed through the control plane, with the address of its page, its client id and its
secret. The token is a JWT signed with that secret by HMAC-SHA256 (`docs/miro.md`): `sub` is the
client id, `user` and `team` are ids; it lasts five minutes.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, request

from connectors.sandbox.grants import is_client
from connectors.sandbox.miro.answers import time_text
from connectors.sandbox.miro.errors import MiroError
from connectors.sandbox.miro.models import Item
from connectors.sandbox.miro.state import TEAM, MiroState
from connectors.sandbox.people.miro_edits import rename_frame

LASTS = timedelta(minutes=5)
_LOCAL = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """An app whose page every board loads."""

    id: str
    name: str
    address: str
    secret: str = field(repr=False)

    @property
    def origin(self) -> str:
        """Return where its pages are."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def as_json(self) -> dict[str, str]:
        """Return what a board's page knows of it."""
        return {"id": self.id, "name": self.name, "address": self.address}


class Apps:
    """The apps that are installed, by their client ids."""

    def __init__(self) -> None:
        self._known: dict[str, InstalledApp] = {}

    def install(self, app: InstalledApp) -> None:
        """Let every board load an app."""
        self._known[app.id] = app

    def all(self) -> list[InstalledApp]:
        """Return the apps in the order of their installing."""
        return list(self._known.values())

    def get(self, client_id: str) -> InstalledApp | None:
        """Return an app, or None."""
        return self._known.get(client_id)


def apps_blueprint(state: MiroState, apps: Apps) -> Blueprint:
    """Return the addresses of apps, to be mounted under `/_sandbox/miro`."""
    blueprint = Blueprint("sandbox_miro_apps", __name__)

    @blueprint.post("/apps")
    def install() -> Response:
        given = _body()
        app = InstalledApp(*(given.get(name, "") for name in ("id", "name", "address", "secret")))
        if not is_client(app.id, app.secret) or urlsplit(app.address).hostname not in _LOCAL:
            abort(400)
        apps.install(app)
        return jsonify(app.as_json())

    @blueprint.post("/boards/<board_id>/id-token")
    def token(board_id: str) -> Response:
        given, _ = _body(), state.board(board_id)
        app, person = apps.get(given.get("app", "")), state.person(given.get("person", ""))
        if app is None or person is None:
            abort(404)
        until = state.now() + LASTS
        claims = {"sub": app.id, "user": person.id, "team": TEAM["id"]}
        return jsonify({"token": signed({**claims, "exp": int(until.timestamp())}, app.secret)})

    @blueprint.get("/boards/<board_id>/items")
    def items(board_id: str) -> Response:
        board = state.board(board_id)
        return jsonify({"items": [_as_seen(item) for item in board.items.values()]})

    @blueprint.post("/boards/<board_id>/items/<item_id>")
    def change(board_id: str, item_id: str) -> Response:
        """Change what an app may change: a frame's title."""
        given, board = _body(), state.board(board_id)
        person = state.person(given.get("person", ""))
        if person is None or "title" not in given:
            abort(400)
        return jsonify(_as_seen(rename_frame(state, board, person, item_id, given["title"])))

    blueprint.register_error_handler(MiroError, lambda error: ("", error.status))
    return blueprint


def signed(claims: Mapping[str, object], secret: str) -> str:
    """Return claims as a JWT that is signed by HMAC-SHA256 (RFC 7519, RFC 7518)."""
    head = {"alg": "HS256", "typ": "JWT"}
    text = ".".join(_encoded(json.dumps(part).encode()) for part in (head, claims))
    mark = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{_encoded(mark)}"


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def _body() -> dict[str, str]:
    given = request.get_json(silent=True)
    fields = given.items() if isinstance(given, dict) else ()
    return {name: value for name, value in fields if isinstance(value, str)}


def _as_seen(item: Item) -> dict[str, object]:
    """Return an item as Miro's script shows it to an app."""
    found: dict[str, object] = {
        "id": item.id,
        "type": item.type,
        "x": item.x,
        "y": item.y,
        "width": item.width,
        "height": item.height,
        "parentId": item.parent_id,
        "createdBy": item.created_by,
        "modifiedBy": item.modified_by,
        "modifiedAt": time_text(item.modified_at),
        "tagIds": list(item.tag_ids),
    }
    words = ("content", "title", "description")
    return found | {name: item.data[name] for name in words if name in item.data}
