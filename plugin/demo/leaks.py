"""Looks for words that must be nowhere of ours: tables, files, logs, pictures, Notion.

It proves an absence, so it looks at everything it is given and in every spelling that a text takes
on its way: plain, escaped for JSON, escaped for HTML.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from plugin.store.database import Database
from plugin.store.texts import all_texts


def find_leaks(
    needles: Mapping[str, str], database: Database, folder: Path, elsewhere: Mapping[str, str]
) -> list[str]:
    """Return every place in which one of the texts was found, as *name in place*.

    `needles` maps a name that may be shown to the text that must not be there; `elsewhere` maps
    the name of a place to all that stands in it. The database is closed before its files are read:
    closing a file drops the locks that SQLite holds on it in this process.
    """
    tables = list(_tables(database))
    database.close()
    places = [*tables, *_files(folder), *_encoded(elsewhere)]
    found = {
        f"{name} in {place}"
        for name, text in needles.items()
        for spelling in spellings(text)
        for place, content in places
        if spelling in content
    }
    return sorted(found)


def spellings(text: str) -> frozenset[bytes]:
    """Return the text as bytes in every form in which it could lie somewhere."""
    forms = {
        text,
        html.escape(text),
        html.escape(text, quote=False),
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        json.dumps(html.escape(text))[1:-1],
    }
    return frozenset(form.encode() for form in forms if form.strip())


def _tables(database: Database) -> Iterator[tuple[str, bytes]]:
    with database.read() as tx:
        texts = list(all_texts(tx))
    by_table: dict[str, list[str]] = {}
    for table, text in texts:
        by_table.setdefault(table, []).append(text)
    for table, held in by_table.items():
        yield f"table {table}", "\n".join(held).encode()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"file {path.relative_to(folder)}", path.read_bytes()


def _encoded(elsewhere: Mapping[str, str]) -> Iterable[tuple[str, bytes]]:
    for place, content in elsewhere.items():
        yield place, content.encode()
