"""Answering an ask of a group by a link, without an account.

Whoever runs the group's sessions makes the link and passes it on; opening it does nothing. Pages
say that an answer came by a link. A link ends with its answer, and with its maker's rights.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.domain.blankness import one_line
from plugin.domain.communities import Community
from plugin.domain.follow_ups import (
    ASK_LINK_LASTS,
    AnswerLink,
    ReplyKind,
    SponsorReply,
    why_not_answered,
)
from plugin.domain.people import OPERATOR, Actor, Power
from plugin.errors import BadInput, NotHere
from plugin.govern.passed_on_rights import maker_still_may
from plugin.mirror.sponsor_asks import SponsorAsk, asks_of_partnership, pieces_that_ask
from plugin.store import communities as stored_communities
from plugin.store import follow_ups as stored_follow_ups
from plugin.store.database import Tx
from plugin.store.services import Services

_OVER = (
    "This link was used already, it is too old, or the group does not ask this any more. Nothing "
    "was changed. Ask the group for a new one."
)
_NOTHING_TO_ANSWER = (
    "Nothing waits for the sponsor there: it was answered, or it did not go to them. No link was "
    "made. Look at the list again."
)


@dataclass(frozen=True, slots=True)
class AskByLink:
    """An ask as a link shows it."""

    ask: SponsorAsk
    community: Community
    link: AnswerLink


def make_answer_link(
    services: Services, actor: Actor, community_id: str, key: str
) -> tuple[str, datetime]:
    """Return the token of a link by which an ask can be answered once, and when it ends."""
    with services.db.begin() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        actor.require(Power.RUN_SESSION, community.partnership_id, community_id)
        asked = _ask(services, tx, community, key)
        if asked is None or asked.reply is not None:
            raise BadInput(_NOTHING_TO_ANSWER)
        token, until = secrets.token_urlsafe(32), services.now + ASK_LINK_LASTS
        stored_follow_ups.save(tx, asked.known)
        link = AnswerLink(until, (actor.stored_id, *actor.let_in_by))
        stored_follow_ups.wait_for_answer(tx, key, token, link)
    return token, until


def open_answer_link(services: Services, token: str) -> AskByLink:
    """Return what a link leads to; raise NotHere for one that is unknown, used or too old."""
    with services.db.read() as tx:
        return _of(services, tx, token)


def answer_by_link(services: Services, token: str, kind: ReplyKind, words: str) -> Community:
    """Store the answer of whoever holds the link; the link ends. Raise BadInput."""
    if (told := why_not_answered(kind, words)) is not None:
        raise BadInput(told)
    with services.db.begin() as tx:
        found = _of(services, tx, token)
        makers = tuple(each or OPERATOR.person_id for each in found.link.made_by)
        reply = SponsorReply(kind, one_line(words), services.today, makers)
        stored_follow_ups.save(tx, replace(found.ask.known, reply=reply))
    return found.community


def _of(services: Services, tx: Tx, token: str) -> AskByLink:
    stored = stored_follow_ups.answer_link(tx, token, services.now)
    if stored is None:
        raise NotHere(_OVER)
    known, link = stored
    community = stored_communities.community(tx, known.community_id)
    if community is None:
        raise NotHere(_OVER)
    here = (community.partnership_id, community.id)
    asked = _ask(services, tx, community, known.key)
    if asked is None or not maker_still_may(services, tx, Power.RUN_SESSION, link.made_by, here):
        raise NotHere(_OVER)
    return AskByLink(asked, community, link)


def _ask(services: Services, tx: Tx, community: Community, key: str) -> SponsorAsk | None:
    """Return an ask of a group in the words that a sponsor may read now, or None."""
    pieces = pieces_that_ask(tx, community.partnership_id, community.id)
    every = asks_of_partnership(services, tx, community.partnership_id, pieces)
    return next(
        (each for each in every if each.key == key and each.community_id == community.id), None
    )
