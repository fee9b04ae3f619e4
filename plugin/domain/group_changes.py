"""*What changed* in a group in the last fortnight, made of what its reader may see anyway; pure.

Nobody's visits are kept for it: the fortnight is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from plugin.domain.agreements import Outcome, Proposal
from plugin.domain.own_designs import OwnDesign
from plugin.domain.pieces import RUNG_WORDS, PieceWhole, ReadBack, Rung
from plugin.domain.sessions import Session, SessionState

FORTNIGHT = timedelta(days=14)
MOST_CHANGES = 12
_READ_BY = {rung: f"read by {words}" for rung, words in RUNG_WORDS.items()}
_READ_BY[Rung.ME] = "a draft again"


class ChangedKind(StrEnum):
    """The kind of page that tells more about a change."""

    SESSION = "session"
    PIECE = "piece"
    AGREEMENT = "agreement"
    DESIGN = "design"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """One thing that changed: when, what it is called, and what happened to it."""

    day: date
    kind: ChangedKind
    called: str
    says: str
    target_id: str = ""


def group_changes(
    sessions: Iterable[Session],
    pieces: Iterable[PieceWhole],
    proposals: Iterable[Proposal],
    designs: Iterable[OwnDesign],
    agreed_on: date | None,
    permitted_on: date | None,
    now: datetime,
) -> tuple[GroupChange, ...]:
    """Return the newest changes of the last fortnight, the newest first.

    `pieces` are those that the reader may see; `agreed_on` is when the agreement was changed last,
    `permitted_on` when the sponsor gave the permission.
    """
    found = [
        *_of_sessions(sessions),
        *(each for whole in pieces for each in _of_piece(whole, now)),
        *_of_agreement(proposals, agreed_on),
        *_of_designs(designs),
    ]
    if permitted_on is not None:
        found.append(_change(permitted_on, ChangedKind.PERMISSION, "Permission", "given"))
    since, today = (now - FORTNIGHT).date(), now.date()
    lately = [each for each in found if since <= each.day <= today]
    lately.sort(key=lambda each: each.day, reverse=True)
    return tuple(lately[:MOST_CHANGES])


def _change(
    day: date, kind: ChangedKind, called: str, says: str, target_id: str = ""
) -> GroupChange:
    return GroupChange(day=day, kind=kind, called=called, says=says, target_id=target_id)


def _of_sessions(sessions: Iterable[Session]) -> Iterator[GroupChange]:
    for each in sessions:
        if each.closed_at is not None:
            day, says = each.closed_at.date(), "closed"
        elif each.state is SessionState.OPEN:
            day, says = each.day, "held"
        else:
            continue
        yield _change(day, ChangedKind.SESSION, each.name, says, each.id)


def _of_piece(whole: PieceWhole, now: datetime) -> Iterator[GroupChange]:
    """Yield the last thing that happened to a piece: one line tells of it."""
    title, newest = whole.newest.title, whole.newest
    found = [(newest.made_at, "new" if newest.number == 1 else "in new words")]
    found += [
        (each.from_when, _READ_BY[each.rung])
        for each in whole.releases
        if each.stopped_at is None and each.from_when <= now
    ]
    day, says = max(((at.date(), said) for at, said in found), key=lambda each: each[0])
    read_back = max((each.day for each in _read_backs(whole)), default=None)
    if read_back is not None and read_back > day:
        day, says = read_back, "read back to the group"
    yield _change(day, ChangedKind.PIECE, title, says, whole.piece.id)


def _read_backs(whole: PieceWhole) -> Sequence[ReadBack]:
    return [each for each in whole.read_backs if each.wording_id == whole.newest.id]


def _of_agreement(proposals: Iterable[Proposal], agreed_on: date | None) -> Iterator[GroupChange]:
    said = [each for each in proposals if each.outcome is Outcome.AGREED]
    for each in said:
        yield _change(each.day, ChangedKind.AGREEMENT, f"“{each.sentence}”", "agreed")
    if agreed_on is not None and agreed_on not in {each.day for each in said}:
        yield _change(agreed_on, ChangedKind.AGREEMENT, "What we agreed", "changed")


def _of_designs(designs: Iterable[OwnDesign]) -> Iterator[GroupChange]:
    for each in designs:
        newest = each.versions[0]
        name, number = newest.template.meeting_kind, newest.template.version
        says = "a design of our own" if number == 1 else f"design, version {number}"
        yield _change(newest.made_at.date(), ChangedKind.DESIGN, name, says, each.id)
