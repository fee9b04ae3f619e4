"""Words of notes that are gone stay where they stand in a wording, and are brought back nowhere.

Nor does anybody write words of a quote to which its writer said no: a story would tell them.

Whoever writes is told that they stand there, never which: to say it would bring them back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from plugin.domain.blankness import fold
from plugin.domain.overlap import phrases_of
from plugin.domain.pieces import PieceWhole, Wording
from plugin.errors import BadInput
from plugin.store import gone_words as stored_gone_words
from plugin.store import held_words as stored_held_words
from plugin.store import lost_refusals
from plugin.store import taking_out as stored_taking_out
from plugin.store.database import Tx

_BACK = (
    "Words that were taken back, or erased on their day, stand in this wording. Nothing was "
    "stored. Write it without the words of that note. What people wrote in Notion before a sync "
    "saw that a note went counts as its words."
)
_REFUSED = (
    "Words of a quote to which its writer said no stand in this wording. Nothing was stored. Write "
    "it without their words."
)
_QUOTED_ELSEWHERE = (
    "Somebody said no to being quoted with these words, in this note or in another. Nothing was "
    "changed. Say it without their words."
)
_LEFT_OUT = (
    "Words of a note that its writer left out of this piece stand in this wording, or what they "
    "said when they were asked. Nothing was stored. Write it without these words."
)

_UNSHARED = (
    "Words of a note stand in this wording whose writer did not want it shared in another piece, "
    "or what they said there. Nothing was stored. Write it without these words. If the note is of "
    "this group, you can put it under this piece instead, and ask the people who wrote it."
)
_STILL_TOLD = (
    "Its writer did not want this note shared in another piece, and its words stand in this one. "
    "Nothing was changed. Write the piece without them first."
)


def require_none(
    tx: Tx, community_id: str, wording: Wording, resting_on: Collection[str] = ()
) -> None:
    """Return if nothing that went from a group stands in a wording; raise BadInput if it does.

    `resting_on` are the notes on which its piece will rest, where it is not stored yet.
    """
    if stored_gone_words.stand_in(tx, community_id, wording.words):
        raise BadInput(_BACK)
    _require_none_unwanted(tx, community_id, wording, resting_on=resting_on)


def require_none_in_name(tx: Tx, community_id: str, name: str) -> None:
    """Return if the name of a meeting brings nothing back: pages in Notion show it.

    Nor may it tell what somebody did not want shared.
    """
    require_shared(tx, community_id, [name])
    if stored_gone_words.stand_in(tx, community_id, [name]):
        raise BadInput(
            "Words that were taken back, or erased on their day, stand in this name. Nothing was "
            "changed. Choose a name without the words of that note."
        )


def require_shared(
    tx: Tx, community_id: str, texts: Collection[str], before: Collection[str] = ()
) -> None:
    """Return if texts that Notion shows of a group tell nothing that somebody did not want shared.

    Raise BadInput if they do. What stands there `before` may stay.
    """
    new = "\n".join(text for text in texts if text not in before)
    if new and lost_refusals.is_unshared(tx, community_id, new):
        raise BadInput(
            "Words stand in what you wrote that somebody did not want shared, and our partners may "
            "read it. Nothing was changed. Write it in other words."
        )


def require_none_in_design(tx: Tx, community_id: str, texts: Iterable[str]) -> None:
    """Return if a group's own design brings nothing back: boards print it."""
    if stored_gone_words.stand_in(tx, community_id, texts):
        raise BadInput(
            "Words that were taken back, or erased on their day, stand in this design. Nothing was "
            "stored. Write it without the words of that note."
        )


def require_none_new(tx: Tx, whole: PieceWhole, wording: Wording) -> None:
    """Return if a wording brings nothing back.

    What still stands in the newest wording may stay while other words are changed; no more of that
    note comes back, and nothing of another.
    """
    gone = stored_gone_words.phrases_gone(tx, whole.piece.community_id)
    if whole.newest.id in whole.repeats_gone:
        gone = gone.without(fold("\n".join(whole.newest.words)))
    if gone.stand_in(fold("\n".join(wording.words))):
        raise BadInput(_BACK)
    _require_none_unwanted(tx, whole.piece.community_id, wording, whole.newest)


def require_none_refused(tx: Tx, community_id: str, words: Iterable[str]) -> None:
    """Return if no words of a quote were refused, of this note or of one that says the same."""
    refused = stored_held_words.refused_words(tx, community_id)
    if phrases_of(refused).stand_in(fold("\n".join(words))):
        raise BadInput(_QUOTED_ELSEWHERE)


def require_none_left_out(tx: Tx, whole: PieceWhole, texts: Iterable[str]) -> None:
    """Return if texts beside a piece tell nothing that was left out of it, or of another one.

    Raise BadInput if they do.
    """
    piece_id, folded = whole.piece.id, fold("\n".join(texts))
    left_out = stored_taking_out.left_out_texts(tx, piece_id).values()
    elsewhere = stored_taking_out.left_out_elsewhere_texts(tx, whole.piece.community_id, piece_id)
    for unwanted, told in (
        ([text for own in left_out for text in own], _LEFT_OUT),
        (elsewhere, _UNSHARED),
    ):
        if phrases_of(unwanted).stand_in(folded):
            raise BadInput(told.replace("in this wording", "in what you wrote"))


def require_untold(tx: Tx, whole: PieceWhole, note_ids: Collection[str], story: str) -> None:
    """Return if a piece that rests on these notes no more tells none that was not to be shared."""
    given = (whole.piece.community_id, whole.piece.id, note_ids)
    unwanted = phrases_of(stored_taking_out.texts_of_left_out(tx, *given))
    if unwanted.stand_in(fold("\n".join((whole.newest.title, whole.newest.line, story)))):
        raise BadInput(_STILL_TOLD)


def _require_none_unwanted(
    tx: Tx,
    community_id: str,
    wording: Wording,
    before: Wording | None = None,
    resting_on: Collection[str] = (),
) -> None:
    left_out = stored_taking_out.left_out_texts(tx, wording.piece_id).values()
    for texts, told in (
        (stored_held_words.refused_words(tx, community_id), _REFUSED),
        ([text for own in left_out for text in own], _LEFT_OUT),
        (
            stored_taking_out.left_out_elsewhere_texts(
                tx, community_id, wording.piece_id, resting_on
            ),
            _UNSHARED,
        ),
    ):
        unwanted = phrases_of(texts)
        if before is not None:
            unwanted = unwanted.without(fold("\n".join(before.words)))
        if unwanted.stand_in(fold("\n".join(wording.words))):
            raise BadInput(told)
