"""Texts that a group stores beside its pieces: words that went, or are held, come back in none.

Asked by the functions that store such texts, so that no page can forget: names, questions,
permissions, contacts, rules, invitations and sentences that were read back. They stand on boards,
in mails and in Notion. Pieces have their own rules (`gone_words`, `held_words`).
"""

from __future__ import annotations

from collections.abc import Iterable

from plugin.domain.overlap import Phrases
from plugin.domain.text_search import fold
from plugin.errors import BadInput
from plugin.store.database import Tx
from plugin.store.gone_words import phrases_gone
from plugin.store.held_words import phrases_held

_GONE = (
    "Words that were taken back, or erased on their day, stand in what you wrote. Nothing was "
    "stored. Write it without the words of that note."
)
_HELD = (
    "Words of a held note stand in what you wrote, and held notes are never quoted. Nothing was "
    "stored. Write it in other words."
)


def require_quotable(
    tx: Tx, community_id: str, texts: Iterable[str], before: Iterable[str] = ()
) -> None:
    """Return if nothing that went, or is held, comes into these texts of a group; raise BadInput.

    What stands in `before` is there already, and may stay while other words are changed: it is
    reported where words are taken back.
    """
    new, old = fold("\n".join(texts)), fold("\n".join(before))
    _require(phrases_gone(tx, community_id), new, old, _GONE)
    held = phrases_held(tx, [community_id]).get(community_id)
    if held is not None:
        _require(held, new, old, _HELD)


def _require(unwanted: Phrases, new: str, old: str, told: str) -> None:
    if unwanted.stand_in(new) and unwanted.without(old).stand_in(new):
        raise BadInput(told)
