"""Who asks the API: by a bearer token in the header `Authorization`, and by nothing else."""

from __future__ import annotations

import time

from flask import request

from plugin.convene.api_tokens import Caller, caller_by
from plugin.domain.api_tokens import Scope
from plugin.errors import Refused
from plugin.use_cases import Runtime
from plugin.web.sign_in import Throttle

REQUESTS_A_MINUTE = 120
_SCHEME = "bearer "


class NoGoodToken(Exception):
    """A request without a token that opens anything now."""


class TooOften(Exception):
    """A token asked more often than it may."""


def caller_of(runtime: Runtime, throttle: Throttle, scope: Scope | None) -> Caller:
    """Return who asks; raise NoGoodToken, TooOften, or Refused for a token without the scope."""
    given = request.headers.get("Authorization", "")
    secret = given[len(_SCHEME) :].strip() if given.lower().startswith(_SCHEME) else ""
    caller = caller_by(runtime.services, secret) if secret else None
    if caller is None:
        raise NoGoodToken
    if not throttle.lets(caller.token.id, time.monotonic()):
        raise TooOften
    if scope is not None and scope not in caller.token.scopes:
        raise Refused(
            f"This token is not good for that: it lacks the scope {scope.value}. Nothing was "
            "changed. Make a token with this scope on your page in Hedgerow."
        )
    return caller
