"""Edits from Notion that wait for somebody to choose, where they tell words that go.

What goes is known later by where it stands in wordings. Such an edit becomes one, behind which the
newest words are put back: whoever chooses it later is told that these words went.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from plugin.domain.overlap import Phrases
from plugin.domain.text_search import fold
from plugin.store import gone_words as stored_gone_words
from plugin.store import links as stored_links
from plugin.store import search
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.piece_rows import wording_of_row

_IN_WORDINGS = ("title", "line", "narrative")


def keep_as_wordings(tx: Tx, partnership_id: str, phrases: Phrases) -> None:
    """Store as wordings of their pieces the edits that wait and tell these words."""
    for each in stored_links.open_conflicts(tx, partnership_id):
        if each.field in _IN_WORDINGS and phrases.stand_in(fold(each.theirs)):
            _keep(tx, each.piece_id, each.id, {each.field: each.theirs})


def _keep(tx: Tx, piece_id: str, edit_id: str, said: Mapping[str, str]) -> None:
    wanted = sa.select(t.wording).where(t.wording.c.piece_id == piece_id)
    rows = [dict(row._mapping) for row in tx.execute(wanted.order_by(t.wording.c.number))]
    if not rows or any(said.items() <= row.items() for row in rows):
        return
    newest, nobody = rows[-1], {"made_in": "notion", "made_by": None, "let_in_by": None}
    number = newest["number"]
    _add(tx, {**newest, **nobody, **said, "id": f"{edit_id[:36]}-ed", "number": number + 1})
    _add(tx, {**newest, "id": f"{edit_id[:36]}-as", "number": number + 2})


def _add(tx: Tx, row: dict[str, Any]) -> None:
    tx.execute(sa.insert(t.wording).values(row))
    stored = tx.execute(sa.select(t.wording).where(t.wording.c.id == row["id"])).one()
    wording = wording_of_row(stored)
    search.index_wording(tx, wording)
    stored_gone_words.compare(tx, wording)
