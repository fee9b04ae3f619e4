"""Texts that a group stores beside its pieces: words that went, or are held, come back in none.

Asked by the functions that store such texts, so that no page can forget: names, questions,
permissions, contacts, rules, invitations and sentences that were read back. They stand on boards,
in mails and in Notion. Pieces have their own rules (`gone_words`, `held_words`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.overlap import Phrases
from plugin.domain.text_search import fold
from plugin.errors import BadInput
from plugin.store.database import Tx
from plugin.store.gone_words import phrases_gone
from plugin.store.held_words import phrases_held_beside

_GONE = (
    "Words that were taken back, or erased on their day, stand in what you wrote. Nothing was "
    "stored. Write it without the words of that note."
)
_HELD = (
    "Words of a held note stand in what you wrote, or of a quote to which its writer said no: "
    "refused words and held notes are never quoted. Nothing was stored. Write it in other words."
)


@dataclass(frozen=True, slots=True)
class Unquotable:
    """What no text of a group may repeat: words that went, and held words."""

    gone: Phrases
    held: Phrases | None

    def stand_in(self, text: str) -> bool:
        """Say whether such words stand in a text, or did and are hidden by now."""
        if HIDDEN in text:
            return True
        folded = fold(text)
        return self.gone.stand_in(folded) or (self.held is not None and self.held.stand_in(folded))


def unquotable(tx: Tx, community_id: str) -> Unquotable:
    """Return what no text of a group may repeat, to look at several texts."""
    return Unquotable(phrases_gone(tx, community_id), phrases_held_beside(tx, community_id))


def quotable_of(tx: Tx, community_id: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return those of a group's texts in which no words stand that went or are held."""
    if not texts:
        return ()
    unwanted = unquotable(tx, community_id)
    return tuple(text for text in texts if not unwanted.stand_in(text))


def require_quotable(
    tx: Tx, community_id: str, texts: Iterable[str], before: Iterable[str] = ()
) -> None:
    """Return if nothing that went, or is held, comes into these texts of a group; raise BadInput.

    What stands in `before` is there already, and may stay while other words are changed: it is
    reported where words are taken back.
    """
    _require_all(unquotable(tx, community_id), "\n".join(texts), "\n".join(before))


def require_each_quotable(tx: Tx, community_id: str, fields: Iterable[tuple[str, str]]) -> None:
    """Return if none of these comes into a field of a group; raise BadInput.

    Of each field is given what it will say and what it says now, which may stay in it, and in no
    other: whoever moves words could empty the first field then.
    """
    pairs = tuple(fields)
    unwanted = unquotable(tx, community_id)
    for new, old in pairs:
        _require_all(unwanted, new, old)
    # Words that are shared out between two fields come back too.
    _require_all(unwanted, "\n".join(new for new, _ in pairs), "\n".join(old for _, old in pairs))


def _require_all(unwanted: Unquotable, text: str, before: str) -> None:
    new, old = fold(text), fold(before)
    _require(unwanted.gone, new, old, _GONE)
    if unwanted.held is not None:
        _require(unwanted.held, new, old, _HELD)


def _require(unwanted: Phrases, new: str, old: str, told: str) -> None:
    if unwanted.stand_in(new) and unwanted.without(old).stand_in(new):
        raise BadInput(told)
