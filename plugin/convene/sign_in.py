"""Signing in by a one-time link, and out; of links and sign-ins only the hashes are stored.

A sign-in ends when its person signs out or is removed, two weeks after it was last used, and at
last after sixty days. Signing in by a link ends the sign-in that the same browser had before and
all older links of the person; other browsers stay signed in, unless the person says otherwise.
Signing out ends that one sign-in and every link that waits in a mailbox. A sign-in through an
OpenID provider ends after twelve hours, so that whoever left the organisation is out the next day.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from plugin.domain.people import Actor
from plugin.errors import NotNow, StorageFailed
from plugin.govern.passed_on_rights import still_may
from plugin.govern.retention import (
    PROVIDER_SIGN_IN_LASTS,
    SIGN_IN_LASTS,
    UNUSED_SIGN_IN_LASTS,
)
from plugin.store import people as stored_people
from plugin.store import sign_ins as stored_sign_ins
from plugin.store.database import Tx
from plugin.store.services import Services

LINK_LASTS = timedelta(minutes=30)
_LATELY, _MOST_LATELY = timedelta(minutes=15), 5
_NOTED_EVERY = timedelta(days=1)  # a page waits for no disk to say that it was read


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new sign-in: whose it is, and the token that only the browser keeps."""

    actor: Actor
    token: str = field(repr=False)


def make_link(services: Services, email: str, *, is_asked: bool = False) -> str | None:
    """Return a new one-time token for the person with this address, or None if nobody has it.

    None also where it `is_asked` for on a page more than five times in a quarter of an hour: links
    are counted as they are stored, whichever web process made them. Callers answer all cases with
    the same words, so that nobody learns who is here.
    """
    with services.db.read() as tx:
        person_id = stored_people.person_id_of(tx, email)
    return None if person_id is None else make_own_link(services, person_id, is_asked=is_asked)


def make_own_link(services: Services, person_id: str, *, is_asked: bool = False) -> str | None:
    """Return a new one-time token for a person; None as `make_link` does."""
    token = secrets.token_urlsafe(32)
    with services.db.begin() as tx:
        lately = services.now + LINK_LASTS - _LATELY
        if is_asked and stored_sign_ins.own_links(tx, person_id, lately) >= _MOST_LATELY:
            return None
        stored_sign_ins.add_link(tx, token, person_id, services.now + LINK_LASTS)
    return token


def address_of_link(base_url: str, token: str) -> str:
    """Return the address of the page with the button that signs in."""
    return f"{base_url}/sign-in/{token}"


def new_link(tx: Tx, person_id: str, now: datetime, let_in_by: Sequence[str], only_in: str) -> str:
    """Return a new one-time token that lets a person into one partnership; older such ones end.

    `let_in_by` are the ids of whoever made it in place of the person (`domain.people.Actor`).
    """
    token = secrets.token_urlsafe(32)
    stored_sign_ins.end_links(tx, person_id, only_in)
    stored_sign_ins.add_link(tx, token, person_id, now + LINK_LASTS, let_in_by, only_in)
    return token


def known_address(services: Services, email: str) -> str | None:
    """Return the address as it is stored, to which alone a link may go; None if nobody has it.

    Other letters can be equal to it in small ones, and may be somebody else's address.
    """
    with services.db.read() as tx:
        person_id = stored_people.person_id_of(tx, email)
        return None if person_id is None else stored_people.email_of(tx, person_id)


def sign_in_by_link(
    services: Services, link: str, before: str | None = None, *, ends_others: bool = False
) -> SignedIn | None:
    """Use a link up and sign its person in; None if it is unknown, used or too old.

    `before` is the sign-in that this browser had until now, which ends.
    """
    with services.db.begin() as tx:
        used = stored_sign_ins.use_link(tx, link, services.now)
        if used is None:
            return None
        if ends_others:
            stored_sign_ins.end_sessions(tx, used.person_id, services.now)
        return _begun(services, tx, used, before)


