"""Writes the tables of an export as JSON, CSV and Markdown: files by their names; pure.

CSV is opened by programs that run what looks like a formula, so such a cell begins with an
apostrophe. In Markdown what people wrote is quoted, and none of its signs mean anything.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256

from plugin.domain.about_group import HEADINGS
from plugin.domain.blankness import one_line
from plugin.domain.days import long_day
from plugin.memory.export_pieces import Row

FORMAT = 1
_OF_PIECES = ("wordings", "sources", "beside_notes", "read_backs", "releases")
_FORMULA = re.compile(r"\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n]")
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#|~!&$^])")
_BEGINNING = re.compile(r"(?=[-+=:])")
_NUMBER = re.compile(r"(\d+)(?=\.)")
_COLUMNS = {  # of tables that may have no row
    "people": ("name", "role", "party", "group"),
    "beside_notes": ("piece", "what", "day", "words", "file"),
}


def files_of(
    name: str, tables: Mapping[str, Sequence[Row]], day: date, pictures: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return every file of an export; the last is the manifest, which knows all the others.

    `pictures` are files by their names.
    """
    files = {"README.md": _front_page(name, tables, day).encode()}
    whole = {"hedgerow_export": FORMAT, "day": day.isoformat(), "partnership": name}
    files["partnership.json"] = as_json({**whole, **tables})
    for table, rows in tables.items():
        files[f"csv/{table}.csv"] = as_csv(rows, _COLUMNS.get(table, ()))
    for path, text in _pages(tables):
        files[path] = text.encode()
    files |= pictures
    counts = {table: len(rows) for table, rows in tables.items()}
    sums = {
        path: {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        for path, content in files.items()
    }
    files["manifest.json"] = as_json({**whole, "rows": counts, "files": sums})
    return files


def in_cell(value: object) -> str:
    """Return a value as a cell that no program takes for a formula."""
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        value = "\n".join(str(each) for each in value)
    words = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return f"'{words}" if _FORMULA.match(words) else words


def as_plain(words: str) -> str:
    """Return words so that Markdown shows them as they are, on one line."""
    marked = _MARKS.sub(r"\\\1", one_line(words))
    if _BEGINNING.match(marked):
        return f"\\{marked}"
    number = _NUMBER.match(marked)
    return f"{number[1]}\\{marked[number.end() :]}" if number else marked


def quoted(words: str) -> str:
    """Return words as a quotation, line by line."""
    return "\n".join(f"> {as_plain(line)}  " for line in words.splitlines())


def as_json(value: object) -> bytes:
    """Return plain values as a JSON file."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def as_csv(rows: Sequence[Row], columns: Sequence[str] = ()) -> bytes:
    """Return rows as a table for spreadsheets; `columns` are for one that has no row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    columns = list(rows[0]) if rows else list(columns)
    writer.writerow(columns)
    writer.writerows([in_cell(row[name]) for name in columns] for row in rows)
    # With a mark of its encoding: without one, Excel shows other letters.
    return out.getvalue().encode("utf-8-sig", "surrogatepass")


def _front_page(name: str, tables: Mapping[str, Sequence[Row]], day: date) -> str:
    counted = "\n".join(
        f"- {table.replace('_', ' ')}: {len(rows)}" for table, rows in tables.items()
    )
    return f"""# {as_plain(name)}

Everything that Hedgerow keeps of this partnership, as it was on {long_day(day)}.

- `pages/` is for reading: a page for every group, every session and every piece.
- `pictures/` has the pictures that were sent to pieces; `csv/beside_notes.csv` says what they show.
- `csv/` is for spreadsheets. A cell that looks like a formula begins with an apostrophe (').
- `partnership.json` has the same for programs; `manifest.json` has counts and checksums.

## What is in it

{counted}

## What is not in it

Words that stay where they were said: Hedgerow never had them. Held words: they are read until their
day, and this file would outlive it. Words of sessions that are not closed. Wordings, and texts of
the groups, in which words stand that are held, were taken back or were erased: five words in a row
count. E-mail addresses, and who objected or how many.

## What it means to have it

This is a copy. When somebody takes a note back later, Hedgerow erases its words on its own side and
names this export as a copy that it cannot reach: please take the words out here too. Give it to
nobody who may not read the notes of the group.
"""


def _pages(tables: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, str]]:
    sessions, pieces = _by(tables["sessions"], "group"), _by(tables["pieces"], "group")
    notes = _by(tables["notes"], "session")
    of_pieces = {each: _by(tables[each], "piece") for each in _OF_PIECES}
    for group in tables["groups"]:
        key = group["group"]
        own = (sessions[key], pieces[key])
        yield f"pages/group-{key}.md", _group_page(group, tables, *own)
        for session in own[0]:
            name = f"pages/session-{session['session']}.md"
            yield name, _session_page(session, notes[session["session"]])
        for piece in own[1]:
            yield f"pages/piece-{piece['piece']}.md", _piece_page(piece, of_pieces)


