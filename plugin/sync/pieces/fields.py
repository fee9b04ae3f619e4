"""The fields of one piece that both sides keep: what each comes to, and what Notion then shows.

*Ours* is the newest wording. What may be pushed is the newest wording if it is checked, else a
checked one that Notion has not shown yet. A story that we are half way through writing is ours and
no edit, as long as every paragraph has old or new words of ours. What is judged of a piece beside
its words needs no check: ours is what may be pushed. Of a row that a person made
nothing is pushed before there is a check. What anyone may read shows checked words only: others are
taken as a suggestion, and the checked ones are put back at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from plugin.domain.judgements import JUDGED, THEMES, is_known
from plugin.domain.links import Absence, Link
from plugin.domain.piece_callout import Shown
from plugin.domain.pieces import KINDS, Check, PieceWhole, Rung, Wording, rung_at, starts_as
from plugin.sync import merge
from plugin.sync.actions import IN_THEIR_WORDS
from plugin.sync.pieces.sides import OurPiece, Row
from plugin.sync.pieces.story import Story
from plugin.sync.pieces.values import (
    NEEDS_WORDS,
    WORDS,
    Values,
    kept_of,
    paragraphs,
    story,
    themes_going_out,
    themes_proposed,
    words_of,
)


@dataclass(frozen=True)  # without slots, which would keep it from knowing what it worked out
class RowComparison:
    """Everything that decides about one row; `half_written` names the wording being written."""

    piece: OurPiece
    check: Check | None  # None: a row that a person made, and that is not ours yet
    link: Link
    row: Row
    story: Story
    half_written: Wording | None
    now: datetime

    @cached_property
    def ours(self) -> Values:
        """Return all that both sides keep, as it is here."""
        return kept_of(self.piece.whole)

    @cached_property
    def checked(self) -> Values:
        """Return the words that were checked last, none where there are none."""
        return words_of(self.check.wording) if self.check else {}

    @cached_property
    def shows_checked_alone(self) -> bool:
        """Say whether what Notion shows must be checked words, whoever changed them.

        Anyone reads it, or its story there tells a quote to which its writer has said no since.
        """
        whole = self.piece.whole
        is_public = rung_at(whole.releases, self.now) is Rung.PUBLIC
        return is_public or whole.tells_refused(self.theirs("narrative") or "")

    @cached_property
    def pushable(self) -> Wording | None:
        """Return the wording that may be pushed, or None."""
        if self.check is None:
            return None
        wording, newest = self.check.wording, self.piece.whole.newest
        is_news = wording.number > self.link.state.revision or wording.id == newest.id
        return wording if is_news or self.shows_checked_alone else None

    def theirs(self, name: str) -> str | None:
        """Return what Notion shows in a field, None where it cannot be read."""
        return self._narrative if name == "narrative" else self.row.values.get(name)

    @cached_property
    def _narrative(self) -> str | None:
        if self.story.is_unread:
            return None
        agreed, shown = self.link.agreed.get("narrative", ""), self.shown
        are_same = sorted(paragraphs(agreed)) == sorted(paragraphs(shown))
        is_same = self.link.state.is_reordered and are_same
        return agreed if is_same else shown

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Return the fields that Notion shows in a form that cannot be read."""
        story = ("narrative",) if self.story.is_unread else ()
        return (*sorted(self.row.unread), *story)

    @property
    def shows_all_words(self) -> bool:
        """Say whether all words in Notion can be read, so that something can be said of them."""
        return not self.unread or not set(WORDS) & set(self.unread)

    @cached_property
    def shown(self) -> str:
        """Return the story as Notion shows it, in the form of ours."""
        to_the_letter = "\n\n".join([block.text for block in self.story.paragraphs])
        return to_the_letter if to_the_letter == self.ours["narrative"] else self.story.text

    def is_lost(self, name: str) -> bool:
        """Say whether a row that was elsewhere came back without a value."""
        was_moved = self.link.state.where is Absence.MOVED
        return was_moved and self.row.values.get(name) == ""

    def agreed(self, name: str) -> str | None:
        """Return what both sides have agreed on."""
        if name == "kind" and self._was_given_a_kind:
            return KINDS[starts_as(None)[0]]
        return "" if self.is_lost(name) else self.link.agreed.get(name)

    @property
    def _was_given_a_kind(self) -> bool:
        """Say whether a row that a person made without one of our kinds has one now."""
        had_none = self.link.agreed.get("kind") == ""
        return self.link.is_made_there and had_none and self.theirs("kind") in KINDS.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedFields:
    """The fields of a piece by what is to be done with them."""

    taken: Values  # what the next wording says
    pushed: Values
    same: Values
    disputes: Mapping[str, merge.BothChanged]
    suggested: Values = field(default_factory=dict)  # what a wording below the newest says


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the fields of a piece come to, and how what Notion then shows stands to the piece."""

    fields: SortedFields
    waits: bool
    shown: Shown
    revision: int  # the wording that Notion stands for afterwards


def decide(case: RowComparison) -> Decided:
    """Compare every field three ways."""
    ours = case.ours
    checked = _checked(case, ours)
    pushable = {**(checked if case.pushable else {}), **{n: ours[n] for n in JUDGED}}
    found = _sorted({n: _outcome(case, n, ours[n], pushable.get(n)) for n in ours})
    if case.check is None:
        found = replace(found, pushed={})
    elif case.shows_checked_alone or case.row.tells_gone is not None:
        found = _checked_alone(case, found, ours, checked)
    newest = {**ours, **found.taken}
    there = {name: _there(case, name, found.pushed, newest) for name in WORDS}
    return Decided(
        fields=found,
        waits=any(newest[name] != there[name] for name in WORDS if name not in found.disputes),
        shown=_shown(case, found, checked, newest, there),
        revision=_revision(case, found),
    )


def _checked(case: RowComparison, ours: Values) -> Values:
    """Return the checked words, in their newest form where that says the same."""
    newest = case.piece.whole.newest
    is_newest = case.check is not None and case.check.wording.id == newest.id
    return {name: ours[name] for name in WORDS} if is_newest else case.checked


def _sorted(outcomes: Mapping[str, merge.Outcome]) -> SortedFields:
    news = {n: found for n, found in outcomes.items() if not isinstance(found, merge.Nothing)}
    taken, pushed, same = (
        {name: found.text for name, found in news.items() if isinstance(found, kind)}
        for kind in (merge.TheirsChanged, merge.PushOurs, merge.SameOnBoth)
    )
    disputes = {n: found for n, found in news.items() if isinstance(found, merge.BothChanged)}
    return SortedFields(taken=taken, pushed=pushed, same=same, disputes=disputes)


def _checked_alone(
    case: RowComparison, found: SortedFields, ours: Values, checked: Values
) -> SortedFields:
    """Put checked words back at once; what else stands there is taken, below words of the desk.

    Of a row that may tell what went that is so for what both sides changed.
    """
    disputes, judged = _parted(found.disputes)
    names = WORDS if case.shows_checked_alone else disputes
    back = {n: checked[n] for n in names if case.theirs(n) not in (None, checked[n])}
    gone = case.row.tells_gone
    theirs = {n: each.theirs for n, each in disputes.items() if n not in (gone or ())}
    theirs = {n: text for n, text in theirs.items() if text}
    own = case.piece.whole
    below = {n for n in theirs if gone is not None or _is_written_here(own, n, ours[n])}
    return replace(
        found,
        pushed=found.pushed | back,
        taken=found.taken | {n: text for n, text in theirs.items() if n not in below},
        suggested={n: text for n, text in theirs.items() if n in below},
        disputes=judged,
    )


def _parted(
    disputes: Mapping[str, merge.BothChanged],
) -> tuple[dict[str, merge.BothChanged], dict[str, merge.BothChanged]]:
    """Part what both sides changed of the words from what is judged beside them."""
    words = {name: found for name, found in disputes.items() if name in WORDS}
    return words, {name: found for name, found in disputes.items() if name not in WORDS}


def _shown(
    case: RowComparison,
    found: SortedFields,
    checked: Values,
    newest: Values,
    there: Mapping[str, str],
) -> Shown:
    """Return how what Notion then shows stands to what was checked."""
    return Shown.of(
        case.check,
        _changed_on(case, {*found.taken, *found.suggested}),
        is_checked=_same_words(there, checked),
        is_newest_checked=_is_about_the_same(case) and _same_words(newest, checked),
        is_disputed=bool(_parted(found.disputes)[0]),
    )


def _same_words(said: Mapping[str, str], checked: Values) -> bool:
    return [said[name] for name in WORDS] == [checked.get(name) for name in WORDS]


def _is_about_the_same(case: RowComparison) -> bool:
    """Say whether the newest wording has the family and the person of the checked one."""
    if case.check is None:
        return True
    checked, newest = case.check.wording, case.piece.whole.newest
    return (checked.family, checked.person) == (newest.family, newest.person)


def _changed_on(case: RowComparison, fields: set[str]) -> date:
    """Return the day of the last change of words; `fields` change now."""
    changes_now = bool(fields & set(WORDS))
    return (case.now if changes_now else case.piece.whole.newest.made_at).date()


def _is_written_here(whole: PieceWhole, name: str, text: str) -> bool:
    """Say whether words of the newest wording are the desk's own, and no suggestion of before."""
    here = (each for each in whole.wordings if each.made_in != "notion")
    return any(words_of(each)[name] == text for each in here)


