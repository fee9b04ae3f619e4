"""Inviting people to a session: arranging it, reading the invitation, sending it to the group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from plugin.convene.design_lookup import design_in
from plugin.convene.sessions import session_of
from plugin.domain.agreements import Policy
from plugin.domain.communities import Community
from plugin.domain.invitations import (
    LONGEST_LINE,
    Arrangements,
    Invitation,
    how_to_complain,
    written_down,
)
from plugin.domain.overtaken import put_together, shown_mark
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Board, Session, SessionState
from plugin.errors import BadInput, NotHere
from plugin.govern import held_notes
from plugin.govern.complaint_log import readers_in
from plugin.govern.running_sessions import session_to_run
from plugin.languages import lazy_gettext
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import invitations as stored_invitations
from plugin.store import outbox
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services

_OVER = "This session is closed, so nobody can be invited to it. Nothing was sent."
_TOOK_PLACE = "This session is closed, so nothing is arranged for it any more. Nothing was stored."
_WITHOUT_BOARD: tuple[str, ...] = (
    lazy_gettext(
        "There is no board. What the group says about its pieces is recorded, without names."
    ),
)
_INVITATION = lazy_gettext("Invitation")
_WITH_FILE = lazy_gettext("The invitation, with a file for your calendar:")
_SENT_LATELY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """What the page of an invitation shows; `is_arranged` False: prefilled, saved by nobody."""

    session: Session
    community: Community
    board: Board | None
    invitation: Invitation
    is_arranged: bool
    invited_at: datetime | None
    reached_by_mail: int  # members with an address

    @property
    def shown(self) -> str:
        """Return the mark of what the form is filled with, saved or not."""
        return shown_mark(*self.invitation.arrangements.fields.values())


def invitation_page(services: Services, actor: Actor, session_id: str) -> InvitationView:
    """Return the invitation to a session for a person of its community; raise NotHere."""
    session = session_of(services, session_id)
    actor.require(Power.READ_COMMUNITY, session.partnership_id, session.community_id)
    with services.db.read() as tx:
        community = stored_communities.community(tx, session.community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        return InvitationView(
            session=session,
            community=community,
            board=stored_boards.board(tx, session_id),
            invitation=_invitation(tx, session, community, _arranged_or_prefilled(tx, session)),
            is_arranged=stored_invitations.are_confirmed(tx, session_id),
            invited_at=stored_invitations.invited_at(tx, session_id),
            reached_by_mail=len(_members_with_address(tx, session)),
        )


def arrange(
    services: Services,
    actor: Actor,
    session_id: str,
    arranged: Arrangements,
    shown: str | None = None,
) -> Arrangements:
    """Store when and where a session is, and how people can take part; return what is stored.

    `shown` is the mark of what a form was filled with, where one was used: what somebody else
    changed since then, and this form did not, stays. Raise ChangedMeanwhile where both changed the
    same.
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if session.state is SessionState.CLOSED:
            raise BadInput(_TOOK_PLACE)
        _require_fitting(arranged)
        if stored_invitations.arrangements(tx, session_id) is not None:
            before = _arranged_or_prefilled(tx, session)
            fields = put_together(shown, before.fields, arranged.fields)
            arranged = Arrangements(**fields)
        stored_invitations.save_arrangements(tx, session.id, arranged)
    return arranged


def usual_start(services: Services, actor: Actor, community_id: str) -> time | None:
    """Return when the group's latest session started, None where nobody arranged a time."""
    with services.db.read() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
        return stored_invitations.last_start(tx, community_id)


def start_at(services: Services, actor: Actor, session_id: str, starts_at: time) -> None:
    """Store when a planned session starts, and nothing else: its invitation is not saved by it."""
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if session.state is SessionState.PLANNED:
            stored_invitations.save_start(tx, session.id, starts_at)


