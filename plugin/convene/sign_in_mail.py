"""Links to sign in by that go by mail: asked for on a page, and made when the mail is sent.

What waits meanwhile names the person and holds no link: of one its hash alone is ever stored.
"""

from __future__ import annotations

from plugin.convene.sign_in import LINK_LASTS, make_own_link
from plugin.store import outbox
from plugin.store import people as stored_people
from plugin.store import sign_ins as stored_sign_ins
from plugin.store.database import Tx
from plugin.store.outbox import SIGN_IN, OutgoingMail
from plugin.store.services import Services

_WORDS = """Somebody, most likely you, asked to sign in to Hedgerow.

Open this page within 30 minutes and press the button on it:

{link}

The link works once. If it was not you, leave it: nothing happens.
"""


def is_link_asked_for(tx: Tx, services: Services, email: str) -> bool:
    """Let a mail with a link wait for whoever has this address; return whether anybody has it.

    Where one waits for them already, no other is added.
    """
    person_id = stored_people.person_id_of(tx, email)
    if person_id is None:
        return False
    if not outbox.waits_for(tx, person_id, SIGN_IN, services.now):
        outbox.add_mail(tx, _mail(services, person_id))
    return True


def path_of(services: Services, mail: OutgoingMail) -> str | None:
    """Return the page that a mail leads to, with a new link where it is one to sign in by.

    None where no further link may be made for its person now (`sign_in.make_own_link`).
    """
    if mail.path != SIGN_IN:
        return mail.path
    token = make_own_link(services, mail.person_id, is_asked=True)
    return None if token is None else f"{SIGN_IN}{token}"


def forget_link(services: Services, path: str) -> None:
    """Forget the link of a mail that no mail server took, so that it counts as none."""
    if path.startswith(SIGN_IN):
        with services.db.begin() as tx:
            stored_sign_ins.forget_link(tx, path.removeprefix(SIGN_IN))


def _mail(services: Services, person_id: str) -> OutgoingMail:
    return OutgoingMail(
        id=services.new_id(),
        person_id=person_id,
        subject="Your way in to Hedgerow",
        body=_WORDS,
        path=SIGN_IN,
        made_at=services.now,
        not_after=services.now + LINK_LASTS,
    )
