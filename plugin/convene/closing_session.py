"""What whoever closes a session needs to see: counts by label, open questions, what comes next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.convene.design_lookup import design_in
from plugin.convene.session_page import SessionView, session_page
from plugin.domain.agreements import Outcome, Proposal
from plugin.domain.labels import Label
from plugin.domain.note_fates import NoteFate, SessionReaders, note_fates, thank_you
from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power, named_with
from plugin.domain.rooms import Rooms, rooms_of
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.govern import held_notes
from plugin.store import about_groups
from plugin.store import people as stored_people
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

USUAL_DAYS_BETWEEN = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingView:
    """A session that is to be closed, or was; counts leave out what may not be counted."""

    view: SessionView
    template: Template
    fates: tuple[NoteFate, ...]
    outside: int  # notes that lay in no box when notes were last collected
    agreed: tuple[Proposal, ...]
    left_open: tuple[Proposal, ...]
    unread: tuple[Note, ...]  # of *We decide* boxes, of which nobody recorded what the group said
    coming: Session | None  # the next session after this one that is planned
    next_day: date  # suggested for one that is not planned yet
    thank_you: str
    rooms: Rooms | None = None  # in which groups worked, so that the next session can have them

    @property
    def session(self) -> Session:
        """The session itself."""
        return self.view.session


def closing_page(services: Services, actor: Actor, session_id: str) -> ClosingView:
    """Return what closing shows to whoever runs a session; raise BadInput for one without board."""
    view = session_page(services, actor, session_id)
    actor.require(Power.RUN_SESSION, view.session.partnership_id, view.session.community_id)
    if view.session.template_code is None:
        raise BadInput("This session has no board. Nothing was changed.")
    return _closing(services, view, view.session.template_code)


def after_closing(services: Services, actor: Actor, view: SessionView) -> ClosingView | None:
    """Return the same for a closed session, as long as it can be thanked for; else None."""
    session = view.session
    if session.state is not SessionState.CLOSED or session.template_code is None:
        return None
    if services.today > max(session.held_until, session.take_back_until):
        return None
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    return _closing(services, view, session.template_code)


def _closing(services: Services, view: SessionView, template_code: str) -> ClosingView:
    session, today = view.session, services.today
    with services.db.read() as tx:
        design = design_in(tx, template_code)
        template = session.form_of(design)
        readers = _readers(tx, view)
        others = stored_sessions.sessions(tx, session.community_id)
        arranged = about_groups.about(tx, session.community_id).next_on
    counts, coming = _counts(view), _after(session, others, today)
    words = (view.community.question, view.community.contact)
    return ClosingView(
        view=view,
        template=template,
        fates=note_fates(template, session, counts, readers, has_board=view.board is not None),
        outside=_outside(view),
        agreed=tuple(each for each in view.proposals if each.outcome is Outcome.AGREED),
        left_open=tuple(each for each in view.proposals if each.outcome is Outcome.NOT_YET),
        unread=_unread(view),
        coming=coming,
        next_day=_next_day(session, arranged, today),
        thank_you=thank_you(
            session, *words, counts, readers, coming, today, has_board=view.board is not None
        ),
        rooms=_rooms(session, design),
    )


def _rooms(session: Session, design: Template) -> Rooms | None:
    form = design.in_short if session.is_short else design
    return rooms_of(session.policy.labels, form, form) if session.policy else None


def _readers(tx: Tx, view: SessionView) -> SessionReaders:
    here = (view.session.partnership_id, view.session.community_id)
    people = tuple(each for each, _ in stored_people.people_of(tx, here[0]))
    return SessionReaders(
        held=tuple(each.name for each in held_notes.readers_of(tx, view.session)),
        kept=named_with(Power.READ_NOTES, people, *here),
        curators=view.curators,
    )


def _counts(view: SessionView) -> Counter[Label]:
    """Count the notes by what is done with them; held ones that this person may not read too."""
    counts = Counter(
        note.label for notes in view.notes.values() for note in notes if note.is_on_desk
    )
    counts[Label.H] += view.unseen
    return counts


def _outside(view: SessionView) -> int:
    return 0 if view.last_capture is None else int(view.last_capture[1].get("dropped_outside", 0))


def _unread(view: SessionView) -> tuple[Note, ...]:
    heard = {proposal.note_id for proposal in view.proposals}
    notes = (note for notes in view.notes.values() for note in notes)
    return tuple(
        note for note in notes if note.label is Label.S and note.is_on_desk and note.id not in heard
    )


def _after(session: Session, others: tuple[Session, ...], today: date) -> Session | None:
    coming = (
        each
        for each in others
        if each.id != session.id
        and each.state is not SessionState.CLOSED
        and each.day >= max(session.day, today)
    )
    return min(coming, key=lambda each: each.day, default=None)


def _next_day(session: Session, arranged: date | None, today: date) -> date:
    """Return the date that the group arranged, or the same day of the week in four weeks."""
    if arranged is not None and arranged > session.day and arranged >= today:
        return arranged
    passed = max(0, (today - session.day).days)
    return max(session.day, today) + timedelta(days=USUAL_DAYS_BETWEEN - passed % 7)
