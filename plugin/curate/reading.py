"""Read: every collected note of a closed session once, and which of them a person has read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from plugin.curate.desk import Desk, DeskBox, ShownNotes, curated, desk
from plugin.curate.found_names import FoundWords, words_in
from plugin.curate.sorting import is_sorted
from plugin.domain.clusters import DeskStep, notes_in_words
from plugin.domain.held import may_read_held
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.domain.piece_evidence import Noticed
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.govern import held_notes, held_words
from plugin.store import desk_marks, desk_steps, identifier_decisions, stay_questions
from plugin.store import notes as stored_notes
from plugin.store import noticed as stored_noticed
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

MOST_PIECES = 40  # of a session, under which what somebody noticed can be put


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadView:
    """Everything that *Read* shows."""

    desk: Desk
    session: Session | None  # None: no session is closed yet
    sessions: tuple[tuple[Session, int], ...]  # with how many notes each has to read
    was_read: frozenset[str]  # the notes of this page that the person has read as they are
    can_undo: bool
    pieces: tuple[tuple[str, str], ...]  # that rest on notes of the session: id and newest title
    pointing: Mapping[str, tuple[FoundWords, ...]]  # by kept note, what may point to a person
    noticed: tuple[Noticed, ...]  # by learning partners in the session, under no piece yet or too
    asked: frozenset[str]  # held notes whose writers are asked if they may stay


@dataclass(frozen=True, slots=True, kw_only=True)
class OneNote:
    """A note that is read by itself, with those of its page around it."""

    note: Note
    box: DeskBox
    number: int  # on its page, from 1
    of: int
    first: str  # ids of notes; "" where there is none that way
    before: str
    after: str
    last: str


def one_of(view: ReadView, at: str = "") -> OneNote | None:
    """Return the note `at` of a page; else the first that is not read, else the first of all."""
    found = [
        (note, box)
        for each in view.desk.sessions
        for box in each.boxes
        for note in (*box.kept, *box.held)
    ]
    ids = [note.id for note, _ in found]
    unread = (each for each in ids if each not in view.was_read)
    here = at if at in ids else next(unread, next(iter(ids), ""))
    if not here:
        return None
    place = ids.index(here)
    note, box = found[place]
    return OneNote(
        note=note,
        box=box,
        number=place + 1,
        of=len(ids),
        first=ids[0],
        before=ids[place - 1] if place else "",
        after=ids[place + 1] if place + 1 < len(ids) else "",
        last=ids[-1],
    )


def read_view(
    services: Services,
    actor: Actor,
    community_id: str,
    template_of: Callable[[str], Template],
    shown: ShownNotes,
) -> ReadView:
    """Return one page of a session's notes; the newest session with something to read by itself."""
    with services.db.read() as tx:
        curated(tx, actor, community_id)
        sessions = [each for each in stored_sessions.sessions(tx, community_id) if is_sorted(each)]
        numbers = unread_in(tx, services, actor, sessions)
        can_undo = desk_steps.last_step(tx, actor.person_id, community_id) is not None
    session = next((each for each in sessions if each.id == shown.session_id), None)
    session = session or next((each for each in sessions if numbers[each.id]), None)
    session = session or next(iter(sessions), None)
    here = replace(shown, session_id=session.id if session else "")
    found = desk(services, actor, community_id, template_of, here)
    notes = [
        note for each in found.sessions for box in each.boxes for note in (*box.kept, *box.held)
    ]
    with services.db.read() as tx:
        versions = desk_marks.read_versions(tx, actor.person_id, [each.id for each in notes])
        known = identifier_decisions.known_in(tx, found.partnership.id)
        of_session = (community_id, here.session_id, MOST_PIECES)
        titles = stored_pieces.titles_on_session(tx, *of_session)
        pieces = held_words.titles_as_read_by(tx, actor, found.community, titles)
        seen = stored_noticed.noticed_in(tx, community_id, [here.session_id])
        asked = stay_questions.questions(tx, [e.id for e in notes if e.label is Label.H])
    return ReadView(
        desk=found,
        session=session,
        sessions=tuple((each, numbers[each.id]) for each in sessions),
        was_read=frozenset(each.id for each in notes if versions.get(each.id, 0) >= each.version),
        can_undo=can_undo,
        pieces=pieces,
        pointing={
            each.id: tuple(words_in(each.text, one) for one in known.open_in_note(each.text))
            for each in notes
            if each.text and each.label is Label.M
        },
        noticed=seen,
        asked=frozenset(e.id for e in notes if e.id in asked and asked[e.id].version == e.version),
    )


def unread_in(
    tx: Tx, services: Services, actor: Actor, sessions: Sequence[Session]
) -> dict[str, int]:
    """Return how many notes a person has still to read in each of these closed sessions.

    Held notes count only where the board names them as a reader.
    """
    ids = [each.id for each in sessions]
    found = desk_marks.unread_numbers(tx, actor.person_id, ids)
    readers = held_notes.readers_of_closed(tx, sessions)
    numbers = {}
    for each in sessions:
        held = found.get((each.id, Label.H), 0)
        sees_held = held and may_read_held(actor, each, readers[each.id])
        numbers[each.id] = found.get((each.id, Label.M), 0) + (held if sees_held else 0)
    return numbers


def mark_read(services: Services, actor: Actor, community_id: str, note_ids: Sequence[str]) -> str:
    """Mark notes as read by a person; return a sentence. Raise BadInput for no notes."""
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        sessions = {each.id for each in stored_sessions.sessions(tx, community_id)}
        found = stored_notes.notes_by_id(tx, note_ids).values()
        versions = {
            note.id: note.version
            for note in found
            if note.session_id in sessions and note.may_be_read(services.today)
        }
        if not versions:
            raise BadInput("Select at least one note that you have read. Nothing was changed.")
        if actor.stored_id is not None:
            known = desk_marks.read_versions(tx, actor.stored_id, versions)
            new = tuple(each for each in versions if known.get(each, 0) < versions[each])
            desk_marks.mark_read(tx, actor.stored_id, versions)
            step = DeskStep(read=new)
            desk_steps.remember(tx, services.new_id(), actor.stored_id, community_id, step)
    return f"{notes_in_words(len(versions))} read."
