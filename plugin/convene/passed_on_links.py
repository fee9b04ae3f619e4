"""Sign-in links that one person makes for another, where no mail server brings any.

Whoever makes such a link could use it too. So the sign-in remembers who made it
(`domain.people.Actor.let_in_by`), the person is told, and *People* names both for a year.
"""

from __future__ import annotations

from datetime import date, timedelta

from plugin.convene.sign_in import new_link
from plugin.domain.days import long_day
from plugin.domain.people import NOTHING_HERE, Actor
from plugin.errors import NotHere, Refused
from plugin.govern.passed_on_rights import may_be_let_in
from plugin.store import communities as stored_communities
from plugin.store import outbox
from plugin.store import passed_on_links as stored_passed_on_links
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services

NOT_IN = (
    "This person can do more here than you can, has a place here that you do not look after, or "
    "reads held notes that you may not read. No link was made and no address was changed. Ask "
    "the administrator."
)
_TOLD_FOR = timedelta(days=30)
_MAIL = """{maker} made a sign-in link for you on {day}. Anyone who has the link can sign in as you.

If you asked {maker} for it, all is well. If not, ask {maker} about it, and tell somebody else in
{partnership} whom you trust. Then sign in by a link that you ask for yourself, and choose "Sign me
out everywhere else":

{{link}}
"""


def link_for(services: Services, actor: Actor, partnership_id: str, person_id: str) -> str:
    """Return a new one-time token that lets a person into a partnership, for `actor` to pass on.

    Links that were made there before end. Raise Refused where a person may do more there than
    `actor`. Their places elsewhere count for nothing: nobody learns of them, and the link does not
    reach them.
    """
    with services.db.begin() as tx:
        person = stored_people.actor(tx, person_id, only_in=partnership_id)
        if person is None or not person.memberships:
            raise NotHere(NOTHING_HERE)
        if not may_be_let_in(services, tx, actor, person, partnership_id):
            raise Refused(NOT_IN)
        if actor.stored_id not in (None, person_id):
            _tell(services, tx, actor, partnership_id, person_id)
        makers = sorted(actor.counts_as - {person_id})
        return new_link(tx, person_id, services.now, makers, partnership_id)


def links_made_for(services: Services, actor: Actor) -> tuple[tuple[str, date], ...]:
    """Return who made links for a person in the last thirty days, and on which days."""
    with services.db.read() as tx:
        here = {held.partnership_id for held in actor.memberships}
        made = stored_passed_on_links.made_for(tx, actor.person_id, here, services.now - _TOLD_FOR)
    return tuple(dict.fromkeys((each.maker, each.made_at.date()) for each in made))


def _tell(services: Services, tx: Tx, actor: Actor, partnership_id: str, person_id: str) -> None:
    """Note who made a link for whom, and write to the person."""
    now, partnership = services.now, stored_communities.partnership(tx, partnership_id)
    stored_passed_on_links.add(
        tx, services.new_id(), partnership_id, person_id, actor.person_id, now
    )
    body = _MAIL.format(
        maker=stored_passed_on_links.made_in(tx, partnership_id, person_id)[0].maker,
        day=long_day(now.date()),
        partnership=partnership.name if partnership else "your partnership",
    )
    subject = "Somebody made a sign-in link for you"
    mail = outbox.OutgoingMail(
        id=services.new_id(),
        person_id=person_id,
        subject=subject,
        body=body,
        path="/sign-in",
        made_at=now,
        not_after=now + _TOLD_FOR,
        partnership_id=partnership_id,
    )
    outbox.add_mail(tx, mail)
