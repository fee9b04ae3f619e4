"""What the group and a second person said to an edition, and objections to it.

The group's yes is recorded by somebody who could not be the author, where there is one, and told to
every member: for the days of a read-back nobody reads the edition there, and an objection ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.curate.pieces import piece_for
from plugin.curate.recorders import recorders_of_edition
from plugin.curate.telling_members import MemberMail, name_of_group, tell_members
from plugin.domain.checking import over_at
from plugin.domain.days import deadline, long_day
from plugin.domain.edition_reasons import (
    edition_asked_until,
    edition_read_at,
    is_edition_objected_to,
    newest_for,
)
from plugin.domain.editions import READ_BY, Edition, GroupYes
from plugin.domain.people import Actor, Power
from plugin.domain.piece_records import RUNG_WORDS, Confirmation, Rung
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.pieces import rung_at
from plugin.domain.sessions import Session, SessionState
from plugin.domain.webhooks import Happened
from plugin.errors import BadInput, Refused
from plugin.store import editions as stored_editions
from plugin.store import sessions as stored_sessions
from plugin.store import webhooks as stored_webhooks
from plugin.store.database import Tx
from plugin.store.services import Services

OTHER = "Another version was written meanwhile. Nothing was stored. Read that one first."
_NO_SESSION = (
    "Choose a session of this group that was closed after these words were written. Nothing was "
    "stored."
)
_OBJECTED = (
    "Somebody objected to these words. Nothing was stored. Write other words, and read those to "
    "the group in a later session."
)
_YOURS = (
    "You wrote these words, or count as one with the person who did. So somebody else reads them. "
    "Nothing was stored. Ask {names}, or another member of the group."
)
_NO_PERSON = "A person of the group reads it, not whoever runs the server. Nothing was stored."
_BOTH = (
    "You gave the other of the two answers that these words need: the group’s yes, and that of a "
    "second reader. Nothing was stored. Ask {names}."
)
_MAIL = """A text of {name} was recorded as agreed in the session of {met}. It is to be
read by {readers}. It was made from a piece of the group, in words of its own.

If something is off, object until {until}. Nobody is told who objects. Nobody else
reads it before that day, and nobody after it if somebody objects.

Read it, and object if you want to:

{{link}}

You get this because you are a member of {name}.
"""
_AUDIENCES = {Rung.LANDSCAPE: "places-like-ours", Rung.PUBLIC: "anyone"}


@dataclass(frozen=True, slots=True)
class WhoAnswers:
    """What the acting person may say to an edition, and until when the group is asked."""

    sessions: tuple[Session, ...]  # that can have said yes to it
    may_record: bool  # what the group said
    how: str  # what every page will add then
    may_read: bool  # as the second person, or as the author where nobody else can
    read_how: str  # what every page will add then
    asked_until: datetime | None
    may_object: bool


def who_answers(
    tx: Tx, services: Services, actor: Actor, whole: PieceWhole, edition: Edition
) -> WhoAnswers:
    """Return what somebody may say to an edition."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    may = actor.may(Power.READ_BACK, *here)
    is_member = not actor.is_operator and actor.may(Power.READ_COMMUNITY, *here)
    who = recorders_of_edition(tx, actor, whole, edition.read)
    reader = recorders_of_edition(tx, actor, whole, edition.agreed)
    return WhoAnswers(
        sessions=can_have_agreed(tx, services, whole, edition),
        may_record=may and who.may_read_back and not who.gave_the_other,
        how=who.recorded.how,
        may_read=is_member and reader.may_read_second,
        read_how=READ_BY.get(reader.recorded, ""),
        asked_until=edition_asked_until(whole, edition, services.now),
        may_object=not is_edition_objected_to(whole, edition),
    )


