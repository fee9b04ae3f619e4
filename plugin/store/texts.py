"""Every text that the database holds, for the search that proves what is not in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from plugin.store.database import Tx


def all_texts(tx: Tx) -> Iterator[tuple[str, str]]:
    """Yield table and text of every value of every table, indexes of words included."""
    for name in sorted(sa.inspect(tx).get_table_names()):
        table = sa.table(name)
        for row in tx.execute(sa.select(sa.text("*")).select_from(table)):
            for value in row:
                yield from ((name, text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from _inside(value)
    elif isinstance(value, (dict, list)):  # PostgreSQL's driver has read the JSON already
        yield json.dumps(value, ensure_ascii=False)
        yield json.dumps(value)
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")


def _inside(value: str) -> Iterator[str]:
    """Yield what a JSON column holds, decoded."""
    if value[:1] in "[{":
        try:
            yield json.dumps(json.loads(value), ensure_ascii=False)
        except ValueError:
            return
