"""The id token that Miro gives a page inside a board, signed with the app's secret: who looks.

It names no board: whoever holds one may be on any board of their team, so that access to a board
has to be asked of Miro (docs/miro-app.md). https://developers.miro.com/docs/web-sdk-reference
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from connectors.oauth import App

LEEWAY_S = 60  # of two clocks
_ALGORITHMS = ["HS256"]  # the only one: a token that names another is none of Miro's


@dataclass(frozen=True, slots=True)
class BoardUser:
    """Who looks at a board, as Miro knows them; a name is no part of the token."""

    user_id: str
    team_id: str


def board_user(token: str, app: App, now: datetime) -> BoardUser | None:
    """Return whose token this is; None for one that is forged, too old or another app's."""
    try:
        key = OctKey.import_key(app.client_secret)
        found = jwt.decode(token, key, algorithms=_ALGORITHMS)
        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_S,
            exp={"essential": True},
            sub={"essential": True, "value": app.client_id},
        )
        rules.validate(found.claims)
    # A token that is built otherwise is no better than one that is forged.
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None
    user, team = _id(found.claims.get("user")), _id(found.claims.get("team"))
    return BoardUser(user, team) if user else None


def _id(claim: object) -> str:
    """Return an id as text: Miro writes ids of users as texts here and as numbers there."""
    is_number = isinstance(claim, int) and not isinstance(claim, bool)
    return str(claim) if is_number or isinstance(claim, str) else ""
