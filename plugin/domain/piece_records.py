"""What is stored of a boundary object (a *piece* on screens): wordings, sources, what was decided.

A wording is everything that is shown: title, line, story, what the piece is, what it is made of,
and who is learning. `plugin.domain.pieces` holds the rules over these values; others import that.

A story may end with words that say it otherwise, under their own heading. They are part of the
wording, so they travel wherever it goes: to the people who are asked, into Notion, onto boards,
into exports. Who takes them away makes the next wording.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, IntEnum

from plugin.domain.blankness import fold
from plugin.domain.harm_questions import HarmAnswers
from plugin.domain.hidden_texts import HIDDEN, hide
from plugin.domain.overlap import Phrases
from plugin.domain.people import Actor
from plugin.domain.who_acted import WhoActed
from plugin.languages import lazy_gettext

KINDS: dict[str, str] = {
    "story": lazy_gettext("Story"),
    "doubt": lazy_gettext("Doubt"),
    "assumption": lazy_gettext("Assumption"),
    "tension": lazy_gettext("Tension"),
    "pattern": lazy_gettext("Pattern"),
    "good practice": lazy_gettext("Good practice for now"),
    "experiment": lazy_gettext("Experiment"),
    "tried and learnt": lazy_gettext("Tried and learnt"),
    "ask": lazy_gettext("Ask"),
    "commitment of the group": lazy_gettext("Commitment of the group"),
    "shared word": lazy_gettext("Shared word"),
    "picture": lazy_gettext("Picture"),
    "figures": lazy_gettext("Figures"),
}
FAMILIES = ("representation", "story", "evidence", "projection")
PERSONS = {1: "me", 2: "us", 3: "others"}
TITLE_MAX, LINE_MAX = 80, 240
BY_AUTHOR = ", recorded by its author"
NOT_INDEPENDENT = ", recorded by nobody independent of its author"
UNKNOWN_AUTHOR = ", recorded by nobody known to be independent of who wrote it in Notion"


class Rung(Enum):
    """How far a piece may travel; order matters."""

    ME = 0
    US = 1
    PARTNERSHIP = 2
    LANDSCAPE = 3
    PUBLIC = 4


RUNG_WORDS: dict[Rung, str] = {
    Rung.ME: lazy_gettext("draft"),
    Rung.US: lazy_gettext("our group"),
    Rung.PARTNERSHIP: lazy_gettext("our partners"),
    Rung.LANDSCAPE: lazy_gettext("places like ours"),
    Rung.PUBLIC: lazy_gettext("anyone"),
}


class Standing(Enum):
    """Where a piece stands; the value is the word on screens, in the order of its way."""

    DRAFT = "draft"
    BEING_CHECKED = "being checked"
    CHECKED = "checked"
    RELEASED = "released"
    RETURNED = "returned"


class Independence(IntEnum):
    """Who recorded an answer of others to words; of several the highest counts."""

    INDEPENDENT = 0  # by people who can be nobody else: neither the author nor each other
    UNKNOWN_AUTHOR = 1  # nobody knows who wrote the words in Notion; worked out, never stored
    NOT_INDEPENDENT = 2  # an address makes one of them one with the author, or the two one
    BY_AUTHOR = 3  # nobody else may record here, or the recorder wrote down changed words

    @property
    def how(self) -> str:
        """Return what pages add to such an answer; empty where it was recorded as it should be."""
        return {
            Independence.INDEPENDENT: "",
            Independence.UNKNOWN_AUTHOR: UNKNOWN_AUTHOR,
            Independence.NOT_INDEPENDENT: NOT_INDEPENDENT,
            Independence.BY_AUTHOR: BY_AUTHOR,
        }[self]


@dataclass(frozen=True, slots=True)
class Piece:
    """A boundary object without what is shown of it; that is in its wordings."""

    id: str
    partnership_id: str
    community_id: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One wording of a piece: everything that is shown of it; never edited, only followed."""

    id: str
    piece_id: str
    number: int
    title: str
    line: str
    narrative: str
    kind: str
    family: str
    person: int
    made_at: datetime
    made_in: str  # here, notion, read back
    made_by: str | None = None  # whoever wrote it here, for its team alone
    let_in_by: tuple[str, ...] = ()  # as the writer's sign-in said (`domain.people.Actor`)
    basis: int = 0  # what it rests on: each change of its sources makes another one
    typed: str | None = None  # the narrative with tokens for its quotes; None: it has none

    @property
    def written_by(self) -> WhoActed:
        """Return everybody who may have written it."""
        return WhoActed(self.made_by, self.let_in_by)

    def with_story(self, shown: str) -> Wording:
        """Return it with a story in which what may be shown of its quotes stands."""
        return replace(self, narrative=shown, typed=self.stored_story)

    @property
    def stored_story(self) -> str:
        """Return the narrative as it is stored: with tokens in place of quoted words."""
        return self.narrative if self.typed is None else self.typed

    @property
    def kept(self) -> tuple[str, str, str]:
        """Return title, line and narrative as they are stored, without the words of any quote."""
        return (self.title, self.line, self.stored_story)

    @property
    def words(self) -> tuple[str, str, str]:
        """Return title, line and narrative: what a search looks through."""
        return (self.title, self.line, self.narrative)

    @property
    def shown(self) -> tuple[str, str, str, str, str, int, int]:
        """Return everything that a check is about: all that is shown, and what it rests on."""
        return (*self.kept, self.kind, self.family, self.person, self.basis)

    def without(self, hidden: Phrases) -> Wording:
        """Return it with a sign for each line in which these words stand."""
        title, line, story = hide(self.title, hidden), hide(self.line, hidden), self.narrative
        story = hide(story, hidden)
        if hidden.stand_in(fold("\n".join((title, line, story)))):  # they run over several
            title, line, story = HIDDEN, HIDDEN, HIDDEN
        if (title, line, story) == self.words:
            return self
        is_whole = story == self.narrative
        return replace(
            self, title=title, line=line, narrative=story, typed=self.typed if is_whole else None
        )

    def says(self, field: str) -> str:
        """Return what both sides keep of it by name: title, line, narrative, or kind in words."""
        return {
            "title": self.title,
            "line": self.line,
            "narrative": self.narrative,
            "kind": KINDS[self.kind],
        }[field]


