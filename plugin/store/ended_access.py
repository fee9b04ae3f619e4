"""Ends what lets people in, and what processes held, in an installation that was put back.

What was used up or ended after the backup was made would open again otherwise.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx

_LETS_IN = (
    t.sign_in,
    t.sign_in_link,
    t.join_link,
    t.oauth_state,
    t.api_request,
    t.api_token,
    t.webhook_delivery,
    t.webhook,
    t.miro_link_code,
    t.miro_person,
    t.outgoing_mail,
    t.reminder_address,
    t.talk_wish,  # its line, or that they have talked since, would come back
    t.stay_question,  # what its writer said no to since would be asked as if they had not
    t.lease,
    t.heartbeat,
)


def end_all(tx: Tx) -> None:
    """Forget what lets people in: sign-ins, their links, tokens, codes to take part.

    And addresses that are told what happens, permissions that wait for a link, mails, exports,
    leases. Editions of pieces are read by nobody until somebody has read them again.
    """
    for table in _LETS_IN:
        tx.execute(sa.delete(table))
    # What anybody reads: a second person reads it again first, since it may have ended meanwhile.
    unread = {"read_at": None, "read_by": None, "read_let_in_by": None, "read_as": None}
    tx.execute(sa.update(t.edition).values(**unread))
    # A link that was answered, or ended, since the backup is not known from one that waits.
    waits = {"token_hash": None, "until": None, "asked_by": None, "let_in_by": None}
    tx.execute(sa.update(t.follow_up).values(**waits))
    tx.execute(sa.update(t.export).values(content=None, until=None))
    tx.execute(sa.delete(t.permission).where(t.permission.c.agreed_on.is_(None)))
