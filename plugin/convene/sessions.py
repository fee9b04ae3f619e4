"""Planning a meeting, and the page of a session.

A session freezes a copy of the policy when it is planned: what the box says on the board is what
holds, whatever is agreed later.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from plugin.convene.communities import read_group
from plugin.convene.design_lookup import require_design_of
from plugin.convene.this_session_alone import require_questions, with_stricter
from plugin.domain.agreements import (
    TAKE_BACK_DAYS,
    Agreement,
    Outcome,
    Policy,
    Proposal,
    policy_for,
)
from plugin.domain.blankness import is_blank
from plugin.domain.communities import Community, Partnership
from plugin.domain.days import long_day
from plugin.domain.held import may_read_held, readable
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power, named_with, readers_in_words
from plugin.domain.pieces import PieceWhole, is_for_the_group
from plugin.domain.presses import id_of
from plugin.domain.rooms import Rooms, labels_in_rooms, why_not
from plugin.domain.sessions import Board, BoardPlan, Brake, Session, SessionState, SuspectedCopy
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere
from plugin.govern import gone_words, held_notes
from plugin.languages import SessionLanguage
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import copies as stored_copies
from plugin.store import notes as stored_notes
from plugin.store import people as stored_people
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.quotable import unquotable
from plugin.store.services import Services
from plugin.store.session_questions import set_questions
from plugin.store.sessions import last_language

WITHOUT_BOARD = "Read back together"
_AS_AGREED: Mapping[str, Label] = MappingProxyType({})
_AS_DESIGNED: Mapping[str, tuple[str, ...]] = MappingProxyType({})
NO_SHORT_FORM = "This kind of session has no short form. Nothing was stored."
# Every day that follows from a meeting's must be one: a day that no calendar holds would stop
# the daily tidy for everybody.
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session's page; `notes` and `brakes` are empty for those who may not read notes.

    Held notes are in `notes` only for people whom the board named.
    """

    session: Session
    community: Community
    partnership: Partnership
    board: Board | None
    notes: Mapping[str, tuple[Note, ...]]  # zone code → notes with content, in reading order
    last_capture: tuple[datetime, Mapping[str, Any]] | None
    brakes: tuple[Brake, ...]
    copies: tuple[SuspectedCopy, ...]  # that nobody has answered about
    proposals: tuple[Proposal, ...]
    open_proposals: tuple[Proposal, ...]
    returned: tuple[tuple[str, str, str], ...]
    pieces: tuple[PieceWhole, ...]
    readers: str  # of its held notes, as its board names them
    has_readers: bool  # somebody is named
    may_read_held: bool
    unseen: int  # held notes that are not in `notes`, since this person was not named
    curators: tuple[str, ...] = ()  # first names of those on whose desk kept notes are

    @property
    def where_kept_notes_are(self) -> str:
        """Return who can work with the kept notes of a closed session, in a sentence."""
        notes = (note for found in self.notes.values() for note in found)
        if not any(note.label is Label.M and note.is_on_desk for note in notes):
            return "No kept notes were collected from it."
        if not self.curators:
            return (
                "Kept notes wait for a learning partner. Nobody in this group is one yet: add one "
                "on the group’s page."
            )
        return f"Kept notes are on the desk of {readers_in_words(self.curators)}."

    @property
    def is_closed_unread(self) -> bool:
        """Say whether nobody closed it in time: its notes stand as they were last collected."""
        closed_at = self.session.closed_at
        if self.board is None or closed_at is None:
            return False
        was_read = self.last_capture is not None and self.last_capture[1].get("is_closed", False)
        return not was_read and closed_at.date() > self.session.take_back_until


