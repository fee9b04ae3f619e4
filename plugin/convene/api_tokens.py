"""A person's own tokens for the API: made, listed, revoked, and who asks by one.

A token opens what its person can open at that moment, and only what its scopes name. Like a linked
name in Miro it ends with the rights of whoever let the person in, when the person is removed, and
when they sign out everywhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from plugin.convene.sign_in import actor_still_let_in
from plugin.domain.api_tokens import DAYS_TO_LAST, LONGEST_NAME, MOST_TOKENS, ApiToken, Scope
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.people import Actor
from plugin.domain.presses import id_of
from plugin.errors import BadInput, ChangedMeanwhile, NotNow, StorageFailed
from plugin.store import api_tokens as stored_tokens
from plugin.store.services import Services

STARTS = "hedgerow_"  # so that a program which looks for lost secrets finds it
_NO_NAME = "Say what the token is for, in 60 characters at most. No token was made."
_NO_SCOPE = "Choose at least one thing that the token may do. No token was made."
_NO_END = "Choose how long the token lasts. No token was made."
_TOO_MANY = "You have 20 tokens, and more are not possible. No token was made. Revoke one first."
_SHOWN_BEFORE = (
    "This token was made before, and Hedgerow shows a token only once. It is in your list. If you "
    "did not copy it, revoke it and make a new one."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks the API: a person as they are now, by one of their tokens."""

    actor: Actor
    token: ApiToken


def make_token(
    services: Services, actor: Actor, name: str, scopes: Collection[Scope], days: int, press: str
) -> tuple[ApiToken, str]:
    """Make a token of a person; return it with its secret, which nobody can see again.

    The same `press` again makes nothing, and raises ChangedMeanwhile.
    """
    given = one_line(name)
    if is_blank(given) or len(given) > LONGEST_NAME:
        raise BadInput(_NO_NAME)
    if not scopes:
        raise BadInput(_NO_SCOPE)
    if days not in DAYS_TO_LAST:
        raise BadInput(_NO_END)
    secret = STARTS + secrets.token_urlsafe(32)
    token = ApiToken(
        id=id_of(actor.person_id, press) if press else services.new_id(),
        person_id=actor.person_id,
        name=given,
        scopes=frozenset(scopes),
        made_at=services.now,
        until=services.now + timedelta(days=days),
        let_in_by=actor.let_in_by,
        only_in=actor.only_in,
    )
    with services.db.begin() as tx:
        if stored_tokens.is_there(tx, token.id):
            raise ChangedMeanwhile(_SHOWN_BEFORE)
        if len(stored_tokens.of_person(tx, actor.person_id, services.now)) >= MOST_TOKENS:
            raise BadInput(_TOO_MANY)
        stored_tokens.add(tx, secret, token)
    return token, secret


def tokens_of(services: Services, actor: Actor) -> tuple[ApiToken, ...]:
    """Return a person's own tokens that are good now, the newest first."""
    with services.db.read() as tx:
        return stored_tokens.of_person(tx, actor.person_id, services.now)


def revoke_token(services: Services, actor: Actor, token_id: str) -> bool:
    """End one of a person's own tokens at once; say whether it was there still."""
    with services.db.begin() as tx:
        return stored_tokens.revoke(tx, actor.person_id, token_id)


def caller_by(services: Services, secret: str) -> Caller | None:
    """Return who asks with this token; None where it is unknown, over, or its person is out."""
    with services.db.read() as tx:
        token = stored_tokens.by_secret(tx, secret, services.now)
    if token is None:
        return None
    actor = actor_still_let_in(services, token.person_id, token.let_in_by, token.only_in)
    if actor is None or not actor.memberships:
        return None
    if token.used_on != services.today:  # an answer waits for no disk to say that it was asked for
        with suppress(NotNow, StorageFailed), services.db.begin_fleeting() as tx:
            stored_tokens.note_use(tx, token.id, services.today)
    return Caller(actor, token)
