"""What became of a piece that somebody was asked about, in sentences for those who were asked."""

from __future__ import annotations

from datetime import datetime

from plugin.domain.checking import last_checked
from plugin.domain.checks import is_refused, open_question
from plugin.domain.overlap import are_same_words
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.pieces import needs_review
from plugin.domain.questions import PieceQuestion
from plugin.languages import lazy_gettext

LONGEST_CLOSING = 1000  # characters of what whoever curates says to all who were asked


def outcome_of(whole: PieceWhole, asked: PieceQuestion, now: datetime) -> str:
    """Say what became of it since a question was asked, in one or two sentences."""
    if needs_review(whole):
        return lazy_gettext("Notes were taken out of it. The learning partner looks at it again.")
    is_same = are_same_words(whole.wording(asked.wording_id).words, whole.newest.words)
    check = last_checked(whole, now)
    if check is not None and check.wording.shown == whole.newest.shown:
        if is_same:
            return lazy_gettext(
                "It is checked, in the words that you read%(kept_view)s.", kept_view=check.kept_view
            )
        return lazy_gettext(
            "It is checked, and the words were changed%(kept_view)s.", kept_view=check.kept_view
        )
    if not is_same:
        later = open_question(whole, now)
        if later is not None and later.id != asked.id:
            return lazy_gettext("The words were changed, and you are asked about them again.")
        return lazy_gettext("The words were changed. They are not checked yet.")
    if is_refused(whole, whole.newest):
        return lazy_gettext("Somebody said that it is off, so these words go nowhere.")
    return lazy_gettext("These words are not checked. They stay with our group.")
