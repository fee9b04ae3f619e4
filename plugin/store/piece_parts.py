"""Texts that stand beside the wordings of a piece, as they may be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from plugin.domain.hidden_texts import hide
from plugin.domain.piece_records import Piece
from plugin.store.database import Tx
from plugin.store.held_words import held_of


def as_read(
    tx: Tx, pieces: Iterable[Piece], parts: Mapping[str, Sequence[Any]], *names: str
) -> defaultdict[str, list[Any]]:
    """Return parts of pieces, by piece, with a sign where held words stand in these texts of them.

    Nothing is asked for where no part says anything.
    """
    said = {
        key
        for key, those in parts.items()
        if any(getattr(each, name) for each in those for name in names)
    }
    partnerships = {each.id: each.partnership_id for each in pieces if each.id in said}
    held = held_of(tx, set(partnerships.values())) if partnerships else {}
    shown: defaultdict[str, list[Any]] = defaultdict(list)
    for key, those in parts.items():
        hidden = held[partnerships[key]] if key in partnerships else None
        shown[key] = [
            replace(each, **{name: hide(getattr(each, name), hidden) for name in names})
            for each in those
        ]
    return shown
