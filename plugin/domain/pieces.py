"""Boundary objects (*pieces* on screens), their wordings, and when a wording counts as checked.

*Checked* is computed from a stored read-back, never set: the wording was read back in a session
(day and changes stored), seven days for objections have passed, no objection stands, and a piece
that rests on one voice has that voice's yes. A change of text makes the next, unchecked wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from plugin.domain.agreements import DAYS_TO_OBJECT, PAUSE_HOURS
from plugin.domain.days import long_day
from plugin.domain.reviews import Review, in_review
from plugin.domain.templates import Zone

KINDS = {
    "story": "Story",
    "doubt": "Doubt",
    "assumption": "Assumption",
    "tension": "Tension",
    "pattern": "Pattern",
    "good practice": "Good practice for now",
    "experiment": "Experiment",
    "tried and learnt": "Tried and learnt",
    "ask": "Ask",
    "commitment of the group": "Commitment of the group",
    "shared word": "Shared word",
    "picture": "Picture",
    "figures": "Figures",
}
FAMILIES = ("representation", "story", "evidence", "projection")
PERSONS = {1: "me", 2: "us", 3: "others"}
TITLE_MAX, LINE_MAX = 80, 240


LOOK_AGAIN = (
    "Words it rested on were taken back: the learning partner first says that it still stands, or "
    "changes the words."
)


class Rung(Enum):
    """How far a piece may travel; order matters."""

    ME = 0
    US = 1
    PARTNERSHIP = 2
    LANDSCAPE = 3
    PUBLIC = 4


RUNG_WORDS = {
    Rung.ME: "draft",
    Rung.US: "our group",
    Rung.PARTNERSHIP: "our partners",
    Rung.LANDSCAPE: "places like ours",
    Rung.PUBLIC: "anyone",
}


class Standing(Enum):
    """Where a piece stands; the value is the word on screens, in the order of its way."""

    DRAFT = "draft"
    BEING_CHECKED = "being checked"
    CHECKED = "checked"
    RELEASED = "released"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Piece:
    """A boundary object without its words; those are in its wordings."""

    id: str
    partnership_id: str
    community_id: str
    kind: str
    family: str
    person: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a piece: title, one line, narrative; never edited, only followed."""

    id: str
    piece_id: str
    number: int
    title: str
    line: str
    narrative: str
    made_at: datetime
    made_in: str  # here, notion, read back
    made_by: str | None = None  # whoever wrote it here, for its team alone

    @property
    def words(self) -> tuple[str, str, str]:
        """Return what a check is about: title, line and narrative."""
        return (self.title, self.line, self.narrative)

    def says(self, field: str) -> str:
        """Return one of its words by name: title, line or narrative."""
        return {"title": self.title, "line": self.line, "narrative": self.narrative}[field]


