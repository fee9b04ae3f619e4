"""What an export holds of a partnership, as plain values in tables; pure.

An export is a copy that nobody can call back, so it holds less than pages show: of notes the words
that are kept, on the desk and in a closed session; never held words, whose day it would outlive,
and no wording, nor another text of a group, in which words stand that are held, taken back or
erased. Words that point to a person are disguised as was decided, also for the group's own members:
nobody can say where a copy ends up. Where nobody decided yet, the note or wording has no words.
Days stand for moments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from plugin.domain.about_group import HEADINGS, AboutGroup
from plugin.domain.agreements import Agreement, Outcome, Proposal
from plugin.domain.communities import Community, Partnership
from plugin.domain.labels import WORDS, Label
from plugin.domain.notes import Note, NoteVersion
from plugin.domain.people import Actor
from plugin.domain.permissions import Permission
from plugin.domain.pieces import RUNG_WORDS, PieceWhole
from plugin.domain.sessions import Session, SessionState
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.memory.export_pieces import (
    WORDS_POINT,
    Row,
    in_iso,
    piece_row,
    read_back_rows,
    release_rows,
    source_rows,
    wording_rows,
)
from plugin.memory.exported_evidence import evidence_rows

T = TypeVar("T")
_COVERED_TEXT = (
    "Not exported: words that are held, were taken back, or were erased on their day stand in it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedGroup:
    """A community with everything of it that is looked at."""

    community: Community
    about: AboutGroup  # what it wrote of itself
    agreements: Sequence[tuple[Agreement, date]]  # every version, with its day
    designs: Sequence[Row]  # of the group's own, every version
    permissions: Sequence[Permission]
    proposals: Sequence[Proposal]
    sessions: Sequence[Session]
    notes: Sequence[Note]
    versions: Mapping[str, Sequence[NoteVersion]]  # of notes that changed after their session
    pieces: Sequence[PieceWhole]
    is_unquotable: Callable[[str], bool]  # whether words stand in a text that come back nowhere
    known: KnownIdentifiers = field(default_factory=KnownIdentifiers)  # what points to a person


@dataclass(frozen=True, slots=True)
class ExportedPartnership:
    """A partnership with its people and communities."""

    partnership: Partnership
    people: Sequence[Actor]
    groups: Sequence[ExportedGroup]


def tables_of(found: ExportedPartnership, today: date) -> dict[str, list[Row]]:
    """Return every table of an export by its name, each with rows that have the same columns."""
    groups = found.groups
    pieces = [one for each in groups for one in each.pieces]
    return {
        "people": _rows(lambda person: _places(person, found), found.people),
        "groups": _rows(_of_group(lambda group: [_group(group)]), groups),
        "agreements": _rows(_of_group(_agreements), groups),
        "designs": _rows(_of_group(lambda group: group.designs), groups),
        "permissions": _rows(_of_group(_permissions), groups),
        "sentences": _rows(_of_group(_sentences), groups),
        "sessions": _rows(_of_group(lambda group: map(_session, group.sessions)), groups),
        "notes": _rows(lambda group: _notes(group, today), groups),
        "pieces": _rows(lambda piece: [piece_row(piece)], pieces),
        "wordings": _rows(wording_rows, pieces),
        "sources": _rows(source_rows, pieces),
        "beside_notes": _rows(_of_group(_evidence), groups),
        "read_backs": _rows(read_back_rows, pieces),
        "releases": _rows(release_rows, pieces),
    }


def _rows(rows_of: Callable[[T], Iterable[Row]], things: Iterable[T]) -> list[Row]:
    return [row for thing in things for row in rows_of(thing)]


def _of_group(
    rows_of: Callable[[ExportedGroup], Iterable[Row]],
) -> Callable[[ExportedGroup], Iterable[Row]]:
    """Return rows of a group in which no text repeats what may be copied nowhere."""
    return lambda group: (covered(row, group.is_unquotable) for row in rows_of(group))


def covered(value: Any, is_unquotable: Callable[[str], bool]) -> Any:
    """Return a value with a reason in place of each text in it that may be copied nowhere."""
    if isinstance(value, str):
        return _COVERED_TEXT if is_unquotable(value) else value
    if isinstance(value, Mapping):
        return {name: covered(each, is_unquotable) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [covered(each, is_unquotable) for each in value]
    return value


def why_without_words(note: Note, session: Session, today: date) -> str:
    """Return why the words of a note are not exported, empty where they are."""
    if note.text is None:
        return note.gone_because or "Its words are gone."
    if note.label is Label.H:
        return "Held: read by those whom its board named until its day, and never copied."
    if session.state is not SessionState.CLOSED:
        return "Its session is not closed: its writer may still change it or take it away."
    if not note.is_on_desk or note.is_past_its_day(today):
        return "It left the board, and is erased on its day."
    if note.label is Label.X or note.is_waiting:
        return "It waits for its writer."
    return ""


def why_note_stays(note: Note, session: Session, known: KnownIdentifiers, today: date) -> str:
    """Return why the words of a note are not copied, looking at the words too; else empty."""
    why = why_without_words(note, session, today)
    return why or (WORDS_POINT if known.open_in_note(note.text or "") else "")


def _places(person: Actor, found: ExportedPartnership) -> Iterable[Row]:
    names = {
        each.community.id: covered(each.community.name, each.is_unquotable) for each in found.groups
    }
    for place in person.memberships:
        group = names.get(place.community_id or "", "")
        yield {
            "name": person.name,
            "role": place.role.value,
            "party": place.party,
            "group": group or "the whole partnership",
        }


def _group(group: ExportedGroup) -> Row:
    community, about = group.community, group.about
    return {
        "group": community.id,
        "name": community.name,
        "question": community.question,
        "permission": community.permission_note,
        "sponsor": community.sponsor,
        "host": community.host,
        "contact": community.contact,
        "rules": list(community.rules),
        **{heading.lower(): getattr(about, name) for name, heading in HEADINGS.items()},
        "next date": in_iso(about.next_on),
    }


def _agreements(group: ExportedGroup) -> Iterable[Row]:
    for now, day in group.agreements:
        kinds = [f"{kind}: {WORDS[label]}" for kind, label in now.details.kinds.items()]
        boxes = [
            f"{design} {box}: {WORDS[label]}"
            for design, boxes in now.labels.items()
            for box, label in boxes.items()
        ]
        yield {
            "group": group.community.id,
            "version": now.version,
            "agreed on": in_iso(day),
            "names": now.attribution.value,
            "days to take back": now.take_back_days,
            "days held": now.held_days,
            "days kept": now.details.limits.kept_days or "",
            "a role shows from": now.details.limits.smallest_group,
            "checked pieces may go to": RUNG_WORDS[now.details.furthest],
            "rules": list(now.rules),
            "reasons": [
                f"{rule} {' '.join(said.texts)}" for rule, said in now.details.reasons.items()
            ],
            "boxes": [*kinds, *boxes],
        }


def _permissions(group: ExportedGroup) -> Iterable[Row]:
    for each in group.permissions:
        if each.agreed_on is not None:
            yield {
                "group": group.community.id,
                "agreed on": in_iso(each.agreed_on),
                "sponsor": each.words.sponsor,
                "permission": each.words.note,
                "comes back to the sponsor": each.words.receives,
                "the sponsor never asks for": each.words.never_asks,
                "looked at again on": in_iso(each.words.review_on),
            }


def _sentences(group: ExportedGroup) -> Iterable[Row]:
    for each in group.proposals:
        yield {
            "group": group.community.id,
            "session": each.session_id,
            "day": in_iso(each.day),
            "sentence": each.sentence,
            "setting": each.setting.in_words(),
            "agreed": each.outcome is Outcome.AGREED,
        }


def _session(session: Session) -> Row:
    labels = session.policy.labels if session.policy else {}
    return {
        "session": session.id,
        "group": session.community_id,
        "name": session.name,
        "day": in_iso(session.day),
        "kind": session.meeting_kind,
        "design": session.template_code or "",
        "state": session.state.value,
        "boxes": [f"{box}: {WORDS[label]}" for box, label in labels.items()],
        "rules": list(session.policy.rules) if session.policy else [],
    }


def _notes(group: ExportedGroup, today: date) -> Iterable[Row]:
    sessions = {each.id: each for each in group.sessions}
    for note in group.notes:
        why = why_note_stays(note, sessions[note.session_id], group.known, today)
        older = () if why else group.versions.get(note.id, ())
        yield {
            "note": note.id,
            "session": note.session_id,
            "box": note.zone_code,
            "label": WORDS[note.label],
            "kind": note.kind,
            "written by": "" if why else note.shown_author,
            "words": "" if why else group.known.disguised(note.text or ""),
            "older words": [
                WORDS_POINT
                if group.known.open_in_note(each.text)
                else group.known.disguised(each.text)
                for each in older
                if each.label is not Label.H
            ],
            "why without words": why,
        }


def _evidence(group: ExportedGroup) -> Iterable[Row]:
    return evidence_rows(group.pieces, group.known, group.is_unquotable)
