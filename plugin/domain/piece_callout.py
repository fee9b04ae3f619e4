"""What a piece says of itself to our partners: how it was checked, who reads it, what it rests on.

Notion shows it in the box at the head of the piece's page, and in columns of its row. What the
piece rests on appears in bands, never as a number. What stands in the box is known again, whatever
day it names, so that what people wrote there is told from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from plugin.domain.checks import Check
from plugin.domain.days import long_day
from plugin.domain.piece_records import KEPT
from plugin.domain.piece_whole import band
from plugin.domain.pieces import BY_AUTHOR, NOT_INDEPENDENT, PieceWhole, Rung, rung_at

BY_THE_GROUP = "By the group"
OTHER_VIEW_KEPT = "With a different view kept"
WITH_ITS_PEOPLE = "With its people"
CHANGED = "Changed since it was checked"

READERS = {
    Rung.PARTNERSHIP: "Our partners",
    Rung.LANDSCAPE: "Places like ours",
    Rung.PUBLIC: "Anyone",
}
ONE_VOICE = "One voice (agreed)"
NOT_CHECKED = "Somebody wrote this in Notion. The group has not checked it."
RESTS_ON = {
    ONE_VOICE: "Rests on one voice, which agreed to it",
    "A few notes": "Rests on a few notes from one session",
    "Many notes": "Rests on many notes from one session",
    "Several sessions": "Rests on notes from several sessions",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """How what Notion shows stands to what was checked; `changed_on` is the last change's day."""

    is_checked: bool  # the words in Notion are the checked ones
    is_newest_checked: bool  # so are the newest words here
    changed_on: date
    is_disputed: bool = False
    is_by_writer: bool = False  # its one writer checked them, not the group
    keeps_other_view: bool = False  # they hold what somebody sees otherwise

    @classmethod
    def of(
        cls,
        check: Check | None,
        changed_on: date,
        *,
        is_checked: bool,
        is_newest_checked: bool,
        is_disputed: bool = False,
    ) -> Shown:
        """Return how words stand to a check; None: they were never checked."""
        return cls(
            is_checked=is_checked,
            is_newest_checked=is_newest_checked,
            changed_on=changed_on,
            is_disputed=is_disputed,
            is_by_writer=check is not None and check.is_by_writer,
            keeps_other_view=check is not None and check.keeps_other_view,
        )

    @property
    def checked_word(self) -> str:
        """Return the value of *Checked*."""
        if not (self.is_checked and self.is_newest_checked):
            return CHANGED
        if self.keeps_other_view:
            return OTHER_VIEW_KEPT
        return WITH_ITS_PEOPLE if self.is_by_writer else BY_THE_GROUP


def callout(whole: PieceWhole, check: Check, now: datetime, shown: Shown) -> str:
    """Return the first block of a piece's page: how it was checked, who reads it, what rests."""
    readers = READERS.get(rung_at(whole.releases, now), "Nobody else")
    by = f"with {check.with_whom}" if check.is_by_writer else "by the group"
    said = (
        f"Checked {by}, {long_day(check.day)}{check.recorded_how}{check.kept_view}",
        f"{readers} can read it",
        f"{RESTS_ON[rests_on(whole)]}.",
    )
    pictures = (HAS_PICTURE,) if whole.has_pictures else ()
    return " ".join((" · ".join(said), *pictures, *_changes(shown)))


def _changes(shown: Shown) -> tuple[str, ...]:
    day = long_day(shown.changed_on)
    if shown.is_disputed:
        return (
            f"The wording was changed here and in Hedgerow, last on {day}: both are kept, and "
            "somebody chooses on the piece's page in Hedgerow.",
        )
    if not shown.is_checked:
        return (f"The wording below was changed on {day} and is being checked again.",)
    if not shown.is_newest_checked:
        return (f"A newer wording of {day} comes here when it has been checked.",)
    return ()


def is_our_callout(text: str) -> bool:
    """Say whether a callout says only what Hedgerow says in it, on whatever day."""
    return _OUR_CALLOUT.fullmatch(text.strip()) is not None


def rests_on(whole: PieceWhole) -> str:
    """Return the band of a piece's sources as Notion's option says it."""
    sessions = {each.session_id for each in whole.sources if each.gone_because is None}
    found = band(whole.voices, len(sessions))
    return ONE_VOICE if found == "One voice" else found


# Neither it nor what it shows: those who read Notion may not be of the group.
HAS_PICTURE = "A picture beside its notes is in Hedgerow, for its group."
_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_WHO = "|".join((*READERS.values(), "Nobody else"))
_RESTING = "|".join(map(re.escape, RESTS_ON.values()))
_OUR_CALLOUT = re.compile(
    rf"(?:Checked (?:by the group|with its writer|with its people), {_DAY}"
    rf"(?:{BY_AUTHOR}|{NOT_INDEPENDENT})?(?:{KEPT})? · "
    rf"(?:{_WHO}) can read it · (?:{_RESTING})\."
    rf"(?: {re.escape(HAS_PICTURE)})?"
    rf"(?: (?:The wording (?:below )?was changed|A newer wording of {_DAY} comes)[^.]*\.)?"
    rf"|Taken down: [^.]+\.|{re.escape(NOT_CHECKED)})?"
)