def _by(rows: Iterable[Row], column: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _group_page(
    group: Row, tables: Mapping[str, Sequence[Row]], sessions: Sequence[Row], pieces: Sequence[Row]
) -> str:
    lines = [f"# {as_plain(group['name'])}", ""]
    lines += _told("The question", group["question"]) + _told("Permission", group["permission"])
    for heading in HEADINGS.values():
        lines += _told(heading, group[heading.lower()])
    for title in ("sponsor", "host", "contact"):
        lines += _told(title.capitalize(), group[title])
    for agreed in _by(tables["agreements"], "group")[group["group"]]:
        lines += [f"## What the group agreed (version {agreed['version']})", ""]
        lines += [
            f"- {as_plain(each)}"
            for each in (*agreed["boxes"], *agreed["rules"], *agreed["reasons"])
        ]
        lines += [f"- Names: {agreed['names']}", f"- Days held: {agreed['days held']}"]
        lines += [f"- A checked piece may go to: {agreed['checked pieces may go to']}"]
        lines += [f"- Days to take back by deleting: {agreed['days to take back']}", ""]
    lines += ["## Sessions", ""]
    lines += [
        f"- [{each['day']} {as_plain(each['name'])}](session-{each['session']}.md)"
        for each in sessions
    ]
    lines += ["", "## Pieces", ""]
    lines += [
        f"- [{as_plain(each['title']) or 'A piece without a title'}](piece-{each['piece']}.md)"
        for each in pieces
    ]
    return "\n".join([*lines, ""])


def _told(title: str, words: str) -> list[str]:
    return [f"## {title}", "", quoted(words), ""] if words.strip() else []


def _session_page(session: Row, notes: Sequence[Row]) -> str:
    lines = [f"# {as_plain(session['name'])}", ""]
    lines += [f"- Day: {session['day']}", f"- Kind: {as_plain(session['kind'])}"]
    lines += [f"- Design: {session['design'] or 'none'}", f"- State: {session['state']}"]
    lines += [f"- [The group](group-{session['group']}.md)", ""]
    for box, own in _by(notes, "box").items():
        lines += [f"## Box {as_plain(box)}", ""]
        for note in own:
            said = note["why without words"]
            by = f"By {as_plain(note['written by'])}:" if note["written by"] else "A note:"
            lines += (
                [f"A note without words. {as_plain(said)}"]
                if said
                else [by, "", quoted(str(note["words"]))]
            )
            lines += [""]
    return "\n".join(lines)


def _piece_page(piece: Row, parts: Mapping[str, Mapping[str, Sequence[Row]]]) -> str:
    key = piece["piece"]
    lines = [f"# {as_plain(piece['title']) or 'A piece without a title'}", ""]
    lines += [f"- Kind: {as_plain(piece['kind'])}", f"- Made on: {piece['made on']}"]
    lines += [f"- [The group](group-{piece['group']}.md)", ""]
    for wording in parts["wordings"][key]:
        lines += [f"## Wording {wording['wording']} of {wording['day']}", ""]
        lines += [wording["why without words"], ""] if wording["why without words"] else []
        for part in ("title", "line", "story", "readings"):
            if wording[part]:
                lines += [f"{part.capitalize()}:", "", quoted(wording[part]), ""]
    lines += ["## What it rests on", ""]
    for source in parts["sources"][key]:
        gone = f", gone: {as_plain(source['gone because'])}" if source["gone because"] else ""
        lines += [f"- A note of [{source['day']}](session-{source['session']}.md){gone}"]
    for beside in parts["beside_notes"][key]:
        said = " ".join(filter(None, (beside["number"], beside["counts"], beside["words"])))
        lines += [f"- {beside['what'].capitalize()} of {beside['day']}. {as_plain(said)}"]
        lines += [f"  ![{as_plain(said)}](../{beside['file']})"] if beside["file"] else []
    lines += ["", "## Read back", ""]
    for read in parts["read_backs"][key]:
        objected = " Somebody objected." if read["somebody objected"] else ""
        lines += [f"- Wording {read['wording']} on {read['day']}.{objected}"]
    lines += ["", "## Who may read it", ""]
    for release in parts["releases"][key]:
        stopped = ", stopped" if release["stopped"] else ""
        lines += [f"- {as_plain(release['to'])}, from {release['from']}{stopped}"]
    return "\n".join([*lines, ""])
