"""Telling every member of a group that something waits for an objection of theirs.

Telling is part of recording: a row for each mail is written in the same transaction and sent
afterwards, so that a slow mail server holds nothing up. No mail has words of a piece in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.domain.people import Power
from plugin.domain.pieces import Piece
from plugin.store import communities as stored_communities
from plugin.store import outbox
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class MemberMail:
    """What every member is told, where they read it, and until when it is of use."""

    subject: str
    body: str
    path: str
    until: datetime


def name_of_group(tx: Tx, piece: Piece) -> str:
    """Return the name of a piece's group."""
    community = stored_communities.community(tx, piece.community_id)
    return community.name if community else "your group"


def tell_members(tx: Tx, services: Services, piece: Piece, mail: MemberMail) -> None:
    """Write a mail to every member of a piece's group who has an address."""
    for person, address in stored_people.people_of(tx, piece.partnership_id):
        if address and person.may(Power.READ_COMMUNITY, piece.partnership_id, piece.community_id):
            row = outbox.OutgoingMail(
                id=services.new_id(),
                person_id=person.person_id,
                subject=mail.subject,
                body=mail.body,
                path=mail.path,
                made_at=services.now,
                not_after=mail.until,
                partnership_id=piece.partnership_id,
            )
            outbox.add_mail(tx, row)
