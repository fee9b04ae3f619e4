"""Writing notes on one's own page: stored here first, and placed on the board by a job.

The form carries a press, so that a lost line, a reload and a double tap make one note. The back
button brings a form with a new press and the words that were typed: where one's own note in that
box says just these words, they are sent already; one that was returned goes to whoever runs the
session again. A note that was deleted leaves a mark without words, so that a form sent late does
not bring it back.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from plugin.converse.joining import JoinPage, TemplateOf, join_page_in
from plugin.converse.moderating import wait_again
from plugin.converse.quiet_writing import keep_readiness
from plugin.domain.blankness import is_blank
from plugin.domain.hidden_texts import hide
from plugin.domain.live_steps import TimedStep, current_step, left_s, timed
from plugin.domain.notes import Note
from plugin.domain.presses import id_of
from plugin.domain.pulse import pulse_hash
from plugin.domain.quiet_writing import QuietNote
from plugin.domain.rooms import in_own_room
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import (
    MOST_NOTES,
    ONLY_TALK,
    PhoneBox,
    Sticky,
    StickyState,
    as_written,
    author_of,
    own_hash,
    own_notes,
    why_none_sent,
)
from plugin.domain.templates import room_of
from plugin.domain.writing_window import is_over, takes_ideas
from plugin.errors import BadInput, NotHere
from plugin.govern.sticky_work import ask_for_sticky_work
from plugin.languages import lazy_gettext
from plugin.store import live_steps as stored_live_steps
from plugin.store import notes as stored_notes
from plugin.store import participants as stored_participants
from plugin.store import phone_stickies, quiet_notes
from plugin.store import pulse as stored_pulse
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.services import Services
from plugin.store.sign_ins import hash_of
from plugin.store.writing_windows import last_day

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
_WITH_THE_SESSION = lazy_gettext(
    "Held boxes open with the session. Nothing was sent, and your words are still here. Choose "
    "another box, or wait until the session begins."
)
_DAYS_OVER = lazy_gettext(
    "The days for writing are over. Nothing was sent, and your words are still here. Talk to your "
    "facilitator: they can give more days."
)
_DAY_PASSED = lazy_gettext(
    "The day has come on which notes of this box are deleted. Nothing was sent, and your words are "
    "still here. Choose another box."
)
_TOO_MANY = lazy_gettext(
    "You have sent %(most)s notes, and no more can be sent. Nothing was sent.", most=MOST_NOTES
)


@dataclass(frozen=True, slots=True)
class Sending:
    """What came of a form: the job that places its stickies, and where its words are."""

    job_id: str
    is_kept_back: bool = False  # they came before; whoever runs the session decides about them


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
        found = next((each for each in self.join.boxes if each.code == code), None)
        if found is None:
            raise NotHere(
                lazy_gettext("There is no such box in this session. Nothing was changed.")
            )
        return found


def own_page(services: Services, session_id: str, token: str, template_of: TemplateOf) -> OwnPage:
    """Return what a personal link opens; raise NotHere for one that leads nowhere."""
    with services.db.read() as tx:
        session, every = holder(tx, session_id, token)
        notes = [each.as_of(services.today) for each in every]
        join = join_page_in(tx, session, template_of, services.today)
        begun = stored_live_steps.live_steps(tx, session_id)
        quiet_boxes = quiet_notes.quiet_boxes(tx, session_id)
        quiet = quiet_notes.quiet_notes(tx, session_id)
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
    if session is None:
        raise NotHere(_DEAD_LINK)
    quiet = (each.as_note(each.written_at) for each in quiet_notes.quiet_notes(tx, session_id))
    written = stored_participants.notes_of_link(tx, session_id, token)
    notes = (*written, *own_notes(quiet, token))
    if not notes and not _takes_part(tx, session_id, token):
        raise NotHere(_DEAD_LINK)
    return session, notes


def _takes_part(tx: Tx, session_id: str, token: str) -> bool:
    """Say whether a link is known that no note was written with."""
    if stored_participants.is_participant(tx, session_id, token):
        return True
    return stored_pulse.has_thing(tx, pulse_hash(token, session_id))


def write_notes(
    services: Services,
    session_id: str,
    token: str,
    box_code: str,
    texts: Sequence[str],
    press: str | None,
    template_of: TemplateOf,
) -> Sending:
    """Store the notes of one form and ask for their stickies.

    A story has several answers, of which some may be empty. Pressed again, it does nothing. Raise
    NotHere for a link that leads nowhere, BadInput for what cannot be sent.
    """
    page = own_page(services, session_id, token, template_of)
    box = page.box(box_code)
    if not box.takes_notes:
        raise BadInput(ONLY_TALK)
    answers = [as_written(text) for text in texts]
    problem = why_none_sent(answers)
    if problem is not None:
        raise BadInput(problem)
    whose, press = f"{session_id} {hash_of(token)}", press or secrets.token_urlsafe(12)
    with services.db.begin() as tx:
        own = [each for each in holder(tx, session_id, token)[1] if each.zone_code == box_code]
        kept_back = False
        for number, words in enumerate(answers):
            note_id = id_of(whose, f"{press} {number}")
            same = {each.id for each in own if each.text == words}
            if is_blank(words):
                continue
            if same:
                kept_back |= _come_again(services, tx, session_id, same)
            elif not _is_known(tx, session_id, note_id):
                _add(services, tx, (session_id, token), note_id, box, words)
        return Sending(ask_for_sticky_work(services, tx, session_id), is_kept_back=kept_back)


def _come_again(services: Services, tx: Tx, session_id: str, note_ids: Collection[str]) -> bool:
    """Let a note that was returned be decided about anew; say if all with its words are held back.

    Where others of their writer's say the same and are not held back, nothing is sent again.
    """
    quiet = {each.id: each for each in quiet_notes.quiet_notes(tx, session_id)}
    found = [quiet[each] for each in sorted(note_ids) if each in quiet]
    held_back = [each for each in found if each.is_held_back]
    if len(held_back) < len(note_ids):
        return False
    for each in held_back:
        if not each.may_be_read(services.today):
            raise BadInput(_DAY_PASSED)
        if each.returned_with is not None:
            wait_again(tx, each)
    return True


def _is_known(tx: Tx, session_id: str, note_id: str) -> bool:
    """Say whether a form was sent before: its note is there, or was and is deleted."""
    if any(each.id == note_id for each in quiet_notes.quiet_notes(tx, session_id)):
        return True
    is_there = stored_notes.note(tx, note_id) is not None
    return is_there or phone_stickies.sticky(tx, note_id) is not None


def _add(
    services: Services, tx: Tx, link: tuple[str, str], note_id: str, box: PhoneBox, words: str
) -> None:
    session_id, token = link
    session, own = holder(tx, session_id, token)
    secret = stored_sessions.session_secret(tx, session_id)
    until = last_day(tx, session_id)
    is_early = session.state is SessionState.PLANNED
    if is_early and (until is None or not takes_ideas(box.label)):
        raise BadInput(NOT_BEGUN if until is None else _WITH_THE_SESSION)
    if session.state is SessionState.CLOSED or secret is None:
        raise BadInput(CLOSED)
    if is_over(until, services.today):
        raise BadInput(_DAYS_OVER)
    if len(own) >= MOST_NOTES:
        raise BadInput(_TOO_MANY)
    quiet = QuietNote(
        id=note_id,
        session_id=session_id,
        zone_code=box.code,
        label=box.label,
        kind=box.kind,
        text=words,
        author_hash=SessionKey(secret).of_author(author_of(hash_of(token))),
        own_hash=own_hash(token, note_id),
        erase_on=session.erases_on(box.label),
        written_at=services.now,
    )
    if not quiet.may_be_read(services.today):  # nobody would read it, its writer neither
        raise BadInput(_DAY_PASSED)
    if is_early:
        quiet_notes.save_quiet_note(tx, quiet)
        return
    if box.code in quiet_notes.quiet_boxes(tx, session_id):
        keep_readiness(services, tx, session_id)
        quiet_notes.save_quiet_note(tx, quiet)
        return
    stored_notes.save_note(tx, quiet.as_note(services.now))
    sticky = Sticky(note_id=note_id, session_id=session_id, state=StickyState.TO_PLACE)
    phone_stickies.save_sticky(tx, sticky)