def _outcome(case: RowComparison, name: str, ours: str, pushable: str | None) -> merge.Outcome:
    theirs = case.theirs(name)
    # Themes go by what may go out; an empty field may lack its words, or have lost them.
    is_plain = name != THEMES and case.half_written is None and bool(ours or name in JUDGED)
    if is_plain and merge.is_at_rest(case.link.agreed.get(name), ours, theirs, pushable):
        return merge.Nothing()
    agreed = case.agreed(name)
    if name == THEMES and theirs is not None:
        goes, asked = themes_going_out(case.piece.whole), themes_proposed(case.piece.whole)
        return merge.compare_entries(case.link.agreed_among(agreed, theirs), theirs, goes, asked)
    if name == "kind" and theirs == "":
        return merge.PushOurs(_kind_again(case, ours, pushable))  # every piece has one
    if theirs is None or (name == "kind" and theirs not in (*KINDS.values(), agreed)):
        return merge.Nothing()
    if name in JUDGED:
        return _judged(case, name, ours, theirs, pushable)
    if pushable is None:
        pushable = _to_restore(case, name)
    if name == "narrative" and is_ours_half_written(case):
        target = pushable if pushable is not None else agreed or ""
        return merge.PushOurs(target)
    return merge.compare(
        agreed,
        ours,
        theirs,
        pushable,
        needs_words=name in NEEDS_WORDS,
        by_paragraph=name == "narrative",
    )


