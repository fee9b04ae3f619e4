"""The last look before words leave: promise 4 is asked of every action, whatever planned it.

A plan may be minutes old when it is carried out; meanwhile a note may have been taken back, an
objection raised, or the piece taken down.

A page may come back out of Notion's trash only if its words may be read there now. It cannot be
emptied first, and whoever opens it reads what it held when it was trashed. So both count: the piece
as it is here, and the words on the page as they were last seen.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from plugin.domain.blankness import fold
from plugin.domain.hidden_texts import in_review
from plugin.domain.judgements import THEMES
from plugin.domain.links import Link, Phase
from plugin.domain.overlap import Phrases
from plugin.domain.pieces import PieceWhole, Rung, Wording, check_of, open_reviews, rung_at
from plugin.sync.actions import Action
from plugin.sync.columns import CELLS_OF_WORDS
from plugin.sync.pieces.read_as import words_of_readings
from plugin.sync.pieces.sides import allowed
from plugin.sync.pieces.values import (
    FOOT,
    TAKEN_DOWN,
    paragraphs,
    story,
    themes_going_out,
    themes_proposed,
    words_of,
)


def may_send(action: Action, whole: PieceWhole | None, link: Link | None, now: datetime) -> bool:
    """Say whether every word of a piece in `action` may be in Notion now.

    Taking words away may always be sent. Text that Notion shows already (the agreed one) may be
    written again when a half-written story goes back, or a row lost a value on its way.
    """
    sent = action.words() - {TAKEN_DOWN}
    if action.about.kind != "piece" or not (sent or action.claims_check):
        return True
    if whole is None or allowed(whole, now, link) is None:
        return False
    agreed = link.agreed if link else {}
    told = agreed.get("narrative", "")
    may_go: set[str] = {FOOT, story(told), *paragraphs(told)}
    may_go |= {agreed.get(name, "") for name in CELLS_OF_WORDS if name != THEMES}
    for wording in _checked(whole, now):
        texts = words_of(wording)
        may_go |= {*texts.values(), *paragraphs(wording.narrative)}
        may_go |= words_of_readings(whole, wording) if whole.readings else frozenset()
    themes = {*themes_going_out(whole), *themes_proposed(whole)}
    return all(each in may_go or each.casefold() in themes for each in sent)


def _checked(whole: PieceWhole, now: datetime) -> tuple[Wording, ...]:
    covered = in_review(whole.reviews, whole.wordings)
    return tuple(
        each
        for each in whole.wordings
        if each.id not in covered | whole.repeating | whole.pointing
        and check_of(whole, each, now) is not None
    )


NOTES_TAKEN_BACK = "words it rested on were taken back"
_SHOWN = ("title", "line", "narrative")


def why_not_restored(
    whole: PieceWhole,
    link: Link,
    edits: Collection[str],
    held: Phrases | None,
    gone: Phrases,
    now: datetime,
) -> str | None:
    """Return why a page has to stay in Notion's trash, in a clause; None if it may come back.

    `edits` are texts on the page that wait to be settled; `held` and `gone` are what
    no page may repeat.
    """
    there = link.state
    on_page = (*link.agreed.values(), *(text for _, text in there.added), *there.boxed, *edits)
    if held is not None and held.stand_in(fold("\n".join(on_page))):
        return "words of a refused quote or a held note stand on that page"
    if link.told_what_went or gone.stand_in(fold("\n".join(on_page))):
        return "words that were taken back stand on that page"
    if there.phase is Phase.EMPTYING:
        return "that page was being emptied"
    if link.stands_alone:  # people wrote it there; no check has let it in
        may_be_there = not open_reviews(whole) and not whole.repeating
    else:
        may_be_there = allowed(whole, now) is not None
    if not may_be_there:
        return _why_not_there(whole, now)
    if _shows_stopped_words(whole, link, edits):
        return "that page still shows words that its group looks at again"
    return None


def _why_not_there(whole: PieceWhole, now: datetime) -> str:
    if open_reviews(whole):
        return NOTES_TAKEN_BACK
    if whole.repeats_held:
        return "words of a refused quote or a held note stand in it"
    if whole.repeats_gone:
        return "words that were taken back stand in it"
    if rung_at(whole.releases, now).value < Rung.PARTNERSHIP.value:
        return "it is not released to your partners"
    return "its words do not count as checked now"


def _shows_stopped_words(whole: PieceWhole, link: Link, edits: Collection[str]) -> bool:
    """Say whether the page has words that stand in no wording but those that are looked at."""
    stopped = in_review(whole.reviews, whole.wordings) | whole.repeating
    if not stopped:
        return False
    may_stand = [words_of(each) for each in whole.wordings if each.id not in stopped]
    return bool(edits) or any(
        link.agreed.get(name, "") not in ("", *(each[name] for each in may_stand))
        for name in _SHOWN
    )
