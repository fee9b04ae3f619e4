"""Reads a table out of the bytes of a CSV file, whatever its encoding and its delimiter; pure.

Nothing is guessed that a person does not see before it counts: what comes out is shown first.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence

from plugin.domain.blankness import is_blank
from plugin.errors import BadInput

DELIMITERS = ",;\t|"
MOST_ROWS = 2_000
_SAYS = "sep="  # so Excel marks the first line of its files
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# For the whole process: larger than any file that is taken, and never smaller than it was.
csv.field_size_limit(max(csv.field_size_limit(), 4_000_000))
_UTF_16 = {0: "utf-16-be", 1: "utf-16-le"}  # where the zeros of plain letters stand


def read_table(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a CSV file without blank ones; raise BadInput for what is no table."""
    return rows_of(_decoded(data))


def rows_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table as text, whichever of `DELIMITERS` parts its cells."""
    lines = text.splitlines(keepends=True)
    told = lines[0].strip().lower() if lines else ""
    if told.startswith(_SAYS) and len(told) == len(_SAYS) + 1:
        rows = _parsed("".join(lines[1:]), told[-1])
    else:
        rows = max((_parsed(text, each) for each in DELIMITERS), key=_evenness)
    if len(rows) > MOST_ROWS:
        raise BadInput(
            f"This table has {len(rows)} rows; {MOST_ROWS} can be read at once. Nothing was "
            "stored. Cut it into smaller files."
        )
    return rows


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as a table that `rows_of` reads again as they are."""
    out = io.StringIO()
    out.write(f"{_SAYS}{DELIMITERS[0]}\n")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _text(data, encoding)
    zeros = Counter(at % 2 for at, byte in enumerate(data[:4_000]) if not byte)
    if zeros:
        return _text(data, _UTF_16[zeros.most_common(1)[0][0]])
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(
            "This file is not a table in text. Nothing was stored. In Excel or Numbers choose "
            "“Save as” and “CSV”, and send that file."
        ) from error


def _parsed(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = (tuple(without_controls(cell) for cell in row) for row in found)
    return tuple(row for row in rows if not all(is_blank(cell) for cell in row))


def without_controls(words: str) -> str:
    """Leave out controls, which no page shows and one of the databases refuses."""
    level = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in level if each in "\n\t" or ord(each) >= ord(" ")).strip()


def _evenness(rows: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
    """Rank a way to part cells: the more rows have the same number of cells, above one."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0)
    width, many = widths.most_common(1)[0]
    return (many, width)
