"""Brings notes in that do not lie on a board: entered for somebody, pasted, read from a table.

They are kept under the labels of the session's boxes as notes of the board are. Nobody knows who
wrote them, so none is ever a voice of its own. Whoever brings them in chose each box on a page; a
box that stays here takes none. Words that were taken back in the group come in by no other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.blankness import is_blank
from plugin.domain.brought_notes import (
    MOST_NOTES,
    BroughtNote,
    why_no_notes,
    writable,
)
from plugin.domain.notes import LONGEST_NOTE, Note
from plugin.domain.people import Actor
from plugin.domain.presses import id_of
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template, Zone
from plugin.errors import BadInput
from plugin.govern.running_sessions import session_to_run
from plugin.govern.side_tables import fold_side_tables
from plugin.store import copies as stored_copies
from plugin.store import notes as stored_notes
from plugin.store.services import Services
from plugin.store.side_tables import to_the_day

_MOST_LINES = 12  # of a note that comes back line by line
_BELOW_BOARD = 1_000_000.0  # pixels: after all that lies on a board, in the order they came


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """How many notes were added, and how many not: their words were taken back before."""

    added: int
    taken_back: int


def bring_in(
    services: Services,
    actor: Actor,
    session_id: str,
    template: Template,
    notes: Sequence[BroughtNote],
    source: str,
    press: str,
) -> BroughtIn:
    """Store notes of a session; the same press twice stores them once.

    Raise NotHere or Refused for people who run no session here, BadInput for a session that takes
    none (not open yet, or its take-back window is over), for a box that is not there or stays
    here, and for texts that are empty or too long; then nothing at all is stored.
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        require_time_for_it(session, services)
        labels = session.policy.labels if session.policy else {}
        boxes = {zone.code: zone for zone in writable(template.zones, labels)}
        _require_each_fits(notes, boxes)
        known = {note.id for note in stored_notes.notes(tx, session_id)}
        gone = stored_copies.withdrawn(tx, session.community_id)
        whole = [
            _note(services, session, boxes[each.zone_code], each.text, source, press, at)
            for at, each in enumerate(notes)
        ]
        new = [note for note in whole if note.id not in known]
        went = _that_went(whole, gone)
        meant = [note for note in new if note.id not in went]
        stored_notes.add_notes(tx, meant)
        if meant and session.state is SessionState.CLOSED:
            fold_side_tables(tx, session, has_new_notes=True)
    return BroughtIn(len(meant), len(new) - len(meant))


def require_time_for_it(session: Session, services: Services) -> None:
    """Return if a session takes notes now; raise BadInput, which says when it does."""
    why = why_no_notes(session, services.today)
    if why is not None:
        raise BadInput(why)


def _require_each_fits(notes: Sequence[BroughtNote], boxes: Iterable[str]) -> None:
    if not notes:
        raise BadInput("No note was found there. Nothing was stored. Write something first.")
    if len(notes) > MOST_NOTES:
        raise BadInput(
            f"{MOST_NOTES} notes can be added at once, and these are {len(notes)}. Nothing was "
            "stored. Add them in parts."
        )
    for note in notes:
        if note.zone_code not in boxes:
            raise BadInput(
                "A box that stays here takes no notes, and one of these is for such a box, or for "
                "none of this session. Nothing was stored. Choose another box."
            )
        if is_blank(note.text):
            raise BadInput("A note is empty. Nothing was stored. Write something in it.")
        if len(note.text) > LONGEST_NOTE:
            raise BadInput(
                f"A note has at most {LONGEST_NOTE:,} characters, and the one that begins “"
                f"{note.text[:40]}” is longer. Nothing was stored. Cut it in two."
            )


def _note(
    services: Services, session: Session, zone: Zone, text: str, source: str, press: str, at: int
) -> Note:
    label = session.policy.labels.get(zone.code, zone.label) if session.policy else zone.label
    return Note(
        id=id_of(session.id, f"{press} {at}"),
        session_id=session.id,
        zone_code=zone.code,
        label=label,
        kind=zone.kind,
        source=source,
        text=text,
        miro_item_id=None,
        seen_at=_moment(services, session),
        y=_BELOW_BOARD + at,
        erase_on=session.erases_on(label),
    )


def _moment(services: Services, session: Session) -> datetime:
    hides = session.policy is not None and session.policy.hides_moments
    if hides and session.state is SessionState.CLOSED:
        return to_the_day(services.now)
    return services.now


def _that_went(
    notes: Sequence[Note], gone: Sequence[tuple[SessionKey, frozenset[str]]]
) -> frozenset[str]:
    """Return the ids of notes that were taken back, also where one comes as several in a row."""
    found: set[str] = set()
    for first in range(len(notes) if gone else 0):
        for last in range(first, min(first + _MOST_LINES, len(notes))):
            run = notes[first : last + 1]
            if _has_any("\n".join(each.text or "" for each in run), gone):
                found |= {each.id for each in run}
    return frozenset(found)


def _has_any(text: str, gone: Iterable[tuple[SessionKey, frozenset[str]]]) -> bool:
    return any(key.of_words(text) in hashes for key, hashes in gone)
