"""The format of a backup: gzipped lines of JSON, the same from SQLite and from PostgreSQL.

    {"hedgerow_backup": 1, "revision": "0046", "made_at": "2026-11-30T09:00:00+00:00"}
    {"table": "partnership", "columns": ["id", "name"]}
    ["4f…", "Northmoor"]                                  a row; moments and bytes as {"t": …}
    {"rows": {"partnership": 1, …}, "sha256": "…"}        of all lines before

A file is read as a whole before anything of it is used: one that is cut short, damaged, somebody
else's or a newer Hedgerow's is refused in words.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from plugin.errors import BadInput

_FORMAT = 1
_AS_GZIP = 31  # of zlib's `wbits`: with the head and the end that gzip has
_NO_BACKUP = (
    "This file is no backup of Hedgerow. Nothing was changed. "
    "Give the name of a file that `hedgerow backup` wrote."
)
_DAMAGED = (
    "This backup is cut short or damaged: it is not what was written. Nothing was changed. "
    "Copy it again from where it was kept, or take another one."
)
_NEWER = (
    "This backup was made by a newer Hedgerow than this one. Nothing was changed. "
    "Install the newer Hedgerow, then restore it."
)


@dataclass(frozen=True, slots=True)
class BackupHead:
    """Which tables a backup holds, and when it was made."""

    revision: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BackupTable:
    """The beginning of a table; its rows follow."""

    name: str
    columns: tuple[str, ...]


class BackupWriter:
    """Writes lines, and at the end what they were."""

    def __init__(self, out: IO[bytes], head: BackupHead) -> None:
        # Not a GzipFile: left open by a full disk, it would write again when it is collected.
        self._out, self._packer = out, zlib.compressobj(wbits=_AS_GZIP)
        self._digest = sha256()
        self._rows: dict[str, int] = {}
        self._table = ""
        made_at = head.made_at.isoformat()
        self._line({"hedgerow_backup": _FORMAT, "revision": head.revision, "made_at": made_at})

    def table(self, name: str, columns: Sequence[str]) -> None:
        """Begin a table."""
        self._table, self._rows[name] = name, 0
        self._line({"table": name, "columns": list(columns)})

    def row(self, values: Sequence[object]) -> None:
        """Write a row of the table that was begun."""
        self._rows[self._table] += 1
        self._line([_to_json(each) for each in values])

    def end(self) -> Mapping[str, int]:
        """Write the end; return how many rows each table has."""
        end = _as_line({"rows": self._rows, "sha256": self._digest.hexdigest()})
        self._out.write(self._packer.compress(end) + self._packer.flush())
        return self._rows

    def _line(self, value: object) -> None:
        line = _as_line(value)
        self._digest.update(line)
        self._out.write(self._packer.compress(line))


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a backup; raise BadInput where there is none that can be read."""
    try:
        with path.open("rb") as file:
            yield file
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise BadInput(
            f"There is no file {path} that can be read. Nothing was changed. "
            "Look at its name, and at who may read it."
        ) from error


def read_head(file: IO[bytes], known: Sequence[str]) -> BackupHead:
    """Read a backup to its end and return its head; raise BadInput if it is not whole.

    `known` are the revisions that this Hedgerow has; a backup of another one is newer.
    """
    first: dict[str, Any] = {}
    for each in _values(file):
        first = first or each
    if first["hedgerow_backup"] != _FORMAT or first["revision"] not in known:
        raise BadInput(_NEWER)
    return BackupHead(first["revision"], datetime.fromisoformat(first["made_at"]))


def read_rows(file: IO[bytes]) -> Iterator[BackupTable | list[Any]]:
    """Yield each table's beginning, then its rows; raise BadInput at the end if it is not whole."""
    for each in _values(file):
        if isinstance(each, list):
            yield [_of_json(value) for value in each]
        elif "table" in each:
            yield BackupTable(each["table"], tuple(each["columns"]))


def _values(file: IO[bytes]) -> Iterator[Any]:
    """Yield what every line says but the last one, against which they are compared."""
    file.seek(0)
    digest, rows, table, held = sha256(), dict[str, int](), "", None
    for line in _lines(file):
        if held is not None:
            digest.update(held[0])
            yield held[1]
            if isinstance(held[1], list):
                rows[table] += 1
            elif "table" in held[1]:
                table = held[1]["table"]
                rows[table] = 0
        elif line[:20] != b'{"hedgerow_backup": ':
            raise BadInput(_NO_BACKUP)
        held = (line, _value(line))
    wanted = {"rows": rows, "sha256": digest.hexdigest()}
    if held is None:
        raise BadInput(_NO_BACKUP)
    if held[1] != wanted:
        raise BadInput(_DAMAGED)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    is_begun = False
    try:
        with gzip.GzipFile(fileobj=file) as lines:
            for line in lines:
                is_begun = True
                yield line
    except EOFError as error:
        raise BadInput(_DAMAGED) from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise BadInput(_DAMAGED if is_begun else _NO_BACKUP) from error


def _value(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise BadInput(_DAMAGED) from error


def _as_line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _to_json(value: object) -> object:
    if isinstance(value, datetime):
        return {"t": value.astimezone(UTC).replace(tzinfo=None).isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, bytes):
        return {"b": base64.b64encode(value).decode()}
    return value


def _of_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, words)] = value.items()
    if kind == "t":
        return datetime.fromisoformat(words)
    return date.fromisoformat(words) if kind == "d" else base64.b64decode(words)
