"""Somebody in the panel on a board: Miro's id token, and what the panel's script asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey
from werkzeug.test import TestResponse

from connectors.sandbox.miro.models import User
from tests.unit.plugin.web.as_described import require_as_described
from tests.unit.plugin.web.house import TestHouse

APP_ID, SECRET = "sandbox-hedgerow-app", "sandbox-secret"
NOTHING: Mapping[str, str] = {}
SAM_IN_MIRO, SOMEBODY_IN_MIRO = "3074457350000000501", "3074457350000000502"


def id_token(house: TestHouse, user: str, secret: str = SECRET, **other: Any) -> str:
    """Return a token as Miro signs it for our app, but for what a test wants otherwise."""
    exp = int(house.clock.now.timestamp()) + 300
    claims = {"sub": APP_ID, "user": user, "team": "3074457345821141000", "exp": exp} | other
    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(secret))


@dataclass
class InMiro:
    """The panel's script, in the browser of one of Miro's users, on one board."""

    house: TestHouse
    board_id: str
    user: str = SAM_IN_MIRO
    token: str | None = None  # None: a fresh and good one with each request

    def ask(
        self, path: str, body: object = None, asked: Mapping[str, str] = NOTHING, **headers: str
    ) -> TestResponse:
        """Send what the script would send; it has no cookie. What comes is as it is described."""
        client, method = self.house.as_(None), "GET" if body is None else "POST"
        token = id_token(self.house, self.user) if self.token is None else self.token
        answer = client.open(
            f"/api/v1/panel{path}",
            method=method,
            query_string={"board": self.board_id, **asked},
            json=body,
            headers={"Authorization": f"Bearer {token}", **headers},
        )
        require_as_described(self.house, method, path, answer)
        return answer

    def state(self) -> dict[str, Any]:
        """Return the state, once Miro has been asked who may change the board."""
        first = self.ask("/state").get_json()
        return dict(self.ask("/state").get_json() if first["view"] == "checking" else first)

    def link(self, who: str) -> None:
        """Link this Miro name to a person."""
        address = urlsplit(self.ask("/link", {}).get_json()["address"]).path
        browser = self.house.as_(who)
        assert browser.get(address).status_code == 200
        assert "Linked" in browser.post(address).text


def let_in(house: TestHouse, *users: str) -> None:
    """Let Miro's users into the room: editors of every board of the sandbox."""
    miro = house.sandbox.extensions["hedgerow_sandbox"].miro
    miro.seed(User(user, f"User {user[-3:]}") for user in users)