def _judged(
    case: RowComparison, name: str, ours: str, theirs: str, pushable: str | None
) -> merge.Outcome:
    """Decide what is judged beside the words; as long as nobody judged here, theirs counts."""
    agreed = case.agreed(name) or ""
    if theirs != agreed and not is_known(name, theirs):
        return merge.Nothing()
    ours = ours if case.piece.whole.judgements else agreed
    return merge.compare(agreed, ours, theirs, pushable)


def _kind_again(case: RowComparison, ours: str, pushable: str | None) -> str:
    """Return the kind for a row from which it was taken out: the one that may stand there."""
    return pushable or case.agreed("kind") or case.checked.get("kind", ours)


def _to_restore(case: RowComparison, name: str) -> str | None:
    """Return what goes into a field again that came back empty, or whose column was made anew."""
    if case.is_lost(name):
        return case.link.agreed.get(name)
    if name in NEEDS_WORDS and case.theirs(name) == case.agreed(name) == "":
        return case.checked.get(name)
    return None


def is_ours_half_written(case: RowComparison) -> bool:
    """Say whether the story in Notion is one that we began to write and did not finish."""
    if case.half_written is None:
        return False
    own = {"", IN_THEIR_WORDS}
    for told in (case.link.agreed.get("narrative", ""), case.half_written.narrative):
        own |= {story(told), *paragraphs(told)}
    return all(block.text.strip() in own for block in case.story.paragraphs)


def _there(case: RowComparison, name: str, pushed: Values, newest: Values) -> str:
    theirs = case.theirs(name)
    is_none = theirs is None or (name == "kind" and theirs not in KINDS.values())
    return pushed.get(name, newest[name] if theirs is None or is_none else theirs)


def _revision(case: RowComparison, found: SortedFields) -> int:
    """Return the wording that Notion stands for after this run."""
    whole, check = case.piece.whole, case.check
    if check is not None and found.suggested and check.wording.id == whole.newest.id:
        return whole.newest.number + 2  # theirs comes before it, and ours is the newest again
    if check is not None and case.shows_checked_alone:
        return check.wording.number
    words = {name: text for name, text in found.taken.items() if name in WORDS}
    if words:
        is_shown = all(text == case.theirs(name) for name, text in words.items())
        return revision_once_taken(whole, is_shown=is_shown)
    return max(case.link.state.revision, case.pushable.number if case.pushable else 0)


def revision_once_taken(whole: PieceWhole, *, is_shown: bool) -> int:
    """Return the wording that Notion stands for once theirs was taken: the next, if it shows it.

    One that holds changes of ours too has yet to go there.
    """
    return whole.newest.number + 1 if is_shown else whole.newest.number