@dataclass(frozen=True, slots=True)
class Source:
    """A note that a piece rests on; `gone_because` is set when only a stub is left."""

    piece_id: str
    note_id: str
    session_id: str
    zone_code: str
    day: date
    gone_because: str | None = None


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a group said to a wording in a session: agreed, and what was changed."""

    id: str
    piece_id: str
    wording_id: str
    session_id: str
    day: date
    changes: str
    objections: int = 0  # objections that stand; who objected is not stored
    recorded_on: date | None = None  # None: on the day of the meeting


@dataclass(frozen=True, slots=True)
class Release:
    """A decision about who may read a piece, and from when; `stopped_at` ends a pause."""

    id: str
    piece_id: str
    rung: Rung
    asked_at: datetime
    from_when: datetime
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PieceWhole:
    """A piece with everything that decides about it."""

    piece: Piece
    wordings: tuple[Wording, ...]  # oldest first, at least one
    sources: tuple[Source, ...]
    read_backs: tuple[ReadBack, ...]
    releases: tuple[Release, ...]
    voices: int  # accounts among the sources that are still there
    belongs_with: tuple[str, ...] = ()  # ids of other pieces, in no order
    reviews: tuple[Review, ...] = ()  # opened when notes went that it rested on

    @property
    def newest(self) -> Wording:
        """Return the newest wording: *ours* in a sync."""
        return self.wordings[-1]

    def says(self, field: str) -> str:
        """Return what the piece says now in a field that both sides keep: a text, or its kind."""
        return KINDS[self.piece.kind] if field == "kind" else self.newest.says(field)

    @property
    def name_for_all(self) -> str:
        """Return what everybody of the partnership may call it: its title, once it was released."""
        return self.newest.title if self.releases else "(not released)"

    @property
    def is_written_in_notion(self) -> bool:
        """Say whether somebody wrote it in Notion first, not from notes of the group."""
        return self.wordings[0].made_in == "notion"

    @property
    def sessions(self) -> int:
        """Count the sessions that the sources come from."""
        return len({source.session_id for source in self.sources})


@dataclass(frozen=True, slots=True)
class Check:
    """How a wording was checked: by the group, in which session, on which day."""

    wording: Wording
    read_back: ReadBack
    since: datetime


def pair(one_id: str, other_id: str) -> tuple[str, str]:
    """Return two pieces that belong with each other in the order in which pairs are kept."""
    return (one_id, other_id) if one_id < other_id else (other_id, one_id)


def starts_as(zone: Zone | None) -> tuple[str, str, int]:
    """Return kind, family and person that a piece made from this box begins with."""
    if zone is None:
        return ("pattern", "representation", 2)
    return (zone.becomes if zone.becomes in KINDS else "pattern", zone.family, zone.person)


def check_of(whole: PieceWhole, wording: Wording, now: datetime) -> Check | None:
    """Compute whether `wording` is checked at `now`; None if not, whatever the reason."""
    if whole.voices <= 1:
        return None
    for read_back in read_backs_of(whole, wording):
        since = objections_close(read_back)
        if not read_back.objections and now >= since:
            return Check(wording, read_back, since)
    return None


def read_backs_of(whole: PieceWhole, wording: Wording) -> tuple[ReadBack, ...]:
    """Return the read-backs of these words: words that are put back are what was read before."""
    same = {each.id for each in whole.wordings if each.words == wording.words}
    return tuple(read for read in whole.read_backs if read.wording_id in same)


def objections_close(read_back: ReadBack) -> datetime:
    """Return when the days for objections to a read-back are over, aware UTC.

    They begin when it was recorded: nobody can object to what they cannot see yet, and a meeting
    of long ago would check new words at once.
    """
    begin = max(read_back.day, read_back.recorded_on or read_back.day)
    return datetime.combine(begin + timedelta(days=DAYS_TO_OBJECT), time(), tzinfo=UTC)


def objections_until(whole: PieceWhole, now: datetime) -> datetime | None:
    """Return until when the group may object to what was read back, None if it may not now."""
    ends = (objections_close(read) for read in whole.read_backs)
    return max((until for until in ends if now < until), default=None)


def standing_objection(whole: PieceWhole) -> ReadBack | None:
    """Return the last read-back of the newest words that somebody objected to, or None."""
    own = read_backs_of(whole, whole.newest)
    return next((read for read in reversed(own) if read.objections), None)


def last_checked(whole: PieceWhole, now: datetime) -> Check | None:
    """Return the check of the newest wording that is checked, or None."""
    found = (check_of(whole, wording, now) for wording in reversed(whole.wordings))
    return next((check for check in found if check is not None), None)


def changed_since_checked(whole: PieceWhole, now: datetime) -> bool:
    """Say whether the words were changed after the last check."""
    check = last_checked(whole, now)
    return check is not None and check.wording.words != whole.newest.words


def why_not_checked(whole: PieceWhole, now: datetime) -> str | None:
    """Return the reason in a sentence why the newest wording is not checked, or None."""
    if check_of(whole, whole.newest, now) is not None:
        return None
    if not whole.sources:
        return "It rests on no notes of the group yet."
    if whole.voices == 0:
        return "The words this rested on were taken back."
    if whole.voices == 1:
        return "It rests on one voice, and needs the yes of whoever wrote it."
    own = read_backs_of(whole, whole.newest)
    if not own:
        return "This wording has not been read back to the group yet."
    if all(read.objections for read in own):
        return (
            "Somebody objected after it was read back, and the objection stands. "
            "Change the words, or read it back again."
        )
    day = objections_close(own[-1]).date()
    return f"The days for objections are not over: it counts as checked from {long_day(day)}."


def standing(whole: PieceWhole, now: datetime, *, was_returned: bool) -> Standing:
    """Return the furthest place on its way that the piece has reached, in any wording.

    A piece whose checked words fell away (taken back, objected to) is a draft again, wherever it
    was released to: nobody outside its group can read it.
    """
    if last_checked(whole, now) is None:
        own = read_backs_of(whole, whole.newest)
        waits = whole.voices > 1 and any(not read.objections for read in own)
        return Standing.BEING_CHECKED if waits else Standing.DRAFT
    if was_returned:
        return Standing.RETURNED
    is_out = rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
    return Standing.RELEASED if is_out else Standing.CHECKED


def rung_at(releases: Iterable[Release], now: datetime) -> Rung:
    """Return the rung that a piece stands on at `now`; a draft until somebody releases it."""
    done = [each for each in releases if each.stopped_at is None and each.from_when <= now]
    return done[-1].rung if done else Rung.ME


def is_for_the_group(whole: PieceWhole, now: datetime) -> bool:
    """Say whether every member of its group may read a piece.

    They may once it is released to them, and as long as they can object to what was read back or
    stop a release: the silence of people who could not read it would agree to nothing.
    """
    can_object = objections_until(whole, now) is not None
    can_stop = waiting_release(whole.releases, now) is not None
    return can_object or can_stop or rung_at(whole.releases, now).value >= Rung.US.value


def waiting_release(releases: Sequence[Release], now: datetime) -> Release | None:
    """Return the release that still pauses, or None."""
    pausing = [each for each in releases if each.stopped_at is None and each.from_when > now]
    return pausing[-1] if pausing else None


def release_starts(rung: Rung, asked_at: datetime) -> datetime:
    """Return when a release takes effect: leaving the group pauses 48 hours."""
    return asked_at + timedelta(hours=PAUSE_HOURS) if rung.value > Rung.US.value else asked_at


def reasons_against(whole: PieceWhole, rung: Rung, now: datetime) -> tuple[str, ...]:
    """Return every reason in words why the piece may not go to `rung` now; empty if it may."""
    if rung.value <= Rung.US.value:
        return ()
    why = why_not_checked(whole, now)
    reasons = (why,) if why else ()
    if whole.newest.id in in_review(whole.reviews, whole.wordings):
        reasons = (*reasons, LOOK_AGAIN)
    if rung.value > Rung.PARTNERSHIP.value:
        reasons = (*reasons, "Hedgerow carries nothing further than our partners yet.")
    return reasons