@dataclass(frozen=True, slots=True)
class WordsOrigin:
    """Words of another piece that came into this one when it was split or joined.

    `wordings` are those of the other piece until then; `since` is when they came here.
    """

    since: datetime
    wordings: tuple[Wording, ...]  # oldest first, at least one


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A note that a piece rests on; `gone_because` is set when only a stub is left."""

    piece_id: str
    note_id: str
    session_id: str
    zone_code: str
    day: date
    gone_because: str | None = None
    added_at: datetime | None = None  # None: when the piece was made
    since: int = 0  # the basis of the first wording that rests on it
    until: int | None = None  # that of the first one that does not any more
    is_against: bool = (
        False  # it does not fit, and stays beside the piece as what speaks against it
    )

    def carries(self, basis: int) -> bool:
        """Say whether wordings of a basis rest on it."""
        return self.since <= basis and (self.until is None or basis < self.until)


def quotable_at(sources: Iterable[Source], basis: int) -> frozenset[str]:
    """Return the notes that wordings of a basis may quote: those that carry them, and are here."""
    return frozenset(
        each.note_id
        for each in sources
        if each.carries(basis) and each.gone_because is None and not each.is_against
    )


@dataclass(frozen=True, slots=True)
class Objections:
    """Objections to a read-back that stand; who objected, and when, is not stored."""

    count: int
    on: date | None = None  # the day of the last one; None: older than that was stored
    after: datetime | None = None  # the end of the last meeting that was over by then


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """A meeting of the group agreed to a wording; facts as they were when it was recorded.

    `met_until` is when that meeting was over, None where it was not closed. Where the group changed
    the words, `read_id` is the wording that was read, and `wording_id` the one that it agreed.
    """

    id: str
    piece_id: str
    wording_id: str
    session_id: str
    day: date
    met_until: datetime | None = None
    read_id: str | None = None
    objections: Objections | None = None
    recorded_on: date | None = None  # None: on the day of the meeting
    closed_on: date | None = None  # the last day in its days on which some could not read it all
    recorded_by: str | None = None  # a person, for its team alone
    recorded: Independence = Independence.INDEPENDENT

    @property
    def independence(self) -> Independence:
        """Return how it counts: whoever records changed words is the one that wrote them down."""
        return self.recorded if self.read_id is None else Independence.BY_AUTHOR

    @property
    def how(self) -> str:
        """Say whether its author recorded it, or nobody independent; empty for all others."""
        return self.independence.how


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A second person heard a yes too."""

    at: datetime
    by: WhoActed


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnYes:
    """The yes of the one writer of a piece, as two people heard it in person; never who gave it."""

    id: str
    piece_id: str
    wording_id: str
    recorded_on: date
    recorded_by: str | None
    confirmed: Confirmation | None = None
    recorded: Independence = Independence.INDEPENDENT  # by the two of them
    let_in_by: tuple[str, ...] = ()  # as the sign-in of who recorded it said
    note_ids: tuple[str, ...] | None = None  # by which its voice is known; None: not stored then

    def is_recorded_by(self, actor: Actor) -> bool:
        """Say whether `actor`, or somebody who counts as the same person, recorded it."""
        return bool(self.heard_by.counts_as & actor.counts_as)

    @property
    def heard_by(self) -> WhoActed:
        """Return everybody who may be the one that recorded it."""
        return WhoActed(self.recorded_by, self.let_in_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A decision about who may read a piece, and from when; `stopped_at` ends a pause."""

    id: str
    piece_id: str
    rung: Rung
    asked_at: datetime
    from_when: datetime
    stopped_at: datetime | None = None
    harm: HarmAnswers | None = None  # None: it did not leave its group, or nobody was asked then
    wording_id: str | None = None  # whose words were answered for; None where nobody stored it


OTHER_VIEW = "What does not fit"
KEPT = lazy_gettext(", with a different view kept")


def keeps_other_view(story: str) -> bool:
    """Say whether a story says what does not fit."""
    return bool(parted(story)[1])


def parted(story: str) -> tuple[str, str]:
    """Return a story before what does not fit, and what stands under that heading."""
    if OTHER_VIEW not in story:
        return story, ""
    found = [each.strip() for each in story.split("\n\n") if each.strip()]
    if OTHER_VIEW not in found[:-1]:
        return story, ""
    at = found.index(OTHER_VIEW)
    return "\n\n".join(found[:at]), "\n\n".join(found[at + 1 :])


def with_other_view(story: str, words: str) -> str:
    """Return a story with words of somebody who sees it otherwise, at its end."""
    heading = () if keeps_other_view(story) else (OTHER_VIEW,)
    return "\n\n".join((story.rstrip(), *heading, words.strip())).lstrip()