def plan_session(
    services: Services,
    actor: Actor,
    community_id: str,
    day: date,
    template: Template | None,
    name: str | None = None,
    press: str | None = None,
    *,
    is_short: bool = False,
    stricter: Mapping[str, Label] = _AS_AGREED,
    rooms: Rooms | None = None,
    questions: Mapping[str, tuple[str, ...]] = _AS_DESIGNED,
    language: SessionLanguage | None = None,
) -> Session:
    """Plan a meeting; without a template it is one without a board. The policy is frozen now.

    `is_short` plans the short form; `stricter` and `questions` are labels and questions of this
    session alone, `rooms` the boxes of each room; no `language` is that of the last session. Raise
    BadInput for what cannot be. The same `press` returns what it planned.
    """
    require_near(day)
    _require_form(template, questions, is_short=is_short)
    with services.db.begin() as tx:
        community = _group_of(tx, actor, community_id)
        session_id = id_of(community.id, press) if press else services.new_id()
        if (before := stored_sessions.session(tx, session_id)) is not None:
            return before
        gone_words.require_none_in_name(tx, community.id, name or "")
        require_design_of(tx, community.id, template)
        kind = template.meeting_kind if template else WITHOUT_BOARD
        agreed = stored_communities.agreement(tx, community_id)
        session = Session(
            id=session_id,
            partnership_id=community.partnership_id,
            community_id=community.id,
            name=_without_blanks(name) or _name_of(tx, community, kind, day),
            meeting_kind=kind,
            day=day,
            state=SessionState.PLANNED,
            on_board=_on_board(template, agreed, stricter, rooms, questions, is_short=is_short),
            language=language or last_language(tx, community_id),
        )
        _store(tx, session, questions)
    return session


def _group_of(tx: Tx, actor: Actor, community_id: str) -> Community:
    """Return a group in which somebody runs sessions; raise NotHere or Refused."""
    community = stored_communities.community(tx, community_id)
    if community is None:
        raise NotHere("There is no group here. Nothing was changed.")
    actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
    return community


def _store(tx: Tx, session: Session, questions: Mapping[str, tuple[str, ...]]) -> None:
    stored_sessions.save_session(tx, session)
    set_questions(tx, session, questions)
    stored_sessions.set_session_secret(tx, session.id, secrets.token_bytes(32))


def _name_of(tx: Tx, community: Community, kind: str, day: date) -> str:
    """Return what a session is called that nobody named: by its group, kind or day.

    Boards and Notion show it, so words that went, or are held, stand in no new name.
    """
    unwanted = unquotable(tx, community.id)
    names = (community.name, kind, "Session")
    return f"{next(each for each in names if not unwanted.stand_in(each))}, {long_day(day)}"


def _on_board(
    template: Template | None,
    agreement: Agreement | None,
    stricter: Mapping[str, Label],
    rooms: Rooms | None,
    questions: Mapping[str, tuple[str, ...]],
    *,
    is_short: bool,
) -> BoardPlan | None:
    if template is None:
        return None
    if rooms is not None and (said := why_not(rooms, template)):
        raise BadInput(said)
    policy = with_stricter(template, policy_for(template, agreement), stricter)
    policy = replace(policy, labels=labels_in_rooms(policy.labels, rooms))
    return BoardPlan(
        template_code=template.code, policy=policy, is_short=is_short, questions=questions
    )


def labels_of(
    services: Services,
    community_id: str,
    template: Template,
    stricter: Mapping[str, Label] = _AS_AGREED,
) -> Policy:
    """Return the policy that a session planned now would freeze; raise BadInput for a looser label.

    Callers ask who may see it.
    """
    with services.db.read() as tx:
        policy = policy_for(template, stored_communities.agreement(tx, community_id))
    return with_stricter(template, policy, stricter)


def _require_form(
    template: Template | None, questions: Mapping[str, tuple[str, ...]], *, is_short: bool
) -> None:
    require_questions(template, questions)
    if template is not None:
        require_board(template)
    if is_short and (template is None or not template.short_minutes):
        raise BadInput(NO_SHORT_FORM)


def require_board(template: Template) -> None:
    """Return if a session can be planned from this design; raise BadInput for one without board."""
    if not template.has_board:
        raise BadInput(
            f"{template.meeting_kind} is for one person and has no board. Nothing was stored. "
            "Choose another kind of session."
        )


def require_near(day: date) -> None:
    """Return if a meeting can be on this day; raise BadInput."""
    if day.year not in _YEARS:
        raise BadInput(
            f"A session is on a day from {_YEARS[0]} to {_YEARS[-1]}. Nothing was stored. "
            "Choose it in the calendar."
        )