def invite_by_mail(services: Services, actor: Actor, session_id: str) -> int:
    """Send the invitation to every member who has an address; return to how many.

    The mails are stored with the fact that they were asked for, and sent afterwards. Pressed twice
    within ten minutes, it sends nothing more.
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if session.state is SessionState.CLOSED:
            raise BadInput(_OVER)
        community = stored_communities.community(tx, session.community_id)
        arranged = stored_invitations.arrangements(tx, session_id)
        is_saved = stored_invitations.are_confirmed(tx, session_id)
        if community is None or arranged is None or not is_saved:
            raise BadInput(
                "When and where the session is has not been saved yet. Nothing was sent. Fill in "
                "the form and press Save."
            )
        members = _members_with_address(tx, session)
        before = stored_invitations.invited_at(tx, session_id)
        if before is not None and services.now - before < _SENT_LATELY:
            return len(members)
        invitation = _invitation(tx, session, community, arranged)
        for person_id in members:
            outbox.add_mail(tx, _mail(services, session, invitation, person_id))
        stored_invitations.mark_invited(tx, session_id, services.now)
    return len(members)


def time_given(words: str) -> time | None:
    """Read a time of day as a time field sends it, None for an empty field; raise BadInput."""
    if not words.strip():
        return None
    try:
        return time.fromisoformat(words.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise BadInput(
            "That time cannot be read. Nothing was stored. Write it as 14:00."
        ) from error


def _arranged_or_prefilled(tx: Tx, session: Session) -> Arrangements:
    """Return what was saved; before that a suggestion, with the start that the panel stored."""
    own = stored_invitations.arrangements(tx, session.id)
    if own is not None and stored_invitations.are_confirmed(tx, session.id):
        return own
    prefilled = _like_last_time(tx, session)
    return replace(prefilled, starts_at=own.starts_at) if own is not None else prefilled


def _like_last_time(tx: Tx, session: Session) -> Arrangements:
    """Return what the group's latest session said, as a suggestion; its outcome was its own."""
    last = stored_invitations.last_arrangements(tx, session.community_id) or Arrangements()
    return replace(last, outcome="")


def _invitation(
    tx: Tx, session: Session, community: Community, arranged: Arrangements
) -> Invitation:
    minutes, written = 0, _WITHOUT_BOARD
    if session.template_code is not None and session.policy is not None:
        template = session.form_of(design_in(tx, session.template_code))
        readers = tuple(each.name for each in held_notes.readers_of(tx, session))
        policy: Policy = session.policy
        minutes, written = template.minutes, written_down(template, policy, session.day, readers)
    return Invitation(
        group=community.name,
        session_name=session.name,
        meeting_kind=session.meeting_kind,
        question=community.question,
        day=session.day,
        minutes=minutes,
        arrangements=arranged,
        permission=community.permission_note,
        sponsor=community.sponsor,
        host=community.host,
        contact=community.contact,
        written_down=written,
        language=session.language,
        complaints=how_to_complain(tuple(each.name for each in readers_in(tx, community))),
    )


def _members_with_address(tx: Tx, session: Session) -> tuple[str, ...]:
    here = (session.partnership_id, session.community_id)
    return tuple(
        person.person_id
        for person, address in stored_people.people_of(tx, session.partnership_id)
        if address and any(each.community_id == here[1] for each in person.memberships)
    )


def _mail(
    services: Services, session: Session, invitation: Invitation, person_id: str
) -> outbox.OutgoingMail:
    ends = datetime.combine(session.day, time.max, services.now.tzinfo)
    say = invitation.language.say
    because = lazy_gettext(
        "You get this because you are a member of %(group)s.", group=invitation.group
    )
    body = f"{invitation.as_text()}\n{say(_WITH_FILE)}\n\n{{link}}\n\n{say(because)}\n"
    return outbox.OutgoingMail(
        id=services.new_id(),
        person_id=person_id,
        subject=f"{say(_INVITATION)}: {invitation.title}",
        body=body,
        path=f"/s/{session.id}/invitation",
        made_at=services.now,
        not_after=max(ends, services.now + timedelta(days=1)),
        partnership_id=session.partnership_id,
    )


def _require_fitting(arranged: Arrangements) -> None:
    names = {
        "place": arranged.place,
        "access needs": arranged.access,
        "other ways to take part": arranged.other_ways,
        "data notice": arranged.notice,
        "what should come of it": arranged.outcome,
    }
    for called, words in names.items():
        if len(words) > LONGEST_LINE:
            raise BadInput(
                f"The text about {called} may have {LONGEST_LINE} characters; yours has "
                f"{len(words):,}. Nothing was stored. Make it shorter."
            )
