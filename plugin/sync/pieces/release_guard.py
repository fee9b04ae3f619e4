"""The last look before words leave: promise 4 is asked of every action, whatever planned it.

A plan may be minutes old when it is carried out; meanwhile a note may have been taken back, an
objection raised, or the piece taken down.
"""

from __future__ import annotations

from datetime import datetime

from plugin.domain.links import Link
from plugin.domain.pieces import PieceWhole, Wording, check_of
from plugin.domain.reviews import in_review
from plugin.sync.actions import (
    Action,
)
from plugin.sync.columns import CELLS_OF_WORDS
from plugin.sync.pieces.sides import allowed
from plugin.sync.pieces.values import FOOT, TAKEN_DOWN, paragraphs, story, words_of


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
    may_go |= {agreed.get(name, "") for name in CELLS_OF_WORDS}
    for wording in _checked(whole, now):
        texts = words_of(wording)
        may_go |= {*texts.values(), *paragraphs(wording.narrative)}
    return sent <= may_go


def _checked(whole: PieceWhole, now: datetime) -> tuple[Wording, ...]:
    covered = in_review(whole.reviews, whole.wordings)
    return tuple(
        each
        for each in whole.wordings
        if each.id not in covered | whole.repeating | whole.pointing
        and check_of(whole, each, now) is not None
    )