def record_group_yes(
    services: Services, actor: Actor, piece_id: str, edition_id: str, session_id: str
) -> None:
    """Record that the group said yes to an edition in a session that was over after it was made.

    Every member is told, and has the days of a read-back to object. Raise Refused for its author
    while others may record, BadInput for a session that cannot have agreed to it.
    """
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_BACK)
        edition = newest_edition(whole, edition_id)
        if edition.agreed is not None:
            return
        if is_edition_objected_to(whole, edition):
            raise BadInput(_OBJECTED)
        who = recorders_of_edition(tx, actor, whole, edition.read)
        who.require(who.may_read_back)
        if who.gave_the_other:
            raise Refused(_BOTH.format(names=" or ".join(who.to_confirm)))
        found = [
            each for each in can_have_agreed(tx, services, whole, edition) if each.id == session_id
        ]
        if not found:
            raise BadInput(_NO_SESSION)
        agreed = GroupYes(session_id, found[0].day, actor.acted, services.now, who.recorded)
        stored_editions.say_agreed(tx, edition_id, agreed)
        _tell_members(tx, services, whole, edition, agreed)


def record_second_reader(services: Services, actor: Actor, piece_id: str, edition_id: str) -> None:
    """Record that a second person has read an edition: any member of its group.

    Raise Refused for whoever wrote it while somebody else of its team could, and for whoever
    recorded the group's yes, while somebody else may read it.
    """
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_COMMUNITY)
        edition = newest_edition(whole, edition_id)
        who = recorders_of_edition(tx, actor, whole, edition.agreed)
        if actor.stored_id is None:
            raise Refused(_NO_PERSON)
        if not who.may_read_second:
            told, names = (_BOTH, who.to_confirm) if who.gave_the_other else (_YOURS, who.readers)
            raise Refused(told.format(names=" or ".join(names)))
        read = Confirmation(services.now, actor.acted)
        stored_editions.say_read(tx, edition_id, read, who.recorded)


def object_to_edition(services: Services, actor: Actor, piece_id: str, edition_id: str) -> None:
    """Object to an edition, at any time; who objected is not stored.

    Nobody reads it there any more, nor the same words in another version.
    """
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_COMMUNITY)
        edition, now = newest_edition(whole, edition_id), services.now
        stored_editions.count_objection(tx, edition_id)
        is_out = rung_at(whole.releases, now).value >= edition.rung.value
        if is_out and edition_read_at(whole, edition.rung, now) is not None:
            changed = (whole.piece.partnership_id, Happened.READERS_CHANGED, whole.piece.id)
            stored_webhooks.tell(tx, *changed, now)


def newest_edition(whole: PieceWhole, edition_id: str) -> Edition:
    """Return an edition of a piece if no other version came since; raise BadInput."""
    found = next((each for each in whole.editions if each.id == edition_id), None)
    if found is None or newest_for(whole, found.rung) != found:
        raise BadInput(OTHER)
    return found


def can_have_agreed(
    tx: Tx, services: Services, whole: PieceWhole, edition: Edition
) -> tuple[Session, ...]:
    """Return the sessions of the group that were over after an edition was written."""
    found = []
    for each in stored_sessions.sessions(tx, whole.piece.community_id):
        over = over_at(each.day, each.closed_at)
        is_closed = each.state is SessionState.CLOSED and each.day <= services.today
        if is_closed and over is not None and over >= edition.made_at:
            found.append(each)
    return tuple(found)


def _tell_members(
    tx: Tx, services: Services, whole: PieceWhole, edition: Edition, agreed: GroupYes
) -> None:
    name, until = name_of_group(tx, whole.piece), agreed.counts_from
    told = {"name": name, "met": long_day(agreed.day), "until": deadline(until)}
    mail = MemberMail(
        subject=f"Words of {name} for {RUNG_WORDS[edition.rung]}: are they right?",
        body=_MAIL.format(readers=RUNG_WORDS[edition.rung], **told),
        path=f"/pieces/{whole.piece.id}/for/{_AUDIENCES[edition.rung]}#yes",
        until=until,
    )
    tell_members(tx, services, whole.piece, mail)
