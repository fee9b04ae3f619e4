"""What somebody's own link opens: the session, their notes in it, and where the group is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from plugin.converse.joining import JoinPage, TemplateOf, join_page_in
from plugin.domain.hidden_texts import hide
from plugin.domain.live_steps import TimedStep, current_step, left_s, timed
from plugin.domain.notes import Note
from plugin.domain.pulse import pulse_hash
from plugin.domain.quiet_writing import QuietNote
from plugin.domain.rooms import in_own_room
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import PhoneBox, own_notes
from plugin.domain.templates import room_of
from plugin.domain.writing_window import is_over, takes_ideas
from plugin.errors import NotHere
from plugin.languages import lazy_gettext
from plugin.store import live_steps as stored_live_steps
from plugin.store import participants as stored_participants
from plugin.store import pulse as stored_pulse
from plugin.store import quiet_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.services import Services

_DEAD_LINK = lazy_gettext(
    "This link leads to nothing. It may have been copied incompletely, or nothing that was written "
    "with it is kept any more. Ask your facilitator for the code of the session."
)
CLOSED = lazy_gettext(
    "This session is closed. Nothing was sent, and your words are still here. Talk to your "
    "facilitator if they should be kept."
)
# Who reads held notes is frozen when a session opens: until then no label could be promised.
NOT_BEGUN = lazy_gettext(
    "This session has not begun yet. Nothing was sent, and your words are still here. Send them "
    "when your facilitator says so."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """What somebody's own link opens: the session, their notes in it, and where the group is."""

    join: JoinPage
    notes: tuple[Note, ...]  # their own, those that were taken back too
    changed_ids: tuple[str, ...]  # of the notes that say another hand's words now: nobody's own
    now: tuple[str, ...]  # codes of the boxes of the step that it is now
    step: TimedStep | None  # that step, None before the start and after Close
    left_s: int  # of it, by our clock
    quiet_boxes: frozenset[str]
    quiet_ids: frozenset[str]  # of the notes that nobody else sees yet
    held_ids: frozenset[str]  # of those that whoever runs the session held back
    returned: Mapping[str, str]  # those given back, with the word that came with each
    are_days_over: bool = False  # those for people who could not come

    @property
    def is_open(self) -> bool:
        """Say whether notes can be written, changed and deleted."""
        return self.join.session.state is SessionState.OPEN

    @property
    def takes_notes(self) -> bool:
        """Say whether new notes can be sent: the session is open, and its days are not over."""
        return (self.is_open or self.takes_ideas) and not self.are_days_over

    @property
    def has_to_choose_room(self) -> bool:
        """Say whether boxes of several rooms are open, and nobody knows in which one they sit."""
        return len({room for code in self.now if (room := room_of(code))}) > 1

    @property
    def takes_ideas(self) -> bool:
        """Say whether notes are taken before the session is open."""
        state = self.join.session.state
        return state is SessionState.PLANNED and self.join.write_until is not None

    @property
    def is_changeable(self) -> bool:
        """Say whether notes can be changed and deleted, and not only taken back."""
        return not self.is_closed

    def takes_notes_in(self, box: PhoneBox) -> bool:
        """Say whether new notes can be sent to a box now."""
        return self.takes_notes and (self.is_open or takes_ideas(box.label))

    @property
    def is_closed(self) -> bool:
        """Say whether words stand as they were written."""
        return self.join.session.state is SessionState.CLOSED

    def box(self, code: str) -> PhoneBox:
        """Return a box; raise NotHere for one that this session has not."""
        return box_in(self.join.boxes, code)


def box_in(boxes: Sequence[PhoneBox], code: str) -> PhoneBox:
    """Return the box of this code; raise NotHere for one that a session has not."""
    found = next((each for each in boxes if each.code == code), None)
    if found is None:
        raise NotHere(lazy_gettext("There is no such box in this session. Nothing was changed."))
    return found


def own_page(services: Services, session_id: str, token: str, template_of: TemplateOf) -> OwnPage:
    """Return what a personal link opens; raise NotHere for one that leads nowhere."""
    with services.db.read() as tx:
        quiet = quiet_notes.quiet_notes(tx, session_id)
        session, every = _held_by(tx, stored_sessions.session(tx, session_id), token, quiet)
        notes = [each.as_of(services.today) for each in every]
        join = join_page_in(tx, session, template_of, services.today)
        begun = stored_live_steps.live_steps(tx, session_id)
        quiet_boxes = quiet_notes.quiet_boxes(tx, session_id)
        returned = {e.id: e.returned_with for e in quiet if e.returned_with is not None}
        # Asked for the few alone to whom a note was returned: every phone opens this page often.
        held = held_beside(tx, session.community_id) if returned else None
    template = session.form_of(template_of(session.template_code or ""))
    step = current_step(timed(template.steps, begun, None, services.now))
    zones = step.step.zones if step else ()
    shown = tuple(box.code for box in join.boxes if box.code in zones)
    written = sorted(notes, key=attrgetter("seen_at"))
    shown = in_own_room(shown, [each.zone_code for each in written])
    return OwnPage(
        join=join,
        notes=tuple(each for each in notes if not each.is_changed_by_another),
        changed_ids=tuple(each.id for each in notes if each.is_changed_by_another),
        now=shown if join.write_until is None else (),  # everybody writes when it suits them
        step=step,
        left_s=left_s(step, services.now) if step else 0,
        quiet_boxes=quiet_boxes,
        quiet_ids=frozenset(each.id for each in quiet if not each.is_held_back),
        held_ids=frozenset(each.id for each in quiet if each.is_held_back),
        returned={note_id: hide(words, held) for note_id, words in returned.items()},
        are_days_over=is_over(join.write_until, services.today),
    )


def holder(tx: Tx, session_id: str, token: str) -> tuple[Session, tuple[Note, ...]]:
    """Return the session of a personal link and the notes written with it; raise NotHere."""
    session = stored_sessions.session(tx, session_id)
    return _held_by(tx, session, token, quiet_notes.quiet_notes(tx, session_id))


def stored_holder(tx: Tx, session_id: str, token: str) -> tuple[Session, tuple[Note, ...]]:
    """Return what `holder` does for whoever shows nothing of the session."""
    session = stored_sessions.session_as_stored(tx, session_id)
    return _held_by(tx, session, token, quiet_notes.quiet_notes(tx, session_id))


def _held_by(
    tx: Tx, session: Session | None, token: str, quiet: Sequence[QuietNote]
) -> tuple[Session, tuple[Note, ...]]:
    if session is None:
        raise NotHere(_DEAD_LINK)
    unseen = (each.as_note(each.written_at) for each in quiet)
    written = stored_participants.notes_of_link(tx, session.id, token)
    notes = (*written, *own_notes(unseen, token))
    if not notes and not _takes_part(tx, session.id, token):
        raise NotHere(_DEAD_LINK)
    return session, notes


def _takes_part(tx: Tx, session_id: str, token: str) -> bool:
    """Say whether a link is known that no note was written with."""
    if stored_participants.is_participant(tx, session_id, token):
        return True
    return stored_pulse.has_thing(tx, pulse_hash(token, session_id))