def day_that_is_over(services: Services, community_id: str, day: date) -> str:
    """Say what a board for a day that is over means; "" for a day to come.

    Raise BadInput where its notes could not be collected any more.
    """
    if day >= services.today:
        return ""
    with services.db.read() as tx:
        agreement = stored_communities.agreement(tx, community_id)
    until = day + timedelta(days=agreement.take_back_days if agreement else TAKE_BACK_DAYS)
    if until < services.today:
        raise BadInput(
            "That day is over. Notes of its board could be collected until "
            f"{long_day(until)}, and that is over, too. Nothing was stored. Choose a later day."
        )
    return f"That day is over. Notes of this board can be collected until {long_day(until)}."


def session_of(services: Services, session_id: str) -> Session:
    """Return a session by id; raise NotHere. Callers ask who may see it."""
    with services.db.read() as tx:
        session = stored_sessions.session(tx, session_id)
    if session is None:
        raise NotHere("There is no such session. Nothing was changed.")
    return session


def hold_without_board(services: Services, actor: Actor, session_id: str) -> Session:
    """Record that a meeting without a board took place; it is closed at once.

    One that is closed stays as it is: words written since were not read in it.
    """
    session = session_of(services, session_id)
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    if session.template_code is not None:
        raise BadInput("This session has a board: close it on its page. Nothing was changed.")
    if session.state is SessionState.CLOSED:
        return session
    held = replace(session, state=SessionState.CLOSED, closed_at=services.now)
    with services.db.begin() as tx:
        stored_sessions.save_session(tx, held)
    return held


def session_page(services: Services, actor: Actor, session_id: str) -> SessionView:
    """Return a session's page for one person of its community."""
    session = session_of(services, session_id)
    here = (session.partnership_id, session.community_id)
    actor.require(Power.READ_COMMUNITY, *here)
    reads_notes = actor.may(Power.READ_NOTES, *here)
    with services.db.read() as tx:
        community, partnership = read_group(tx, actor, session.community_id)
        proposals = stored_communities.proposals(tx, community.id)
        readers = held_notes.readers_of(tx, session)
        every = _with_words(tx, session_id, services.today) if reads_notes else ()
        shown = readable(actor, session, readers, every)
        return SessionView(
            session=session,
            community=community,
            partnership=partnership,
            board=stored_boards.board(tx, session_id),
            notes=_by_zone(shown),
            last_capture=stored_sessions.last_capture(tx, session_id),
            brakes=stored_notes.open_brakes(tx, session_id) if reads_notes else (),
            copies=_open_copies(tx, session_id) if reads_notes else (),
            proposals=tuple(each for each in proposals if each.session_id == session_id),
            open_proposals=tuple(each for each in proposals if each.outcome is Outcome.NOT_YET),
            returned=stored_boards.cards_as_read(tx, session),
            pieces=tuple(
                piece
                for piece in stored_pieces.pieces_of_session(tx, session_id)
                if reads_notes or is_for_the_group(piece, services.now)
            ),
            readers=readers_in_words([each.name for each in readers]),
            has_readers=bool(readers),
            may_read_held=may_read_held(actor, session, readers),
            unseen=len(every) - len(shown),
            curators=named_with(Power.CURATE, _people(tx, here[0]), *here),
        )


def _with_words(tx: Tx, session_id: str, today: date) -> tuple[Note, ...]:
    notes = [each.as_of(today) for each in stored_notes.notes(tx, session_id)]
    return tuple(note for note in notes if note.text is not None and note.label is not Label.X)


def _people(tx: Tx, partnership_id: str) -> tuple[Actor, ...]:
    return tuple(actor for actor, _ in stored_people.people_of(tx, partnership_id))


def _open_copies(tx: Tx, session_id: str) -> tuple[SuspectedCopy, ...]:
    every = stored_copies.suspected(tx, session_id)
    return tuple(copy for copy in every if copy.is_meant is None)


def _by_zone(notes: Iterable[Note]) -> dict[str, tuple[Note, ...]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.zone_code, []).append(note)
    return {code: tuple(notes) for code, notes in found.items()}


def _without_blanks(name: str | None) -> str:
    return "" if name is None or is_blank(name) else name.strip()