def sign_in_by_address(
    services: Services, email: str, before: str | None = None
) -> SignedIn | None:
    """Sign the person in whose address a provider verified; None if nobody here has it.

    The address is compared letter by letter but for the capitals of ASCII: other letters can be
    equal to it in small ones, and may be somebody else's address.
    """
    with services.db.begin() as tx:
        person_id = stored_people.person_id_of(tx, email)
        known = None if person_id is None else stored_people.email_of(tx, person_id)
        if person_id is None or known is None or _in_small(known) != _in_small(email):
            return None
        stored_sign_ins.end_links(tx, person_id)
        used = stored_sign_ins.UsedLink(person_id, by_provider=True)
        return _begun(services, tx, used, before)


def sign_in_as(services: Services, person_id: str, before: str | None = None) -> SignedIn | None:
    """Sign a person in without a link; for the demo only."""
    with services.db.begin() as tx:
        return _begun(services, tx, stored_sign_ins.UsedLink(person_id), before)


def actor_of_sign_in(services: Services, token: str) -> Actor | None:
    """Return a signed-in person with their present roles; None where the sign-in has ended."""
    now = services.now
    with services.db.read() as tx:
        known = stored_sign_ins.with_person(tx, token)
        if known is None or _is_over(known[0], now):
            return None
        found, actor = known
        if not _may_still(services, tx, found.let_in_by, found.only_in, actor):
            return None
    if now - found.last_seen_at > _NOTED_EVERY:
        with suppress(NotNow, StorageFailed), services.db.begin_fleeting() as tx:
            stored_sign_ins.seen(tx, token, now)
    return replace(actor, let_in_by=found.let_in_by, only_in=found.only_in)


def sign_out(services: Services, token: str) -> None:
    """End a sign-in at once, wherever its cookie was copied to."""
    with services.db.begin() as tx:
        stored_sign_ins.end(tx, token, services.now)


def actor_of(services: Services, person_id: str, only_in: str | None = None) -> Actor | None:
    """Return a person as they are now, with their present roles or those in one partnership."""
    with services.db.read() as tx:
        return stored_people.actor(tx, person_id, only_in)


def actor_still_let_in(
    services: Services, person_id: str, let_in_by: tuple[str, ...], only_in: str | None
) -> Actor | None:
    """Return who acted under a sign-in, as they are now; None once it would hold no more.

    What somebody asked for by a link of somebody else ends with the rights of whoever made it.
    """
    with services.db.read() as tx:
        actor = stored_people.actor(tx, person_id, only_in)
        if actor is None or not _may_still(services, tx, let_in_by, only_in, actor):
            return None
    return replace(actor, let_in_by=let_in_by, only_in=only_in)


def cast(services: Services) -> tuple[Actor, ...]:
    """Return everybody; for the demo's sign-in only."""
    with services.db.read() as tx:
        return stored_people.everybody(tx)


def _is_over(found: stored_sign_ins.SignIn, now: datetime) -> bool:
    lasts = PROVIDER_SIGN_IN_LASTS if found.by_provider else SIGN_IN_LASTS
    return now - found.last_seen_at > UNUSED_SIGN_IN_LASTS or now - found.made_at > lasts


def _in_small(address: str) -> str:
    return "".join(each.lower() if each.isascii() else each for each in address.strip())


def _may_still(
    services: Services, tx: Tx, let_in_by: tuple[str, ...], only_in: str | None, actor: Actor
) -> bool:
    """Say whether nobody let this person in, or those who did still may (`passed_on_rights`)."""
    if only_in is None:
        return not let_in_by
    return still_may(services, tx, let_in_by, actor, only_in)


def _begun(
    services: Services, tx: Tx, used: stored_sign_ins.UsedLink, before: str | None
) -> SignedIn | None:
    actor = stored_people.actor(tx, used.person_id, used.only_in)
    if actor is None:
        return None
    if before is not None:
        stored_sign_ins.end(tx, before, services.now)
    token = secrets.token_urlsafe(32)
    stored_sign_ins.begin(tx, token, used, services.now)
    signed_in = replace(actor, let_in_by=used.let_in_by, only_in=used.only_in)
    return SignedIn(signed_in, token)
